"""How a worksheet function is spelt in the formulas of a workbook file, for each spreadsheet program."""

import re

from payband.errors import UnknownName, nearest_name

__all__ = ["SPELLINGS", "call", "check_spelling", "respell"]

SPELLINGS = {"excel": "_xldudf_PAYBAND_", "excel-vba": "PAYBAND_", "calc": "PAYBAND."}
"""What comes before a function's name in a file: for Excel's custom functions (typed =PAYBAND.SLOT and stored like
this), for Excel with the VBA add-in (=PAYBAND_SLOT), and for LibreOffice Calc (=PAYBAND.SLOT)."""

_CALL = re.compile(r"\b(?:_xldudf_PAYBAND_|PAYBAND[._])([A-Z]+)(?=\()", re.I)
_TEXT = re.compile(r'("(?:[^"]|"")*")')


def check_spelling(spelling: str) -> str:
    """The spelling asked for; UnknownName, with the nearest, for one that payband does not know."""
    if spelling not in SPELLINGS:
        raise UnknownName(f"'{spelling}' is not a spelling of the functions; {nearest_name(spelling, SPELLINGS)}")
    return spelling


def call(spelling: str, name: str, *arguments: str) -> str:
    """The text of a call in a workbook file; arguments left out at the end are dropped.

    >>> call("calc", "SLOT", "A2", "B2:C9", "")
    'PAYBAND.SLOT(A2,B2:C9)'
    """
    given = list(arguments)
    while given and not given[-1]:
        given.pop()
    return f"{SPELLINGS[spelling]}{name}({','.join(given)})"


def respell(formula: str, spelling: str) -> str:
    """A formula with its calls of payband spelt for another program; texts in it stay as they are.

    >>> respell('IF(A1="PAYBAND.SLOT(",PAYBAND.SLOT(A2,B2),0)', "excel-vba")
    'IF(A1="PAYBAND.SLOT(",PAYBAND_SLOT(A2,B2),0)'
    """
    parts = _TEXT.split(formula)
    return "".join(
        part if part.startswith('"') else _CALL.sub(lambda found: SPELLINGS[spelling] + found[1].upper(), part)
        for part in parts
    )
