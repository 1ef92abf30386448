"""What the page is told, as plain data in the user's language. For `server`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec import to_builtins

from generator.errors import Finding
from generator.preview.choosing import name_language
from generator.preview.editing import Outcome, Sheet
from generator.preview.messages import Message, Translation
from generator.preview.studio import View

Translate = Callable[[str], str]


def tell_view(view: View, page: str | None, translate: Translate) -> dict[str, Any]:
    """A view; `page` names its document."""
    return {
        "menu": to_builtins(view.menu),
        "page": page,
        "title": view.title,
        "languages": [{"tag": tag, "name": name_language(tag)} for tag in view.languages],
        "messages": [
            {"id": said.id, "text": said.text, "states": dict(said.states), "marked": said.is_marked} for said in view.messages
        ],
        "findings": [tell_finding(finding, translate) for finding in view.findings],
        "work": to_builtins(view.work),
    }


def tell_finding(finding: Finding, translate: Translate) -> dict[str, str]:
    """What is wrong, where, and what to do."""
    return {
        "place": str(finding.place or ""),
        "severity": finding.severity,
        "code": finding.code,
        "subject": finding.subject,
        "message": finding.format_message(translate),
        "hint": finding.format_hint(translate),
    }


def tell_message(identifier: str, message: Message, translate: Translate) -> dict[str, Any]:
    """A message with all that is known of it."""
    return {
        "id": identifier,
        "text": message.text,
        "context": message.context,
        "comment": message.comment,
        "places": [str(place) for place in message.places],
        "translations": [_tell_translation(each, translate) for each in message.translations],
    }


def tell_sheet(sheet: Sheet) -> dict[str, Any]:
    """A translation as it is put before its editor."""
    return {**to_builtins(sheet), "name": name_language(sheet.language)}


def tell_outcome(outcome: Outcome, edits: int, translate: Translate) -> dict[str, Any]:
    """What came of an edit, and how many can be taken back."""
    findings = [tell_finding(finding, translate) for finding in outcome.findings]
    return {"state": outcome.state, "findings": findings, "edits": edits, "text": outcome.key[1] if outcome.key else ""}


def _tell_translation(translation: Translation, translate: Translate) -> dict[str, Any]:
    return {
        "language": translation.language,
        "name": name_language(translation.language),
        "state": translation.state,
        "strings": list(translation.strings),
        "place": str(translation.place),
        "comments": list(translation.comments),
        "previous": translation.previous,
        "findings": [tell_finding(finding, translate) for finding in translation.findings],
    }
