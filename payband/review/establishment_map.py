"""The map of an establishment list: which column is taken as what, as a TOML file that a person reads and changes."""

import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from payband.errors import WrongInput, nearest_name
from payband.review.establishment_columns import ASKED, LEFT_OUT, Recognised, Terms
from payband.review.establishment_headings import column_kinds

__all__ = ["ColumnMap", "differences", "map_text", "read_map"]

_HEAD = """\
# How payband import takes the columns of {source}.
# Change a word on the right and run the import again; it reads this file by itself where it stands beside the output,
# or from anywhere with --map. It is used as long as the list has the same headings.
#
# What a column can be taken as ("" leaves it out, "?" has still to be answered):
{kinds}

"""


class ColumnMap(NamedTuple):
    """A map as it was read: what the user says beside the columns, the sheet, and each heading's kind."""

    terms: Terms
    sheet: str
    columns: Mapping[str, str]


def map_text(recognised: Recognised, terms: Terms, sheet: str, source: str) -> str:
    """The map as a file. It holds headings alone and no value of the list."""
    kinds = "\n".join(f"#   {kind.name:<17} {kind.what}" for kind in column_kinds().values() if kind.used)
    lines = [_HEAD.format(source=_one_line(source), kinds=kinds)]
    lines.append(
        f"line = {_quoted(terms.line)}  # what makes a line of the structure: post title; or post title, department"
    )
    lines.append(f'full_time_hours = {_quoted(terms.full_time_hours)}  # a week, where no column says so, such as "37"')
    lines.append(
        f'spine = {_quoted(terms.spine)}  # of which salaries are read from points alone, such as "NJC@2025-04-01"'
    )
    lines.append(f"sheet = {_quoted(sheet)}  # of a workbook")
    lines.append("\n[columns]")
    for column in recognised.columns:
        choices = ""
        if column.taken == ASKED:
            choices = f". Write one of: {', '.join(_quoted(choice) for choice in column.choices)}"
        lines.append(f"{_quoted(column.heading)} = {_quoted(column.taken)}  # {_one_line(column.why)}{choices}")
    return "\n".join(lines) + "\n"


def read_map(text: str, name: str) -> ColumnMap:
    """Reads a map. Raises WrongInput, naming the file, for what is no map."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise WrongInput(f"{name} is no map that can be read ({error}): mend that line, or delete the file") from None
    known = (*Terms._fields, "sheet", "columns")
    for key in data:
        if key not in known:
            raise WrongInput(f"{name}: '{key}' is nothing that a map says; {nearest_name(key, known)}")
    columns = data.get("columns", {})
    if not isinstance(columns, dict):
        raise WrongInput(f"{name}: 'columns' must be a table of headings: write [columns] above them")
    for heading, kind in columns.items():
        if not isinstance(kind, str):
            raise WrongInput(f"{name}: '{heading}' is taken as {kind!r}: write a word in quotation marks")
    return ColumnMap(
        Terms(*(_term(data, field, default, name) for field, default in zip(Terms._fields, Terms(), strict=True))),
        _term(data, "sheet", "", name),
        {heading: " ".join(kind.split()) for heading, kind in columns.items()},
    )


def _term(data: Mapping[str, Any], key: str, default: str, name: str) -> str:
    value = data.get(key, default)
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        raise WrongInput(f"{name}: '{key}' is {value!r}: write a word in quotation marks")
    return str(value).strip() or default


def differences(columns: ColumnMap, headings: Iterable[str]) -> str:
    """In which headings a map and a list differ, in words; empty where they are the same."""
    listed = list(headings)
    new = [heading for heading in listed if heading not in columns.columns]
    gone = [heading for heading in columns.columns if heading not in listed]
    said = []
    if new:
        said.append(f"the map does not know {_names(new)}")
    if gone:
        said.append(f"the list does not have {_names(gone)}")
    return " and ".join(said)


def _names(headings: list[str]) -> str:
    return ", ".join(f"'{heading}'" for heading in headings[:5]) + (", ..." if len(headings) > 5 else "")


def _one_line(text: str) -> str:
    return " ".join(re.sub(r"[\x00-\x1f\x7f]", " ", text).split())


def _quoted(text: str) -> str:
    """A text in quotation marks as TOML reads it: JSON's escapes are TOML's, but for the character 127."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f") if text != LEFT_OUT else '""'
