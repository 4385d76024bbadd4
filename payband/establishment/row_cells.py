"""The cells of one row of an establishment list, each read as what its column is taken as."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from payband.errors import PaybandError
from payband.establishment.candidates import Recognised
from payband.establishment.cells import text
from payband.establishment.content import shown
from payband.establishment.headings import Grid
from payband.establishment.questions import Terms
from payband.establishment.result import LEFT_EMPTY
from payband.establishment.words import is_vacant_word, nothing_there, says_nothing
from payband.kinds import blank, error_among, point_text
from payband.review.inputs.raw.raw_tables import BadCell

__all__ = ["RowCells"]

_NOT_SAID = ("prefer not to say", "prefer not to disclose", "not declared", "undisclosed", "not given", "declined")
MOST_KEPT = 10_000  # different values of a column that are remembered

Value = TypeVar("Value")


class RowCells:
    """Reads cells of the row that is being looked at; why it cannot be placed, and what is to be said of it."""

    def __init__(self, grid: Grid, columns: Recognised, terms: Terms) -> None:
        self._rows = grid.rows
        self._names = columns.names
        self._characteristics = columns.characteristics
        self._of_budget = columns.of_budget
        self.at = {column.taken: column.at for column in columns.columns if column.taken}
        self.heading = {column.taken: column.heading for column in columns.columns if column.taken}
        if terms.said("leavers") == "pass over":
            for kind in ("leaves on", "employment status"):
                self.at.pop(kind, None)
        self._terms = terms
        self._row: Sequence[Any] = ()
        self._known: dict[str, dict[Any, Any]] = {}
        self._why: list[str] = []
        self._said: list[str] = []

    def column(self, kind: str, data: Sequence[int]) -> list[Any]:
        """What stands in a column, row by row; nothing where the list has no such column."""
        at = self.at.get(kind)
        return [] if at is None else [self._rows[row][at] for row in data if at < len(self._rows[row])]

    def _cell(self, kind: str) -> Any:
        at = self.at.get(kind)
        return self._row[at] if at is not None and at < len(self._row) else None

    def _read(self, kind: str, read: Callable[[Any], Value], otherwise: Value) -> Value:
        """What a cell says; what cannot be read is a reason not to place the row."""
        found, wrong = self._answer(kind, read, otherwise)
        if wrong:
            self._why.append(f"column '{self.heading[kind]}': {wrong}")
        return found

    def _read_beside(self, kind: str, read: Callable[[Any], Value], otherwise: Value) -> Value:
        """What a cell says that the row can do without: left out, and said, where it cannot be read."""
        found, wrong = self._answer(kind, read, otherwise)
        if wrong:
            self._said.append(f"column '{self.heading[kind]}' {LEFT_EMPTY}: {wrong}")
        return found

    def _answer(self, kind: str, read: Callable[[Any], Value], otherwise: Value) -> tuple[Value, str]:
        """What a cell says, or why it cannot be read. A column has few different values: each is read once."""
        at = self.at.get(kind)
        if at is None:
            return otherwise, ""
        value = self._row[at] if at < len(self._row) else None
        known = self._known.setdefault(kind, {})
        key = (type(value), value)
        answer = known.get(key)
        if answer is None:
            try:
                answer = read(value), ""
            except PaybandError as error:
                answer = otherwise, str(error)
            if len(known) < MOST_KEPT:
                known[key] = answer
        return answer

    def _named(self, kind: str) -> str:
        """A title or a grade; empty for a word such as NA, where these are to be read so."""
        if self._terms.said("nothing_words") != "names" and says_nothing(self._cell(kind)):
            return ""
        return self._read(kind, text, "")

    def _reference(self, kind: str) -> str:
        """A reference, a number or a department; empty where nothing is there."""
        return self._read(kind, _reference_in, "")

    def _characteristics_said(self) -> tuple[tuple[str, str], ...]:
        """The protected characteristics of the person, and the group of each; none where nothing was said."""
        said = []
        for at, heading in self._characteristics:
            value = self._row[at] if at < len(self._row) else None
            group = "" if nothing_there(value) or isinstance(value, BadCell) else " ".join(shown(value).split())
            if group and group.casefold() not in _NOT_SAID:
                said.append((heading, group))
        return tuple(said)

    def _where_it_falls(self) -> tuple[tuple[str, str], ...]:
        """Where the cost of the row falls: cost centre, subjective code and fund, as far as the list says it."""
        said: dict[str, str] = {}
        for at, kind in self._of_budget:
            value = self._row[at] if at < len(self._row) else None
            if not nothing_there(value) and not isinstance(value, BadCell):
                said.setdefault(kind, point_text(value))
        return tuple(said.items())

    def _in_names(self) -> list[Any]:
        return [self._row[at] for at in self._names if at < len(self._row)]

    def _occupied(self) -> bool:
        """Whether a name stands in the row."""
        return any(
            not blank(value) and not says_nothing(value) and not is_vacant_word(value) for value in self._in_names()
        )


def _reference_in(value: Any) -> str:
    """What a cell says as a reference; a word for nothing is none, and an error value is one to mend."""
    is_error = isinstance(value, str) and bool(error_among(value.strip().upper()))
    return "" if says_nothing(value) and not is_error else text(value)
