"""The text of a LAMBDA: written as a person types it, stored as Excel's files hold it."""

import re
from collections.abc import Callable, Iterable

from payband.forms import Cell

__all__ = ["MOST_CHARACTERS", "cells", "constants", "let", "stored"]

MOST_CHARACTERS = 8192
"""The longest formula that Excel takes."""

_NEWER = frozenset(
    (
        "CHOOSECOLS",
        "CHOOSEROWS",
        "DROP",
        "HSTACK",
        "ISOMITTED",
        "LAMBDA",
        "LET",
        "MAP",
        "REDUCE",
        "SEQUENCE",
        "SORTBY",
        "TEXTSPLIT",
        "TOCOL",
        "UNIQUE",
        "VSTACK",
        "XMATCH",
    )
)
_NEWER_OF_SHEETS = frozenset(("FILTER", "SORT"))

_TOKEN = re.compile(
    r"""(?P<text>"(?:[^"]|"")*")|(?P<error>\#[A-Z0-9/]+[!?]?)|(?P<cells>[A-Z][A-Za-z]+!\$[A-Z]+\$\d+(?::\$[A-Z]+\$\d+)?)
    |(?P<optional>\[[a-z_]+\])|(?P<name>[A-Za-z_][A-Za-z0-9_.]*)|(?P<number>\d+(?:\.\d+)?)""",
    re.VERBOSE,
)


def stored(formula: str) -> str:
    """A formula as a file holds it; functions are in capitals, what LET and LAMBDA bind in small letters.

    An optional parameter is `_xlop.` where it is declared and `_xlpm.` where it is used.

    >>> stored("LAMBDA(pay,[rate],IF(ISOMITTED(rate),pay,MAX(pay,PAYBAND._RATE(rate))))")
    '_xlfn.LAMBDA(_xlpm.pay,_xlop.rate,IF(_xlfn.ISOMITTED(_xlpm.rate),_xlpm.pay,MAX(_xlpm.pay,PAYBAND._RATE(_xlpm.rate))))'
    """

    def prefixed(found: re.Match[str]) -> str:
        token = found[0]
        if found["optional"]:
            return f"_xlop.{token[1:-1]}"
        if found["name"]:
            if token in _NEWER:
                return f"_xlfn.{token}"
            if token in _NEWER_OF_SHEETS:
                return f"_xlfn._xlws.{token}"
            if token.islower():
                return f"_xlpm.{token}"
        return token

    return _TOKEN.sub(prefixed, formula)


def let(*steps: tuple[str, str], then: str) -> str:
    """A LET of named steps and what they come to.

    >>> let(("half", "pay/2"), then="half+1")
    'LET(half,pay/2,half+1)'
    """
    return f"LET({''.join(f'{name},{text},' for name, text in steps)}{then})"


def constants(formula: str) -> Iterable[str]:
    """The numbers that are in a formula, outside its texts, names and references."""
    return [found[0] for found in _TOKEN.finditer(formula) if found["number"]]


def cells(rule: Callable[..., object], *names: str) -> str:
    """The formula of a rule over named values."""
    return str(rule(*map(Cell, names)))
