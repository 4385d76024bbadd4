"""A flat table of posts through the rules of a review, some rows at a time, with its totals and what was rejected."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from fractions import Fraction
from typing import IO, Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from payband.batch.posts.answers import PostRules
from payband.batch.posts.column_names import EMPLOYEE, FTE, KNOWN, LEAVES, POST_NUMBER, POSTS
from payband.batch.posts.columns import PostColumns, Refusal
from payband.batch.posts.file import Piece, PostsFile
from payband.batch.posts.match import Matched, match
from payband.batch.posts.output import AnswerColumns, plain_field
from payband.batch.posts.people import (
    NOBODY,
    PeopleInTable,
    check_no_others,
    note_of,
    numbers_of,
    people_in,
    refusals_of,
    with_shares,
)
from payband.batch.posts.remarks import Remarks
from payband.batch.posts.several import SeveralPosts
from payband.batch.posts.totals import Totals
from payband.batch.posts.writers import Writer
from payband.csv_text import CSV_ENCODING, csv_rows
from payband.errors import UnknownName, WrongInput, nearest_name
from payband.establishment.cells import LEAST_OF_A_YEAR
from payband.establishment.days import has_month_first
from payband.progress import through
from payband.review.inputs.inputs import Inputs
from payband.table import Table

__all__ = ["BatchOutcome", "PostsBatch", "Rejected"]

_TOTALS = r"(?i)^\s*(grand |sub-?|overall )?totals?\s*:?\s*$"
_MOST_SHOWN = 200  # characters of a broken line


class BatchOutcome(NamedTuple):
    """What came of a table: how many of its rows were read, answered and rejected, and the totals.

    A row that stands for several posts is one row here, and so many in the answers and the totals.
    """

    read: int
    answered: int
    rejected: int
    totals: Table


class Rejected:
    """The list of rejected rows, as CSV: a line for each value that is wrong."""

    def __init__(self, file: IO[str]) -> None:
        self._write = csv_rows(file)
        self._write(["row", "column", "value", "why"])

    @classmethod
    @contextmanager
    def at(cls, path: str) -> Iterator["Rejected"]:
        """The list in a file of its own, open to be added to."""
        with open(path, "w", encoding=CSV_ENCODING, newline="") as file:
            yield cls(file)

    def add(self, number: int, column: str, value: str, why: str) -> None:
        """Adds a value that is wrong."""
        self._write([number, column, value, why])


class PostsBatch:
    """A table of posts, ready to be calculated under the settings of a review, unless something is `asked` first.

    `given` is a map of its columns; `fte_of_each` says that an FTE next to a number of posts is that of each of them.
    `people` is what is known of those with several rows in all tables of a run; `whole` says that there is no other.

    Raises WrongInput where a column that is needed is missing or cannot be summed by, or where people may have rows in
    other tables; UnknownName for a column of `by` that does not exist.
    """

    def __init__(
        self,
        posts: PostsFile,
        inputs: Inputs,
        by: Sequence[str] = (),
        given: Mapping[str, str] | None = None,
        *,
        fte_of_each: bool = False,
        people: PeopleInTable | None = None,
        whole: bool = False,
    ) -> None:
        self._posts = posts
        self._inputs = inputs
        self._people = people
        self._rules = PostRules(inputs)
        self._answers = AnswerColumns(self._rules)
        try:
            self.matched: Matched = match(posts.columns, self._answers.schema.names, given)
        except WrongInput as error:
            raise WrongInput(f"{posts.where}: {error}") from None
        self._found = self.matched.found
        self.notes = [*self.matched.notes, *posts.notes]
        if people is None and not whole:
            check_no_others(posts, self._found, inputs)
            self._people = NOBODY
        if self.matched.recognised.asked:
            return
        if inputs.settings.protection_on_costs and inputs.settings.protection.months:
            self.notes.append(
                "the setting 'protection on-costs' is yes: the answers give protection without on-costs; payband "
                "review gives them"
            )
        self._columns = PostColumns(self._found, cells=posts.cells)
        self._by = list(dict.fromkeys(self._column(name) for name in by))
        self._totals = Totals(self._by, self._answers.measures)
        self._several = (
            SeveralPosts(
                self._found[POSTS], self._columns.coded[FTE], has_fte=FTE in self._found, fte_of_each=fte_of_each
            )
            if POSTS in self._found
            else None
        )
        self._low = 0
        self._month_first = ""
        coded = [self._found[name] for name in KNOWN if name in self._found and name not in (EMPLOYEE, POST_NUMBER)]
        posts.coded_columns(list(dict.fromkeys([*coded, *(name for name in self._by if name in posts.columns)])))

    def _column(self, name: str) -> str:
        """The column that totals are asked for by, capitals or not."""
        known = [*self._posts.columns, "outcome", "point"]
        by_key = {each.casefold(): each for each in known}
        if name.casefold() not in by_key:
            raise UnknownName(f"--by {name}: there is no such column; {nearest_name(name, known)}")
        column = by_key[name.casefold()]
        if column in self._posts.columns and pa.types.is_nested(kind := self._posts.schema.field(column).type):
            raise WrongInput(
                f"--by {name}: the column holds several values in one ({kind}): name one with single values"
            )
        return column

    @property
    def written(self) -> pa.Schema:
        """The columns of the answered table with the types that a reader should see."""
        return pa.schema([*self._posts.schema, *map(plain_field, self._answers.schema)])

    @property
    def by(self) -> list[str]:
        """The columns that totals are given by."""
        return list(self._by)

    def meaning(self, column: str) -> str:
        """The name under which a column of the table is read; empty for one that is carried through."""
        return next((name for name, found in self._found.items() if found == column), "")

    @property
    def remarks(self) -> Remarks:
        """What was met among the rows so far that a person should be told."""
        several = self._several
        return Remarks(self._low, self._month_first, *((several.rows, several.posts) if several else (0, 0)))

    @property
    def totals(self) -> Totals:
        """The totals of the rows so far."""
        return self._totals

    @property
    def totals_columns(self) -> list[str]:
        """The columns of the totals."""
        return self._totals.columns

    def schema_of(self, rows: pa.RecordBatch) -> pa.Schema:
        """The columns of the answered table as they come, text as codes."""
        return pa.schema([*rows.schema, *self._answers.schema])

    def run(self, writer_of: Callable[[pa.Schema], Writer], rejected: Rejected) -> BatchOutcome:
        """Calculates the table. `writer_of` opens a writer for the schema of the rows that come."""
        if self._people is None:
            together = people_in([self._posts], self._found, self._inputs, self._rules)
            self._people = together.tables[0]
            self.notes += note_of(together, self._inputs)
        read = answered = 0
        steps = through(range(self._posts.steps), "posts")
        writer: Writer | None = None
        for piece in self._posts.pieces():
            next(steps, None)
            for number, text, why in piece.broken:
                rejected.add(number, "", text[:_MOST_SHOWN], why)
            self._blanks = 0
            for rows, count in self._piece(piece, rejected):
                answered += count
                if writer is None:
                    writer = writer_of(rows.schema)
                if rows.num_rows:
                    writer.write(rows)
            read += piece.rows.num_rows + len(piece.broken) - self._blanks
        for _ in steps:
            pass
        if writer is None:
            writer = writer_of(self.schema_of(pa.RecordBatch.from_pylist([], self._posts.schema)))
        writer.close()
        self.notes += self.remarks.notes(answered, self._found)
        return BatchOutcome(read, answered, read - answered, self._totals.table())

    def _piece(self, piece: Piece, rejected: Rejected) -> Iterator[tuple[pa.RecordBatch, int]]:
        """The rows of a piece that are answered, with their answers, and how many of the table's rows they are."""
        rows = piece.rows
        numbers = np.arange(rows.num_rows)
        now, codes, usable, refused = self._columns.read(rows, piece.cells)
        blanks = {row for row, _, value, _ in refused if not value and _is_empty(rows, piece, row)}
        self._blanks = len(blanks)
        counts = self._columns.coded[POSTS].values
        if self._several is not None:
            of_posts = [each for each in self._several.refused(counts, codes[POSTS]) if usable[each.row]]
            usable[[each.row for each in of_posts]] = False
            refused += of_posts
        of_people = list(refusals_of(self._people or NOBODY, piece, usable))
        usable[[each.row for each in of_people]] = False
        refused += of_people
        self._reject([each for each in refused if each.row not in blanks], numbers, piece, rejected)
        rows, now, codes, numbers = _kept(usable, rows, now, codes, numbers)
        if self._several is None:
            yield self._answered(rows, now, codes, numbers, piece, rejected)
            return
        for part in self._several.pieces(rows, now, codes, numbers, counts):
            yield self._answered(*part, piece, rejected)

    def _answered(
        self, rows: pa.RecordBatch, now: Any, codes: dict[str, Any], numbers: Any, piece: Piece, rejected: Rejected
    ) -> tuple[pa.RecordBatch, int]:
        """The rows that are answered, with their answers, of those whose values can be read."""
        nothing = pa.RecordBatch.from_pylist([], schema=self.schema_of(rows)), 0
        if not len(now):  # nothing in it could be read
            return nothing
        values = {name: column.values for name, column in self._columns.coded.items()}
        at_place, places = self._rules.wanted(codes, values)
        refused = self._rules.refusals(at_place, places, codes, values)
        refused += _totals_among(rows, [place.pay_range is None and not place.why for place in places], at_place)
        if refused:
            self._reject(refused, numbers, piece, rejected)
            usable = _without(refused, len(now))
            rows, now, codes, numbers = _kept(usable, rows, now, codes, numbers)
            at_place = at_place[usable]
            if not len(now):
                return nothing
        answers, refused = self._rules.answer(now, at_place, places, codes, values)
        if refused:
            self._reject(refused, numbers, piece, rejected)
            usable = _without(refused, len(now))
            rows, now, codes, numbers = _kept(usable, rows, now, codes, numbers)
            answers = answers.taken(usable)
        answers = with_shares(answers, self._people or NOBODY, numbers_of(piece, numbers))
        self._low += int(np.count_nonzero(now < LEAST_OF_A_YEAR))
        arrays = self._answers.arrays(answers)
        whole = pa.RecordBatch.from_arrays([*rows.columns, *arrays], schema=self.schema_of(rows))
        ftes: list[Fraction] = values[FTE]
        self._totals.add([whole.column(name) for name in self._by], codes[FTE], ftes, self._answers.amounts(answers))
        return whole, len(numbers) if self._several is None else len(np.unique(numbers))

    def _reject(self, refused: Sequence[Refusal], numbers: Any, piece: Piece, rejected: Rejected) -> None:
        told: set[tuple[int, str]] = set()
        for row, column, value, why in sorted(refused, key=lambda each: each.row):
            if (key := (int(numbers[row]), column)) in told and self._several is not None:
                continue  # of the posts of one row
            told.add(key)
            name = self._found.get(column, column)
            if column == LEAVES and has_month_first(value):
                self._month_first = value
            rejected.add(piece.number(int(numbers[row])), name, value, why)


def _is_empty(rows: pa.RecordBatch, piece: Piece, row: int) -> bool:
    """Whether nothing at all is in a row, as below the last row of a sheet."""
    if piece.cells:
        return all(value is None or value == "" for value in (column[row] for column in piece.cells.values()))
    return all(value is None or not str(value).strip() for value in rows.slice(row, 1).to_pylist()[0].values())


def _totals_among(rows: pa.RecordBatch, nowhere: Sequence[bool], at_place: Any) -> list[Refusal]:
    """The rows that go nowhere because they are not posts: the totals that are at the end of a list."""
    if not any(nowhere):
        return []
    displaced = np.flatnonzero(np.array(nowhere)[at_place])
    some = rows.take(pa.array(displaced))
    refused = {}
    for name, column in zip(some.schema.names, some.columns, strict=True):
        kind = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
        if pa.types.is_string(kind) or pa.types.is_large_string(kind):
            named = pc.match_substring_regex(column.cast(pa.string()), _TOTALS).fill_null(False)
            for at in np.flatnonzero(named.to_numpy(zero_copy_only=False)).tolist():
                row = int(displaced[at])
                refused[row] = Refusal(row, name, str(column[at]), "a row of totals is not a post: take it out")
    return list(refused.values())


def _without(refused: Sequence[Refusal], count: int) -> Any:
    usable = np.ones(count, dtype=bool)
    usable[[each.row for each in refused]] = False
    return usable


def _kept(usable: Any, rows: pa.RecordBatch, now: Any, codes: dict[str, Any], numbers: Any) -> tuple[Any, ...]:
    """The rows that can be used, in each of their columns."""
    if usable.all():
        return rows, now, codes, numbers
    kept = {name: column[usable] for name, column in codes.items()}
    return rows.filter(pa.array(usable)), now[usable], kept, numbers[usable]
