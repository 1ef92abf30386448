"""The words of the page itself, in English; the command passes in what translates them. For `server`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from generator.errors import N_

WORDS: Mapping[str, str] = {
    "preview": N_("Preview"),
    "skip_texts": N_("Skip to the texts"),
    "skip_document": N_("Skip to the document"),
    "choices": N_("What to show"),
    "source": N_("Contract or report"),
    "document": N_("Document"),
    "needs": N_("{document} – needs {fields}"),
    "impossible": N_("{document} – can't be made now"),
    "item": N_("About"),
    "language": N_("Language"),
    "beside": N_("Beside it"),
    "nothing_beside": N_("Nothing"),
    "on": N_("Date"),
    "marks": N_("Mark what isn't translated"),
    "work": N_("To do for this contract"),
    "lacks": N_("What documents still lack: {count}"),
    "due": N_("Due within 30 days, or late: {count}"),
    "texts": N_("Texts"),
    "search": N_("Search in the texts"),
    "show": N_("Show"),
    "all": N_("All"),
    "unfinished": N_("To do"),
    "no_texts": N_("No text fits."),
    "message": N_("The chosen text"),
    "choose": N_("Choose a text, here or in the document: click it, or go to it with the tab key."),
    "source_text": N_("Source text"),
    "no_translation": N_("There is no translation yet."),
    "context": N_("Context"),
    "comment": N_("Comment"),
    "translators_comment": N_("From translators"),
    "previous": N_("Translated from an older text"),
    "also": N_("It also stands in"),
    "more_places": N_("and in more places"),
    "copy": N_("Copy"),
    "copied": N_("Copied: {text}"),
    "not_copied": N_("It could not be copied; select it and copy it by hand."),
    "back": N_("Show in the document"),
    "not_in_text": N_("This text stands in a drawing or around the document, and can't be pointed out there."),
    "source_state": N_("Source"),
    "translated": N_("Translated"),
    "fuzzy": N_("Fuzzy"),
    "missing": N_("Missing"),
    "broken": N_("Can't be used"),
    "wrong": N_("The document can't be shown"),
    "mend": N_("It comes back by itself when this is mended."),
    "warnings": N_("Warnings"),
    "error": N_("error"),
    "warning": N_("warning"),
    "hint": N_("hint"),
    "loading": N_("Loading …"),
    "reloaded": N_("Shown anew at {time}."),
    "failed_now": N_("Since {time}, the document can't be shown."),
    "up_to_date": N_("Follows every change"),
    "gone": N_("The preview has stopped. Start it again with: realisera preview"),
    "unexpected": N_("Something went wrong in the preview itself; the terminal says what."),
    "here_only": N_("Only on this machine: nothing that is shown leaves it."),
    "counts": N_("To translate: {missing}. Fuzzy: {fuzzy}."),
    "all_done": N_("All is translated."),
    "shown_document": N_("The document in {language}"),
}


def translate_words(translate: Callable[[str], str]) -> dict[str, str]:
    """All words in the user's language."""
    return {name: translate(text) for name, text in WORDS.items()}
