"""The pay awards and increments of a review as the rules take them."""

from collections.abc import Iterable
from datetime import date

from payband.calendar import FinancialYear
from payband.library import PointSalary
from payband.review.inputs.inputs import Inputs
from payband.review.inputs.settings import Settings
from payband.review.inputs.tables import PayAwardRow
from payband.review.ranges import PayRange
from payband.rules.pay.increments import increment_days
from payband.rules.pay.pay_award import Award
from payband.units import rounding_pence

__all__ = ["award_of", "awards_of", "awards_until", "horizon_years", "increments_of", "ladder_of", "points_above"]


def awards_of(rows: Iterable[PayAwardRow]) -> tuple[Award, ...]:
    """The rows of table PayAwards as awards."""
    return tuple(map(award_of, rows))


def award_of(row: PayAwardRow) -> Award:
    """A row of table PayAwards as an award."""
    rounding = rounding_pence(row.rounding)
    return Award(row.effective_from, row.percent, row.flat, rounding, row.at_least, row.up_to or 0)


def horizon_years(settings: Settings) -> tuple[FinancialYear, ...]:
    """The financial years of the horizon, that of the implementation date first."""
    first = FinancialYear.containing(settings.implementation_date).start
    return tuple(FinancialYear(first + number) for number in range(settings.horizon))


def increments_of(settings: Settings, started_on: date | None, until: date) -> tuple[date, ...]:
    """The days after the implementation date, and until another, on which somebody moves up a point."""
    return increment_days(settings.increments, started_on, settings.implementation_date, until)


def ladder_of(pay_range: PayRange) -> tuple[int, ...]:
    """The published or estimated salaries of a range, lowest first; empty for a range without points."""
    return tuple(point.pence for point in pay_range.points if point.pence is not None)


def points_above(salary: int, pay_range: PayRange) -> tuple[PointSalary, ...]:
    """The points that increments lead to from a salary, those never published among them."""
    passed = [n for n, point in enumerate(pay_range.points, 1) if point.pence is not None and point.pence <= salary]
    return pay_range.points[passed[-1] :] if passed else pay_range.points


def awards_until(inputs: Inputs, until: date) -> tuple[Award, ...]:
    """The awards after the implementation date and until another day: those before it are in the salaries already."""
    starts_on = inputs.settings.implementation_date
    return tuple(sorted(each for each in awards_of(inputs.pay_awards) if starts_on < each.effective_from <= until))
