"""How what can be recorded is shown: in Swedish to whom the command speaks Swedish, else in English. Both are understood."""

from __future__ import annotations

import re

from generator.cli.words import _, find_language
from generator.errors import N_
from generator.recording.events import Event

_SLOT = re.compile(r"<(\w+)>")
_SLOTS = {
    "deviation": N_("deviation"),
    "activity": N_("activity"),
    "action": N_("action"),
    "step": N_("step"),
    "request": N_("request"),
    "role": N_("role"),
    "field": N_("field"),
}


def show_event(event: Event) -> str:
    """The words of an event, with its slots in the user's language too."""
    words = event.swedish if find_language() == "sv" else event.words
    return _SLOT.sub(lambda slot: f"<{_(_SLOTS[slot[1]])}>", words)
