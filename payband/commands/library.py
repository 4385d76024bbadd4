"""The commands on the library of figures: rates, spines."""

import argparse
import shutil
import sys
import textwrap
from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any

from payband.commands.terminal.output import FINE, print_json
from payband.commands.terminal.words import Command, with_data, with_json

if TYPE_CHECKING:
    from payband.table import Table

__all__ = ["COMMANDS", "rates", "spines"]


def rates(given: argparse.Namespace) -> int:
    """Lists the rates."""
    from payband.listing import rates

    return _show(rates(), given, "rates", ("figure",))


def spines(given: argparse.Namespace) -> int:
    """Lists the spines and grades; without anything to look for, the bodies and how far their figures reach."""
    from payband.listing import spines

    return _show(spines(), given, "spines", ("body", "name"))


def _show(table: "Table", given: argparse.Namespace, command: str, named: tuple[str, ...]) -> int:
    from payband.listing import bodies

    found = _wanted(table, given)
    if given.json:
        print_json(found.records())
    elif given.csv:
        _print_csv(found)
    elif not len(found):
        print(_fit(f"No {_NOUNS[command]} matches {_asked(given)}. 'payband {command}' alone shows what there is."))
    elif "body" in table.columns and not _asked(given):
        print(bodies(found))
        print(_fit("'payband spines NJC' lists the spines and grades of NJC; --csv and --json give all."))
    else:
        for line in _lines(found, named):
            print(line)
    if not given.json and not given.csv:
        print(_fit(_figures_in_use()))
    return FINE


_NOUNS = {"rates": "rate", "spines": "spine or grade"}


def _figures_in_use() -> str:
    from payband.calendar import date_text
    from payband.library.packs import pack_in_use

    pack = pack_in_use()
    return f"Figures: {pack.name} of {date_text(pack.date)}, {'installed' if pack.sha256 else 'built in'}"


def _asked(given: argparse.Namespace) -> str:
    """What a listing was asked for, in words."""
    asked = [f"'{word}'" for word in given.words]
    asked += [f"{part} '{getattr(given, part)}'" for part in ("body", "name") if getattr(given, part, None)]
    asked += [f"day {given.on}"] if given.on else []
    asked += ["ending within a year"] if given.ending else []
    return ", ".join(asked)


def _wanted(table: "Table", given: argparse.Namespace) -> "Table":
    from payband.calendar import day_from
    from payband.listing import ending, in_force_on
    from payband.table import Table

    words = [word.casefold() for word in given.words]
    parts = {part: str(getattr(given, part, None) or "").casefold() for part in ("body", "name")}
    name = "name" if "name" in table.columns else "figure"

    def is_wanted(record: dict[str, Any]) -> bool:
        text = " ".join(map(str, record.values())).casefold()
        held = record.get("body", "").casefold(), record[name].casefold()
        return all(word in text for word in words) and all(
            part in each for part, each in zip(parts.values(), held, strict=True)
        )

    on = day_from(given.on, "the day of --on") if given.on else None
    if given.ending:
        table = ending(table, on or date.today())
    elif on is not None:
        table = in_force_on(table, on)
    return Table(table.columns, [row for row, record in zip(table, table.records(), strict=True) if is_wanted(record)])


def _print_csv(table: "Table") -> None:
    import csv

    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows(table)


def _lines(table: "Table", named: tuple[str, ...]) -> Iterator[str]:
    """The rows within the width of the terminal: a figure's name once, below it what it was from when to when."""
    from payband.calendar import date_text

    value = table.columns[len(named)]
    for name, records in groupby(table.records(), key=lambda record: ", ".join(record[part] for part in named)):
        yield _fit(name)
        for record in records:
            first, last = (date_text(date.fromisoformat(record[end])) for end in ("from", "to"))
            yield _fit(f"{first} to {last}: {record[value]} ({record['status']})", 2)
            yield _fit(record["source"], 4)


def _fit(text: str, indent: int = 0) -> str:
    width = max(shutil.get_terminal_size().columns, 40)
    return textwrap.fill(
        text, width, initial_indent=" " * indent, subsequent_indent=" " * (indent + 2), break_on_hyphens=False
    )


def _rates_words(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("words", metavar="WORD", nargs="*", help="only rows that contain these words")
    parser.add_argument("--name", metavar="NAME", help="only rows whose name contains this")
    parser.add_argument("--on", metavar="DATE", help="only what is in force on this day")
    parser.add_argument("--ending", action="store_true", help="only what ends within a year of today, or of --on")
    parser.add_argument("--csv", action="store_true", help="print all columns as CSV")
    with_json(parser)
    with_data(parser)


def _spines_words(parser: argparse.ArgumentParser) -> None:
    _rates_words(parser)
    parser.add_argument("--body", metavar="BODY", help="only those of this body, such as NJC")


COMMANDS = {
    "rates": Command(_rates_words, rates, ("payband rates employer --on 2026-04-06", "payband rates --ending")),
    "spines": Command(_spines_words, spines, ("payband spines --body NJC --on 2026-04-01", "payband spines NJC --csv")),
}
