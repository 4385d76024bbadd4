"""The dated figures that LAMBDAs look up: tables on three sheets, and where each column lies."""

from collections.abc import Iterable, Sequence
from datetime import date
from os.path import isabs
from string import ascii_uppercase
from typing import Any, NamedTuple

from payband import library
from payband.errors import PaybandError
from payband.hosts.plain_book import HEADING, NOTE, TITLE, Cell, as_cell, sheet
from payband.kinds import UNKNOWN
from payband.library.names import short_name
from payband.library.working_time import KIND as WORKING_TIME
from payband.rules.cost.national_insurance import PERIODS
from payband.units import ROUNDINGS, pounds

__all__ = ["Block", "Figures", "dated_row", "figures"]


class Block(NamedTuple):
    """A table on a sheet: its columns by name, and the first and last row of its values."""

    sheet: str
    columns: tuple[str, ...]
    first: int
    last: int

    def column(self, name: str) -> str:
        """The cells of a column, as a formula names them."""
        letter = self._letter(name)
        return f"{self.sheet}!${letter}${self.first}:${letter}${self.last}"

    def columns_between(self, first: str, last: str) -> str:
        """The cells of neighbouring columns."""
        return f"{self.sheet}!${self._letter(first)}${self.first}:${self._letter(last)}${self.last}"

    def headings_between(self, first: str, last: str) -> str:
        """The headings of neighbouring columns."""
        row = self.first - 1
        return f"{self.sheet}!${self._letter(first)}${row}:${self._letter(last)}${row}"

    def _letter(self, name: str) -> str:
        return ascii_uppercase[self.columns.index(name)]


def dated_row(block: Block, key: str, wanted: str, on: str) -> str:
    """The place of the row of a table that is in force on a date; #N/A where none is."""
    starts, ends = block.column("effective from"), block.column("effective to")
    return f"MATCH(1,({block.column(key)}={wanted})*({starts}<={on})*({ends}>={on}),0)"


class Figures(NamedTuple):
    """The tables, and the XML of the sheets that hold them with the row of each sheet's headings."""

    blocks: dict[str, Block]
    sheets: dict[str, tuple[str, int]]


_Rows = list[Sequence[Any]]
_INTRODUCTION = (
    "The dated figures that the functions look up. A date, letter or name that is not here gives #N/A, never a number.",
)


def figures() -> Figures:
    """Every figure that the LAMBDAs need, from the library in force."""
    blocks: dict[str, Block] = {}
    sheets: dict[str, tuple[str, int]] = {}
    for name, tables, widths in (
        ("LibraryFigures", _rates(), (40, 13, 13, 26, 18, 18, 18, 14, 60, 14, 60)),
        ("LibrarySpines", [("spines", "Pay spines, £ a year", _SPINE_COLUMNS, _spine_rows())], _NAMED_WIDTHS),
        ("LibraryGrades", [("grades", "Pay ranges of grades, £ a year", _GRADE_COLUMNS, _grade_rows())], _GRADE_WIDTHS),
    ):
        rows: list[Sequence[Cell]] = [[Cell(name, TITLE)], *([Cell(line, NOTE)] for line in _INTRODUCTION)]
        for key, heading, columns, values in tables:
            rows += [[], [Cell(heading, NOTE)], [Cell(each, HEADING) for each in columns]]
            blocks[key] = Block(name, columns, len(rows) + 1, len(rows) + max(len(values), 1))
            rows += [[_cell(value) for value in row] for row in values] or [[]]
        top = 2 if len(tables) > 1 else blocks[tables[0][0]].first - 1  # what stays in sight and is printed again
        sheets[name] = (sheet(rows, widths, frozen=top), top)
    return Figures(blocks, sheets)


def _cell(value: Any) -> Cell:
    return Cell(None) if value is None else as_cell(value)


_NAMED_WIDTHS = (26, 40, 13, 13, 10, 12, 14, 60)
_GRADE_WIDTHS = (26, 40, 40, 13, 13, 10, 12, 10, 14, 60)


# --- rates ---------------------------------------------------------------------------------------------------------

_Table = tuple[str, str, tuple[str, ...], _Rows]


def _rates() -> list[_Table]:
    dated = ("effective from", "effective to")
    return [
        (
            "thresholds",
            "Thresholds of National Insurance, £",
            ("threshold", *dated, *PERIODS, "source"),
            _dated("ni/thresholds.csv", "threshold", *PERIODS.values()),
        ),
        (
            "rates",
            "Rates of National Insurance, hundredths of a percent",
            ("rate", *dated, "basis points", "source"),
            _dated("ni/rates.csv", "rate", "basis_points"),
        ),
        (
            "categories",
            "Category letters of National Insurance",
            ("category", *dated, "starts at", "contracted out", "who", "source"),
            _dated("ni/categories.csv", "category", "starts_at", "contracted_out", "who"),
        ),
        (
            "levy",
            "Apprenticeship levy",
            ("item", *dated, "value", "unit", "source"),
            _dated("levy/levy.csv", "item", "value", "unit"),
        ),
        (
            "week_limits",
            "Limit of a week's pay for statutory redundancy, £",
            ("item", *dated, "value", "source"),
            _dated("redundancy/limits.csv", "item", "value"),
        ),
        (
            "supplements",
            "High cost area supplements of the NHS: hundredths of a percent of salary, £ a year",
            ("zone", *dated, "basis points", "minimum", "maximum", "source"),
            _dated("nhs/high_cost_area_supplements.csv", "zone", "basis_points", "minimum", "maximum"),
        ),
        (
            "hay_numbers",
            "Numbers of the Hay method",
            ("status", *dated, "number", "source"),
            _dated("hay/steps.csv", "status", "step"),
        ),
        (
            "approvals",
            "Approval rules",
            ("rule", *dated, "rule with body", "comparison", "threshold", "approving body", "source"),
            _approval_rows(),
        ),
        (
            "consultation",
            "Collective consultation: from how many dismissals, days before the first",
            ("dismissals", *dated, "days before", "source"),
            [
                (
                    int(row.values["dismissals"]),
                    row.effective_from,
                    row.effective_to,
                    int(row.values["days_before"]),
                    row.source,
                )
                for row in library.consultation_rows()
            ],
        ),
        (
            "arrears_rates",
            "Employer's pension rate on pay that is paid late, by the day it is paid, hundredths of a percent",
            ("scheme", *dated, "basis points", "source"),
            _arrears_rows(),
        ),
        (
            "wage_floors",
            "Floors of wages, £ an hour; without a last age that of all who are older",
            ("floor", *dated, "first age", "last age", "rate", "name", "source"),
            _floor_rows(),
        ),
        (
            "working_time",
            "Working time: the hours of a full-time week, the weeks of a year as a ratio, leave in part of a year",
            (
                "policy",
                *dated,
                "policy with body",
                "newest",
                "hours",
                "year",
                "per",
                "leave",
                "scale",
                "source",
            ),
            _working_time_rows(),
        ),
        ("roundings", "Roundings, £", ("rounding", "multiple"), [(name, pounds(each)) for name, each in _roundings()]),
    ]


def _roundings() -> Iterable[tuple[str, int]]:
    for name, multiple in ROUNDINGS.items():
        yield name, multiple
        if name.startswith("nearest "):
            yield name.removeprefix("nearest "), multiple


def _dated(file: str, *columns: str) -> _Rows:
    key, *others = columns
    return [
        [
            row.values[key],
            row.effective_from,
            row.effective_to,
            *(_value(row.values[each]) for each in others),
            row.source,
        ]
        for row in library.rows_of(file)
    ]


def _value(text: str) -> int | str | None:
    return int(text) if text.isdecimal() else text or None


# --- what has a name: approval rules, spines, grades -----------------------------------------------------------------


def _named(kind: str, column: str) -> list[tuple[str, str, list[library.Row]]]:
    """The rows of each name with its body: the name alone (none where several bodies have it), the full name, rows."""
    by_name: dict[str, list[library.Row]] = {}
    for row in library.rows_of(kind):
        by_name.setdefault(row.values[column].casefold(), []).append(row)
    found = []
    for rows in by_name.values():
        known = [row for row in rows if isabs(row.file)] or rows  # a body's own, where there are any
        bodies = list(dict.fromkeys(row.values["body"] for row in known))
        for body in bodies:
            name = known[0].values[column]
            of_body = [row for row in known if row.values["body"] == body]
            found.append((name if len(bodies) == 1 else "", f"{body} {name}", of_body))
    return found


def _approval_rows() -> _Rows:
    found: _Rows = []
    for name, full, rows in _named("policies/*/approvals*", "rule"):
        newest = max(rows, key=lambda row: row.effective_from)
        rule = library.approval_rule(full)
        found.append(
            (
                name,
                newest.effective_from,
                newest.effective_to,
                full,
                rule.comparison,
                pounds(rule.threshold),
                rule.approving_body,
                rule.source,
            )
        )
    return found


def _arrears_rows() -> _Rows:
    """The days on which both the scheme's rule and its rate hold."""
    return [
        (
            rate.values["scheme"],
            max(rule.effective_from, rate.effective_from),
            min(rule.effective_to, rate.effective_to),
            int(rate.values["basis_points"]),
            f"{rule.source}; {rate.source}",
        )
        for rule in library.arrears_schemes()
        for rate in library.rows_of("pensions/employer_rates.csv")
        if rate.values["scheme"] == rule.values["scheme"]
        and rate.values["employer"] == "any"
        and max(rule.effective_from, rate.effective_from) <= min(rule.effective_to, rate.effective_to)
    ]


def _floor_rows() -> _Rows:
    return [
        (
            of.floor,
            row.effective_from,
            row.effective_to,
            of.first_age,
            of.last_age,
            pounds(int(row.values["pence"])),
            row.values["floor"],
            row.source,
        )
        for of, row in library.wage_floors()
    ]


def _working_time_rows() -> _Rows:
    found: _Rows = []
    for name, full, rows in _named(WORKING_TIME, "policy"):
        newest = max(row.effective_from for row in rows)
        for row in rows:
            policy = library.working_time(full, row.effective_from)
            year, decimals = policy.year_weeks, policy.paid_weeks_decimals
            found.append(
                (
                    name,
                    row.effective_from,
                    row.effective_to,
                    full,
                    _yes(row.effective_from == newest),
                    float(policy.full_time_hours),
                    year.numerator,
                    year.denominator,
                    policy.leave,
                    None if decimals is None else 10**decimals,
                    policy.source,
                )
            )
    return found


_SPINE_COLUMNS = ("spine", "spine with body", "effective from", "effective to", "newest", "point", "salary", "source")
_GRADE_COLUMNS = (
    "grade", "grade with body", "grade for short", "effective from", "effective to", "newest", "point", "full years",
    "salary", "source",
)  # fmt: skip


def _salary(pence: int | None) -> Any:
    return UNKNOWN if pence is None else pounds(pence)


def _spine_rows() -> _Rows:
    found: _Rows = []
    for name, full, rows in _named("spines/*/spine*", "spine"):
        newest = max(row.effective_from for row in rows)
        found += [
            (
                name,
                full,
                row.effective_from,
                row.effective_to,
                _yes(row.effective_from == newest),
                row.values["point"],
                _salary(None if row.values.get("estimate") else library.salary_pence(row.values["salary"])),
                row.source,
            )
            for row in rows
            if row.status != library.NOT_USED
        ]
    return found


def _grade_rows() -> _Rows:
    """A grade's points or its bottom and top for each stretch of days on which grade and spine stand still."""
    found: _Rows = []
    spines = _named("spines/*/spine*", "spine")
    for name, full, rows in _named("spines/*/grades*", "grade"):
        newest = max(row.effective_from for row in rows)
        for row in rows:
            stretches = _stretches(row, spines)
            now = library.grade(full) if row.effective_from == newest else None
            for first, last in stretches:
                try:
                    grade = library.grade(full, first)
                except PaybandError:
                    continue  # the spine does not reach these days
                is_newest = now is not None and first == stretches[-1][0] and grade == now
                points = grade.points or (
                    library.PointSalary("", grade.bottom),
                    library.PointSalary("", grade.top),
                )
                years = library.years_to_steps(row, first)
                if years != library.years_to_steps(row, last):
                    years = {}
                short = short_name(row.values["body"], row.values["grade"])
                dated = (name, full, short, first, last, _yes(is_newest))
                found += [
                    (*dated, each.point, years.get(each.point), _salary(each.pence), grade.source) for each in points
                ]
    return found


def _stretches(row: library.Row, spines: list[tuple[str, str, list[library.Row]]]) -> list[tuple[date, date]]:
    """The days of a grade's row, cut where the spine that its points are on changes."""
    wanted = library.spine_of_grade(row).casefold()
    days = {
        (max(each.effective_from, row.effective_from), min(each.effective_to, row.effective_to))
        for name, full, rows in spines
        if wanted and wanted in (name.casefold(), full.casefold())
        for each in rows
    }
    inside = sorted(each for each in days if each[0] <= each[1])
    return inside or [(row.effective_from, row.effective_to)]


def _yes(condition: bool) -> str:
    return "yes" if condition else "no"
