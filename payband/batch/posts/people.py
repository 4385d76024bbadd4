"""Rows of one person in a table of posts: NI on the sum of their pay, wherever in the table, or in several, they are.

The tables are read twice before they are answered. The first time shows which people have more than one row: 8 bytes
are held for each row that names a person. The second time answers the rows of those people alone, and holds some
hundred bytes for each. So the rest of the run needs the NI of these rows and nothing of any other.
"""

from array import array
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa

from payband.batch.posts.answers import Answers, PostRules
from payband.batch.posts.column_names import CATEGORY, EMPLOYEE, POST_NUMBER, POSTS
from payband.batch.posts.columns import PostColumns, Refusal
from payband.batch.posts.file import Piece, PostsFile
from payband.batch.posts.values import plain_value
from payband.errors import WrongInput
from payband.kinds import blank
from payband.review.columns import amounts, on_costs_column
from payband.review.inputs.inputs import Inputs
from payband.review.inputs.settings import APART
from payband.rules.cost.on_costs import OnCostTerms
from payband.rules.shares import shared_among
from payband.units import counted

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Column = NDArray[Any]

__all__ = [
    "NOBODY", "PeopleInTable", "PeopleTogether", "check_no_others", "note_of", "numbers_of", "people_in",
    "refusals_of", "with_shares",
]  # fmt: skip


class PeopleInTable(NamedTuple):
    """What is known of a table's rows of people with several: which are refused and why, and the NI of the others.

    `rows` are the numbers of rows as a person counts them, in their order, and `ni` what each bears, pence.
    """

    refused: Mapping[int, Refusal]
    rows: "Column"
    ni: "Column"

    def among(self, numbers: "Column") -> tuple["Column", "Column"]:
        """Which of some rows, by their numbers, bear another NI than by themselves, and what they bear."""
        if not len(self.rows):
            return self.rows, self.ni
        at = np.minimum(np.searchsorted(self.rows, numbers), len(self.rows) - 1)
        mine = np.flatnonzero(self.rows[at] == numbers)
        return mine, self.ni[at[mine]]


_NO_NUMBERS = np.zeros(0, dtype=np.int64)
NOBODY = PeopleInTable({}, _NO_NUMBERS, _NO_NUMBERS)


class PeopleTogether(NamedTuple):
    """What is known of each of some tables, and how many people have how many rows in them."""

    tables: Sequence[PeopleInTable]
    people: int = 0
    posts: int = 0


class _Row(NamedTuple):
    """A row of somebody with several: where it is, its number as a post, and what it pays on which terms."""

    table: int
    row: int
    post: str
    pay: int
    terms: OnCostTerms | None
    """None for a post that nobody is paid in in the new structure."""


def people_in(
    tables: Sequence[PostsFile], found: Mapping[str, str], inputs: Inputs, rules: PostRules
) -> PeopleTogether:
    """Looks through tables with the same columns for people with several rows; `found` names the columns.

    Where the settings keep posts apart, or no column names people, nobody is looked for but to be counted.
    """
    if EMPLOYEE not in found:
        return PeopleTogether([NOBODY] * len(tables))
    seen = array("q")
    for table in tables:
        for piece in table.pieces():
            seen.extend(hash(each) for each in _references(piece, found[EMPLOYEE]) if each)
    hashes, counts = np.unique(np.array(seen, dtype=np.int64), return_counts=True)
    several = set(hashes[counts > 1].tolist())
    if inputs.settings.several_posts == APART or not several:
        return PeopleTogether([NOBODY] * len(tables), len(several), int(counts[counts > 1].sum()))
    return _Looked(tables, found, inputs, rules, several).together()


def check_no_others(table: PostsFile, found: Mapping[str, str], inputs: Inputs) -> None:
    """Raises WrongInput where people of a table may have rows in others of a run, which nobody has looked through."""
    if EMPLOYEE in found and inputs.settings.several_posts != APART:
        raise WrongInput(
            f"{table.where}: the column '{found[EMPLOYEE]}' names people, who may have posts in other tables of the "
            "run too: put the tables into one, or set 'several posts of one person' to 'apart' in the settings"
        )


def _references(piece: Piece, column: str) -> Sequence[str]:
    """Whose each row is, however it is written; empty for nobody's."""
    if piece.cells:
        return [_reference(value) for value in piece.cells[column]]
    values = piece.rows.column(column)
    if not pa.types.is_dictionary(values.type):
        return [_reference(value) for value in values.to_pylist()]
    known = [*map(_reference, values.dictionary.to_pylist()), ""]
    return [known[code] for code in values.indices.fill_null(len(known) - 1).to_pylist()]


def _reference(raw: Any) -> str:
    value = plain_value(raw)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if blank(value) else " ".join(str(value).split()).casefold()


class _Looked:
    """The second time: the rows of people who are there more than once."""

    def __init__(
        self, tables: Sequence[PostsFile], found: Mapping[str, str], inputs: Inputs, rules: PostRules, several: set[int]
    ) -> None:
        self._found = found
        self._inputs = inputs
        self._rules = rules
        self._count = len(tables)
        self._posts: dict[str, list[_Row]] = {}
        self._refused: list[dict[int, Refusal]] = [{} for _ in tables]
        self._names: dict[str, str] = {}
        for number, table in enumerate(tables):
            columns = PostColumns(found, cells=table.cells)
            for piece in table.pieces():
                whose = _references(piece, found[EMPLOYEE])
                rows = [row for row, each in enumerate(whose) if each and hash(each) in several]
                if rows:
                    self._look(number, columns, piece, rows, [whose[row] for row in rows])

    def _look(self, table: int, columns: PostColumns, piece: Piece, rows: list[int], whose: list[str]) -> None:
        """Answers some rows of a piece, so far as their NI needs it."""
        part = piece.rows.take(pa.array(rows))
        cells = {name: [values[row] for row in rows] for name, values in piece.cells.items()}
        now, codes, usable, _ = columns.read(part, cells)
        values = {name: column.values for name, column in columns.coded.items()}
        wrong = set(np.flatnonzero(~usable).tolist())
        good = np.flatnonzero(usable)
        taken = {name: column[good] for name, column in codes.items()}
        at_place, places = self._rules.wanted(taken, values)
        of_places = self._rules.refusals(at_place, places, taken, values)
        wrong |= {int(good[each.row]) for each in of_places}
        kept = np.ones(len(good), dtype=bool)
        kept[[each.row for each in of_places]] = False
        good, at_place = good[kept], at_place[kept]
        taken = {name: column[good] for name, column in codes.items()}
        numbers = _references(Piece(part, 0, (), cells), self._found[POST_NUMBER]) if POST_NUMBER in self._found else ()
        paid: dict[int, tuple[int, OnCostTerms | None]] = {}
        if len(good):
            answers, unanswered = self._rules.answer(now[good], at_place, places, taken, values)
            wrong |= {int(good[each.row]) for each in unanswered}
            for at, row in enumerate(good.tolist()):
                terms = places[int(at_place[at])].terms if answers.slotted[at] else None
                paid[row] = (int(answers.pay[at]), terms)
        for at, row in enumerate(rows):
            name, number = whose[at], piece.number(row)
            self._names.setdefault(name, _shown(part, cells, self._found[EMPLOYEE], at))
            count = values[POSTS][codes[POSTS][at]] if at not in wrong else 1
            if count != 1:
                why = "the row stands for several posts of one employee: give a row for each post, with its number"
                self._refuse(table, number, POSTS, str(count), why)
            pay, terms = paid.get(at, (0, None))
            post = numbers[at] if numbers else ""
            if at in wrong:
                self._refused[table].setdefault(number, Refusal(0, "", "", ""))  # the run says what is wrong with it
            self._posts.setdefault(name, []).append(_Row(table, number, post, pay, terms))

    def _refuse(self, table: int, row: int, column: str, value: str, why: str) -> None:
        self._refused[table].setdefault(row, Refusal(0, column, value, why))

    # --- person by person --------------------------------------------------------------------------------------------

    def together(self) -> PeopleTogether:
        """The NI of every row, and the rows that are refused since what it is rests on is wrong or not known."""
        ni: list[dict[int, int]] = [{} for _ in range(self._count)]
        people = posts = 0
        by_letter: dict[tuple[str, bool], list[list[_Row]]] = {}
        for name, rows in self._posts.items():
            if len(rows) > 1:
                people, posts = people + 1, posts + len(rows)
                self._check(self._names[name], rows)
                if not self._refused_of(self._names[name], rows):
                    paid = [each for each in rows if each.terms is not None]
                    letters = {(each.terms.category, each.terms.contracted_out) for each in paid if each.terms}
                    for letter in letters:  # which is one: others are refused
                        by_letter.setdefault(letter, []).append(paid)
        for (category, contracted_out), persons in by_letter.items():
            for rows, total in zip(persons, self._ni_on_sums(persons, category, contracted_out), strict=True):
                for each, share in zip(rows, shared_among(total, [each.pay for each in rows]), strict=True):
                    ni[each.table][each.row] = share
        tables = []
        for refused, of_table in zip(self._refused, ni, strict=True):
            numbers = np.array(sorted(of_table), dtype=np.int64)
            shares = np.array([of_table[row] for row in numbers.tolist()], dtype=np.int64)
            tables.append(PeopleInTable({row: each for row, each in refused.items() if each.why}, numbers, shares))
        return PeopleTogether(tables, people, posts)

    def _check(self, name: str, rows: Sequence[_Row]) -> None:
        """Refuses rows without the number of the post, with one that is there twice, and with another NI letter."""
        first: dict[str, _Row] = {}
        for each in rows:
            if not each.post:
                why = f"employee {name} has several posts: give each of them its number"
                self._refuse(each.table, each.row, POST_NUMBER, "", why)
                continue
            other = first.setdefault(each.post, each)
            if other is not each:
                why = (
                    f"employee {name} has this post in row {other.row} too: give each post its own number, or take out "
                    "the row that is there twice"
                )
                self._refuse(each.table, each.row, POST_NUMBER, each.post, why)
        letters = dict.fromkeys(
            (each.terms.category.upper(), each.terms.contracted_out) for each in rows if each.terms is not None
        )
        if len(letters) > 1:
            said = " and ".join(f"{letter}{', contracted out' if out else ''}" for letter, out in letters)
            why = (
                f"the pay of employee {name} bears NI of the categories {said}, and is added up only where one holds: "
                f"ask payroll which does, or set 'several posts of one person' to '{APART}' in the settings"
            )
            for each in rows:
                if each.terms is not None:
                    self._refuse(each.table, each.row, CATEGORY, each.terms.category.upper(), why)

    def _refused_of(self, name: str, rows: Sequence[_Row]) -> bool:
        """Refuses the other rows of a person of whom one is: their NI rests on the pay of all."""
        wrong = [each for each in rows if each.row in self._refused[each.table]]
        for each in rows if wrong else ():
            why = (
                f"NI is on the sum of the pay of employee {name}, of whom row {wrong[0].row} is rejected: mend that one"
            )
            self._refuse(each.table, each.row, EMPLOYEE, name, why)
        return bool(wrong)

    def _ni_on_sums(self, persons: Sequence[Sequence[_Row]], category: str, contracted_out: bool) -> list[int]:
        """The NI of a year on the sum of the pay of each of some people, pence."""
        sums = amounts([sum(each.pay for each in rows) for rows in persons])
        terms = OnCostTerms(0, category, contracted_out)
        found: list[int] = on_costs_column(sums, self._inputs.settings.price_base, terms).employer_ni.tolist()
        return found


def _shown(rows: pa.RecordBatch, cells: Mapping[str, Sequence[Any]], column: str, at: int) -> str:
    value = plain_value(cells[column][at] if cells else rows.column(column)[at].as_py())
    return " ".join(str(int(value) if isinstance(value, float) and value.is_integer() else value).split())


def note_of(found: PeopleTogether, inputs: Inputs) -> list[str]:
    """What is said of the people with several rows, if there are any."""
    if not found.people:
        return []
    who = f"{counted(found.people, 'person has', 'people have')} several posts, {found.posts:,} rows in all"
    how = inputs.settings.several_posts
    setting = f"the setting 'several posts of one person' is {how}"
    if how == APART:
        return [
            f"{who}: {setting}, so NI is worked out on each row by itself, which is less than on the sum of their pay"
        ]
    return [f"{who}: {setting}, so NI is worked out on the sum of their pay and shared by pay among their rows"]


def with_shares(answers: Answers, people: PeopleInTable, numbers: "Column") -> Answers:
    """The answers of some rows, by their numbers, with what those of people with several bear of the NI on the sum."""
    rows, ni = people.among(numbers)
    if not len(rows):
        return answers
    employer_ni, cost = answers.on_costs.employer_ni.copy(), answers.employer_cost.copy()
    cost[rows] += (ni - employer_ni[rows]).astype(cost.dtype)
    employer_ni[rows] = ni
    return answers._replace(on_costs=answers.on_costs._replace(employer_ni=employer_ni), employer_cost=cost)


def numbers_of(piece: Piece, rows: "Column") -> "Column":
    """The numbers of rows of a piece as a person counts them."""
    if not piece.broken:
        return rows + piece.first_number
    return np.fromiter((piece.number(row) for row in rows.tolist()), dtype=np.int64, count=len(rows))


def refusals_of(people: PeopleInTable, piece: Piece, usable: "Column") -> Iterator[Refusal]:
    """The rows of a piece that are refused for what is in other rows of the person."""
    if not people.refused:
        return
    for row in np.flatnonzero(usable).tolist():
        found = people.refused.get(piece.number(row))
        if found is not None:
            yield found._replace(row=row)
