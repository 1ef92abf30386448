"""From a view to a document tree in one language or two. Called by `pipeline`; keeps what is compiled for its lifetime."""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml
from jinja2 import StrictUndefined, Template, TemplateError, TemplateSyntaxError, UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from generator.contract.values import Text
from generator.errors import Finding, Place, RealiseraError, TextError
from generator.text.catalogs import load_catalog
from generator.text.compiling import compile_content, read_blocks
from generator.text.language import SOURCE, Language
from generator.text.merging import merge_trees
from generator.text.names import check_names
from generator.text.parsing import parse_tree
from generator.text.tree import Element
from generator.text.wording import END, JOURNAL, UNTRANSLATED, Journal, Wording
from generator.workspace import Files

COMPONENTS = "templates/components.html"
TERMS = "content/terms.yaml"


@dataclass(frozen=True, slots=True)
class Composition:
    """A document's text, ready for the writers."""

    tree: Element
    translate: Callable[[str], str]
    """Single words for layouts, in the language or languages of the document."""
    foreign: tuple[Text, ...]
    """Prose that is shown in another language than the document's, since the contract has no other."""


@dataclass(frozen=True, slots=True)
class _Content:
    template: Template
    missing: tuple[Finding, ...]


class Composer:
    """Composes documents in the languages of a workspace."""

    def __init__(self, files: Files, data_language: str = SOURCE) -> None:
        self._files = files
        self._data_language = data_language
        self._wording: dict[str, Wording] = {}
        self._environments: dict[str, ImmutableSandboxedEnvironment] = {}
        self._contents: dict[tuple[str, str], _Content] = {}

    def compose(self, slug: str, view: Any, langs: tuple[str, ...], *, draft: bool = False) -> Composition:
        """The text of `content/<slug>.md` for a view, in one language or with two side by side.

        Raises:
            TextError: a text is not translated (unless `draft`, which marks it), or the content file is wrong.
        """
        journals = [Journal() for _ in langs]
        trees = [self._render(slug, view, lang, journal) for lang, journal in zip(langs, journals, strict=True)]
        translate = self._make_translate(langs, journals)
        missing = [finding for journal in journals for finding in journal.missing]
        if missing and not draft:
            raise TextError(*dict.fromkeys(missing))
        tree = trees[0] if len(trees) == 1 else merge_trees(trees[0], trees[1])
        return Composition(tree, translate, tuple(text for journal in journals for text in journal.foreign))

    def check(self, slug: str, view: type) -> None:
        """Nothing, if the content file of a document can be compiled and uses only names of its view.

        Raises:
            TextError: with what is wrong.
        """
        self._find_content(f"content/{slug}.md", SOURCE, view)

    def _render(self, slug: str, view: Any, lang: str, journal: Journal) -> Element:
        name = f"content/{slug}.md"
        content = self._find_content(name, lang, type(view))
        journal.missing.extend(content.missing)
        token = JOURNAL.set(journal)
        try:
            return parse_tree(content.template.render(view=view), lang)
        except TemplateError as problem:
            raise TextError(_explain(problem, name)) from problem
        except RealiseraError as problem:
            raise TextError(*(_place(finding, problem, name) for finding in problem.findings)) from problem
        finally:
            JOURNAL.reset(token)

    def _make_translate(self, langs: tuple[str, ...], journals: list[Journal]) -> Callable[[str], str]:
        @cache
        def translate(text: str) -> str:
            said = []
            for lang, journal in zip(langs, journals, strict=True):
                token = JOURNAL.set(journal)
                try:
                    said.append(self._find_wording(lang).say(text).striptags())
                finally:
                    JOURNAL.reset(token)
            return " / ".join(dict.fromkeys(said))

        return translate

    def _find_wording(self, lang: str) -> Wording:
        if lang not in self._wording:
            terms = read_terms(self._files)
            self._wording[lang] = Wording(Language(lang), load_catalog(self._files, lang), terms, self._data_language)
        return self._wording[lang]

    def _find_content(self, name: str, lang: str, view: type) -> _Content:
        if (name, lang) not in self._contents:
            source = read_text(self._files, name)
            missing: list[Finding] = []
            wording = self._find_wording(lang)
            html = compile_content(source, name, lambda text, place: wording.translate_block(text, place, missing))
            environment = self._find_environment(lang)
            try:
                findings = check_names(environment.parse(html), name, view)
                if findings:
                    raise TextError(*findings)
                code = environment.compile(html, name, name)
            except TemplateSyntaxError as problem:
                raise TextError(Finding("{problem}", Place(name, problem.lineno), values={"problem": str(problem)})) from problem
            template = Template.from_code(environment, code, environment.globals)
            self._contents[name, lang] = _Content(template, tuple(missing))
        return self._contents[name, lang]

    def _find_environment(self, lang: str) -> ImmutableSandboxedEnvironment:
        if lang not in self._environments:
            wording = self._find_wording(lang)
            environment = ImmutableSandboxedEnvironment(
                autoescape=True, undefined=StrictUndefined, finalize=wording.write, trim_blocks=True, lstrip_blocks=True
            )
            environment.filters |= {
                "block": wording.write_block,
                "capital": wording.write_capital,
                "short": wording.write_short,
                "count": wording.count,
                "country": wording.language.name_country,
                "month_name": wording.language.name_month,
            }
            environment.globals |= {"_": wording.say, "_untranslated": UNTRANSLATED, "_end": END}
            environment.globals |= _read_macros(environment, read_text(self._files, COMPONENTS))
            self._environments[lang] = environment
        return self._environments[lang]


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
    """What a document is called in Swedish: the first heading of its content."""
    name = f"content/{slug}.md"
    return next(block.text for block in read_blocks(read_text(files, name), name) if block.kind == "h1")


def read_terms(files: Files) -> Mapping[str, Mapping[str, Any]]:
    """The words for the contract's fixed values, in Swedish, by group."""
    terms: Mapping[str, Mapping[str, Any]] = yaml.load(read_text(files, TERMS), Loader=yaml.CBaseLoader)  # noqa: S506 (strings only)
    return terms


def _read_macros(environment: ImmutableSandboxedEnvironment, source: str) -> Mapping[str, Any]:
    try:
        template = Template.from_code(environment, environment.compile(source, COMPONENTS, COMPONENTS), environment.globals)
    except TemplateSyntaxError as problem:
        raise TextError(Finding("{problem}", Place(COMPONENTS, problem.lineno), values={"problem": str(problem)})) from problem
    return {name: value for name, value in vars(template.module).items() if not name.startswith("_") and callable(value)}


def _explain(problem: TemplateError, name: str) -> Finding:
    """A template's error as a finding: its line, and what a name was perhaps meant to be."""
    place = _find_place(problem, name)
    if isinstance(problem, UndefinedError) and (words := re.findall(r"'([^']*)'", str(problem))):
        return Finding("'{name}' is undefined", place, values={"name": words[-1]})
    return Finding("{problem}", place, values={"problem": str(problem)})


def _place(finding: Finding, problem: BaseException, name: str) -> Finding:
    if finding.place:
        return finding
    return Finding(finding.message, _find_place(problem, name), finding.subject, finding.hint, finding.values, finding.severity)


def _find_place(problem: BaseException, name: str) -> Place:
    """The innermost line of a template that the error came through."""
    frames = [frame for frame in traceback.extract_tb(problem.__traceback__) if frame.filename in {name, COMPONENTS}]
    return Place(frames[-1].filename, frames[-1].lineno or 0) if frames else Place(name)
