"""What the tags of a layout stand for, in the user's words. Used by `layout check` and by the page of `preview`."""

from __future__ import annotations

from generator.cli.words import _
from generator.rendering.word.completing import UsedTag

_MEANINGS = {
    "": _("worked out from the document"),
    "body": _("the text of the document"),
    "letterhead.organisation": _("who sends it: the organisation"),
    "letterhead.organisation_number": _("its organisation number"),
    "letterhead.address": _("the organisation's address, on one line"),
    "letterhead.registration_number": _("the number under which it is registered"),
    "letterhead.date": _("the date of the document"),
    "letterhead.officer": _("the officer in charge, where it is no public document"),
    "letterhead.officer_phone": _("the officer's telephone number"),
    "letterhead.officer_email": _("the officer's e-mail address"),
    "letterhead.title": _("what the document is called"),
    "letterhead.": _("a field of [letterhead] in realisera.toml"),
    "document.": _("something that the document says of itself"),
    "_(": _("a word of the layout, which translators get"),
    "%": _("a condition, or a part that is repeated"),
    "#": _("a note, which no document shows"),
}
"""What tags are, by how they begin."""
_PARTS = {
    "document": _("page"),
    "hdr": _("header"),
    "ftr": _("footer"),
    "footnotes": _("footnotes"),
    "endnotes": _("endnotes"),
}


def describe_tag(tag: UsedTag) -> str:
    """A tag, what comes in its place, and where it stands."""
    return f"{tag.text}  {explain_tag(tag)}"


def explain_tag(tag: UsedTag) -> str:
    """What comes in the place of a tag, and where it stands."""
    bare = tag.text.strip("{}").strip()
    bare = bare.removeprefix("p ").strip() if tag.text.startswith(("{{p", "{%p")) else bare
    meaning = _MEANINGS[max((start for start in _MEANINGS if bare.lower().startswith(start)), key=len, default="")]
    return f"{_(meaning)} ({_(_PARTS.get(tag.part, tag.part))})"
