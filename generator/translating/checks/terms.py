"""Whether the field's own terms are translated as the glossary says."""

from __future__ import annotations

from collections.abc import Iterator

from generator.errors import Finding
from generator.translating.checks.pairs import Check, Pair
from generator.translating.glossary import Glossary


def make_term_check(glossary: Glossary) -> Check:
    """The check against a glossary."""

    def check(pair: Pair) -> Iterator[Finding]:
        source, translation = pair.words
        for term in glossary.list_missing(source, pair.source_language, translation, pair.language):
            values = {"term": term.show(pair.source_language)[0], "wanted": " / ".join(term.show(pair.language))}
            yield Finding("'{term}' is '{wanted}' in the glossary", values=values)

    return check
