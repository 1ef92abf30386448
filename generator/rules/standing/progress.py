"""How far what has a last day has come: the actions of a plan, the activities of monitoring. Part of `standing`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from msgspec import Struct


class Progress(Struct, frozen=True):
    """How many things there are, and how they stood at the end of a day."""

    whole: int
    done: int
    late: int
    """Not done, although their last day had passed."""
    most_days_late: int
    """Calendar days, of the one that should have been done first of those; 0 where none is late."""
    next_due: date | None
    """The soonest last day of those that aren't late; None where there is none left."""
    handed_in: int = 0
    """Neither done nor late: what shows that they are done has come, and nobody has looked at it yet."""
    lapsed: int = 0
    """Not done, and the day that was proposed for them had passed, which nobody has agreed to."""

    @property
    def is_done(self) -> bool:
        """Whether there was anything, and all of it had been done."""
        return 0 < self.whole == self.done


def sum_progress(
    days: Iterable[tuple[date | None, date | None]], on: date, handed_in: int = 0, *, are_agreed: bool = True
) -> Progress:
    """How far things have come at the end of the day `on`; each has its last day and the day it was done, where there are any.

    So many others besides have been handed in, and wait to be looked at. Where the days are only proposed, nothing is late.

    The last day itself is still in time. What is entered as done after `on` had not been done then.

    Source: the guidance: an action plan has a timetable, monitoring is planned; late means after the agreed day.
    """
    known = tuple(days)
    left = [due for due, done in known if not (done and done <= on)]
    due = [day for day in left if day]
    passed = [day for day in due if day < on]
    late = passed if are_agreed else []
    return Progress(
        whole=len(known) + handed_in,
        done=len(known) - len(left),
        late=len(late),
        most_days_late=(on - min(late)).days if late else 0,
        next_due=min((day for day in due if day >= on), default=None),
        handed_in=handed_in,
        lapsed=len(passed) - len(late),
    )
