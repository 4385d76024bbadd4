"""The sheet that guards the formulas: the inputs whose change asks for a new run, as they were and as they are now.

A formula follows a salary, a rate or a number of posts; it cannot add rows for another protection period, nor find
another grade's points. So those inputs are held against what they were, and once one differs every figure is #N/A.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from payband.formulas.places import Places
from payband.review.inputs.raw.raw_tables import RawTable
from payband.review.inputs.settings import SETTINGS
from payband.review.scenarios.rows import COLUMN as SCENARIO
from payband.workbook.building.workings_sheets import Col, F, Workings

__all__ = ["DIFFERS", "MOVED", "OF_PARTS", "STALE", "Basis"]

DIFFERS, MOVED, OF_PARTS = "differs", "moved", "changed"
"""What became of an input: no formula follows it; the formulas follow it; only the parts of the review rest on it."""

_FIXED: dict[str, tuple[str, ...]] = {
    "Spines": ("spine", "point", "effective from"),
    "Grades": ("grade", "order", "spine", "bottom point", "top point", "provisional"),
    "OnCosts": ("profile", "pension scheme", "NI category", "contracted out", "apprenticeship levy"),
    "Structure": ("line", "state", "grade", "costed at", "externally funded until", "statutory role"),
    "People": ("person", "post now", "on-cost profile", "NI category", "proposed line", "leaves on"),
    "Package": ("line or person", "element", "counts towards approval", "state", "costed as"),
    "ApprovalRules": ("rule", "measure", "tested at", "approving body", "effective from"),
    "PayAwards": ("effective from",),
}
_FIXED_MORE: dict[str, tuple[str, ...]] = {
    "Grades": ("pay not published",),
    "Structure": ("on-cost profile",),
    "People": ("protection waived", "illustrative", "full years in the grade", "service from", "protection ends on"),
    "PayAwards": ("salaries up to",),
}
_PRESENT: dict[str, tuple[str, ...]] = {
    "Spines": ("salary",),
    "Grades": ("bottom salary", "top salary"),
    "Structure": ("stated cost",),
}
_NUMBERS: dict[str, tuple[str, ...]] = {
    "Spines": ("salary",),
    "Grades": ("bottom salary", "top salary"),
    "OnCosts": ("pension rate", "other rate"),
    "Structure": ("posts", "FTE each", "external share", "stated cost"),
    "People": ("salary now", "FTE"),
    "Package": ("amount a year",),
    "ApprovalRules": ("threshold",),
    "PayAwards": ("percent", "flat sum", "at least"),
}
_SETTINGS = (
    "implementation date",
    "price base",
    "costed at",
    "unpublished points",
    "protection months",
    "protection form",
    "protection shares",
    "protection on-costs",
    "protection policy",
    "on-cost profile",
    "approval policy",
    "increments",
    "vacancies costed",
    "pay elements costed",
    "horizon",
    "part months",
)
_FREE_SETTINGS = ("slotting rule", "tie goes to", "round report to")
_SHOWN_SETTINGS = ("body", "review name")
"""The Summary shows them by formulas, and nothing rests on them."""
_FREE_TEXTS: dict[str, tuple[str, ...]] = {"ApprovalRules": ("comparison",), "PayAwards": ("rounding",)}
FIRST_WATCHED = 9

STALE = "inputs have changed: follow the workings, or run payband again"


class Basis:
    """The inputs that the formulas take as they were."""

    def __init__(self) -> None:
        self.sheet = Workings(
            "Workings_basis",
            "Inputs as they were when the formulas were written: where one that they cannot follow differs, every "
            "figure says so",
            (
                Col("what", "input", "text", 40),
                Col("was", "as it was", "text", 50),
                Col("now", "as it is", "text", 50),
                Col("numbers_was", "total as it was", "value", 22),
                Col("numbers_now", "total as it is", "value", 22),
                Col("same", "same", "text", 12),
            ),
        )
        self.sheet.add(what="0, or #N/A once an input differs that the formulas cannot follow")
        self.sheet.add(what="how many inputs differ that the formulas follow; explanations then ask for a new run")
        self.sheet.add(what="how many inputs differ that only the parts of the review rest on")
        self.sheet.add(what="what an answer says that waits for a new run", was=STALE)
        self.stale = self.sheet.at("was", 8)
        self.guard, self.moved, self.of_parts = (self.sheet.at("numbers_now", row) for row in (5, 6, 7))

    @property
    def fresh(self) -> str:
        """The condition that no input has changed at all."""
        return f"AND(ISNUMBER({self.guard}),{self.moved}+{self.of_parts}=0)"

    def text(self, cell: str) -> F:
        """An explanation that was written with the formulas: it stands while no input has changed."""
        return F(f'IF({self.fresh},{cell},"{STALE}")')

    def watch(self, what: str, differences: str, word: str) -> int:
        """Watches cells by a formula of how many of them differ, and gives the row that says so."""
        row = self.sheet.next_row
        same = F(f'IF(ISNUMBER(E{row}),IF(E{row}=0,"same","{word}"),"{word}")')
        return self.sheet.add(what=what, numbers_was=0, numbers_now=F(differences), same=same)

    def fill(self, places: Places, tables: Mapping[str, RawTable]) -> None:
        """Fills the sheet with the inputs of a workbook."""
        for each in SETTINGS:
            if each.name not in _SHOWN_SETTINGS:
                free = MOVED if each.name in _FREE_SETTINGS else OF_PARTS
                self._setting(places, tables, each.name, DIFFERS if each.name in _SETTINGS else free)
        self._setting_added(places, tables["Settings"])
        for table, columns in _FIXED.items():
            if table in tables:
                self._table(places, tables[table], table, columns)
        same = f"F{FIRST_WATCHED}:F{self.sheet.next_row - 1}"
        counted = (
            f'IF(COUNTIF({same},"{DIFFERS}")=0,0,NA())',
            f'COUNTIF({same},"{MOVED}")',
            f'COUNTIF({same},"{OF_PARTS}")',
        )
        rows = self.sheet.rows
        rows[:3] = [{**row, "numbers_now": F(text)} for row, text in zip(rows[:3], counted, strict=True)]

    def _fixed(self, what: str, was: str, now: str, word: str = DIFFERS) -> None:
        row = self.sheet.next_row
        self.sheet.add(what=what, was=was, now=F(now), same=F(f'IF(B{row}&""=C{row}&"","same","{word}")'))

    def _setting(self, places: Places, tables: Mapping[str, RawTable], name: str, word: str) -> None:
        row = next((each for each in tables["Settings"].rows if each.number == places.setting_rows.get(name)), None)
        if row is not None:
            self._fixed(f"Settings: {name}", _shown(row.cells.get("value")), f'{places.setting(name)}&""', word)

    def _setting_added(self, places: Places, raw: RawTable) -> None:
        """A setting that had no row has its default; a row for it may be added."""
        last = raw.rows[-1].number
        self._fixed(f"Settings: nothing below row {last}", "", f'{places.cell("Settings", "setting", last + 1)}&""')

    def _table(self, places: Places, raw: RawTable, table: str, columns: Sequence[str]) -> None:
        there = [each for each in places.package.tables[table.casefold()].columns if each]
        first = 0
        for row in raw.rows:
            first = first or row.number
            for part in (columns, (*_FIXED_MORE.get(table, ()), SCENARIO)):
                part = [each for each in part if each in there]
                if part:
                    was = "|".join(_shown(row.cells.get(each)) for each in part)
                    now = '&"|"&'.join(places.cell(table, each, row.number) for each in part)
                    self._fixed(f"{table}, row {row.number}", was, f'{now}&""')
            present = [each for each in _PRESENT.get(table, ()) if each in there]
            if present:
                was = "|".join("empty" if _shown(row.cells.get(each)) == "" else "given" for each in present)
                now = '&"|"&'.join(f'IF({places.cell(table, each, row.number)}="","empty","given")' for each in present)
                self._fixed(f"{table}, row {row.number}: which are given", was, now)
            for each in _FREE_TEXTS.get(table, ()):
                if each in there:
                    cell = places.cell(table, each, row.number)
                    what = f"{table}, row {row.number}: {each}"
                    self._fixed(what, _shown(row.cells.get(each)), f'{cell}&""', MOVED)
        if not raw.rows:
            return
        last = raw.rows[-1].number
        if last == places.totals_above(table):
            now = places.rows_to_totals(table, columns[0], first, last)
            self._fixed(f"{table}: rows above its totals", str(last + 1 - first), f'{now}&""')
        else:
            self._fixed(f"{table}: nothing below row {last}", "", f'{places.cell(table, columns[0], last + 1)}&""')
        for each in _NUMBERS.get(table, ()):
            if each in there:
                self._numbers(places, raw, table, each, first, last)

    def _numbers(self, places: Places, raw: RawTable, table: str, column: str, first: int, last: int) -> None:
        block = f"{places.cell(table, column, first)}:{places.cell(table, column, last).partition('!')[2]}"
        was = sum(
            float(value) * row.number
            for row in raw.rows
            if isinstance(value := row.cells.get(column), (int, float)) and not isinstance(value, bool)
        )
        row = self.sheet.next_row
        self.sheet.add(
            what=f"{table}: {column}, each times its row",
            numbers_was=round(was, 4),
            numbers_now=F(f"ROUND(SUMPRODUCT({block},ROW({block})),4)"),
            same=F(f'IF(ABS(D{row}-E{row})<0.0005,"same","{MOVED}")'),
        )


def _shown(value: Any) -> str:
    """A cell's value as a spreadsheet joins it to a text: a date as its serial number."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, date):
        return str((value - date(1899, 12, 30)).days)
    return str(value)
