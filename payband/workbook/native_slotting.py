"""Slotting as formulas: a row of steps for each person, from the salary to the point and what it means."""

from payband.forms import Cell
from payband.review.slotting_list import DISPLACED, LEAVES, UNKNOWN
from payband.review.tables import Person
from payband.rules.shares import pay_for_time, share_of
from payband.rules.slotting import native_outcome, native_slot, native_slot_in_range
from payband.workbook.native_book import Book, parts_for, parts_of
from payband.workbook.native_ranges import NativeRanges
from payband.workbook.native_sheets import Col, F, Workings

__all__ = ["NativeSlots", "setting_used"]


def setting_used(book: Book, name: str, default: str) -> str:
    """A setting, or what payband takes where nothing is said."""
    cell = book.setting(name)
    return f'IF({cell}="","{default}",{cell})' if cell else f'"{default}"'


class NativeSlots:
    """The slotting of every person in workings."""

    def __init__(self, book: Book, ranges: NativeRanges) -> None:
        self._book = book
        self._ranges = ranges
        self.settings = book.sheet(
            Workings(
                "Workings_settings",
                "The settings that decide between formulas, with what payband takes where one is empty",
                (Col("what", "setting", "text", 34), Col("value", "as used", "text")),
            )
        )
        self.rule = self.settings.at(
            "value",
            self.settings.add(
                what="slotting rule", value=F(f"LOWER({setting_used(book, 'slotting rule', 'nearest')})")
            ),
        )
        self.tie = self.settings.at(
            "value", self.settings.add(what="tie goes to", value=F(f"LOWER({setting_used(book, 'tie goes to', '')})"))
        )
        self.sheet = book.sheet(
            Workings(
                "Workings_slotting",
                "Each person's place among the points of the range; #N/A where a step is not needed or has no answer",
                (
                    Col("person", "person", "text", 16),
                    Col("salary", "salary now"),
                    Col("parts", "full time in parts", "number"),
                    Col("fte", "time worked in parts", "number"),
                    Col("grade", "new grade", "text"),
                    Col("bottom", "bottom of range"),
                    Col("top", "top of range"),
                    Col("at_end", "place if at an end", "number"),
                    Col("count_below", "points at or below", "number"),
                    Col("lower_at", "place of the point below", "number"),
                    Col("lower", "point below"),
                    Col("upper", "point above"),
                    Col("tie_at", "place in a tie", "number"),
                    Col("nearest_at", "place of the nearest", "number"),
                    Col("between_at", "place by the rule", "number"),
                    Col("at", "place taken", "number"),
                    Col("salary_new", "salary new"),
                    Col("change", "change"),
                    Col("change_share", "change of salary", "basis points"),
                    Col("note", "note", "text", 18),
                    Col("estimated", "estimated (1)", "number"),
                    Col("pay_now", "pay now for the time worked"),
                    Col("pay_new", "pay new for the time worked"),
                ),
            )
        )
        self.rows: list[int] = []
        for person, record in zip(book.inputs.people, book.results.tables["SlottingList"].rows, strict=True):
            self.rows.append(self._add(person, str(record[8])))

    def _add(self, person: Person, outcome: str) -> int:
        book, sheet = self._book, self.sheet
        row = sheet.next_row
        here = {each.key: str(sheet.here(each.key, row)) for each in sheet.columns}
        fte, parts = Cell(here["fte"]), Cell(here["parts"])
        cells: dict[str, object] = {
            "person": F(book.input("People", "person", person)),
            "salary": F(book.pence(book.input("People", "salary now", person))),
            "parts": parts_for(person.fte),
            "fte": F(parts_of(book.input("People", "FTE", person), here["parts"], 1)),
            "pay_now": pay_for_time(Cell(here["salary"]), fte, parts),
        }
        line = book.inputs.proposed_line(person.proposed_line) if person.proposed_line else None
        if line is not None and outcome not in (DISPLACED, LEAVES):
            steps = self._steps(line.grade, here)
            change = Cell(here["salary_new"]) - Cell(here["salary"])
            cells |= {key: F(text) for key, text in steps.items()}
            cells |= {
                "grade": line.grade,
                "change": change,
                "change_share": share_of(Cell(here["change"]), Cell(here["salary"])),
                "pay_new": pay_for_time(Cell(here["salary_new"]), fte, parts),
            }
        return sheet.add(**cells)

    def _steps(self, grade: str, here: dict[str, str]) -> dict[str, str]:
        if self._ranges.of(grade).points:
            points, known, estimated = (self._ranges.block(grade, key) for key in ("salary", "known", "estimated"))
            return native_slot(here["salary"], points, known, estimated, self.rule, self.tie, here.__getitem__)
        ends = {end: self._ranges.cell(grade, end) for end in ("bottom", "top")}
        steps = native_slot_in_range(here["salary"], here["bottom"], here["top"], self.rule)
        return {**ends, **steps, "estimated": "0*" + here["top"]}

    def answer_rows(self) -> list[dict[str, str]]:
        """The formulas of the slotting list by the keys of its columns."""
        rows = []
        sheet = self.sheet
        for index, (person, record) in enumerate(
            zip(self._book.inputs.people, self._book.results.tables["SlottingList"].rows, strict=True)
        ):
            row, book = self.rows[index], self._book
            cell = {each.key: sheet.at(each.key, row) for each in sheet.columns}
            outcome = str(record[8])
            formulas = {
                "person": book.input("People", "person", person),
                "post_now": f'{book.input("People", "post now", person)}&""',
                "salary_now": f'IFERROR({cell["salary"]}/100,"unknown")',
                "illustrative": f'IF({book.input("People", "illustrative", person)}="yes","yes","no")',
            }
            if outcome in (DISPLACED, LEAVES):
                formulas |= dict.fromkeys(("line", "point", "salary_new", "change", "change_percent"), '""')
                formulas |= {"outcome": f'"{outcome}"', "protected_until": '""', "estimated": '"no"'}
            else:
                grade = str(book.inputs.proposed_line(person.proposed_line).grade)  # type: ignore[union-attr]
                points = self._ranges.block(grade, "point") if self._ranges.of(grade).points else ""
                text = native_outcome(cell["salary"], cell["salary_new"], cell["note"])
                formulas |= {
                    "line": book.input("Structure", "line", book.inputs.proposed_line(person.proposed_line)),  # type: ignore[arg-type]
                    "point": f'IFERROR(INDEX({points},{cell["at"]}),"")' if points else '""',
                    "salary_new": f'IFERROR({cell["salary_new"]}/100,"unknown")',
                    "change": f'IFERROR({cell["change"]}/100,"unknown")',
                    "change_percent": f'IFERROR({cell["change_share"]}/10000,"unknown")',
                    "outcome": f'IFERROR({text},"{UNKNOWN}")',
                    "estimated": f'IF(N(IFERROR({cell["estimated"]},0))>0,"yes","no")',
                }
            rows.append(formulas)
        return rows
