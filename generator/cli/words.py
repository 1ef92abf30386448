"""The command's own language: English, or Swedish where the user's locale is. Used by all of `cli`, before anything else."""

from __future__ import annotations

import gettext

from generator.errors import Finding
from generator.workspace import PACKAGE

_DOMAIN = "cli"

# The domain is set for the whole process, since click asks for its own words without naming one.
gettext.bindtextdomain(_DOMAIN, str(PACKAGE / "locales"))
gettext.textdomain(_DOMAIN)

_ = gettext.gettext


def format_finding(finding: Finding) -> str:
    """A finding in the user's language."""
    return finding.format(lambda text: _(text) if text else "")
