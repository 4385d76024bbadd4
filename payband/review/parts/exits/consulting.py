"""Collective consultation: how many are redundant at an establishment within 90 days, and by when it must begin.

The law counts those whom it is proposed to dismiss within 90 days or less. Every run of 90 days that starts with a
dismissal is counted. For each establishment the answer has the first run that asks for each length of consultation;
where none does, the run with the most dismissals.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from payband.errors import UnknownFigure
from payband.review.inputs.inputs import Inputs
from payband.review.parts.tables.exit_costs import EXITS, REDUNDANCY
from payband.review.parts.tables.timetable import STAGE_ROWS
from payband.rules.leaving.consultation import days_before_first, most_within

__all__ = ["Consultation", "begins_on", "consultations"]

CONSULTATION = "consultation"
WITHIN = 90
"""Days that dismissals are counted within (Trade Union and Labour Relations (Consolidation) Act 1992, section 188)."""


class Consultation(NamedTuple):
    """Dismissals at an establishment within 90 days, and how many days before the first consultation must begin.

    Where the law of the day is not known here the days are None, and `why` says so.
    """

    establishment: str
    first: date
    dismissals: int
    days_before: int | None
    why: str = ""

    @property
    def begins_by(self) -> date | None:
        """The last day on which consultation may begin; None without a collective duty."""
        return self.first - timedelta(days=self.days_before) if self.days_before else None


def begins_on(inputs: Inputs) -> date | None:
    """The first day of the first stage of consultation in the timetable; None without one."""
    return min((row.starts_on for row in inputs.rows_of(STAGE_ROWS.name) if row.kind == CONSULTATION), default=None)


def consultations(inputs: Inputs) -> Iterator[Consultation]:
    """What each establishment's redundancies ask for."""
    days: dict[str, list[date]] = {}
    names: dict[str, str] = {}
    for row in inputs.rows_of(EXITS.name):
        if row.reason == REDUNDANCY:
            key = row.establishment.casefold()
            names.setdefault(key, row.establishment)
            days.setdefault(key, []).append(row.leaves_on)
    for key, found in days.items():
        yield from _of(names[key], found)


def _of(establishment: str, days: list[date]) -> Iterator[Consultation]:
    runs = [
        _run(establishment, date.fromordinal(first), count)
        for first, count in most_within([day.toordinal() for day in days], WITHIN)
    ]
    told, unknown = 0, [run for run in runs if run.days_before is None]
    for run in runs:
        if (run.days_before or 0) > told:
            told = run.days_before or 0
            yield run
    if unknown:
        yield max(unknown, key=lambda run: run.dismissals)
    elif not told:
        yield max(runs, key=lambda run: run.dismissals)


def _run(establishment: str, first: date, count: int) -> Consultation:
    try:
        return Consultation(establishment, first, count, days_before_first(count, first))
    except UnknownFigure as error:
        return Consultation(establishment, first, count, None, str(error))
