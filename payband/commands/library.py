"""The commands on the library of figures: rates, spines."""

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING

from payband.commands.output import FINE, print_json

if TYPE_CHECKING:
    from payband.table import Table

__all__ = ["rates", "spines"]


def rates(given: argparse.Namespace) -> int:
    """Lists the rates."""
    from payband.listing import rates

    return _show(rates(), given.words, as_json=given.json)


def spines(given: argparse.Namespace) -> int:
    """Lists the spines and grades."""
    from payband.listing import spines

    return _show(spines(), given.words, as_json=given.json)


def _show(table: "Table", words: Sequence[str], *, as_json: bool) -> int:
    wanted = [word.casefold() for word in words]
    table.rows = [row for row in table.rows if all(word in " ".join(map(str, row)).casefold() for word in wanted)]
    if as_json:
        print_json(table.records())
    else:
        print(table)
    return FINE
