"""From the marks in a document that stand for what is hidden to the words of the mask. Called by `build.render`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import unquote

from msgspec.structs import replace

from generator.masking.stand_ins import FIRST_MARK, MARKS
from generator.text.tree import Document, Element

Say = Callable[[int, str], str]
"""The words of the mask for a ground, by its number, in a language; "" where the document's own are meant."""


def put_words(text: str, say: Callable[[int], str]) -> str:
    """A text with words in place of its marks."""
    return MARKS.sub(lambda mark: say(ord(mark[0]) - FIRST_MARK), text)


def speak(tree: Element, say: Say) -> Element:
    """A tree with words in place of its marks, each in the language of its place; a link to what is hidden is none.

    Where no part around a place says its language but the whole tree, the document's own are meant, of which there may be two.
    """
    whole = replace(tree, attributes={name: value for name, value in tree.attributes.items() if name != "lang"})
    return replace(_speak(whole, say, ""), attributes=tree.attributes)


def _speak(tree: Element, say: Say, language: str) -> Element:
    own = tree.attributes.get("lang", language)

    def say_here(ground: int) -> str:
        return say(ground, own)

    children: list[Element | str] = []
    for child in tree.children:
        if isinstance(child, str):
            children.append(put_words(child, say_here))
        elif child.tag == "a" and MARKS.search(unquote(child.attributes.get("href", ""))):
            children += _speak(child, say, own).children
        else:
            children.append(_speak(child, say, own))
    attributes = (
        _let_wrap(tree) if any(isinstance(child, str) and MARKS.search(child) for child in tree.children) else tree.attributes
    )
    return replace(tree, attributes=_put_into(attributes, say_here), children=tuple(children))


def _let_wrap(element: Element) -> Mapping[str, str]:
    """The attributes of an element that holds a mask: its words are longer than what is to stay on one line."""
    classes = " ".join(each for each in element.attributes.get("class", "").split() if each != "nowrap")
    others = {name: value for name, value in element.attributes.items() if name != "class"}
    return others | ({"class": classes} if classes else {})


def _put_into(attributes: Mapping[str, str], say: Callable[[int], str]) -> Mapping[str, str]:
    return {name: put_words(value, say) for name, value in attributes.items()}


def speak_around(document: Document, say: Callable[[int], str]) -> Document:
    """A document with words in place of the marks in what stands around its text."""
    return replace(
        document,
        title=put_words(document.title, say),
        author=put_words(document.author, say),
        subject=put_words(document.subject, say),
        keywords=tuple(put_words(word, say) for word in document.keywords),
        letterhead=_put_into(document.letterhead, say),
    )
