"""Shows documents of a workspace as they are now, or what is wrong with them. Called by `server`, by one thread at a time.

What is compiled is kept until a file that it depends on has changed; a contract is read each time.
"""

from __future__ import annotations

import contextlib
import re
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path, PurePath

from msgspec import Struct, field
from msgspec.structs import replace

from generator.build.plan import Plan, PlannedDocument
from generator.build.render import Builder
from generator.contract.case import Case, ReportCase
from generator.errors import Finding, InputError, Place, RealiseraError, explain
from generator.preview.choosing import Menu, Wish, choose_document, make_menu, make_order, narrow_menu
from generator.preview.editing import Editor, Outcome, Sheet
from generator.preview.fitting import mark_documents
from generator.preview.layouts import Easel, Trial, list_layouts
from generator.preview.messages import Message, Register, show_path
from generator.preview.shelf import Shelf
from generator.preview.states import State, find_state
from generator.preview.tracing import MARK, Trace, TracedComposer, hide_marks, list_marks, show_marks
from generator.preview.work import NO_WORK, TellsWork, Work
from generator.rendering.layout_checks import name_kind
from generator.rendering.web import WebWriter
from generator.text.catalogs import catalog_name, list_known_languages
from generator.text.extraction import Message as Extracted
from generator.text.language import SOURCE
from generator.text.layout_words import LayoutWord, list_layout_words
from generator.workspace import SETTINGS, Files, Settings, Workspace, load_settings

_MARK = re.compile(rf'{MARK}="\S+ ([0-9a-f]+) \w+"')
_MOST_TRIED = 20
"""How many contracts are read to find one that a document can be made of."""


class Said(Struct, frozen=True):
    """A message that a document says."""

    id: str
    text: str
    states: tuple[tuple[str, State], ...]
    """By language."""
    is_marked: bool = True
    """Whether its place in the document is known: words of drawings and of the page around aren't marked."""


class View(Struct, frozen=True):
    """What there is to see."""

    menu: Menu
    page: str | None = None
    """The web page of the document; None where it can't be made."""
    title: str = ""
    languages: tuple[str, ...] = ()
    messages: tuple[Said, ...] = ()
    findings: tuple[Finding, ...] = ()
    """Why it can't be made, or warnings about it."""
    work: Work = NO_WORK
    trial: Trial | None = None
    """What there is to see of a layout, where one is chosen."""


class _Bench(Struct):
    """What is compiled of a workspace."""

    workspace: Workspace
    composer: TracedComposer
    builder: Builder
    register: Register
    writer: WebWriter | None = None
    layout_words: dict[str, tuple[LayoutWord, ...]] = field(default_factory=dict)
    """What layouts say, by their kind."""


class Studio:
    """Shows documents of one workspace."""

    def __init__(
        self,
        root: Path,
        list_sources: Callable[[], Sequence[Path]],
        on: Callable[[], date],
        foreman: TellsWork | None = None,
        *,
        may_edit: bool = False,
    ) -> None:
        """`list_sources` tells which contract and report files there are, `on` which day it is, `foreman` what to do."""
        self.root = root
        self._list_sources = list_sources
        self._on = on
        self._foreman = foreman
        self._files = Files(root)
        self._shelf = Shelf(self._files)
        self._easel = Easel(root)
        self._editor = Editor(root, self._files) if may_edit else None
        self._trace = Trace()
        self._bench: _Bench | None = None
        self._lock = threading.Lock()

    def forget(self, changed: Iterable[Path]) -> None:
        """Let go of what depends on these files, and of no more."""
        with self._lock:
            for path in changed:
                if (
                    self._bench
                    and not path.is_relative_to(self.root / "contracts")
                    and not path.is_relative_to(self.root / "reports")
                ):
                    self._forget(self._bench, path)

    def forget_all(self) -> None:
        """Let go of all that is compiled."""
        with self._lock:
            self._bench = None

    def _forget(self, bench: _Bench, path: Path) -> None:
        bench.register = Register(self._files, self._shelf)
        if path.name == PurePath(catalog_name("")).name:
            bench.composer.forget_catalog(path.parent.parent.name)
        elif path.suffix == ".md" and path.parent.name == "content":
            bench.composer.forget_content(f"content/{path.name}")
        elif path.suffix != ".po":
            self._bench = None

    def show(self, wish: Wish) -> View:
        """What is wished for, or what is wrong with it."""
        with self._lock:
            on = wish.on or self._on()
            settings, findings = self._read_settings()
            sources = (*self._list_sources(), *list_layouts(self.root))
            menu = make_menu(sources, Workspace(self.root, settings, self._files), self._shelf, wish, on)
            try:
                if findings:
                    raise InputError(*findings)
                if not menu.source:
                    raise InputError(
                        Finding(
                            "there is no contract file here", Place(str(self.root)), hint="put one into the folder contracts/"
                        )
                    )
                return self._show(sources, menu, wish, on)
            except RealiseraError as problem:
                return View(menu, findings=problem.findings)
            except OSError as problem:
                place = Place(str(problem.filename)) if problem.filename else None
                values = {"problem": explain(problem)}
                return View(menu, findings=(Finding("this can't be read or written: {problem}", place, values=values),))

    def describe(self, message: str) -> Message | None:
        """The message with an id, or None where no document has said it.

        Raises:
            TextError: a text or a catalog can't be read.
        """
        with self._lock:
            key = self._trace.find(message)
            return self._find_register().find(key, list_known_languages(self._files)) if key else None

    @property
    def may_edit(self) -> bool:
        """Whether translations can be edited."""
        return self._editor is not None

    @property
    def edits(self) -> int:
        """How many edits can be taken back."""
        return self._editor.count if self._editor else 0

    def open_sheet(self, message: str, language: str) -> Sheet | None:
        """A message put before its editor; None where no document has said it, or there is no such catalog.

        Raises:
            RealiseraError: a text or a catalog can't be read.
        """
        with self._lock:
            found = self._find_source(message, language)
            return self._editor.open(found[0], language, found[1]) if found and self._editor else None

    def save(self, message: str, language: str, strings: Sequence[str], stamp: str, *, anyway: bool) -> Outcome | None:
        """Write a translation; None where no document has said the message, or there is no such catalog.

        Raises:
            RealiseraError: a text or a catalog can't be read, or the catalog can't be written.
        """
        with self._lock:
            found = self._find_source(message, language)
            if not found or not self._editor:
                return None
            outcome = self._editor.save(found[0], language, strings, stamp, self._find_register().order, anyway=anyway)
        self._forget_written(outcome)
        return outcome

    def undo(self) -> Outcome | None:
        """Take back the last edit; None where nothing can be edited.

        Raises:
            RealiseraError: the catalog can't be read or written.
        """
        if not self._editor:
            return None
        with self._lock:
            outcome = self._editor.undo()
        self._forget_written(outcome)
        return outcome

    def _forget_written(self, outcome: Outcome) -> None:
        if outcome.path:
            self.forget([outcome.path])

    def _find_source(self, message: str, language: str) -> tuple[Extracted, tuple[str, ...]] | None:
        key = self._trace.find(message)
        if key is None or language == SOURCE or language not in list_known_languages(self._files):
            return None
        return self._find_register().find_source(key, language)

    def _find_register(self) -> Register:
        return self._bench.register if self._bench else Register(self._files, self._shelf)

    def _read_settings(self) -> tuple[Settings, tuple[Finding, ...]]:
        try:
            return load_settings(self.root / SETTINGS), ()
        except RealiseraError as problem:
            return Settings(), problem.findings

    def _find_bench(self) -> _Bench:
        if self._bench is None:
            settings = load_settings(self.root / SETTINGS)
            workspace = Workspace(self.root, settings, self._files)
            composer = TracedComposer(self._files, settings.data_language, self._trace, self._shelf.find_catalog)
            self._bench = _Bench(workspace, composer, Builder(workspace, composer), Register(self._files, self._shelf))
        return self._bench

    def _show(self, sources: Sequence[Path], menu: Menu, wish: Wish, on: date) -> View:
        bench = self._find_bench()
        if menu.source != wish.source:
            menu = replace(menu, source=self._find_start(sources, bench, menu, on))
        source = _choose_source(sources, menu)
        if _is_layout(source):
            return self._show_layout(source, menu, bench.workspace.settings)
        try:
            case, menu = self._load(source, bench, menu, on)
        except InputError as problem:
            work = self._foreman.tell_blanks(source, bench.builder.cases) if self._foreman else NO_WORK
            return View(menu, findings=problem.findings, work=work)
        menu = choose_document(menu, case, wish, on)
        work = self._foreman.tell_work(case, bench.builder.cases, on) if self._foreman and isinstance(case, Case) else NO_WORK
        try:
            return replace(self._make_view(bench, case, menu, on), work=work)
        except RealiseraError as problem:
            return View(menu, findings=case.locate(problem.findings), work=work)

    def _show_layout(self, path: Path, menu: Menu, settings: Settings) -> View:
        """What is wrong with a layout, what it lacks and names, and how a trial document looks in it."""
        trial = self._easel.try_layout(path, settings.letterhead)
        work = self._foreman.tell_layout(trial.report, path) if self._foreman else NO_WORK
        findings = tuple(replace(each, place=Place(show_path(path))) for each in trial.report.findings)
        bare = replace(menu, documents=(), items=(), languages=(), document="", item="", language="")
        return View(bare, title=path.name, findings=findings, work=work, trial=trial)

    def _load(self, source: Path, bench: _Bench, menu: Menu, on: date) -> tuple[Case | ReportCase, Menu]:
        """What stands in a source, and the menu with its documents.

        Raises:
            InputError: with everything that is wrong in the file.
        """
        case = bench.builder.cases.open(source)
        return case, mark_documents(narrow_menu(menu, case), case, bench.builder, on)

    def _find_start(self, sources: Sequence[Path], bench: _Bench, menu: Menu, on: date) -> str:
        """The first source that a document can be made of, or else the first."""
        contracts = [each for each in zip(sources, menu.sources, strict=True) if not _is_layout(each[0])]
        for source, option in contracts[:_MOST_TRIED]:
            with contextlib.suppress(InputError):
                _, narrowed = self._load(source, bench, replace(menu, source=option.key), on)
                if any(document.is_possible for document in narrowed.documents):
                    return option.key
        return menu.source

    def _make_view(self, bench: _Bench, case: Case | ReportCase, menu: Menu, on: date) -> View:
        plan = bench.builder.plan(case, (make_order(menu, on),))
        if not plan.documents:
            hint = "choose another document, or another day"
            raise InputError(Finding("the contract has nothing that this document is about", hint=hint))
        return self._compose(bench, plan, plan.documents[0], menu)

    def _compose(self, bench: _Bench, plan: Plan, planned: PlannedDocument, menu: Menu) -> View:
        self._trace.said.clear()
        document, warnings = bench.builder.compose(planned, plan)
        if bench.writer is None:
            bench.writer = WebWriter(self._files)
        page = bench.composer.mark_lists(show_marks(bench.writer.render(document).decode()), planned.languages[0])
        # What the document itself says comes before what stands around it.
        marked = dict.fromkeys([*(message for _, message, _ in list_marks(document.body)), *_MARK.findall(page)])
        self._note_layout_words(bench, document.layout)
        messages = tuple(self._tell_said(marked, planned.languages))
        return View(
            menu if menu.item else replace(menu, item=planned.subject.item),
            page=page,
            title=hide_marks(document.title),
            languages=planned.languages,
            messages=messages,
            findings=(*plan.findings, *warnings),
        )

    def _note_layout_words(self, bench: _Bench, layout: str) -> None:
        """Take note of what the layouts of Word and PDF say around a document; what is wrong with them is told elsewhere."""
        if layout not in bench.layout_words:
            names = ("templates/page.html", f"templates/word/{layout}.docx")
            found: list[LayoutWord] = []
            for name in names:
                with contextlib.suppress(RealiseraError, FileNotFoundError):
                    found += list_layout_words(self._files, name)
            bench.layout_words[layout] = tuple(found)
        for word in bench.layout_words[layout]:
            self._trace.note(word.text, word.context)

    def _tell_said(self, marked: dict[str, None], languages: tuple[str, ...]) -> Iterator[Said]:
        catalogs = [self._shelf.find_catalog(language) for language in languages if language != SOURCE]
        for message in {**marked, **self._trace.said}:
            key = self._trace.find(message)
            if key:
                states = tuple((catalog.lang, find_state(catalog, key)) for catalog in catalogs)
                yield Said(message, key[1], states, is_marked=message in marked)


def _is_layout(source: Path) -> bool:
    return bool(name_kind(source))


def _choose_source(sources: Sequence[Path], menu: Menu) -> Path:
    """The file that is chosen."""
    return next(path for path, option in zip(sources, menu.sources, strict=True) if option.key == menu.source)
