"""The structure's cost in a live workbook: one call says what a post costs, and the rest follows from the cells."""

from collections.abc import Callable
from fractions import Fraction

from payband.forms import Cell, Form
from payband.formulas.cell_units import in_units, whole_units
from payband.formulas.native.book import parts_for, parts_of
from payband.formulas.native.costs import months_paid_by_others
from payband.formulas.places import Places
from payband.review.core.line_cost import LineCost
from payband.review.core.on_costs import Stretch
from payband.review.core.rows.structure_rows import StructureRows
from payband.review.core.structure import COSTED_AT, Line
from payband.review.inputs.tables import PENSIONABLE
from payband.review.ranges import Ranges
from payband.review.slotting_list import placements
from payband.sheets.cells import Formulas
from payband.sheets.rows import NO_ROW, Sought, place_of_rows
from payband.sheets.sheet import Sheet, Unit

__all__ = ["live_structure_cost", "live_structure_totals"]

_TABLE = "StructureCost"
_REPEATED = {
    ("now", "modelled"): "modelled_now",
    ("proposed", "modelled"): "modelled",
    ("proposed", "external"): "external",
}
"""The figures of a line that an answer shows as they are: by its state and name, the answer."""

_AMOUNTS = (Unit.PENCE, Unit.BASIS_POINTS)

Call = Callable[..., str]


class _NotLiveError(Exception):
    """No function says it, so that its answer stays as the run found it."""


class _LiveStructure:
    def __init__(self, places: Places, call: Call) -> None:
        self._places = places
        self._call = call
        ranges = Ranges(places.inputs)
        self._collected = StructureRows(places.inputs, ranges, placements(places.inputs, ranges))
        found = self._collected.rows()
        self._rows = place_of_rows(found)
        self._formulas = Formulas(found, self)
        self._asked: tuple[int, str] = (NO_ROW, "")
        links = self._rows[LineCost].given
        self._answer_of = {
            (links[state][row], name): (row, answer)
            for (state, name), answer in _REPEATED.items()
            for row in range(self._rows[LineCost].size)
        }

    def rows(self) -> list[dict[str, str]]:
        """The formulas of each row by the keys of its columns."""
        return [
            {
                answer.key: text
                for name, answer, unit in LineCost.answers()
                if name in LineCost.columns and (text := self._answer(name, unit, row))
            }
            for row in range(self._rows[LineCost].size)
        ]

    def _answer(self, name: str, unit: Unit, row: int) -> str:
        self._asked = (row, name)
        try:
            found = self._formulas.formula(LineCost, name, row)
        except _NotLiveError:
            return ""
        if not isinstance(found, Cell):
            return ""
        return in_units(found, unit)

    # --- where figures stand -----------------------------------------------------------------------------------------

    def cell(self, sheet: type[Sheet], name: str, row: int, formulas: Formulas) -> Form:
        """The cell of a figure: of an answer or an input; else its own formula is put in its place."""
        if sheet is LineCost and name in LineCost.columns:
            return self._of_answer(name, row) if LineCost.columns[name].answer else formulas.formula(sheet, name, row)
        if sheet is Line and self._answer_of.get((row, name), self._asked) != self._asked:
            number, answer = self._answer_of[row, name]
            return self._of_answer(answer, number)
        if sheet is Stretch and name == "cost":
            return self._cost_of_a_post(row)
        if name in sheet.columns:
            return formulas.formula(sheet, name, row)
        return self._given(sheet, name, row)

    def block(self, sheet: type[Sheet], name: str, first: int, last: int) -> str | None:
        """Nothing is below another but answers."""
        return None

    def _of_answer(self, name: str, row: int) -> Cell:
        answer = LineCost.columns[name].answer
        assert answer is not None  # the caller looked
        return whole_units(self._places.answer(_TABLE, answer.heading, row), LineCost.columns[name].unit)

    def _given(self, sheet: type[Sheet], name: str, row: int) -> Form:
        rows, declared = self._rows[sheet], sheet.givens[name]
        if sheet is not Line or name == "missing":
            given = rows.given[name]
            is_input = bool(declared.at) or (declared.unit in _AMOUNTS and name != "missing")
            value = None if is_input or isinstance(given, Sought) else given[row]
            if not isinstance(value, int):  # an amount without a cell would stay as it is when the inputs change
                raise _NotLiveError
            return value
        line, places = rows.inputs[row], self._places
        if name == "posts":
            return Cell(places.input("Structure", "posts", line))
        if name == "stated":
            return whole_units(places.input("Structure", "stated cost", line), Unit.PENCE) if line.stated_cost else 0
        if name == "share":
            return Cell(parts_of(places.input("Structure", "external share", line), str(self._parts(row)), 0))
        if name == "of_parts":
            return self._parts(row)
        if name == "months":
            return months_paid_by_others(places, line)
        found: int = rows.given[name][row]
        return found

    def _parts(self, row: int) -> int:
        given = self._rows[Line].given
        return parts_for(Fraction(given["share"][row], given["of_parts"][row]))

    def _cost_of_a_post(self, row: int) -> Cell:
        """The call that answers what a post costs; none for a line that is costed at actual pay."""
        places = self._places
        number = next(each[0] for each in self._collected.posts if each[1] == row)
        line = places.inputs.structure[number]
        costed_at = COSTED_AT[self._rows[Line].given["costed_at"][number]]
        profile, at = places.profile(line.on_cost_profile), places.range_index(line.grade)
        if costed_at == "actual" or profile is None or profile.by_scheme or at is None:
            raise _NotLiveError
        salary = places.answer("PayRanges", costed_at, at)
        if line.fte_each != 1:
            salary = f"ROUND({salary}*{places.input('Structure', 'FTE each', line)},2)"
        elements = self._collected.on_costs.elements_of(self._collected.on_costs.salary_of(row))
        if any(each.costed_as != PENSIONABLE for each in elements):  # the function takes pay that bears a pension alone
            raise _NotLiveError
        salary = "+".join((salary, *(places.input("Package", "amount a year", each) for each in elements)))
        terms = ("pension rate", "NI category", "contracted out", "apprenticeship levy", "other rate")
        cost = self._call(
            "EMPLOYERCOST",
            salary,
            places.setting("price base"),
            *(places.input("OnCosts", each, profile) for each in terms),
        )
        return whole_units(cost, Unit.PENCE)


def live_structure_cost(places: Places, call: Call) -> list[dict[str, str]]:
    """The formulas of the structure's cost, row by row, by the keys of its columns."""
    return _LiveStructure(places, call).rows()


class _TotalCells:
    """The total of each column as one row: its sum over the rows, or what its rule makes of the other totals."""

    def __init__(self, column_of: Callable[[str], str]) -> None:
        self._column_of = column_of

    def __getattr__(self, name: str) -> Form:
        declared = LineCost.columns.get(name)
        if declared is None or (declared.summed and declared.answer is None):
            raise _NotLiveError
        if not declared.summed:
            return declared.rule(self)
        assert declared.answer is not None  # looked at above
        return whole_units(f"SUM({self._column_of(declared.answer.heading)})", declared.unit)


def live_structure_totals(column_of: Callable[[str], str]) -> dict[str, str]:
    """The formulas of the total by the keys of the columns; `column_of` names the cells of a column by its heading."""
    found = {}
    for name, answer, unit in LineCost.answers():
        if name in LineCost.columns:
            try:
                value = getattr(_TotalCells(column_of), name)
            except _NotLiveError:
                continue
            found[answer.key] = in_units(value, unit)
    return found
