"""The check of a folder of figures: everything that is wrong with its files, by file and row."""

import csv
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path

from pydantic import ValidationError

from payband.calendar import date_text
from payband.data_schema.cells import NOT_PUBLISHED, NOT_USED
from payband.data_schema.dates import GAPS, Placed, overlaps, unmarked_gaps
from payband.data_schema.kinds import KINDS
from payband.data_schema.rows import DatedRow, GradeRow
from payband.errors import Problem, nearest_name
from payband.library import BUILT_IN
from payband.library.files import points_in
from payband.units import pounds_text

__all__ = ["check_folder"]

# --- files ---------------------------------------------------------------------------------------------------------


def _read(folder: Path, name: str, model: type[DatedRow], problems: list[Problem]) -> Iterator[Placed]:
    """The rows of a file that are right in themselves; what is wrong with the others goes to `problems`."""
    try:
        with open(folder / name, encoding="utf-8-sig", newline="") as file:
            lines = list(csv.reader(file, strict=True))
    except UnicodeDecodeError:
        problems.append(Problem("it is not UTF-8 text: save it as 'CSV UTF-8'", table=name))
        return
    except csv.Error as error:
        problems.append(Problem(f"it is not a CSV file ({error}): save it as 'CSV UTF-8'", table=name))
        return
    columns = list(model.model_fields)
    heading = lines[0] if lines else []
    wrong = [
        Problem("the column is missing: add it, even where its cells are blank", table=name, row=1, column=each)
        for each in columns
        if each not in heading and model.model_fields[each].is_required()
    ]
    wrong += [
        Problem(f"there is no such column; {nearest_name(each, columns)}", table=name, row=1, column=each)
        for each in dict.fromkeys(heading)
        if each not in columns
    ]
    wrong += [
        Problem("the column is there twice: delete one", table=name, row=1, column=each)
        for each in dict.fromkeys(heading)
        if heading.count(each) > 1
    ]
    if wrong:
        problems.extend(wrong)
        return
    for number, cells in enumerate(lines[1:], start=2):
        if not cells:
            continue  # an empty line, which is passed over when the figures are read, too
        if not any(cell.strip() for cell in cells):
            problems.append(Problem("the row is blank: take it out", table=name, row=number))
            continue
        if len(cells) != len(heading):
            problems.append(
                Problem(
                    f"it has {len(cells)} cells under {len(heading)} headings: check its commas, and put a cell that "
                    "holds a comma in double quotes",
                    table=name,
                    row=number,
                )
            )
            continue
        try:
            yield Placed(name, number, model.model_validate(dict(zip(heading, cells, strict=True))))
        except ValidationError as error:
            for each in error.errors():
                column = str(each["loc"][0]) if each["loc"] else ""
                said = each.get("ctx", {}).get("error", each["msg"])
                problems.append(Problem(str(said), table=name, row=number, column=column))


def _files(folder: Path, pattern: str) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.glob(pattern) if path.is_file())


def _unread(folder: Path) -> Iterator[Problem]:
    """CSV files in the folders that payband looks into, under names that it does not read."""
    read = {name for pattern in KINDS for name in _files(folder, pattern)}
    tops = sorted({pattern.partition("/")[0] for pattern in KINDS})
    for top in tops:
        for path in sorted((folder / top).rglob("*")):
            name = path.relative_to(folder).as_posix()
            if path.suffix.casefold() == ".csv" and name not in read:
                known = [pattern for pattern in KINDS if pattern.startswith(f"{top}/")]
                yield Problem(f"payband does not read a file of this name: it reads {', '.join(known)}", table=name)


# --- rows together -------------------------------------------------------------------------------------------------


Spines = dict[str, list[Placed]]


def _by_spine(rows: Iterable[Placed]) -> Spines:
    """The rows of each spine under its name, and under its body's name and its own."""
    spines: Spines = {}
    for each in rows:
        name = each.row.spine.casefold()
        for key in dict.fromkeys((name, f"{each.row.body.casefold()} {name}")):
            spines.setdefault(key, []).append(each)
    return spines


def _in_force(rows: Iterable[Placed], day: date) -> list[Placed]:
    return [each for each in rows if each.row.effective_from <= day <= each.row.effective_to]


def _falling(rows: Iterable[Placed]) -> Iterator[Problem]:
    spines: dict[tuple[str, str], list[Placed]] = {}
    for each in rows:
        spines.setdefault((each.row.body.casefold(), each.row.spine.casefold()), []).append(each)
    for spine in spines.values():
        told: set[tuple[str, int]] = set()
        for day in sorted({each.row.effective_from for each in spine}):
            known = [each for each in _in_force(spine, day) if each.row.salary is not None]
            for lower, upper in pairwise(known):
                if upper.row.salary < lower.row.salary and upper[:2] not in told:
                    told.add(upper[:2])
                    yield upper.problem(
                        f"point {upper.row.point} ({pounds_text(upper.row.salary)}) pays less than point "
                        f"{lower.row.point} ({pounds_text(lower.row.salary)}) in the row above it: put the points in "
                        "order, lowest first, and check the salaries",
                        "salary",
                    )


_NUMBERED = re.compile(r"([^\d\s]*)(\d+)")


def _out_of_order(rows: Iterable[Placed]) -> Iterator[Problem]:
    """Numbered points that go down, or are left out as point 4 is of 1, 2, 3, 5: a gap has to be marked as one."""
    spines: dict[tuple[str, str], list[Placed]] = {}
    for each in rows:
        spines.setdefault((each.row.body.casefold(), each.row.spine.casefold()), []).append(each)
    for spine in spines.values():
        told: set[tuple[str, int]] = set()
        for day in sorted({each.row.effective_from for each in spine}):
            numbered = [(each, _NUMBERED.fullmatch(each.row.point)) for each in _in_force(spine, day)]
            steps = [
                (below[2], each, int(found[2]) - int(below[2]))
                for (_, below), (each, found) in pairwise(numbered)
                if below and found and below[1] == found[1]
            ]
            least = min((step for _, _, step in steps if step > 0), default=0)
            for below_number, each, step in steps:
                if step < 0 and each[:2] not in told:
                    told.add(each[:2])
                    yield each.problem(
                        f"point {each.row.point} of {each.row.spine} follows {below_number} on {date_text(day)}: put "
                        "the points in order, lowest first",
                        "point",
                    )
                if step > least and each[:2] not in told:
                    told.add(each[:2])
                    yield each.problem(
                        f"point {each.row.point} of {each.row.spine} follows {below_number} on {date_text(day)}: add a "
                        f"row for each point between, with the status '{NOT_PUBLISHED}' where its salary was "
                        f"not published, or '{NOT_USED}' where the spine has no such point",
                        "point",
                    )


def _points_of_grades(grades: Iterable[Placed], own: Spines, built_in: Spines) -> Iterator[Problem]:
    for each in grades:
        grade: GradeRow = each.row
        if not grade.spine:
            continue
        name = grade.spine.casefold()
        full = f"{grade.body.casefold()} {name}"
        rows = own.get(full) or built_in.get(full) or own.get(name) or built_in.get(name)
        if not rows:
            known = {row.row.spine for found in (own, built_in) for placed in found.values() for row in placed}
            yield each.problem(f"'{grade.spine}' is not a spine; {nearest_name(grade.spine, known)}", "spine")
            continue
        starts = {row.row.effective_from for row in rows}
        days = {grade.effective_from, *(day for day in starts if grade.effective_from <= day <= grade.effective_to)}
        for day in sorted(days):
            used = [row.row.point for row in _in_force(rows, day) if row.row.status != NOT_USED]
            problem = _points_on(grade, used, day)
            if problem:
                yield each.problem(problem, "points")
                break


def _points_on(grade: GradeRow, spine: Sequence[str], day: date) -> str:
    """What is wrong with a grade's points on a spine as it stands on a day; empty when nothing is."""
    if not spine:
        return f"spine {grade.spine} has no points on {date_text(day)}: give them for that day, or other dates here"
    points = points_in(grade.points)
    missing = [point for point in points if point not in spine]
    if missing:
        noun = "point" if len(missing) == 1 else "points"
        return (
            f"spine {grade.spine} has no {noun} {', '.join(missing)} on {date_text(day)}, it runs from {spine[0]} to "
            f"{spine[-1]}: check the points, or end this row and begin another"
        )
    places = [spine.index(point) for point in points]
    if any(lower >= upper for lower, upper in pairwise(places)):
        return f"the points {grade.points} are not in the order of spine {grade.spine}: write each once, lowest first"
    return ""


def _steps_of_grades(steps: Iterable[Placed], grades: Iterable[Placed]) -> Iterator[Problem]:
    """Steps by years of service that their grade has not, and years that do not rise with the steps from 0."""
    of_grade: dict[tuple[str, str], list[Placed]] = {}
    for each in steps:
        of_grade.setdefault((each.row.body.casefold(), each.row.grade.casefold()), []).append(each)
    ranges = [each for each in grades if each.row.spine]
    for key, rows in of_grade.items():
        held = [each for each in ranges if (each.row.body.casefold(), each.row.grade.casefold()) == key]
        starts = {each.row.effective_from for each in rows}
        for day in sorted(starts | {each.row.effective_from for each in held}):
            now, grade = _in_force(rows, day), _in_force(held, day)
            points = points_in(grade[0].row.points) if grade else []
            wrong = list(_steps_on(now, points, day)) if now else []
            yield from wrong
            if wrong:
                break


def _steps_on(steps: Sequence[Placed], points: Sequence[str], day: date) -> Iterator[Problem]:
    strange = [each for each in steps if each.row.point not in points]
    for each in strange:
        known = f"its steps are {', '.join(points)}" if points else "it has none: give the days that the grade has"
        yield each.problem(
            f"{each.row.body} {each.row.grade} has no step '{each.row.point}' on {date_text(day)}; {known}", "point"
        )
    if strange:
        return
    in_order = sorted(steps, key=lambda each: points.index(each.row.point))
    if [each.row.point for each in in_order] != list(points):
        missing = [point for point in points if point not in {each.row.point for each in steps}]
        yield in_order[0].problem(
            f"the years to {', '.join(missing)} of {in_order[0].row.grade} are missing on {date_text(day)}: give a row "
            "for each step",
            "point",
        )
    elif in_order[0].row.full_years:
        yield in_order[0].problem("it is the first step: give it 0 years", "full_years")
    for lower, upper in pairwise(in_order):
        if upper.row.full_years <= lower.row.full_years:
            yield upper.problem(
                f"{upper.row.point} comes after {upper.row.full_years} full years and {lower.row.point} after "
                f"{lower.row.full_years}: the years rise with the steps",
                "full_years",
            )


# --- the check -----------------------------------------------------------------------------------------------------


def _rows(folder: Path, problems: list[Problem]) -> dict[str, list[Placed]]:
    return {pattern: _of_kind(folder, pattern, problems) for pattern in KINDS}


def _of_kind(folder: Path, pattern: str, problems: list[Problem]) -> list[Placed]:
    return [row for name in _files(folder, pattern) for row in _read(folder, name, KINDS[pattern], problems)]


def check_folder(path: str | os.PathLike[str]) -> list[Problem]:
    """Everything that is wrong with a folder of figures, by file and row; nothing when it can be used.

    The folder may hold some of the files only. A grade may lie on a built-in spine.
    """
    folder = Path(path)
    problems: list[Problem] = []
    rows = _rows(folder, problems)
    problems.extend(_unread(folder))
    if not problems and not any(_files(folder, pattern) for pattern in KINDS):
        problems.append(Problem(f"{folder} holds no file that payband reads: {', '.join(KINDS)}"))
    for placed in rows.values():
        problems.extend(overlaps(placed))
    if not problems:  # a row that could not be read, or is given twice, would look like a gap
        marks = rows.pop(GAPS)
        given = [] if folder.resolve() == Path(BUILT_IN).resolve() else _of_kind(Path(BUILT_IN), GAPS, [])
        problems.extend(unmarked_gaps(rows.values(), marks, given))
    spines = rows["spines/*/spine*.csv"]
    problems.extend(_falling(spines))
    wrong = {problem.table for problem in problems}  # where a row could not be read, its point is not missing
    problems.extend(_out_of_order(each for each in spines if each.file not in wrong))
    if not any("spine" in Path(problem.table).name for problem in problems):
        # Grades are held against spines that are right only: one mistake is not told twice.
        grades, own = rows["spines/*/grades*.csv"], _by_spine(spines)
        elsewhere = any(each.row.spine and each.row.spine.casefold() not in own for each in grades)
        built_in = _of_kind(Path(BUILT_IN), "spines/*/spine*.csv", []) if elsewhere else []
        problems.extend(_points_of_grades(grades, own, _by_spine(built_in)))
        if not any(Path(problem.table).name.startswith(("grades", "steps")) for problem in problems):
            steps = rows["spines/*/steps*.csv"]
            of_built_in = _of_kind(Path(BUILT_IN), "spines/*/grades*.csv", []) if steps else []
            problems.extend(_steps_of_grades(steps, grades or of_built_in))
    return sorted(problems, key=lambda problem: (problem.table, problem.row or 0, problem.column))
