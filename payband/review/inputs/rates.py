"""The statutory rates of each month of the horizon, those past the published ones as table Assumptions says."""

import re
from collections.abc import Iterable
from datetime import date

from payband import library
from payband.calendar import FinancialYear, Month, financial_year_from
from payband.errors import Problem, UnknownFigure, WrongInput
from payband.review.inputs.tables import Assumption
from payband.rules.cost.benefits_in_kind import class_1a_rate
from payband.rules.cost.levy import levy_rate
from payband.rules.cost.national_insurance import NIFigures, ni_figures
from payband.rules.cost.on_costs import OnCostTerms
from payband.units import basis_points_from, percent_text

__all__ = ["AFTER_THE_LAST", "AS_THE_LAST", "Rates", "assumption_problems", "ni_rate_year"]

AFTER_THE_LAST = "rates after the last published year"
AS_THE_LAST = "as the last year"
_NI_RATE = re.compile(r"employer NI rate from (.+)", re.I)
_MOST_YEARS_BACK = 60
_STANDARD = OnCostTerms(pension_rate=0)  # employer's NI alone, at the standard category


def _same_day(text: str, name: str) -> bool:
    return " ".join(text.split()).casefold() == name.casefold()


def assumption_problems(rows: Iterable[Assumption], sheet: str) -> list[Problem]:
    """What is wrong with the rows of Assumptions that payband reads: a value that means nothing to it, a rate twice."""
    problems = []
    first: dict[FinancialYear, int] = {}
    for row in rows:
        message = ""
        try:
            _, rate = _read(row)
        except WrongInput as error:
            message = str(error)
        else:
            if rate is not None and first.setdefault(rate[0], row.row) != row.row:
                message = (
                    f"the employer NI rate from {rate[0]} is already in row {first[rate[0]]}: delete one of the two "
                    "rows"
                )
        if message:
            problems.append(Problem(message, sheet=sheet, table="Assumptions", row=row.row, column="value"))
    return problems


def ni_rate_year(assumption: str) -> FinancialYear | None:
    """The year from which an assumption sets the rate of employer's NI; None for any other assumption.

    >>> str(ni_rate_year("employer NI rate from 2026-27")), ni_rate_year("discount rate")
    ('2026-27', None)
    """
    found = _NI_RATE.fullmatch(" ".join(assumption.split()))
    try:
        return financial_year_from(found[1], "the year it starts in") if found else None
    except WrongInput:  # the check of the inputs says so
        return None


def _read(row: Assumption) -> tuple[bool, tuple[FinancialYear, int] | None]:
    """Whether a row carries the last rates on, and the rate of employer's NI that it sets from a year on."""
    if _same_day(row.assumption, AFTER_THE_LAST):
        if not _same_day(row.value, AS_THE_LAST):
            raise WrongInput(f"'{row.value}' is not an assumption that payband can use: write '{AS_THE_LAST}'")
        return True, None
    if found := _NI_RATE.fullmatch(" ".join(row.assumption.split())):
        rate = basis_points_from(row.value, "the rate")
        if rate < 0:
            raise WrongInput(f"a rate of {percent_text(rate)} is not possible: give one from 0% to 100%")
        return False, (financial_year_from(found[1], "the year it starts in"), rate)
    return False, None


class Rates:
    """The NI figures and the levy of each month: published ones, or assumed where the assumptions say so.

    `assumed` collects, by financial year, which assumption the figures rest on.
    """

    def __init__(self, assumptions: Iterable[Assumption], prices_of: FinancialYear | None = None) -> None:
        read = [_read(row) for row in assumptions]
        self._carried_on = any(carried for carried, _ in read)
        self._ni_rates = sorted(rate for _, rate in read if rate is not None)
        self._prices_of = prices_of
        self.assumed: dict[FinancialYear, str] = {}
        self._known: dict[tuple[date, str, bool, bool], tuple[NIFigures, int]] = {}
        self._dates: dict[date, date] = {}

    @property
    def key(self) -> tuple[object, ...]:
        """What decides the figures: the same key, the same figures."""
        return (library.folders(), self._carried_on, tuple(self._ni_rates), self._prices_of)

    def __call__(self, month: Month, terms: OnCostTerms) -> tuple[NIFigures, int]:
        """The NI figures and the rate of levy that a month's pay bears.

        Raises UnknownFigure past the published rates, unless an assumption carries them on.
        """
        pay_date = month.pay_date if self._prices_of is None else _in_year(month.pay_date, self._prices_of)
        key = (pay_date, terms.category, terms.contracted_out, terms.levy)
        if key not in self._known:
            self._known[key] = self._find(*key)
        return self._known[key]

    def basis(self, month: Month, terms: OnCostTerms) -> tuple[date, tuple[FinancialYear, int] | None]:
        """The pay date whose published figures a month bears, and the assumed rate of NI that stands in their place.

        Raises as a call does.
        """
        self(month, terms)
        pay_date = month.pay_date if self._prices_of is None else _in_year(month.pay_date, self._prices_of)
        year = FinancialYear.containing(pay_date)
        assumed = [each for each in self._ni_rates if each[0] <= year]
        return self._dates.get(pay_date, pay_date), assumed[-1] if assumed else None

    def class_1a(self, month: Month) -> int:
        """The rate of Class 1A NI that a benefit in kind of a month bears, in basis points: the secondary percentage.

        Raises as a call does.
        """
        pay_date, assumed = self.basis(month, _STANDARD)
        return class_1a_rate(pay_date) if assumed is None else assumed[1]

    def _find(self, pay_date: date, category: str, contracted_out: bool, levy: bool) -> tuple[NIFigures, int]:
        year = FinancialYear.containing(pay_date)
        try:
            found = self._published(pay_date, category, contracted_out, levy)
        except WrongInput as error:  # contracting out has ended: what the year would cost on other terms is not known
            raise UnknownFigure(str(error)) from None
        for first, rate in self._ni_rates:
            if first <= year and found[0].rate:
                found = (found[0]._replace(rate=rate), found[1])
                self.assumed[year] = f"employer NI rate from {first}: {percent_text(rate)}"
        return found

    def _published(self, pay_date: date, category: str, contracted_out: bool, levy: bool) -> tuple[NIFigures, int]:
        def on(day: date) -> tuple[NIFigures, int]:
            return ni_figures(day, category, "month", contracted_out), levy_rate(day) if levy else 0

        try:
            return on(pay_date)
        except UnknownFigure as error:
            for back in range(1, _MOST_YEARS_BACK):
                before = _in_year(pay_date, FinancialYear(FinancialYear.containing(pay_date).start - back))
                try:
                    found = on(before)
                except UnknownFigure:
                    continue
                except WrongInput:  # contracting out, which the last published rates do not know any more
                    raise error from None
                if not self._carried_on:
                    raise UnknownFigure(
                        f"{error}; or add a row to table Assumptions: assumption '{AFTER_THE_LAST}', value "
                        f"'{AS_THE_LAST}'"
                    ) from None
                self.assumed[FinancialYear.containing(pay_date)] = f"{AFTER_THE_LAST}: {AS_THE_LAST}"
                self._dates[pay_date] = before
                return found
            raise


def _in_year(day: date, year: FinancialYear) -> date:
    """The last day of the same month in a financial year."""
    return year.months[(day.month - 4) % 12].last
