"""The inputs that the parts of a review rest on, copied, and held cell by cell against what they are now."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from payband.formulas.native.basis import OF_PARTS, Basis
from payband.formulas.places import Places
from payband.ooxml.package import TablePlace
from payband.ooxml.table_xml import shape_of
from payband.review.inputs.raw.raw_tables import RawTable
from payband.review.parts.registry import part_inputs
from payband.workbook.building.workings_sheets import Col, F, Workings

__all__ = ["Column", "WatchedInputs"]

Column = tuple[str, str]
"""An input table and one of its columns."""

_OF_PEOPLE = (
    "grade now",
    "share of current job in the new",
    "share of the new from the current",
    "started on",
)
"""What the parts read of the people and no other formula does."""


class WatchedInputs:
    """A copy of the parts' inputs, and the rows of the basis that say whether they still hold."""

    def __init__(self, places: Places, basis: Basis, tables: Mapping[str, RawTable], followed: Collection[Column]):
        self._places, self._basis, self._followed = places, basis, followed
        self._rows: dict[Column, int] = {}
        names = [each.name for each in part_inputs() if each.name in tables]
        if places.results.parts:
            names.append("Assumptions")  # such as the discount rate
        watched = {name: tables[name].columns for name in names if name in tables}
        if places.results.parts and "People" in tables:
            watched["People"] = _OF_PEOPLE
        width = max((len(columns) for columns in watched.values()), default=1)
        self.sheet = Workings(
            "Workings_inputs",
            "The inputs of the parts as they were when the formulas were written, a table below the other",
            (Col("where", "table and row", "text", 30), *(Col(f"v{n}", "", "value", 18) for n in range(width))),
        )
        for name, columns in watched.items():
            self._watch(tables[name], columns)

    def guard(self, what: str, follows: Iterable[Column], *, follows_main: bool = False) -> str:
        """A cell that is 0 while no input has changed but those that some formulas follow, and #N/A after.

        With `follows_main` the formulas rest on answers that follow the main tables by themselves.
        """
        basis = self._basis
        rows = [row for column, row in self._rows.items() if column in set(follows)]
        less = "".join(f'-COUNTIF(F{row},"{OF_PARTS}")' for row in rows)
        counted = basis.of_parts if follows_main else f"{basis.moved}+{basis.of_parts}"
        counted = counted.replace(f"{basis.sheet.name}!", "")
        own = basis.guard.replace(f"{basis.sheet.name}!", "")
        formula = F(f"IF(AND(ISNUMBER({own}),{counted}{less}=0),0,NA())")
        return basis.sheet.at(
            "numbers_now", basis.sheet.add(what=f"0 while {what} may be followed", numbers_now=formula)
        )

    def _watch(self, raw: RawTable, columns: Sequence[str]) -> None:
        place = self._places.package.tables[raw.name.casefold()]
        there = [name for name in place.columns if name and name in columns]
        self.sheet.add(where=raw.name, **{f"v{n}": name for n, name in enumerate(there)})
        data = shape_of(self._places.package, place).data
        first, last = data.first_row, max([data.last_row, *(row.number for row in raw.rows)])
        has_totals = self._places.totals_above(raw.name) == last
        if not has_totals:
            last += 1  # the row below the table is watched too: there a person adds one
        known = {row.number: row.cells for row in raw.rows}
        copied = self.sheet.next_row
        for number in range(first, last + 1):
            cells = known.get(number, {})
            self.sheet.add(where=f"row {number}", **{f"v{n}": cells.get(name) for n, name in enumerate(there)})
        for numbers in _runs(raw.name, there, self._followed, place):
            here = self._places.cell(raw.name, there[numbers[0]], first)
            ends = self._places.cell(raw.name, there[numbers[-1]], last).partition("!")[2]
            was = self.sheet.at(f"v{numbers[0]}", copied)
            was_ends = self.sheet.at(f"v{numbers[-1]}", self.sheet.next_row - 1).partition("!")[2]
            named = [there[n] for n in numbers]
            what = f"{raw.name}: {named[0]}" + (f" to {named[-1]}" if len(named) > 1 else "")
            # EXACT tells an empty cell from a 0, and a small letter from a capital; LibreOffice's wants texts.
            differ = f'SUMPRODUCT(1-EXACT({here}:{ends}&"",{was}:{was_ends}&""))'
            if has_totals:
                now = self._places.rows_to_totals(raw.name, there[numbers[0]], first, last)
                differ += f"+({now}<>{last + 1 - first})"
            row = self._basis.watch(f"{what}, cells that differ", differ, OF_PARTS)
            self._rows |= {(raw.name, name): row for name in named}


def _runs(table: str, there: Sequence[str], followed: Collection[Column], place: TablePlace) -> list[list[int]]:
    """The columns that stand side by side and are followed by no formula, together; every other by itself."""
    runs: list[list[int]] = []
    for n, name in enumerate(there):
        beside = n > 0 and place.columns.index(name) == place.columns.index(there[n - 1]) + 1
        alone = (table, name) in followed or (n > 0 and (table, there[n - 1]) in followed)
        if beside and not alone:
            runs[-1].append(n)
        else:
            runs.append([n])
    return runs
