"""What the values of a column look like, whatever its heading says."""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import cache
from typing import Any, NamedTuple

from payband.errors import PaybandError
from payband.establishment.amounts import amount
from payband.establishment.cells import full_time_share, hours
from payband.establishment.days import last_day
from payband.establishment.words import is_vacant_word, nothing_there, says_nothing
from payband.kinds import blank, point_text
from payband.library import folders, rows_of
from payband.review.inputs.fields import LEAST_SALARY, MOST_SALARY
from payband.review.inputs.raw.raw_tables import BadCell

__all__ = ["Content", "content_of", "sample", "shown"]

MOST_LOOKED_AT = 2_000  # spread over the column: more would not tell more
FULL_TIME_WEEKS = {Fraction(hours) for hours in ("35", "36", "36.25", "37", "37.5", "39", "40")}
NI_LETTERS = set("ABCDEFHIJKLMNPRSTVXZ")
MOST, CLEARLY = Fraction(9, 10), Fraction(1, 2)

_OF_PEOPLE, _OF_FIGURES = ("reference", "names"), ("salary", "FTE", "hours", "date", "number")

_GRADE = re.compile(r"(?:(?:grade|band|scale|level)\s*)?[A-Z]{0,5}[ /-]?\d{0,2}[A-Z]{0,2}", re.I)
_YEAR = re.compile(r"(?:19[5-9]\d|20\d\d)(?:\.0+)?")
_NI_NUMBER = re.compile(r"[A-Z]{2}\s?\d\d\s?\d\d\s?\d\d\s?[A-D]?", re.I)
_SALUTATIONS = {"mr", "mrs", "ms", "miss", "dr", "prof", "professor", "rev", "mx", "sir", "dame", "lady", "lord"}


class Content(NamedTuple):
    """What a column holds: how many cells are filled, and what most of its values could be."""

    filled: int
    could_be: frozenset[str]
    examples: tuple[str, ...]

    @property
    def words(self) -> str:
        """What it looks like, in words."""
        known = [_WORDS[each] for each in _WORDS if each in self.could_be]
        return known[0] if known else "text"


_WORDS = {
    "empty": "nothing",
    "personal": "personal data",
    "salary": "salaries",
    "NI category": "NI letters",
    "FTE": "shares of full time",
    "hours": "hours a week",
    "date": "dates",
    "names": "names",
    "grade": "grades",
    "reference": "references",
    "number": "numbers",
}


@cache
def _grades(data_folders: tuple[str, ...]) -> frozenset[str]:
    return frozenset(row.values["grade"].casefold() for row in rows_of("spines/*/grades*"))


def content_of(values: Sequence[Any]) -> Content:
    """What the values of a column look like."""
    filled = [value for value in values if not blank(value) and not says_nothing(value)]
    count = len(filled)
    if not count:
        return Content(0, frozenset({"empty"}), ())
    looked = sample(filled)
    texts = [shown(value) for value in looked]
    people = [text for text in texts if not is_vacant_word(text)]
    figures = [value for value in looked if not nothing_there(value)]  # Null is a name, and no number
    kept = {**dict.fromkeys(_OF_PEOPLE, people), **dict.fromkeys(_OF_FIGURES, figures)}
    could_be = {name for name, test in _TESTS.items() if (among := kept.get(name, looked)) and test(among)}
    return Content(count, frozenset(could_be), tuple(dict.fromkeys(texts))[:3])


def sample(values: Sequence[Any]) -> Sequence[Any]:
    """Values spread over a column, as many as tell what it holds."""
    return values[:: max(len(values) // MOST_LOOKED_AT, 1)]


def shown(value: Any) -> str:
    """A value as a list of examples shows it."""
    if isinstance(value, BadCell):
        return "(error)"
    if isinstance(value, (date, datetime)):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, timedelta):  # hours and minutes, beyond a day too
        return f"{value // timedelta(hours=1)}:{value // timedelta(minutes=1) % 60:02}"
    return point_text(value)


def _share(values: Sequence[Any], test: Callable[[Any], bool]) -> Fraction:
    hits = 0
    for value in values:
        try:
            hits += bool(test(value))
        except PaybandError:
            continue
    return Fraction(hits, len(values))


def _is_date(value: Any) -> bool:
    if isinstance(value, (date, datetime)):
        return True
    return isinstance(value, str) and not value.strip().isdecimal() and last_day(value) is not None


def _is_salary(value: Any) -> bool:
    pence = amount(value)
    return pence is not None and LEAST_SALARY <= pence <= MOST_SALARY


def _salaries(values: Sequence[Any]) -> bool:
    """Amounts of £1,000 to £1,000,000 (no leading zero, as references have); £0 may stand for a vacant post."""
    counted = [value for value in values if str(value).strip() not in ("0", "0.0", "0.00", "£0.00", "£0")]
    if not counted or any(isinstance(value, str) and re.match(r"\s*0\d", value) for value in counted):
        return False
    return _share(counted, _is_salary) >= MOST and not all(map(_is_year, counted))


def _is_year(value: Any) -> bool:
    """Whether a number could be a calendar year: a column of them holds no salaries."""
    return bool(_YEAR.fullmatch(shown(value)))


def _shares_of_time(values: Sequence[Any]) -> bool:
    counted = [value for value in values if str(value).strip() not in ("0", "0.0", "0.00")]
    return bool(counted) and _share(counted, lambda value: full_time_share(value) is not None) >= MOST


def _weekly_hours(values: Sequence[Any]) -> bool:
    usual = _share(values, lambda value: hours(value) in FULL_TIME_WEEKS)
    return usual >= Fraction(3, 10) and _share(values, lambda value: hours(value) is not None) >= MOST


def _letters(values: Sequence[Any]) -> bool:
    texts = [shown(value).upper() for value in values]
    return all(text in NI_LETTERS for text in texts) and texts.count("A") * 2 >= len(texts)


def _grade_codes(values: Sequence[Any]) -> bool:
    texts = [shown(value) for value in values]
    known = _grades(folders())
    likely = [
        text.casefold() in known or (len(text) <= 12 and bool(_GRADE.fullmatch(text)) and any(map(str.isdigit, text)))
        for text in texts
    ]
    few = len(set(texts)) * 2 <= len(texts) or len(texts) < 8
    has_letters = any(any(map(str.isalpha, text)) for text in texts)
    return few and has_letters and sum(likely) * 10 >= len(texts) * 9


def _references(values: Sequence[Any]) -> bool:
    texts = [shown(value) for value in values]
    alike = all(re.fullmatch(r"[A-Za-z]{0,4}[-/]?\d{2,12}(?:[-/]\d{1,3})?[A-Za-z]?", text) for text in texts)
    return alike and len(set(texts)) * 100 >= len(texts) * 95


def _names(values: Sequence[Any]) -> bool:
    """Words without digits of which most rows have their own: 'Surname, Forename', 'Forename Surname'."""
    texts = [shown(value) for value in values]
    worded = sum(1 for text in texts if re.fullmatch(r"[^\W\d_][^\d]*[ ,][^\d]*", text))
    return worded * 2 > len(texts)


def _personal(values: Sequence[Any]) -> bool:
    texts = [shown(value) for value in values]
    if all(text.rstrip(".").casefold() in _SALUTATIONS for text in texts):
        return True
    marked = sum(1 for text in texts if "@" in text or _NI_NUMBER.fullmatch(text))
    return marked * 2 > len(texts)


_TESTS: dict[str, Callable[[Sequence[Any]], bool]] = {
    "personal": _personal,
    "salary": _salaries,
    "FTE": _shares_of_time,
    "hours": _weekly_hours,
    "date": lambda values: _share(values, _is_date) >= MOST,
    "NI category": _letters,
    "grade": _grade_codes,
    "reference": _references,
    "names": _names,
    "number": lambda values: _share(values, lambda value: amount(value) is not None) >= MOST,
}
