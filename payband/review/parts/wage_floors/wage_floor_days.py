"""The days on which the wage floor of a review is looked at, and what pay is compared with on each."""

from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from payband import library
from payband.errors import UnknownFigure
from payband.library import Figure
from payband.review.inputs.inputs import Inputs
from payband.review.inputs.pay_awards import awards_until, horizon_years
from payband.review.parts.tables.wage_floor import WAGE_FLOORS, WageFloorRow
from payband.rules.pay.term_time import UNIT
from payband.rules.pay.wage_floor import hourly_pay_of, least_salary, meets_floor

__all__ = ["Held", "days_of", "weeks_of"]


class Held(NamedTuple):
    """What pay is compared with on a day: the floor in pence an hour, and the hours of a full-time year as a ratio."""

    name: str
    floor: int
    hours: Fraction
    sacrifice: int

    @property
    def least(self) -> int:
        """Pence a year of the lowest full-time salary that pays the floor, with what salary sacrifice takes off it."""
        return int(least_salary(self.floor, UNIT, *self._year)) + self.sacrifice

    def counts(self, salary: int) -> int:
        """Pence of a salary that count as pay."""
        return max(salary - self.sacrifice, 0)

    def hourly(self, salary: int) -> int:
        """Hourly pay of a salary, in millionths of a pound, cut."""
        return int(hourly_pay_of(self.counts(salary), UNIT, *self._year))

    def is_under(self, salary: int) -> bool:
        """Whether a salary pays less than the floor."""
        return not meets_floor(self.counts(salary), self.floor, UNIT, *self._year)

    @property
    def _year(self) -> tuple[int, int]:
        return self.hours.numerator, self.hours.denominator


def weeks_of(row: WageFloorRow, day: date) -> Fraction:
    """The weeks of a year by a policy: its own, or those of the library on a day. Raises as `working_time` does."""
    if row.own_weeks is None:
        return library.working_time(row.divisor, day).year_weeks
    shown = f"{float(row.own_weeks):g} weeks a year"
    source = row.source or f"table {WAGE_FLOORS.name}"
    library.note_figure(
        Figure(f"weeks of the year, {row.policy}", shown, None, None, "given", source, f"table {WAGE_FLOORS.name}")
    )
    return row.own_weeks


def _held(row: WageFloorRow, day: date) -> Held:
    """What a policy holds pay against on a day. Raises UnknownFigure, naming the file to extend, past the figures."""
    found = library.wage_floor(row.floor, day)
    hours = weeks_of(row, day) * row.full_time_hours
    return Held(found.values["floor"], int(found.values["pence"]), hours, row.salary_sacrifice)


def days_of(row: WageFloorRow, inputs: Inputs) -> list[tuple[date, Held | str]]:
    """The days that are looked at, each with what pay is compared with, or why that is not known."""
    years = horizon_years(inputs.settings)
    starts_on, ends_on = inputs.settings.implementation_date, years[-1].ends_on
    of_years = {max(year.starts_on, starts_on) for year in years}
    awarded = {each.effective_from for each in awards_until(inputs, ends_on)}
    floors = [each for of, each in library.wage_floors() if of.floor == row.floor and of.last_age is None]
    changes = {each.effective_from for each in floors}
    changes |= {each.effective_to + timedelta(days=1) for each in floors if each.effective_to < ends_on}
    found: list[tuple[date, Held | str]] = []
    for day in sorted({*of_years, *awarded, *(each for each in changes if starts_on < each <= ends_on)}):
        held: Held | str
        try:
            held = _held(row, day)
        except UnknownFigure as error:
            held = str(error)
        before = found[-1][1] if found else None
        known = isinstance(held, Held)
        changed = held != before if known else isinstance(before, Held)
        if day in of_years or changed or (known and day in awarded):
            found.append((day, held))
    return found
