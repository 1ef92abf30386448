"""The command's own language: English, or Swedish where the user's locale is. Used by all of `cli`, before anything else."""

from __future__ import annotations

import gettext
import locale
import os
import sys
from collections.abc import Callable
from pathlib import Path

from generator.errors import Finding, Named, has_same_fields
from generator.workspace import PACKAGE

_DOMAIN = "cli"

if sys.platform == "win32" and not any(map(os.environ.get, ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"))):
    # Windows has a setting where others have these variables, and gettext knows the variables only.
    import ctypes

    os.environ["LANGUAGE"] = locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), "")

# The domain is set for the whole process, since click asks for its own words without naming one.
gettext.bindtextdomain(_DOMAIN, str(PACKAGE / "locales"))
gettext.textdomain(_DOMAIN)


def _(text: str) -> str:
    """The text in the user's language, as long as its translation is no more than a text."""
    if isinstance(text, Named):
        return text.name if find_language() == "sv" and text.name else text
    said = gettext.gettext(text)
    return said if said is text or has_same_fields(text, said) else text


def find_translation(lang: str) -> Callable[[str], str]:
    """What translates the command's messages into a language other than the user's; what has no translation stays English."""
    return gettext.translation(_DOMAIN, str(PACKAGE / "locales"), [lang], fallback=True).gettext


def find_language() -> str:
    """The language that the command speaks: its code, such as `en`."""
    catalog = gettext.find(_DOMAIN, str(PACKAGE / "locales"))
    return Path(catalog).parent.parent.name if catalog else "en"


def add_examples(text: str, *examples: str) -> str:
    """A command's help, with examples as they are to be typed."""
    return "\n".join([text, "", "\b", *(f"  {example}" for example in examples)])


def format_finding(finding: Finding) -> str:
    """A finding in the user's language, with its code."""
    return finding.format(lambda text: _(text) if text else "", code=finding.code)


def format_usage(finding: Finding) -> str:
    """A finding about what the user typed, which click calls an error already."""
    hint = f"\n  {_('hint')}: {finding.format_hint(_)}" if finding.hint else ""
    code = f" [{finding.code}]" if finding.code else ""
    return f"{finding.format_message(_)}{code}{hint}"
