"""What a paper prints beside what a review has: amounts, shares, numbers, days, words; to the printed rounding."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from payband.calendar import date_text
from payband.rules.measures.printed_rounding import printed_step
from payband.units import half_up, percent_text, pounds_text, to_multiple

__all__ = [
    "AMOUNT",
    "DAY",
    "FIGURE",
    "MONTHS",
    "NUMBER",
    "SHARE",
    "WORDS",
    "YES_NO",
    "Verdict",
    "compared",
    "plain_words",
    "shown",
]

AMOUNT, SHARE, NUMBER, MONTHS = "amount", "share", "number", "months"
DAY, YES_NO, WORDS = "day", "yes or no", "words"
FIGURE = "figure"
"""A number with decimals, such as FTE or hourly pay: it agrees to the decimals that are printed."""

_TIMES = {"k": 1_000, "m": 1_000_000, "million": 1_000_000, "bn": 10**9, "billion": 10**9}
_AMOUNT = re.compile(r"£?\s*(\d[\d,]*(?:\.\d+)?)\s*(k|m|million|bn|billion)?(?![\w%])", re.I)
_POUNDS = re.compile(r"£\s*(\d[\d,]*(?:\.\d+)?)\s*(k|m|million|bn|billion)?(?![\w%])", re.I)
_PERCENT = re.compile(r"(\d+(?:\.\d+)?)()\s*%")
_SHARE = re.compile(r"(\d+(?:\.\d+)?)\s*%?")
_NUMBERS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_NUMBER = re.compile(r"\d[\d,]*")
_FIGURE = re.compile(r"(\d[\d,]*)(?:\.(\d+))?")
_MOST_DECIMALS = 6
_SLASHED = re.compile(r"((?:\d{1,2}\s*&\s*)?\d{1,2})/(\d{1,2})/(\d{4}|\d{2})")
_MONTHS = [f"{date(2000, month, 1):%B}".casefold() for month in range(1, 13)]
_WRITTEN = re.compile(
    rf"((?:\d{{1,2}}\s*(?:st|nd|rd|th)?\s*(?:and|&|to|-)\s*(?:the\s+)?)?\d{{1,2}}\s*(?:st|nd|rd|th)?)\s+({'|'.join(_MONTHS)})"
    r"(?:\s+(\d{4}))?",
    re.I,
)
_SMALL = {"of", "the", "and", "a", "an", "for", "to"}


class Verdict(NamedTuple):
    """Whether a value is what is printed, to the rounding that it is printed with, and what lies between."""

    agrees: bool
    differs_by: str = ""


def shown(value: Any, kind: str) -> str:
    """A value of a review as a person reads it beside what is printed."""
    if value is None:
        return ""
    if kind == AMOUNT:
        return pounds_text(value, pence_shown=value % 100 != 0)
    if kind == SHARE:
        return percent_text(value)
    if kind == DAY:
        return date_text(value)
    if kind == FIGURE:
        return _decimals(value)
    return ("yes" if value else "no") if kind == YES_NO else str(value)


def compared(printed: str, value: Any, kind: str) -> Verdict | None:
    """What is printed beside a value; None where nothing of that kind is printed.

    >>> compared("approximately £950K in a full year", 91_880_000, AMOUNT)
    Verdict(agrees=False, differs_by='£31,200')
    >>> compared("£1.1 million", 114_820_000, AMOUNT), compared("£1 million", 91_760_000, AMOUNT).agrees
    (Verdict(agrees=True, differs_by=''), False)
    >>> compared("48.2", 4815, SHARE).agrees, compared("20th and 21st December 2011", date(2011, 12, 21), DAY).agrees
    (True, True)
    >>> compared("£9.1801 an hour", Fraction("9.180056"), FIGURE), compared("0.9 FTE", Fraction(4, 5), FIGURE)
    (Verdict(agrees=True, differs_by=''), Verdict(agrees=False, differs_by='0.1'))
    >>> compared("the Director of Governance and Law", "Director, Governance & Law", WORDS).agrees
    True
    """
    return _READERS[kind](printed, value)


def _amount(printed: str, value: int) -> Verdict | None:
    found = _POUNDS.search(printed) or _AMOUNT.search(printed)
    if found is None:
        return None
    pence = int(Decimal(found[1].replace(",", "")) * _TIMES.get((found[2] or "").casefold(), 1) * 100)
    below = re.search(rf"\(\s*£?\s*{re.escape(found[1])}\s*\)", printed)
    pence = -pence if below else pence
    if value == pence or to_multiple(abs(value), printed_step(pence)) * (-1 if value < 0 else 1) == pence:
        return Verdict(True)
    return Verdict(False, pounds_text(abs(value - pence), pence_shown=(value - pence) % 100 != 0))


def _share(printed: str, value: int) -> Verdict | None:
    found = _SHARE.search(printed)
    if found is None:
        return None
    decimals = len(found[1].partition(".")[2])
    points = int(Decimal(found[1]) * 100)
    step = 10 ** max(2 - decimals, 0)
    if half_up(value, step) * step == points:
        return Verdict(True)
    return Verdict(False, f"{percent_text(abs(value - points)).rstrip('%')} percentage points")


def _months(printed: str, value: int) -> Verdict | None:
    """Months, or years of twelve of them."""
    years = re.search(r"\byears?\b", printed, re.I) is not None
    return _number(printed, value // 12 if years and value % 12 == 0 else value)


def _number(printed: str, value: int) -> Verdict | None:
    found = _NUMBER.search(printed)
    words = [word for word in re.findall(r"[a-z]+", printed.casefold()) if word in _NUMBERS]
    if found is None and not words:
        return None
    number = int(found[0].replace(",", "")) if found else _NUMBERS.index(words[0])
    return Verdict(True) if number == value else Verdict(False, str(abs(value - number)))


def _figure(printed: str, value: Fraction) -> Verdict | None:
    found = _FIGURE.search(printed)
    if found is None:
        return None
    tens = 10 ** len(found[2] or "")
    parts = int(found[1].replace(",", "") + (found[2] or ""))
    if half_up(value.numerator * tens, value.denominator) == parts:
        return Verdict(True)
    return Verdict(False, _decimals(abs(value - Fraction(parts, tens))))


def _decimals(value: Fraction) -> str:
    """A number with the decimals that it has, at most six."""
    tens = 10**_MOST_DECIMALS
    return f"{Decimal(half_up(value.numerator * tens, value.denominator)).scaleb(-_MOST_DECIMALS).normalize():f}"


def _days(printed: str, year: int) -> set[date]:
    found = set()
    for days, month, of in _SLASHED.findall(printed):
        for day in re.findall(r"\d+", days):
            found.add(date(int(of) + (2000 if len(of) == 2 else 0), int(month), int(day)))
    for days, month, of in _WRITTEN.findall(printed):
        for day in re.findall(r"\d+", days):
            found.add(date(int(of) if of else year, _MONTHS.index(month.casefold()) + 1, int(day)))
    return found


def _day(printed: str, value: date) -> Verdict | None:
    try:
        found = _days(printed, value.year)
    except ValueError:  # a 31 November
        return None
    if not found:
        return _month_alone(printed, value)
    apart = min(abs((value - day).days) for day in found)
    return Verdict(True) if not apart else Verdict(False, f"{apart} days")


def _month_alone(printed: str, value: date) -> Verdict | None:
    """A month printed without a day agrees with each of its days."""
    named = re.search(rf"\b({'|'.join(_MONTHS)})\s+(\d{{4}})", printed, re.I)
    if named is None:
        return None
    same = (_MONTHS.index(named[1].casefold()) + 1, int(named[2])) == (value.month, value.year)
    return Verdict(True) if same else Verdict(False, "another month")


def _yes_no(printed: str, value: bool) -> Verdict | None:
    words = re.findall(r"[a-z]+", printed.casefold())
    if not {"yes", "no"} & set(words[:1]):
        return None
    return Verdict(True) if (words[0] == "yes") is value else Verdict(False, "yes against no")


def plain_words(text: str) -> str:
    """The words of a text that tell it from another: without signs, small words and capitals.

    >>> plain_words("The Director – Children’s Services & Law"), plain_words("Director, Children's Services and Law")
    ('director childrens services law', 'director childrens services law')
    """
    words = re.findall(r"[a-z0-9£]+", text.casefold().replace("’", "'").replace("'", ""))
    return " ".join(word for word in words if word not in _SMALL)


def _words(printed: str, value: str) -> Verdict | None:
    """The same words but for small ones and signs; or, where each has one amount or one share, the same of that."""
    if plain_words(printed) == plain_words(value):
        return Verdict(True)
    for pattern, compare in ((_POUNDS, _amount), (_PERCENT, _share)):
        if len(pattern.findall(printed)) == 1 and len(found := pattern.findall(value)) == 1:
            return compare(printed, int(Decimal("".join(found[0][:1]).replace(",", "")) * 100))
    return Verdict(False, "other words")


_READERS: dict[str, Callable[[str, Any], Verdict | None]] = {
    AMOUNT: _amount,
    SHARE: _share,
    NUMBER: _number,
    FIGURE: _figure,
    MONTHS: _months,
    DAY: _day,
    YES_NO: _yes_no,
    WORDS: _words,
}
