"""The content files that belong to no document, and what each is about. Called by `cli.check`."""

from __future__ import annotations

from collections.abc import Mapping

from generator.build import edition
from generator.reporting import drafts, overview

TEXTS: Mapping[str, type] = {
    drafts.SLUG: drafts.EmailView,
    edition.SLUG: edition.MaskedEditionView,
    overview.SLUG: overview.OverviewView,
}
"""The view of each, by the name of its file in `content/`."""
