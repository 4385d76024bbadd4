"""The cost of the structure as a range while grades are not settled, and the lines that nobody can cost yet."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from payband.errors import PaybandError, Problem
from payband.review.answers import AnswerRows
from payband.review.inputs.fields import STATES
from payband.review.inputs.inputs import Inputs
from payband.review.inputs.tables import GradeRow, StructureLine
from payband.review.parts.answering import Calculated, PartAnswer
from payband.review.parts.tables.cost_ranges import PROVISIONAL, RANGES, ProvisionalGradeRow
from payband.review.ranges import PayRange, Ranges
from payband.review.structure_cost import CostedState, structure_cost
from payband.units import counted, pounds_text

__all__ = ["PROBLEMS", "answer"]

_ENDS = ("bottom", "top")


def _problem(row: ProvisionalGradeRow, column: str, message: str) -> Problem:
    return Problem(message, sheet=PROVISIONAL.sheet, table=PROVISIONAL.name, row=row.row, column=column)


def _grades(inputs: Inputs) -> Iterator[Problem]:
    """Each grade is known and is one that a line has."""
    ranges = Ranges(inputs)
    used = {line.grade.casefold() for line in inputs.structure}
    for row in inputs.rows_of(PROVISIONAL.name):
        try:
            ranges.of(row.grade)
        except PaybandError as error:
            yield _problem(row, "grade", str(error))
            continue
        if row.grade.casefold() not in used:
            yield _problem(row, "grade", f"no line of the structure has the grade '{row.grade}': take the row out")


def _salaries(inputs: Inputs) -> Iterator[Problem]:
    """The two salaries of a grade are given together and in order."""
    for row in inputs.readable_rows(PROVISIONAL.name):
        if (row.lowest is None) != (row.highest is None):
            column = "lowest salary" if row.lowest is None else "highest salary"
            yield _problem(row, column, "is empty, but the other salary is given: give both, or neither")
        elif row.lowest is not None and row.highest is not None and row.lowest > row.highest:
            yield _problem(row, "lowest salary", "is above the highest salary: swap them")


PROBLEMS = (_grades, _salaries)


class _Line(NamedTuple):
    """A line in one state with its cost at both ends."""

    line: StructureLine
    settled: bool
    bottom: CostedState
    top: CostedState
    why: str

    @property
    def known(self) -> bool:
        """Whether both ends of its cost are known."""
        return self.bottom.cost is not None and self.top.cost is not None


def _open_grades(calculated: Calculated) -> dict[str, str]:
    """Why each grade is not settled, by its name in small letters: those of the table, and those that say so."""
    inputs = calculated.inputs
    found = {}
    for line in inputs.structure:
        if line.grade:
            pay_range: PayRange = calculated.ranges.of(line.grade)
            if pay_range.bottom is None or pay_range.top is None:
                found[line.grade.casefold()] = "its pay is not published"
            elif pay_range.provisional:
                found[line.grade.casefold()] = "the grade is provisional"
    for row in inputs.rows_of(PROVISIONAL.name):
        key = row.grade.casefold()
        found[key] = row.why or found.get(key, "the grade is provisional")
    return found


def _at(end: str, inputs: Inputs, open_grades: Mapping[str, str]) -> Inputs:
    """The inputs with each line of an open grade at one end of its range, a stated cost left as it is."""
    given = {row.grade.casefold(): row for row in inputs.rows_of(PROVISIONAL.name) if row.lowest is not None}
    grades = tuple(row for row in inputs.grades if row.grade.casefold() not in given) + tuple(
        GradeRow.model_construct(
            grade=row.grade, bottom_salary=row.lowest, top_salary=row.highest, provisional=True, source=row.why
        )
        for row in given.values()
    )
    structure = tuple(
        line.model_copy(update={"costed_at": end}) if line.grade.casefold() in open_grades else line
        for line in inputs.structure
    )
    return inputs._replace(grades=grades, structure=structure)


def _lines(calculated: Calculated) -> list[_Line]:
    inputs = calculated.inputs
    open_grades = _open_grades(calculated)
    costs = []
    for end in _ENDS:
        at = _at(end, inputs, open_grades)
        costs.append({each.name.casefold(): each for each in structure_cost(at, Ranges(at), calculated.placed).lines})
    found = []
    for line in inputs.structure:
        if not line.posts and line.stated_cost is None:
            continue
        bottom, top = (getattr(each[line.line.casefold()], line.state) for each in costs)
        settled = line.stated_cost is not None or line.grade.casefold() not in open_grades
        why = open_grades.get(line.grade.casefold(), "")
        if line.stated_cost is not None:
            why = f"stated cost{'; ' + why if why else ''}"
        if bottom.cost is None or top.cost is None:
            why = why or bottom.why or top.why
        found.append(_Line(line, settled, bottom, top, why))
    return found


def answer(calculated: Calculated) -> PartAnswer:
    """Each line as one figure, a range or unknown; no total while a line of it is unknown."""
    lines = _lines(calculated)
    rows = [_row(each) for each in lines]
    by_state = {state: [each for each in lines if each.line.state == state] for state in STATES}
    summary = [
        ("Cost ranges", f"Cost {state}", _in_words(of_state), "text")
        for state, of_state in by_state.items()
        if of_state
    ]
    warnings = []
    open_lines = [each for each in lines if not each.settled and each.known]
    if open_lines:
        named = ", ".join(dict.fromkeys(f"{each.line.line} ({each.line.grade})" for each in open_lines))
        warnings.append(
            f"grades that are not settled: the one figure of the structure cost is not the cost of {named}; read the "
            "range in Cost ranges"
        )
    total = AnswerRows(RANGES, [_total("proposed", by_state["proposed"])])
    return PartAnswer((AnswerRows(RANGES, rows),), totals=(total,), warnings=warnings, summary=summary)


def _row(each: _Line) -> tuple[Any, ...]:
    line = each.line
    known = each.known
    return (
        line.line,
        line.state,
        line.grade or None,
        line.posts,
        each.bottom.cost if known else None,
        each.top.cost if known else None,
        known,
        each.settled and known,
        each.why or None,
    )


def _sums(lines: Sequence[_Line]) -> tuple[int, int]:
    known = [each for each in lines if each.known]
    return sum(each.bottom.cost or 0 for each in known), sum(each.top.cost or 0 for each in known)


def _total(state: str, lines: Sequence[_Line]) -> tuple[Any, ...]:
    unknown = [each.line.line for each in lines if not each.known]
    bottom, top = _sums(lines)
    known = f"{len(lines) - len(unknown)} of {counted(len(lines), 'line')} known: {_span(bottom, top)}"
    if len(unknown) == len(lines):
        known = "no line known"
    return (
        f"Total {state}",
        state,
        None,
        sum(each.line.posts for each in lines),
        None if unknown else bottom,
        None if unknown else top,
        not unknown,
        not unknown and bottom == top,
        known if unknown else None,
    )


def _span(bottom: int, top: int) -> str:
    if bottom == top:
        return pounds_text(bottom, pence_shown=False)
    return f"{pounds_text(bottom, pence_shown=False)} to {pounds_text(top, pence_shown=False)}"


def _in_words(lines: Sequence[_Line]) -> str:
    unknown = [each.line.line for each in lines if not each.known]
    span = _span(*_sums(lines))
    if not unknown:
        return span
    if len(unknown) == len(lines):
        return f"not known: {', '.join(unknown)}"
    return f"not known: {counted(len(unknown), 'line')} ({', '.join(unknown)}); the others together {span}"
