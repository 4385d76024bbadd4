"""What the budget is made of as cells: the components of each line in a full year and in each financial year."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from payband.forms import Cell, Form
from payband.formulas.native.book import Book
from payband.formulas.native.costs import NativeCosts
from payband.formulas.native.one_off_costs import amounts_of
from payband.review.budget.cells import FULL_YEAR, Budget, Key
from payband.review.budget.costs import MODELLED
from payband.review.budget.where import Place, Places
from payband.review.core.cost_components import COMPONENTS, LineComponents, LineInComponents
from payband.review.core.protection import ProtectedYear
from payband.review.core.structure import Line
from payband.review.core.years import LineIn, LineYear
from payband.review.parts.tables.budget import EXTERNAL, PROTECTION, PROTECTION_ON_COSTS, STATED
from payband.sheets.rows import NO_ROW

__all__ = ["Amounts", "BudgetLines"]

Components = dict[str, Form]


class Amounts(NamedTuple):
    """A component of what falls in some places in a period, now and proposed, in cells of pence."""

    name: str
    line: str
    """The name by which recharges know it."""
    places: Places
    keys: tuple[Key, ...]
    now: Form
    proposed: Form
    is_recharged: bool

    def key_of(self, place: Place) -> Key:
        """Which row of the budget a place is."""
        return self.keys[self.places.index(place)]


class BudgetLines:
    """All that falls anywhere, as far as formulas follow it."""

    def __init__(self, book: Book, costs: NativeCosts, budget: Budget) -> None:
        self._book, self._costs, self._budget = book, costs, budget
        self._years = list(map(str, budget.years))
        self.full_year = FULL_YEAR
        self.not_followed: set[Key] = set()
        """The rows of the budget in which something falls that no formula follows."""
        parts: dict[int, int] = {}
        for each in budget.falls:
            number = _number(each.costs.part.name)
            parts[number] = parts.get(number, 0) + 1
        self._whole = {number for number, count in parts.items() if count == 1}
        self._of_year = self._lines_in()

    def all(self) -> Iterator[Amounts]:
        """Every component of every line in every period, and what is paid once."""
        for falls in self._budget.falls:
            number = _number(falls.costs.part.name)
            line = falls.costs.part.line
            known = {FULL_YEAR: falls.costs.full_year.amounts} | dict(
                zip(self._years, (each.amounts for each in falls.costs.years), strict=True)
            )
            for period, amounts in known.items():
                followed = number in self._whole and amounts is not None
                if not followed:
                    self._leave_out(falls.places, amounts or {}, period)
                    continue
                assert amounts is not None
                modelled = any(any(amounts[name]) for name in MODELLED)
                now, proposed = self._components(number, period, modelled=modelled)
                name = f"{line.line}, {line.state}"
                for component in dict.fromkeys((*now, *proposed)):
                    found = now.get(component, 0), proposed.get(component, 0)
                    if any(str(each) != "0" for each in found):
                        keys = self._keys(falls.places, component, period)
                        of_year = period != FULL_YEAR
                        yield Amounts(name, falls.name, falls.places, keys, *found, of_year)
        yield from self._once()

    def _keys(self, places: Places, component: str, period: str) -> tuple[Key, ...]:
        return tuple(self._budget.key_of(place, component, period) for place in places)

    def _leave_out(self, places: Places, amounts: Mapping[str, tuple[int, int]], period: str) -> None:
        for component in amounts:
            self.not_followed.update(self._keys(places, component, period))

    def _once(self) -> Iterator[Amounts]:
        """One-off costs by their amounts; what tables Exits and ArrearsPeople hold is not followed."""
        amounts = amounts_of(self._book)
        for at, each in enumerate(self._budget.once):
            places = self._budget.places_of(each)
            keys = self._keys(places, each.component, str(each.year))
            if at < len(amounts):
                yield Amounts(each.what, each.name, places, keys, 0, Cell(amounts[at]), False)
            else:
                self.not_followed.update(keys)

    # --- the components of a line ------------------------------------------------------------------------------------

    def _components(self, number: int, period: str, *, modelled: bool) -> tuple[Components, Components]:
        """The components of a line, by its row, now and proposed; where nothing is modelled, the stated cost alone."""
        calculation = self._costs.calculation
        state = self._book.inputs.structure[number].state
        if period == FULL_YEAR:
            line = calculation.row(Line, number)
            components = calculation.row(LineComponents, number)
            found = _of(components, line.external, line.counted, modelled=modelled)
            return (found, {}) if state == "now" else ({}, found)
        year = self._years.index(period)
        now = self._in_days(number, year, "now", modelled=modelled)
        paid = self._in_days(number, year, "before" if state == "now" else "after", modelled=modelled)
        if state == "now":
            paid = _together(paid, self._in_days(number, year, "staying", modelled=True))
            return now, paid
        return {}, _together(paid, self._protection(number, period))

    def _in_days(self, number: int, year: int, which: str, *, modelled: bool) -> Components:
        at = self._of_year.get((number, year, which))
        if at is None:
            return {}
        calculation = self._costs.calculation
        line = calculation.row(LineIn, at)
        cost = line.modelled if which == "staying" else line.cost
        return _of(calculation.row(LineInComponents, at), line.external, cost, modelled=modelled)

    def _lines_in(self) -> Mapping[tuple[int, int, str], int]:
        """By the row of a line, the place of a year and which of its days: their row."""
        calculation = self._costs.calculation
        given = calculation.rows_of(LineYear).given
        line_of: Sequence[Any] = calculation.rows_of(LineIn).given["line"]
        found = {}
        for row in range(calculation.rows_of(LineYear).size):
            for which in ("now", "before", "after", "staying"):
                at = given[which][row]
                if at != NO_ROW:
                    found[int(line_of[at]), int(given["year"][row]), which] = int(at)
        return found

    def _protection(self, number: int, period: str) -> Components:
        """What the people of a proposed line are paid as protection."""
        costs, line = self._costs, self._book.inputs.structure[number].line.casefold()
        found: Components = {}
        for place in costs.protected:
            if self._book.inputs.people[place].proposed_line.casefold() != line:
                continue
            for row in costs.years_protected(place):
                year = costs.calculation.row(ProtectedYear, row)
                if costs.calculation.given(ProtectedYear, "financial_year", row) == period:
                    found = _together(found, {PROTECTION: year.cost})
                    if self._book.inputs.settings.protection_on_costs:
                        found = _together(found, {PROTECTION_ON_COSTS: year.on_costs})
        return found


def _number(name: str) -> int:
    """The row of the line that a part of it is of."""
    return int(name.partition(".")[0])


def _of(components: Any, external: Form, cost: Form, *, modelled: bool) -> Components:
    """The components of a cost: what it differs by from the model is one of them, and what others pay is below zero."""
    if not modelled:
        return {STATED: cost}
    found: Components = {name: getattr(components, key) for name, key in zip(MODELLED, COMPONENTS, strict=True)}
    together = sum(found.values(), 0 * cost)
    return {**found, STATED: cost + external - together, EXTERNAL: 0 - external}


def _together(one: Components, other: Components) -> Components:
    return {name: one.get(name, 0) + other.get(name, 0) for name in dict.fromkeys((*one, *other))}
