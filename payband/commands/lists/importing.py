"""The command import: an establishment list becomes a new review workbook."""

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from payband.commands.lists.import_questions import answered_on_terminal, on_a_terminal
from payband.commands.lists.import_reading import ListRead, read_list
from payband.commands.terminal.output import CHECK_FAILED, FINE, print_json
from payband.commands.terminal.progress_bar import progress_shown
from payband.commands.terminal.words import Command, with_data, with_json, with_overwrite

if TYPE_CHECKING:
    from datetime import date

    from payband.establishment.headings import NotData
    from payband.establishment.result import Establishment

__all__ = ["COMMANDS", "import_list"]

MOST_LISTED = 20


def import_list(given: argparse.Namespace) -> int:
    """Reads a list, writes the review workbook, the map and the rows that were not placed, and prints what it did.

    Exit status 1 says that rows were not placed, that values were not read, or that the list's own total differs; 2
    that something must be answered first, when nothing but the map is written.
    """
    from datetime import date

    from payband.errors import WrongInput
    from payband.establishment.budget import where_remarks
    from payband.establishment.columns import OF_BUDGET, OF_PAY_GAP
    from payband.establishment.import_list import establishment
    from payband.establishment.map import map_text
    from payband.establishment.own_total import own_total_differs
    from payband.ooxml.saving import check_target
    from payband.review.parts.registry import parts_named
    from payband.whole_files import removed_on_failure
    from payband.workbook.lists.import_file import rejected_rows, write_imported, write_rejected, write_text

    target = given.output
    if not target.casefold().endswith(".xlsx"):
        raise WrongInput(f"the review workbook is to be called {target}: give a name that ends in .xlsx")
    inputs = [given.export, *([given.map] if given.map else [])]
    rejected_path, default_map = (os.path.splitext(target)[0] + end for end in (".rejected.csv", ".map.toml"))
    for path in (target, rejected_path):
        check_target(path, *inputs)
    _check_map_is_no_list(given.map or default_map, given.export)
    source = os.path.basename(given.export)
    parts = parts_named(given.parts)
    if any(part.name == "equality" for part in parts):
        parts = parts_named(f"{given.parts},pay gaps")  # which has the characteristics of each person
    with progress_shown():
        read = read_list(given, default_map)
    if read.columns.asked and on_a_terminal():
        print(_columns_table(read), file=sys.stderr)
        answered = answered_on_terminal(read)
        if read.map_was_there and read.map_path:
            _complete_map(read, answered)
        read = answered
    if not read.map_was_there:
        write_text(read.map_path, map_text(read.columns, read.terms, read.file.sheet, source))
    if read.columns.questions:
        raise WrongInput(_questions(read))
    with progress_shown():
        placed = establishment(read.grid, read.data, read.columns, read.terms, source)
        if placed.totals.posts == 0:
            raise WrongInput(_nothing_placed(placed, source))
        today = date.today()
        left = _left_already(placed, today)
        placed = placed._replace(remarks=[*placed.remarks, left] if left else placed.remarks)
        settings: Mapping[str, Any] = {}
        on_costs: Sequence[Mapping[str, Any]] = ()
        if given.as_is:
            from payband.establishment.as_is import as_it_is

            placed, settings, on_costs = as_it_is(placed, source, today)
        headings, rows = rejected_rows(placed, read.grid, read.columns)
        with removed_on_failure("" if read.map_was_there else read.map_path, rejected_path if rows else ""):
            if rows:
                write_rejected(rejected_path, headings, rows)
            write_imported(placed, target, source, today, settings, on_costs, parts=parts)
    if not rows and os.path.exists(rejected_path):
        os.unlink(rejected_path)  # of an earlier run: it would be taken for this one's
    differs = own_total_differs(read.grid, read.data, read.others, read.columns, placed.totals.salaries_read)
    asked = {part.name for part in parts}
    for part, of_part in (("budget", OF_BUDGET), ("gender pay gap", OF_PAY_GAP)):
        if part in asked:
            read = read._replace(columns=read.columns.with_part(part, of_part))
    if "budget" in asked:
        placed = placed._replace(remarks=[*placed.remarks, *where_remarks(placed.falls)])
    if given.json:
        print_json(_record(read, placed, target, rejected_path if rows else "", differs))
    else:
        _print(read, placed, target, rejected_path if rows else "", differs, as_is=given.as_is)
    return CHECK_FAILED if rows or differs else FINE


def _complete_map(read: ListRead, answered: ListRead) -> None:
    """Puts the answers into the map that was read, and leaves all else of it as it is."""
    from payband.establishment.map import answers_put_in
    from payband.own_files import overwriting
    from payband.workbook.lists.import_file import write_text

    before, after = read.terms._asdict(), answered.terms._asdict()
    terms = {name: value for name, value in after.items() if value != before[name]}
    columns = {name: kind for name, kind in answered.given.items() if read.given.get(name) != kind}
    with open(read.map_path, encoding="utf-8-sig") as file:
        text = file.read()
    with overwriting(True):  # all else of it stays, and whoever answered asked for it
        write_text(read.map_path, answers_put_in(text, terms, columns))


def _check_map_is_no_list(path: str, export: str) -> None:
    """Refuses a map that is the list itself: neither can be read as the other, and a list is never changed."""
    from payband.errors import WrongInput

    if os.path.exists(path) and os.path.exists(export) and os.path.samefile(path, export):
        raise WrongInput(
            f"{path} is the list that is to be imported, and cannot be its map as well: give another name with -o, or "
            "another map with --map"
        )


# --- what is said --------------------------------------------------------------------------------------------------


def _questions(read: ListRead) -> str:
    lines = ["before anything is imported, say:"]
    for number, question in enumerate(read.columns.asked, start=1):
        term = f' ({question.term} = "..." in the map)' if question.term else ""
        lines.append(f"  {number}. {question.text}{term}")
    unanswered = [heading for heading, kind in read.given.items() if kind == "?"]
    if unanswered:
        lines.append(f'The map still has "?" for {", ".join(unanswered)}.')
    if read.map_path:
        lines.append(
            f"Answer in {read.map_path}, where each column and each term has a line, and run the same command again; "
            "or give the answers with --answer NAME=ANSWER."
        )
    else:
        lines.append("Give the answers with --answer NAME=ANSWER, or take the map of the other list away first.")
    return "\n".join([*lines, "", _columns_table(read)])


def _nothing_placed(placed: "Establishment", source: str) -> str:
    lines = [f"no row of {source} could be placed, so that nothing is written:"]
    lines += [f"  row {each.number}: {each.why}" for each in placed.not_placed[:5]]
    if len(placed.not_placed) > 5:
        lines.append(f"  and {len(placed.not_placed) - 5:,} more")
    return "\n".join(lines)


def _columns_table(read: ListRead) -> str:
    """Each column: what it is taken as, why, and some of its values where it is taken."""
    rows = [("column", "taken as", "why", "for example")]
    rows += [
        (column.heading, column.taken or "-", column.why, ", ".join(column.examples)) for column in read.columns.columns
    ]
    cut = [[_cut(cell, width) for cell, width in zip(row, (30, 16, 60, 44), strict=True)] for row in rows]
    widths = [max(len(row[number]) for row in cut) for number in range(4)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cut
    )


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else f"{text[: width - 3]}..."


def _print(read: ListRead, placed: "Establishment", target: str, rejected: str, differs: str, *, as_is: bool) -> None:
    from payband.units import counted, pounds_text

    totals = placed.totals
    for line in (*read.file.said, *read.said):
        print(f"{line[:1].upper()}{line[1:]}")
    print(f"Headings in row {read.headings.last + 1}\n")
    print(f"{_columns_table(read)}\n")
    for what, rows, pence in (
        ("Rows read", totals.rows_read, totals.salaries_read),
        ("  of people", totals.rows_of_people, totals.salaries_of_people),
        ("  of vacant posts", totals.rows_of_vacant_posts, totals.salaries_of_vacant_posts),
        ("  left out", totals.left_out, totals.salaries_left_out),
        ("  not placed", totals.not_placed, totals.salaries_not_placed),
    ):
        print(f"{what:<18}{rows:>9,}   {pounds_text(pence):>18}" + " in the list's column" * (what == "Rows read"))
    posts = f"{totals.posts:,} ({totals.people:,} filled, {totals.vacant_posts:,} vacant)"
    print(f"Posts             {posts}, FTE {float(totals.fte):,.2f}, {counted(_lines(placed), 'line')}")
    print(f"Full-time salaries of the people {pounds_text(totals.full_time_salaries)}")
    print(f"Their pay for the time worked    {pounds_text(totals.pay)}" + _of_them_estimated(totals.estimated))
    if totals.vacant_posts:
        print(f"With vacant posts as listed      {pounds_text(totals.pay + totals.pay_of_vacant_posts)}")
    if differs:
        print(f"\n{differs}")
    _print_list("Not placed", [f"row {each.number}: {each.why}" for each in placed.not_placed])
    _print_list("Left out", [f"row {each.number}: {each.why}" for each in placed.left_out])
    _print_list("Not read", [f"row {note.number}: {note.what}" for note in placed.notes if note.is_unread])
    skipped: dict[str, list[int]] = {}
    for other in read.others:
        if not _is_remark(other):
            skipped.setdefault(other.what, []).append(other.number)
    # A remark could be a post with nothing but its title: each is shown, so that a row of the list can be missed.
    remarks = [f"a remark: row {other.number}, '{_cut(other.text, 60)}'" for other in read.others if _is_remark(other)]
    _print_list(
        "Other rows of the file", [*(f"{what}: rows {_numbers(rows)}" for what, rows in skipped.items()), *remarks]
    )
    _print_list(
        "To know",
        [*placed.remarks, *(f"row {note.number}: {note.what}" for note in placed.notes if not note.is_unread)],
    )
    print(f"\nWritten to {target}{'' if as_is else '; its settings are for you to fill in'}")
    if not read.map_was_there:
        print(f"The columns as they were taken: {read.map_path}")
    if rejected:
        print(f"What was not placed or could not be read: {rejected}")


def _lines(placed: "Establishment") -> int:
    return sum(1 for line in placed.structure if line["state"] == "now")


def _of_them_estimated(count: int) -> str:
    from payband.units import counted

    return f", with {counted(count, 'salary', 'salaries')} estimated from pay ranges" if count else ""


def _is_remark(other: "NotData") -> bool:
    return other.what == "a remark"


def _print_list(title: str, lines: Sequence[str]) -> None:
    if lines:
        print(f"\n{title}")
        for line in lines[:MOST_LISTED]:
            print(f"  {line}")
        if len(lines) > MOST_LISTED:
            print(f"  and {len(lines) - MOST_LISTED:,} more: --json lists them all")


def _numbers(rows: Sequence[int]) -> str:
    return ", ".join(map(str, rows[:8])) + (f" and {len(rows) - 8:,} more" if len(rows) > 8 else "")


def _left_already(placed: "Establishment", today: "date") -> str:
    """What is to be said of people whose last day in post is over; empty where there are none."""
    from payband.calendar import date_text

    days = [person["leaves_on"] for person in placed.people if person["leaves_on"] and person["leaves_on"] < today]
    if not days:
        return ""
    return (
        f"people whose last day in post is before {date_text(today)}: {len(days)} of {len(placed.people)}, the first "
        f"on {date_text(min(days))}. Delete from table People whoever left before the implementation date, and from "
        "Structure the posts that are gone"
    )


def _record(read: ListRead, placed: "Establishment", target: str, rejected: str, differs: str) -> dict[str, Any]:
    from decimal import Decimal

    from payband.units import pounds

    totals = placed.totals
    return {
        "written": target,
        "map_written": None if read.map_was_there else read.map_path,
        "rejected_rows_written": rejected or None,
        "sheet": read.file.sheet or None,
        "headings_row": read.headings.last + 1,
        "totals": {
            "rows_read": totals.rows_read,
            "rows_of_people": totals.rows_of_people,
            "rows_of_vacant_posts": totals.rows_of_vacant_posts,
            "left_out": totals.left_out,
            "not_placed": totals.not_placed,
            "people": totals.people,
            "vacant_posts": totals.vacant_posts,
            "posts": totals.posts,
            "fte": Decimal(f"{float(totals.fte):.4f}"),
            "lines": _lines(placed),
            "salaries_read": pounds(totals.salaries_read),
            "salaries_of_people": pounds(totals.salaries_of_people),
            "salaries_of_vacant_posts": pounds(totals.salaries_of_vacant_posts),
            "salaries_left_out": pounds(totals.salaries_left_out),
            "salaries_not_placed": pounds(totals.salaries_not_placed),
            "full_time_salaries": pounds(totals.full_time_salaries),
            "pay": pounds(totals.pay),
            "pay_of_vacant_posts": pounds(totals.pay_of_vacant_posts),
            "estimated": totals.estimated,
            "own_total_differs": differs or None,
        },
        "columns": [
            {"column": each.heading, "taken_as": each.taken or None, "why": each.why, "examples": list(each.examples)}
            for each in read.columns.columns
        ],
        "not_placed": [each._asdict() for each in placed.not_placed],
        "left_out": [{"number": each.number, "why": each.why, "paid": pounds(each.paid)} for each in placed.left_out],
        "not_read": [{"number": note.number, "why": note.what} for note in placed.notes if note.is_unread],
        "not_rows_of_the_list": [
            {"number": each.number, "what": each.what, **({"text": each.text} if _is_remark(each) else {})}
            for each in read.others
        ],
        "notes": [each._asdict() for each in placed.notes if not each.is_unread],
        "remarks": [*read.file.said, *read.said, *placed.remarks],
    }


def _words(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("export", metavar="EXPORT", help="the list: a .csv or .xlsx file")
    parser.add_argument("-o", "--output", metavar="REVIEW.xlsx", required=True, help="the review workbook to write")
    parser.add_argument(
        "--map", metavar="MAP.toml", help="what each column holds (default: REVIEW.map.toml, written if missing)"
    )
    parser.add_argument("--sheet", metavar="NAME", help="the sheet of a workbook (default: the one with the most rows)")
    parser.add_argument(
        "--line", metavar="PARTS", help='what makes a line: "post title" (default) or "post title, department"'
    )
    parser.add_argument("--full-time-hours", metavar="HOURS", help="full-time hours a week, such as 37")
    parser.add_argument(
        "--spine", metavar="NAME[@DATE]", help="the spine of points listed without salaries, such as NJC@2025-04-01"
    )
    parser.add_argument(
        "--answer",
        metavar="NAME=ANSWER",
        action="append",
        default=[],
        help='an answer to a question, such as "Pay Award=" (left out) or pay_ranges=top; may be repeated',
    )
    parser.add_argument(
        "--as-is",
        action="store_true",
        help="write a review that can be calculated at once: each line costs what its people are paid now",
    )
    parser.add_argument(
        "--with",
        dest="parts",
        metavar="PART[,PART]",
        default="",
        help="show the sheets of further parts; equality also imports gender and other characteristics, budget imports "
        "cost centres and codes, 'pay gap' the people of the gender pay gap",
    )
    with_overwrite(parser, "--replace")
    with_json(parser)
    with_data(parser)


COMMANDS = {
    "import": Command(
        _words,
        import_list,
        ("payband import staff.csv -o imported.xlsx", "payband import staff.csv -o imported.xlsx --as-is"),
    )
}
