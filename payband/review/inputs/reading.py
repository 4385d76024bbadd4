"""From raw cells or frames to the checked input tables of a review; every problem is found before any is reported."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from pydantic import ValidationError

from payband.calendar import date_text, day_from
from payband.errors import InputProblems, Problem, WrongInput, nearest, nearest_name
from payband.kinds import blank, point_text
from payband.review.cycles import without_looking_for_cycles
from payband.review.inputs.fields import is_total
from payband.review.inputs.formats import OF_TODAY, note_of_what_is_new, too_new, with_new_columns
from payband.review.inputs.input_table import Column, InputRow, InputTable
from payband.review.inputs.inputs import Inputs
from payband.review.inputs.quick_rows import quick_rows
from payband.review.inputs.raw.damage import Damage
from payband.review.inputs.raw.raw_tables import BadCell, RawRow, RawTable
from payband.review.inputs.settings import SETTINGS, Settings, faulty_settings
from payband.review.inputs.tables import INPUTS, Setting
from payband.review.parts.answering import part_problems
from payband.review.parts.registry import parts_with

__all__ = ["read_inputs"]


RowModel = TypeVar("RowModel", bound=InputRow)


# So that the rest can be looked through when a date cannot be read; nothing is ever calculated from it.
_STAND_IN = {"implementation date": "2000-01-01", "price base": "1999-00"}


ROWS_FOR_A_COLUMN = 3  # from so many rows on, all of them wrong, the column is at fault and not each row


class _Reader:
    """Reads tables and keeps the problems."""

    def __init__(
        self, tables: Mapping[str, RawTable], problems: list[Problem], *, cells: bool, format: int = OF_TODAY
    ) -> None:
        self.tables = tables
        self._cells = cells
        self._format = format
        self.problems = problems
        self.doubles: list[Problem] = []
        self.unread: dict[str, list[str] | None] = {}  # the names of unread rows by table; None where one is not known
        self.setting_rows: dict[str, int] = {}
        self.new_settings: Sequence[Column] = ()
        self.dates_known = True

    def rows(self, table: InputTable, rows: type[RowModel]) -> tuple[RowModel, ...]:
        """The valid rows of a table; a problem for each cell that is not."""
        raw = self.tables.get(table.name)
        if raw is None:
            return ()
        usable = self._check_columns(table, raw)
        found = []
        refused: dict[str, list[tuple[int, str]]] = {}
        quick = quick_rows(raw, table, rows, usable, cells=self._cells)
        for place, read in enumerate(quick):
            if read is not None:
                found.append(read)
                continue
            row = raw.row(place)
            values = {name: value for name, value in row.cells.items() if name in usable and not blank(value)}
            bad = [name for name, value in values.items() if isinstance(value, BadCell)]
            for name in bad:
                self._add(table, row.number, name, values.pop(name).message)
            try:
                found.append(rows.model_validate({**values, "row": row.number}, context={"cells": self._cells}))
            except ValidationError as error:
                wrong = {str(each["loc"][0]): _message(each) for each in error.errors()}
                if table.key and table.key[0] in wrong and is_total(values.get(table.key[0])):
                    wrong = {table.key[0]: wrong[table.key[0]]}  # no row of the table: what else is in it is no fault
                for name, message in wrong.items():
                    if name not in bad and name in usable:  # that a column is missing is said once
                        refused.setdefault(name, []).append((row.number, message))
                self._keep_name(table, row, {*bad, *wrong})
        self._refuse(table, refused, len(raw.numbers))
        self._once(table, raw, usable)
        return tuple(found)

    def _keep_name(self, table: InputTable, row: RawRow, wrong: Collection[str]) -> None:
        """The name of a row that cannot be read, where it can be read itself."""
        name = table.key[0] if table.key else ""
        text = "" if not name or name in wrong else point_text(row.cells.get(name, ""))
        names = self.unread.setdefault(table.name, [])
        if not text:
            self.unread[table.name] = None
        elif names is not None:
            names.append(text)

    def damage(self) -> Damage:
        """What could not be read."""
        tables = {problem.table for problem in self.problems}
        tables |= {problem.table for problem in self.doubles if problem.table == "Spines"}  # which salary is meant?
        whole = {problem.table for problem in self.problems if problem.row is None}
        names = {name: held for name, held in self.unread.items() if held is not None and name not in whole}
        return Damage(frozenset(tables), names, frozenset(faulty_settings(self.problems, self.setting_rows)))

    def _refuse(self, table: InputTable, refused: Mapping[str, Sequence[tuple[int, str]]], count: int) -> None:
        """A problem for each cell that is refused, row by row; one for a column that is refused in all `count` rows."""
        said: list[tuple[int, str, str]] = []
        for name, at in refused.items():
            number, message = at[0]
            if len(at) == count >= ROWS_FOR_A_COLUMN:
                message += ". The other rows are wrong too: check that the heading is over the right column"
                said.append((number, name, message))
            else:
                said += [(number, name, message) for number, message in at]
        for number, name, message in sorted(said, key=lambda each: each[0]):
            self._add(table, number, name, message)

    def _once(self, table: InputTable, raw: RawTable, usable: set[str]) -> None:
        """Nothing stands twice in a table, whether or not the rest of its row can be read."""
        first: dict[tuple[str, ...], int] = {}
        if not table.key or not usable >= set(table.key):
            return
        if len(table.key) == 1 and _all_different(raw.column(table.key[0])):
            return
        parts = [[_key_text(name, value) for value in raw.column(name)] for name in table.key]
        for number, shown in zip(raw.numbers, zip(*parts, strict=True), strict=True):
            if not all(shown):
                continue
            key = tuple(part.casefold() for part in shown)
            if key in first:
                noun = table.key[0]
                message = f"the {noun} '{', '.join(shown)}' is already in row {first[key]}: delete one of the two rows"
                self.doubles.append(_problem(table, number, noun, message, cells=self._cells))
            else:
                first[key] = number

    def _check_columns(self, table: InputTable, raw: RawTable) -> set[str]:
        """The columns that can be read; a missing one is a problem, with the nearest heading there is."""
        known = {column.name for column in table.columns}
        present = set(raw.columns)
        strangers = [name for name in raw.columns if name not in known]
        for column in table.columns:
            if raw.doubled:
                continue  # one of them may be the column that is missing, which is said with it
            if column.name not in present and (column.required or (self._cells and not column.may_be_absent)):
                hint = ""
                if meant := _heading_meant(column.name, strangers, known):
                    hint = f": did you mean '{meant}'? Rename it back"
                ending = "" if hint else ": add it" + ("" if column.required else " (it may stay empty)")
                self._add(table, None, column.name, f"the column '{column.name}' is missing{hint}{ending}")
        return (known & present) - set(raw.doubled)

    def settings(self, table: InputTable) -> Settings:
        """The settings. What cannot be made out of them is a problem, and something else stands in its place."""
        before = len(self.problems)
        by_name = {column.name.casefold(): column for column in SETTINGS}
        values: dict[str, Any] = {}
        at = self.setting_rows
        for row in self.rows(table, Setting):
            column = by_name.get(row.setting.casefold())
            if column is None:
                hint = nearest_name(row.setting, [each.name for each in SETTINGS])
                self._add(table, row.row, "setting", f"'{row.setting}' is not a setting of a review; {hint}")
            elif column.name in at:
                self._add(
                    table,
                    row.row,
                    "setting",
                    f"'{column.name}' is already in row {at[column.name]}: delete one of the two rows",
                )
            else:
                at[column.name] = row.row
                if not blank(row.value):
                    values[column.name] = row.value
        readable = len(self.problems) == before
        self._ask_for_protection(table, values)
        if table.name in self.tables:
            self.new_settings = too_new(SETTINGS, at, self._format)
            values |= {each.name: each.before for each in self.new_settings if each.before is not None}
        try:
            return Settings.model_validate(values, context={"cells": self._cells})
        except ValidationError as error:
            missing_table = table.name not in self.tables  # which is said already
            for each in () if missing_table else error.errors():
                name = str(each["loc"][0])
                if each["type"] != "missing":
                    self._add(table, at.get(name), "value", f"{name}: {_message(each)}")
                elif readable or name not in at:
                    self._add(table, at.get(name), "value", f"the setting '{name}' is missing: give it a value")
            wrong = {str(each["loc"][0]) for each in error.errors()}
        self.dates_known = not wrong & {"implementation date", "price base"}
        kept = {name: value for name, value in values.items() if name not in wrong}
        stand_in = {each.name: each.before for each in SETTINGS if each.required and each.before is not None}
        return Settings.model_validate({**stand_in, **({} if self.dates_known else _STAND_IN), **kept})

    def _ask_for_protection(self, table: InputTable, values: Mapping[str, Any]) -> None:
        """What protects people's pay is asked for where there are people, and it is left empty or its row is gone."""
        people = self.tables.get("People")
        months = values.get("protection months")
        if people is None or not len(people.numbers) or months == 0 or str(months).strip() == "0":
            return
        if table.name not in self.tables or not blank(values.get("protection policy")):
            return  # it is said already, or the policy says it
        misspelt = any(problem.column == "setting" for problem in self.problems)  # which may be the one that is missing
        for each in SETTINGS:
            row = self.setting_rows.get(each.name)
            if each.ask and each.name not in values and (row is not None or not misspelt):
                lack = "is missing" if row is None else "is empty"
                self._add(table, row, "value", f"the setting '{each.name}' {lack}: {each.ask}")

    def _add(self, table: InputTable, row: int | None, column: str, message: str) -> None:
        self.problems.append(_problem(table, row, column, message, cells=self._cells))


def _heading_meant(name: str, strangers: Sequence[str], known: Iterable[str]) -> str:
    """The heading that stands for a column that is missing: spelt nearly so, or the one with a word of it alone.

    >>> columns = ["person", "grade now", "salary now"]
    >>> _heading_meant("salary now", ["notes", "Current salary"], columns)
    'Current salary'
    >>> _heading_meant("salary now", ["now"], columns)
    ''
    """
    near = nearest(name, strangers)
    if near is not None:
        return near
    others = {word for each in known if each != name for word in each.casefold().split()}
    words = set(name.casefold().split()) - others
    alike = [each for each in strangers if words & set(each.casefold().split())]
    return alike[0] if len(alike) == 1 else ""


def _problem(table: InputTable, row: int | None, column: str, message: str, *, cells: bool = True) -> Problem:
    return Problem(message, sheet=table.sheet if cells else "", table=table.name, row=row, column=column)


def _all_different(values: Sequence[Any]) -> bool:
    """Whether no two texts of a column are the same name, as can be told at once of thousands."""
    return set(map(type, values)) <= {str} and len({" ".join(each.casefold().split()) for each in values}) == len(
        values
    )


def _key_text(name: str, value: Any) -> str:
    """A part of a row's key, dates alike however they are written; nothing for a cell that is empty or unreadable."""
    if isinstance(value, BadCell) or blank(value):
        return ""
    if name == "effective from":
        try:
            return date_text(day_from(value))
        except WrongInput:
            pass
    return point_text(value)


def _message(error: Any) -> str:
    if error["type"] == "missing":
        return "is empty: it must be filled in"
    context = error.get("ctx", {})
    return str(context.get("error", error["msg"]))


@without_looking_for_cycles()
def read_inputs(
    tables: Mapping[str, RawTable],
    source: str,
    *,
    cells: bool,
    found_before: Iterable[Problem] = (),
    format: int = OF_TODAY,
) -> Inputs:
    """Reads the input tables of a review.

    `cells` says that they are cells of a workbook, where every column must stand and dates must be dates. What a
    workbook is too old to know, by its `format`, is taken as it was before, and a note says so. Raises InputProblems
    with everything that is wrong, `found_before` first.
    """
    from payband.review.inputs.cross_checks.between_tables import problems_between  # it needs what is read here
    from payband.review.inputs.pension_schemes import with_scheme_rates
    from payband.review.inputs.sound_inputs import SoundInputs
    from payband.review.scenarios.rows import OF_SCENARIOS, split_off

    tables, new_columns = with_new_columns(tables, format)
    tables, of_scenarios = split_off(tables)
    reader = _Reader(tables, list(found_before), cells=cells, format=format)
    settings_table, *others = INPUTS
    settings = reader.settings(settings_table)
    reader.tables, by_scheme, of_schemes = with_scheme_rates(
        tables, settings, cells=cells, dates_known=reader.dates_known
    )
    reader.problems += of_schemes
    rows = [reader.rows(table, table.rows) for table in others]
    given = [table for part in parts_with(tables) for table in part.inputs if table.name in tables]
    of_parts = {table.name: reader.rows(table, table.rows) for table in given}
    inputs = Inputs(settings, *rows)  # type: ignore[arg-type]  # INPUTS names the tables in the order of Inputs
    if by_scheme:
        looked_up = (each.model_copy(update={"by_scheme": each.row in by_scheme}) for each in inputs.on_costs)
        inputs = inputs._replace(on_costs=tuple(looked_up))
    note = note_of_what_is_new(reader.new_settings, new_columns)
    inputs = inputs._replace(
        parts={**of_parts, OF_SCENARIOS: of_scenarios} if of_scenarios else of_parts, notes=(note,) if note else ()
    )
    damage = reader.damage()
    between = problems_between(inputs, damage, reader.setting_rows, cells=cells, dates_known=reader.dates_known)
    doubles = reader.doubles
    if any((problem.table, problem.column) == ("Structure", "state") for problem in between):
        doubles = [each for each in doubles if each.table != "Structure"]  # all of them are now, and so stand twice
    problems = reader.problems + doubles + between
    if problems:
        faulty = {problem.table for problem in problems}
        sound: Inputs = SoundInputs.of(inputs, faulty, faulty_settings(problems, reader.setting_rows))
    else:
        sound = inputs
    of_parts_too = list(part_problems(sound))
    for each in of_parts_too if not cells else ():
        each.sheet = ""
    problems += of_parts_too
    if problems:
        raise InputProblems(problems, source)
    return inputs
