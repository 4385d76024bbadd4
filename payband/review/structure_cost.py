"""The costed structure: posts and cost now and proposed, stated next to modelled, and what a stated cost implies.

The figures are worked out on the sheets of `payband.review.core`; here they are given out line by line.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from payband.calendar import FinancialYear, date_text
from payband.forms import Form
from payband.review.answers import STRUCTURE_COST, AnswerRows
from payband.review.core.implied_rate import implied_rate
from payband.review.core.line_cost import LineCost
from payband.review.core.rows.structure_rows import StructureRows, figures_of, people_in_lines
from payband.review.core.structure import COSTED_AT
from payband.review.core.structure_words import why_of
from payband.review.inputs.fields import STATES
from payband.review.inputs.inputs import Inputs
from payband.review.ranges import Ranges
from payband.review.slotting_list import Placement
from payband.sheets.answers import answer_columns, answer_totals
from payband.sheets.figures import Figures
from payband.sheets.sheet import Each
from payband.sheets.unknown import Unknown
from payband.units import pounds_text

__all__ = ["CostedLine", "CostedState", "LineWarning", "StructureCost", "structure_cost"]


class CostedState(NamedTuple):
    """A line as it is now or as it is proposed, pence a year; None where that is not known.

    `cost` is the stated one where there is one, else the modelled. `salaries` are less the part that others pay.
    """

    posts: int
    stated: int | None
    modelled: int | None
    external: int | None
    salaries: int | None
    cost: int | None
    estimated: bool = False
    line: Each = None

    @property
    def why(self) -> str:
        """How the cost comes about, or why it is not known."""
        return "" if self.line is None else why_of(self.line)


class CostedLine(NamedTuple):
    """A line of the structure, now and proposed; its saving is below zero where it costs more.

    `variance` is modelled less stated, of the proposed line.
    """

    name: str
    now: CostedState
    proposed: CostedState
    saving: int | None
    variance: int | None
    implied_ratio: int | None
    implied_pension_rate: int | None


class LineWarning(NamedTuple):
    """What is to be borne in mind of a line's cost; `tells_cost` where it gives a part of that."""

    line: str
    text: str
    tells_cost: bool


class StructureCost(NamedTuple):
    """The costed structure, line by line and in total. A total is None while a line that belongs to it is unknown."""

    lines: list[CostedLine]
    total: CostedLine
    warnings: list[LineWarning]
    columns: list[list[Any]]
    totals: dict[str, Any]
    figures: Figures
    fte: Mapping[str, Fraction]
    """By state how many full-time posts the structure has: what its people work, and vacant posts as their lines say.
    """

    @property
    def has_stated(self) -> bool:
        """Whether a proposed line has a stated cost."""
        return any(line.proposed.stated is not None for line in self.lines)

    def rows(self) -> AnswerRows:
        """The lines as an answer table."""
        return AnswerRows.of_columns(STRUCTURE_COST, self.columns)

    def total_row(self) -> AnswerRows:
        """The total as one row of the same shape."""
        estimated = self.total.now.estimated or self.total.proposed.estimated
        said = {"line": self.total.name, "estimated": estimated, "why": ""}
        return AnswerRows(STRUCTURE_COST, [[(self.totals | said).get(name) for name, _, _ in LineCost.answers()]])


def structure_cost(
    inputs: Inputs, ranges: Ranges, placed: Sequence[Placement], figures: Figures | None = None
) -> StructureCost:
    """Costs every line in the prices and rates of the price base, and totals them; by its figures where there are."""
    if figures is None:
        figures = figures_of(StructureRows(inputs, ranges, placed, together=True))
    columns = answer_columns(figures, LineCost)
    rows = figures.each_row(LineCost)
    fitted = [row for row in rows if _known(row.fitted)]
    rate = implied_rate(fitted) if fitted else -1
    totals = answer_totals(figures, LineCost, {"fit": rate})
    named = {name: column for (name, _, _), column in zip(LineCost.answers(), columns, strict=True)}
    lines = [
        CostedLine(
            named["line"][number],
            _state(row.now),
            _state(row.proposed),
            *(named[name][number] for name in _OF_LINE),
        )
        for number, row in enumerate(rows)
    ]
    total = CostedLine(
        "Total",
        _together([line.now for line in lines], totals, "cost_now", "modelled_now"),
        _together([line.proposed for line in lines], totals, "cost_proposed", "modelled"),
        *(totals[name] for name in _OF_LINE),
    )
    warnings = [each for row in rows for line in (row.now, row.proposed) for each in _warnings(line, inputs)]
    return StructureCost(lines, total, warnings, columns, totals, figures, _fte(inputs, placed))


_OF_LINE = ("saving", "variance", "implied_on_cost_ratio", "implied_pension_rate")


def _known(value: Form) -> int | None:
    return None if isinstance(value, Unknown) else int(value)


def _state(line: Each) -> CostedState:
    return CostedState(
        line.posts,
        _known(line.stated) if line.is_stated else None,
        _known(line.modelled),
        _known(line.external),
        _known(line.net_salaries),
        _known(line.counted),
        bool(_known(line.estimated)),
        line,
    )


def _fte(inputs: Inputs, placed: Sequence[Placement]) -> dict[str, Fraction]:
    """By state the full-time posts of all lines: the time that people work, and vacant posts at their line's."""
    in_lines = people_in_lines(placed)
    found = dict.fromkeys(STATES, Fraction(0))
    for line in inputs.structure:
        people = in_lines.get((line.line.casefold(), line.state), ())
        worked = Counter(placed[place].person.fte for place in people)
        found[line.state] += sum((count * fte for fte, count in worked.items()), Fraction(0))
        found[line.state] += max(line.posts - len(people), 0) * line.fte_each
    return found


def _together(states: Sequence[CostedState], totals: dict[str, Any], cost: str, modelled: str) -> CostedState:
    def known(values: Sequence[int | None]) -> int | None:
        there = [value for value in values if value is not None]
        return sum(there) if len(there) == len(values) else None

    return CostedState(
        sum(each.posts for each in states),
        None,
        totals[modelled],
        known([each.external for each in states]),
        known([each.salaries for each in states]),
        totals[cost],
        any(each.estimated for each in states),
    )


def _warnings(line: Each, inputs: Inputs) -> list[LineWarning]:
    """What is to be borne in mind of a line's cost: vacant posts, and external funding that ends."""
    if not line.is_there or not line.posts or isinstance(line.gross, Unknown):
        return []
    found = []
    row = line.input
    if COSTED_AT[line.costed_at] == "actual" and line.vacant:
        where = "costed at the top of the range" if line.vacancies_costed else "not costed, as the settings ask"
        said = f"{row.line} ({row.state}): {line.vacant} vacant of {line.posts} {where}"
        found.append(LineWarning(row.line, said, tells_cost=False))
    if line.external and row.externally_funded_until is not None and row.state == "proposed":
        year: FinancialYear = inputs.settings.price_base
        said = (
            f"{row.line}: external funding of {pounds_text(line.external)} in {year} ends on "
            f"{date_text(row.externally_funded_until)}; after that the line costs that much more a year"
        )
        found.append(LineWarning(row.line, said, tells_cost=True))
    return found
