"""Collective consultation on redundancies: how many days before the first dismissal it must have begun."""

from collections.abc import Sequence
from datetime import date, timedelta

from payband import library
from payband.calendar import date_text
from payband.errors import WrongInput
from payband.kinds import DAY, WHOLE
from payband.registry import Row, Step, worksheet_function

__all__ = ["consultation", "days_before_first", "most_within"]


def days_before_first(dismissals: int, first_dismissal: date) -> int:
    """How many days before the first dismissal consultation must begin; 0 where there is no collective duty.

    >>> [days_before_first(each, date(2026, 9, 30)) for each in (19, 20, 99, 100)]
    [0, 30, 30, 45]
    """
    days = 0
    for row in library.consultation_tiers(first_dismissal):
        if dismissals >= int(row.values["dismissals"]):
            days = int(row.values["days_before"])
    return days


def most_within(days: Sequence[int], length: int) -> list[tuple[int, int]]:
    """For each day the number of days in the list that lie within a length from it on, itself counted; by first days.

    >>> most_within([1, 1, 50, 90, 91], 90)
    [(1, 4), (50, 3), (90, 2), (91, 1)]
    """
    return [(first, sum(first <= day < first + length for day in days)) for first in sorted(set(days))]


@worksheet_function(
    "CONSULTATION",
    Row((("days before", WHOLE), ("begins by", DAY), ("notice by", DAY))),
    dismissals=(WHOLE, "How many are proposed to be dismissed as redundant at one establishment within 90 days"),
    first_dismissal=(DAY, "The day the first dismissal takes effect"),
)
def consultation(dismissals: int, first_dismissal: date) -> tuple[int, date | None, date | None]:
    """When collective consultation on redundancies must begin, and the Secretary of State be told, at the latest.

    Three cells: the days before the first dismissal, the last day on which consultation may begin, and the last day of
    the notice to the Secretary of State (form HR1). 20 to 99 proposed dismissals at one establishment within 90 days or
    less take 30 days, 100 and more 45; below 20 there is no collective duty: 0 days, and no dates. Consultation begins
    in good time and not on the last day; the notice comes before any notice of dismissal. Dismissals on which
    consultation has already begun are not counted. Great Britain; volunteers who are dismissed as redundant count.

    Raises WrongInput for fewer than no dismissals, UnknownFigure for a day before 6 April 2013 or past what is known: a
    threshold across the whole employer is expected in 2027.

    Source: Trade Union and Labour Relations (Consolidation) Act 1992, sections 188 and 193.

    >>> import payband
    >>> print(payband.consultation(24, "30/09/2026"))
    days before  begins by   notice by
    -----------  ----------  ----------
    30           2026-08-31  2026-08-31
    """
    if dismissals < 0:
        raise WrongInput(f"{dismissals} dismissals are not possible: give how many are proposed, 0 or more")
    days = days_before_first(dismissals, first_dismissal)
    by = first_dismissal - timedelta(days=days) if days else None
    return days, by, by


@consultation.explained
def _steps(dismissals: int, first_dismissal: date) -> list[Step]:
    return [
        Step(
            f"from {row.values['dismissals']} dismissals within {row.values['within_days']} days",
            f"{row.values['days_before']} days before {date_text(first_dismissal)}",
            row.source,
        )
        for row in library.consultation_tiers(first_dismissal)
    ]
