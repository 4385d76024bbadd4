"""Sensitivity: one thing varied at a time from low to high, and how far the result swings."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any, NamedTuple

from payband.errors import PaybandError, Problem, WrongInput
from payband.progress import through
from payband.review.answers import AnswerRows
from payband.review.inputs.inputs import Inputs
from payband.review.inputs.sound_inputs import said_by
from payband.review.parts.answering import Calculated, PartAnswer
from payband.review.parts.tables.sensitivity import SENSITIVITY, VARIED, SensitivityRow
from payband.review.risk.changes import (
    AWARD,
    NAMED,
    NI_RATE,
    PENSION_RATE,
    TURNOVER,
    VACANCIES,
    Change,
    awards_that_vary,
    changes_of,
)
from payband.review.risk.measures import Measured, Measures
from payband.table import Table
from payband.units import pounds

__all__ = ["PROBLEMS", "Sensitivity", "Varied", "answer", "sensitivity"]

_POINT = 100
_MOST_TURNOVER, _MOST_VACANCIES = 1_000, 500


class Varied(NamedTuple):
    """One thing varied: from where to where, and the measures at both ends."""

    change: Change
    low: int
    high: int
    at_low: Measured
    at_high: Measured

    @property
    def swing(self) -> int:
        """How far apart the net savings at both ends lie."""
        return abs(self.at_high.net_saving - self.at_low.net_saving)


class Sensitivity(NamedTuple):
    """How the result of a review depends on each of several things, the widest swing first."""

    base: Measured
    varied: Sequence[Varied]
    warnings: Sequence[str]

    def rows(self) -> AnswerRows:
        """The answer as a table."""
        return AnswerRows(VARIED, [self._row(each) for each in self.varied])

    def _row(self, each: Varied) -> tuple[Any, ...]:
        change, low, high = each.change, each.at_low, each.at_high
        return (
            change.name, change.shown(each.low), change.standing, change.shown(each.high),
            low.net_saving, self.base.net_saving, high.net_saving, each.swing,
            low.steady_cost, self.base.steady_cost, high.steady_cost, change.meaning,
        )  # fmt: skip

    def to_dict(self) -> dict[str, Any]:
        """The answer as one object of plain values; amounts are `Decimal` pounds."""
        return {
            "net_saving": pounds(self.base.net_saving),
            "steady_cost": pounds(self.base.steady_cost),
            "varied": self.rows().records(),
            "warnings": list(self.warnings),
        }

    def text(self) -> str:
        """The answer as an aligned table."""
        records = self.rows().records()
        keys = ("what_is_varied", "low", "high", "net_saving_at_low", "net_saving", "net_saving_at_high", "swing")
        headings = ("what is varied", "low", "high", "at low", "net saving", "at high", "swing")
        return str(Table(headings, [[record[key] for key in keys] for record in records]))


def _varied(inputs: Inputs) -> Iterator[Problem]:
    """Everything that is wrong with what is to be varied."""
    for row in inputs.readable_rows(SENSITIVITY.name):
        yield from said_by(partial(_row_problems, row), inputs)


PROBLEMS = (_varied,)


def _row_problems(row: SensitivityRow, inputs: Inputs) -> Iterator[Problem]:
    column = "what is varied"
    try:
        [change] = changes_of([row.what], inputs)
        column = "low"
        low = change.read(row.low, "low")
        column = "high"
        if low > change.read(row.high, "high"):
            raise WrongInput(f"is below low, {change.shown(low)}: change them round")
    except PaybandError as error:
        yield Problem(
            str(error), sheet=SENSITIVITY.sheet, table=SENSITIVITY.name, row=row.row, column=column, code=error.code
        )


def answer(calculated: Calculated) -> PartAnswer:
    """What is varied in table Sensitivity, the widest swing first."""
    found = sensitivity(calculated.inputs)
    first = found.varied[0]
    text = f"{first.change.name}, {first.change.shown(first.low)} to {first.change.shown(first.high)}"
    summary = [
        ("Sensitivity", "Depends most on", text, "text"),
        ("Sensitivity", "Net saving swings by", pounds(first.swing), "money"),
    ]
    return PartAnswer((found.rows(),), warnings=found.warnings, summary=summary)


def sensitivity(inputs: Inputs) -> Sensitivity:
    """Varies each row of table Sensitivity alone; without rows, five things by ranges that the warnings state.

    The measures are the net saving over the horizon, after protection and one-off costs, and what the proposed
    structure costs in the steady state. Raises WrongInput where a year of the review is not known, InputProblems and
    WrongInput for a value that something cannot have.
    """
    rows = inputs.rows_of(SENSITIVITY.name)
    ranges, said = (_given(rows, inputs), []) if rows else _defaults(inputs)
    said = [*said, *_one_sided(ranges)]
    measures = Measures(inputs)
    base = measures.of()
    found = []
    for change, low, high in through(ranges, "sensitivity"):
        try:
            ends = [measures.of({change: value}) for value in (low, high)]
        except WrongInput as error:
            raise WrongInput(f"table Sensitivity, '{change.name}': {error}") from None
        found.append(Varied(change, low, high, ends[0], ends[1]))
    found.sort(key=lambda each: (-each.swing, each.change.name))
    stay = dict.fromkeys(
        line.line
        for line in measures.inputs.structure
        if line.stated_cost is not None and line.modelled_when_stated is None
    )
    if stay:
        said = [*said, f"a changed pension rate does not move lines with a stated cost: {', '.join(stay)}"]
    return Sensitivity(base, found, [*said, *measures.warnings])


def _one_sided(ranges: Sequence[tuple[Change, int, int]]) -> Iterator[str]:
    """Points that are added at both ends alike, which look like the rates themselves."""
    for change, low, high in ranges:
        if change.is_added and (low > 0 or high < 0):
            yield (
                f"Sensitivity, {change.name}: {change.shown(low)} to {change.shown(high)} is added to the rate, and "
                "both ends are on one side of it: give points such as -1% and 1%, and not the rate itself"
            )


def _given(rows: Sequence[SensitivityRow], inputs: Inputs) -> list[tuple[Change, int, int]]:
    changes = changes_of([row.what for row in rows], inputs)
    return [
        (change, change.read(row.low, "low"), change.read(row.high, "high"))
        for row, change in zip(rows, changes, strict=True)
    ]


def _defaults(inputs: Inputs) -> tuple[list[tuple[Change, int, int]], list[str]]:
    """One point up and down, a tenth of the people leaving, a twentieth of the posts vacant; and that said in words."""
    award = min((row.percent for row in awards_that_vary(inputs)), default=0)
    pension = min((row.pension_rate for row in inputs.on_costs), default=0)
    ends = {
        AWARD: (-min(award, _POINT), _POINT),
        PENSION_RATE: (-min(pension, _POINT), _POINT),
        NI_RATE: (-_POINT, _POINT),
        TURNOVER: (0, _MOST_TURNOVER),
        VACANCIES: (0, _MOST_VACANCIES),
    }
    changes = changes_of(ends, inputs)
    said = [
        f"ASSUMED, since table Sensitivity has no rows: {each.name} from {each.shown(ends[each.name][0])} to "
        f"{each.shown(ends[each.name][1])}, {NAMED[each.name]}"
        for each in changes
    ]
    return [(each, *ends[each.name]) for each in changes], said
