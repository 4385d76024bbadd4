"""Which rows there are of salaries, their months, and the figures that those bear."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from payband.calendar import Month
from payband.review.core.on_costs import PAID_AT, LevyRun, MonthRates, NIRun, Salary, Stretch, Terms, Tested
from payband.rules.levy import levy_rate
from payband.rules.national_insurance import NIFigures, ni_figures
from payband.rules.on_costs import OnCostTerms
from payband.sheets.rows import NO_ROW, Picked, Rows

__all__ = ["OnCostRows"]

_RATES = NIFigures._fields
_TESTED = PAID_AT.index((Tested, "salary"))


class OnCostRows:
    """Collects the rows of salaries and of the months in which they are paid; each is there once.

    `months` are whole months of one financial year that follow each other.
    """

    def __init__(self, months: Sequence[Month]) -> None:
        self._months = months
        self._terms: dict[tuple[str, OnCostTerms], int] = {}
        self._term_inputs: list[Any] = []
        self._salaries: list[tuple[int, int, int, int, int, int]] = []
        self._alike: dict[object, int] = {}
        self._tested = 0
        self._salary_inputs: list[Any] = []
        self._runs: dict[tuple[str, bool], list[tuple[int, int, int]]] = {}
        self._levies: list[tuple[int, int, int]] = []
        self._rates: dict[tuple[NIFigures, int], int] = {}
        self.rate_months: list[tuple[Month, str, bool]] = []
        """For each row of rates the first month that bears them, the NI category, and whether it is contracted out."""

    def terms(self, terms: OnCostTerms, profile: Any) -> int:
        """The row of on-cost terms, which stand in a row of table OnCosts."""
        key = (profile.profile, terms)
        if key not in self._terms:
            self._terms[key] = len(self._terms)
            self._term_inputs.append(profile)
            self._ni_runs(terms)
            self._levy_runs(terms)
        return self._terms[key]

    def salary(
        self, at: tuple[int, int], terms: int, *, estimated: bool, time: tuple[int, int] = (1, 1), of: Any = None
    ) -> int:
        """The row of a salary, and of its months: `at` says where it is from (a place of `PAID_AT`, and the row there).

        `time` is the share of full time in parts, as the row `of` of table Structure has it. Where the on-costs are not
        stated `terms` is no row.
        """
        self._salaries.append((*at, time[0], time[1], int(estimated), terms))
        self._salary_inputs.append(of)
        return len(self._salaries) - 1

    def where(self, salary: int) -> tuple[int, int]:
        """Where a salary is from: a place of `PAID_AT`, and the row there."""
        return self._salaries[salary][:2]

    def is_levy(self, rates: int) -> bool:
        """Whether a row of rates is one of the levy, and not of NI."""
        return rates in {run[2] for run in self._levies}

    def tested(self, terms: int) -> int:
        """The row of a salary that an approval rule tests with its on-costs."""
        self._tested += 1
        return self.salary((_TESTED, self._tested - 1), terms, estimated=False)

    def salary_alike(self, pay: object, at: tuple[int, int], terms: int, *, estimated: bool) -> int:
        """The row of a salary for the time worked, one for all who are paid the same on the same terms."""
        key = (pay, terms, estimated)
        found = self._alike.get(key)
        if found is None:
            found = self._alike[key] = self.salary(at, terms, estimated=estimated)
        return found

    def _rate(self, figures: NIFigures, levy: int, month: Month, terms: OnCostTerms) -> int:
        key = (figures, levy)
        if key not in self._rates:
            self._rates[key] = len(self._rates)
            self.rate_months.append((month, terms.category, terms.contracted_out))
        return self._rates[key]

    def _ni_runs(self, terms: OnCostTerms) -> list[tuple[int, int, int]]:
        """The runs of months with the same NI figures: the first and last month of each, and the row of the figures."""
        key = (terms.category, terms.contracted_out)
        if key not in self._runs:
            dated = [(month, ni_figures(month.pay_date, *key[:1], "month", key[1])) for month in self._months]
            found = []
            for figures, run in groupby(dated, key=lambda each: each[1]):
                months = [month for month, _ in run]
                found.append((months[0].number, months[-1].number, self._rate(figures, 0, months[0], terms)))
            self._runs[key] = found
        return self._runs[key]

    def _levy_runs(self, terms: OnCostTerms) -> list[tuple[int, int, int]]:
        if not terms.levy:
            return []
        if not self._levies:
            dated = [(month, levy_rate(month.pay_date)) for month in self._months]
            for levy, run in groupby(dated, key=lambda each: each[1]):
                months = [month for month, _ in run]
                figures = NIFigures(0, 0, 0, 0, 0, 0)
                self._levies.append((months[0].number, months[-1].number, self._rate(figures, levy, months[0], terms)))
        return self._levies

    def rows(self, *, at_once: bool = False) -> list[Rows]:
        """The rows of every sheet that a salary's cost is worked out on; as NumPy columns for evaluation at once."""
        all_terms = [terms for _, terms in self._terms]
        which, row, parts, of_parts, estimated, of_terms = columns_of(self._salaries, 6, at_once=at_once)
        count = len(self._salaries)
        first, last = (self._months[end].number for end in (0, -1))
        rates = list(self._rates)
        return [
            Rows(Tested, self._tested, {"salary": [0] * self._tested}),
            Rows(Terms, len(all_terms), {
                "pension_rate": [each.pension_rate for each in all_terms],
                "other_rate": [each.other_rate for each in all_terms],
            }, self._term_inputs),
            Rows(MonthRates, len(rates), {
                **{name: [getattr(each, name) for each, _ in rates] for name in ("starts_at", "rate", *_RATES[3:])},
                "limit": [each.upper_earnings_limit for each, _ in rates],
                "levy": [levy for _, levy in rates],
            }),
            Rows(Salary, count, {
                "full": Picked(PAID_AT, which, row), "parts": parts, "of_parts": of_parts, "estimated": estimated,
                "terms": of_terms,
            }, self._salary_inputs),
            Rows(Stretch, count, {"salary": range(count), "first": [first] * count, "last": [last] * count}),
            _runs(NIRun, [self._ni_runs(each) for each in all_terms], of_terms, at_once=at_once),
            _runs(LevyRun, [self._levy_runs(each) for each in all_terms], of_terms, at_once=at_once),
        ]  # fmt: skip


def columns_of(rows: Sequence[tuple[int, ...]], width: int, *, at_once: bool) -> Sequence[Any]:
    """The columns of rows of whole numbers."""
    if at_once:
        import numpy as np

        return list(np.array(rows, dtype=np.int64).reshape(len(rows), width).T.copy())
    return list(zip(*rows, strict=True)) if rows else [()] * width


_Run = tuple[int, int, int]


def _runs(sheet: Any, runs_of: Sequence[Sequence[_Run]], of_terms: Any, *, at_once: bool) -> Rows:
    """The runs of every salary's months, by its on-cost terms."""
    if at_once:
        import numpy as np

        of: Any = np.concatenate(
            [np.repeat(np.flatnonzero(of_terms == at), len(runs)) for at, runs in enumerate(runs_of)] or [of_terms[:0]]
        )
        found: Any = np.concatenate(
            [np.tile(np.array(runs, dtype=np.int64).reshape(-1, 3), (int((of_terms == at).sum()), 1))
             for at, runs in enumerate(runs_of)] or [np.zeros((0, 3), np.int64)]
        ).T  # fmt: skip
        first, last, rates = found
    else:
        pairs = [(salary, *run) for salary, at in enumerate(of_terms) if at != NO_ROW for run in runs_of[at]]
        of, first, last, rates = columns_of(pairs, 4, at_once=False)
    return Rows(sheet, len(of), {"stretch": of, "first": first, "last": last, "rates": rates})
