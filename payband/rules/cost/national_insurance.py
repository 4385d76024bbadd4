"""Employer's Class 1 National Insurance contributions (NI), to the penny."""

from datetime import date
from functools import cache
from typing import NamedTuple

from payband import library
from payband.calendar import date_text
from payband.errors import UnknownFigure, UnknownName, WrongInput
from payband.forms import Form, larger, smaller
from payband.kinds import AMOUNT, DAY, TEXT, WHOLE, YESNO, choice
from payband.registry import Step, Value, worksheet_function
from payband.units import penny_by_third_decimal, percent_text, pounds, pounds_text

__all__ = [
    "PERIODS",
    "WEEKS_A_YEAR",
    "NIFigures",
    "contribution_on_band",
    "employer_ni",
    "employer_ni_on",
    "has_rate_of_the_year",
    "limit_of_weeks",
    "ni_figures",
]

PERIODS = {"week": "week", "fortnight": "fortnight", "four weeks": "four_weeks", "month": "month", "year": "year"}
"""The pay periods that have published thresholds, and the column of the figures for each."""

WEEKS_A_YEAR = 52
"""Of tax, on which a director's period is counted even in a year of 53."""


# --- the rule ------------------------------------------------------------------------------------------------------


def contribution_on_band(pay: Form, bottom: Form, top: Form, rate: Form) -> Form:
    """Pence of contributions on the pay between two thresholds, at a rate in basis points.

    Each band is brought to the penny by its third decimal (HMRC's exact percentage method).
    """
    return penny_by_third_decimal(larger(smaller(pay, top) - bottom, 0) * rate, 10_000)


def employer_ni_on(
    pay: Form,
    starts_at: Form,
    upper_earnings_limit: Form,
    rate: Form,
    rebate_from: Form = 0,
    rebate_to: Form = 0,
    rebate: Form = 0,
) -> Form:
    """Pence of employer's NI on a period's pay: the band to the upper earnings limit, the band above it, less a rebate.

    `starts_at` is the secondary threshold, or the upper secondary threshold of a category that pays nothing below it.
    The contracted-out rebate runs from the lower earnings limit to the upper accrual point.

    >>> employer_ni_on(300_000, 41_700, 418_900, 1500)
    38745
    """
    to_limit = contribution_on_band(pay, starts_at, upper_earnings_limit, rate)
    above_limit = contribution_on_band(pay, upper_earnings_limit, pay, rate)
    if isinstance(rebate, int) and rebate == 0:
        return to_limit + above_limit
    return to_limit + above_limit - contribution_on_band(pay, rebate_from, rebate_to, rebate)


def limit_of_weeks(annual: Form, weeks: Form) -> Form:
    """Whole pounds of an annual threshold for an earnings period of some tax weeks of a year of 52, rounded up.

    >>> limit_of_weeks(9_100, 23), limit_of_weeks(50_270, 23), limit_of_weeks(6_396, 52)
    (4025, 22235, 6396)
    """
    return (annual * weeks + (WEEKS_A_YEAR - 1)) // WEEKS_A_YEAR


# --- the figures in force ------------------------------------------------------------------------------------------


class NIFigures(NamedTuple):
    """What employer's NI on a pay date rests on: pence for the period, and basis points."""

    starts_at: int
    upper_earnings_limit: int
    rate: int
    rebate_from: int
    rebate_to: int
    rebate: int


def ni_figures(
    pay_date: date,
    category: str = "A",
    period: str = "month",
    contracted_out: bool = False,
    weeks: int = WEEKS_A_YEAR,
) -> NIFigures:
    """The thresholds and rates in force on a pay date for a category letter and a pay period.

    `weeks` are the tax weeks of a director's earnings period, who was appointed within the year.

    Raises UnknownFigure for a date outside the figures or a letter not in force, WrongInput for contracting out where
    there was none.
    """
    if not 1 <= weeks <= WEEKS_A_YEAR:
        raise WrongInput(f"an earnings period has 1 to {WEEKS_A_YEAR} tax weeks of the year, and not {weeks}")
    if weeks != WEEKS_A_YEAR and period != "year":
        raise WrongInput(f"tax weeks are counted for a director's period, the year, and the period is the {period}")
    figures, used = _figures(library.folders(), pay_date, category, period, contracted_out, weeks)
    for row, name, value in used:
        library.note_used(row, name, value)
    return figures


_Used = tuple[library.Row, str, str]


@cache
def _figures(
    folders: tuple[str, ...], pay_date: date, category: str, period: str, contracted_out: bool, weeks: int
) -> tuple[NIFigures, tuple[_Used, ...]]:
    used: list[_Used] = []

    def threshold(name: str) -> int:
        words = name.replace("_", " ")
        row = library.in_force("ni/thresholds.csv", name, pay_date, f"the {words} of employer's NI")
        limit = int(limit_of_weeks(int(row.values[PERIODS[period]]), weeks))
        of_weeks = "" if weeks == WEEKS_A_YEAR else f", {weeks} of {WEEKS_A_YEAR} weeks"
        used.append((row, f"NI {words}, {period}{of_weeks}", f"£{limit}"))
        return limit * 100

    def rate(name: str, words: str) -> int:
        row = library.in_force("ni/rates.csv", name, pay_date, words)
        points = int(row.values["basis_points"])
        used.append((row, words, percent_text(points)))
        return points

    employer = rate("employer", "the rate of employer's NI")  # first, so that a date past the figures is said plainly
    if period == "year" and has_rate_of_the_year(pay_date):
        used.clear()
        employer = rate("employer_year", "the rate of employer's NI on an annual earnings period")
    letter = _letter(category.upper(), pay_date)
    used.append((letter, f"NI category {category.upper()}", letter.values["who"]))
    upper_earnings_limit = threshold("upper_earnings_limit")
    starts = letter.values["starts_at"]
    if starts == "never":
        employer, starts_at = 0, 0
    else:
        starts_at = threshold(starts)
    is_out = letter.values["contracted_out"] == "always" or contracted_out
    if not is_out:
        return NIFigures(starts_at, upper_earnings_limit, employer, 0, 0, 0), tuple(used)
    try:
        rebate = rate("contracted_out_rebate", "the contracted-out rebate of employer's NI")
    except UnknownFigure:
        raise WrongInput(
            f"contracting out ended on 5 April 2016 and the pay date is {date_text(pay_date)}: say contracted out = no"
        ) from None
    if letter.values["contracted_out"] == "no":
        raise WrongInput(f"NI category {category.upper()} is never contracted out: say contracted out = no")
    rebate_from, rebate_to = threshold("lower_earnings_limit"), threshold("upper_accrual_point")
    return NIFigures(starts_at, upper_earnings_limit, employer, rebate_from, rebate_to, rebate), tuple(used)


def has_rate_of_the_year(pay_date: date) -> bool:
    """Whether the rate changed within the tax year, so that an annual earnings period has a rate of its own."""
    rows = [row for row in library.rows_of("ni/rates.csv") if row.values["rate"] == "employer_year"]
    return any(row.effective_from <= pay_date <= row.effective_to for row in rows)


def _letter(category: str, pay_date: date) -> library.Row:
    """The row of a category letter; letters were re-used, so what one means depends on the date."""
    try:
        return library.in_force("ni/categories.csv", category, pay_date, f"NI category {category}")
    except UnknownFigure:
        rows = library.rows_of("ni/categories.csv")
        if any(row.values["category"] == category and row.effective_to < pay_date for row in rows) and not any(
            row.values["category"] == category and row.effective_from > pay_date for row in rows
        ):
            raise  # a letter that the figures end for, which is not to say that it ended
        in_use = {row.values["category"] for row in rows if row.effective_from <= pay_date <= row.effective_to}
        raise UnknownName(
            f"NI category {category} is not in use on {date_text(pay_date)}; the letters are "
            f"{', '.join(sorted(in_use))}"
        ) from None


# --- the worksheet function ----------------------------------------------------------------------------------------


@worksheet_function(
    "EMPLOYERNI",
    Value(AMOUNT, ("pay",)),
    pay=(AMOUNT, "Pay in the period, £"),
    pay_date=(DAY, "The day the pay is paid, which decides the rates"),
    category=(TEXT, "NI category letter"),
    period=(choice(*PERIODS), "The pay period: week, fortnight, four weeks, month or year"),
    contracted_out=(YESNO, "yes for a salary-related pension scheme contracted out of the state second pension"),
    weeks=(WHOLE, "With the period year: tax weeks from a director's appointment to 5 April, counting that week"),
)
def employer_ni(
    pay: Form,
    pay_date: date,
    category: str = "A",
    period: str = "month",
    contracted_out: bool = False,
    weeks: int = WEEKS_A_YEAR,
) -> Form:
    """Employer's National Insurance on the pay of one period, £, exact to the penny.

    `pay` is £ in the period, one amount or a column. The thresholds of the period and the rate are those in force on
    `pay_date`. Each band is rounded by its third decimal, 0 to 5 down and 6 to 9 up, and the bands are then added;
    for a contracted-out scheme the rebate on the pay from the lower earnings limit to the upper accrual point comes
    off, and may make the answer negative.

    The period year is the annual earnings period of a company's director, which a council's director is not. Where the
    rate changed within a year, as in 2022-23, it is the blended rate (14.53%). `weeks` are for a director appointed
    within the year: the tax weeks left with that of the appointment; the annual limits are then those weeks' share of
    52, rounded up to the pound.

    Raises UnknownFigure for a date before 6 April 2009 or past the figures, and for a letter not in force that day.

    Source: HMRC NIM12031 and its test data for 2022-23 and 2025-26; NIM01610 (November 2022); NIM01224 (rebate);
    NIM01615 (blended rate); NIM12022 and NIM12023 (directors' periods; BrightPay's help prints limits rounded up).

    >>> import payband
    >>> payband.employer_ni(3000, "31/05/2025")
    Decimal('387.45')
    """
    return employer_ni_on(pay, *ni_figures(pay_date, category, period, contracted_out, weeks))


@employer_ni.explained
def _steps(pay: int, pay_date: date, category: str, period: str, contracted_out: bool, weeks: int) -> list[Step]:
    figures = ni_figures(pay_date, category, period, contracted_out, weeks)
    limit = figures.upper_earnings_limit
    bands = [
        ("NI to the upper earnings limit", figures.starts_at, limit, figures.rate, 1),
        ("NI above the upper earnings limit", limit, pay, figures.rate, 1),
        ("contracted-out rebate", figures.rebate_from, figures.rebate_to, figures.rebate, -1),
    ]
    steps = []
    for name, bottom, top, rate, sign in bands:
        if rate or sign > 0:
            band = larger(smaller(pay, top) - bottom, 0)
            rule = f"{pounds_text(band)} above {pounds_text(bottom)} at {percent_text(rate)}, by the third decimal"
            steps.append(Step(name, pounds(sign * contribution_on_band(pay, bottom, top, rate)), rule))
    return steps
