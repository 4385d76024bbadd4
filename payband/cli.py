"""The command `payband`: which command its words ask for, and the process that runs it."""

import os
import re
import sys
from collections.abc import Sequence
from contextlib import nullcontext
from typing import Any

from payband import __version__
from payband.commands.terminal.output import FINE, UNUSABLE, WRONG_COMMAND, point_to_guide
from payband.commands.terminal.table import START, overview, ways
from payband.shown_text import Escaping

# A command's module is imported when it is run: `payband --help` and `payband call` must start in a blink.

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command and gives its exit status."""
    streams = sys.stdout, sys.stderr
    for stream in streams:
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a terminal without £ shows ? and does not fail
    sys.stdout, sys.stderr = map(Escaping, streams)
    try:
        return _run(list(sys.argv[1:] if arguments is None else arguments))
    finally:
        sys.stdout, sys.stderr = streams


_NEGATIVE = re.compile(r"-[^-A-Za-z]")


def _words(arguments: Sequence[str]) -> list[str]:
    """The words of a command line, in which -2% and -£500 are arguments of a function and no options.

    >>> _words(["call", "UPLIFT", "30000", "-2%", "--json"])
    ['call', '--json', '--', 'UPLIFT', '30000', '-2%']
    """
    command, *words = arguments
    if command != "call" or "--" in words or not any(map(_NEGATIVE.match, words)):
        return list(arguments)
    options: list[str] = []
    others: list[str] = []
    for word in words:
        is_option = word.startswith("-") and not _NEGATIVE.match(word)
        (options if is_option or options[-1:] == ["--data"] else others).append(word)
    return [command, *options, "--", *others]


_HELP = ("-h", "--help")


def _said(arguments: Sequence[str]) -> str:
    """What is said of payband itself, or of commands that share their first word; '' where a command is to be run."""
    first, second, *_ = [*arguments, "", ""]
    if not first:
        return START
    if first in (*_HELP, "help") and not second:
        return overview()
    if first == "--version":
        return f"payband {__version__}"
    return ways(first) if second in _HELP else ""


def _run(arguments: Sequence[str]) -> int:
    if arguments[:1] and arguments[0] in (*_HELP, "help"):  # "help solve" and "-h solve" are "solve --help"
        arguments = [*arguments[1:], "--help"] if len(arguments) > 1 else arguments
    said = _said(arguments)
    if said:
        print(said)
        return FINE
    from payband.commands.terminal.parser import Refused, parser_of, row_and_rest
    from payband.errors import PaybandError

    try:
        row, rest = row_and_rest(_words(arguments))
        parser = parser_of(row)
        given = parser.read(rest)
        with _replacing(getattr(given, "overwrite", None)), _figures(getattr(given, "data", None)):
            status = parser.command.run(given)
            sys.stdout.flush()
            return status
    except Refused as error:
        print(f"usage: payband COMMAND ...\n{error}", file=sys.stderr)
        point_to_guide(WRONG_COMMAND)
        return UNUSABLE
    except PaybandError as error:
        print(f"payband: {error}", file=sys.stderr)
        point_to_guide(error.code)
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
