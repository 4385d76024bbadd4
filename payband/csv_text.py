"""Text of a CSV file that no spreadsheet takes for a formula when it opens the file."""

import re

__all__ = ["FORMULA_START", "NUMBER", "csv_safe_text"]

FORMULA_START = r"^[=+\-@\t\r\n]"
"""How text starts that a spreadsheet may take for a formula: a pattern, for whole columns too."""

NUMBER = r"^[+-]?£?[0-9.,]+%?$"
"""A pattern of text that starts so and is a number all the same, such as -5."""

_FORMULA_START, _NUMBER = re.compile(FORMULA_START), re.compile(NUMBER)


def csv_safe_text(text: str) -> str:
    """One text as a CSV file holds it: with an apostrophe first where a spreadsheet may take it for a formula.

    >>> csv_safe_text("=1+1"), csv_safe_text("-5"), csv_safe_text("Clerk")
    ("'=1+1", '-5', 'Clerk')
    """
    return f"'{text}" if _FORMULA_START.match(text) and not _NUMBER.fullmatch(text) else text
