"""What a folder of figures must hold: a model for a row of each kind of file, and the check that names what is wrong.

The built-in figures are checked in the tests; a body's own, given with `--data`, before anything is worked out with
them. The check reads the files by itself and imports pydantic, which the path of a worksheet function must not.
"""

import csv
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, ClassVar, NamedTuple

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, ValidationError, model_validator

from payband.calendar import date_text
from payband.errors import Problem, nearest_name
from payband.library import BUILT_IN
from payband.rules.thresholds import COMPARISONS, MEASURES, TESTED_AT
from payband.units import pounds_text

__all__ = [
    "KINDS",
    "STATUSES",
    "ApprovalRow",
    "CategoryRow",
    "GradeRow",
    "LevyRow",
    "PensionRow",
    "RateRow",
    "SpineRow",
    "ThresholdRow",
    "check_folder",
]

NOT_PUBLISHED = "not published"
STATUSES = ("confirmed", "derived", "single source", "estimate", NOT_PUBLISHED)

THRESHOLDS = (
    "secondary_threshold",
    "upper_secondary_threshold",
    "freeport_upper_secondary_threshold",
    "investment_zone_upper_secondary_threshold",
    "upper_earnings_limit",
    "lower_earnings_limit",
    "upper_accrual_point",
)
PERIODS = ("week", "fortnight", "four_weeks", "month", "year")


# --- cells ---------------------------------------------------------------------------------------------------------


def _day(text: str) -> date:
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    raise ValueError(f"'{text}' is no date: write it as 2025-04-01")


def _text(text: str) -> str:
    if not text.strip():
        raise ValueError("nothing stands here: it has to be filled in")
    if text != " ".join(text.split()):
        raise ValueError(f"'{text}' has spaces at an end or more than one between words: take them out")
    return text


def _source(text: str) -> str:
    if not text.strip():
        raise ValueError("no source is given: name the document and its date")
    return text


def _whole(example: str) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not re.fullmatch(r"\d{1,11}", text):
            raise ValueError(f"'{text}' is not a whole number: write digits only, such as {example}")
        return int(text)

    return read


def _basis_points(text: str) -> int:
    if not re.fullmatch(r"\d{1,5}", text) or int(text) > 10_000:
        raise ValueError(f"'{text}' is not a whole number of basis points: write 1380 for 13.8%")
    return int(text)


def _pence(text: str) -> int | None:
    if not text:
        return None
    found = re.fullmatch(r"(\d{1,11})(?:\.(\d\d?))?", text)
    if not found or not text.strip("0."):
        raise ValueError(f"'{text}' is no amount: write pounds, such as 30000 or 30000.50, without £ and commas")
    return int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))


def _threshold_pence(text: str) -> int | None:
    if not text:
        raise ValueError("no threshold is given: write pounds, such as 100000")
    return _pence(text)


def _letter(text: str) -> str:
    if not re.fullmatch("[A-Z]", text):
        raise ValueError(f"'{text}' is no NI category: write one capital letter")
    return text


def _one_of(*known: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in known:
            raise ValueError(f"'{text}' is not known here; {nearest_name(text, known)}")
        return text

    return read


Day = Annotated[date, BeforeValidator(_day)]
Text = Annotated[str, AfterValidator(_text)]
Source = Annotated[str, AfterValidator(_source)]
Status = Annotated[str, AfterValidator(_one_of(*STATUSES))]
Pounds = Annotated[int, BeforeValidator(_whole("9100"))]
Order = Annotated[int, BeforeValidator(_whole("1"))]
BasisPoints = Annotated[int, BeforeValidator(_basis_points)]
Pence = Annotated[int | None, BeforeValidator(_pence)]


# --- rows ----------------------------------------------------------------------------------------------------------


class DatedRow(BaseModel):
    """What every row has: the days it is in force, its status and its source."""

    model_config = ConfigDict(extra="forbid")

    key: ClassVar[tuple[str, ...]] = ()
    """The columns that name one figure; it must not be given twice for one day."""

    effective_from: Day
    effective_to: Day
    status: Status
    source: Source

    @model_validator(mode="after")
    def _dates_in_order(self) -> "DatedRow":
        if self.effective_from > self.effective_to:
            raise ValueError(
                f"it begins on {date_text(self.effective_from)}, after its end on {date_text(self.effective_to)}: "
                "put effective_from and effective_to in order"
            )
        return self

    @property
    def named(self) -> tuple[str, ...]:
        """What the row is a figure of, whatever the case it is written in."""
        return tuple(str(getattr(self, column)).casefold() for column in self.key)


class ThresholdRow(DatedRow):
    """A threshold of employer's NI, in whole pounds for each pay period."""

    key = ("threshold",)

    threshold: Annotated[str, AfterValidator(_one_of(*THRESHOLDS))]
    week: Pounds
    fortnight: Pounds
    four_weeks: Pounds
    month: Pounds
    year: Pounds

    @model_validator(mode="after")
    def _longer_periods_have_more(self) -> "ThresholdRow":
        for shorter, longer in pairwise(PERIODS):
            less, more = getattr(self, shorter), getattr(self, longer)
            if less >= more:
                raise ValueError(f"the {longer} has £{more} and the {shorter} £{less}: a longer period has more")
        return self


class RateRow(DatedRow):
    """A rate of employer's NI, in basis points."""

    key = ("rate",)

    rate: Annotated[str, AfterValidator(_one_of("employer", "contracted_out_rebate"))]
    basis_points: BasisPoints


class CategoryRow(DatedRow):
    """What an NI category letter means."""

    key = ("category",)

    category: Annotated[str, AfterValidator(_letter)]
    starts_at: Annotated[str, AfterValidator(_one_of(*THRESHOLDS, "never"))]
    contracted_out: Annotated[str, AfterValidator(_one_of("no", "may be", "always"))]
    who: Text


class LevyRow(DatedRow):
    """The apprenticeship levy's rate or an allowance."""

    key = ("item",)

    item: Annotated[str, AfterValidator(_one_of("rate", "allowance_year", "allowance_month"))]
    value: Annotated[int, BeforeValidator(_whole("50"))]
    unit: Annotated[str, AfterValidator(_one_of("basis points", "£"))]

    @model_validator(mode="after")
    def _unit_is_the_items(self) -> "LevyRow":
        expected = "basis points" if self.item == "rate" else "£"
        if self.unit != expected:
            raise ValueError(f"the {self.item} is given in {self.unit}: give it in {expected}")
        if self.unit == "basis points" and self.value > 10_000:
            raise ValueError(f"the rate is {self.value} basis points: write 50 for 0.5%")
        return self


class PensionRow(DatedRow):
    """An employer's pension contribution rate, in basis points."""

    key = ("scheme", "employer")

    scheme: Text
    employer: Text
    basis_points: BasisPoints


class SpineRow(DatedRow):
    """A spinal point's salary; none where it was never published."""

    key = ("body", "spine", "point")

    body: Text
    spine: Text
    point: Text
    salary: Pence

    @model_validator(mode="after")
    def _blank_says_not_published(self) -> "SpineRow":
        _blank_only_where_not_published(self.status, [self.salary], "salary")
        return self


class GradeRow(DatedRow):
    """A grade's pay range: points of a spine, or a bottom and a top."""

    key = ("body", "grade")

    body: Text
    grade: Text
    title: Text
    order: Order
    spine: str
    points: str
    bottom_salary: Pence
    top_salary: Pence

    @model_validator(mode="after")
    def _points_or_salaries(self) -> "GradeRow":
        bottom, top = self.bottom_salary, self.top_salary
        if self.spine:
            if not self.points.split():
                raise ValueError("a spine is named but no points: write the points, such as 1 2 3, lowest first")
            if bottom is not None or top is not None:
                raise ValueError("both points and salaries are given: leave the salaries blank, the spine has them")
            return self
        if self.points.strip():
            raise ValueError("points are given but no spine: name the spine they are on")
        _blank_only_where_not_published(self.status, [bottom, top], "bottom_salary and top_salary")
        if bottom is not None and top is not None and bottom > top:
            raise ValueError(
                f"the range runs from {pounds_text(bottom)} down to {pounds_text(top)}: put bottom and top in order"
            )
        return self


class ApprovalRow(DatedRow):
    """A rule that a pay package needs a named body's approval."""

    key = ("body", "rule")

    body: Text
    rule: Text
    measure: Annotated[str, AfterValidator(_one_of(*MEASURES))]
    tested_at: Annotated[str, AfterValidator(_one_of(*TESTED_AT))]
    comparison: Annotated[str, AfterValidator(_one_of(*COMPARISONS))]
    threshold: Annotated[int, BeforeValidator(_threshold_pence)]
    approving_body: Text


def _blank_only_where_not_published(status: str, amounts: Sequence[int | None], columns: str) -> None:
    blank = [amount is None for amount in amounts]
    if any(blank) and status != NOT_PUBLISHED:
        raise ValueError(f"nothing stands in {columns}: give the amount, or the status '{NOT_PUBLISHED}'")
    if not any(blank) and status == NOT_PUBLISHED:
        raise ValueError(f"the status is '{NOT_PUBLISHED}' beside an amount: give the status that the amount has")


KINDS: dict[str, type[DatedRow]] = {
    "ni/thresholds.csv": ThresholdRow,
    "ni/rates.csv": RateRow,
    "ni/categories.csv": CategoryRow,
    "levy/levy.csv": LevyRow,
    "pensions/employer_rates.csv": PensionRow,
    "spines/*/spine*.csv": SpineRow,
    "spines/*/grades*.csv": GradeRow,
    "policies/*/approvals*.csv": ApprovalRow,
}
"""The files that payband reads, each with the model of its rows."""


# --- files ---------------------------------------------------------------------------------------------------------


class Placed(NamedTuple):
    """A row and where it stands."""

    file: str
    number: int
    row: Any

    def problem(self, message: str, column: str = "") -> Problem:
        """Something wrong with this row."""
        return Problem(message, table=self.file, row=self.number, column=column)


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
        if each not in heading
    ]
    wrong += [
        Problem(f"there is no such column; {nearest_name(each, columns)}", table=name, row=1, column=each)
        for each in dict.fromkeys(heading)
        if each not in columns
    ]
    wrong += [
        Problem("the column stands twice: keep one", table=name, row=1, column=each)
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


def _overlaps(rows: Iterable[Placed]) -> Iterator[Problem]:
    by_name: dict[tuple[str, ...], list[Placed]] = {}
    for each in rows:
        by_name.setdefault(each.row.named, []).append(each)
    for same in by_name.values():
        earlier, *following = sorted(same, key=lambda each: (each.row.effective_from, each.row.effective_to))
        for later in following:
            if later.row.effective_from <= earlier.row.effective_to:
                figure = " ".join(str(getattr(later.row, column)) for column in later.row.key)
                place = f"row {earlier.number}"
                if earlier.file != later.file:
                    place = f"{earlier.file}, {place}"
                yield later.problem(
                    f"{figure} is given twice for {date_text(later.row.effective_from)}, here and in {place}: end one "
                    "row before the other begins, or take one out",
                    "effective_from",
                )
            earlier = max(earlier, later, key=lambda each: each.row.effective_to)


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


def _points_of_grades(grades: Iterable[Placed], own: Spines, built_in: Spines) -> Iterator[Problem]:
    for each in grades:
        grade: GradeRow = each.row
        if not grade.spine:
            continue
        name = grade.spine.casefold()
        rows = own.get(name) or built_in.get(name)
        if not rows:
            known = {row.row.spine for found in (own, built_in) for placed in found.values() for row in placed}
            yield each.problem(f"'{grade.spine}' is not a spine; {nearest_name(grade.spine, known)}", "spine")
            continue
        starts = {row.row.effective_from for row in rows}
        days = {grade.effective_from, *(day for day in starts if grade.effective_from <= day <= grade.effective_to)}
        for day in sorted(days):
            problem = _points_on(grade, [row.row.point for row in _in_force(rows, day)], day)
            if problem:
                yield each.problem(problem, "points")
                break


def _points_on(grade: GradeRow, spine: Sequence[str], day: date) -> str:
    """What is wrong with a grade's points on a spine as it stands on a day; empty when nothing is."""
    if not spine:
        return f"spine {grade.spine} has no points on {date_text(day)}: give them for that day, or other dates here"
    points = grade.points.split()
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


# --- the check -----------------------------------------------------------------------------------------------------


def _rows(folder: Path, problems: list[Problem]) -> dict[str, list[Placed]]:
    return {
        pattern: [row for name in _files(folder, pattern) for row in _read(folder, name, model, problems)]
        for pattern, model in KINDS.items()
    }


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
        problems.extend(_overlaps(placed))
    spines = rows["spines/*/spine*.csv"]
    problems.extend(_falling(spines))
    if not any("spine" in Path(problem.table).name for problem in problems):
        # Grades are held against spines that are right only: one mistake is not told twice.
        built_in = _rows(Path(BUILT_IN), [])["spines/*/spine*.csv"] if folder.resolve() != Path(BUILT_IN) else []
        problems.extend(_points_of_grades(rows["spines/*/grades*.csv"], _by_spine(spines), _by_spine(built_in)))
    return sorted(problems, key=lambda problem: (problem.table, problem.row or 0, problem.column))
