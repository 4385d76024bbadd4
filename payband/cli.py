"""The command `payband`: its words, and which module of payband.commands does what they say."""

import argparse
import os
import re
import sys
from collections.abc import Sequence
from contextlib import nullcontext
from importlib import import_module
from typing import Any

from payband import __version__
from payband.commands.output import FINE, UNUSABLE
from payband.shown_text import Escaping

# A command's module is imported when it is run: `payband --help` and `payband call` must start in a blink.

__all__ = ["main"]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="payband",
        description="Pay ranges, on-costs, slotting, pay protection and approvals for UK public bodies.",
        epilog="Exit status: 0 all is well, 1 a check failed or cannot be told, 2 the input cannot be used.",
    )
    parser.add_argument("--version", action="version", version=f"payband {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _add_start(commands)
    _add_spine(commands)
    _add_review(commands)
    _add_risk(commands)
    _add_many(commands)
    _add_out(commands)
    _add_look_up(commands)
    _add_figures(commands)
    _add_hosts(commands)
    build = _command(
        commands, "build-workbooks", "review.build_workbooks", "Build the worked reviews that ship with payband."
    )
    build.add_argument("-o", "--output", metavar="DIR", default="workbooks", help="the folder (default: workbooks)")
    _with_overwrite(build)
    return parser


def _command(commands: Any, name: str, run: str, help: str) -> argparse.ArgumentParser:
    added: argparse.ArgumentParser = commands.add_parser(name, help=help, description=help)
    added.set_defaults(run=run)
    return added


def _with_json(added: argparse.ArgumentParser) -> None:
    added.add_argument("--json", action="store_true", help="print JSON")


def _with_data(added: argparse.ArgumentParser) -> None:
    added.add_argument("--data", metavar="DIR", help="a folder of your own figures, which win over the built-in ones")


def _with_overwrite(added: argparse.ArgumentParser, *other_names: str) -> None:
    """For a command that writes files: replacing one that payband did not write, or that was changed since."""
    added.add_argument(
        "--overwrite",
        *other_names,
        action="store_true",
        help="replace a file that payband did not write, or that was changed since",
    )


def _least(text: str) -> int:
    """The least count that is shown, from 1 on."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"'{text}' is not a number of people: write a whole number from 1, such as 5")
    return int(text)


def _add_start(commands: Any) -> None:
    """The commands that start a review."""
    new = _command(commands, "new", "new.new", "Start a review: write a blank workbook to fill in.")
    new.add_argument("workbook", metavar="FILE.xlsx")
    new.add_argument("--body", metavar="NAME", default="", help="the public body")
    new.add_argument(
        "--spine",
        metavar="NAME[@DATE]",
        action="append",
        default=[],
        help="a spine of the library to copy into it, such as NJC@2025-04-01, or the newest; a body "
        "such as NHS England means all its bands; may be repeated",
    )
    new.add_argument(
        "--with",
        dest="parts",
        metavar="PART[,PART]",
        default="",
        help="sheets of further parts, such as placement,timetable; all for every part",
    )
    _with_overwrite(new)
    _with_data(new)

    added = _command(
        commands, "add", "add.add", "Put the sheets of further parts into a review workbook that is in use."
    )
    added.add_argument("workbook", metavar="REVIEW.xlsx")
    added.add_argument(
        "parts", metavar="PART", nargs="+", help='such as timetable or "one-off costs"; all for every part'
    )
    added.add_argument("-o", "--output", metavar="OUT.xlsx", help="write a copy, and leave the workbook as it is")
    _with_overwrite(added)

    imported = _command(
        commands, "import", "importing.import_list", "Start a review from an establishment list of a payroll system."
    )
    imported.add_argument("export", metavar="EXPORT", help="the list: a .csv or .xlsx file")
    imported.add_argument("-o", "--output", metavar="REVIEW.xlsx", required=True, help="the review workbook to write")
    imported.add_argument(
        "--map", metavar="MAP.toml", help="which column is what (default: REVIEW.map.toml, which is written if missing)"
    )
    imported.add_argument(
        "--sheet", metavar="NAME", help="the sheet of a workbook (default: the one with the most rows)"
    )
    imported.add_argument(
        "--line", metavar="PARTS", help='what makes a line: "post title" (default) or "post title, department"'
    )
    imported.add_argument("--full-time-hours", metavar="HOURS", help="hours a week of full time, such as 37")
    imported.add_argument(
        "--spine", metavar="NAME[@DATE]", help="where points stand without salaries, such as NJC@2025-04-01"
    )
    imported.add_argument(
        "--answer",
        metavar="NAME=ANSWER",
        action="append",
        default=[],
        help='an answer to a question, such as "Pay Award=" (left out) or pay_ranges=top; may be repeated',
    )
    imported.add_argument(
        "--as-is", action="store_true", help="a review that payband review answers: lines cost what people are paid"
    )
    imported.add_argument(
        "--with",
        dest="parts",
        metavar="PART[,PART]",
        default="",
        help="sheets of further parts; with equality, gender and other characteristics come in",
    )
    _with_overwrite(imported, "--replace")
    _with_json(imported)
    _with_data(imported)


def _add_spine(commands: Any) -> None:
    """The command that imports a spine or grades."""
    spine = _command(
        commands, "import-spine", "import_spine.import_spine", "Import a published pay spine or table of grades."
    )
    spine.add_argument("table", metavar="TABLE", help="the points or grades: a .csv or .xlsx file")
    spine.add_argument(
        "-o", "--output", metavar="REVIEW.xlsx|DIR", required=True, help="a new review, or a folder for --data"
    )
    spine.add_argument("--spine", metavar="NAME", help="what the spine is called, or the spine that the grades are on")
    spine.add_argument("--body", metavar="NAME", help="the public body")
    spine.add_argument("--from", dest="on", metavar="DATE", help="the day from which it is in force")
    spine.add_argument("--to", dest="until", metavar="DATE", help="its last day in force")
    spine.add_argument("--review", metavar="REVIEW.xlsx", help="a review to add the rows to, in the copy that -o names")
    spine.add_argument("--source", metavar="TEXT", help="the document that prints it (default: the file's name)")
    spine.add_argument("--sheet", metavar="NAME", help="the sheet of a workbook (default: the one with the most rows)")
    spine.add_argument("--map", metavar="MAP.toml", help="which column is what (default: beside the output)")
    spine.add_argument("--answer", metavar="NAME=ANSWER", action="append", default=[], help="an answer to a question")
    _with_overwrite(spine)
    _with_data(spine)


def _add_review(commands: Any) -> None:
    """The commands on a review: its answers, and what they rest on."""
    review = _command(
        commands, "review", "review.review", "Calculate a review workbook and write the answers into a copy of it."
    )
    review.add_argument("workbook", metavar="WORKBOOK.xlsx")
    review.add_argument(
        "-o",
        "--output",
        metavar="OUT.xlsx",
        help="the copy with the answers (default: WORKBOOK-answers.xlsx in this folder; with --json none)",
    )
    review.add_argument(
        "--live",
        action="store_true",
        help="write the answers as calls of the worksheet functions, which follow the inputs in the open workbook",
    )
    review.add_argument(
        "--native",
        action="store_true",
        help="write the answers as plain formulas that need no payband, with sheets of figures and workings",
    )
    review.add_argument(
        "--for",
        dest="spelling",
        metavar="HOST",
        default="excel",
        help="with --live, how the functions are spelt: excel (default), excel-vba or calc",
    )
    _with_json(review)
    _with_overwrite(review)
    _with_data(review)

    checked = _command(commands, "check", "check.check", "Check the inputs of a review, without an answer.")
    checked.add_argument("workbook", metavar="REVIEW.xlsx")
    checked.add_argument(
        "--mark", action="store_true", help="write a sheet Problems into it, with a link to each cell that is wrong"
    )
    checked.add_argument("-o", "--output", metavar="OUT.xlsx", help="with --mark, write it into a copy instead")
    _with_json(checked)
    _with_overwrite(checked)
    _with_data(checked)

    explained = _command(
        commands, "explain", "review.explain", "Explain the figures of a person or a line of a review, step by step."
    )
    explained.add_argument("workbook", metavar="WORKBOOK.xlsx")
    explained.add_argument("name", metavar="PERSON-OR-LINE", help="as table People or Structure has it")
    explained.add_argument("-o", "--output", metavar="OUT.xlsx", help="write the explanation as a sheet")
    _with_json(explained)
    _with_overwrite(explained)
    _with_data(explained)

    compared = _command(
        commands,
        "compare",
        "compare.compare",
        "Compare the scenarios of a review: results side by side and as differences.",
    )
    compared.add_argument("workbook", metavar="REVIEW.xlsx")
    compared.add_argument("--scenarios", metavar="A,B,...", help="which to compare with the base (default: all)")
    compared.add_argument("-o", "--output", metavar="OUT.xlsx", help="write the comparison as a workbook with charts")
    _with_json(compared)
    _with_overwrite(compared)
    _with_data(compared)


def _add_risk(commands: Any) -> None:
    """The commands that ask what would meet a target, and how sure a result is."""
    solved = _command(
        commands, "solve", "solve.solve", "Find the award, rate, length of protection or posts that meets a target."
    )
    solved.add_argument("workbook", metavar="REVIEW.xlsx")
    solved.add_argument(
        "what",
        choices=("award", "pension-rate", "on-cost-rate", "protection", "posts"),
        help="the award within a budget, the pension rate or on-costs that a cost implies, the longest protection that "
        "the saving covers, or the most posts of a line that still meet a saving",
    )
    solved.add_argument(
        "--target", metavar="AMOUNT", help="£: the budget, the cost or the saving; for protection 0 if left out"
    )
    solved.add_argument("--on", metavar="DATE", help="the day of the award")
    solved.add_argument("--year", metavar="YEAR", help="the year of the budget (default: that of the award's day)")
    solved.add_argument("--added", action="store_true", help="the budget is for what the award adds, not for all")
    solved.add_argument("--line", metavar="LINE", help="a line of the structure")
    solved.add_argument("--state", choices=("now", "proposed"), help="for the two rates (default: proposed)")
    _with_json(solved)
    _with_data(solved)

    varied = _command(
        commands, "sensitivity", "sensitivity.sensitivity", "Vary one thing at a time: what the saving depends on."
    )
    varied.add_argument("workbook", metavar="REVIEW.xlsx")
    varied.add_argument("-o", "--output", metavar="OUT.xlsx", help="write it as a workbook with a tornado chart")
    _with_json(varied)
    _with_overwrite(varied)
    _with_data(varied)

    simulated = _command(
        commands, "simulate", "sensitivity.simulate", "Draw what is uncertain again and again: how sure it is."
    )
    simulated.add_argument("workbook", metavar="REVIEW.xlsx", help="a review with table Distributions")
    simulated.add_argument("--runs", metavar="N", type=int, help="how many runs (default: 1000)")
    simulated.add_argument("--seed", metavar="S", type=int, help="a whole number that decides the draws (default: 1)")
    simulated.add_argument("-o", "--output", metavar="OUT.xlsx", help="write it as a workbook with a fan chart")
    _with_json(simulated)
    _with_overwrite(simulated)
    _with_data(simulated)


def _add_many(commands: Any) -> None:
    """The commands on many reviews, or on many posts."""
    recalculated = _command(
        commands, "recalc", "recalc.recalc", "Recalculate review workbooks, in place or as copies, many at once."
    )
    recalculated.add_argument("given", metavar="FILE|DIR|PATTERN", nargs="+", help="workbooks, folders, or '*.xlsx'")
    recalculated.add_argument("--in-place", action="store_true", help="fill the answers into the workbooks themselves")
    recalculated.add_argument("-o", "--output", metavar="DIR", help="write copies with the answers into this folder")
    recalculated.add_argument("-j", "--jobs", metavar="N", type=int, help="processes (default: cores less one)")
    recalculated.add_argument(
        "--no-backup", action="store_true", help="keep no workbook as it was; without this payband undo brings it back"
    )
    recalculated.add_argument("--force", action="store_true", help="recalculate what is up to date too")
    recalculated.add_argument("--summary", metavar="FILE", help="write the summary as FILE.csv or FILE.json too")
    recalculated.add_argument("--log", metavar="FILE", help="the run log (default: payband-run-log.jsonl there)")
    _with_json(recalculated)
    _with_overwrite(recalculated)
    _with_data(recalculated)

    undone = _command(
        commands, "undo", "undo.undo", "Bring workbooks back as they were before the last recalc --in-place."
    )
    undone.add_argument("given", metavar="FILE|DIR|PATTERN", nargs="+", help="workbooks, folders, or '*.xlsx'")

    upgraded = _command(
        commands, "upgrade", "upgrade.upgrade", "Give an older review workbook the settings and columns it lacks."
    )
    upgraded.add_argument("workbook", metavar="WORKBOOK.xlsx")
    upgraded.add_argument("-o", "--output", metavar="OUT.xlsx", help="write a copy (default: the workbook itself)")
    _with_overwrite(upgraded)

    posts = _command(
        commands, "batch", "batch.batch", "Answer a flat table of posts (Parquet, CSV or .xlsx) by a review's rules."
    )
    posts.add_argument("posts", metavar="POSTS.{parquet,csv,xlsx}", help="a row for each post")
    posts.add_argument("--settings", metavar="REVIEW.xlsx", required=True, help="the review with settings and tables")
    posts.add_argument("-o", "--output", metavar="OUT.{parquet,csv,xlsx}", help="default: POSTS-answers in this folder")
    posts.add_argument(
        "--map", metavar="MAP.toml", help="which column is what (default: OUT.map.toml, if there is one)"
    )
    posts.add_argument("--answer", metavar="NAME=ANSWER", action="append", default=[], help="an answer to a question")
    posts.add_argument("--by", metavar="COLUMN[,COLUMN]", help="print totals by the values of these columns")
    posts.add_argument("--totals", metavar="FILE.csv", help="write the totals as CSV too")
    posts.add_argument("--rejected", metavar="FILE.csv", help="rejected rows and why (default: OUT.rejected.csv)")
    posts.add_argument("--log", metavar="FILE.json", help="the run log (default: OUT.run.json)")
    _with_json(posts)
    _with_overwrite(posts)
    _with_data(posts)


def _add_out(commands: Any) -> None:
    """The commands that hand a review on."""
    published = _command(
        commands,
        "publish",
        "publish.publish",
        "Write a copy for publication: values only, counts of few people hidden.",
    )
    published.add_argument("workbook", metavar="RESULTS.xlsx")
    published.add_argument(
        "-o",
        "--output",
        metavar="OUT.{xlsx,html}",
        action="append",
        required=True,
        help="the workbook or web page to write; may be given twice",
    )
    published.add_argument("--people", action="store_true", help="list people by reference and post title")
    published.add_argument("--assumptions", action="store_true", help="publish the table of assumptions")
    published.add_argument(
        "--suppress", metavar="N", type=_least, help="hide counts of people under N (default: 5; 1 hides nothing)"
    )
    published.add_argument("--date", metavar="DATE", help="the day of publication (default: today)")
    published.add_argument("--with-failed-checks", action="store_true", help="publish although checks failed")
    _with_overwrite(published)
    _with_data(published)

    reported = _command(commands, "report", "report.report", "Write the draft of a committee report from a review.")
    reported.add_argument("workbook", metavar="REVIEW.xlsx")
    reported.add_argument(
        "-o",
        "--output",
        metavar="REPORT.{docx,html}",
        action="append",
        required=True,
        help="the Word document or web page to write; may be given twice",
    )
    reported.add_argument("--people", action="store_true", help="list post holders by reference")
    reported.add_argument(
        "--suppress", metavar="N", type=_least, help="hide counts of people under N (default: 5; 1 hides nothing)"
    )
    _with_overwrite(reported)
    _with_data(reported)

    reconciled = _command(
        commands,
        "reconcile",
        "review.reconcile",
        "Recalculate a native workbook with LibreOffice and compare every answer.",
    )
    reconciled.add_argument("workbook", metavar="WORKBOOK.xlsx", help="what payband review --native wrote")
    reconciled.add_argument("-o", "--output", metavar="OUT.xlsx", help="a copy with the result among its checks")
    _with_overwrite(reconciled)
    _with_data(reconciled)

    spell = _command(
        commands, "respell", "review.respell", "Spell the calls of a live workbook for another spreadsheet program."
    )
    spell.add_argument("workbook", metavar="WORKBOOK.xlsx")
    spell.add_argument("--for", dest="spelling", metavar="HOST", required=True, help="excel, excel-vba or calc")
    spell.add_argument("-o", "--output", metavar="OUT.xlsx", required=True, help="the copy to write")
    _with_overwrite(spell)


def _with_filters(listing: argparse.ArgumentParser) -> None:
    """What a listing of figures can be asked for."""
    listing.add_argument("words", metavar="WORD", nargs="*", help="only rows that hold these words")
    listing.add_argument("--name", metavar="NAME", help="only those whose name holds this")
    listing.add_argument("--on", metavar="DATE", help="only what is in force on this day")
    listing.add_argument("--ending", action="store_true", help="only what ends within a year of today, or of --on")
    listing.add_argument("--csv", action="store_true", help="print all columns as CSV")


def _add_look_up(commands: Any) -> None:
    """The commands that call the functions, and list them and the figures."""
    call = _command(commands, "call", "functions.call", "Call a worksheet function, as a cell would.")
    call.add_argument("name", metavar="NAME", help="a worksheet function, such as EMPLOYERNI")
    call.add_argument(
        "arguments",
        metavar="ARGUMENT",
        nargs="*",
        help='its arguments in order; "" omits one; a column or table as JSON ([[6, 76725], [9, 85575]]) or @FILE.csv',
    )
    _with_json(call)
    _with_data(call)

    listing = _command(
        commands, "functions", "functions.functions", "List the worksheet functions with their help and arguments."
    )
    listing.add_argument("name", metavar="NAME", nargs="?", help="one function, with all it says")
    listing.add_argument(
        "--lambda", dest="as_lambdas", action="store_true", help="write them as named LAMBDAs for Excel 365 (needs -o)"
    )
    listing.add_argument("-o", "--output", metavar="FILE.xlsx", help="the workbook to write the LAMBDAs into")
    _with_overwrite(listing)
    _with_json(listing)

    rates = _command(
        commands, "rates", "library.rates", "List the statutory and published rates, their dates and sources."
    )
    _with_filters(rates)
    _with_json(rates)
    _with_data(rates)

    spines = _command(commands, "spines", "library.spines", "List the pay spines and grades, their dates and sources.")
    _with_filters(spines)
    spines.add_argument("--body", metavar="BODY", help="only those of this body, such as NJC")
    _with_json(spines)
    _with_data(spines)


def _add_figures(commands: Any) -> None:
    """The commands on packs of figures."""
    ways = commands.add_parser(
        "figures", help="Renew the figures without a release: build, check and install packs."
    ).add_subparsers(title="ways", metavar="WAY", required=True)
    built = _command(ways, "build", "figures.build", "Write a folder of figures as a pack, one file to pass on.")
    built.add_argument("folder", metavar="DIR", help="figures in the files that payband reads, such as ni/rates.csv")
    built.add_argument("-o", "--output", metavar="FILE.zip", required=True, help="such as payband-figures-2026-12.zip")
    built.add_argument("--date", metavar="DATE", help="the date of the pack (default: today)")
    _with_overwrite(built)
    for name, help in (
        ("check", "Check that a pack is as it was built and that its tables are right."),
        ("install", "Check a pack and take the figures from it from now on."),
    ):
        taken = _command(ways, name, f"figures.{name}", help)
        taken.add_argument("pack", metavar="FILE.zip", help="a pack of figures")
        taken.add_argument("--expect", metavar="SHA256", help="refuse a pack with another SHA-256")
    _command(ways, "remove", "figures.remove", "Go back to the figures that payband comes with.")
    _with_json(_command(ways, "show", "figures.show", "Say which pack of figures is in use."))


def _add_hosts(commands: Any) -> None:
    """The commands that put the functions into spreadsheet programs."""
    excel = commands.add_parser("excel", help="Put the worksheet functions into Excel.").add_subparsers(
        title="ways", metavar="WAY", required=True
    )
    libreoffice = commands.add_parser(
        "libreoffice", help="Put the worksheet functions into LibreOffice."
    ).add_subparsers(title="ways", metavar="WAY", required=True)

    install = _command(excel, "install", "hosts.excel_install", "Set up =PAYBAND_SLOT(...) in Excel on Windows.")
    install.add_argument("folder", metavar="DIR", nargs="?", help="the folder for its files (default: your own)")
    lite = _command(
        excel, "lite", "hosts.excel_lite", "Write a workbook for xlwings Lite, which needs no Python to be installed."
    )
    lite.add_argument(
        "workbook", metavar="WORKBOOK.xlsx", nargs="?", help="a workbook to put the functions into a copy of"
    )
    lite.add_argument("-o", "--output", metavar="FILE.xlsx", required=True, help="the workbook to write")
    _with_overwrite(lite)
    server = _command(excel, "server", "hosts.excel_server", "Write a project for a self-hosted xlwings Server.")
    server.add_argument("folder", metavar="DIR", help="the folder to write it into")
    _command(libreoffice, "install", "hosts.libreoffice_install", "Build the extension and install it in LibreOffice.")
    build = _command(libreoffice, "build", "hosts.libreoffice_build", "Build the extension for LibreOffice.")
    build.add_argument("-o", "--output", metavar="FILE.oxt", default="payband.oxt", help="default: payband.oxt")
    _with_overwrite(build)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command and gives its exit status."""
    streams = sys.stdout, sys.stderr
    for stream in streams:
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a terminal without £ shows ? and does not fail
    sys.stdout, sys.stderr = map(Escaping, streams)
    try:
        return _run(arguments)
    finally:
        sys.stdout, sys.stderr = streams


_NEGATIVE = re.compile(r"-[^-A-Za-z]")


def _words(arguments: Sequence[str]) -> list[str]:
    """The words of a command line, in which -2% and -£500 are arguments of a function and no options.

    >>> _words(["call", "UPLIFT", "30000", "-2%", "--json"])
    ['call', '--json', '--', 'UPLIFT', '30000', '-2%']
    """
    command, *words = arguments or [""]
    if command != "call" or "--" in words or not any(map(_NEGATIVE.match, words)):
        return list(arguments)
    options: list[str] = []
    others: list[str] = []
    for word in words:
        is_option = word.startswith("-") and not _NEGATIVE.match(word)
        (options if is_option or options[-1:] == ["--data"] else others).append(word)
    return [command, *options, "--", *others]


def _run(arguments: Sequence[str] | None) -> int:
    given = _parser().parse_args(_words(sys.argv[1:] if arguments is None else arguments))
    from payband.errors import PaybandError

    try:
        with _replacing(getattr(given, "overwrite", None)), _figures(getattr(given, "data", None)):
            module, _, name = given.run.partition(".")
            status: int = getattr(import_module(f"payband.commands.{module}"), name)(given)
            sys.stdout.flush()
            return status
    except PaybandError as error:
        print(f"payband: {error}", file=sys.stderr)
        return UNUSABLE
    except BrokenPipeError:  # the reader has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FINE


def _replacing(anything: bool | None) -> Any:
    """What a command that writes files may replace; others are not asked."""
    if anything is None:
        return nullcontext()
    from payband.own_files import overwriting

    return overwriting(anything)


def _figures(folder: str | None) -> Any:
    """The figures to answer from: with a folder of the user's own, checked first."""
    if folder is None:
        return nullcontext()
    from payband.data_schema import check_folder
    from payband.errors import InputProblems, WrongInput
    from payband.library import using_data

    if not os.path.isdir(folder):
        raise WrongInput(f"--data: there is no folder {folder}: check its name")
    problems = check_folder(folder)
    if problems:
        raise InputProblems(problems, folder)
    return using_data(folder)
