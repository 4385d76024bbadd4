"""What follows a table that becomes longer or shorter: formulas, names, charts, formats and checks of its cells."""

import re
from collections.abc import Callable, Sequence
from functools import partial
from html import escape, unescape
from typing import NamedTuple

from payband.ooxml.cells import CellRange
from payband.ooxml.package import Package
from payband.ooxml.scan import may_hold_formulas
from payband.ooxml.sheet_xml import utf8
from payband.ooxml.table_xml import TableShape

__all__ = [
    "Growth",
    "follow_in_charts",
    "follow_in_formulas",
    "follow_in_names",
    "follow_on_sheet",
    "follow_references",
]

_REFERENCE = re.compile(
    r"""(?P<sheet>(?:'(?:[^']|'')+'|[^\W\d][\w.]*)!)?"""
    r"""(?P<first>\$?[A-Z]{1,3}\$?\d+)(?::(?P<last>\$?[A-Z]{1,3}\$?\d+))?(?![\w(!.:])"""
)
_BLOCK = re.compile(r"[A-Z]{1,3}\d+(?::[A-Z]{1,3}\d+)?")
_QUOTED = re.compile(r'"(?:[^"]|"")*"')
_SQREF = re.compile(
    rb"""(<(?:\w+:)?(?:conditionalFormatting|dataValidation|ignoredError|protectedRange)\s(?:[^>]*?\s)?sqref\s*=\s*["'])([^"']+)"""
)
_SQREF_ELEMENT = re.compile(rb"(<(?:\w+:)?sqref>)([^<]+)(?=</)")
_F_ELEMENT = re.compile(rb"(<(?:\w+:)?f(?:\s[^>]*)?>)([^<]+)(?=</)")
_CELL_FORMULA = re.compile(
    rb"""(<((?:\w+:)?)c\s(?:[^>]*?\s)?r\s*=\s*["']([A-Z]+[0-9]+)["'][^>]*>\s*<\2f)((?:\s[^>]*[^/>])?)>([^<]+)(?=</)"""
)
_OTHER_FORMULA = re.compile(
    rb"(<(?:\w+:)?(formula[12]?|calculatedColumnFormula|totalsRowFormula)(?:\s[^>]*)?>)([^<]+)(?=</)"
)
_SHARED = re.compile(rb"""\st\s*=\s*["']shared""")
_MOVABLE_END = re.compile(r":\$?[A-Z]{1,3}[0-9]")  # of a range that means other rows in each cell that has the formula
_PLAIN_NAME = re.compile(r"[A-Za-z0-9 .]+")
_NAME = re.compile(rb"(<(?:\w+:)?definedName\s([^>]*)>)([^<]+)(?=</)")
_CHART = re.compile(r"/charts/chart(?:Ex)?\d*\.xml$", re.I)
_CHART_RANGE = re.compile(
    rb"(<((?:\w+:)?)(?P<element>f|sqref)(?:\s[^>]*)?>)([^<]+)(</\2(?P=element)>)"
    rb"(?:\s*<((?:\w+:)?)(num|str|multiLvlStr|dlblRange)Cache>.*?</\6\7Cache>"  # the values of a chart
    rb"|(?:\s*<((?:\w+:)?)lvl(?=[\s>/])(?:[^>]*/>|.*?</\8lvl>))+)?",  # and of one of the newer kinds
    re.S,
)


class Growth(NamedTuple):
    """How a table on a sheet becomes longer or shorter."""

    sheet: str
    old: TableShape
    new: TableShape

    @property
    def changes(self) -> bool:
        """Whether it has another length at all."""
        return self.old.whole != self.new.whole

    def has_in_totals(self, cell: CellRange) -> bool:
        """Whether a cell is in the table's row of totals."""
        rows = range(self.old.data.last_row + 1, self.old.whole.last_row + 1)
        return cell.first_row in rows and cell.first_column in self.old.whole.columns

    def of_data(self, block: CellRange) -> CellRange:
        """The block that follows one which covers all rows of data of some of the columns, with or without headings."""
        old, new = self.old, self.new
        within = old.whole.first_column <= block.first_column and block.last_column <= old.whole.last_column
        if not within or block.first_row not in (old.whole.first_row, old.data.first_row):
            return block
        return self._with_end(block, (old.data.last_row, new.data.last_row), (old.whole.last_row, new.whole.last_row))

    def of_look(self, block: CellRange) -> CellRange:
        """The block that follows one which was given a look, a check or a printed page, and covers all of the data."""
        old, new = self.old, self.new
        inside = old.whole.first_column <= block.first_column and block.last_column <= old.whole.last_column
        around = block.first_column <= old.whole.first_column and old.whole.last_column <= block.last_column
        if not (inside or around) or block.first_row > old.data.first_row:
            return block
        ends = ((old.data.last_row, new.data.last_row), (old.whole.last_row, new.whole.last_row))
        if block.last_row > old.whole.last_row:  # it had room to spare
            return block._replace(last_row=max(block.last_row, new.data.last_row))
        return self._with_end(block, *ends)

    @staticmethod
    def _with_end(block: CellRange, *ends: tuple[int, int]) -> CellRange:
        for old, new in ends:
            if block.last_row == old:
                return block._replace(last_row=new)
        return block


def follow_references(
    formula: str,
    growth: Growth,
    follow: Callable[[CellRange], CellRange],
    *,
    own_sheet: bool = False,
    single: bool = False,
) -> str:
    """A formula whose references to the table's cells follow it. Those without a sheet count where it is `own_sheet`.

    Words in quotation marks stay as they are, and so does a reference to a single cell, which may mean that cell and
    not a table of one row, unless `single` says that it stands for a column, as in charts.
    """

    def moved(found: re.Match[str]) -> str:
        sheet = (found["sheet"] or "")[:-1]
        name = sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet
        if (name.casefold() != growth.sheet.casefold()) if name else not own_sheet:
            return found[0]
        if not (found["last"] or single):
            return found[0]
        before = found.string[: found.start()]
        if before[-1:].isalnum() or before[-1:] in ("_", ".", "!", ":", "]", "'"):
            return found[0]
        last = found["last"] or found["first"]
        block = CellRange.parse(f"{found['first']}:{last}")
        end = follow(block).last_row
        if end == block.last_row:
            return found[0]
        return f"{found['sheet'] or ''}{found['first']}:{re.sub(r'[0-9]+$', str(end), last)}"

    parts, at = [], 0
    for quoted in _QUOTED.finditer(formula):
        parts += [_REFERENCE.sub(moved, formula[at : quoted.start()]), quoted[0]]
        at = quoted.end()
    return "".join([*parts, _REFERENCE.sub(moved, formula[at:])])


def follow_in_formulas(package: Package, growths: Sequence[Growth]) -> None:
    """Formulas of any sheet that span all of the data of tables, before these become longer or shorter.

    Excel does so too when a table grows under a person's hands. The tables' own rows of totals follow later.
    """
    sheets = {growth.sheet.casefold() for growth in growths}
    owners = {part: name for name, part in package.sheets.items()}
    owners |= {place.table_part: place.sheet for place in package.tables.values()}
    for part, owner in owners.items() if growths else ():
        content = utf8(package.read(part))
        end = max(content.rfind(b"sheetData>"), 0)  # of the cells, which are nearly all of a large sheet
        rest = _OTHER_FORMULA.sub(partial(_other_formula, growths, owner), content[end:])
        held = may_hold_formulas(memoryview(content)[:end])
        if held and (owner.casefold() in sheets or any(_may_name(content, growth.sheet) for growth in growths)):
            changed = _CELL_FORMULA.sub(partial(_cell_formula, growths, owner), content[:end]) + rest
            if changed != content:
                package.write(part, changed)
        elif rest != content[end:]:  # a large sheet without formulas is copied only where it must be
            package.write(part, content[:end] + rest)


def _cell_formula(growths: Sequence[Growth], owner: str, found: re.Match[bytes]) -> bytes:
    cell, own = CellRange.parse(found[3].decode()), owner.casefold()
    own_totals = [each for each in growths if each.sheet.casefold() == own and each.has_in_totals(cell)]
    there = [each for each in growths if each not in own_totals]
    moved = _moved(found[5], there, owner, fixed_only=_SHARED.search(found[4]) is not None)
    return found[0] if moved is None else b"%s%s>%s" % (found[1], found[4], moved)


def _other_formula(growths: Sequence[Growth], owner: str, found: re.Match[bytes]) -> bytes:
    moved = _moved(found[3], growths, owner, fixed_only=found[2].startswith(b"formula"))
    return found[0] if moved is None else found[1] + moved


def _moved(formula: bytes, growths: Sequence[Growth], owner: str, *, fixed_only: bool) -> bytes | None:
    """A formula as it follows; nothing where it stays, as one does that many cells have, each for other rows."""
    text = moved = unescape(formula.decode())
    if ":" not in text or (fixed_only and _MOVABLE_END.search(text)):
        return None
    for growth in growths:
        moved = follow_references(moved, growth, growth.of_data, own_sheet=growth.sheet.casefold() == owner.casefold())
    return None if moved == text else escape(moved, quote=False).encode()


def follow_on_sheet(xml: bytes, growth: Growth) -> bytes:
    """What is behind the rows of the table's sheet: conditional formats, checks of input, sparklines."""

    def blocks(found: re.Match[bytes]) -> bytes:
        shown = []
        for each in found[2].decode().split():
            block = CellRange.parse(each) if _BLOCK.fullmatch(each) else None
            moved = block and growth.of_look(block)
            shown.append(_short(moved) if moved and moved != block else each)
        return found[1] + " ".join(shown).encode()

    def formula(found: re.Match[bytes]) -> bytes:
        text = unescape(found[2].decode())
        moved = follow_references(text, growth, growth.of_data, single=True)
        return found[0] if moved == text else found[1] + escape(moved, quote=False).encode()

    return _F_ELEMENT.sub(formula, _SQREF_ELEMENT.sub(blocks, _SQREF.sub(blocks, xml)))


def _short(block: CellRange) -> str:
    """A block as Excel writes it: a single cell by its one name."""
    first, _, last = str(block).partition(":")
    return first if first == last else f"{first}:{last}"


def follow_in_names(package: Package, growth: Growth) -> None:
    """The workbook's defined names that cover the table's data, and the print area of its sheet."""
    part = package.workbook_part
    content = utf8(package.read(part))

    def name(found: re.Match[bytes]) -> bytes:
        text = unescape(found[3].decode())
        follow = growth.of_look if b"_xlnm.Print_Area" in found[2] else growth.of_data
        moved = follow_references(text, growth, follow)
        return found[0] if moved == text else found[1] + escape(moved, quote=False).encode()

    changed = _NAME.sub(name, content)
    if changed != content:
        package.write(part, changed)


def follow_in_charts(package: Package, growth: Growth) -> None:
    """The series of every chart that span all of the data of a column. The values kept next to a range that moved go:
    they are of before, and programs take them from the cells.
    """

    def series(found: re.Match[bytes]) -> bytes:
        text = unescape(found[4].decode())
        moved = follow_references(text, growth, growth.of_data, single=True)
        return found[0] if moved == text else found[1] + escape(moved, quote=False).encode() + found[5]

    for part in package.names:
        if _CHART.search(part):
            content = utf8(package.read(part))
            if not _may_name(content, growth.sheet):
                continue
            changed = _CHART_RANGE.sub(series, content)
            if changed != content:
                package.write(part, changed)


def _may_name(xml: bytes, sheet: str) -> bool:
    """Whether the XML can name a sheet, as a look at its bytes says; a name with marks is not looked for."""
    if not _PLAIN_NAME.fullmatch(sheet) or b"&#" in xml:
        return True
    return sheet.lower().encode() in xml.lower()
