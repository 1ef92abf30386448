"""From a view to a document tree in one language or two; keeps what is compiled. Called by `build.render` and `preview`."""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache, partial
from pathlib import PurePath
from types import CodeType
from typing import Any, cast

import yaml
from jinja2 import Template, TemplateError, TemplateSyntaxError
from msgspec import Struct
from msgspec.structs import replace

from generator.contract.clause import ClauseWords
from generator.contract.messages import SYNTAX
from generator.contract.syntax import describe_syntax
from generator.contract.values import Text
from generator.errors import Finding, Place, RealiseraError, TextError, blame
from generator.text.catalogs import load_catalog
from generator.text.code_cache import CodeCache
from generator.text.compiling import compile_content, read_blocks, read_own_title
from generator.text.components import Components
from generator.text.dating import read_marks
from generator.text.drawn_words import settle_drawings
from generator.text.language import SOURCE, Language, mark_apart
from generator.text.merging import merge_trees
from generator.text.names import check_names
from generator.text.parsing import parse_tree
from generator.text.sandbox import Sandbox
from generator.text.template_errors import explain_template, find_line
from generator.text.tree import Element
from generator.text.wording import REMARKS, TERMS, PutWords, Remarks, Terms, Wording
from generator.workspace import Files

COMPONENTS = "templates/components.html"
_DEEPEST = 30
"""Levels of lists and maps in a YAML file; ours have three."""
_FORMS = 2
"""One and many: what Swedish has of a counted thing."""


class Composition(Struct, frozen=True):
    """A document's text, ready for the writers."""

    tree: Element
    translate: Callable[..., str]
    """Single words for layouts, each perhaps with its context, in the language or languages of the document."""
    foreign: tuple[Text, ...]
    """Prose that is shown in another language than the document's, since the contract has no other."""
    undated: Element
    """The tree without what it says only because of the day that it is dated."""
    unread: tuple[str, ...] = ()
    """Its languages whose translation no lawyer has read yet."""


class _Content(Struct, frozen=True):
    template: Template
    missing: tuple[Finding, ...]


class Composer:
    """Composes documents in the languages of a workspace."""

    def __init__(
        self,
        files: Files,
        data_language: str = SOURCE,
        make_wording: type[Wording] = Wording,
        code_cache: CodeCache | None = None,
    ) -> None:
        self._files = files
        self._code_cache = code_cache
        self._wording_class = make_wording
        self._data_language = data_language
        self._wording: dict[str, Wording] = {}
        self._environments: dict[str, Sandbox] = {}
        self._contents: dict[tuple[str, str], _Content] = {}

    def compose(  # noqa: PLR0913 (what a text may depend on)
        self,
        slug: str,
        view: Any,
        langs: tuple[str, ...],
        *,
        clause: Terms | None = None,
        draft: bool = False,
        put_words: PutWords | None = None,
    ) -> Composition:
        """The text of `content/<slug>.md` for a view, in one language or with two side by side.

        `clause` has the words of the clause that the document is about, where they are others than the usual ones. `put_words`
        is asked where the room that words take decides where they break, as in drawings; marks stay in all other texts.

        Raises:
            TextError: a text is not translated (unless `draft`, which marks it), or the content file is wrong.
        """
        remarks = [
            Remarks(beside=tuple(other for other in langs if other != lang), clause=clause or {}, put_words=put_words)
            for lang in langs
        ]
        texts = [self._render(slug, view, lang, each) for lang, each in zip(langs, remarks, strict=True)]
        missing = [finding for each in remarks for finding in each.missing]
        if missing and not draft:
            placed = [self._place_label(finding, f"content/{slug}.md") for finding in missing]
            raise TextError(*{str(finding): finding for finding in placed}.values())
        tree = _merge([tree for tree, _ in texts])
        undated = tree if all(one is other for one, other in texts) else _merge([undated for _, undated in texts])
        foreign = tuple(text for each in remarks for text in each.foreign)
        unread = tuple(lang for lang in langs if self._find_wording(lang).awaits_lawyer)
        return Composition(tree, self.make_translate(langs, draft=draft), foreign, undated, unread)

    def check(self, slug: str, view: type) -> None:
        """Check that the content file of a document can be compiled and uses only names of its view.

        Raises:
            TextError: with what is wrong.
        """
        self._find_content(f"content/{slug}.md", SOURCE, view)

    def _render(self, slug: str, view: Any, lang: str, remarks: Remarks) -> tuple[Element, Element]:
        """The tree in one language, and the same without what it says only because of its day."""
        name = f"content/{slug}.md"
        content = self._find_content(name, lang, type(view))
        remarks.missing.extend(content.missing)
        token = REMARKS.set(remarks)
        try:
            with blame(name, find_place=_find_place):
                html, undated = read_marks(_fill(content.template, view, name))
                tree = self._parse(html, lang)
                return tree, tree if undated == html else self._parse(undated, lang)
        except RealiseraError as problem:
            raise TextError(*(_place(finding, problem, name) for finding in problem.findings)) from problem
        finally:
            REMARKS.reset(token)

    def _parse(self, html: str, lang: str) -> Element:
        return parse_tree(html, lang)

    def _place_label(self, finding: Finding, name: str) -> Finding:
        """The finding with the line that its text first stands on, where that is known to no one: a label, a term."""
        places = (
            Place(source, number)
            for source in (name, COMPONENTS, TERMS)
            for number, line in enumerate(read_text(self._files, source).split("\n"), 1)
            if finding.values["text"] in line
        )
        return finding if finding.place else replace(finding, place=next(places, None))

    def make_translate(self, langs: tuple[str, ...], *, draft: bool) -> Callable[..., str]:
        """What says single words in these languages, each once."""

        @cache
        def translate(text: str, context: str = "") -> str:
            remarks = Remarks()
            token = REMARKS.set(remarks)
            try:
                said = [mark_apart(self._find_wording(lang).say(text, context).striptags(), lang, langs[0]) for lang in langs]
            finally:
                REMARKS.reset(token)
            if remarks.missing and not draft:
                raise TextError(*remarks.missing)
            return " / ".join(dict.fromkeys(said))

        return translate

    def _find_wording(self, lang: str) -> Wording:
        if lang not in self._wording:
            self._wording[lang] = self._make_wording(lang, read_terms(self._files))
        return self._wording[lang]

    def _make_wording(self, lang: str, terms: Terms) -> Wording:
        return self._wording_class(Language(lang), load_catalog(self._files, lang), terms, self._data_language)

    def read_terms(self) -> Terms:
        """The words for fixed values, in Swedish, by group.

        Raises:
            TextError: the file isn't what it should be.
        """
        return read_terms(self._files)

    def _find_content(self, name: str, lang: str, view: type) -> _Content:
        if (name, lang) not in self._contents:
            html, missing = self._compile_content(name, lang)
            environment = self._find_environment(lang)
            components = Components(read_text(self._files, COMPONENTS))
            environment.globals |= self._read_macros(environment, components.cut(html, environment.globals.keys()), lang)
            known = {*environment.globals, *components.names}

            def compile_checked() -> CodeType:
                findings = check_names(environment.parse(html), name, view, known)
                if findings:
                    raise TextError(*findings)
                return environment.compile(html, name, name)

            with _blame_source(name):
                template = self._make_template(environment, (lang, name, html), compile_checked)
            self._contents[name, lang] = _Content(template, missing)
        return self._contents[name, lang]

    def _compile_content(self, name: str, lang: str) -> tuple[str, tuple[Finding, ...]]:
        """The template of a content file in a language, and which of its texts aren't translated; one that has all is kept."""
        source = read_text(self._files, name)
        if self._code_cache and (kept := self._code_cache.find_text(lang, name, source)):
            return kept, ()
        read_title(self._files, PurePath(name).stem)
        missing: list[Finding] = []
        html = compile_content(source, name, partial(self._find_wording(lang).translate_block, missing=missing))
        if self._code_cache and not missing:
            self._code_cache.keep_text(html, lang, name, source)
        return html, tuple(missing)

    def _read_macros(self, environment: Sandbox, source: str, lang: str) -> Mapping[str, Any]:
        """The components; what stands outside of them is run, and leads to nothing."""
        token = REMARKS.set(Remarks())
        try:
            with _blame_source(COMPONENTS):
                compile_source = partial(environment.compile, source, COMPONENTS, COMPONENTS)
                template = self._make_template(environment, (lang, COMPONENTS, source), compile_source)
                module = vars(_load_module(template))
        finally:
            REMARKS.reset(token)
        return {name: value for name, value in module.items() if not name.startswith("_") and callable(value)}

    def _make_template(self, environment: Sandbox, key: tuple[str, ...], compile_source: Callable[[], CodeType]) -> Template:
        code = self._code_cache.find(environment, key, compile_source) if self._code_cache else compile_source()
        return Template.from_code(environment, code, environment.globals)

    def _find_environment(self, lang: str) -> Sandbox:
        if lang not in self._environments:
            wording = self._find_wording(lang)
            environment = Sandbox(wording.show, trim_blocks=True, lstrip_blocks=True)
            environment.say = wording.say
            environment.filters |= wording.filters
            untranslated, end = wording.untranslated
            environment.globals |= {"_": environment.say, "_untranslated": untranslated, "_end": end, "words": ClauseWords()}
            self._environments[lang] = environment
        return self._environments[lang]


def _merge(trees: Sequence[Element]) -> Element:
    return settle_drawings(trees[0] if len(trees) == 1 else merge_trees(trees[0], trees[1]))


def read_text(files: Files, name: str) -> str:
    """A text file of the workspace or the package.

    Raises:
        TextError: it isn't there, or isn't UTF-8.
    """
    try:
        return files.read(name).decode("utf-8-sig")
    except FileNotFoundError as problem:
        raise TextError(Finding("this file is missing", Place(name))) from problem
    except UnicodeDecodeError as problem:
        raise TextError(Finding("this file is not UTF-8", Place(name), hint="save it as UTF-8")) from problem


def read_title(files: Files, slug: str) -> str:
    """What a document is called in Swedish: what its content says with `title:`, or else its first heading.

    Raises:
        TextError: it has none.
    """
    name = f"content/{slug}.md"
    source = read_text(files, name)
    titles = [block.text for block in read_blocks(source, name) if block.kind == "h1"]
    if not titles:
        raise TextError(Finding("the text has no title", Place(name, 1), hint="begin it with a line such as # Åtgärdsplan"))
    return read_own_title(source) or re.sub(r"\W*\{[{%].*", "", titles[0])


def read_terms(files: Files) -> Terms:
    """The words for the contract's fixed values, in Swedish, by group.

    Raises:
        TextError: the file isn't what it should be.
    """
    terms = read_data(files, TERMS)
    if not _are_terms(terms):
        hint = "it holds groups of words by name, as the product's own; under counts each has two forms, for one and for many"
        raise TextError(Finding("this is not a file of terms", Place(TERMS), hint=hint))
    return cast("Terms", terms)


def _are_terms(data: Any) -> bool:
    if not isinstance(data, dict) or not {"counts", "money"} <= data.keys():
        return False
    return all(
        isinstance(words, dict)
        and all(
            isinstance(word, list) and len(word) == _FORMS if group == "counts" else isinstance(word, str)
            for word in words.values()
        )
        for group, words in data.items()
    )


def read_data(files: Files, name: str) -> Any:
    """What a YAML file of the workspace or the package holds: maps, lists and strings.

    Raises:
        TextError: it isn't there, or isn't YAML.
    """
    return parse_data(read_text(files, name), name)


def parse_data(text: str, name: str) -> Any:
    """What YAML holds: maps, lists and strings. `name` is what findings call the file.

    Raises:
        TextError: it isn't YAML, or lists stand in lists without end.
    """
    try:
        _check_depth(text, name)
        return yaml.load(text, Loader=yaml.CBaseLoader)  # noqa: S506 (strings only)
    except yaml.YAMLError as problem:
        raise TextError(_tell_yaml(problem, text, name)) from problem


def _tell_yaml(problem: yaml.YAMLError, text: str, name: str) -> Finding:
    """What is wrong in a line that isn't YAML, in words of ours."""
    if not isinstance(problem, yaml.MarkedYAMLError):
        return Finding(SYNTAX.message, Place(name), hint=SYNTAX.hint)
    mistake, position, values = describe_syntax(text.split("\n"), problem)
    return Finding(mistake.message, Place(name, *(position or ())), hint=mistake.hint, values=values)


def _check_depth(text: str, name: str) -> None:
    """Check that lists and maps don't stand in one another so deep that the YAML library would go under."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CBaseLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            line = event.start_mark.line + 1 if event.start_mark else 0
            raise TextError(Finding("lists and maps stand too deep in one another", Place(name, line)))


@contextmanager
def _blame_source(name: str) -> Iterator[None]:
    """Whatever goes wrong while a template is read, told as a finding about it, with its line where that is known."""
    with blame(name, find_place=_find_place):
        try:
            yield
        except TemplateSyntaxError as problem:
            raise TextError(explain_template(problem, Place(name, find_line(problem)))) from problem


def _fill(template: Template, view: Any, name: str) -> str:
    """The text of a template for a view.

    Raises:
        TextError: the template finds a mistake in itself.
    """
    environment = cast("Sandbox", template.environment)
    environment.begin()
    try:
        return template.render(view=view)
    except TemplateError as problem:
        raise TextError(explain_template(problem, _find_place(problem, name))) from problem


def _load_module(template: Template) -> object:
    """What a template defines.

    Raises:
        TextError: the template finds a mistake in itself.
    """
    try:
        return template.module
    except TemplateError as problem:
        raise TextError(explain_template(problem, _find_place(problem, COMPONENTS))) from problem


def _place(finding: Finding, problem: BaseException, name: str) -> Finding:
    if finding.place:
        return finding
    return replace(finding, place=_find_place(problem, name))


def _find_place(problem: BaseException, name: str) -> Place:
    """The innermost line of a template that the error came through."""
    frames = [frame for frame in traceback.extract_tb(problem.__traceback__) if frame.filename in {name, COMPONENTS}]
    return Place(frames[-1].filename, frames[-1].lineno or 0) if frames else Place(name)
