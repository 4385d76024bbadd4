"""The two salaries that arrears are the difference of: on the day before an award, and from its first day."""

from collections.abc import Sequence
from datetime import date, timedelta

from payband import library
from payband.calendar import date_text
from payband.errors import UnknownFigure, UnknownName, WrongInput, nearest_name
from payband.library import Figure, PayFigure
from payband.review.inputs.inputs import Inputs
from payband.review.inputs.tables import SpinePoint
from payband.review.parts.tables.arrears import LATE_AWARDS, ArrearsPersonRow, LateAwardRow
from payband.rules.pay.pay_award import Award, after_award
from payband.units import pounds_text, rounding_pence

__all__ = ["award_of", "gives_something", "salaries_of", "salary_on", "the_same_on_both_days"]


def award_of(inputs: Inputs, row: ArrearsPersonRow) -> LateAwardRow:
    """The award that somebody is owed."""
    rows: Sequence[LateAwardRow] = inputs.readable_rows(LATE_AWARDS.name)
    return next(each for each in rows if each.award.casefold() == row.award.casefold())


def gives_something(award: LateAwardRow) -> bool:
    """Whether an award says what is given, by a percentage or a sum."""
    return bool(award.percent or award.flat or award.at_least)


def salary_on(inputs: Inputs, spine: str, point: str, day: date) -> int:
    """Pence a year of a point of a spine on a day: of table Spines where the spine is there, else of the library.

    Raises PaybandError for a spine, point or day that is not known, and for a salary that was never published.
    """
    rows = [each for each in inputs.spines if each.spine.casefold() == spine.casefold()]
    if rows:
        return _of_table(rows, point, day)
    found = library.spine(spine, day)
    place = found.use(found.position(point))
    if place.pence is None:
        raise UnknownFigure(f"the salary of point {point} of spine {spine} was not published on {date_text(day)}")
    return place.pence


def _of_table(rows: Sequence[SpinePoint], point: str, day: date) -> int:
    spine = rows[0].spine
    in_force = [each for each in rows if each.effective_from <= day]
    if not in_force:
        raise UnknownFigure(f"spine {spine} has no salaries on {date_text(day)}: add them to table Spines")
    newest = max(each.effective_from for each in in_force)
    version = {each.point.casefold(): each for each in in_force if each.effective_from == newest}
    row = version.get(point.casefold())
    if row is None:
        hint = nearest_name(point, [each.point for each in version.values()])
        raise UnknownName(f"point {point} is not on spine {spine} on {date_text(day)}; {hint}")
    if row.salary is None:
        raise UnknownFigure(f"the salary of point {point} of spine {spine} was not published on {date_text(day)}")
    pay = PayFigure(row.spine, row.point)
    name, shown = f"{row.spine} point {row.point}", pounds_text(row.salary)
    library.note_figure(Figure(name, shown, row.effective_from, None, "given", row.source, "table Spines", pay))
    return row.salary


def the_same_on_both_days(inputs: Inputs, award: LateAwardRow) -> bool:
    """Whether a spine has the same salaries on the first day of an award and on the day before: no award is in it."""
    day, before = award.effective_from, award.effective_from - timedelta(days=1)
    rows = [each for each in inputs.spines if each.spine.casefold() == award.spine.casefold()]
    if rows:
        return all(each.effective_from != day for each in rows)
    return library.spine(award.spine, day).points == library.spine(award.spine, before).points


def salaries_of(inputs: Inputs, row: ArrearsPersonRow) -> tuple[int, int]:
    """Somebody's full-time salary before an award and with it, pence a year.

    Raises PaybandError where one is not known, WrongInput where the salary would fall.
    """
    award = award_of(inputs, row)
    day = award.effective_from
    if row.salary_before is not None:
        before = row.salary_before
    else:
        before = salary_on(inputs, award.spine, row.point, day - timedelta(days=1))
    if row.salary_before is not None or gives_something(award):
        terms = Award(day, award.percent, award.flat, rounding_pence(award.rounding), award.at_least)
        after = int(after_award(before, terms.rate, terms.flat, terms.round_to, terms.at_least))
    else:
        after = salary_on(inputs, award.spine, row.point, day)
    if after < before:
        raise WrongInput(
            f"the salary falls from {pounds_text(before)} to {pounds_text(after)}: arrears are of an award that raises "
            "it"
        )
    return before, after
