"""From a content file to a template: Markdown now, values later. Called by `text.composing` and by the locale tools.

Jinja tags are set aside, so that Markdown never sees them. What Markdown calls a block (a heading, a paragraph, a list item,
a cell) is one message; its translation, if there is one, goes through the same Markdown. Then the tags are put back, each on
the line that it has in the content file, so that an error while rendering names the right line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element

from msgspec import Struct

from generator.errors import Finding, Place, TextError

TAG = re.compile(r"\{\{(?:(?!\{\{).)*?\}\}|\{%(?:(?!\{%).)*?%\}|\{#(?:(?!\{#).)*?#\}", re.DOTALL)
"""A tag of Jinja; one that never ends is looked for no farther than to the next of its kind, so that a text is read in linear
time.
"""
_OPEN, _CLOSE = "\ue000", "\ue001"
_TOKEN = re.compile(f"{_OPEN}(\\d+){_CLOSE}")
RESERVED = f"[\x02\x03{_OPEN}{_CLOSE}]"
"""A pattern for the characters that stand for something else on the way: tags here, marks in Markdown."""
TAG_START = r"\{[{%#]"
_MOST_BRACKETS = 200
_TEXT_TAGS = frozenset({"h1", "h2", "h3", "h4", "p", "li", "td", "th"})
_NOT_OURS = {
    "preprocessors": ("html_block",),
    "blockprocessors": ("code", "setextheader", "hr", "reference"),
    "treeprocessors": ("prettify",),
    "inlinePatterns": (
        *("backtick", "html", "entity", "image_link"),
        *("image_reference", "reference", "short_image_ref", "short_reference"),
    ),
}

_OURS = {
    "</h1><p>": '</h1><p class="lead">',
    "<li>[ ] ": '<li class="check">',
    "<blockquote>": '<div class="box">',
    "</blockquote>": "</div>",
    "<table>": '<table class="grid">',
    "<th>": '<th scope="col">',
}
"""What a part of Markdown stands for in the document tree."""

_CONTEXT = re.compile(r"\s*\{#-?\s*context:\s*(.*?)\s*-?#\}")
"""Says which meaning a block has where others have the same words: `## Svar {# context: to a letter #}`."""
_TITLE = re.compile(r"\{#-?\s*title:\s*(.*?)\s*-?#\}")
"""Says what a document is called where its heading says more, or another thing each time: `{# title: Brev #}`."""
TranslateBlock = Callable[[str, Place, str], str]
"""A block's source text, place and context to what stands there in the language: Markdown with the same tags."""


class MarkdownBlock(Struct, frozen=True):
    """One message of a content file."""

    text: str
    place: Place
    kind: str
    """The block's element: `h1`, `p`, `li` …"""
    heading: str
    """The heading that it stands under."""
    context: str = ""
    """What tells it from others with the same words."""


def compile_content(source: str, name: str, translate: TranslateBlock) -> str:
    """The HTML Jinja template of a content file in a language.

    Raises:
        TextError: the file's tags don't fit the rules.
    """
    tags = _Tags(source, name)

    def change(text: str, _kind: str) -> str:
        shown, place = tags.show(text)
        words, context = _split_context(shown)
        return tags.hide(_check_brackets(translate(words, place, context), place))

    return _put_back(_markdown(tags.text, change).replace("\n", ""), tags)


def read_blocks(source: str, name: str) -> tuple[MarkdownBlock, ...]:
    """All messages of a content file, in order."""
    tags = _Tags(source, name)
    blocks: list[MarkdownBlock] = []
    heading = ""

    def take(text: str, kind: str) -> str:
        nonlocal heading
        shown, place = tags.show(text)
        shown, context = _split_context(_check_brackets(shown, place))
        if kind in {"h1", "h2"}:
            heading = shown
        blocks.append(MarkdownBlock(shown, place, kind, heading, context))
        return text

    _markdown(tags.text, take)
    return tuple(blocks)


def read_own_title(source: str) -> str:
    """What a content file says that its document is called; nothing where its first heading is that."""
    found = _TITLE.search(source)
    return found[1] if found else ""


def _split_context(text: str) -> tuple[str, str]:
    """A block's words, and the context that a comment among them gives."""
    found = _CONTEXT.search(text)
    return (_CONTEXT.sub("", text), found[1]) if found else (text, "")


class _Tags:
    """The tags of a content file, each with its line, set aside behind tokens."""

    def __init__(self, source: str, name: str) -> None:
        self.name = name
        self.tags: list[tuple[str, int]] = []
        self._source, self._cursor = source, 0
        if stray := re.search(RESERVED, source):
            raise TextError(Finding("a private-use character stands in the text", Place(name, _line(source, stray.start()))))
        pieces: list[str] = []
        gaps: list[tuple[int, str]] = []
        end = 0
        for match in TAG.finditer(source):
            before, after = source[: match.start()].rpartition("\n")[2], source[match.end() :].partition("\n")[0]
            alone = not before.strip() and not after.strip()
            self._check(match[0], Place(name, _line(source, match.start())), alone=alone)
            token = self._set_aside(match[0], _line(source, match.start()))
            gaps.append((end, source[end : match.start()]))
            pieces += [gaps[-1][1], f"\n\n{token}\n\n" if alone else token]
            end = match.end()
        gaps.append((end, source[end:]))
        self.text = "".join([*pieces, source[end:]])
        for start, gap in gaps:
            if stray := re.search(TAG_START, gap):
                place = Place(name, _line(source, start + stray.start()))
                raise TextError(Finding("the tag {tag} has no end", place, values={"tag": stray[0]}))

    def _check(self, tag: str, place: Place, *, alone: bool) -> None:
        if tag.startswith("{%") and not alone:
            raise TextError(Finding("the tag {tag} must stand on a line of its own", place, values={"tag": tag}))

    def _set_aside(self, tag: str, line: int) -> str:
        self.tags.append((tag, line))
        return f"{_OPEN}{len(self.tags) - 1}{_CLOSE}"

    def show(self, text: str) -> tuple[str, Place]:
        """A block's text with its tags in it, and where it stands."""
        numbers = [int(number) for number in _TOKEN.findall(text)]
        shown = _TOKEN.sub(lambda match: self.tags[int(match[1])][0], text)
        return shown, Place(self.name, self.tags[numbers[0]][1] if numbers else self._find_line(text))

    def _find_line(self, text: str) -> int:
        words = re.compile(r"\s+".join(re.escape(word) for word in text.split()[:6]))
        match = words.search(self._source, self._cursor) or words.search(self._source)
        if match is None:
            return 0
        self._cursor = match.end()
        return _line(self._source, match.start())

    def hide(self, text: str) -> str:
        """A translated block's text with its tags behind tokens again; a tag keeps the line of its twin in the source."""
        lines = dict(self.tags)
        return TAG.sub(lambda match: self._set_aside(match[0], lines.get(match[0], 0)), text)


def _line(source: str, position: int) -> int:
    return source.count("\n", 0, position) + 1


def _markdown(text: str, change: Callable[[str, str], str]) -> str:
    """What Markdown makes of `text`, each block's own text changed on the way, before inline marks are read."""
    # It takes a fiftieth of a second to load, and what was compiled before is kept.
    from markdown import Markdown  # noqa: PLC0415
    from markdown.extensions.tables import TableExtension  # noqa: PLC0415
    from markdown.treeprocessors import Treeprocessor  # noqa: PLC0415

    class Blocks(Treeprocessor):
        def run(self, root: Element) -> None:
            for block in _text_blocks(root):
                folded = " ".join((block.text or "").split())
                # An ampersand is one: of what looks like an entity, Markdown would make that.
                block.text = folded if _TOKEN.fullmatch(folded) else change(folded, block.tag).replace("&", "&amp;")

    parser = Markdown(extensions=[TableExtension()], output_format="xhtml")
    for registry, names in _NOT_OURS.items():
        owner = parser.parser if registry == "blockprocessors" else parser
        for name in names:
            getattr(owner, registry).deregister(name)
    parser.treeprocessors.register(Blocks(parser), "blocks", 30)
    return parser.convert(text)


def _check_brackets(text: str, place: Place) -> str:
    """The text of a block, which has no more brackets than one that somebody reads: Markdown's work grows with their square.

    Raises:
        TextError: it has.
    """
    if text.count("[") > _MOST_BRACKETS:
        hint = "take the brackets out: a text that somebody is to read has a few links at most"
        values = {"most": str(_MOST_BRACKETS), "text": f"{text[:40]}…"}
        raise TextError(Finding("the text '{text}' has more than {most} brackets", place, hint=hint, values=values))
    return text


def _text_blocks(root: Element) -> Iterator[Element]:
    return (block for block in root.iter() if block.tag in _TEXT_TAGS and (block.text or "").strip())


def _put_back(html: str, tags: _Tags) -> str:
    """The template: a tag alone in a paragraph stands for blocks, any other for a value in the text."""
    # A brace in the text is never part of a tag, not even one that was written with a backslash.
    html = html.replace("{", "&#123;")
    html = re.sub(f"<p>({_TOKEN.pattern})</p>", lambda match: _as_block(match[1], tags), html)
    for plain, ours in _OURS.items():
        html = html.replace(plain, ours)
    parts, line = [], 1
    for piece in re.split(f"({_TOKEN.pattern[:1]}\\d+{_CLOSE})", html):
        token = _TOKEN.fullmatch(piece)
        if token:
            tag, wanted = tags.tags[int(token[1])]
            padding = "\n" * max(0, wanted - line)
            parts.append(f"{tag[:2]}{padding}{tag[2:]}")
            line += padding.count("\n") + tag.count("\n")
        else:
            parts.append(piece)
    return "".join(parts)


def _as_block(token: str, tags: _Tags) -> str:
    number = int(token.strip(_OPEN + _CLOSE))
    tag, line = tags.tags[number]
    if value := re.fullmatch(r"\{\{[-+]?(.*?)[-+]?\}\}", tag, re.DOTALL):
        tags.tags[number] = (f"{{{{ ({value[1]}) | block }}}}", line)
    return token
