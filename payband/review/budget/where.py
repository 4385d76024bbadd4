"""Where costs fall: the cost centre and fund of each line and person, or the shares of several."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from math import lcm
from typing import Any, NamedTuple

from payband.review.inputs.inputs import Inputs
from payband.review.inputs.tables import Person
from payband.review.parts.tables.budget import (
    ALLOCATIONS,
    BASIC_PAY,
    CODES,
    COST_CENTRES,
    AllocationRow,
    CostCentreRow,
)
from payband.rules.shares import shared_among

__all__ = ["Place", "Places", "Where", "parts_of_places", "shared_over"]


class Place(NamedTuple):
    """A cost centre and a fund that bear a share of a cost."""

    cost_centre: str
    fund: str
    share: Fraction
    pay_code: str = ""
    """The subjective code of its basic pay, where it has one of its own."""


Places = tuple[Place, ...]
"""All places that bear a cost: their shares add up to one."""


def shared_over(places: Places, pence: int) -> list[int]:
    """An amount shared over places, to the penny: largest remainders, of equal ones the first.

    >>> from fractions import Fraction
    >>> shared_over(tuple(Place(fund, fund, Fraction(1, 3)) for fund in "ABC"), 100)
    [34, 33, 33]
    """
    parts, _ = parts_of_places(places)
    return shared_among(pence, parts)


def parts_of_places(places: Places) -> tuple[list[int], int]:
    """The shares of places as whole parts, and how many these are together.

    >>> from fractions import Fraction
    >>> parts_of_places(tuple(Place("A", "A", Fraction(1, each)) for each in (2, 3, 6)))
    ([3, 2, 1], 6)
    """
    whole = lcm(*(place.share.denominator for place in places))
    return [int(place.share * whole) for place in places], whole


class Where:
    """Looks up where a cost falls, by line, person and state of the structure."""

    def __init__(self, inputs: Inputs) -> None:
        self._inputs = inputs
        self.centres: Mapping[str, CostCentreRow] = {
            row.cost_centre.casefold(): row for row in inputs.rows_of(COST_CENTRES.name)
        }
        self.codes: Mapping[str, str] = {row.component: row.subjective for row in inputs.rows_of(CODES.name)}
        rows: dict[tuple[str, str], list[AllocationRow]] = {}
        for row in inputs.rows_of(ALLOCATIONS.name):
            for state in (row.state,) if row.state else ("now", "proposed"):
                rows.setdefault((row.line_or_person.casefold(), state), []).append(row)
        self._places = {key: self._of(each) for key, each in rows.items()}

    def _of(self, rows: Iterable[AllocationRow]) -> Places:
        found = []
        for row in rows:
            centre = self.centres.get(row.cost_centre.casefold())
            name = row.cost_centre if centre is None else centre.cost_centre
            found.append(Place(name, row.fund or ("" if centre is None else centre.fund), row.share, row.subjective))
        return tuple(found)

    def of_person(self, person: Person, state: str) -> Places | None:
        """Where the cost of somebody's post falls in a state; None where it falls with the line."""
        return self._places.get((person.person.casefold(), state))

    def of_line(self, line: str, state: str) -> Places | None:
        """Where the cost of a line falls in a state; None where no row says so."""
        return self._places.get((line.casefold(), state), self._places.get(("", state)))

    def of_name(self, name: str, department: str = "") -> Places | None:
        """Where a cost that is paid once falls: with the person or line of a name, as it is now or else as proposed.

        Of somebody who is in no line it falls in the cost centre of the department, if there is one of these. A cost of
        nobody and no line falls where all falls that no row names. None where no row says so, or several may be meant.
        """
        key = name.casefold()
        person = next((each for each in self._inputs.people if each.person.casefold() == key), None)
        states = ("now", "proposed")
        if found := next((self._places[key, each] for each in states if key and (key, each) in self._places), None):
            return found
        for state in states:
            if person is not None:
                line = person.post_now if state == "now" else person.proposed_line
                found = self.of_line(line, state) if line else None
            else:
                is_line = key and any(each.line.casefold() == key for each in self._inputs.lines(state))
                found = self.of_line(name, state) if is_line else None
            if found is not None:
                return found
        centres = self.of_department(department)
        if centres:
            [centre, *others] = centres
            return None if others or not centre.fund else (Place(centre.cost_centre, centre.fund, Fraction(1)),)
        return self._places.get(("", "now"), self._places.get(("", "proposed")))

    def of_department(self, department: str) -> Sequence[CostCentreRow]:
        """The cost centres of a department."""
        name = department.casefold()
        return [row for row in self.centres.values() if name and row.department.casefold() == name]

    def code(self, component: str, pay_code: str = "") -> str:
        """The subjective code of a component; empty where it has none. That of basic pay may be a place's own."""
        return (pay_code if component == BASIC_PAY else "") or self.codes.get(component, "")

    def title(self, cost_centre: str) -> str:
        """The title of a cost centre."""
        row = self.centres.get(cost_centre.casefold())
        return "" if row is None else row.title

    def department(self, cost_centre: str) -> str:
        """The department of a cost centre."""
        row = self.centres.get(cost_centre.casefold())
        return "" if row is None else row.department

    def has_own_rows(self) -> bool:
        """Whether the cost of somebody's post falls elsewhere than that of the line."""
        return any(self.of_person(person, state) for person in self._inputs.people for state in ("now", "proposed"))


def rows_by_name(rows: Iterable[AllocationRow]) -> Mapping[tuple[str, str], Sequence[Any]]:
    """The rows that share one cost: by the name of the line or person and the state."""
    found: dict[tuple[str, str], list[AllocationRow]] = {}
    for row in rows:
        found.setdefault((row.line_or_person.casefold(), row.state), []).append(row)
    return found
