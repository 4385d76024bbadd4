"""Pay protection: what it costs to keep a higher salary for a time, by month, by financial year and in all."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from payband.calendar import FinancialYear, date_text, last_day_after, months_between
from payband.errors import WrongInput
from payband.forms import Form, larger
from payband.kinds import AMOUNT, AWARDS, DAY, MONEY, MONTHS, SALARY, SHARES, TEXT, YEAR, choice
from payband.registry import Step, TableOf, Value, worksheet_function
from payband.rules.pay.increments import after_increment
from payband.rules.pay.pay_award import Award, after_awards
from payband.rules.pay.salary_months import CALENDAR_DAYS, PART_MONTHS, pay_between
from payband.units import half_up, pounds, pounds_text

__all__ = [
    "FORMS",
    "MONTHS_A_YEAR",
    "TAPERS",
    "Award",
    "Protection",
    "Spell",
    "cost_between",
    "periods",
    "protection",
    "protection_ends",
    "protection_table",
    "protection_year",
    "share_on",
    "shares_needed",
    "spell_days",
    "spells",
    "tapered",
]

TAPERS = {"tapered": 12, "tapered monthly": 1}
"""The forms that pay a share of the difference, and how many months each share is for."""

FORMS = ("frozen", "uplifted", *TAPERS)
"""frozen: the salary stands still until pay catches up or time is up; uplifted: it gets the pay awards too; tapered:
a share of the difference, by year of protection or by month of it."""


_WHOLE = 10_000  # basis points
MONTHS_A_YEAR = 12


class Protection(NamedTuple):
    """The terms of a protection. The new salary rises by increments on its own range, whose salaries are `ladder`."""

    starts_on: date
    ends_on: date
    form: str = "frozen"
    shares: tuple[int, ...] = ()
    awards: tuple[Award, ...] = ()
    increments: tuple[date, ...] = ()
    ladder: tuple[int, ...] = ()
    part_months: str = CALENDAR_DAYS


class Spell(NamedTuple):
    """Days on which protection pays the same: the salary without it, and what it adds, in pence a year."""

    first: date
    last: date
    substantive: Form
    addition: Form
    part_months: str = CALENDAR_DAYS


def difference_protected(before: Form, after: Form) -> Form:
    """Pence a year by which a protected salary is above the one without protection, never below nothing."""
    return larger(before - after, 0)


def tapered(difference: Form, share: Form) -> Form:
    """Pence of a difference that a share in basis points of it makes, to the nearest penny."""
    return half_up(difference * share, 10_000)


def spells(before: Form, after: Form, terms: Protection) -> list[Spell]:
    """The spells of a protection between an old and a new salary, in pence a year.

    A spell ends where an award or an increment takes effect and, for a taper, where its share changes. The salaries are
    those of the first day: an award or increment on or before it is taken as already in them. An award raises the
    points of the range too, so on a day with both it does not matter which comes first.
    """
    awards = sorted(award for award in terms.awards if terms.starts_on < award.effective_from <= terms.ends_on)
    ladder: list[int] = list(terms.ladder)
    found = []
    for first, last in spell_days(terms):
        of_day = [award for award in awards if award.effective_from == first]
        if of_day:
            after, ladder = after_awards(after, of_day), [after_awards(point, of_day) for point in ladder]
            if terms.form == "uplifted":
                before = after_awards(before, of_day)
        if first in terms.increments and first > terms.starts_on:
            after = after_increment(after, ladder)
        addition = difference_protected(before, after)
        if terms.form in TAPERS:
            addition = tapered(addition, share_on(terms, first))
        found.append(Spell(first, last, after, addition, terms.part_months))
    return found


def spell_days(terms: Protection) -> list[tuple[date, date]]:
    """The first and the last day of each spell of a protection. Raises WrongInput for a taper without shares."""
    if terms.form in TAPERS and not terms.shares:
        each = "year" if TAPERS[terms.form] == MONTHS_A_YEAR else "month"
        raise WrongInput(f"a {terms.form} protection needs the share of each {each}, such as 100%, 50%")
    changes = {*(award.effective_from for award in terms.awards), *terms.increments, *_anniversaries(terms)}
    starts = sorted({terms.starts_on, *(day for day in changes if terms.starts_on < day <= terms.ends_on)})
    ends = [day - timedelta(days=1) for day in starts[1:]]
    return list(zip(starts, [*ends, terms.ends_on], strict=True))


def share_on(terms: Protection, day: date) -> int:
    """The share of the difference that is paid on a day, in basis points: of its year, or its month, for a taper."""
    if terms.form not in TAPERS:
        return _WHOLE
    place = sum(1 for anniversary in _anniversaries(terms) if anniversary <= day)
    return terms.shares[place] if place < len(terms.shares) else 0


def shares_needed(months: int, form: str) -> int:
    """How many shares a taper of some months has: one for each year, or month, of it that begins.

    >>> shares_needed(25, "tapered"), shares_needed(12, "tapered monthly")
    (3, 12)
    """
    return -(-months // TAPERS[form])


def _anniversaries(terms: Protection) -> list[date]:
    """The days on which another year, or month, of a taper begins."""
    if terms.form not in TAPERS:
        return []
    months = (TAPERS[terms.form] * number for number in range(1, len(terms.shares) + 1))
    return [last_day_after(terms.starts_on, each) + timedelta(days=1) for each in months]


def cost_between(found: Sequence[Spell], first: date, last: date) -> Form:
    """Pence that protection pays from one day to another: the sum of the months, part months by their days."""
    total: Form = 0
    for spell in found:
        total = total + pay_between(spell.addition, max(first, spell.first), min(last, spell.last), spell.part_months)
    return total


def substantive_between(found: Sequence[Spell], first: date, last: date) -> Form:
    """Pence of pay without protection from one day to another, within the spells."""
    total: Form = 0
    for spell in found:
        total = total + pay_between(
            spell.substantive, max(first, spell.first), min(last, spell.last), spell.part_months
        )
    return total


def periods(starts_on: date, ends_on: date, by: str) -> list[tuple[str, date, date]]:
    """The financial years or months of a protection, each with its name, first and last day."""
    if by == "month":
        return [(f"{month.first:%B %Y}", month.first, month.last) for month in months_between(starts_on, ends_on)]
    found = []
    first = starts_on
    while first <= ends_on:
        year = FinancialYear.containing(first)
        found.append((str(year), first, min(ends_on, year.ends_on)))
        first = year.ends_on + timedelta(days=1)
    return found


# --- worksheet functions -------------------------------------------------------------------------------------------

_BEFORE = (SALARY, "Salary before, £ a year")
_AFTER = (SALARY, "Salary after, £ a year")
_START = (DAY, "The first protected day")
_MONTHS = (MONTHS, "How many months protection lasts")
_FORM = (choice(*FORMS), "frozen, uplifted (gets pay awards too), tapered (a share each year) or tapered monthly")
_SHARES = (SHARES, "For a taper: the share of each year or month, such as 100%, 50%, as text or cells")
_AWARDS = (AWARDS, "Pay awards in the period, columns of cells: from date, percent, and flat £, rounding, at least £")
_LEAVES = (DAY, "The last day in post, if protection stops there")
_PART_MONTHS = (
    choice(*PART_MONTHS),
    "How part months are paid: by calendar days of the month, 1/365 or 1/260 of a year",
)
_Awards = tuple[tuple[date, int, int, int, int], ...]


def _terms(
    start: date,
    months: int,
    form: str,
    shares: tuple[int, ...],
    awards: _Awards,
    leaves_on: date | None,
    part_months: str,
) -> Protection:
    ends_on = last_day_after(start, months)
    if leaves_on is not None:
        if leaves_on < start:
            raise WrongInput(f"leaves on {date_text(leaves_on)}, before protection starts on {date_text(start)}")
        ends_on = min(ends_on, leaves_on)
    return Protection(start, ends_on, form, shares, tuple(Award(*award) for award in awards), part_months=part_months)


@worksheet_function("PROTECTIONENDS", Value(DAY), start_date=_START, months=_MONTHS)
def protection_ends(start_date: date, months: int = 24) -> date:
    """The last protected day of a protection that lasts whole months.

    The day before the same day of the month; where that month has no such day, its last day.

    Source: Leicester City Council, 13 December 2011, para 8.2 (two years from 2 January 2012).

    >>> import payband
    >>> payband.protection_ends("02/01/2012")
    datetime.date(2014, 1, 1)
    """
    return last_day_after(start_date, months)


@worksheet_function(
    "PROTECTION",
    Value(AMOUNT, ("salary_before", "salary_after")),
    salary_before=_BEFORE,
    salary_after=_AFTER,
    start_date=_START,
    months=_MONTHS,
    form=_FORM,
    shares=_SHARES,
    awards=_AWARDS,
    leaves_on=_LEAVES,
    part_months=_PART_MONTHS,
)
def protection(
    salary_before: Form,
    salary_after: Form,
    start_date: date,
    months: int = 24,
    form: str = "frozen",
    shares: tuple[int, ...] = (),
    awards: _Awards = (),
    leaves_on: date | None = None,
    part_months: str = CALENDAR_DAYS,
) -> Form:
    """Cost of protecting a salary over the whole period, £, without on-costs.

    Each month costs a twelfth of the yearly difference, a part month its days, counted as `part_months` says; to the
    penny each month, so that months add up to years and years to the total. Nothing where the new salary is not lower.
    A frozen salary stands still while awards raise the new one, and ends when that catches up; an uplifted one gets
    the awards too; a tapered one pays a share of the difference in each year of protection, or each month. All stop on
    `leaves_on`, if that is first.

    Raises WrongInput for a taper without shares.

    Source: Leicester City Council, minutes of 28 October and 15 November 2011 (£100,000 a year for two years,
    £200,000).

    >>> import payband
    >>> payband.protection(200000, 100000, "02/01/2012")
    Decimal('200000.00')
    """
    terms = _terms(start_date, months, form, shares, awards, leaves_on, part_months)
    return cost_between(spells(salary_before, salary_after, terms), terms.starts_on, terms.ends_on)


@worksheet_function(
    "PROTECTIONYEAR",
    Value(AMOUNT, ("salary_before", "salary_after")),
    salary_before=_BEFORE,
    salary_after=_AFTER,
    start_date=_START,
    financial_year=(YEAR, "Financial year, April to March, such as 2011-12"),
    months=_MONTHS,
    form=_FORM,
    shares=_SHARES,
    awards=_AWARDS,
    leaves_on=_LEAVES,
    part_months=_PART_MONTHS,
)
def protection_year(
    salary_before: Form,
    salary_after: Form,
    start_date: date,
    financial_year: FinancialYear,
    months: int = 24,
    form: str = "frozen",
    shares: tuple[int, ...] = (),
    awards: _Awards = (),
    leaves_on: date | None = None,
    part_months: str = CALENDAR_DAYS,
) -> Form:
    """Cost of protecting a salary in one financial year, £, without on-costs.

    The arguments, rounding, errors and source are those of PROTECTION; a year outside the protection costs nothing.

    >>> import payband
    >>> [payband.protection_year(200000, 100000, "02/01/2012", year) for year in ("2011-12", "2012-13", "2013-14")]
    [Decimal('24731.18'), Decimal('100000.00'), Decimal('75268.82')]
    """
    terms = _terms(start_date, months, form, shares, awards, leaves_on, part_months)
    return cost_between(spells(salary_before, salary_after, terms), financial_year.starts_on, financial_year.ends_on)


@worksheet_function(
    "PROTECTIONTABLE",
    TableOf((("period", TEXT), ("protected pay", MONEY), ("substantive pay", MONEY), ("cost", MONEY))),
    salary_before=_BEFORE,
    salary_after=_AFTER,
    start_date=_START,
    months=_MONTHS,
    form=_FORM,
    by=(choice("year", "month"), "year for financial years, month for months"),
    shares=_SHARES,
    awards=_AWARDS,
    leaves_on=_LEAVES,
    part_months=_PART_MONTHS,
)
def protection_table(
    salary_before: int,
    salary_after: int,
    start_date: date,
    months: int = 24,
    form: str = "frozen",
    by: str = "year",
    shares: tuple[int, ...] = (),
    awards: _Awards = (),
    leaves_on: date | None = None,
    part_months: str = CALENDAR_DAYS,
) -> list[tuple[str, int, int, int]]:
    """Protection by financial year or month: protected pay, substantive pay and cost, £.

    Substantive pay is the new salary's; protected pay is that and the cost. The arguments, rounding, errors and source
    are those of PROTECTION.

    >>> import payband
    >>> print(payband.protection_table(200000, 100000, "02/01/2012"))
    period   protected pay  substantive pay        cost
    -------  -------------  ---------------  ----------
    2011-12      49,462.36        24,731.18   24,731.18
    2012-13     200,000.00       100,000.00  100,000.00
    2013-14     150,537.64        75,268.82   75,268.82
    """
    terms = _terms(start_date, months, form, shares, awards, leaves_on, part_months)
    found: Any = spells(salary_before, salary_after, terms)
    rows = []
    for name, first, last in periods(terms.starts_on, terms.ends_on, by):
        cost = cost_between(found, first, last)
        substantive = substantive_between(found, first, last)
        rows.append((name, substantive + cost, substantive, cost))
    return rows


def _steps(
    salary_before: int,
    salary_after: int,
    start_date: date,
    months: int,
    form: str,
    shares: tuple[int, ...],
    awards: _Awards,
    leaves_on: date | None,
    part_months: str,
) -> list[Step]:
    terms = _terms(start_date, months, form, shares, awards, leaves_on, part_months)
    found = spells(salary_before, salary_after, terms)
    steps = [Step("last protected day", terms.ends_on, f"{months} months from the first")]
    if form in TAPERS and len(shares) != (needed := shares_needed(months, form)):
        span = "year" if TAPERS[form] == MONTHS_A_YEAR else "month"
        rule = (
            f"{months} months need {needed}: a {span} without a share pays nothing, and shares after the end are unused"
        )
        steps.append(Step("shares given", len(shares), rule))
    for spell in found:
        rule = f"a year, {spell.first:%d/%m/%Y} to {spell.last:%d/%m/%Y}, on top of {pounds_text(spell.substantive)}"
        steps.append(Step("difference protected", pounds(spell.addition), rule))
    for name, first, last in periods(terms.starts_on, terms.ends_on, "year"):
        cost = pounds(cost_between(found, first, last))
        steps.append(Step(f"cost in {name}", cost, f"its months, and part months by {part_months}"))
    return steps


protection.explained(_steps)


@protection_year.explained
def _year_steps(before: int, after: int, start: date, year: FinancialYear, months: int, *rest: Any) -> list[Step]:
    return _steps(before, after, start, months, *rest)


@protection_table.explained
def _table_steps(before: int, after: int, start: date, months: int, form: str, by: str, *rest: Any) -> list[Step]:
    return _steps(before, after, start, months, form, *rest)
