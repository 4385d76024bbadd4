"""What must hold of awards that are paid late and of the people to whom they are owed."""

from collections.abc import Callable, Iterator
from functools import partial

from payband.calendar import date_text
from payband.errors import PaybandError, Problem
from payband.review.inputs.inputs import Inputs
from payband.review.parts.answering import Problems
from payband.review.parts.arrears.owed import first_day, ni_terms, pension_on_arrears, profile_of_person
from payband.review.parts.arrears.salaries import gives_something, salaries_of, the_same_on_both_days
from payband.review.parts.tables.arrears import LATE_AWARDS, PEOPLE, ArrearsPersonRow, LateAwardRow
from payband.rules.cost.arrears import earnings_period, month_of_payment
from payband.rules.cost.levy import levy_rate
from payband.rules.cost.national_insurance import ni_figures
from payband.units import pounds_text

__all__ = ["PROBLEMS"]

CHANGED = (
    "it has changed from {before} to {after} since the award: arrears of a post that changes in between are not worked "
    "out here. Work out each spell with the worksheet function ARREARS, and take the row out"
)


def _of_award(row: LateAwardRow, column: str, message: str) -> Problem:
    return Problem(message, sheet=LATE_AWARDS.sheet, table=LATE_AWARDS.name, row=row.row, column=column)


def _of_person(row: ArrearsPersonRow, column: str, message: str) -> Problem:
    return Problem(message, sheet=PEOPLE.sheet, table=PEOPLE.name, row=row.row, column=column)


# --- awards --------------------------------------------------------------------------------------------------------


def _awards(inputs: Inputs) -> Iterator[Problem]:
    """Every award is paid after it is due, at rates that are known, and says what it gives."""
    for row in inputs.readable_rows(LATE_AWARDS.name):
        yield from _days_of(row)
        yield from _given_by(inputs, row)


def _days_of(row: LateAwardRow) -> Iterator[Problem]:
    if row.paid_on < row.effective_from:
        message = f"{date_text(row.paid_on)} is before it is due from {date_text(row.effective_from)}: check both days"
        yield _of_award(row, "paid on", message)
    elif month_of_payment(row.paid_on).first <= row.effective_from:
        message = f"it is paid in the month from which it is due, {row.effective_from:%B %Y}, so that no month is owed"
        yield _of_award(row, "paid on", f"{message}: take the row out")
    else:
        try:
            ni_figures(row.paid_on, "A", "month")
        except PaybandError as error:
            yield _of_award(row, "paid on", str(error))


def _given_by(inputs: Inputs, row: LateAwardRow) -> Iterator[Problem]:
    """By a spine, whose salaries take effect on the first day, or by a percentage or a sum."""
    if row.spine and gives_something(row):
        message = "is given with a percentage or a sum, and a spine holds the new salaries itself: empty one of the two"
        yield _of_award(row, "spine", message)
    elif not row.spine and not gives_something(row):
        message = "is empty, and no percentage or sum is given: say what the award is, or whose spine it changes"
        yield _of_award(row, "spine", message)
    elif row.spine:
        try:
            same = the_same_on_both_days(inputs, row)
        except PaybandError as error:
            yield _of_award(row, "spine", str(error))
            return
        if same:
            message = f"no salaries of spine {row.spine} take effect on {date_text(row.effective_from)}: check the day"
            yield _of_award(row, "effective from", f"{message}, or add them to table Spines")


# --- people --------------------------------------------------------------------------------------------------------


def _named(inputs: Inputs) -> Iterator[Problem]:
    """Every award is owed to somebody."""
    owed = {row.award.casefold() for row in inputs.rows_of(PEOPLE.name)}
    for row in inputs.rows_of(LATE_AWARDS.name):
        if row.award.casefold() not in owed:
            message = f"nobody is owed it: name it in table {PEOPLE.name}, or take the row out"
            yield _of_award(row, "award", message)


def _people(inputs: Inputs) -> Iterator[Problem]:
    """A row names a point or a salary, a post that stays the same, and days that are owed; then its figures are known.

    Nothing is said of a row whose award is wrong or not there.
    """
    awards = {row.award.casefold(): row for row in inputs.rows_of(LATE_AWARDS.name)}
    for row in inputs.readable_rows(PEOPLE.name):
        award = awards.get(row.award.casefold())
        if award is None or any(_days_of(award)) or any(_given_by(inputs, award)):
            continue
        wrong = [*_pay(row, award), *_unchanged(row), *_days(row, award)]
        yield from wrong or _figures(inputs, row, award)


def _pay(row: ArrearsPersonRow, award: LateAwardRow) -> Iterator[Problem]:
    if row.salary_before is not None and row.point:
        yield _of_person(row, "salary before", "is given, and so is a point: give one or the other")
    elif row.salary_before is None and not row.point:
        yield _of_person(row, "point", "is empty, and no salary before is given: give one of them")
    elif row.point and not award.spine:
        message = f"is given, and the award '{award.award}' names no spine: give the salary before instead"
        yield _of_person(row, "point", message)
    elif row.salary_before is not None and award.spine:
        message = f"is given, and the award '{award.award}' is that of a spine: give the point instead"
        yield _of_person(row, "salary before", message)


def _unchanged(row: ArrearsPersonRow) -> Iterator[Problem]:
    if row.point_when_paid and row.point_when_paid.casefold() != row.point.casefold():
        before = f"point {row.point}" if row.point else "a salary"
        message = CHANGED.format(before=before, after=f"point {row.point_when_paid}")
        yield _of_person(row, "point when paid", message)
    if row.fte_when_paid is not None and row.fte_when_paid != row.fte:
        yield _of_person(row, "FTE when paid", CHANGED.format(before=row.fte, after=row.fte_when_paid))


def _days(row: ArrearsPersonRow, award: LateAwardRow) -> Iterator[Problem]:
    month = month_of_payment(award.paid_on)
    if row.in_post_from is not None and row.in_post_from >= month.first:
        message = f"{date_text(row.in_post_from)} is in the month of payment or later, so that nothing is owed"
        yield _of_person(row, "in post from", f"{message}: take the row out")
    elif row.left_on is not None and row.left_on < first_day(row, award):
        day = date_text(first_day(row, award))
        message = f"{date_text(row.left_on)} is before the first day for which the award is owed, {day}"
        yield _of_person(row, "left on", f"{message}: take the row out")
    elif row.left_on is not None and row.left_on < month.first and row.other_pay:
        message = f"is given, and {row.person} left before the month of payment: empty one of the two"
        yield _of_person(row, "other pay in the month", message)


def _figures(inputs: Inputs, row: ArrearsPersonRow, award: LateAwardRow) -> Iterator[Problem]:
    """The salaries, the on-costs and the rule of the pension scheme are known."""
    yield from _told(row, "point" if row.point else "salary before", partial(salaries_of, inputs, row))
    try:
        profile = profile_of_person(inputs, row)
    except PaybandError as error:
        if not row.on_cost_profile:  # one that is named and is not there is said already
            yield _of_person(row, "on-cost profile", str(error))
        return
    if profile.apprenticeship_levy:
        yield from _told(row, "on-cost profile", partial(levy_rate, award.paid_on))
    category = row.ni_category or profile.ni_category
    rates = partial(ni_figures, award.paid_on, category, "month", profile.contracted_out)
    yield from _told(row, "NI category", rates)
    yield from _told(row, "pension on arrears", partial(pension_on_arrears, inputs, row))


def _told(row: ArrearsPersonRow, column: str, work: Callable[[], object]) -> Iterator[Problem]:
    """What is wrong with a figure of a row, in its column."""
    try:
        work()
    except PaybandError as error:
        yield _of_person(row, column, str(error))


# --- awards that are paid together ---------------------------------------------------------------------------------


def _together(inputs: Inputs) -> Iterator[Problem]:
    """What is paid to somebody in one period is one sum for NI: its rows say the same of the person."""
    awards = {row.award.casefold(): row for row in inputs.rows_of(LATE_AWARDS.name)}
    before: dict[str, list[ArrearsPersonRow]] = {}
    for row in inputs.readable_rows(PEOPLE.name):
        if row.award.casefold() not in awards:
            continue
        others = before.setdefault(row.person.casefold(), [])
        for other in others:
            wrong = list(_differs(inputs, row, other, *(awards[each.award.casefold()] for each in (row, other))))
            if wrong:
                yield from wrong
                break
        others.append(row)


def _differs(
    inputs: Inputs, row: ArrearsPersonRow, other: ArrearsPersonRow, award: LateAwardRow, others: LateAwardRow
) -> Iterator[Problem]:
    months = [month_of_payment(each.paid_on).first for each in (award, others)]
    left, had_left = (
        each.left_on is not None and each.left_on < month for each, month in zip((row, other), months, strict=True)
    )
    beside = f"row {other.row} of the same person, which is paid together with it,"
    if months[0] == months[1] and left != had_left:
        message = f"it says otherwise than {beside} whether {row.person} left before the month of payment"
        yield _of_person(row, "left on", f"{message}: NI is of a week or of the month, so give both the same")
        return
    if earnings_period(award.paid_on, left) != earnings_period(others.paid_on, had_left):
        return
    if row.other_pay and other.other_pay and row.other_pay != other.other_pay:
        message = f"is {pounds_text(row.other_pay)}, and {pounds_text(other.other_pay)} in {beside}"
        yield _of_person(row, "other pay in the month", f"{message} and the month has one: give it once")
    try:
        (category, contracted_out), (the_other, was_out) = ni_terms(inputs, row), ni_terms(inputs, other)
    except PaybandError:
        return  # a row without on-costs is a problem of its own
    if category != the_other:
        message = f"is {category}, and {the_other} in {beside} and NI is on the sum: ask payroll which letter holds"
        yield _of_person(row, "NI category", message)
    elif contracted_out != was_out:
        message = f"its scheme is contracted out or not, unlike that of {beside} and NI is on the sum"
        yield _of_person(row, "on-cost profile", f"{message}: ask payroll which holds")


PROBLEMS: Problems = (_awards, _named, _people, _together)
