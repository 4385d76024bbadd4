"""Evaluates sheets as figures: whole numbers, row by row where there are few, whole columns at once where many.

The columns that a column reads are noted while it is worked out, so that after a change only what rests on it is
worked out again: `Kept` holds the columns of several runs, each with what it read.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from payband.forms import Form
from payband.sheets.one_row import Frame, Row
from payband.sheets.rows import NO_ROW, Picked, Rows, Runs, Sought, place_of_rows
from payband.sheets.search import NO_ROWS, ColumnRuns, ListRun
from payband.sheets.sheet import Rule, Sheet
from payband.sheets.together import Together, UnevenRows
from payband.sheets.unknown import Maybe, Reasons, Unknown
from payband.sheets.waves import rests_on_itself, waves

if TYPE_CHECKING:
    import numpy as np

    Array: TypeAlias = "np.ndarray[Any, np.dtype[Any]]"

__all__ = ["Figures", "Kept", "Row"]

Place: TypeAlias = tuple[type[Sheet], str]


class Kept:
    """Columns worked out before, each with the columns that it read: it holds again where all of those are the same."""

    def __init__(self, most: int = 64) -> None:
        self._most = most
        self._kept: dict[Place, list[tuple[tuple[tuple[Place, Any], ...], Any]]] = {}
        self.ran: list[Place] = []
        """The columns worked out since somebody last emptied the list."""

    def find(self, place: Place, figures: "Figures") -> Any:
        """The column of an earlier run that read the same columns; None where there is none."""
        for reads, values in self._kept.get(place, ()):
            if all(figures.source(read) is value for read, value in reads):
                return values
        return None

    def keep(self, place: Place, reads: Sequence[Place], values: Any, figures: "Figures") -> None:
        """Keeps a column with what it read."""
        self.ran.append(place)
        found = self._kept.setdefault(place, [])
        found.insert(0, (tuple((read, figures.source(read)) for read in reads), values))
        del found[self._most :]


class Figures:
    """The figures of some sheets. `at_once` has whole columns worked out at once, which many rows are worth."""

    def __init__(
        self,
        all_rows: Sequence[Rows],
        *,
        at_once: bool = False,
        kept: Kept | None = None,
        reasons: Reasons | None = None,
    ) -> None:
        self._rows = place_of_rows(all_rows)
        self.at_once = at_once
        self.reasons = reasons or Reasons()
        self._kept = kept
        self._given: dict[Place, Any] = {}
        self._values: dict[Place, Any] = {}
        self._children: dict[Place, Any] = {}
        self._runs: dict[tuple[type[Sheet], int, int], ListRun] = {}
        self._reading: list[dict[Place, None]] = []
        self._in_waves: set[Place] = set()

    # --- what others ask for -----------------------------------------------------------------------------------------

    @property
    def all_rows(self) -> list[Rows]:
        """The rows of every sheet."""
        return list(self._rows.values())

    def rows_of(self, sheet: type[Sheet]) -> Rows:
        """The rows of a sheet."""
        return self._rows[sheet]

    def column(self, sheet: type[Sheet], name: str) -> list[Form]:
        """A column as whole numbers, and `Unknown` where one is not known."""
        values = self.values(sheet, name)
        return self._listed(values) if self.at_once else list(values)

    def _listed(self, values: Any) -> list[Form]:
        if isinstance(values, Maybe):
            why = values.why.tolist()
            return [
                Unknown(self.reasons[at]) if at else each for each, at in zip(values.values.tolist(), why, strict=True)
            ]
        found: list[Form] = values.tolist()
        return found

    def known(self, sheet: type[Sheet], name: str) -> list[int | None]:
        """A column as whole numbers, None where one is not known."""
        values = self.values(sheet, name)
        if self.at_once and not isinstance(values, Maybe):
            all_known: list[int | None] = values.tolist()
            return all_known
        return [None if isinstance(each, Unknown) else each for each in self.column(sheet, name)]

    def only_above_nothing(self, sheet: type[Sheet], rule: Rule, values: list[Any]) -> list[Any]:
        """The values of the rows of which a rule makes more than 0, and None in the others."""
        if not self.at_once:
            return [
                None if isinstance(shown, Unknown) or shown <= 0 else value
                for value, shown in zip(values, map(rule, self.each_row(sheet)), strict=True)
            ]
        import numpy as np

        found = self._of_every_row(sheet, rule)
        shown = (found.values > 0) & (found.why == 0) if isinstance(found, Maybe) else found > 0
        if shown.all():
            return values
        kept = np.array(values, dtype=object)
        kept[~shown] = None
        listed: list[Any] = kept.tolist()
        return listed

    def row(self, sheet: type[Sheet], number: int) -> "Row":
        """A row, whose attributes are its figures."""
        return Row(Frame(self).of(sheet), number)

    def each_row(self, sheet: type[Sheet]) -> list["Row"]:
        """Every row of a sheet."""
        get = Frame(self, every=True).of(sheet)
        return [Row(get, number) for number in range(self._rows[sheet].size)]

    def totals(self, sheet: type[Sheet], sought: Mapping[str, Form]) -> "_Totals":
        """All rows together as one row: a column is their sum, or what its rule makes of the others.

        `sought` are the givens that were looked for among all rows.
        """
        return _Totals(self, sheet, sought)

    # --- columns -----------------------------------------------------------------------------------------------------

    def source(self, place: Place) -> Any:
        """What stands for a column when it is asked whether it is the same as before."""
        sheet, name = place
        return self._rows[sheet].given[name] if name in self._rows[sheet].given else self.values(sheet, name)

    def values(self, sheet: type[Sheet], name: str) -> Any:
        """A column as the evaluation has it: a list, or a NumPy column."""
        place = (sheet, name)
        if self._reading:
            self._reading[-1][place] = None
        if name in sheet.columns:
            if place not in self._values:
                self._values[place] = self._worked_out(place)
            return self._values[place]
        if place not in self._given:
            self._given[place] = self._as_given(place)
        return self._given[place]

    def values_at(self, sheet: type[Sheet], name: str, at: "Array") -> Any:
        """A column at some rows. What is picked from a column that is still being worked out is looked up each time."""
        given = self._rows[sheet].given.get(name)
        if isinstance(given, Picked) and not self._in_waves.isdisjoint(given.of):
            return self._picked(given, at)
        values = self.values(sheet, name)
        return values.taken(at) if isinstance(values, Maybe) else values[at]

    def _worked_out(self, place: Place) -> Any:
        sheet, name = place
        self._reading.append({})  # what is looked at to find a kept column is nothing that somebody else reads
        try:
            found = None if self._kept is None else self._kept.find(place, self)
        finally:
            self._reading.pop()
        if found is not None:
            return found
        self._reading.append({})
        try:
            values = self._by_column(sheet, name) if self.at_once else self._by_row(sheet, name)
            if self._kept is not None:
                self._reading[-1].pop(place, None)  # rows that rest on rows before them read their own column
                self._kept.keep(place, list(self._reading[-1]), values, self)
        finally:
            self._reading.pop()
        return values

    def _by_row(self, sheet: type[Sheet], name: str) -> list[Form]:
        rule = sheet.columns[name].rule
        found: list[Form] = []
        self._values[sheet, name] = found  # a row may read the rows before it
        get = Frame(self).of(sheet)
        for number in range(self._rows[sheet].size):
            found.append(rule(Row(get, number)))
        return found

    def _by_column(self, sheet: type[Sheet], name: str) -> Any:
        if not rests_on_itself(self._rows, sheet, name):
            try:
                return self._of_every_row(sheet, sheet.columns[name].rule)
            except UnevenRows:
                pass
        return self._by_waves(sheet, name, waves(self._rows, sheet, name))

    def _of_every_row(self, sheet: type[Sheet], rule: Rule) -> Any:
        import numpy as np

        count = self._rows[sheet].size
        with np.errstate(divide="ignore"):
            found = rule(Together(self, sheet, None))
        if isinstance(found, Unknown):
            return Maybe(np.zeros(count, np.int64), np.full(count, self.reasons.place(found.why)))
        if isinstance(found, Maybe):
            if not found.why.any():
                return np.broadcast_to(found.values, (count,))
            return Maybe(np.broadcast_to(found.values, (count,)), np.broadcast_to(found.why, (count,)))
        return np.broadcast_to(np.asarray(found, dtype=np.int64), (count,))

    def _by_waves(self, sheet: type[Sheet], name: str, in_waves: "list[Array]") -> Any:
        import numpy as np

        count, place = self._rows[sheet].size, (sheet, name)
        values: Any = np.zeros(count, np.int64)
        why = np.zeros(count, np.int64)
        self._in_waves.add(place)
        try:
            for at in in_waves:
                self._values[place] = Maybe(values, why)
                found = sheet.columns[name].rule(Together(self, sheet, at))
                if isinstance(found, Maybe):
                    values[at], why[at] = found.values, found.why
                else:
                    values[at] = found
        finally:
            self._in_waves.discard(place)
        return Maybe(values, why) if why.any() else values

    def _as_given(self, place: Place) -> Any:
        sheet, name = place
        given = self._rows[sheet].given[name]
        if isinstance(given, Picked):
            return self._picked(given)
        if isinstance(given, Sought):
            given = given.work(self)
        if not self.at_once or sheet.is_shown_as_given(name):
            return given
        import numpy as np

        return given if isinstance(given, (np.ndarray, Maybe)) else Maybe.of(given, self.reasons)

    def _picked(self, given: Picked, at: "Array | None" = None) -> Any:
        if not self.at_once:
            return _OneByOne(self, given)
        import numpy as np

        which, row = np.asarray(given.which), np.asarray(given.row)
        if at is not None:
            which, row = which[at], row[at]
        used = set(which.tolist())
        columns = [self.values(*each) if number in used else None for number, each in enumerate(given.of)]
        found: Any = np.zeros(len(which), np.int64)
        why = np.zeros(len(which), np.int64)
        for number, column in enumerate(columns):
            if column is None:
                continue
            mine = np.flatnonzero(which == number)
            if isinstance(column, Maybe):
                found[mine], why[mine] = column.values[row[mine]], column.why[row[mine]]
            else:
                found[mine] = column[row[mine]]
        return Maybe(found, why) if why.any() else found

    # --- rows of other sheets ----------------------------------------------------------------------------------------

    def children(self, child: type[Sheet], by: str, parent: type[Sheet]) -> Any:
        """The rows of a sheet that belong to each row of another: lists of them, or an order and where each starts."""
        place = (child, by)
        linked = self.values(child, by)
        if place not in self._children:
            count = self._rows[parent].size
            if not self.at_once:
                found: list[list[int]] = [[] for _ in range(count)]
                for row, at in enumerate(linked):
                    if at != NO_ROW:
                        found[at].append(row)
                self._children[place] = found
            else:
                import numpy as np

                order = np.argsort(linked, kind="stable")
                there = linked != NO_ROW
                sizes = np.bincount(linked[there], minlength=count)
                order = order[len(linked) - int(sizes.sum()) :]  # no row is below every row
                self._children[place] = order, np.concatenate(([0], np.cumsum(sizes)))
        return self._children[place]

    def run(self, sheet: type[Sheet], name: str, row: int) -> ListRun:
        """The run of a row, whose figures are whole numbers."""
        runs: Runs = self._rows[sheet].given[name]
        first, size = int(runs.first[row]), int(runs.size[row])
        place = (runs.of, first, size)
        if place not in self._runs:
            columns: dict[str, list[Form]] = {}

            def column(of: str) -> list[Form]:
                if self._reading:
                    self._reading[-1][runs.of, of] = None
                if of not in columns:
                    columns[of] = self.column(runs.of, of)[first : first + size]
                return columns[of]

            self._runs[place] = ListRun(size, column)
        return self._runs[place]

    def runs(self, sheet: type[Sheet], name: str, rows: "Array | None") -> ColumnRuns:
        """The runs of all rows of a sheet, or of some of them, as columns."""
        import numpy as np

        runs: Runs = self._rows[sheet].given[name]
        first, size = np.asarray(runs.first, np.int64), np.asarray(runs.size, np.int64)
        if rows is not None and len(first):
            first, size = first[rows], size[rows]
        elif rows is not None:
            first = size = np.zeros(len(rows), np.int64)
        return ColumnRuns(lambda of: self.values(runs.of, of), first, size, self.reasons.place(NO_ROWS))


class _OneByOne(Sequence[Form]):
    """Picked figures, each looked up when it is asked for: a row may be picked from the row before it."""

    def __init__(self, figures: Figures, given: Picked) -> None:
        self._figures = figures
        self._given = given

    def __len__(self) -> int:
        return len(self._given.which)

    def __getitem__(self, number: Any) -> Any:
        given = self._given
        return self._figures.values(*given.of[given.which[number]])[given.row[number]]


class _Totals:
    """All rows of a sheet together, as one row."""

    __slots__ = ("_figures", "_sheet", "_sought")

    def __init__(self, figures: Figures, sheet: type[Sheet], sought: Mapping[str, Form]) -> None:
        self._figures = figures
        self._sheet = sheet
        self._sought = sought

    def __getattr__(self, name: str) -> Form:
        if name in self._sought:
            return self._sought[name]
        declared = self._sheet.columns[name]
        if not declared.summed:
            return declared.rule(self)
        found: Form = 0
        for each in self._figures.column(self._sheet, name):
            found = found + each
        return found
