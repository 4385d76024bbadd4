"""The names by which one input table refers to another: each column says of which kind they are, checked here.

A column is declared with `names="person"`, and so on. A name that is nothing of the kind is one problem, with the
nearest that would be right there. Kinds that need more than the tables (grades and policies of the library, points of a
spine) are looked up by the module that reads them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from payband.errors import Problem, nearest_name
from payband.review.inputs.input_table import Column, InputTable
from payband.review.inputs.inputs import Inputs
from payband.review.inputs.raw.damage import NO_DAMAGE, Damage
from payband.review.inputs.raw.row_words import rows_text, rows_told
from payband.review.inputs.tables import INPUTS, input_table
from payband.review.memo import Memo
from payband.review.parts.answering import given_parts
from payband.review.parts.registry import any_input_table
from payband.units import counted

__all__ = [
    "KINDS",
    "Kind",
    "ListedIn",
    "listed_in",
    "reference_notes",
    "reference_problems",
    "rows_by_name",
    "tables_with_rows",
    "unknown_name",
]

Names = Callable[[Inputs], Iterable[str]]

_LOOKED_THROUGH = Memo(16)


class Kind(NamedTuple):
    """What a name may be: the tables whose rows it names, what is said of one that is none, and the names there are.

    `none` says what to do where there are no names at all, `empty` that this is one fault, with the column where it is
    mended; `instead` is what is said of a name that is something else. One that may yet be meant is `noted` alone.
    """

    tables: Sequence[str]
    says: str
    names: Names
    none: str = ""
    empty: tuple[str, str] | None = None
    instead: Callable[[Inputs, str], str] = lambda inputs, name: ""
    is_checked: Callable[[Inputs], bool] = lambda inputs: True
    noted: bool = False


def _column(table: str, field: str) -> Names:
    """The names in a column of a part's table."""
    return lambda inputs: (getattr(row, field) for row in inputs.rows_of(table))


def _people(inputs: Inputs) -> list[str]:
    return [person.person for person in inputs.people]


def _lines(inputs: Inputs) -> list[str]:
    return [line.line for line in inputs.structure]


def _lines_now(inputs: Inputs) -> list[str]:
    return [line.line for line in inputs.lines("now")]


def _proposed_lines(inputs: Inputs) -> list[str]:
    return [line.line for line in inputs.lines("proposed")]


def _grades(inputs: Inputs) -> list[str]:
    return [row.grade for row in inputs.grades]


def _only_proposed(inputs: Inputs, name: str) -> str:
    if inputs.proposed_line(name) is None:
        return ""
    return "is only a proposed line of table Structure: name the line that the person is in now, or empty this"


def _has_graded_lines_now(inputs: Inputs) -> bool:
    """Whether a line now has a grade: where all are costed as stated, nothing rests on who is in them."""
    return any(line.grade for line in inputs.lines("now"))


KINDS: Mapping[str, Kind] = {
    "person": Kind(("People",), "is not a person of table People", _people, "the table has no rows"),
    "on-cost profile": Kind(
        ("OnCosts",),
        "is not in table OnCosts",
        lambda inputs: [each.profile for each in inputs.on_costs],
        "the table has no rows",
    ),
    "line now": Kind(
        ("Structure",),
        "is not a line of the structure now in table Structure",
        _lines_now,
        instead=_only_proposed,
        is_checked=_has_graded_lines_now,
    ),
    "proposed line": Kind(
        ("Structure",),
        "is not a proposed line of table Structure",
        _proposed_lines,
        empty=(
            "state",
            "no line is proposed, and {count} to one: write 'proposed' next to the lines of the new structure",
        ),
    ),
    "line or person": Kind(
        ("Structure", "People"),
        "is neither a line nor a person",
        lambda inputs: [*_lines(inputs), *_people(inputs)],
    ),
    "line, person or exit": Kind(
        ("Structure", "People", "Exits"),
        "is neither a line nor a person",
        lambda inputs: [*_lines(inputs), *_people(inputs), *_column("Exits", "person")(inputs)],
    ),
    "line or anybody": Kind(
        ("Structure", "People", "Exits", "ArrearsPeople"),
        "is neither a line nor a person",
        lambda inputs: [
            *_lines(inputs),
            *_people(inputs),
            *_column("Exits", "person")(inputs),  # who has left need be in no other table
            *_column("ArrearsPeople", "person")(inputs),
        ],
    ),
    "person or line now": Kind(
        ("People", "Structure"),
        "is neither a person nor a line now",
        lambda inputs: [*_people(inputs), *_lines_now(inputs)],
    ),
    "proposed line or person": Kind(
        ("Structure", "People"),
        "is neither a proposed line nor a person",
        lambda inputs: [*_proposed_lines(inputs), *_people(inputs)],
    ),
    "proposed line or grade": Kind(
        ("Structure", "Grades"),
        "is neither a proposed line nor a grade",
        lambda inputs: [*_proposed_lines(inputs), *_grades(inputs)],
    ),
    "grade or line": Kind(
        ("Structure", "Grades"),
        "is neither a grade nor a line",
        lambda inputs: [*_grades(inputs), *_lines(inputs)],
        noted=True,  # a paper may count by tiers of its own
    ),
    "grade of table Grades": Kind(("Grades",), "is not a grade of table Grades", _grades, "the table has no rows"),
    "job": Kind(("JobForms",), "is not in table JobForms", _column("JobForms", "job"), "add a row for each job"),
    "characteristic": Kind(
        ("Characteristics",),
        "is not in table Characteristics",
        _column("Characteristics", "characteristic"),
        "give each person's group there",
    ),
    "stage": Kind(("Stages",), "is not a stage of table Stages", _column("Stages", "stage"), "give the stages there"),
    "late award": Kind(
        ("LateAwards",),
        "is not in table LateAwards",
        _column("LateAwards", "award"),
        "add a row for each award",
    ),
    "pay gap person": Kind(
        ("PayGapPay",), "is not in table PayGapPay", _column("PayGapPay", "person"), "add a row for each person"
    ),
    "pay gap period": Kind(
        ("PayGapPeriods",),
        "is not a pay period of table PayGapPeriods",
        _column("PayGapPeriods", "pay_period"),
        "add a row for each pay period",
    ),
    "person who leaves": Kind(
        ("Exits",),
        "is not a person of table Exits",
        _column("Exits", "person"),
        "the part exit costs works out the packages: add a row there for each person who leaves",
    ),
    "cost centre": Kind(
        ("CostCentres",),
        "is not a cost centre of table CostCentres",
        _column("CostCentres", "cost_centre"),
        "add a row for each cost centre",
    ),
    "candidate": Kind(
        ("CandidateGrades",),
        "is not a candidate of table CandidateGrades",
        _column("CandidateGrades", "candidate"),
        "give its grades there",
    ),
    "post of a term": Kind(
        ("TermAppointments",),
        "is not in table TermAppointments",
        _column("TermAppointments", "post"),
        "add a row for each post",
    ),
}
"""The kinds of names that the tables alone decide."""


_OF_THE_LIBRARY_TOO = {
    "grade": "Grades",
    "approval rule": "ApprovalRules",
    "person or a post": "People",
    "line or another post": "Structure",
}
"""The tables that list the names of a kind which may be others too: those of the library, or of nothing here."""


class ListedIn(NamedTuple):
    """Where the names of a kind are listed: the table and its column; whether others may be right as well."""

    table: InputTable
    column: Column
    others_too: bool


def listed_in(kind: str) -> ListedIn | None:
    """Where a person may choose the names of a kind from: the names of a table's rows.

    None for names that are in no table, and for those that do not name the rows of one.

    >>> found = listed_in("proposed line")
    >>> found.table.name, found.column.name, found.others_too
    ('Structure', 'line', False)
    """
    name = KINDS[kind].tables[0] if kind in KINDS else _OF_THE_LIBRARY_TOO.get(kind)
    if name is None or kind in _OF_SEVERAL_ROWS:
        return None
    table = any_input_table(name)
    column = next(each for each in table.columns if each.name == table.key[0])
    others_too = kind not in KINDS or len(KINDS[kind].tables) > 1 or KINDS[kind].noted
    return ListedIn(table, column, others_too)


_OF_SEVERAL_ROWS = ("characteristic", "candidate")
"""Kinds whose names are in a column that does not name the rows, so that each is there many times."""


def reference_problems(inputs: Inputs, damage: Damage, *, cells: bool) -> Iterator[Problem]:
    """Every name of a kind that is none, each said once for all the rows of a table that hold it.

    Nothing is said of a name that is in a row which could not be read, or may be.
    """
    going_nowhere: dict[str, int] = {}
    for table, rows in tables_with_rows(inputs):
        for column in table.columns:
            kind = KINDS.get(column.names)
            if kind is None or kind.noted or damage.hides_names(kind.tables) or not kind.is_checked(inputs):
                continue
            at = rows_by_name(rows, column.field)
            unread = damage.names_in(kind.tables)
            if at and kind.empty and not unread and not any(True for _ in kind.names(inputs)):
                going_nowhere[column.names] = going_nowhere.get(column.names, 0) + sum(map(len, at.values()))
                continue
            for text, message in _unknown(kind, inputs, at, unread):
                sheet = table.sheet if cells else ""
                yield Problem(
                    rows_told(message, at[text]), sheet=sheet, table=table.name, row=at[text][0], column=column.name
                )
    for name, count in going_nowhere.items():
        kind = KINDS[name]
        assert kind.empty is not None
        column_name, message = kind.empty
        table = input_table(kind.tables[0])
        said = message.format(count=counted(count, "row goes", "rows go"))
        yield Problem(said, sheet=table.sheet if cells else "", table=table.name, column=column_name)


def reference_notes(inputs: Inputs) -> Iterator[str]:
    """The names that are nothing of a kind and may yet be meant, in words."""
    for table, rows in tables_with_rows(inputs):
        for column in table.columns:
            kind = KINDS.get(column.names)
            if kind is not None and kind.noted:
                at = rows_by_name(rows, column.field)
                for text, message in _unknown(kind, inputs, at):
                    yield f"Table {table.name}, {rows_text(at[text])}, column '{column.name}': {message}"


def rows_by_name(rows: Sequence[Any], field: str) -> Mapping[str, Sequence[int]]:
    """The rows that hold each name of a column, those that hold none left out.

    What was found in the last tables is kept: scenarios look through the same ones again.
    """

    def work() -> dict[str, list[int]]:
        at: dict[str, list[int]] = {}
        for row in rows:
            if text := getattr(row, field):
                at.setdefault(text, []).append(row.row)
        return at

    return _LOOKED_THROUGH.get("rows by name", (rows,), (field,), work)


def tables_with_rows(inputs: Inputs) -> Iterator[tuple[InputTable, Sequence[Any]]]:
    """The tables of a review with their rows, the settings left out."""
    held: Sequence[Any] = inputs
    yield from ((table, held[place]) for place, table in enumerate(INPUTS) if place)
    yield from ((table, inputs.rows_of(table.name)) for part in given_parts(inputs) for table in part.inputs)


def unknown_name(kind: str, inputs: Inputs, name: str, damage: Damage = NO_DAMAGE) -> str:
    """What is to be said of a name that is nothing of a kind; nothing of one that is or may be, or of no name."""
    found = KINDS[kind]
    if damage.hides_names(found.tables):
        return ""
    unread = damage.names_in(found.tables)
    return next((message for _, message in _unknown(found, inputs, [name] if name else [], unread)), "")


def _unknown(kind: Kind, inputs: Inputs, named: Iterable[str], unread: Sequence[str] = ()) -> Iterator[tuple[str, str]]:
    """The names that are nothing of a kind, each with what is said of it. `unread` are those of rows not read."""
    known: list[str] | None = None
    folded: set[str] = set()
    for text in named:
        if known is None:
            known = list(dict.fromkeys([*kind.names(inputs), *unread]))
            folded = {each.casefold() for each in known}
        if text.casefold() in folded:
            continue
        hint = nearest_name(text, known) if known or not kind.none else kind.none
        yield text, f"'{text}' {kind.instead(inputs, text) or kind.says}; {hint}"
