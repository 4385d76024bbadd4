"""Which rows there are of salaries, the months in which they are paid, and the figures that those bear."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any, Protocol

from payband.calendar import Month
from payband.review.core.on_costs import (
    PAID_AT,
    BenefitRate,
    BenefitRun,
    LevyRun,
    MonthRates,
    NIRun,
    PaidWith,
    PartMonth,
    Salary,
    Span,
    Stretch,
    Terms,
)
from payband.review.core.pay_elements import Elements, element_rows
from payband.review.inputs.inputs import Inputs
from payband.review.inputs.on_cost_terms import terms_of_profile
from payband.review.inputs.tables import IN_KIND, PackageElement
from payband.rules.cost.benefits_in_kind import class_1a_rate
from payband.rules.cost.levy import levy_rate
from payband.rules.cost.national_insurance import NIFigures, ni_figures
from payband.rules.cost.on_costs import OnCostTerms
from payband.rules.pay.salary_months import PartOf
from payband.sheets.collected import Collected, columns_of
from payband.sheets.rows import NO_ROW, Picked, Rows

__all__ = ["OnCostRows", "RatesOf"]


class RatesOf(Protocol):
    """The figures that a month bears."""

    def __call__(self, month: Month, terms: OnCostTerms, /) -> tuple[NIFigures, int]:
        """The NI figures and the rate of levy (0 for none) that a month's pay bears on some terms."""

    def class_1a(self, month: Month, /) -> int:
        """The rate of Class 1A NI that a benefit in kind of the month bears."""


_RATES = NIFigures._fields
_NO_NI = NIFigures(0, 0, 0, 0, 0, 0)

_Run = tuple[int, int, int]
"""A run of months that bear the same figures: the first and the last of them, and the row of the figures."""


class _Published:
    """The figures of a month as they were published. Raises UnknownFigure for a month past them."""

    def __call__(self, month: Month, terms: OnCostTerms, /) -> tuple[NIFigures, int]:
        ni = ni_figures(month.pay_date, terms.category, "month", terms.contracted_out)
        return ni, levy_rate(month.pay_date) if terms.levy else 0

    def class_1a(self, month: Month, /) -> int:
        return class_1a_rate(month.pay_date)


_PUBLISHED = _Published()


class OnCostRows:
    """Collects the rows of salaries and of the months in which they are paid."""

    def __init__(self, rates_of: RatesOf = _PUBLISHED, package: Sequence[PackageElement] = ()) -> None:
        self.rates_of = rates_of
        self._package = package
        self._in_kind = {place for place, each in enumerate(package) if each.costed_as == IN_KIND}
        self._elements_of: dict[int, Elements] = {}
        """The pay elements of each salary that has any."""
        self._terms: dict[tuple[str, OnCostTerms], int] = {}
        self.profiles: list[Any] = []
        """For each row of terms the row of table OnCosts that it is in."""
        self._salaries = Collected(6)
        self._salary_inputs: list[Any] = []
        self.names: list[str] = []
        """What each salary is called."""
        self._alike: dict[object, int] = {}
        self._stretches = Collected(5)
        self._parts = Collected(4)
        self._spans = 0
        self._kinds: dict[tuple[int, tuple[Month, ...], RatesOf | None], int] = {}
        self._of_content: dict[tuple[int, int, tuple[_Run, ...], tuple[_Run, ...], int], int] = {}
        """The kinds of months by what they bear: first and last month, the runs of NI and of the levy, Class 1A."""
        self._benefit_rates: dict[int, int] = {}
        self.benefit_months: list[Month] = []
        """For each row of a rate of Class 1A the first month that bears it."""
        self._rates: dict[tuple[NIFigures, int], int] = {}
        self._levy_rates: set[int] = set()
        self.rate_months: list[tuple[Month, OnCostTerms]] = []
        """For each row of rates the first month that bears them, and the terms."""

    # --- terms and salaries ------------------------------------------------------------------------------------------

    def terms(self, terms: OnCostTerms, profile: Any = None) -> int:
        """The row of on-cost terms, and where formulas are to follow them the row of table OnCosts that has them."""
        key = ("" if profile is None else profile.profile, terms)
        if key not in self._terms:
            self._terms[key] = len(self._terms)
            self.profiles.append(profile)
        return self._terms[key]

    @property
    def all_terms(self) -> list[OnCostTerms]:
        """Every kind of on-cost terms."""
        return [terms for _, terms in self._terms]

    def salary(
        self,
        at: tuple[int, int],
        terms: int,
        *,
        estimated: bool,
        time: tuple[int, int] = (1, 1),
        of: Any = None,
        what: str = "",
        elements: Elements = (),
    ) -> int:
        """The row of a salary: `at` says where it is from (a place of `PAID_AT`, and the row there).

        `time` is the share of full time in parts, as the row `of` of the workbook has it, and `what` the name of the
        salary on a sheet of workings. Where the on-costs are not stated `terms` is NO_ROW. `elements` are the places in
        table Package of the pay elements next to it.
        """
        self.names.append(what)
        self._salary_inputs.append(of)
        return self._with(elements, self._salaries.add(*at, *time, int(estimated), terms))

    def _with(self, elements: Elements, salary: int) -> int:
        if elements:
            self._elements_of[salary] = elements
        return salary

    def salary_alike(
        self,
        pay: object,
        at: tuple[int, int],
        terms: int,
        *,
        estimated: bool,
        time: tuple[int, int],
        elements: Elements = (),
    ) -> int:
        """The row of a salary, one for all who are paid the same for the same time on the same terms."""
        key = (pay, time, terms, estimated, elements)
        found = self._alike.get(key)
        if found is None:
            found = self.salary(at, terms, estimated=estimated, time=time, elements=elements)
            self._alike[key] = found
        return found

    def where(self, salary: int) -> tuple[int, int]:
        """Where a salary is from: a place of `PAID_AT`, and the row there."""
        which, row, *_ = self._salaries[salary]
        return which, row

    def salary_of(self, stretch: int) -> int:
        """The salary of some months."""
        return self._stretches[stretch][0]

    def elements_of(self, salary: int) -> list[PackageElement]:
        """The pay elements next to a salary."""
        return [self._package[each] for each in self._elements_of.get(salary, ())]

    def raised(self, salary: int, at: tuple[int, int], when: str) -> int:
        """The row of a salary after it has changed: the same time and terms, from another place."""
        self.names.append(f"{self.names[salary]}, {when}")
        self._salary_inputs.append(self._salary_inputs[salary])
        return self._with(self._elements_of.get(salary, ()), self._salaries.add(*at, *self._salaries[salary][2:]))

    def many_salaries(
        self, which: Any, rows: Any, parts: Any, of_parts: Any, terms: int, elements: Mapping[int, Elements]
    ) -> int:
        """The first row of many salaries on the same terms, given as columns of where each is from and of its time.

        `elements` are the pay elements of those that have any, by their place. Whether one rests on a point never
        published is not asked of them.
        """
        first: int = self._salaries.extend(which, rows, parts, of_parts, 0, terms)
        self._elements_of |= {first + place: each for place, each in elements.items()}
        return first

    # --- months ------------------------------------------------------------------------------------------------------

    def many_spans(self, count: int) -> int:
        """The first of many rows of days on which salaries are paid."""
        self._spans += count
        return self._spans - count

    def many_stretches(
        self, salaries: Any, terms: int, months: tuple[Month, ...], spans: Any = NO_ROW, rates_of: RatesOf | None = None
    ) -> int:
        """The first row of many salaries, on the same terms, over the same months."""
        kind = self._kind(terms, months, rates_of)
        return self._stretches.extend(salaries, months[0].number, months[-1].number, spans, kind)

    def many_part_months(
        self, salaries: Any, terms: int, part: PartOf, spans: Any, rates_of: RatesOf | None = None
    ) -> None:
        """The rows of the same part of a month of many salaries."""
        first = self.many_stretches(salaries, terms, part.months, NO_ROW, rates_of)
        self._parts.extend(range(first, first + len(salaries)), spans, part.days, part.of_days)

    def span(self) -> int:
        """The row of days on which a salary is paid; its months and parts of months name it."""
        self._spans += 1
        return self._spans - 1

    def stretch(
        self,
        salary: int,
        months: tuple[Month, ...],
        span: int = NO_ROW,
        terms: int | None = None,
        rates_of: RatesOf | None = None,
    ) -> int:
        """The row of a salary over whole months that follow each other in one financial year.

        Its `terms` are given where salaries were collected in columns.
        """
        kind = self._kind(self._salaries[salary][5] if terms is None else terms, months, rates_of)
        return self._stretches.add(salary, months[0].number, months[-1].number, span, kind)

    def _kind(self, terms: int, months: tuple[Month, ...], rates_of: RatesOf | None = None) -> int:
        """The number of some terms over some months, at the usual rates or others: one for all that bear alike."""
        key = (terms, months, rates_of)
        kind = self._kinds.get(key)
        if kind is None:
            rates = rates_of or self.rates_of
            runs = self._runs_of(terms, months, rates)
            benefits = self._benefit_rate(months[0], rates) if self._in_kind and terms != NO_ROW else NO_ROW
            content = (months[0].number, months[-1].number, *runs, benefits)
            kind = self._kinds[key] = self._of_content.setdefault(content, len(self._of_content))
        return kind

    def bears(self, salary: int, months: tuple[Month, ...], rates_of: RatesOf | None = None) -> object:
        """What the months of a salary bear: those with the same figures of the same months cost the same."""
        return (salary, self._kind(self._salaries[salary][5], months, rates_of))

    def many_bear(self, terms: int, months: tuple[Month, ...], rates_of: RatesOf | None) -> int:
        """The number of what the months of many salaries bear: where it is the same, they cost the same."""
        return self._kind(terms, months, rates_of)

    def part_month(self, salary: int, part: PartOf, span: int, rates_of: RatesOf | None = None) -> None:
        """The row of a part of a month: some days of the month, or of the year."""
        stretch = self.stretch(salary, part.months, rates_of=rates_of)
        self._parts.add(stretch, span, part.days, part.of_days)

    def ni_runs(self, terms: int, months: tuple[Month, ...], rates_of: RatesOf | None = None) -> tuple[_Run, ...]:
        """The runs of months with the same figures of NI: the first and the last month, and the row of the figures."""
        return self._runs_of(terms, months, rates_of or self.rates_of)[0]

    def _runs_of(
        self, terms_row: int, months: tuple[Month, ...], rates_of: RatesOf
    ) -> tuple[tuple[_Run, ...], tuple[_Run, ...]]:
        """The runs of months with the same figures of NI, and of the levy; none where the on-costs are not stated."""
        ni: list[_Run] = []
        levies: list[_Run] = []
        if terms_row != NO_ROW:
            terms = list(self._terms)[terms_row][1]
            dated = [(month, *rates_of(month, terms)) for month in months]
            for figures, run in groupby(dated, key=lambda each: each[1]):
                of_run = [month for month, *_ in run]
                ni.append((of_run[0].number, of_run[-1].number, self._rate(figures, 0, of_run[0], terms)))
            for levy, run in groupby(dated, key=lambda each: each[2]):
                of_run = [month for month, *_ in run]
                if terms.levy:
                    row = self._rate(_NO_NI, levy, of_run[0], terms)
                    self._levy_rates.add(row)
                    levies.append((of_run[0].number, of_run[-1].number, row))
        return tuple(ni), tuple(levies)

    def _benefit_rate(self, month: Month, rates_of: RatesOf) -> int:
        """The row of the rate of Class 1A of a month. The months of a financial year are all paid in one tax year."""
        rate = rates_of.class_1a(month)
        if rate not in self._benefit_rates:
            self._benefit_rates[rate] = len(self._benefit_rates)
            self.benefit_months.append(month)
        return self._benefit_rates[rate]

    def _rate(self, figures: NIFigures, levy: int, month: Month, terms: OnCostTerms) -> int:
        key = (figures, levy)
        if key not in self._rates:
            self._rates[key] = len(self._rates)
            self.rate_months.append((month, terms))
        return self._rates[key]

    def month_rates(self, month: Month, terms_row: int) -> tuple[int, int]:
        """The rows of the NI figures and of the levy that a month bears on some terms; no row where there is no levy.

        Raises UnknownFigure for a month past the rates.
        """
        terms = list(self._terms)[terms_row][1]
        figures, levy = self.rates_of(month, terms)
        ni = self._rate(figures, 0, month, terms)
        if not terms.levy:
            return ni, NO_ROW
        row = self._rate(_NO_NI, levy, month, terms)
        self._levy_rates.add(row)
        return ni, row

    def is_levy(self, rates: int) -> bool:
        """Whether a row of rates is one of the levy, and not of NI."""
        return rates in self._levy_rates

    def terms_in(self, inputs: Inputs) -> Rows:
        """The rows of the terms as other inputs have them, whose profiles differ in nothing but the rates of pay."""
        found = [terms_of_profile(inputs, each.profile) for each in self.profiles]
        return self._terms_rows([terms for terms in found if terms is not None])

    def _terms_rows(self, all_terms: Sequence[OnCostTerms]) -> Rows:
        return Rows(Terms, len(all_terms), {
            "pension_rate": [each.pension_rate for each in all_terms],
            "other_rate": [each.other_rate for each in all_terms],
        }, self.profiles)  # fmt: skip

    # --- rows --------------------------------------------------------------------------------------------------------

    def rows(self, *, at_once: bool = False) -> list[Rows]:
        """The rows of every sheet that a salary's cost is worked out on; as NumPy columns for evaluation at once."""
        which, row, parts, of_parts, estimated, of_terms = self._salaries.columns(at_once=at_once)
        of, first, last, span, kind = self._stretches.columns(at_once=at_once)
        month, of_span, days, of_days = self._parts.columns(at_once=at_once)
        rates = list(self._rates)
        return [
            self._terms_rows(self.all_terms),
            Rows(MonthRates, len(rates), {
                **{name: [getattr(each, name) for each, _ in rates] for name in _RATES},
                "levy": [levy for _, levy in rates],
            }),
            Rows(Salary, len(self._salaries), {
                "full": Picked(PAID_AT, which, row), "parts": parts, "of_parts": of_parts, "estimated": estimated,
                "terms": of_terms,
            }, self._salary_inputs),
            Rows(Span, self._spans, {}),
            Rows(Stretch, len(self._stretches), {"salary": of, "first": first, "last": last, "span": span}),
            Rows(PartMonth, len(self._parts), {"month": month, "span": of_span, "days": days, "of_days": of_days}),
            _runs(NIRun, [ni for *_, ni, _, _ in self._of_content], kind, at_once=at_once),
            _runs(LevyRun, [levies for *_, levies, _ in self._of_content], kind, at_once=at_once),
            *self._element_rows(of, kind, at_once=at_once),
        ]  # fmt: skip

    def _element_rows(self, salary_of: Any, kind: Any, *, at_once: bool) -> list[Rows]:
        """The rows of the pay elements next to salaries, and of Class 1A NI on benefits in kind."""
        pairs = [(salary, element) for salary, elements in self._elements_of.items() for element in elements]
        salary, element = columns_of(pairs, 2, at_once=at_once)
        with_benefit = {each for each, elements in self._elements_of.items() if not self._in_kind.isdisjoint(elements)}
        rate_of = [benefits for *_, benefits in self._of_content]
        runs = [
            (stretch, rate_of[kind[stretch]])
            for stretch, each in enumerate(salary_of if with_benefit else ())
            if each in with_benefit and rate_of[kind[stretch]] != NO_ROW
        ]
        stretch, rates = columns_of(runs, 2, at_once=at_once)
        return [
            element_rows(self._package),
            Rows(PaidWith, len(pairs), {"salary": salary, "element": element}),
            Rows(BenefitRate, len(self._benefit_rates), {"rate": list(self._benefit_rates)}),
            Rows(BenefitRun, len(runs), {"stretch": stretch, "rates": rates}),
        ]


def _runs(sheet: Any, runs_of: Sequence[Sequence[_Run]], kinds: Any, *, at_once: bool) -> Rows:
    """The runs of the months of every stretch, by its kind: its terms and months."""
    if at_once:
        import numpy as np

        members = [np.flatnonzero(kinds == kind) for kind in range(len(runs_of))]
        of: Any = np.concatenate(
            [np.repeat(rows, len(runs)) for rows, runs in zip(members, runs_of, strict=True)] or [kinds[:0]]
        )
        found: Any = np.concatenate(
            [np.tile(np.array(runs, dtype=np.int64).reshape(-1, 3), (len(rows), 1))
             for rows, runs in zip(members, runs_of, strict=True)] or [np.zeros((0, 3), np.int64)]
        ).T  # fmt: skip
        first, last, rates = found
    else:
        pairs = [(stretch, *run) for stretch, kind in enumerate(kinds) for run in runs_of[kind]]
        of, first, last, rates = columns_of(pairs, 4, at_once=False)
    return Rows(sheet, len(of), {"stretch": of, "first": first, "last": last, "rates": rates})
