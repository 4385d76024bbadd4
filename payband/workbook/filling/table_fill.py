"""Fills one table of a sheet: its rows, and what moves because it becomes longer or shorter."""

import re
from collections.abc import Callable, Iterator, Sequence
from html import escape
from itertools import chain, groupby
from typing import Any, NamedTuple

from payband.errors import InputProblems, Problem
from payband.ooxml.cell_texts import cell_text
from payband.ooxml.cells import CellRange, cell_xml, column_letters
from payband.ooxml.follow import Growth, follow_in_charts, follow_in_names, follow_on_sheet
from payband.ooxml.kept_formulas import keep_formulas
from payband.ooxml.package import Package, TablePlace
from payband.ooxml.sheet_xml import MOST_ROWS, SheetXml, attribute
from payband.ooxml.table_rows import OldRow, Styles, height_of_lines, old_rows, pattern_of, row_height, row_xml
from payband.ooxml.table_xml import columns_under, lengthen, shape_of
from payband.ooxml.text_size import LINE_HEIGHT
from payband.review.answers import TOTAL_BELOW, Form
from payband.workbook.filling.added_columns import Homeless, formula_for, typed_columns, with_their_rows
from payband.workbook.filling.columns_xml import ColumnCells, line_counts, rows_xml
from payband.workbook.filling.moved_totals import moved_totals

__all__ = ["Filling", "TableFiller"]

_CHUNK = 1_000  # rows that are put together before they are packed, so that no large sheet stands in memory
_MOST_CELLS = 4_000  # cells of a column that are remembered from one lot of rows to the next
_PLAIN_ATTRIBUTES = re.compile(r"""(?:\s+[\w:]+="[^"<&]*")*""")


class Filling(NamedTuple):
    """The values of a table's rows, column by column, all of one length.

    `forms` says how each column's values are given out (pence as pounds, ...); without it they are written as they are.
    `headings` names the columns of the table that they go to, where it may hold columns of somebody else's too. The
    first `start` rows of the table stay as they are.
    """

    columns: Sequence[Sequence[Any]]
    forms: Sequence[Form] | None = None
    headings: Sequence[str] | None = None
    start: int = 0


class TableFiller:
    """A table of a sheet, and what it is to hold."""

    def __init__(self, package: Package, place: TablePlace, filling: Filling) -> None:
        self._package = package
        self._place = place
        self._filling = filling
        self._forms: Sequence[Form | None] = filling.forms if filling.forms else tuple(None for _ in filling.columns)
        self._from_1904 = package.counts_from_1904
        self._old = shape_of(package, place)
        self._count = len(filling.columns[0])
        self._new = self._old.with_rows(filling.start + self._count)
        self._first = self._old.data.first_row + filling.start
        self._filled = self._columns_of(filling.headings)
        self._others = [column for column in self._old.whole.columns if column not in self._filled]
        self._sheet = self._without_shared_formulas()
        self._growth = Growth(place.sheet, self._old, self._new)
        self._cells: dict[Styles, list[ColumnCells]] = {}
        self._total: tuple[Sequence[Any], str] | None = None
        self._old_total = 0

    def _columns_of(self, headings: Sequence[str] | None) -> list[int]:
        """The sheet's columns that are filled: those with the headings, or, where these were renamed, all in turn."""
        if headings:
            return columns_under(self._place, headings)
        columns = list(self._old.whole.columns)
        if len(columns) == len(self._filling.columns):
            return columns
        name = f"number {len(columns) + 1}"
        raise self._problem(f"the table {self._place.name} lacks the column {name}: give it its heading again")

    def _problem(self, message: str, row: int | None = None) -> InputProblems:
        return InputProblems([Problem(message, sheet=self._place.sheet, table=self._place.name, row=row)])

    def _without_shared_formulas(self) -> SheetXml:
        """The sheet, with the text of formulas that other cells share moved out of the cells that are filled."""
        sheet = SheetXml(self._package, self._place.sheet_part)
        filled, whole = set(self._filled), set(self._old.whole.columns)
        first, last, end = self._first, self._new.data.last_row, self._old.data.last_row

        def is_taken(row: int, column: int) -> bool:
            return (first <= row <= last and column in filled) or (last < row <= end and column in whole)

        changes = keep_formulas(sheet, self._place.sheet, is_taken)
        if changes:
            self._package.write(self._place.sheet_part, sheet.spliced(changes))
        return SheetXml(self._package, self._place.sheet_part) if changes else sheet

    # --- the whole -----------------------------------------------------------------------------------------------

    def fill(self, total: Sequence[Any] | None = None, total_style: str = "") -> None:
        """Writes the rows, the table's part, and what follows it.

        A total, with the style of its name, goes below the table in place of an earlier one.
        """
        sheet, whole, changes = self._sheet, self._new.whole, self._growth.changes
        below = 0
        if total is not None:
            self._total, below = (total, total_style), TOTAL_BELOW
        last = max(self._old.whole.last_row, whole.last_row) + below
        if last > MOST_ROWS:
            raise self._problem(f"{self._count:,} rows are more than the sheet has room for")
        known = old_rows(sheet, max(self._first - 1, self._old.data.first_row), last, self._filled)
        self._rows = {number: row for number, row in known.items() if number >= self._first}
        data = [row for number, row in known.items() if number <= self._old.data.last_row]
        self._model = data[0] if data else None
        self._looks = pattern_of(data) or [("",) * len(self._filled)]
        self._find_old_total()
        self._added = self._added_cells(data)
        self._check_room(whole.last_row + below)
        row = sheet.row_from(self._first)
        from_byte = row.start if row else sheet.last
        to_byte = max((row.place.end for row in self._rows.values()), default=from_byte)
        tail = sheet.content[to_byte:]
        if changes:
            tail = follow_on_sheet(tail, self._growth)
        head = self._with_dimension(sheet.content[:from_byte], whole.last_row + below, last)
        rows = ((sheet.own(xml), is_made) for xml, is_made in self._all_rows(last))
        self._package.write_pieces(self._place.sheet_part, chain([(head, False)], rows, [(tail, False)]))
        lengthen(self._package, self._place, self._old, self._new)
        if changes:
            follow_in_names(self._package, self._growth)
            follow_in_charts(self._package, self._growth)

    def _with_dimension(self, head: bytes, written: int, last: int) -> bytes:
        """What is before the rows, with the cells that the sheet uses now."""
        used, whole = self._sheet.dimension(), self._new.whole
        if used is None:
            return head
        beside = [number for number, row in self._rows.items() if number > written and self._stays(row)]
        last_row = used.last_row if used.last_row > last else max([written, *beside])
        new = CellRange(
            min(used.first_column, whole.first_column),
            min(used.first_row, whole.first_row),
            max(used.last_column, whole.last_column),
            last_row,
        )
        return self._sheet.with_dimension(head, new)

    # --- what stands around the rows -------------------------------------------------------------------------------

    def _find_old_total(self) -> None:
        """The total of an earlier calculation, which would be in the way of more rows.

        A table that was given a row of totals of its own since then has grown towards it.
        """
        for number in {self._old.whole.last_row + TOTAL_BELOW, self._old.data.last_row + TOTAL_BELOW}:
            row = self._rows.get(number)
            if self._total is not None and row is not None and number > self._old.whole.last_row:
                cells = self._sheet.by_column(row.place)
                if cell_text(self._package, cells.get(self._filled[0], "")) == " ".join(str(self._total[0][0]).split()):
                    self._old_total = number

    def _check_room(self, last: int) -> None:
        whole = self._old.whole
        for number, row in self._rows.items():
            if not whole.last_row < number <= last or number == self._old_total:
                continue
            for cell in self._sheet.cells(row.place):
                within = whole.first_column <= cell.column <= whole.last_column
                if within and self._sheet.holds(cell):
                    raise self._in_the_way(cell.column, number)
        if last > whole.last_row:
            for block in self._sheet.merged():
                apart = block.last_column < whole.first_column or whole.last_column < block.first_column
                if not apart and whole.last_row < block.last_row and block.first_row <= last:
                    raise self._in_the_way(block.first_column, block.first_row)

    def _in_the_way(self, column: int, number: int) -> InputProblems:
        return self._problem(
            f"cell {column_letters(column)}{number} is where the answers must go: move what is below the table "
            f"{self._place.name} to another sheet",
            number,
        )

    def _stays(self, row: OldRow) -> bool:
        """Whether anything of a row below the table stays."""
        below = row.place.number > self._old.whole.last_row and row.place.number != self._old_total
        return below or bool(self._beside(row))

    def _beside(self, row: OldRow | None) -> dict[int, str]:
        """The cells of a row that are next to the table."""
        whole = self._old.whole
        return {
            column: xml
            for column, xml in (row.kept.items() if row and row.kept else ())
            if not whole.first_column <= column <= whole.last_column
        }

    # --- rows ------------------------------------------------------------------------------------------------------

    def _all_rows(self, last: int) -> Iterator[tuple[str, bool]]:
        """Every row from the first that is filled to the last that changes, some at a time.

        Those that hold nothing but what payband made are marked as such; the first of them are not, so that some are
        looked through for faults all the same.
        """
        yield from self._data_rows()
        yield "".join(self._rows_below(last)), False

    def _rows_below(self, last: int) -> Iterator[str]:
        totals = self._new.whole.last_row > self._new.data.last_row
        for number in range(self._new.data.last_row + 1, last + 1):
            row = self._rows.get(number)
            if totals and number == self._new.whole.last_row:
                yield self._totals_row(number)
            elif self._total is not None and number == self._new.whole.last_row + TOTAL_BELOW:
                yield self._own_total(number, *self._total)
            elif row is not None and number > self._old.whole.last_row and number != self._old_total:
                yield self._sheet.content[row.place.start : row.place.end].decode()
            elif row is not None and (beside := self._beside(row)):
                yield row_xml(number, row.attributes + row_height(row.height), beside)

    def _data_rows(self) -> Iterator[tuple[str, bool]]:
        columns: Sequence[Sequence[Any]] = self._filling.columns
        if not self._count and not self._filling.start:
            columns = [(None,)] * len(self._filled)
        lines = self._lines(columns) or [1] * len(columns[0])
        old_end = self._old.data.last_row
        alike = len(self._looks) == 1 and not self._others
        alike = alike and all(row.styles == self._looks[0] or n > old_end for n, row in self._rows.items())
        if not alike:
            yield "".join(self._rows_apart(range(len(lines)), columns, lines)), False
            return
        beside = {number - self._first for number, row in self._rows.items() if row.kept}
        for is_shared, indices in groupby(range(len(lines)), beside.__contains__) if beside else ():
            places = list(indices)
            rows = range(places[0], places[-1] + 1)
            if is_shared:
                yield "".join(self._rows_apart(rows, columns, lines)), False
            else:
                yield from self._rows_alike(rows, columns, lines)
        if not beside:
            yield from self._rows_alike(range(len(lines)), columns, lines)

    def _rows_apart(self, rows: range, columns: Sequence[Sequence[Any]], lines: Sequence[int]) -> Iterator[str]:
        """Rows each with its own look, or with cells of others."""
        for index in rows:
            number = self._first + index
            row = self._rows.get(number)
            look = self._looks[(index + self._filling.start) % len(self._looks)]
            if row is not None and number <= self._old.data.last_row and any(row.styles):
                look = row.styles
            caches = self._cells_of(look)
            cells = [cache[column[index]] for cache, column in zip(caches, columns, strict=True)]
            yield self._mixed(number, row, cells, lines[index])

    def _rows_alike(
        self, rows: range, columns: Sequence[Sequence[Any]], lines: Sequence[int]
    ) -> Iterator[tuple[str, bool]]:
        """Rows of one look, the quick way: whole columns of cells at once."""
        order = sorted(range(len(self._filled)), key=self._filled.__getitem__)
        letters = [column_letters(self._filled[at]) for at in order]
        behind = [*(f'<c r="{each}' for each in letters[1:]), "</row>"]
        look = self._looks[0]
        caches = [
            ColumnCells(look[at], self._forms[at], behind=end, from_1904=self._from_1904)
            for at, end in zip(order, behind, strict=True)
        ]
        # Only values of a form are known to be plain: without one they may be formulas.
        made = self._filling.forms is not None and all(each.isdecimal() or not each for each in look)
        for start in range(rows.start, rows.stop, _CHUNK):
            some = slice(start, min(start + _CHUNK, rows.stop))
            cells = []
            for at, cache in zip(order, caches, strict=True):
                values = columns[at][some]
                if len(cache) > _MOST_CELLS:  # a column of values that hardly come twice
                    cache.clear()
                cache.foresee(values)
                cells.append(map(cache.__getitem__, values))
            tags, plain = self._tags(some, lines[some], letters[0])
            yield rows_xml(self._first + some.start, tags, cells), made and plain and start > rows.start

    def _tags(self, rows: slice, lines: Sequence[int], letters: str) -> tuple[list[str], bool]:
        """The start tags of rows, as `rows_xml` takes them, and whether all of their attributes are well formed."""
        model, there = self._model.as_new if self._model else "", self._rows
        numbers = range(self._first + rows.start, self._first + rows.stop)
        attributes = {number: self._attributes(there[number]) for number in numbers if number in there} if there else {}
        kinds = {
            (each, count): f'"{each}{height_of_lines(count)}><c r="{letters}'
            for each in {model, *attributes.values()}
            for count in set(lines)
        }
        plain = all(_PLAIN_ATTRIBUTES.fullmatch(each) for each, _ in kinds)
        if not attributes:
            of_lines = {count: tag for (_, count), tag in kinds.items()}
            return [of_lines[count] for count in lines], plain
        found = [kinds[attributes.get(number, model), count] for number, count in zip(numbers, lines, strict=True)]
        return found, plain

    def _mixed(self, number: int, row: OldRow | None, cells: Sequence[str], lines: int) -> str:
        """A row whose filled cells share it with others."""
        own = {
            column: f'<c r="{column_letters(column)}{number}{xml}'
            for column, xml in zip(self._filled, cells, strict=True)
        }
        beside = self._beside(row)
        others = self._other_columns(number, row)
        high = height_of_lines(lines)
        if beside and row is not None and row.height > 2 + LINE_HEIGHT * lines:
            high = row_height(row.height)  # what stands beside the table may need it
        attributes = self._attributes(row) if row else self._model.as_new if self._model else ""
        return row_xml(number, attributes + high, {**beside, **others, **own})

    def _other_columns(self, number: int, row: OldRow | None) -> dict[int, str]:
        """The cells of the table's columns that are not filled: as they were, or by the column's own formula."""
        there = row.kept if row is not None and number <= self._old.data.last_row else None
        cells = {}
        for column in self._others:
            kept = self._added.get(number) if column in self._typed else there
            if kept is None:
                cells[column] = self._new_cell(number, column)
            elif column in kept:
                cells[column] = kept[column]
        return cells

    def _new_cell(self, number: int, column: int) -> str:
        """A cell of a column that is not filled, in a row that is new."""
        model = self._model.kept.get(column, "") if self._model else ""
        style = attribute(model.partition(">")[0].encode() + b">", "s")
        formula = self._formulas[column](number)
        start = f'<c r="{column_letters(column)}{number}"' + (f' s="{style}"' if style else "")
        return start + (f"><f>{escape(formula, quote=False)}</f></c>" if formula else "/>")

    def _added_cells(self, data: Sequence[OldRow]) -> dict[int, dict[int, str]]:
        """What was typed in columns that a person added, by the row where it belongs now. Raises InputProblems where
        such a row is gone: nobody but the person knows what is to become of it.
        """
        first, width = self._old.data.first_row, self._old.whole.first_column
        held = {row.place.number: row.kept for row in data if row.place.number >= first} if self._others else {}
        self._formulas = {
            column: formula_for(self._old.formulas[column - width], column, held, first) for column in self._others
        }
        held = {number: cells for number, cells in held.items() if number >= self._first}
        self._typed = typed_columns(held, self._others)
        if not self._typed:
            return {}
        old = {number: self._sheet.by_column(self._rows[number].place) for number in held}
        keys = list(zip(self._filled, self._forms, self._filling.columns, strict=True))

        def before(column: int) -> Callable[[int], str]:
            return lambda number: cell_text(self._package, old[number].get(column, ""))

        def now(form: Form | None, values: Sequence[Any]) -> Callable[[int], str]:
            cells = ColumnCells("", form, from_1904=self._from_1904)
            return lambda number: cell_text(self._package, f'<c r="{cells[values[number - self._first]]}')

        added = with_their_rows(
            held,
            self._typed,
            [before(column) for column, _, _ in keys],
            [now(form, values) for _, form, values in keys],
            range(self._first, self._first + self._count),
        )
        if added.homeless:
            raise InputProblems([self._homeless(each) for each in added.homeless])
        return added.cells

    def _homeless(self, cell: Homeless) -> Problem:
        heading = self._place.columns[cell.column - self._old.whole.first_column]
        message = (
            f"cell {column_letters(cell.column)}{cell.row} was typed for '{cell.name}', which {cell.why}: move it out "
            f"of the table {self._place.name}, or delete it"
        )
        return Problem(message, sheet=self._place.sheet, table=self._place.name, row=cell.row, column=heading)

    def _attributes(self, row: OldRow) -> str:
        """A row's attributes; one that a filter had hidden for its old values is shown again."""
        return row.as_new if self._old.filtered else row.attributes

    def _cells_of(self, look: Styles) -> list[ColumnCells]:
        if look not in self._cells:
            self._cells[look] = [
                ColumnCells(style, form, from_1904=self._from_1904)
                for style, form in zip(look, self._forms, strict=True)
            ]
        return self._cells[look]

    def _lines(self, columns: Sequence[Sequence[Any]]) -> list[int] | None:
        """How many lines each row takes: Excel would find the height by itself, LibreOffice would not."""
        widths = self._sheet.widths()
        shown = [
            widths.get(column, 0.0) if form is None or form.name == "text" else 0.0
            for column, form in zip(self._filled, self._forms, strict=True)
        ]
        return line_counts(columns, shown)

    # --- totals ----------------------------------------------------------------------------------------------------

    def _totals_row(self, number: int) -> str:
        """The table's own row of totals at its new end. Its values go: they are of before."""
        old = self._rows.get(self._old.whole.last_row)
        cells = {} if old is None else moved_totals(self._sheet, old, self._old.whole, self._growth, number)
        attributes = old.attributes + row_height(old.height) if old else ""
        return row_xml(number, attributes, {**self._beside(self._rows.get(number)), **cells})

    def _own_total(self, number: int, total: Sequence[Any], bold: str) -> str:
        """The total that is below the table, under its columns."""
        row = self._rows.get(number)
        cells = {
            column: cell_xml(
                f"{column_letters(column)}{number}", value, style if index else bold, from_1904=self._from_1904
            )
            for index, (column, value, style) in enumerate(zip(self._filled, total, self._looks[0], strict=True))
        }
        beside = self._beside(row)
        attributes = row.attributes + row_height(row.height) if row and beside else ""
        return row_xml(number, attributes, {**beside, **cells})
