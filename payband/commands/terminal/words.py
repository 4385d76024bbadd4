"""What a command says of itself: its words, what runs it, examples that work, and the options that several share."""

import argparse
from collections.abc import Callable, Sequence
from typing import NamedTuple

__all__ = ["Command", "least", "one_of", "with_data", "with_json", "with_overwrite"]


class Command(NamedTuple):
    """One command, as its module declares it in COMMANDS."""

    words: Callable[[argparse.ArgumentParser], None]
    """Puts its arguments and options into a parser."""
    run: Callable[[argparse.Namespace], int]
    """Does what they ask, and gives the exit status."""
    examples: Sequence[str]
    """One or two command lines that end its help."""
    more: Callable[[], str] | None = None
    """What else its help says, such as a table's columns."""


def with_json(parser: argparse.ArgumentParser) -> None:
    """For a command that can print JSON."""
    parser.add_argument("--json", action="store_true", help="print JSON")


def with_data(parser: argparse.ArgumentParser) -> None:
    """For a command that uses published figures."""
    parser.add_argument("--data", metavar="DIR", help="a folder of your own figures, used before the built-in ones")


def with_overwrite(parser: argparse.ArgumentParser, *other_names: str) -> None:
    """For a command that writes files: replacing one that payband did not write, or that was changed since."""
    parser.add_argument(
        "--overwrite",
        *other_names,
        action="store_true",
        help="replace a file that payband did not write, or that was changed since",
    )


def least(text: str) -> int:
    """The smallest number of people that is shown, from 1.

    >>> least("5")
    5
    """
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"'{text}' is not a number of people: write a whole number from 1, such as 5")
    return int(text)


def one_of(*choices: str) -> Callable[[str], str]:
    """Reads one of some words; another is refused with the nearest of them.

    >>> one_of("now", "proposed")("now")
    'now'
    """

    def read(text: str) -> str:
        if text in choices:
            return text
        from payband.errors import nearest_name

        raise argparse.ArgumentTypeError(f"'{text}' is not one of its values; {nearest_name(text, choices)}")

    return read
