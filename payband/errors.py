"""What is wrong, where it is, and what to do next."""

from collections.abc import Iterable, Sequence
from typing import Any

__all__ = [
    "ErrorInCell",
    "InputProblems",
    "PaybandError",
    "Problem",
    "UnknownFigure",
    "UnknownName",
    "WrongInput",
    "did_you_mean",
    "how_to_add",
    "nearest",
    "nearest_name",
]


def how_to_add(extra: str) -> str:
    """How what payband needs for one of its extras is installed: it is in no package index, so from its own folder.

    >>> print(how_to_add("report"))
    in payband's folder, run pip install ".[report]"
    """
    return f'in payband\'s folder, run pip install ".[{extra}]"'


class PaybandError(ValueError):
    """Anything payband refuses to answer. The text says what is wrong and what to do about it.

    `cell_value` is the error value that a spreadsheet cell shows for it. `column` is the one of a row that it is
    about, where there is one. `code` leads to the heading of the guide that says what to do about errors of its kind.
    """

    cell_value = "#VALUE!"
    code = "PB2"
    column = ""


class WrongInput(PaybandError):
    """An argument or a cell that is of the wrong kind, or out of range."""


class UnknownName(PaybandError):
    """A spine, grade, rule, function or setting that is not known under that name.

    `meant` is the name that is near it, where there is one.
    """

    cell_value = "#N/A"
    code = "PB3"

    def __init__(self, message: str, meant: str | None = None) -> None:
        super().__init__(message)
        self.meant = meant


class UnknownFigure(PaybandError):
    """A figure that was never published, or a date that the figures do not reach."""

    cell_value = "#N/A"
    code = "PB4"


class ErrorInCell(PaybandError):
    """An error value that stood in an argument: it is handed on as it is, so that nothing counts over it."""

    code = "PB5"

    def __init__(self, cell_value: str) -> None:
        super().__init__(f"an argument holds the error {cell_value}: mend the cell it comes from")
        self.cell_value = cell_value


class Problem:
    """One thing wrong with an input, the place where a person finds it, and the code of its kind in the guide."""

    __slots__ = ("code", "column", "message", "row", "sheet", "table")

    def __init__(
        self,
        message: str,
        *,
        sheet: str = "",
        table: str = "",
        row: int | None = None,
        column: str = "",
        code: str = "PB1",
    ) -> None:
        self.code = code
        self.message = message
        self.sheet = sheet
        self.table = table
        self.row = row
        self.column = column

    @classmethod
    def of(cls, error: PaybandError, **place: Any) -> "Problem":
        """What an error says as a problem at a place, with the code of its kind."""
        return cls(str(error), code=error.code, **place)

    @property
    def where(self) -> str:
        """The place in words: sheet, table, row, column, as far as they are known."""
        parts = []
        if self.sheet:
            parts.append(f"sheet {self.sheet}")
        if self.table:
            parts.append(f"table {self.table}")
        if self.row is not None:
            parts.append(f"row {self.row}")
        if self.column:
            parts.append(f"column '{self.column}'")
        return ", ".join(parts)

    def __str__(self) -> str:
        return f"{self.where}: {self.message}" if self.where else self.message

    def __repr__(self) -> str:
        return f"Problem({str(self)!r})"


class InputProblems(PaybandError):
    """Every problem that was found in one input, reported together."""

    code = "PB1"

    def __init__(self, problems: Iterable[Problem], source: str = "") -> None:
        self.problems: Sequence[Problem] = tuple(problems)
        self.source = source
        count = len(self.problems)
        head = f"{source}: " if source else ""
        noun = "problem" if count == 1 else "problems"
        lines = [f"{head}{count} {noun} to put right"]
        lines += [f"  {problem}" for problem in self.problems]
        super().__init__("\n".join(lines))


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name nearest to `name`, capitals or not; None where none is near.

    >>> nearest("salry now", ["salary now", "grade now"]), nearest("x", ["nearest", "bottom"])
    ('salary now', None)
    """
    from difflib import get_close_matches  # only a mistake pays for this import

    by_lower = {each.casefold(): each for each in known}
    text = " ".join(_DIGITS.get(word, word) for word in name.casefold().split())
    close = [text] if text in by_lower else get_close_matches(name.casefold(), by_lower, n=1, cutoff=0.6)
    found = close or _meant(text, by_lower)
    return by_lower[found[0]] if found else None


def did_you_mean(name: str) -> str:
    """The question whether a name is meant, which ends a message."""
    return f"did you mean '{name}'?"


def nearest_name(name: str, known: Iterable[str]) -> str:
    """A hint that ends a message: the known name nearest to `name`, or the known ones when none is near.

    Near is what is spelt much alike; else the one that has all the words of `name`, begins with it, or has its letters
    as initials.

    >>> nearest_name("salry now", ["salary now", "grade now"])
    "did you mean 'salary now'?"
    >>> nearest_name("LGPS", ["LGPS officers", "Teachers"]), nearest_name("Dir", ["Director", "Manager"])
    ("did you mean 'LGPS officers'?", "did you mean 'Director'?")
    >>> nearest_name("LGPS", ["Local Government Pension Scheme", "NHS Pension Scheme"])
    "did you mean 'Local Government Pension Scheme'?"
    >>> nearest_name("4 weeks", ["week", "four weeks"])
    "did you mean 'four weeks'?"
    >>> nearest_name("x", ["nearest", "bottom"])
    'known: bottom, nearest'
    """
    listed = sorted({each.casefold(): each for each in known}.values())
    found = nearest(name, listed)
    if found is not None:
        return did_you_mean(found)
    return "known: " + ", ".join(listed[:12]) + (", ..." if len(listed) > 12 else "")


_DIGITS = {"2": "two", "3": "three", "4": "four", "5": "five", "6": "six", "7": "seven", "8": "eight", "9": "nine"}
_LEAST_LETTERS = 2


def _meant(text: str, known: Iterable[str]) -> list[str]:
    """The one known name that has all the words of a text, begins with it, or has its letters as initials."""
    if len(text) < _LEAST_LETTERS:
        return []
    words = set(text.split())
    for is_meant in (
        lambda each: words <= set(each.split()),
        lambda each: each.startswith(text),
        lambda each: "".join(word[0] for word in each.split()) == text,
    ):
        found = [each for each in known if is_meant(each)]
        if len(found) == 1:
            return found
    return []
