"""The masked edition of a document: what differs with what stands in for the hidden values is masked, and the grounds are listed.

Called by `build.render`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from enum import Enum

from msgspec import Struct
from msgspec.structs import replace

from generator.contract.case import MASKED, Case, ReportCase
from generator.contract.models import Person
from generator.contract.values import Name, Text
from generator.masking.case import Decision, MaskedCase
from generator.masking.differences import merge_variants
from generator.masking.reports import MaskedReportCase
from generator.masking.stand_ins import MARKS, make_mark
from generator.masking.words import put_words, speak, speak_around
from generator.text.composing import Composer, Composition
from generator.text.tree import Document, Element

SLUG = "masked-edition"


class MaskWord(Enum):
    """The words that a masked edition is known by."""

    MASKED = "masked"
    EDITION = "edition"


class MaskedEditionView(Struct, frozen=True):
    """All that a masked edition says at its end."""

    grounds: tuple[Decision, ...]
    example: str
    """The mark of the first ground."""


class Edition:
    """The masked edition of the documents of one case, in one choice of languages."""

    def __init__(
        self, case: MaskedCase | MaskedReportCase, composer: Composer, languages: tuple[str, ...], *, draft: bool
    ) -> None:
        self._case, self._composer, self._languages, self._draft = case, composer, languages, draft
        self._words = composer.read_terms()[MaskWord.__name__]

    def say(self, ground: int, language: str = "") -> str:
        """The words of the mask of a ground, in a language of the document, or in all of them."""
        languages = (language,) if language in self._languages else self._languages
        basis = self._case.grounds[ground].basis if ground < len(self._case.grounds) else None
        section = _choose(basis, languages)
        words = self._translate(MaskWord.MASKED, languages)
        return f"[{words}, {section}]" if section else f"[{words}]"

    def put_words(self, text: str, language: str) -> str:
        """A text in a language with words in place of its marks."""
        return put_words(text, lambda ground: self.say(ground, language))

    def finish(self, composition: Composition, others: Sequence[tuple[int, Composition]]) -> Composition:
        """The composition with all masked that differs in the others, and with the grounds at its end."""
        tree = self._finish(composition.tree, [(ground, other.tree) for ground, other in others])
        if composition.undated is composition.tree:
            return replace(composition, tree=tree, undated=tree)
        undated = self._finish(composition.undated, [(ground, other.undated) for ground, other in others])
        return replace(composition, tree=tree, undated=undated)

    def _finish(self, tree: Element, others: Iterable[tuple[int, Element]]) -> Element:
        merged = merge_variants(tree, others)
        view = MaskedEditionView(self._case.decisions, make_mark(0))
        end = self._composer.compose(SLUG, view, self._languages, draft=self._draft).tree
        listed = [part for part in end.children if not (isinstance(part, Element) and part.tag == "h1")]
        whole = replace(merged, children=(*merged.children, *listed))
        return speak(whole, self.say)

    def mask_tree(self, tree: Element, others: Iterable[tuple[int, Element]]) -> Element:
        """The tree with all masked that differs in the others."""
        return speak(merge_variants(tree, others), self.say)

    def mask_person(self, person: Person) -> Person:
        """A person as an e-mail is addressed to, with no address where that is hidden."""
        email = None if person.email and MARKS.search(person.email) else person.email
        return person.model_copy(update={"name": put_words(person.name, self.say), "email": email})

    def finish_document(self, document: Document, *, has_other_day: bool) -> Document:
        """The document with what stands around its text masked, and the name of the edition on each of its pages.

        With `has_other_day` its date follows from what is hidden, so that it isn't told.
        """
        name = self._translate(MaskWord.EDITION, self._languages)
        spoken = speak_around(document, self.say)
        head = dict(spoken.letterhead)
        head["registration_number"] = f"{head['registration_number']} · {name}"
        if has_other_day:
            head["date"] = self.say(0)
        return replace(spoken, title=f"{spoken.title} – {name}", letterhead=head, edition=MASKED)

    def _translate(self, word: MaskWord, languages: tuple[str, ...]) -> str:
        return self._composer.make_translate(languages, draft=self._draft)(self._words[word.value], MaskWord.__name__)


def find_edition(case: Case | ReportCase, composer: Composer, languages: tuple[str, ...], *, draft: bool) -> Edition | None:
    """The masked edition of the documents of a case; None for one that is whole."""
    return Edition(case, composer, languages, draft=draft) if isinstance(case, MaskedCase | MaskedReportCase) else None


def _choose(basis: Text | None, languages: Sequence[str]) -> str:
    """The section of law in the first of the languages that has it; a number isn't parted from its sign."""
    if basis is None:
        return ""
    words = next((words for words in map(Name(basis.plain, basis.by_language).get, languages) if words), basis.choose(""))
    return re.sub(r"(?<=\d) (?=\S)", "\N{NO-BREAK SPACE}", words)
