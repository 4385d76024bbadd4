"""The parser of one command, which is the only one that is built, and what is said of a word that is misspelt."""

import argparse
import sys
from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import NoReturn

from payband.commands.terminal.output import UNUSABLE, WRONG_COMMAND, point_to_guide
from payband.commands.terminal.table import Row, rows
from payband.commands.terminal.words import Command

__all__ = ["CommandParser", "Refused", "command_of", "parser_of", "row_and_rest"]


class Refused(Exception):
    """A command line that cannot be run; its words say why."""


def command_of(row: Row) -> Command:
    """What the module of a command declares."""
    declared: dict[str, Command] = import_module(f"payband.commands.{row.module}").COMMANDS
    return declared[row.name]


def parser_of(row: Row) -> "CommandParser":
    """The parser of one command, with its arguments and options."""
    parser = CommandParser(row, command_of(row))
    parser.command.words(parser)
    return parser


class CommandParser(argparse.ArgumentParser):
    """The parser of one command: its help ends with examples, and a misspelt option gets the nearest."""

    def __init__(self, row: Row, command: Command) -> None:
        super().__init__(prog=f"payband {row.name}", description=row.help)
        self.command = command

    def format_help(self) -> str:
        """The help, with what the command adds to it and its examples."""
        more = f"\n{self.command.more()}\n" if self.command.more else ""
        examples = "".join(f"\n  {line}" for line in self.command.examples)
        return f"{super().format_help()}{more}\nexamples:{examples}\n"

    def read(self, words: Sequence[str]) -> argparse.Namespace:
        """The arguments and options that are given; ends the process with status 2 where they cannot be."""
        self._check_options(words)
        given, left = self.parse_known_args(words)
        if left:
            what = f"{left[0]} is not an option" if left[0].startswith("-") else f"'{left[0]}' is one word too many"
            self.error(f"{what}; put a name with spaces into double quotes")
        return given

    def _check_options(self, words: Iterable[str]) -> None:
        """Refuses an option that there is none of, before its value is taken for something else."""
        known = [name for name in self._option_string_actions if name.startswith("--")]
        for word in words:
            name = word.partition("=")[0]
            if word == "--":
                return
            if not word.startswith("-") or " " in name:
                continue
            if f"-{name}" in known:  # -output, which would be taken for -o utput
                self.error(f"{name} is not an option; did you mean '-{name}'?")
            if name.startswith("--") and not any(each.startswith(name) for each in known):
                self.error(f"{name} is not an option; {hint(name, known)}")

    def error(self, message: str) -> NoReturn:
        """Says what is wrong, and where help is."""
        self.print_usage(sys.stderr)
        print(f"{self.prog}: {message}\nSee {self.prog} --help for examples.", file=sys.stderr)
        point_to_guide(WRONG_COMMAND)
        self.exit(UNUSABLE)


def hint(word: str, known: Iterable[str]) -> str:
    """The nearest to a word that is misspelt, or where all are listed.

    >>> hint("reveiw", ["review", "report"]), hint("xyz", ["review", "report"])
    ("did you mean 'review'?", '--help lists them all')
    """
    from payband.errors import did_you_mean, nearest

    near = nearest(word, known)
    return did_you_mean(near) if near else "--help lists them all"


def row_and_rest(words: Sequence[str]) -> tuple[Row, list[str]]:
    """The command that a command line begins with, and the words after it. Raises Refused where there is none.

    >>> row, rest = row_and_rest(["excel", "lite", "-o", "out.xlsx"])
    >>> row.name, rest
    ('excel lite', ['-o', 'out.xlsx'])
    """
    by_name = {row.name: row for row in rows()}
    first, second = words[0], words[1] if len(words) > 1 else ""
    if first in by_name:
        return by_name[first], list(words[1:])
    if f"{first} {second}" in by_name:
        return by_name[f"{first} {second}"], list(words[2:])
    ways = [name.partition(" ")[2] for name in by_name if name.startswith(f"{first} ")]
    if ways and not second:
        raise Refused(f"payband {first} needs a second word: {', '.join(ways)}")
    if ways:
        raise Refused(f"payband {first} does not know '{second}'; {hint(second, ways)}")
    if first.startswith("-"):
        raise Refused(f"{first} is not an option; {hint(first, ['--help', '--version'])}")
    firsts = list(dict.fromkeys([*by_name, *(name.partition(" ")[0] for name in by_name)]))
    raise Refused(f"'{first}' is not a command; {hint(first, firsts)}")
