"""The command `payband`: its words, and nothing that a worksheet function or a review does itself."""

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, Any

from payband import __version__

# Everything else is imported where it is used: `payband --help` and `payband call` must start in a blink.

if TYPE_CHECKING:
    from payband.review.results import Results
    from payband.table import Table

__all__ = ["main"]

FINE, CHECK_FAILED, UNUSABLE = 0, 1, 2
SECONDS_WITHOUT_A_BAR = 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="payband",
        description="Pay ranges, on-costs, slotting, pay protection and approvals for UK public bodies.",
        epilog="Exit status: 0 all is well, 1 a check failed, 2 the input cannot be used.",
    )
    parser.add_argument("--version", action="version", version=f"payband {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    def command(name: str, run: Callable[[argparse.Namespace], int], help: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=help, description=help)
        added.set_defaults(run=run)
        return added

    def with_json(added: argparse.ArgumentParser) -> None:
        added.add_argument("--json", action="store_true", help="print JSON")

    def with_data(added: argparse.ArgumentParser) -> None:
        added.add_argument(
            "--data", metavar="DIR", help="a folder of your own figures, which win over the built-in ones"
        )

    review = command("review", _review, "Calculate a review workbook and write the answers into a copy of it.")
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
        "--for",
        dest="spelling",
        metavar="HOST",
        default="excel",
        help="with --live, how the functions are spelt: excel (default), excel-vba or calc",
    )
    with_json(review)
    with_data(review)

    call = command("call", _call, "Call a worksheet function, as a cell would.")
    call.add_argument("name", metavar="NAME", help="a worksheet function, such as EMPLOYERNI")
    call.add_argument(
        "arguments",
        metavar="ARGUMENT",
        nargs="*",
        help='its arguments in order; "" omits one; a column or table as JSON ([[6, 76725], [9, 85575]]) or @FILE.csv',
    )
    with_json(call)
    with_data(call)

    listing = command("functions", _functions, "List the worksheet functions with their help and arguments.")
    listing.add_argument("name", metavar="NAME", nargs="?", help="one function, with all it says")
    listing.add_argument(
        "--lambda", dest="as_lambdas", action="store_true", help="write them as named LAMBDAs for Excel 365 (needs -o)"
    )
    listing.add_argument("-o", "--output", metavar="FILE.xlsx", help="the workbook to write the LAMBDAs into")
    with_json(listing)

    rates = command("rates", _rates, "List the statutory and published rates, their dates and sources.")
    rates.add_argument("words", metavar="WORD", nargs="*", help="only rows that hold these words")
    with_json(rates)
    with_data(rates)

    spines = command("spines", _spines, "List the pay spines and grades, their dates and sources.")
    spines.add_argument("words", metavar="WORD", nargs="*", help="only rows that hold these words")
    with_json(spines)
    with_data(spines)

    explained = command("explain", _explain, "Explain the figures of a person or a line of a review, step by step.")
    explained.add_argument("workbook", metavar="WORKBOOK.xlsx")
    explained.add_argument("name", metavar="PERSON-OR-LINE", help="as table People or Structure has it")
    explained.add_argument("-o", "--output", metavar="OUT.xlsx", help="write the explanation as a sheet")
    with_json(explained)
    with_data(explained)

    spell = command("respell", _respell, "Spell the calls of a live workbook for another spreadsheet program.")
    spell.add_argument("workbook", metavar="WORKBOOK.xlsx")
    spell.add_argument("--for", dest="spelling", metavar="HOST", required=True, help="excel, excel-vba or calc")
    spell.add_argument("-o", "--output", metavar="OUT.xlsx", required=True, help="the copy to write")

    _add_hosts(commands)

    build = command("build-workbooks", _build_workbooks, "Build the worked reviews that ship with payband.")
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

    def way(ways: Any, name: str, run: Callable[[argparse.Namespace], int], help: str) -> argparse.ArgumentParser:
        added: argparse.ArgumentParser = ways.add_parser(name, help=help, description=help)
        added.set_defaults(run=run)
        return added

    install = way(excel, "install", _excel_install, "Set up =PAYBAND_SLOT(...) in Excel on Windows.")
    install.add_argument("folder", metavar="DIR", nargs="?", help="the folder for its files (default: your own)")
    lite = way(excel, "lite", _excel_lite, "Write a workbook for xlwings Lite, which needs no Python to be installed.")
    lite.add_argument(
        "workbook", metavar="WORKBOOK.xlsx", nargs="?", help="a workbook to put the functions into a copy of"
    )
    lite.add_argument("-o", "--output", metavar="FILE.xlsx", required=True, help="the workbook to write")
    server = way(excel, "server", _excel_server, "Write a project for a self-hosted xlwings Server.")
    server.add_argument("folder", metavar="DIR", help="the folder to write it into")
    way(libreoffice, "install", _libreoffice_install, "Build the extension and install it in LibreOffice.")
    build = way(libreoffice, "build", _libreoffice_build, "Build the extension for LibreOffice.")
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
            status: int = given.run(given)
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


def _print_json(value: Any) -> None:
    import simplejson

    def plain(other: Any) -> str:
        return other.isoformat() if hasattr(other, "isoformat") else str(other)

    print(simplejson.dumps(value, use_decimal=True, default=plain, indent=2, ensure_ascii=False))


# --- review --------------------------------------------------------------------------------------------------------


def _review(given: argparse.Namespace) -> int:
    from payband.spelling import check_spelling
    from payband.workbook.read import open_review
    from payband.workbook.write import check_free

    output = given.output
    if output is None and not given.json:
        stem = os.path.splitext(os.path.basename(given.workbook))[0]
        output = f"{stem}-answers.xlsx"
    if output is not None:
        check_free(output)
    check_spelling(given.spelling)
    with _progress_shown():
        results = open_review(given.workbook).calculate()
        if output is not None:
            results.save(output, live=given.spelling if given.live else "")
    if given.json:
        _print_json(results.to_dict())
    else:
        print(_summary_text(results))
        print(f"\nWritten to {output}")
    return CHECK_FAILED if results.failed else FINE


def _explain(given: argparse.Namespace) -> int:
    from payband.review.explain import COLUMNS, explain
    from payband.table import Table
    from payband.workbook.read import open_review

    results = open_review(given.workbook).calculate()
    found = explain(results, given.name)
    if given.output:
        from payband.workbook.explain_sheet import write

        write(found, results, given.output)
        print(f"Written to {given.output}")
    elif given.json:
        _print_json(Table(COLUMNS, found.rows()).records())
    else:
        print(found.text())
    return FINE


def _respell(given: argparse.Namespace) -> int:
    from payband.workbook.live import respell_workbook
    from payband.workbook.package import Package
    from payband.workbook.write import check_free

    check_free(given.output)
    package = Package(given.workbook)
    count = respell_workbook(package, given.spelling)
    package.save(given.output)
    print(f"{count} formulas spelt for {given.spelling}, written to {given.output}")
    return FINE


@contextmanager
def _progress_shown() -> Iterator[None]:
    """A bar on the terminal for what takes more than a moment; nothing where nobody looks at one."""
    if not sys.stderr.isatty():
        yield
        return
    from tqdm import tqdm

    from payband.progress import heard_by

    bars: list[tqdm[Any]] = []

    def listen(what: str, done: int, total: int) -> None:
        if not bars or bars[-1].desc != what:
            for bar in bars:
                bar.close()
            bars[:] = [tqdm(total=total, desc=what, delay=SECONDS_WITHOUT_A_BAR, leave=False, unit="")]
        bars[-1].update(done - bars[-1].n)

    with heard_by(listen):
        yield
    for bar in bars:
        bar.close()


def _summary_text(results: "Results") -> str:
    """The summary of a review on one screen."""
    from textwrap import wrap

    from payband.review.summary import headlines

    lines = []
    for section, texts in headlines(results):
        head = f"{section:<12}"
        for text in texts:
            for part in wrap(text, 98):
                lines.append(f"{head}{part}")
                head = " " * 12
    return "\n".join(lines)


# --- worksheet functions -------------------------------------------------------------------------------------------


def _argument(text: str) -> Any:
    """What a word of the command line stands for: a number, a text, a JSON column or table, or a CSV file's rows."""
    from payband.errors import WrongInput

    if text.startswith("["):
        import json
        from decimal import Decimal

        try:
            return json.loads(text, parse_float=Decimal)
        except ValueError as error:
            raise WrongInput(
                f"'{text}' is not a JSON column or table ({error}): write [[6, 76725], [9, 85575]]"
            ) from None
    if text.startswith("@"):
        import csv

        try:
            with open(text[1:], encoding="utf-8-sig", newline="") as file:
                rows = [row for row in csv.reader(file) if any(cell.strip() for cell in row)]
        except OSError as error:
            raise WrongInput(f"{text[1:]} cannot be read ({error.strerror}): check the name") from None
        return [row[0] for row in rows] if all(len(row) == 1 for row in rows) else rows
    if text.isdecimal() and (text == "0" or not text.startswith("0")):
        return int(text)  # as a cell has it, where 45808 may be a date and 007 is a text
    return text


def _call(given: argparse.Namespace) -> int:
    from payband import rules
    from payband.registry import function
    from payband.table import Table

    rules.load()
    answer = function(given.name)(*map(_argument, given.arguments))
    if given.json:
        _print_json(answer.records() if isinstance(answer, Table) else answer)
    elif isinstance(answer, list):
        print("\n".join(map(_plain, answer)))
    else:
        print(_plain(answer))
    return FINE


def _plain(answer: Any) -> str:
    """An answer as a person or a script reads it: a number without signs, a date as 2014-01-01."""
    if isinstance(answer, bool):
        return str(answer).upper()
    return answer.isoformat() if hasattr(answer, "isoformat") else str(answer)


def _functions(given: argparse.Namespace) -> int:
    from payband import registry, rules

    if given.as_lambdas or given.output:
        return _lambdas(given)
    rules.load()
    found = [registry.function(given.name)] if given.name else list(registry.functions())
    if given.json:
        _print_json(
            [
                {
                    "name": each.name,
                    "help": each.help,
                    "usage": each.usage,
                    "arguments": [
                        {
                            "name": argument.name,
                            "kind": argument.kind.words,
                            "help": argument.help,
                            "required": argument.required,
                            "default": argument.default_text or None,
                        }
                        for argument in each.arguments
                    ],
                }
                for each in found
            ]
        )
    elif given.name:
        from inspect import cleandoc

        (each,) = found
        width = max(len(argument.name) for argument in each.arguments)
        print(f"{each.usage}\n\n{cleandoc(each.__doc__ or '')}\n\nArguments:")
        for argument in each.arguments:
            print(f"  {argument.name:<{width}}  {argument.help} ({argument.kind.words})")
    else:
        for each in found:
            print(f"{each.usage}\n    {each.help}")
    return FINE


def _lambdas(given: argparse.Namespace) -> int:
    from payband.errors import WrongInput
    from payband.hosts.lambdas import build

    if not given.output or not given.as_lambdas:
        raise WrongInput("the LAMBDAs are a workbook: say payband functions --lambda -o payband-functions.xlsx")
    print(build(given.output))
    return FINE


# --- the library ---------------------------------------------------------------------------------------------------


def _show(table: "Table", words: Sequence[str], *, as_json: bool) -> int:
    wanted = [word.casefold() for word in words]
    table.rows = [row for row in table.rows if all(word in " ".join(map(str, row)).casefold() for word in wanted)]
    if as_json:
        _print_json(table.records())
    else:
        print(table)
    return FINE


def _rates(given: argparse.Namespace) -> int:
    from payband.listing import rates

    return _show(rates(), given.words, as_json=given.json)


def _spines(given: argparse.Namespace) -> int:
    from payband.listing import spines

    return _show(spines(), given.words, as_json=given.json)


def _build_workbooks(given: argparse.Namespace) -> int:
    from payband.workbook.worked import build, names

    os.makedirs(given.output, exist_ok=True)
    for name in names():
        print(build(name, given.output))
    return FINE


# --- hosts ---------------------------------------------------------------------------------------------------------


def _excel_install(given: argparse.Namespace) -> int:
    from payband.hosts.excel.classic import default_folder, install

    print("\n".join(install(given.folder or default_folder())))
    return FINE


def _excel_lite(given: argparse.Namespace) -> int:
    from payband.hosts.excel.lite import build

    print(f"Written to {build(given.output, given.workbook)}")
    return FINE


def _excel_server(given: argparse.Namespace) -> int:
    from payband.hosts.excel.server import build

    print("\n".join(build(given.folder)))
    return FINE


def _libreoffice_install(given: argparse.Namespace) -> int:
    from payband.hosts.libreoffice.install import install

    print(install())
    return FINE


def _libreoffice_build(given: argparse.Namespace) -> int:
    from payband.hosts.libreoffice.extension import build

    print(f"Written to {build(given.output)}")
    return FINE
