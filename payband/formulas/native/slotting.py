"""Slotting in a native workbook: where its inputs are, and the answers over its workings."""

from collections.abc import Mapping

from payband.forms import Cell, Form
from payband.formulas.native.book import Book, parts_for, parts_of
from payband.formulas.native.calculation import NativeCalculation, SheetOfWorkings
from payband.formulas.native.ranges import NativeRanges
from payband.review.core.rows.slotting_rows import goes_to, rows_of_slotting
from payband.review.core.slotting import Slotted
from payband.review.slotting_list import placements
from payband.review.steps_by_years import BY_YEARS
from payband.rules.placing.slotting_steps import NUMBER_OF, TIES, Outcome, Slotting
from payband.workbook.building.workings_sheets import FIRST_ROW, Col, F, Workings

__all__ = ["NativeSlots", "setting_used"]


def setting_used(book: Book, name: str, default: str) -> str:
    """A setting, or what payband takes where nothing is said."""
    cell = book.setting(name)
    return f'IF({cell}="","{default}",{cell})' if cell else f'"{default}"'


class NativeSlots:
    """The slotting of every person in workings."""

    def __init__(self, book: Book, ranges: NativeRanges) -> None:
        self.book = book
        self.placed = placements(book.inputs, ranges.ranges)
        self.settings = book.sheet(
            Workings(
                "Workings_settings",
                "The settings that decide between formulas, with what payband takes where one is empty",
                (Col("what", "setting", "text", 34), Col("value", "as used", "text")),
            )
        )
        rule = self._by_number("slotting rule", "nearest", NUMBER_OF)
        tie = self._by_number("tie goes to", "", {each: int(each == TIES[0]) for each in TIES})
        goes = [goes_to(person, book.inputs) for person in book.inputs.people]
        rows = rows_of_slotting(book.inputs, goes, ranges, self.placed)
        slotted = [each for each, line in zip(book.inputs.people, goes, strict=True) if not isinstance(line, Outcome)]
        shown = (
            SheetOfWorkings(Slotting, "Workings_slotting", lambda row: slotted[row].person),
            SheetOfWorkings(Slotted, "Workings_people", lambda row: book.inputs.people[row].person),
        )
        self.calculation = NativeCalculation(
            book,
            rows,
            shown,
            {
                (Slotting, "salary"): lambda row: self._salary(slotted[row].row),
                (Slotting, "rule"): lambda row: rule if slotted[row].full_years is None else NUMBER_OF[BY_YEARS],
                (Slotting, "tie"): lambda row: tie,
                (Slotted, "salary"): lambda row: self._salary(book.inputs.people[row].row),
                (Slotted, "fte"): self._fte,
                (Slotted, "of_parts"): self._of_parts,
            },
            [ranges.calculation],
        )
        self.sheet = _Cells(self)
        self.rows = [FIRST_ROW + number for number in range(len(book.inputs.people))]

    def _by_number(self, name: str, default: str, numbers: Mapping[str, int]) -> Cell:
        """The cell of a setting by the number of its word; #N/A for any other word."""
        settings = self.settings
        row = settings.add(what=name, value=F(f"LOWER({setting_used(self.book, name, default)})"))
        text = "NA()"
        for each, number in numbers.items():
            text = f'IF({settings.here("value", row)}="{each}",{number},{text})'
        return Cell(settings.at("value", settings.add(what=f"{name}, by number", value=F(text))))

    def _salary(self, row: int) -> Form:
        return Cell(self.book.pence(self.book.cell("People", "salary now", row)))

    def _of_parts(self, row: int) -> Form:
        return parts_for(self.book.inputs.people[row].fte)

    def _fte(self, row: int) -> Form:
        cell = self.book.input("People", "FTE", self.book.inputs.people[row])
        return Cell(parts_of(cell, str(self._of_parts(row)), 1))

    def answer_rows(self) -> list[dict[str, str]]:
        """The formulas of the slotting list by the keys of its columns."""
        return [self.calculation.answers(Slotted, number) for number in range(len(self.rows))]


class _Cells:
    """The cells of everybody's slotting by their row, as formulas of other sheets name them."""

    def __init__(self, slots: NativeSlots) -> None:
        self._slots = slots

    def at(self, key: str, row: int) -> str:
        """A cell: of table People for the name of a person, of the workings for all else."""
        book, calculation = self._slots.book, self._slots.calculation
        if key == "person":
            return book.input("People", "person", book.inputs.people[row - FIRST_ROW])
        return calculation.workings[Slotted].at({"parts": "of_parts"}.get(key, key), row)
