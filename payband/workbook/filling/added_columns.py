"""Columns that a person added to a table: what was typed there stays with its row, and formulas go on in new rows."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from html import escape, unescape
from typing import NamedTuple

from payband.ooxml.cells import column_letters, in_row

__all__ = ["Added", "Homeless", "formula_for", "typed_columns", "with_their_rows"]

_FORMULA = re.compile(r"<(?:\w+:)?f(?=[\s/>])")
_OWN_FORMULA = re.compile(r"<(?:\w+:)?f(?:\s+(?!t\s*=)\w+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*\s*>([^<]+)</")
_TYPED = re.compile(r"<(?:\w+:)?(?:v>[^<]|is[\s>])")
_NAMES_CELL = re.compile(r"[A-Za-z]\$?[0-9]")
_ALIKE = 5  # rows at a table's end whose formulas must be one and the same for it to go on, as in Excel

Cells = Mapping[int, str]
"""The XML of a row's cells by column."""


class Homeless(NamedTuple):
    """A cell whose row is gone, or that cannot be moved with it: the row, its name, and why."""

    row: int
    column: int
    name: str
    why: str


class Added(NamedTuple):
    """The cells of added columns by the row where they are now, and those that have no place any longer."""

    cells: dict[int, dict[int, str]]
    homeless: list[Homeless]


def typed_columns(rows: Mapping[int, Cells], columns: Sequence[int]) -> list[int]:
    """The columns, of those that were added, in which something was typed: formulas count in any row alike."""
    return [column for column in columns if any(_is_typed(cells.get(column, "")) for cells in rows.values())]


def with_their_rows(
    rows: Mapping[int, Cells],
    columns: Sequence[int],
    old_keys: Sequence[Callable[[int], str]],
    new_keys: Sequence[Callable[[int], str]],
    new: Sequence[int],
) -> Added:
    """The cells of some columns moved to where their rows are now.

    A row is told apart from others by its first columns, as few as tell all rows apart; `old_keys` and `new_keys`
    give what each column holds in a row, by its number.
    """
    old_names, new_names = _names(list(rows), old_keys, new, new_keys)
    places = {name: number for number, name in new_names.items()}
    added = Added({}, [])
    for number, held in rows.items():
        name = old_names[number]
        place = places.get(name)
        if place is not None:
            added.cells[place] = {}
        for column in columns:
            xml = held.get(column, "")
            moved = None if place is None else _moved(xml, column, number, place)
            if place is not None and moved is not None:
                added.cells[place] |= {column: moved} if moved else {}
            elif place is not None or _is_typed(xml):
                why = "no longer has a row" if place is None else f"is now in row {place}, and shares a formula"
                added.homeless.append(Homeless(number, column, name[0], why))
    return added


def formula_for(own: str, column: int, rows: Mapping[int, Cells], first: int) -> Callable[[int], str]:
    """What an added column computes in a new row, by its number: the table's `own` formula of it, or, where it has
    none or one of single cells, the one that is in the table's last rows. Empty for a column without any.

    `rows` are the table's rows, the first of which is row `first`.
    """
    if own and _translated(own, column, first, first + 1) == own:
        return lambda row: own
    last = sorted(rows)[-_ALIKE:]
    found = [_OWN_FORMULA.search(rows[row].get(column, "")) for row in last]
    texts = [unescape(each[1]) for each in found if each is not None]
    if texts and len(texts) == len(last):
        text, origin = texts[-1], last[-1]
        if all(_translated(text, column, origin, row) == each for row, each in zip(last, texts, strict=True)):
            return lambda row: _translated(text, column, origin, row)
    return lambda row: _translated(own, column, first, row) if own else ""


def _translated(formula: str, column: int, old: int, new: int) -> str:
    """A formula of one row as another row has it."""
    if old == new or not _NAMES_CELL.search(formula):
        return formula
    from openpyxl.formula.translate import Translator  # only such a workbook needs it

    letters = column_letters(column)
    translated: str = Translator(f"={formula}", origin=f"{letters}{old}").translate_formula(f"{letters}{new}")
    return translated[1:]


def _is_typed(xml: str) -> bool:
    return _TYPED.search(xml) is not None and _FORMULA.search(xml) is None


def _names(
    old: Sequence[int],
    old_keys: Sequence[Callable[[int], str]],
    new: Sequence[int],
    new_keys: Sequence[Callable[[int], str]],
) -> tuple[dict[int, tuple[str, ...]], dict[int, tuple[str, ...]]]:
    """A name for each row, before and now: what its first columns hold, and which of equal rows it is.

    A column that held nothing before tells no rows apart: the table was only now given it.
    """
    befores: list[tuple[str, ...]] = [()] * len(old)
    nows: list[tuple[str, ...]] = [()] * len(new)
    for before_of, now_of in zip(old_keys, new_keys, strict=True):
        held = [before_of(number) for number in old]
        if not any(held):
            continue
        befores = [(*name, text) for name, text in zip(befores, held, strict=True)]
        nows = [(*name, now_of(number)) for name, number in zip(nows, new, strict=True)]
        if len(set(befores)) == len(befores) and len(set(nows)) == len(nows):
            break
    return _numbered(old, befores), _numbered(new, nows)


def _numbered(rows: Sequence[int], names: Sequence[tuple[str, ...]]) -> dict[int, tuple[str, ...]]:
    seen: Counter[tuple[str, ...]] = Counter()
    found = {}
    for row, name in zip(rows, names, strict=True):
        found[row] = (*name, str(seen[name]))
        seen[name] += 1
    return found


def _moved(xml: str, column: int, old: int, new: int) -> str | None:
    """A cell put into another row, its formula too; nothing where other cells share that."""
    if old == new or not xml:
        return xml
    if _FORMULA.search(xml):
        found = _OWN_FORMULA.search(xml)
        if found is None:
            return None
        formula = escape(_translated(unescape(found[1]), column, old, new), quote=False)
        xml = f"{xml[: found.start(1)]}{formula}{xml[found.end(1) :]}"
    return in_row(xml, new)
