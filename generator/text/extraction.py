"""All messages that a document can say, gathered for translators. Called by the locale commands and by tests."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePath

from jinja2 import Environment, TemplateSyntaxError, nodes

from generator.errors import Finding, Place, TextError
from generator.text.catalogs import Key
from generator.text.compiling import TAG, compile_content, read_blocks
from generator.text.composing import COMPONENTS, read_data, read_terms, read_text
from generator.text.wording import TERMS, Terms
from generator.workspace import Files

_LAYOUTS = ("templates/page.html", "templates/typst/**/*.typ", "templates/word/*.docx")
_SAID = re.compile(r'\bsay\("([^"\\]+)"\)')
_KINDS = {
    "h1": "title",
    "h2": "heading",
    "h3": "heading",
    "h4": "heading",
    "p": "paragraph",
    "li": "list item",
    "th": "cell",
    "td": "cell",
}


@dataclass(frozen=True, slots=True)
class Message:
    """A text to translate, and what its translator should know."""

    text: str
    context: str = ""
    plural: str = ""
    comment: str = ""

    @property
    def key(self) -> Key:
        """What its translation is looked up by."""
        return self.context, self.text


def extract_documents(files: Files) -> tuple[Message, ...]:
    """All messages of content, components, data and layouts, each once, in the order in which they first stand.

    Raises:
        TextError: a template has a mistake.
    """
    messages: dict[Key, Message] = {}
    for message in _extract(files):
        messages.setdefault(message.key, message)
    return tuple(messages.values())


def _extract(files: Files) -> Iterator[Message]:
    for name in files.list_names("content/*.md"):
        source = read_text(files, name)
        for block in read_blocks(source, name):
            yield Message(block.text, comment=f"{PurePath(name).name} › {block.heading}: {_KINDS[block.kind]}")
        yield from _extract_calls(compile_content(source, name, lambda text, _place: text), name)
    yield from _extract_calls(read_text(files, COMPONENTS), COMPONENTS)
    for pattern in _LAYOUTS:
        for name in files.list_names(pattern):
            yield from (Message(word, comment=PurePath(name).name) for word in list_layout_words(files, name))
    yield from _extract_terms(read_terms(files))
    for name in files.list_names("content/clause/*.yaml"):
        for number, title in _read_sections(files, name).items():
            yield Message(title, "clause", comment=f"{PurePath(name).name}: section {number}")
    for name in files.list_names("content/ladder/*.yaml"):
        yield from _extract_ladder(files, name)


def _extract_ladder(files: Files, name: str) -> Iterator[Message]:
    """The names and letters of a ladder's steps. Which mistakes it has is told where it is read."""
    data = read_data(files, name)
    steps = data.get("steps") if isinstance(data, dict) else None
    for key, step in steps.items() if isinstance(steps, dict) else ():
        known = step if isinstance(step, dict) else {}
        for text in [known.get("name"), *(known.get("letter") or [])]:
            if isinstance(text, str):
                yield Message(text, "ladder", comment=f"{PurePath(name).name}: {key}")


def _read_sections(files: Files, name: str) -> Mapping[str, str]:
    """The titles of a clause by number."""
    data = read_data(files, name)
    sections = data.get("sections") if isinstance(data, dict) else None
    if not isinstance(sections, dict) or not all(isinstance(title, str) for title in sections.values()):
        hint = "it holds sections and process_requirements, as the product's own"
        raise TextError(Finding("this is not a clause file", Place(name), hint=hint))
    return sections


def _extract_calls(source: str, name: str) -> Iterator[Message]:
    """The messages in `_("…")` calls."""
    try:
        tree = Environment().parse(source, name)  # noqa: S701 (nothing is rendered)
    except TemplateSyntaxError as problem:
        raise TextError(Finding("{problem}", Place(name, problem.lineno), values={"problem": str(problem)})) from problem
    for call in tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name == "_" and call.args and isinstance(call.args[0], nodes.Const):
            yield Message(call.args[0].value, comment=PurePath(name).name)


def list_said(source: str) -> Iterator[str]:
    """The messages in the `say("…")` calls of a layout for Typst."""
    return (match[1] for match in _SAID.finditer(source))


def list_layout_words(files: Files, name: str) -> Iterator[str]:
    """The words of a layout that are translated; none of a file that isn't a layout.

    Raises:
        TextError: the layout can't be read.
    """
    match PurePath(name).suffix:
        case ".html":
            yield from (message.text for message in _extract_calls(read_text(files, name), name))
        case ".typ":
            yield from list_said(read_text(files, name))
        case ".docx":
            yield from (message.text for message in _extract_layout(files.read(name), name))


def _extract_layout(data: bytes, name: str) -> Iterator[Message]:
    """The messages in the tags of a Word layout, whose tags may be cut up by Word's own markup."""
    for part in _read_parts(data, name):
        words = re.sub("<[^>]*>", "", part)
        tags = (re.sub(r"^\{\{(p|r|tr|tc)\s", "{{ ", tag) for tag in TAG.findall(words))
        straight = (tag.translate(str.maketrans("‘’“”", "''\"\"")).replace("&quot;", '"') for tag in tags if "_(" in tag)
        yield from _extract_calls("".join(straight), name)


def _read_parts(data: bytes, name: str) -> list[str]:
    """The parts of a Word file that hold text.

    Raises:
        TextError: it isn't a Word file.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as layout:
            parts = [part for part in sorted(layout.namelist()) if part.startswith("word/") and part.endswith(".xml")]
            return [layout.read(part).decode() for part in parts]
    except (zipfile.BadZipFile, zlib.error, EOFError, UnicodeDecodeError, NotImplementedError, RuntimeError) as problem:
        raise TextError(Finding("this is not a Word document", Place(name), hint="save it in Word as .docx")) from problem


def _extract_terms(terms: Terms) -> Iterator[Message]:
    name = PurePath(TERMS).name
    for group, words in terms.items():
        for key, word in words.items():
            if group == "counts":
                yield Message(word[0], plural=word[1], comment=f"{name}: {group}, {key}")
            else:
                yield Message(word, group, comment=f"{name}: {group}, {key}")
    yield Message("{amount} {currency}", "money", comment=f"{name}: a sum in a table, or in a currency without a name")
