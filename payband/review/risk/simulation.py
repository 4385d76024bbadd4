"""Simulation: many runs, each with what is uncertain drawn anew, and how the net saving is spread over them."""

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import accumulate
from typing import Any, NamedTuple

from payband.errors import PaybandError, Problem, WrongInput
from payband.progress import through
from payband.review.answers import MONEY, TEXT, WHOLE, AnswerRows, AnswerTable, _column
from payband.review.inputs.inputs import Inputs
from payband.review.inputs.pay_awards import horizon_years
from payband.review.inputs.sound_inputs import said_by
from payband.review.parts.answering import Calculated, PartAnswer
from payband.review.parts.tables.simulation import BY_YEAR, DISTRIBUTIONS, PERCENTILES, TO_DATE, DistributionRow
from payband.review.risk.changes import changes_of
from payband.review.risk.draws import BadDistribution, Distribution, distribution_of, draws
from payband.review.risk.measures import Measured, Measures
from payband.rules.shares import share_of
from payband.table import Table
from payband.units import half_up

__all__ = ["MOST_RUNS", "PROBLEMS", "RUNS", "SEED", "Simulation", "answer", "percentile", "simulate"]

RUNS, SEED, MOST_RUNS = 1_000, 1, 1_000_000
ALL_YEARS = "all years"


def percentile(ordered: Sequence[int], of_hundred: int) -> int:
    """The least of some amounts, smallest first, that so many in a hundred of them are not above.

    It is one of the amounts (the nearest-rank method), so that nothing is invented between two.

    >>> percentile([10, 20, 30, 40], 50), percentile([10, 20, 30, 40], 51)
    (20, 30)
    """
    return ordered[max(-(-len(ordered) * of_hundred // 100), 1) - 1]


class Simulation(NamedTuple):
    """The runs of a simulation: what each drew and what came of it."""

    seed: int
    years: Sequence[str]
    distributions: Sequence[Distribution]
    drawn: Sequence[tuple[int, ...]]
    runs: Sequence[Measured]
    base: Measured
    warnings: Sequence[str] = ()

    def by_year(self) -> AnswerRows:
        """The net saving of each year and of all years, by percentile."""
        rows = self._rows([each.net_savings for each in self.runs], self.base.net_savings)
        in_all = self._row(ALL_YEARS, [each.net_saving for each in self.runs], self.base.net_saving)
        return AnswerRows(BY_YEAR, [*rows, in_all])

    def to_date(self) -> AnswerRows:
        """The net saving to the end of each year, by percentile."""
        runs = [tuple(accumulate(each.net_savings)) for each in self.runs]
        return AnswerRows(TO_DATE, self._rows(runs, tuple(accumulate(self.base.net_savings))))

    def _rows(self, runs: Sequence[tuple[int, ...]], base: tuple[int, ...]) -> list[tuple[Any, ...]]:
        return [
            self._row(year, [each[number] for each in runs], base[number]) for number, year in enumerate(self.years)
        ]

    def _row(self, label: str, amounts: Sequence[int], base: int) -> tuple[Any, ...]:
        ordered = sorted(amounts)
        mean: int = half_up(sum(ordered), len(ordered))
        not_below = share_of(sum(amount >= 0 for amount in ordered), len(ordered))
        return (label, *(percentile(ordered, each) for each in PERCENTILES), mean, base, not_below)

    def each_run(self) -> AnswerRows:
        """Every run: what it drew, its net saving and its steady cost."""
        table = AnswerTable(
            "SimulatedRuns",
            "Simulated runs",
            (
                _column("run", WHOLE),
                *(
                    _column(each.change.name, TEXT, key=f"drawn_{number}", unit="drawn")
                    for number, each in enumerate(self.distributions, start=1)
                ),
                _column("net saving", MONEY, unit="£, over the horizon"),
                _column("steady cost", MONEY, unit="£ a year, proposed"),
            ),
            "A run: what was drawn and what came of it",
        )
        rows = [
            (
                number,
                *(each.change.shown(value) for each, value in zip(self.distributions, drawn, strict=True)),
                run.net_saving,
                run.steady_cost,
            )
            for number, (drawn, run) in enumerate(zip(self.drawn, self.runs, strict=True), start=1)
        ]
        return AnswerRows(table, rows)

    def to_dict(self) -> dict[str, Any]:
        """The simulation as one object of plain values; amounts are `Decimal` pounds."""
        return {
            "runs": len(self.runs),
            "seed": self.seed,
            "by_year": self.by_year().records(),
            "to_date": self.to_date().records(),
            "warnings": list(self.warnings),
        }

    def text(self) -> str:
        """The net saving by year as an aligned table."""
        keys = ["financial_year", *(f"percentile_{each}" for each in PERCENTILES), "mean", "as_it_stands"]
        headings = ["net saving", *(f"{each}%" for each in PERCENTILES), "mean", "as it stands"]
        table = Table(headings, [[record[key] for key in keys] for record in self.by_year().records()])
        return f"{len(self.runs):,} runs, seed {self.seed}\n\n{table}"


def _distributions(inputs: Inputs) -> Iterator[Problem]:
    """Everything that is wrong with the distributions."""
    for row in inputs.readable_rows(DISTRIBUTIONS.name):
        yield from said_by(partial(_row_problems, row), inputs)


def _row_problems(row: DistributionRow, inputs: Inputs) -> Iterator[Problem]:
    try:
        [change] = changes_of([row.what], inputs)
        distribution_of(row, change)
    except PaybandError as error:
        column = error.column if isinstance(error, BadDistribution) else "what is varied"
        yield Problem(
            str(error), sheet=DISTRIBUTIONS.sheet, table=DISTRIBUTIONS.name, row=row.row, column=column, code=error.code
        )


PROBLEMS = (_distributions,)


def answer(calculated: Calculated) -> PartAnswer:
    """Nothing in the review itself, but for where the simulation is to be had."""
    count = len(calculated.inputs.rows_of(DISTRIBUTIONS.name))
    said = f"table Distributions ({count}) is drawn from by payband simulate, not by payband review"
    return PartAnswer((), warnings=[said])


def simulate(inputs: Inputs, runs: int = RUNS, seed: int = SEED) -> Simulation:
    """Draws everything in table Distributions anew in each run, each thing on its own, and measures the review.

    Draws are whole basis points, pence, months or posts. The same inputs, runs and seed give the same pennies; more
    runs begin with the same ones. Raises WrongInput without distributions, for a number of runs or a seed that is out
    of range, where a year of the review is not known, and for a draw that something cannot be.
    """
    rows: Sequence[DistributionRow] = inputs.rows_of(DISTRIBUTIONS.name)
    if not rows:
        raise WrongInput("table Distributions has no rows: give one for each thing that is uncertain, such as award")
    if not 1 <= runs <= MOST_RUNS:
        raise WrongInput(f"{runs} runs is out of range: give 1 to {MOST_RUNS:,}")
    if seed < 0:
        raise WrongInput(f"the seed is {seed}: give a whole number, 0 or more")
    changes = changes_of([row.what for row in rows], inputs)
    found = [distribution_of(row, change) for row, change in zip(rows, changes, strict=True)]
    drawn = list(zip(*(draws(each, seed, runs) for each in found), strict=True))
    measures = Measures(inputs)
    base = measures.of()
    known: dict[tuple[int, ...], Measured] = {}
    measured: list[Measured] = []
    warnings: list[str] = []
    for number, values in enumerate(through(drawn, "runs"), start=1):
        if values not in known:
            try:
                known[values] = measures.of(dict(zip(changes, values, strict=True)))
            except WrongInput as error:
                said = ", ".join(
                    f"{each.name} {each.shown(value)}" for each, value in zip(changes, values, strict=True)
                )
                raise WrongInput(
                    f"run {number} drew {said}: {error}; give the distribution a low and a high within what it can be"
                ) from None
        measured.append(known[values])
        warnings = warnings or measures.warnings  # those of the first run: others say the same of other figures
    years = [str(year) for year in horizon_years(inputs.settings)]
    return Simulation(seed, years, found, drawn, measured, base, warnings)
