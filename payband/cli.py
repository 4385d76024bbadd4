"""The command `payband`: its words, and which module of payband.commands does what they say."""

import argparse
import os
import sys
from collections.abc import Sequence
from contextlib import nullcontext
from importlib import import_module
from typing import Any

from payband import __version__
from payband.commands.output import FINE, UNUSABLE

# A command's module is imported when it is run: `payband --help` and `payband call` must start in a blink.

__all__ = ["main"]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="payband",
        description="Pay ranges, on-costs, slotting, pay protection and approvals for UK public bodies.",
        epilog="Exit status: 0 all is well, 1 a check failed, 2 the input cannot be used.",
    )
    parser.add_argument("--version", action="version", version=f"payband {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    def command(name: str, run: str, help: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=help, description=help)
        added.set_defaults(run=run)
        return added

    def with_json(added: argparse.ArgumentParser) -> None:
        added.add_argument("--json", action="store_true", help="print JSON")

    def with_data(added: argparse.ArgumentParser) -> None:
        added.add_argument(
            "--data", metavar="DIR", help="a folder of your own figures, which win over the built-in ones"
        )

    review = command("review", "review.review", "Calculate a review workbook and write the answers into a copy of it.")
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
    with_json(review)
    with_data(review)

    call = command("call", "functions.call", "Call a worksheet function, as a cell would.")
    call.add_argument("name", metavar="NAME", help="a worksheet function, such as EMPLOYERNI")
    call.add_argument(
        "arguments",
        metavar="ARGUMENT",
        nargs="*",
        help='its arguments in order; "" omits one; a column or table as JSON ([[6, 76725], [9, 85575]]) or @FILE.csv',
    )
    with_json(call)
    with_data(call)

    listing = command("functions", "functions.functions", "List the worksheet functions with their help and arguments.")
    listing.add_argument("name", metavar="NAME", nargs="?", help="one function, with all it says")
    listing.add_argument(
        "--lambda", dest="as_lambdas", action="store_true", help="write them as named LAMBDAs for Excel 365 (needs -o)"
    )
    listing.add_argument("-o", "--output", metavar="FILE.xlsx", help="the workbook to write the LAMBDAs into")
    with_json(listing)

    rates = command("rates", "library.rates", "List the statutory and published rates, their dates and sources.")
    rates.add_argument("words", metavar="WORD", nargs="*", help="only rows that hold these words")
    with_json(rates)
    with_data(rates)

    spines = command("spines", "library.spines", "List the pay spines and grades, their dates and sources.")
    spines.add_argument("words", metavar="WORD", nargs="*", help="only rows that hold these words")
    with_json(spines)
    with_data(spines)

    explained = command(
        "explain", "review.explain", "Explain the figures of a person or a line of a review, step by step."
    )
    explained.add_argument("workbook", metavar="WORKBOOK.xlsx")
    explained.add_argument("name", metavar="PERSON-OR-LINE", help="as table People or Structure has it")
    explained.add_argument("-o", "--output", metavar="OUT.xlsx", help="write the explanation as a sheet")
    with_json(explained)
    with_data(explained)

    reconciled = command(
        "reconcile", "review.reconcile", "Recalculate a native workbook with LibreOffice and compare every answer."
    )
    reconciled.add_argument("workbook", metavar="WORKBOOK.xlsx", help="what payband review --native wrote")
    reconciled.add_argument("-o", "--output", metavar="OUT.xlsx", help="a copy with the result among its checks")
    with_data(reconciled)

    spell = command("respell", "review.respell", "Spell the calls of a live workbook for another spreadsheet program.")
    spell.add_argument("workbook", metavar="WORKBOOK.xlsx")
    spell.add_argument("--for", dest="spelling", metavar="HOST", required=True, help="excel, excel-vba or calc")
    spell.add_argument("-o", "--output", metavar="OUT.xlsx", required=True, help="the copy to write")

    _add_hosts(commands)

    build = command("build-workbooks", "review.build_workbooks", "Build the worked reviews that ship with payband.")
    build.add_argument("-o", "--output", metavar="DIR", default="workbooks", help="the folder (default: workbooks)")
    return parser


def _add_hosts(commands: Any) -> None:
    """The commands that put the functions into spreadsheet programs."""
    excel = commands.add_parser("excel", help="Put the worksheet functions into Excel.").add_subparsers(
        title="ways", metavar="WAY", required=True
    )
    libreoffice = commands.add_parser(
        "libreoffice", help="Put the worksheet functions into LibreOffice."
    ).add_subparsers(title="ways", metavar="WAY", required=True)

    def way(ways: Any, name: str, run: str, help: str) -> argparse.ArgumentParser:
        added: argparse.ArgumentParser = ways.add_parser(name, help=help, description=help)
        added.set_defaults(run=run)
        return added

    install = way(excel, "install", "hosts.excel_install", "Set up =PAYBAND_SLOT(...) in Excel on Windows.")
    install.add_argument("folder", metavar="DIR", nargs="?", help="the folder for its files (default: your own)")
    lite = way(
        excel, "lite", "hosts.excel_lite", "Write a workbook for xlwings Lite, which needs no Python to be installed."
    )
    lite.add_argument(
        "workbook", metavar="WORKBOOK.xlsx", nargs="?", help="a workbook to put the functions into a copy of"
    )
    lite.add_argument("-o", "--output", metavar="FILE.xlsx", required=True, help="the workbook to write")
    server = way(excel, "server", "hosts.excel_server", "Write a project for a self-hosted xlwings Server.")
    server.add_argument("folder", metavar="DIR", help="the folder to write it into")
    way(libreoffice, "install", "hosts.libreoffice_install", "Build the extension and install it in LibreOffice.")
    build = way(libreoffice, "build", "hosts.libreoffice_build", "Build the extension for LibreOffice.")
    build.add_argument("-o", "--output", metavar="FILE.oxt", default="payband.oxt", help="default: payband.oxt")


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command and gives its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a terminal without £ shows ? and does not fail
    given = _parser().parse_args(arguments)
    from payband.errors import PaybandError

    try:
        with _figures(getattr(given, "data", None)):
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
