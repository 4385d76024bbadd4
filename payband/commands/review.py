"""The commands on a review workbook: review, explain, respell, build-workbooks."""

import argparse
import os
from typing import TYPE_CHECKING

from payband.commands.terminal.output import CHECK_FAILED, FINE, print_json
from payband.commands.terminal.progress_bar import progress_shown
from payband.commands.terminal.words import Command, with_data, with_json, with_overwrite

if TYPE_CHECKING:
    from payband.review.results import Results

__all__ = ["COMMANDS", "build_workbooks", "explain", "reconcile", "respell", "review"]

MOST_DIFFERENCES_SHOWN = 20


def review(given: argparse.Namespace) -> int:
    """Calculates a review, writes the answers into a copy and prints the summary."""
    from payband.errors import WrongInput
    from payband.ooxml.saving import check_target
    from payband.spelling import check_spelling
    from payband.workbook.read import open_review

    output = given.output
    if output is None and not given.json:
        stem, ending = os.path.splitext(os.path.basename(given.workbook))
        output = f"{stem}-answers{ending}"
    if output is not None:
        check_target(output, given.workbook)
    check_spelling(given.spelling)
    if given.native and given.live:
        raise WrongInput("--native and --live are two ways to write the answers: give one of them")
    if given.lite and not (given.live and given.spelling == "excel" and output is not None):
        raise WrongInput("--lite puts the functions into a live copy for Excel: give --live, and no other program")
    with progress_shown():
        results = open_review(given.workbook).calculate()
        if output is not None:
            results.save(output, live="native" if given.native else given.spelling if given.live else "")
            if given.lite:
                from payband.hosts.excel.lite import build

                build(output, output)
    if given.json:
        print_json(results.to_dict())
    else:
        print(_summary_text(results))
        print(f"\nWritten to {output}")
    return CHECK_FAILED if results.not_passed else FINE


def explain(given: argparse.Namespace) -> int:
    """Explains a person or a line."""
    from payband.review.explanation.explain import COLUMNS, explain
    from payband.table import Table
    from payband.workbook.read import open_review

    results = open_review(given.workbook).calculate()
    found = explain(results, given.name)
    if given.output:
        from payband.workbook.books.explain_sheet import write

        write(found, results, given.output)
        print(f"Written to {given.output}")
    elif given.json:
        print_json(Table(COLUMNS, found.rows()).records())
    else:
        print(found.text())
    return FINE


def reconcile(given: argparse.Namespace) -> int:
    """Holds a native workbook's formulas against payband's own answers."""
    from payband.formulas.reconcile import reconcile, write_check
    from payband.ooxml.saving import check_target

    if given.output:
        check_target(given.output, given.workbook)
    found = reconcile(given.workbook)
    print(f"{found.compared:,} cells compared, {found.differing:,} differ")
    if found.waiting:
        print(f"{found.waiting:,} explanations wait for a new run, since inputs have changed")
    for each in found.differences[:MOST_DIFFERENCES_SHOWN]:
        print(f"  {each.cell}: {each.found!r} instead of {each.expected!r}")
    if found.differing > MOST_DIFFERENCES_SHOWN:
        print(f"  and {found.differing - MOST_DIFFERENCES_SHOWN:,} more")
    if given.output:
        write_check(given.workbook, given.output, found)
        print(f"Written to {given.output}")
    return CHECK_FAILED if found.differing else FINE


def respell(given: argparse.Namespace) -> int:
    """Spells the calls of a live workbook for another program."""
    from payband.formulas.live.live import respell_workbook
    from payband.ooxml.package import Package
    from payband.ooxml.saving import check_target

    check_target(given.output, given.workbook)
    package = Package(given.workbook)
    count = respell_workbook(package, given.spelling)
    package.save(given.output)
    print(f"{count} formulas spelt for {given.spelling}, written to {given.output}")
    return FINE


def build_workbooks(given: argparse.Namespace) -> int:
    """Builds the worked reviews, or those that are named."""
    from payband.errors import UnknownName, nearest_name
    from payband.whole_files import make_folder
    from payband.workbook.building.worked import build, build_copies, build_form, names, write_list

    for name in given.names:
        if name not in names():
            raise UnknownName(f"'{name}' is not a worked review; {nearest_name(name, names())}")
    make_folder(given.output)
    for name in given.names or names():
        print(build(name, given.output))
        for path in (*build_copies(name, given.output), *write_list(name, given.output)):
            print(path)
    if not given.names:
        print(build_form(given.output))
    return FINE


def _summary_text(results: "Results") -> str:
    """The summary of a review, and what its workbook carries that payband leaves alone, on a screen or two."""
    from payband.review.summary import headlines, headlines_text

    sections = dict(headlines(results))
    carried = [f"{os.path.basename(results.source.path)} {note}" for note in results.source.notes]
    if carried:
        sections["Notes"] = [*sections.get("Notes", []), *carried]
    return headlines_text(sections)


def _review_words(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("workbook", metavar="WORKBOOK.xlsx")
    parser.add_argument(
        "-o",
        "--output",
        metavar="OUT.xlsx",
        help="the copy with the answers (default: WORKBOOK-answers.xlsx in this folder; none with --json)",
    )
    parser.add_argument(
        "--live",
        action="store_true",
        help="write the answers as worksheet functions, which are recalculated when an input changes",
    )
    parser.add_argument(
        "--native",
        action="store_true",
        help="write the answers as plain formulas that need no payband, with sheets of figures and workings",
    )
    parser.add_argument(
        "--for",
        dest="spelling",
        metavar="HOST",
        default="excel",
        help="with --live, the program to write for: excel (default), excel-vba or calc",
    )
    parser.add_argument(
        "--lite",
        action="store_true",
        help="with --live for Excel, put the functions for xlwings Lite into the same copy",
    )
    with_json(parser)
    with_overwrite(parser)
    with_data(parser)


def _explain_words(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("workbook", metavar="WORKBOOK.xlsx")
    parser.add_argument(
        "name", metavar="PERSON-OR-LINE", help="as written in table People or Structure; or an answer sheet of a part"
    )
    parser.add_argument("-o", "--output", metavar="OUT.xlsx", help="write the explanation as a sheet")
    with_json(parser)
    with_overwrite(parser)
    with_data(parser)


def _reconcile_words(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("workbook", metavar="WORKBOOK.xlsx", help="a workbook that payband review --native wrote")
    parser.add_argument("-o", "--output", metavar="OUT.xlsx", help="write a copy with the result among its checks")
    with_overwrite(parser)
    with_data(parser)


def _respell_words(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("workbook", metavar="WORKBOOK.xlsx", help="a workbook that payband review --live wrote")
    parser.add_argument(
        "--for",
        dest="spelling",
        metavar="HOST",
        required=True,
        help="the program to write for: excel, excel-vba or calc",
    )
    parser.add_argument("-o", "--output", metavar="OUT.xlsx", required=True, help="the copy to write")
    with_overwrite(parser)


def _build_words(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("names", metavar="NAME", nargs="*", help="such as example-2026 (default: all of them)")
    parser.add_argument("-o", "--output", metavar="DIR", default="workbooks", help="the folder (default: workbooks)")
    with_overwrite(parser)


COMMANDS = {
    "review": Command(
        _review_words,
        review,
        ("payband review review.xlsx", "payband review review.xlsx --live --lite -o live.xlsx"),
    ),
    "explain": Command(
        _explain_words,
        explain,
        ('payband explain review.xlsx "P1"', 'payband explain review.xlsx "Officers" -o officers.xlsx'),
    ),
    "reconcile": Command(_reconcile_words, reconcile, ("payband reconcile native.xlsx",)),
    "respell": Command(_respell_words, respell, ("payband respell live.xlsx --for calc -o for-calc.xlsx",)),
    "build-workbooks": Command(
        _build_words,
        build_workbooks,
        ("payband build-workbooks example-2026 -o .", "payband build-workbooks -o workbooks"),
    ),
}
