"""An outlook: what a review comes to year by year, by line and in total, and in the steady state."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from payband.calendar import FinancialYear
from payband.errors import UnknownName, nearest_name
from payband.review.answers import YEAR_BY_YEAR, YEARS, AnswerRows
from payband.review.core.outlook import LineOutlook
from payband.sheets.answers import answer_columns
from payband.sheets.figures import Figures
from payband.sheets.rows import Rows
from payband.sheets.unknown import Maybe, Reasons
from payband.sheets.worked import Worked

if TYPE_CHECKING:
    import numpy as np

    Column: TypeAlias = "np.ndarray[Any, np.dtype[np.int64]]"

__all__ = ["PROTECTION", "STATES", "STEADY_STATE", "LineYear", "Outlook", "StateCost"]

STEADY_STATE = "steady state"


class StateCost(NamedTuple):
    """What one state of the structure costs in one year, pence; amounts of a line, or of all lines together.

    `cost` is what it costs the body: salaries and on-costs, less what others pay, plus the stated difference. The
    effects say how much of the salaries and on-costs of the year comes from what: rates (this year's, not those of the
    price base), leavers (their posts vacant after they have gone), drift (increments, at the salaries before awards)
    and awards (on top of the drift). What is left when they are taken off is the cost in the prices and rates of the
    price base.
    """

    salaries: int
    on_costs: int
    external: int
    """What somebody else pays."""
    stated_difference: int
    """A stated cost less the modelled one, for as long as the line is in force: the stated figure wins."""
    rates: int
    leavers: int
    drift: int
    awards: int
    external_ended: int
    """What the body pays because external funding has ended."""
    cost: int


STATES = ("now", "proposed", "full_year", "displaced")
"""The structure now for the whole year; what is paid (now to the implementation date, from it the proposed one and
displaced people to their last day); the proposed structure as if it had been in force the whole year; and of what is
paid, that to displaced people."""

PROTECTION = ("protection", "protection_on_costs")


class LineYear(NamedTuple):
    """A line, or all lines together, in one financial year or in the steady state, pence."""

    now: StateCost
    proposed: StateCost
    full_year: StateCost
    displaced: StateCost
    protection: int
    protection_on_costs: int

    @property
    def _worked_out(self) -> Worked:
        return Worked(
            LineOutlook, cost_now=self.now.cost, cost_proposed=self.proposed.cost, full_year=self.full_year.cost,
            displaced=self.displaced.cost, protected_pay=self.protection, protection_on_costs=self.protection_on_costs,
        )  # fmt: skip

    @property
    def saving(self) -> int:
        """Cost now less what is paid, before protection; below zero it costs more."""
        return int(self._worked_out.saving)

    @property
    def full_year_saving(self) -> int:
        """The saving if the proposed structure had been in force the whole year."""
        return int(self._worked_out.full_year_saving)

    @property
    def part_year(self) -> int:
        """What the old structure's months in year one cost more (or, below zero, less) than the new one's."""
        return int(self._worked_out.part_year)

    @property
    def protection_cost(self) -> int:
        """Protected pay and its on-costs."""
        return int(self._worked_out.protection)

    @property
    def net_saving(self) -> int:
        """The saving after protection."""
        return int(self._worked_out.net_saving)


@dataclass(frozen=True, eq=False)
class Outlook:
    """What a review comes to year by year, by line and in total, in whole pence.

    `amounts` holds int64 columns for each state: field of StateCost, year (the steady state last), line. `protection`
    likewise: pay and on-costs, year, line. `known` says for each year and line whether the figures stand for anything.
    """

    years: tuple[FinancialYear, ...]
    lines: tuple[str, ...]
    amounts: Any
    protection: Any
    known: Any
    assumed: tuple[str, ...]
    """For each year and the steady state, the assumption that its rates rest on; empty where they are published."""
    why: Mapping[str, str] = field(default_factory=dict)
    """Why a line's cost is not known."""
    estimated: frozenset[str] = frozenset()
    """The lines that rest on points which were never published."""
    warnings: tuple[str, ...] = ()
    of_rates: tuple[str, ...] = ()
    """The warnings of them that say which years have no rates, or assumed ones."""

    def line_year(self, line: str, year: FinancialYear) -> LineYear | None:
        """A line in a year; None where its cost is not known.

        Raises UnknownName for a line or a year that is not in the outlook.
        """
        return self._at(self._year(year), self._line(line))

    def total(self, year: FinancialYear) -> LineYear | None:
        """All lines together in a year; None while a line is not known, so that a sum never leaves one out unsaid."""
        return self._total(self._year(year))

    @property
    def steady_state(self) -> LineYear | None:
        """All lines together once everything has settled.

        A full year of each structure at the salaries and rates of the last year of the horizon: no protection, everyone
        at the top of the increments, leavers' posts vacant, dated external funding at an end. It does not depend on the
        day of the year the new structure starts.
        """
        return self._total(len(self.years))

    def steady_state_of(self, line: str) -> LineYear | None:
        """A line once everything has settled; None where its cost is not known."""
        return self._at(len(self.years), self._line(line))

    def cumulative_net_savings(self) -> list[int | None]:
        """The net saving of each year and those before it; None from the first year that is not known."""
        found: list[int | None] = []
        for year in self.years:
            total, before = self.total(year), found[-1] if found else 0
            found.append(None if total is None or before is None else before + total.net_saving)
        return found

    def rows(self) -> AnswerRows:
        """Every line in every year and in the steady state, as an answer table."""
        return AnswerRows.of_columns(YEAR_BY_YEAR, answer_columns(self.figures_by_line(), LineOutlook))

    def total_rows(self) -> AnswerRows:
        """All lines together in every year and in the steady state."""
        return AnswerRows.of_columns(YEARS, answer_columns(self._figures(together=True), LineOutlook)[1:])

    def figures_by_line(self) -> Figures:
        """The figures of each line in each year and in the steady state: the rows of `rows`."""
        return self._figures(together=False)

    def _figures(self, *, together: bool) -> Figures:
        """The figures of each year and line; or of all lines `together`, unknown while one of them is."""
        import numpy as np

        def of(amounts: "Column") -> "Column":
            return amounts.sum(axis=-1, keepdims=True) if together else amounts

        known = self.known.all(axis=-1, keepdims=True) if together else self.known
        now, paid, full_year, displaced = (dict(zip(StateCost._fields, of(each), strict=True)) for each in self.amounts)
        protected_pay, protection_on_costs = of(self.protection)
        given = {
            "cost_now": now["cost"], "cost_proposed": paid["cost"], "full_year": full_year["cost"],
            "displaced": displaced["cost"],
            "protected_pay": protected_pay, "protection_on_costs": protection_on_costs,
            **{name: full_year[name] for name in StateCost._fields if name in LineOutlook.givens},
        }  # fmt: skip
        names = [""] if together else list(self.lines)
        labels = [*map(str, self.years), STEADY_STATE]
        reasons = Reasons()
        unknown = np.where(known.ravel(), 0, reasons.place("not known"))
        figures: dict[str, Any] = {
            name: Maybe(values.ravel(), unknown) if unknown.any() else values.ravel() for name, values in given.items()
        }
        estimated = [bool(self.estimated) if together else name in self.estimated for name in names]
        return Figures([
            Rows(LineOutlook, known.size, {
                **figures,
                "line": names * len(labels),
                "financial_year": [label for label in labels for _ in names],
                "estimated": estimated * len(labels),
                "why": [
                    self._why(name, assumed, known=known[year, line])
                    for year, assumed in enumerate(self.assumed) for line, name in enumerate(names)
                ],
            })
        ], at_once=True, reasons=reasons)  # fmt: skip

    def _why(self, name: str, assumed: str, *, known: bool) -> str:
        """What is assumed or not known of a line in a year."""
        said = "; ".join(filter(None, (self.why.get(name, ""), assumed)))
        return said or ("" if known else "not known")

    def _year(self, year: FinancialYear) -> int:
        if year not in self.years:
            raise UnknownName(f"{year} is not in the outlook; {nearest_name(str(year), map(str, self.years))}")
        return self.years.index(year)

    def _line(self, name: str) -> int:
        if name not in self.lines:
            raise UnknownName(f"'{name}' is not a line of the structure; {nearest_name(name, self.lines)}")
        return self.lines.index(name)

    def _at(self, year: int, line: int) -> LineYear | None:
        if not self.known[year, line]:
            return None
        return _line_year([each[:, year, line] for each in self.amounts], self.protection[:, year, line])

    def _total(self, year: int) -> LineYear | None:
        if not self.known[year].all():
            return None
        return _line_year([each[:, year].sum(axis=-1) for each in self.amounts], self.protection[:, year].sum(axis=-1))


def _line_year(amounts: "Sequence[Column]", protection: "Column") -> LineYear:
    now, proposed, full_year, displaced = (StateCost(*state.tolist()) for state in amounts)
    return LineYear(now, proposed, full_year, displaced, *protection.tolist())
