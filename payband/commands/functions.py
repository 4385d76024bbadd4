"""The commands on worksheet functions: call, functions."""

import argparse
import sys
from typing import TYPE_CHECKING, Any

from payband.commands.terminal.output import FINE, print_json
from payband.commands.terminal.words import Command, with_data, with_json, with_overwrite

if TYPE_CHECKING:
    from payband.worksheet import WorksheetFunction

__all__ = ["COMMANDS", "call", "functions"]


def call(given: argparse.Namespace) -> int:
    """Calls a worksheet function and prints its answer."""
    from payband import rules
    from payband.registry import function
    from payband.table import Table

    rules.load_for(given.name)
    called = function(given.name)
    arguments = list(map(_argument, given.arguments))
    answer = _as_of_today(called, arguments)
    _say_months(called, arguments)
    if given.json:
        print_json(answer.records() if isinstance(answer, Table) else answer)
    elif isinstance(answer, list):
        print("\n".join(map(_plain, answer)))
    else:
        print(_plain(answer))
    return FINE


def _as_of_today(called: "WorksheetFunction", arguments: list[Any]) -> Any:
    """The answer of a function; where it may have a date and has none, that of today, which is said.

    A spine or grade that ended before is answered as it last was, as in a cell.
    """
    from datetime import date

    from payband.calendar import date_text
    from payband.errors import UnknownFigure

    place = next((at for at, each in enumerate(called.arguments) if each.name == "on date"), None)
    given = place is not None and len(arguments) > place and arguments[place] not in ("", None)
    by_name = bool(arguments) and any(isinstance(each, str) and each.strip() for each in arguments)
    if place is None or given or not by_name:
        return called(*arguments)
    today = date.today()
    filled = [*arguments, *[None] * (place + 1 - len(arguments))]
    filled[place] = today
    try:
        answer = called(*filled)
    except UnknownFigure:
        return called(*arguments)
    print(f"payband: no date was given, so this is the answer of today, {date_text(today)}", file=sys.stderr)
    return answer


def _say_months(called: "WorksheetFunction", arguments: list[Any]) -> None:
    """Says how many months of protection were taken, where none were given: they are what the answer costs."""
    for place, each in enumerate(called.arguments):
        given = len(arguments) > place and arguments[place] not in ("", None)
        if each.name == "months" and not each.required and not given:
            print(f"payband: no months were given, so this is the answer of {each.default} months", file=sys.stderr)


def functions(given: argparse.Namespace) -> int:
    """Lists the worksheet functions, or writes them as LAMBDAs."""
    from payband import registry, rules

    if given.as_lambdas or given.output:
        return _lambdas(given)
    rules.load()
    found = [registry.function(given.name)] if given.name else list(registry.functions())
    if given.json:
        print_json(
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


def _plain(answer: Any) -> str:
    """An answer as a person or a script reads it: a number without signs, a date as 2014-01-01."""
    if isinstance(answer, bool):
        return str(answer).upper()
    return answer.isoformat() if hasattr(answer, "isoformat") else str(answer)


def _call_words(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help="a worksheet function, such as EMPLOYERNI")
    parser.add_argument(
        "arguments",
        metavar="ARGUMENT",
        nargs="*",
        help='its arguments in order; "" omits one; a column or table as JSON ([[6, 76725], [9, 85575]]) or @FILE.csv',
    )
    with_json(parser)
    with_data(parser)


def _functions_words(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", nargs="?", help="show one function in full")
    parser.add_argument(
        "--lambda", dest="as_lambdas", action="store_true", help="write them as named LAMBDAs for Excel 365 (needs -o)"
    )
    parser.add_argument("-o", "--output", metavar="FILE.xlsx", help="the workbook to write the LAMBDAs into")
    with_overwrite(parser)
    with_json(parser)


COMMANDS = {
    "call": Command(
        _call_words,
        call,
        ("payband call EMPLOYERNI 3000 2025-05-31", 'payband call SLOT 97575 "Divisional Director"'),
    ),
    "functions": Command(
        _functions_words,
        functions,
        ("payband functions SLOT", "payband functions --lambda -o payband-functions.xlsx"),
    ),
}
