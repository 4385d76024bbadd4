"""The command import-spine: a published pay spine or table of grades becomes a review's sheets or a data folder."""

import argparse
import os
import sys
from typing import TYPE_CHECKING, Any

from payband.commands.lists.import_questions import chosen, on_a_terminal
from payband.commands.terminal.output import CHECK_FAILED, FINE
from payband.commands.terminal.words import Command, with_data, with_overwrite

if TYPE_CHECKING:
    from payband.establishment.candidates import Recognised

__all__ = ["COMMANDS", "import_spine"]

_OPTIONS = (
    ("body", "--body", "whose the table is, such as --body Ambleford"),
    ("on", "--from", "the day from which it is in force, such as --from 2026-04-01"),
    ("until", "--to", "its last day in force, such as --to 2027-03-31"),
)


def import_spine(given: argparse.Namespace) -> int:
    """Reads a table of points or grades and writes it; exit status 1 says that rows were not read."""
    from payband.calendar import day_from
    from payband.errors import WrongInput
    from payband.establishment.headings import data_rows, fill_merged, find_headings
    from payband.establishment.map import answers_put_in, map_in, with_answers
    from payband.establishment.questions import Terms
    from payband.establishment.spine_columns import recognise_spine
    from payband.establishment.spine_table import spine_table, summary
    from payband.units import counted
    from payband.workbook.lists.export_file import read_export
    from payband.workbook.lists.import_file import write_text
    from payband.workbook.lists.spine_file import Stated, write_folder, write_review

    map_path = given.map or f"{os.path.splitext(given.output)[0]}.map.toml"
    columns_given = dict(map_in(map_path).columns) if given.map or os.path.exists(map_path) else {}
    file = read_export(given.table, given.sheet or "")
    headings = find_headings(file.grid, frozenset(columns_given))
    grid = fill_merged(file.grid, headings)
    data, others = data_rows(grid, headings)
    if not data:
        raise WrongInput(f"{given.table} has headings in row {headings.last + 1} and no rows below them")
    _, columns_given = with_answers(given.answer, headings.names, Terms(), columns_given)
    recognised = recognise_spine(grid, headings, data, columns_given)
    while recognised.asked and on_a_terminal():
        columns_given |= _answered(recognised)
        recognised = recognise_spine(grid, headings, data, columns_given)
    if not os.path.exists(map_path):
        taken = {column.heading: column.taken for column in recognised.columns}
        head = f"# How payband import-spine takes the columns of {os.path.basename(given.table)}\n"
        write_text(map_path, answers_put_in(head, {}, taken))
    missing = [f"{what} ({option})" for name, option, what in _OPTIONS if not getattr(given, name)]
    needs_name = any(column.taken in ("point", "salary", "bottom point") for column in recognised.columns)
    if needs_name and not given.spine:
        missing.append("what the spine is called, such as --spine NJC (--spine)")
    questions = [question.text for question in recognised.asked] + [f"say {each}" for each in missing]
    if questions:
        lines = [f"  {number}. {question}" for number, question in enumerate(questions, start=1)]
        where = f"Answer about columns in {map_path} or with --answer NAME=ANSWER, and run it again."
        raise WrongInput("\n".join(["before anything is imported, say:", *lines, where]))
    stated = Stated(
        given.body, day_from(given.on, "--from"), day_from(given.until, "--to"),
        given.source or os.path.basename(given.table),
    )  # fmt: skip
    if stated.effective_from > stated.effective_to:
        raise WrongInput(f"--from {given.on} is after --to {given.until}: put them in order")
    found = spine_table(grid, data, recognised, given.spine or "", stated.effective_from)
    if not found.points and not found.grades:
        why = "; ".join(f"row {each.number}: {each.why}" for each in found.not_placed[:5])
        raise WrongInput(f"no row of {given.table} could be read, so that nothing is written: {why}")
    if given.output.casefold().endswith(".xlsx"):
        write_review(found, stated, given.output, given.review or "")
        written = [given.output]
    else:
        written = write_folder(found, stated, given.output)
    for column in recognised.columns:
        print(f"{column.heading}: {column.taken or '-'} ({column.why})")
    print(f"\n{summary(found)}")
    for remark in found.remarks:
        print(f"  {remark}")
    for other in others:
        print(f"  no row of the table: row {other.number}, {other.what}: '{other.text}'")
    for each in found.not_placed:
        print(f"  not read: row {each.number}: {each.why}")
    unread = f"; {counted(len(found.not_placed), 'row')} not read" if found.not_placed else ""
    print(f"Written to {', '.join(written)}{unread}")
    return CHECK_FAILED if found.not_placed else FINE


def _answered(recognised: "Recognised") -> dict[str, Any]:
    """The answers to all questions about columns, from the terminal."""
    answers: dict[str, Any] = {}
    for number, question in enumerate(recognised.asked, start=1):
        print(f"\n{number}. {question.text}", file=sys.stderr)
        if question.pick:
            answers[chosen(question.pick, question.columns)] = question.pick
        else:
            answers |= {heading: chosen(heading, question.choices) for heading in question.columns}
    return answers


def _words(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("table", metavar="TABLE", help="the points or grades: a .csv or .xlsx file")
    parser.add_argument(
        "-o", "--output", metavar="REVIEW.xlsx|DIR", required=True, help="a new review, or a folder for --data"
    )
    parser.add_argument("--spine", metavar="NAME", help="the name of the spine, or of the spine that the grades use")
    parser.add_argument("--body", metavar="NAME", help="the public body")
    parser.add_argument("--from", dest="on", metavar="DATE", help="the first day it is in force")
    parser.add_argument("--to", dest="until", metavar="DATE", help="the last day it is in force")
    parser.add_argument(
        "--review", metavar="REVIEW.xlsx", help="add the rows to this review, in the copy that -o names"
    )
    parser.add_argument("--source", metavar="TEXT", help="the document it was published in (default: the file's name)")
    parser.add_argument("--sheet", metavar="NAME", help="the sheet of a workbook (default: the one with the most rows)")
    parser.add_argument("--map", metavar="MAP.toml", help="what each column holds (default: next to the output)")
    parser.add_argument("--answer", metavar="NAME=ANSWER", action="append", default=[], help="an answer to a question")
    with_overwrite(parser)
    with_data(parser)


COMMANDS = {
    "import-spine": Command(
        _words,
        import_spine,
        (
            "payband import-spine points.csv -o spine.xlsx --spine Main --body Anytown --from 2026-04-01 "
            "--to 2027-03-31",
        ),
    )
}
