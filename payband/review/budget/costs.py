"""What the parts of lines cost in a full year and in each financial year, component by component, to the penny.

The components of a line add up to the cost that counts: what a stated cost differs by from the model is a component
of its own, and what others pay is below zero. Where people of a line fall elsewhere than the rest, each component of
the line is shared by what its parts cost as they are modelled: exact where nothing of it is stated or paid by others,
and else by largest remainders.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple, TypeAlias

from payband.calendar import FinancialYear
from payband.review.budget.line_parts import KeyOf, LinePart, TakenApart, taken_apart
from payband.review.core.cost_components import COMPONENTS as IN_COLUMNS
from payband.review.core.cost_components import LineComponents, components_of_structure
from payband.review.core.rows.structure_rows import StructureRows
from payband.review.core.structure import Line
from payband.review.parts.answering import Calculated
from payband.review.parts.tables.budget import (
    BASIC_PAY,
    EMPLOYER_NI,
    EXTERNAL,
    LEVY,
    OTHER_ON_COSTS,
    PAY_ELEMENTS,
    PENSION,
    PROTECTION,
    PROTECTION_ON_COSTS,
    STATED,
)
from payband.review.years.components import outlook_in_components
from payband.review.years.outlook_table import Outlook
from payband.rules.shares import shared_among
from payband.sheets.figures import Figures
from payband.sheets.unknown import Unknown

__all__ = ["MODELLED", "OF_POSTS", "Costs", "PartCosts", "costs_of"]

MODELLED = (BASIC_PAY, PAY_ELEMENTS, EMPLOYER_NI, PENSION, LEVY, OTHER_ON_COSTS)
OF_POSTS = (*MODELLED, STATED)
"""The components of pay and on-costs, before what others pay."""
_OF_LINE = (*OF_POSTS, EXTERNAL)
_OF_YEAR = (*_OF_LINE, PROTECTION, PROTECTION_ON_COSTS)

Amounts: TypeAlias = dict[str, tuple[int, int]]
"""By component what it costs now and proposed, pence."""


class Costs(NamedTuple):
    """What a part of a line costs in a year or a full year, by component; None, and why, where that is not known."""

    amounts: Amounts | None
    why: str = ""


class PartCosts(NamedTuple):
    """A part of a line, with what it costs in a full year of the price base, and in each year of the horizon."""

    part: LinePart
    full_year: Costs
    years: tuple[Costs, ...]


class _Line(NamedTuple):
    """A line in one state, or a part of it, by component: pence, None where it is not known; and its modelled cost."""

    amounts: dict[str, int] | None
    why: str = ""


def costs_of(calculated: Calculated, key_of: KeyOf | None) -> tuple[tuple[FinancialYear, ...], list[PartCosts]]:
    """The years of the horizon, and the parts of every line with what they cost in these."""
    inputs = calculated.inputs
    lines = taken_apart(inputs, stated=True)
    looked = outlook_in_components(lines.inputs)
    whole = _Costed(lines, looked, calculated)
    if key_of is None:
        return looked.years, [whole.part(number) for number in range(len(lines.parts))]
    apart = taken_apart(inputs, key_of, stated=False)
    pieces = _Costed(apart, outlook_in_components(apart.inputs), calculated)
    of_line: dict[str, list[int]] = {}
    for number, part in enumerate(apart.parts):
        of_line.setdefault(part.name.partition(".")[0], []).append(number)
    found = []
    for number, part in enumerate(lines.parts):
        members = of_line[part.name.partition(".")[0]]
        shares = _shared(whole.part(number), [pieces.part(each) for each in members])
        found += shares
    return looked.years, found


class _Costed:
    """The costs of a review that was taken apart."""

    def __init__(self, apart: TakenApart, looked: Outlook, calculated: Calculated) -> None:
        self._apart = apart
        self._looked = looked
        self._full_year = _full_year(apart, calculated)

    def part(self, number: int) -> PartCosts:
        """One part with its costs."""
        part = self._apart.parts[number]
        now = part.line.state == "now"
        full, looked = self._full_year[number], self._looked
        full_year = Costs(None if full.amounts is None else _in_state(full.amounts, now=now), full.why)
        years = []
        for year in range(len(looked.years)):
            if not looked.known[year, number]:
                years.append(Costs(None, looked.why.get(part.name, "") or "the rates of the year are not known"))
                continue
            of_now, paid = (_components(state[:, year, number].tolist()) for state in looked.amounts[:2])
            amounts = {name: (of_now[name], paid[name]) for name in _OF_LINE}
            protected, on_costs = looked.protection[:, year, number].tolist()
            amounts |= {PROTECTION: (0, protected), PROTECTION_ON_COSTS: (0, on_costs)}
            years.append(Costs(amounts))
        return PartCosts(part, full_year, tuple(years))


def _in_state(amounts: dict[str, int], *, now: bool) -> Amounts:
    return {name: (pence, 0) if now else (0, pence) for name, pence in amounts.items()}


def _components(values: Sequence[int]) -> dict[str, int]:
    """The components of a line from its modelled ones, what others pay, and what it costs the body."""
    *modelled, external, cost = values
    return {**dict(zip(MODELLED, modelled, strict=True)), STATED: cost + external - sum(modelled), EXTERNAL: -external}


def _full_year(apart: TakenApart, calculated: Calculated) -> list[_Line]:
    """The components of each part in the prices and rates of the price base."""
    structure = StructureRows(apart.inputs, calculated.ranges, apart.placed(calculated.placed), together=True)
    rows = structure.rows(at_once=structure.many)
    figures = Figures([*rows, *components_of_structure(rows)], at_once=structure.many)
    columns: list[list[Any]] = [figures.column(LineComponents, name) for name in IN_COLUMNS]
    columns += [figures.column(Line, "external"), figures.column(Line, "counted")]
    return [_of_full_year(list(values)) for values in zip(*columns, strict=True)]


def _of_full_year(values: list[Any]) -> _Line:
    *modelled, cost = values
    if isinstance(cost, Unknown):
        return _Line(None, cost.why)
    if any(isinstance(each, Unknown) for each in modelled):  # the stated cost is all that is known
        modelled = [0] * len(modelled)
    return _Line(_components([*map(int, modelled), int(cost)]))


# --- parts of lines ------------------------------------------------------------------------------------------------


def _shared(line: PartCosts, pieces: Sequence[PartCosts]) -> list[PartCosts]:
    """The costs of a line shared over its parts, by what these cost as they are modelled."""
    full = _shares(line.full_year, [each.full_year for each in pieces], pieces)
    years = [_shares(costs, [each.years[year] for each in pieces], pieces) for year, costs in enumerate(line.years)]
    return [
        PartCosts(each.part, full[number], tuple(of_year[number] for of_year in years))
        for number, each in enumerate(pieces)
    ]


def _shares(line: Costs, pieces: Sequence[Costs], parts: Sequence[PartCosts]) -> list[Costs]:
    if line.amounts is None:
        return [line] * len(pieces)
    found: list[Amounts] = [{} for _ in pieces]
    for name, amounts in line.amounts.items():
        by_state = [shared_among(pence, _weights(name, place, pieces, parts)) for place, pence in enumerate(amounts)]
        for number, shares in enumerate(zip(*by_state, strict=True)):
            found[number][name] = shares
    return [Costs(each) for each in found]


def _weights(name: str, place: int, pieces: Sequence[Costs], parts: Sequence[PartCosts]) -> list[int]:
    """By what a component is shared over the parts of a line: what they bear of it, or cost at all, or their posts."""

    def of(names: Sequence[str]) -> list[int]:
        return [sum(abs(each.amounts[one][place]) for one in names if one in each.amounts) if each.amounts else 0
                for each in pieces]  # fmt: skip

    for names in (MODELLED,) if name == STATED else ((name,), MODELLED):
        weights = of(names)
        if any(weights):
            return weights
    posts = [each.part.posts for each in parts]
    return posts if any(posts) else [1, *[0] * (len(parts) - 1)]
