"""How a ledger takes up a budget: the periods, columns, signs and rounding of the file that is uploaded."""

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from string import Formatter
from typing import Any, NamedTuple

from payband.calendar import FinancialYear, date_text
from payband.errors import WrongInput, nearest_name

__all__ = ["COLUMNS", "Layout", "Period", "layout_text", "read_layout"]

COLUMNS = ("period", "cost centre", "fund", "subjective", "amount", "description")
"""What a row of the file has where nobody says otherwise."""
_MAY_HAVE = (*COLUMNS, "department")
_BUDGETS = ("proposed", "now", "change")
_SIGNS = ("costs positive", "costs negative")
_ROUNDINGS = ("penny", "pound")
MONTHS = 12


class Period(NamedTuple):
    """A period of the ledger, and what share of the year falls in it: as so many parts."""

    name: str
    parts: int


class Layout(NamedTuple):
    """What a layout says, each as the file has it.

    `budget` is what is written: what is proposed, the structure now, or the change from now to proposed. A change is
    below zero where it saves, with costs positive.
    """

    year: str = ""
    budget: str = "proposed"
    periods: int = MONTHS
    profile: tuple[int, ...] = ()
    signs: str = "costs positive"
    rounding: str = "penny"
    columns: tuple[str, ...] = COLUMNS
    headings: Mapping[str, str] = {}
    description: str = "{component}, {review}"
    vacancies: bool = False
    period: tuple[tuple[str, date, date], ...] = ()

    def periods_of(self, year: FinancialYear, name: str) -> list[Period]:
        """The periods of a financial year. Raises WrongInput where those of the layout are not the days of the year."""
        if self.period:
            return _own_periods(self.period, year, name)
        if self.periods == 1:
            return [Period("1", 1)]
        weights = self.profile or (1,) * MONTHS
        return [Period(f"{number:02}", parts) for number, parts in enumerate(weights, start=1)]


def _own_periods(rows: Sequence[tuple[str, date, date]], year: FinancialYear, file: str) -> list[Period]:
    """Periods by their days, which follow each other and make up the year; each bears its share of the days."""
    expected, before = year.starts_on, ""
    for name, first, last in rows:
        if last < first:
            raise WrongInput(f"{file}: period '{name}' ends on {date_text(last)}, before it begins: mend its dates")
        if first < expected and before:
            raise WrongInput(
                f"{file}: period '{name}' begins on {date_text(first)}, within period '{before}': periods may not "
                f"overlap, so begin it on {date_text(expected)}"
            )
        if first != expected:
            raise WrongInput(
                f"{file}: period '{name}' begins on {date_text(first)} and not on {date_text(expected)}: the periods "
                f"must make up {year} without a gap"
            )
        expected, before = last + timedelta(days=1), name
    if expected != year.ends_on + timedelta(days=1):
        raise WrongInput(
            f"{file}: the last period ends on {date_text(expected - timedelta(days=1))} and not on "
            f"{date_text(year.ends_on)}: the periods must make up {year}"
        )
    return [Period(name, (last - first).days + 1) for name, first, last in rows]


# --- the file ------------------------------------------------------------------------------------------------------

_TEXT = """\
# How payband budget writes the file for your ledger. Change what yours needs otherwise; it is read next time.

year = ""                     # a financial year such as "2027-28"; empty for the first that the review looks at
budget = "proposed"           # proposed: what is paid; now: the structure now; change: proposed less now
periods = 12                  # 12 or 1; or give [[period]] tables with name, first and last
profile = []                  # 12 whole numbers, the parts of the year that fall in each period; empty for equal parts
signs = "costs positive"      # or "costs negative": a cost below zero, income above it
rounding = "penny"            # or "pound": whole pounds that add up to the whole
columns = ["period", "cost centre", "fund", "subjective", "amount", "description"]
description = "{component}, {review}"   # {component}, {cost centre}, {fund}, {year}, {review}
vacancies = false             # true to take vacancy factor and turnover off, in rows of their own

[headings]                    # what your ledger calls a column, such as: amount = "Value"
"""


def layout_text() -> str:
    """A layout file with what is taken where nobody says otherwise.

    >>> read_layout(layout_text(), "layout.toml") == Layout()
    True
    """
    return _TEXT


def read_layout(text: str, name: str) -> Layout:
    """Reads a layout file. Raises WrongInput, naming it, for what is none."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise WrongInput(f"{name} is not a layout that can be read ({error}): mend that line") from None
    for key in data:
        if key not in Layout._fields:
            raise WrongInput(f"{name}: '{key}' is nothing that a layout says; {nearest_name(key, Layout._fields)}")
    columns = _columns(data.get("columns", list(COLUMNS)), name)
    for column in columns:
        if column not in _MAY_HAVE:
            raise WrongInput(f"{name}: '{column}' is not a column of the file; {nearest_name(str(column), _MAY_HAVE)}")
    for needed in ("cost centre", "subjective", "amount"):
        if needed not in columns:
            raise WrongInput(f"{name}: columns lack '{needed}', without which no ledger can post a row: add it")
    headings = data.get("headings", {})
    if not isinstance(headings, dict) or any(key not in _MAY_HAVE for key in headings):
        raise WrongInput(f"{name}: [headings] may name the columns {', '.join(_MAY_HAVE)}: take out the others")
    shown = [str(headings.get(column, column)) for column in columns]
    if doubled := next((each for each in shown if shown.count(each) > 1), ""):
        raise WrongInput(f"{name}: two columns of the file are called '{doubled}': give each its own heading")
    periods = _number(data, "periods", name)
    profile = _profile(data.get("profile", []), periods, name)
    own = _own(data.get("period", []), name)
    if own and profile:
        raise WrongInput(
            f"{name}: profile says how 12 periods share the year, and [[period]] gives others: take one out"
        )
    return Layout(
        str(data.get("year", "")),
        _word(data, "budget", _BUDGETS, name),
        periods,
        profile,
        _word(data, "signs", _SIGNS, name),
        _word(data, "rounding", _ROUNDINGS, name),
        columns,
        {key: str(value) for key, value in headings.items()},
        _description(str(data.get("description", Layout().description)), name),
        _yes_no(data.get("vacancies", False), name),
        own,
    )


def _columns(value: Any, name: str) -> tuple[str, ...]:
    if not isinstance(value, list) or any(not isinstance(each, str) for each in value):
        raise WrongInput(f'{name}: columns is {value!r}: give a list, such as ["cost centre", "subjective", "amount"]')
    for each in value:
        if value.count(each) > 1:
            raise WrongInput(f"{name}: columns have '{each}' twice: take one out")
    return tuple(value)


def _own(value: Any, name: str) -> tuple[tuple[str, date, date], ...]:
    """The periods of a body's own, each with a name of its own."""
    if not isinstance(value, list):
        raise WrongInput(f"{name}: period is {value!r}: give [[period]] tables with name, first and last")
    found = tuple(_period(each, name) for each in value)
    names = [each for each, _, _ in found]
    for each in names:
        if names.count(each) > 1:
            raise WrongInput(f"{name}: two periods are called '{each}': give each its own name")
    return found


def _word(data: Mapping[str, Any], key: str, words: Sequence[str], name: str) -> str:
    value = str(data.get(key, words[0]))
    if value not in words:
        raise WrongInput(f"{name}: {key} is '{value}'; {nearest_name(value, words)}")
    return value


def _yes_no(value: Any, name: str) -> bool:
    if not isinstance(value, bool):
        raise WrongInput(f"{name}: vacancies is {value!r}: write true or false")
    return value


def _number(data: Mapping[str, Any], key: str, name: str) -> int:
    value = data.get(key, MONTHS)
    if value not in (1, MONTHS) or isinstance(value, bool):
        raise WrongInput(f"{name}: {key} is {value!r}: give 12 or 1, or [[period]] tables with name, first and last")
    return int(value)


def _profile(values: Any, periods: int, name: str) -> tuple[int, ...]:
    if not isinstance(values, list) or any(type(each) is not int or each < 0 for each in values):
        raise WrongInput(f"{name}: profile is {values!r}: give 12 whole numbers, such as [1, 1, 1, 2, ...]")
    if values and (len(values) != periods or not any(values)):
        raise WrongInput(f"{name}: profile has {len(values)} numbers for {periods} periods: give one for each")
    return tuple(values)


def _period(row: Any, name: str) -> tuple[str, date, date]:
    if not isinstance(row, dict) or set(row) != {"name", "first", "last"}:
        raise WrongInput(f"{name}: each [[period]] has name, first and last, and no more")
    for key in ("first", "last"):
        if type(row[key]) is not date:
            raise WrongInput(f"{name}: {key} of period '{row['name']}' is not a date: write it as 2026-04-01")
    return str(row["name"]), row["first"], row["last"]


_IN_DESCRIPTION = ("component", "cost centre", "fund", "year", "review")


def _description(text: str, name: str) -> str:
    try:
        fields = [(field, spec, how) for _, field, spec, how in Formatter().parse(text) if field is not None]
    except ValueError:
        fields = [("", "", None)]
    if any(field not in _IN_DESCRIPTION or spec or how for field, spec, how in fields):
        named = ", ".join(f"{{{each}}}" for each in _IN_DESCRIPTION)
        raise WrongInput(f"{name}: description is '{text}': in braces it may have {named}")
    return text
