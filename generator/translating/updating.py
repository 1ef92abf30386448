"""Brings a catalog in step with the texts, and loses no translation on the way. Called by the locale commands and by tests."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from functools import cache
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

from babel.messages import Message as Entry

from generator.text.catalogs import Key, read_catalog
from generator.text.extraction import Message
from generator.translating.po_files import FUZZY, PoFile, as_tuple, make_entry, take_previous
from generator.translating.po_header import Header, complete_header, read_header

_NEAR = 0.7
"""How alike two texts at the same place must be, for one to be the other after a change."""
_DISTINCT = 40
"""Letters from which on a text is known again under another heading of its document."""
_PLACE = re.compile(r"(?P<document>[^›]*?)(?: › (?P<heading>.*?))?, (?P<kind>[a-z ]+?)(?: \d+)?")

_NO_PLACE = re.compile(r"and \d+ more|\{")
"""How lines of a comment begin that tell of something else."""


class _Known(NamedTuple):
    """An entry of the catalog as it was, with what its translation was made from if that isn't its own text."""

    entry: Entry
    previous: dict[str, str]


def update_catalog(path: Path, lang: str, messages: Iterable[Message]) -> PoFile:
    """The catalog at `path`, or a new one, brought in step with the messages.

    A message whose source has changed a little at its place keeps its translation, marked fuzzy, with the source that it was made
    from; no other is guessed. The translation of a text that is gone is kept as obsolete, and is there again when the text is.

    Raises:
        TextError: the catalog can't be read.
    """
    messages = tuple(messages)
    header, live, obsolete = _read(path)
    catalog = PoFile(complete_header(header, lang), locale=lang.replace("-", "_"))
    wanted = {message.key for message in messages}
    gone = {key: known for key, known in live.items() if key not in wanted and any(as_tuple(known.entry.string))}
    new = [message for message in messages if message.key not in live and message.key not in obsolete]
    ancestors = dict(_find_ancestors(new, gone))
    for message in messages:
        ancestor = ancestors.get(message.key)
        known = gone[ancestor] if ancestor else live.get(message.key) or obsolete.get(message.key)
        _put(catalog, message, known)
    for key, known in {**obsolete, **gone}.items():
        if key not in wanted and key not in ancestors.values():
            known.entry.flags &= {FUZZY}
            catalog.obsolete[key] = known.entry
    return catalog


def _read(path: Path) -> tuple[Header, dict[Key, _Known], dict[Key, _Known]]:
    """The head of a catalog, its entries, and the obsolete ones."""
    if not path.exists():
        return Header(), {}, {}
    catalog = read_catalog(path)
    header = read_header(path.read_text(encoding="utf-8-sig"))
    live, obsolete = (
        {_find_key(entry): _Known(entry, take_previous(entry)) for entry in entries if entry.id}
        for entries in (catalog, catalog.obsolete.values())
    )
    return header, live, obsolete


def _find_key(entry: Entry) -> Key:
    return entry.context or "", as_tuple(entry.id)[0]


def _put(catalog: PoFile, message: Message, known: _Known | None) -> None:
    """Put the entry of a message into a catalog, with the translation that is known of it or of what it was before."""
    entry = make_entry(message, as_tuple(known.entry.string) if known else ())
    catalog[entry.id] = entry
    if known is None:
        return
    old = known.entry
    entry.user_comments = old.user_comments
    if old.fuzzy or (_find_sources(old) != _find_sources(entry) and any(as_tuple(old.string))):
        made_from = known.previous if old.fuzzy and known.previous else _find_sources(old)
        entry.flags.add(FUZZY)
        if made_from != _find_sources(entry):
            entry.previous_id = [made_from[name] for name in ("msgid", "msgid_plural") if name in made_from]
            if made_from.get("msgctxt", "") != (entry.context or ""):
                catalog.previous_contexts[id(entry)] = made_from.get("msgctxt", "")


def _find_sources(entry: Entry) -> dict[str, str]:
    """What an entry's translation is made from, by keyword."""
    sources = dict(zip(("msgid", "msgid_plural"), as_tuple(entry.id), strict=False))
    return sources | ({"msgctxt": entry.context} if entry.context else {})


def _find_ancestors(new: Sequence[Message], gone: dict[Key, _Known]) -> Iterator[tuple[Key, Key]]:
    """What new messages were before, by key: what is gone from the same place and says nearly the same, each once."""
    left = dict(gone)
    for message in new:
        likeness, key = max(
            ((_compare(message, known.entry), key) for key, known in left.items()), default=(0.0, ("", "")), key=itemgetter(0)
        )
        if likeness >= _NEAR:
            del left[key]
            yield message.key, key


def _compare(message: Message, old: Entry) -> float:
    """How alike a message and an old entry are, from 0 to 1; 0 where they don't stand at the same place."""
    text = as_tuple(old.id)[0]
    if text == message.text:
        return 1.0
    if not _share_place(message, old):
        return 0.0
    matcher = SequenceMatcher(None, text, message.text, autojunk=False)
    if min(matcher.real_quick_ratio(), matcher.quick_ratio()) < _NEAR:
        return 0.0
    return matcher.ratio()


def _share_place(message: Message, old: Entry) -> bool:
    """Whether a message stands where an old entry stood: same document and kind, and same heading unless it is long."""
    is_distinct = len(message.text) >= _DISTINCT
    places = {_find_place(line, with_heading=not is_distinct) for line in message.comment.split("\n")}
    return bool({_find_place(line, with_heading=not is_distinct) for line in old.auto_comments} & places - {None})


@cache
def _find_place(line: str, *, with_heading: bool) -> tuple[str, ...] | None:
    """Document, kind and perhaps heading of a line such as `Åtgärdsplan › Åtgärder, paragraph 2`; None of one without a place."""
    place = _PLACE.fullmatch(line)
    if place is None:
        return None if not line or _NO_PLACE.match(line) else (line,)
    has_heading = with_heading and place["kind"] != "heading"
    return (place["document"], place["kind"], place["heading"] or "") if has_heading else (place["document"], place["kind"])
