"""How the cells of a data file are read: days, amounts, rates, names; each message says what to write."""

import re
from collections.abc import Callable
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator

from payband import library
from payband.errors import nearest_name

__all__ = [
    "NOT_PUBLISHED",
    "NOT_USED",
    "STATUSES",
    "BasisPoints",
    "Day",
    "Order",
    "Pence",
    "Pounds",
    "Source",
    "Status",
    "Text",
    "basis_points",
    "day",
    "letter",
    "one_of",
    "positive",
    "threshold_pence",
    "whole",
]

NOT_PUBLISHED = "not published"
NOT_USED = library.NOT_USED
STATUSES = ("confirmed", "derived", "single source", "estimate", NOT_PUBLISHED, NOT_USED)


def day(text: str) -> date:
    """A day written as 2025-04-01."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    raise ValueError(f"'{text}' is not a date: write it as 2025-04-01")


def _text(text: str) -> str:
    if not text.strip():
        raise ValueError("this is empty: fill it in")
    if text != " ".join(text.split()):
        raise ValueError(f"'{text}' has spaces at an end or more than one between words: take them out")
    return text


def _source(text: str) -> str:
    if not text.strip():
        raise ValueError("no source is given: name the document and its date")
    return text


def whole(example: str) -> Callable[[str], int]:
    """A reader of whole numbers, whose message shows an example."""

    def read(text: str) -> int:
        if not re.fullmatch(r"\d{1,11}", text):
            raise ValueError(f"'{text}' is not a whole number: write digits only, such as {example}")
        return int(text)

    return read


def positive(text: str) -> int:
    """A whole number above 0."""
    found = whole("5000")(text)
    if not found:
        raise ValueError("it is 0: write how many pounds")
    return found


def basis_points(text: str) -> int:
    """A share in hundredths of a percent."""
    if not re.fullmatch(r"\d{1,5}", text) or int(text) > 10_000:
        raise ValueError(f"'{text}' is not a whole number of basis points: write 1380 for 13.8%")
    return int(text)


def _pence(text: str) -> int | None:
    if not text:
        return None
    found = re.fullmatch(r"(\d{1,11})(?:\.(\d\d?))?", text)
    if not found or not text.strip("0."):
        raise ValueError(f"'{text}' is not an amount: write pounds, such as 30000 or 30000.50, without £ and commas")
    return int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))


def threshold_pence(text: str) -> int | None:
    """A threshold in pounds, which must be given, as pence."""
    if not text:
        raise ValueError("no threshold is given: write pounds, such as 100000")
    return 0 if text == "0" else _pence(text)  # the lowest tier of a rule begins at 0


def letter(text: str) -> str:
    """The letter of an NI category."""
    if not re.fullmatch("[A-Z]", text):
        raise ValueError(f"'{text}' is not an NI category: write one capital letter")
    return text


def one_of(*known: str) -> Callable[[str], str]:
    """A reader of one of a few words, whose message names the nearest."""

    def read(text: str) -> str:
        if text not in known:
            raise ValueError(f"'{text}' is not known here; {nearest_name(text, known)}")
        return text

    return read


Day = Annotated[date, BeforeValidator(day)]
Text = Annotated[str, AfterValidator(_text)]
Source = Annotated[str, AfterValidator(_source)]
Status = Annotated[str, AfterValidator(one_of(*STATUSES))]
Pounds = Annotated[int, BeforeValidator(whole("9100"))]
Order = Annotated[int, BeforeValidator(whole("1"))]
BasisPoints = Annotated[int, BeforeValidator(basis_points)]
Pence = Annotated[int | None, BeforeValidator(_pence)]
