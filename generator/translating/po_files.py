"""Catalogs as files: what they look like. Called by the locale commands and by tests."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from babel.messages import Catalog
from babel.messages import Message as Entry
from babel.messages.pofile import normalize, unescape

from generator.text.extraction import Message
from generator.translating.po_header import STRING, Header, complete_header

FUZZY = "fuzzy"
_PREVIOUS = re.compile(rf"(msgctxt|msgid|msgid_plural)((?:\s*{STRING})+)")


class PoFile(Catalog):
    """A catalog with what Babel's own doesn't keep: its head as it was written, and what contexts fuzzy entries had."""

    def __init__(self, header: Header, **settings: Any) -> None:
        super().__init__(fuzzy=False, **settings)
        self.header = header
        self.previous_contexts: dict[int, str] = {}
        """By the identity of the entry."""


def make_template(messages: Iterable[Message]) -> Catalog:
    """A catalog without translations."""
    catalog = PoFile(complete_header(Header(), ""))
    for message in messages:
        catalog[_identify(message)] = make_entry(message)
    return catalog


def make_entry(message: Message, strings: Sequence[str] = ()) -> Entry:
    """The entry of a message. Its flags are the message's own: Babel would see a placeholder in `50 % större`."""
    identifier = _identify(message)
    string = tuple(strings) if message.plural else "".join(strings[:1])
    entry = Entry(
        identifier, string, auto_comments=message.comment.split("\n") if message.comment else [], context=message.context or None
    )
    entry.flags = set(message.flags)
    return entry


def _identify(message: Message) -> Any:
    return (message.text, message.plural) if message.plural else message.text


def read_remarks(entry: Entry) -> tuple[list[str], dict[str, str]]:
    """What translators wrote on an entry, and what its translation was made from, by keyword: for Babel a remark too."""
    lines = " ".join(comment[1:] for comment in entry.user_comments if comment.startswith("|"))
    previous = {name: "".join(map(unescape, re.findall(STRING, text))) for name, text in _PREVIOUS.findall(lines)}
    return [comment for comment in entry.user_comments if not comment.startswith("|")], previous


def take_previous(entry: Entry) -> dict[str, str]:
    """What an entry's translation was made from, by keyword, no more among its remarks."""
    entry.user_comments, previous = read_remarks(entry)
    return previous


def format_catalog(catalog: Catalog) -> bytes:
    """A PO file in the one form that all of ours have: no wrapping, no line numbers, no dates but those of others."""
    header = catalog.header if isinstance(catalog, PoFile) else complete_header(Header(), str(catalog.locale or ""))
    contexts = catalog.previous_contexts if isinstance(catalog, PoFile) else {}
    parts = ["\n".join(header.list_lines()) + "\n"]
    count = header.plural_count
    parts += ["\n".join(format_entry(entry, count, contexts.get(id(entry), ""))) + "\n" for entry in catalog if entry.id]
    parts += ["\n".join(_list_obsolete_lines(entry, count)) + "\n" for entry in catalog.obsolete.values()]
    return "\n".join(parts).encode()


def format_entry(entry: Entry, count: int, previous_context: str = "") -> Iterator[str]:
    """The lines of an entry, with `count` plural forms if it has any.

    Babel's own writer breaks long lines where other programs can't read them.
    """
    yield from _list_remarks(entry)
    if entry.flags:
        yield f"#, {', '.join(sorted(entry.flags, key=lambda flag: (flag != FUZZY, flag)))}"
    if FUZZY in entry.flags:
        previous = [("msgctxt", previous_context), *zip(("msgid", "msgid_plural"), as_tuple(entry.previous_id), strict=False)]
        yield from (_write(name, text, "#| ") for name, text in previous if text)
    yield from _list_strings(entry, count)


def _list_obsolete_lines(entry: Entry, count: int) -> Iterator[str]:
    """The lines of an entry whose text is gone: its translation is kept for the day when the text comes back."""
    yield from _list_remarks(entry)
    if FUZZY in entry.flags:
        yield f"#, {FUZZY}"
    for string in _list_strings(entry, count):
        yield from (f"#~ {line}" for line in string.split("\n"))


def _list_remarks(entry: Entry) -> Iterator[str]:
    yield from (f"# {comment}".rstrip() for comment in entry.user_comments)
    yield from (f"#. {comment}" for comment in entry.auto_comments)


def _list_strings(entry: Entry, count: int) -> Iterator[str]:
    if entry.context:
        yield _write("msgctxt", entry.context)
    sources, strings = as_tuple(entry.id), as_tuple(entry.string)
    yield from (_write(name, text) for name, text in zip(("msgid", "msgid_plural"), sources, strict=False))
    is_plural = len(sources) > 1
    yield from format_strings([*strings, *[""] * count][:count] if is_plural else strings, is_plural=is_plural)


def format_strings(strings: Sequence[str], *, is_plural: bool) -> Iterator[str]:
    """The lines of a translation: one string, or one for each plural form."""
    if is_plural:
        yield from (_write(f"msgstr[{number}]", text) for number, text in enumerate(strings))
    else:
        yield _write("msgstr", strings[0] if strings else "")


def _write(name: str, text: str, before: str = "") -> str:
    return f"{before}{name} {normalize(text, before, width=0)}"


def as_tuple(value: str | Sequence[str] | None) -> Sequence[str]:
    """The strings of an entry, which Babel keeps as one or as several."""
    return value if isinstance(value, tuple | list) else (str(value or ""),)
