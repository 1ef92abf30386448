"""All messages that a document can say, extracted for translators. Called by the locale commands and by tests."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from operator import itemgetter
from pathlib import PurePath

from msgspec import Struct
from msgspec.structs import replace

from generator.contract.clause import CONTEXT, ClauseWord
from generator.contract.questions import CONTEXT as QUESTIONS
from generator.contract.typical_risks import CONTEXT as TYPICAL_RISK
from generator.errors import Finding, Place, TextError, hold
from generator.text.calls import read_calls
from generator.text.catalogs import Key
from generator.text.compiling import TAG, read_own_title
from generator.text.components import Components
from generator.text.composing import COMPONENTS, read_data, read_terms, read_text
from generator.text.layout_words import list_layout_words
from generator.text.outline import Outline, read_outline
from generator.text.wording import TERMS, find_use
from generator.workspace import Files

_LAYOUTS = {
    "templates/page.html": "Page",
    "templates/typst/**/*.typ": "Typst layout",
    "templates/word/*.docx": "Word layout",
}
NAMES = "python-brace-format"
"""What PO editors know of `{name}`: gettext, Poedit and Weblate hold the names of the translation against those of the source."""
_MARKDOWN, _TAGS = "md-text", 'placeholders:r"[{][{%].*?[}%][}]"'
"""What Weblate knows of content: that it is Markdown, and what a tag looks like. Other programs leave these flags alone."""
_MARK = re.compile(r"[*\[\\<]")
_OF_WRITERS = ("contents_title",)
"""The components that no content calls, since writers ask for their words."""
_SHOWN = 3
"""How many of the places of a message its comment names."""


class Message(Struct, frozen=True):
    """A text to translate, and what its translator should know."""

    text: str
    context: str = ""
    plural: str = ""
    comment: str = ""
    """Where it stands, in words, and what its placeholders are: a line each."""
    flags: tuple[str, ...] = ()
    """What programs for translators check it by."""
    places: tuple[Place, ...] = ()
    """Where it stands, by file and line, all of them."""

    @property
    def key(self) -> Key:
        """What its translation is looked up by."""
        return self.context, self.text


def extract_documents(files: Files, documents: Collection[str] | None = None) -> tuple[Message, ...]:
    """All messages of content, components, layouts and data, each once, in the order in which they first stand.

    Of `documents` only, by the names of their content files, if they are given: what those and the components that they use say,
    and all that stands in layouts and data, where nothing tells which document it is for.

    Raises:
        TextError: with all mistakes in all templates.
    """
    messages: list[Message] = []
    findings: list[Finding] = []
    for read in _list_readers(files, documents):
        with hold(findings):
            messages += list(read())
    if findings:
        raise TextError(*findings)
    return merge_messages(messages)


def merge_messages(messages: Iterable[Message]) -> tuple[Message, ...]:
    """The messages, each once, with all its places and the words of the first of them."""
    found: dict[Key, list[Message]] = {}
    for message in messages:
        found.setdefault(message.key, []).append(message)
    return tuple(_merge(same) for same in found.values())


def _merge(same: list[Message]) -> Message:
    comments = list(dict.fromkeys(message.comment for message in same if message.comment))
    rest = len(comments) - _SHOWN
    more = [f"and {rest} more {'places' if rest > 1 else 'place'}"] if rest > 0 else []
    return replace(
        same[0],
        plural=next((message.plural for message in same if message.plural), ""),
        comment="\n".join([*comments[:_SHOWN], *more]),
        flags=tuple(dict.fromkeys(flag for message in same for flag in message.flags)),
        places=tuple(dict.fromkeys(place for message in same for place in message.places)),
    )


def _list_readers(files: Files, documents: Collection[str] | None) -> Iterator[Callable[[], Iterable[Message]]]:
    """What reads the messages of each file."""
    found = files.list_names("content/*.md")
    names = [name for name in found if documents is None or PurePath(name).stem in documents]
    yield from (partial(_extract_content, files, name) for name in names)
    yield partial(_extract_components, files, None if documents is None else names)
    for pattern, kind in _LAYOUTS.items():
        yield from (partial(_extract_layout, files, name, kind) for name in files.list_names(pattern))
    yield partial(_extract_terms, files)
    yield from (partial(_extract_clause, files, name) for name in files.list_names("content/clause/*.yaml"))
    yield from (partial(_extract_ladder, files, name) for name in files.list_names("content/ladder/*.yaml"))
    yield from (partial(_extract_risks, files, name) for name in files.list_names("content/risks/*.yaml"))
    yield from (partial(_extract_questions, files, name) for name in files.list_names("content/questions/*.yaml"))


def _extract_content(files: Files, name: str) -> Iterator[Message]:
    """The blocks of a document and the labels in its tags, as one reads it from the top."""
    source = read_text(files, name)
    outline = read_outline(source, name)
    found, line = [], 0
    if title := read_own_title(source):
        place = Place(name, source.count("\n", 0, source.index(title)) + 1)
        yield Message(title, comment=f"{title}, what the document is called", places=(place,))
    for block, comment in outline.blocks:
        line = max(line, block.place.line)
        flags = (*([_MARKDOWN] if _MARK.search(block.text) else []), *([_TAGS] if TAG.search(block.text) else []))
        found.append((line, Message(block.text, block.context, comment=comment, flags=flags, places=(block.place,))))
    found += [(message.places[0].line, message) for message in _extract_calls(source, name, outline)]
    yield from (message for _line, message in sorted(found, key=itemgetter(0)))


def _extract_components(files: Files, users: Sequence[str] | None) -> Iterator[Message]:
    """The messages of all components, or of those that some files or the writers of formats use."""
    source = read_text(files, COMPONENTS)
    if users is not None:
        source = Components(source).cut("\n".join([*(read_text(files, name) for name in users), *_OF_WRITERS]), ())
    macros = [(source.count("\n", 0, macro.start()) + 1, macro[1]) for macro in re.finditer(r"\{%-?\s*macro\s+(\w+)", source)]
    yield from _extract_calls(source, COMPONENTS, Outline("Components", (), tuple((line, (macro,)) for line, macro in macros)))


def _extract_calls(source: str, name: str, outline: Outline) -> Iterator[Message]:
    """The messages in `_("…")` calls."""
    for call in read_calls(source, name):
        flags = (NAMES,) if call.has_names else ()
        yield Message(call.text, call.context, "", outline.describe(call.line, "label"), flags, (Place(name, call.line),))


def _extract_layout(files: Files, name: str, kind: str) -> Iterator[Message]:
    for word in list_layout_words(files, name):
        comment = " › ".join(filter(None, (f"{kind} {PurePath(name).name}", word.part)))
        yield Message(word.text, word.context, comment=comment, places=(Place(name, word.line),))


def _extract_terms(files: Files) -> Iterator[Message]:
    place = (Place(TERMS),)
    for group, words in read_terms(files).items():
        for key, word in words.items():
            comment = f"Terms › {group}, {key}"
            if group == "counts":
                yield Message(word[0], find_use(key), word[1], comment, (NAMES,), place)
            else:
                yield Message(word, group, comment=comment, flags=(NAMES,) if group == "money" else (), places=place)
    comment = "Terms › money, a sum in a table, or in a currency without a name"
    yield Message("{amount} {currency}", "money", "", comment, (NAMES,), place)


def _extract_clause(files: Files, name: str) -> Iterator[Message]:
    """The titles and words of a clause, its words once more for each use. Which mistakes it has is told where it is read."""
    data = read_data(files, name)
    known: Mapping[str, object] = data if isinstance(data, dict) else {}
    uses = {find_use(group): words for group, words in read_terms(files).items() if group.startswith(f"{ClauseWord.__name__} ")}
    for group, kind in (("sections", "section"), ("words", "what it calls"), ("code", "point of the code")):
        texts = known.get(group)
        for key, item in texts.items() if isinstance(texts, dict) else ():
            text = item.get("title") if isinstance(item, dict) else item
            if isinstance(text, str):
                comment = f"Clause {PurePath(name).stem} › {kind} {key}"
                yield Message(text, CONTEXT, comment=comment, places=(Place(name),))
                for use in (use for use, words in uses.items() if group == "words" and key in words):
                    yield Message(text, f"{CONTEXT} {use}", comment=f"{comment}, {use}", places=(Place(name),))


def _extract_ladder(files: Files, name: str) -> Iterator[Message]:
    """The names and letters of a ladder's steps. Which mistakes it has is told where it is read."""
    data = read_data(files, name)
    steps = data.get("steps") if isinstance(data, dict) else None
    for key, step in steps.items() if isinstance(steps, dict) else ():
        known: Mapping[str, object] = step if isinstance(step, dict) else {}
        meeting = known.get("meeting")
        called: Mapping[str, object] = meeting if isinstance(meeting, dict) else {}
        letter = [(text, f"letter, paragraph {number}") for number, text in enumerate(_list_items(known.get("letter")), 1)]
        texts = [
            (known.get("name"), "name"),
            (known.get("heading"), "heading of its letter, before a colon and the deviation"),
            *letter,
            *((text, "letter while a ground is looked into") for text in _list_items(known.get("while_investigated"))),
            *((text, "letter while nothing is established") for text in _list_items(known.get("while_suspected"))),
            *((text, "point of the meeting's agenda") for text in _list_items(called.get("agenda"))),
            (called.get("minutes"), "what becomes of the meeting's minutes"),
        ]
        yield from _name_ladder_texts(texts, name, key)
    begin = data.get("begin") if isinstance(data, dict) else None
    for severity, beginning in begin.items() if isinstance(begin, dict) else ():
        reason = beginning.get("reason") if isinstance(beginning, dict) else None
        yield from _name_ladder_texts([(reason, "why it begins there")], name, severity)


def _extract_risks(files: Files, name: str) -> Iterator[Message]:
    """The names and typical risks of a kind of goods. Which mistakes they have is told where they are read."""
    data = read_data(files, name)
    known: Mapping[str, object] = data if isinstance(data, dict) else {}
    risks = known.get("risks")
    texts = [(known.get("name"), "what has them")]
    for key, risk in risks.items() if isinstance(risks, dict) else ():
        texts.append((risk.get("description") if isinstance(risk, dict) else None, key))
    for text, part in texts:
        if isinstance(text, str):
            yield Message(text, TYPICAL_RISK, comment=f"Typical risks {PurePath(name).stem} › {part}", places=(Place(name),))


def _extract_questions(files: Files, name: str) -> Iterator[Message]:
    """The questions, with how to answer them. Which mistakes the file has is told where it is read."""
    data = read_data(files, name)
    questions = data.get("questions") if isinstance(data, dict) else None
    for key, entry in questions.items() if isinstance(questions, dict) else ():
        known: Mapping[str, object] = entry if isinstance(entry, dict) else {}
        for part in ("question", "guidance", "enclose", "expected"):
            if isinstance(text := known.get(part), str):
                comment = f"Questions of the self-assessment › {key}, {part}"
                yield Message(text, QUESTIONS, comment=comment, places=(Place(name),))


def _list_items(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _name_ladder_texts(texts: Iterable[tuple[object, str]], name: str, key: str) -> Iterator[Message]:
    for text, part in texts:
        if isinstance(text, str):
            comment = f"Escalation ladder {PurePath(name).stem} › {key}, {part}"
            yield Message(text, "ladder", comment=comment, places=(Place(name),))
