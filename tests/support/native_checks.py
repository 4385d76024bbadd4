"""What the formulas of a native workbook may hold: no figure, rate or date, and no function that Excel 2016 lacks."""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

__all__ = ["FUNCTIONS", "NUMBERS", "constants_of", "formulas_of", "functions_of", "numbers_without_formula"]

FUNCTIONS = {
    "ABS",
    "AND",
    "COUNT",
    "COUNTIF",
    "DAY",
    "EDATE",
    "EOMONTH",
    "EXACT",
    "IF",
    "IFERROR",
    "INDEX",
    "INT",
    "ISNUMBER",
    "ISTEXT",
    "LEFT",
    "LOWER",
    "MATCH",
    "MAX",
    "MIN",
    "MOD",
    "MONTH",
    "N",
    "NA",
    "NOT",
    "OR",
    "RIGHT",
    "ROUND",
    "ROW",
    "ROWS",
    "SIGN",
    "SUM",
    "SUMIF",
    "SUMPRODUCT",
    "TEXT",
    "VALUE",
    "YEAR",
}
"""All of them in Excel 2010 and in LibreOffice 4, none volatile."""

NUMBERS = (
    {str(each) for each in range(32)}
    | {"100", "10000", "20000", "0.0001", "0.0005"}
    | {str(100 * steps) for steps in range(2, 7)}
)
"""Months of a year and days of a month, conversions (pence, basis points, tenths of a penny), their doubles, places and
tolerances, outcomes by number, and a few steps between published points in pounds: no pay figure, rate or date."""

_STRING = re.compile(r'"[^"]*"')
_REFERENCE = re.compile(r"(?:'[^']*'|[A-Za-z_]\w*)!|\$?[A-Z]{1,3}\$?\d+")
_TO_THE_NEAREST = re.compile(r"\+(\d+)\)/(\d+)\)")
"""Half of what is divided by, added before a whole number is taken: a share of days, months or parts of full time."""
_OF_FULL_TIME = re.compile(r"\)\*\d+(?=-ROUND\(|,0\))")
"""A share of full time in whole parts, as many as its own share and that of others need: 37 where hours are of 37."""
_NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?![\w.])")


def sheets_of(path: Path) -> Iterator[tuple[str, str]]:
    """The XML of each sheet."""
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if "worksheets/" in name and name.endswith(".xml"):
                yield name, archive.read(name).decode()


def formulas_of(path: Path) -> list[tuple[str, str, str]]:
    """Every formula with its sheet and cell."""
    return [
        (name, cell, html.unescape(text))
        for name, xml in sheets_of(path)
        for cell, text in re.findall(r'<c r="([A-Z]+\d+)"[^>]*><f>(.*?)</f>', xml)
    ]


def functions_of(formula: str) -> set[str]:
    """The functions that a formula calls."""
    return set(re.findall(r"([A-Z][A-Z0-9._]*)\(", _STRING.sub('""', formula)))


def constants_of(formula: str) -> set[str]:
    """The numbers that stand in a formula, but for those by which a share is brought to the nearest whole."""
    text = _OF_FULL_TIME.sub(")", _REFERENCE.sub(" ", _STRING.sub('""', formula)))
    text = _TO_THE_NEAREST.sub(lambda found: ")" if int(found[2]) == 2 * int(found[1]) else found[0], text)
    return set(_NUMBER.findall(text))


def numbers_without_formula(path: Path, parts: set[str]) -> list[str]:
    """The cells of some sheets, below the headings, that hold a number and no formula."""
    return [
        f"{name}!{cell}"
        for name, xml in sheets_of(path)
        if name in parts
        for cell in re.findall(r'<c r="([A-Z]+\d+)"[^>]*><v>', xml)
        if int(re.sub(r"\D", "", cell)) >= 5
    ]
