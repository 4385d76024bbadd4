"""The map of an establishment list: which column is taken as what, as a TOML file that a person reads and changes."""

import json
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from payband.errors import UnknownName, WrongInput, nearest_name
from payband.establishment.candidates import Recognised
from payband.establishment.cells import hours, yearly_hours
from payband.establishment.figures import spine_asked
from payband.establishment.headings import column_kinds
from payband.establishment.questions import ASKED, LEFT_OUT, TERMS, Terms, days_of_leave, gone_by

__all__ = [
    "ColumnMap",
    "answers_put_in",
    "checked_term",
    "differences",
    "map_in",
    "map_text",
    "read_map",
    "with_answers",
]

_HEAD = """\
# How payband import takes the columns of {source}.
# Change a word on the right and run the import again; it reads this file by itself where it is next to the output,
# or from anywhere with --map. It is used as long as the list has the same headings.
#
# What a column can be taken as ("" leaves it out, "?" has still to be answered):
{kinds}

"""


class ColumnMap(NamedTuple):
    """A map as it was read: what the user says as well as the columns, the sheet, and each heading's kind."""

    terms: Terms
    sheet: str
    columns: Mapping[str, str]


def map_text(recognised: Recognised, terms: Terms, sheet: str, source: str) -> str:
    """The map as a file. It holds headings alone and no value of the list."""
    kinds = "\n".join(f"#   {kind.name:<17} {kind.what}" for kind in column_kinds().values() if kind.used)
    lines = [_HEAD.format(source=_one_line(source), kinds=kinds)]
    asked = {question.term for question in recognised.asked}
    for name, term in TERMS.items():
        value = getattr(terms, name) or (ASKED if name in asked else "")
        lines.append(f"{name} = {_quoted(value)}  # {term.what}")
    lines.append(f"sheet = {_quoted(sheet)}  # of a workbook")
    lines.append("\n[columns]")
    for column in recognised.columns:
        choices = ""
        if column.taken == ASKED:
            choices = f". Write one of: {', '.join(_quoted(choice) for choice in column.choices)}"
        lines.append(f"{_quoted(column.heading)} = {_quoted(column.taken)}  # {_one_line(column.why)}{choices}")
    return "\n".join(lines) + "\n"


def read_map(text: str, name: str) -> ColumnMap:
    """Reads a map. Raises WrongInput, naming the file, for what is not a map."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise WrongInput(
            f"{name} is not a map that can be read ({error}): mend that line, or delete the file"
        ) from None
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
    if isinstance(value, date) and key == "leavers":
        value = value.isoformat()
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        raise WrongInput(f"{name}: '{key}' is {value!r}: write a word in quotation marks")
    return checked_term(key, str(value).strip() or default, name)


def checked_term(key: str, value: str, where: str) -> str:
    """A term, if it can be one. Raises WrongInput, saying where it is, for a word that does not answer it.

    >>> checked_term("pay_ranges", "Top", "the map")
    'top'
    """
    term = TERMS.get(key)
    if term is None or not value or value == ASKED or key == "line":
        return value
    found = next((word for word in term.words if word.casefold() == value.casefold()), "")
    if found:
        return found
    if term.free:
        _check_free(key, value)
        return value
    raise WrongInput(f"{where}: '{key}' is '{value}'; {nearest_name(value, term.words)}")


def _check_free(key: str, value: str) -> None:
    """Raises WrongInput, or UnknownName, for what answers a term in words of its own and cannot."""
    if key == "leavers":
        gone_by(value)
    elif key == "term_time":
        days_of_leave(value)
    elif key == "spine":
        spine_asked(value)
    elif key == "full_time_hours_a_year":
        yearly_hours(value)
    elif value.strip("0. "):
        hours(value)


def answers_put_in(text: str, terms: Mapping[str, str], columns: Mapping[str, str]) -> str:
    r"""A map with some answers: on the lines where their names are already, or on new ones of their own.

    >>> print(answers_put_in('leavers = "?"  # who\n[columns]\n"FT" = "?"', {"leavers": "keep"}, {"FT": "FTE"}))
    leavers = "keep"  # who
    [columns]
    "FT" = "FTE"
    """
    for name, value in terms.items():
        line = f"{name} = {_quoted(value)}"
        text, found = _put(text, rf"(?m)^{name}[ \t]*=[ \t]*(?:\"[^\"]*\"|[^\s#]+)", line)
        if not found:
            text = f"{line}\n{text}"
    for heading, kind in columns.items():
        line = f"{_quoted(heading)} = {_quoted(kind)}"
        text, found = _put(text, rf'(?m)^{re.escape(_quoted(heading))}[ \t]*=[ \t]*"[^"]*"', line)
        if not found:
            begun = "" if "[columns]" in text else "[columns]\n"
            text = f"{text.rstrip()}\n{begun}{line}\n"
    return text


def _put(text: str, pattern: str, line: str) -> tuple[str, bool]:
    """A text with the first part that a pattern finds replaced as it is; whether there was one."""
    found = re.search(pattern, text)
    return (text[: found.start()] + line + text[found.end() :], True) if found else (text, False)


def map_in(path: str) -> ColumnMap:
    """The map in a file. Raises WrongInput where it is not there or cannot be read."""
    try:
        with open(path, encoding="utf-8-sig") as file:
            return read_map(file.read(), path)
    except FileNotFoundError:
        raise WrongInput(f"--map: there is no file {path}: check its name") from None
    except (OSError, UnicodeDecodeError) as error:
        raise WrongInput(f"the map {path} cannot be read ({error}): save it as UTF-8 text") from None


def with_answers(
    answers: Iterable[str], headings: Sequence[str], terms: Terms, columns: Mapping[str, str]
) -> tuple[Terms, dict[str, str]]:
    """The terms and columns of a map with answers to questions, each written as NAME=ANSWER.

    Raises WrongInput for what is not an answer, UnknownName for a name that is neither a term nor a heading.
    """
    by_name = {" ".join(name.split()).casefold(): name for name in headings}
    answered = dict(columns)
    for each in answers:
        name, sign, value = (part.strip() for part in each.rpartition("="))
        if not sign:
            raise WrongInput(f'--answer {each}: write it as NAME=ANSWER, such as "leavers=keep" or "Pay Award="')
        if name in TERMS:
            terms = terms._replace(**{name: checked_term(name, value, "--answer")})
        elif (heading := by_name.get(" ".join(name.split()).casefold())) is not None:
            answered[heading] = value
        else:
            known = [*TERMS, *headings]
            raise UnknownName(f"--answer {each}: there is no column or term '{name}'; {nearest_name(name, known)}")
    return terms, answered


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
