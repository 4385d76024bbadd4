"""The answer tables of a review: what a row is, what each column holds, and how a value is given out."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, overload

from payband.review.core.approvals import Approval
from payband.review.core.line_cost import LineCost
from payband.review.core.outlook import LineOutlook
from payband.review.core.protection import ProtectedMonth, ProtectedYear
from payband.review.core.ranges import Range
from payband.review.core.slotting import Slotted
from payband.sheets.sheet import Sheet, Unit
from payband.table import Table
from payband.units import counted, pounds

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "ANSWERS",
    "CHARTS",
    "CHART_DATA",
    "FORM_OF",
    "MAY_BE_ABSENT",
    "TOTAL_BELOW",
    "YEARS",
    "YEAR_BY_YEAR",
    "AnswerColumn",
    "AnswerRows",
    "AnswerTable",
    "Form",
]


TOTAL_BELOW = 2
"""How many rows below a table's last row its total is: apart, so that a spreadsheet does not take it for a row."""


class Form(NamedTuple):
    """How a kind of value is given out: pence as pounds, basis points as a share, the rest as they are."""

    name: str
    unit: str
    give: Callable[[Any], Any]


def _as_it_is(value: Any) -> Any:
    return value


def _share(basis_points: int) -> Decimal:
    return Decimal(basis_points).scaleb(-4)


MONEY = Form("money", "£", pounds)
PERCENT = Form("percent", "%", _share)
WHOLE = Form("whole", "number", _as_it_is)
DAY = Form("day", "date", _as_it_is)
TEXT = Form("text", "text", _as_it_is)
WORDS = Form("text", "text", str)
POINT = Form("point", "point", lambda value: int(value) if value.isdecimal() else value)
YES_NO = Form("yes_no", "yes / no", _as_it_is)


class AnswerColumn(NamedTuple):
    """A column of an answer table: its heading, its key in scripts, how its values are given out, and since which
    format of the workbook it exists: an older workbook is given the column when it is filled.
    """

    heading: str
    key: str
    form: Form
    unit: str = ""
    since: int = 1


FORM_OF = {
    Unit.PENCE: MONEY,
    Unit.BASIS_POINTS: PERCENT,
    Unit.NUMBER: WHOLE,
    Unit.DAY: DAY,
    Unit.POINT: POINT,
    Unit.YES_NO: YES_NO,
    Unit.WORDS: WORDS,
    Unit.TEXT: TEXT,
}


class SheetColumns(Sequence[AnswerColumn]):
    """The columns of an answer table as the sheet declares them on which they are worked out, `without` some."""

    def __init__(self, sheet: type[Sheet], without: Sequence[str] = ()) -> None:
        self._sheet = sheet
        self._without = without

    def _all(self) -> tuple[AnswerColumn, ...]:
        return tuple(
            AnswerColumn(answer.heading, answer.key, FORM_OF[unit], answer.unit or FORM_OF[unit].unit, answer.since)
            for name, answer, unit in self._sheet.answers()
            if name not in self._without
        )

    @overload
    def __getitem__(self, place: int) -> AnswerColumn: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[AnswerColumn, ...]: ...

    def __getitem__(self, place: int | slice) -> AnswerColumn | tuple[AnswerColumn, ...]:
        return self._all()[place]

    def __len__(self) -> int:
        return len(self._all())

    def __iter__(self) -> Iterator[AnswerColumn]:
        return iter(self._all())


class AnswerTable(NamedTuple):
    """An answer table: its name and the sheet it is on."""

    name: str
    sheet: str
    columns: Sequence[AnswerColumn]
    what: str


class AnswerRows:
    """The rows of an answer table; None is where an answer is not known."""

    def __init__(self, table: AnswerTable, rows: Sequence[Sequence[Any]]) -> None:
        self.table = table
        self._columns: list[list[Any]] = [list(column) for column in zip(*rows, strict=True)] or [
            [] for _ in table.columns
        ]

    @classmethod
    def of_columns(cls, table: AnswerTable, columns: Sequence[list[Any]]) -> "AnswerRows":
        """The rows of an answer table from its columns, all of one length, as `columns` gives them out."""
        if len(columns) != len(table.columns) or len({len(column) for column in columns}) > 1:
            raise ValueError(f"the columns of {table.name} do not make rows of it")
        made = cls(table, ())
        made._columns = list(columns)
        return made

    def columns(self) -> Sequence[list[Any]]:
        """The values of each column of the table as they were calculated: whole pence, whole basis points, dates, text.

        `AnswerColumn.form` of the table's column of the same place says which; None is where one is not known.
        """
        return self._columns

    def calculated(self, key: str) -> list[Any]:
        """One column of it as it was calculated: whole pence, whole basis points, dates, text."""
        return self._columns[next(at for at, each in enumerate(self.table.columns) if each.key == key)]

    @cached_property
    def rows(self) -> list[tuple[Any, ...]]:
        """The same values row by row."""
        return list(zip(*self._columns, strict=True))

    def __len__(self) -> int:
        return len(self._columns[0])

    def values(self, key: str) -> list[Any]:
        """One column of it as it was calculated."""
        return self._columns[self._place(key)]

    def _place(self, key: str) -> int:
        return next(index for index, each in enumerate(self.table.columns) if each.key == key)

    def column(self, key: str) -> list[Any]:
        """One column of it, in pounds, shares and dates."""
        at = self._place(key)
        give, values = self.table.columns[at].form.give, self._columns[at]
        return list(values) if give is _as_it_is else [None if value is None else give(value) for value in values]

    def records(self) -> list[dict[str, Any]]:
        """A dictionary for each row, in pounds, shares and dates."""
        keys = [each.key for each in self.table.columns]
        by_row = zip(*(self.column(key) for key in keys), strict=True)
        return [dict(zip(keys, values, strict=True)) for values in by_row]

    def __repr__(self) -> str:
        return f"<{self.table.name}: {counted(len(self), 'row')}>"

    def __str__(self) -> str:
        return str(self._shown())

    def _repr_html_(self) -> str:
        """The table as a notebook shows it, under the headings of its sheet."""
        return self._shown()._repr_html_()

    def _shown(self) -> Table:
        columns = [self.column(each.key) for each in self.table.columns]
        return Table([each.heading for each in self.table.columns], list(zip(*columns, strict=True)))

    def to_pandas(self) -> "pd.DataFrame":
        """The same as a pandas DataFrame; amounts are `Decimal` pounds."""
        import pandas as pd  # only who asks for a DataFrame pays for this import

        keys = [each.key for each in self.table.columns]
        frame = pd.DataFrame(self.records(), columns=keys, dtype=object)
        for key in keys:
            # A column with gaps stays as it is: pandas would make 3.0 of the point 3 beside an unknown one.
            if len(frame) and frame[key].notna().all():
                frame[key] = frame[key].infer_objects()
        return frame


def _column(heading: str, form: Form, key: str = "", unit: str = "", since: int = 1) -> AnswerColumn:
    return AnswerColumn(heading, key or heading.replace("-", "_").replace(" ", "_"), form, unit or form.unit, since)


_YEARLY = "£ a year"

PAY_RANGES = AnswerTable(
    "PayRanges",
    "Pay ranges",
    SheetColumns(Range),
    "A grade: the bottom, middle and top of its pay range",
)
SLOTTING_LIST = AnswerTable(
    "SlottingList",
    "Slotting list",
    SheetColumns(Slotted),
    "A person: where the present salary is slotted in the proposed line",
)
PROTECTION_BY_YEAR = AnswerTable(
    "ProtectionByYear",
    "Protection",
    SheetColumns(ProtectedYear),
    "A person in a financial year: what protection adds to pay",
)
PROTECTION_BY_MONTH = AnswerTable(
    "ProtectionByMonth",
    "Protection by month",
    SheetColumns(ProtectedMonth),
    "A person in a month: what protection adds to pay",
)
STRUCTURE_COST = AnswerTable(
    "StructureCost",
    "Structure cost",
    SheetColumns(LineCost),
    "A line of the structure: posts and yearly cost now and proposed, net of what others pay",
)
YEARS = AnswerTable(
    "Years",
    "Years",
    SheetColumns(LineOutlook, without=("line",)),
    "A financial year, or the steady state: what the whole structure costs now and proposed",
)
YEAR_BY_YEAR = AnswerTable(
    "YearByYear",
    "Year by year",
    SheetColumns(LineOutlook, without=("fixed",)),
    "A line in a financial year, and in the steady state: what it costs now and proposed",
)
APPROVALS_NEEDED = AnswerTable(
    "ApprovalsNeeded",
    "Approvals",
    SheetColumns(Approval),
    "A line or a person tested against an approval rule",
)
CHECKS = AnswerTable(
    "Checks",
    "Checks",
    (
        _column("check", TEXT),
        _column("expected", TEXT),
        _column("found", TEXT),
        _column("passed", YES_NO),
        _column("detail", TEXT),
    ),
    "A check: what was expected and what was found",
)
RUN_LOG = AnswerTable(
    "RunLog",
    "Run log",
    (_column("item", TEXT), _column("value", TEXT), _column("in force", TEXT, unit="dates"), _column("source", TEXT)),
    "When and with what the answers were made",
)

CHART_DATA = "Chart data"
"""The sheet that the tables of the charts share, side by side."""

CHART_RANGES = AnswerTable(
    "ChartRanges",
    CHART_DATA,
    (
        _column("grade and person", TEXT),
        _column("bottom", MONEY, unit=_YEARLY),
        _column("pay range", MONEY, unit="£ a year, top less bottom"),
        _column("salary now", MONEY, unit="£ a year, full-time"),
        _column("salary new", MONEY, unit="£ a year, full-time"),
    ),
    "Pay ranges and the people in them",
)
CHART_PEOPLE = AnswerTable(
    "ChartPeople",
    CHART_DATA,
    (
        _column("person or line", TEXT, unit="line: average of its people"),
        _column("people", WHOLE),
        _column("salary now", MONEY, unit="£ a year, full-time"),
        _column("salary new", MONEY, unit="£ a year, full-time"),
    ),
    "Slotting before and after",
)
CHART_PROTECTION = AnswerTable(
    "ChartProtection",
    CHART_DATA,
    (
        _column("month of protection", TEXT, unit="as the chart names it"),
        _column("whole month", TEXT, unit="as in Protection by month"),
        _column("cost", MONEY, unit="£, basic pay"),
        _column("on-costs", MONEY),
    ),
    "Protection cost by month",
)
CHART_STRUCTURE = AnswerTable(
    "ChartStructure",
    CHART_DATA,
    (
        _column("line of the structure", TEXT),
        _column("cost now", MONEY, unit=_YEARLY),
        _column("cost proposed", MONEY, unit=_YEARLY),
    ),
    "Structure cost now and proposed",
)
CHART_SAVINGS = AnswerTable(
    "ChartSavings",
    CHART_DATA,
    (
        _column("financial year", TEXT, unit="April to March"),
        _column("saving", MONEY, unit="£"),
        _column("protection", MONEY, unit="£, basic pay"),
        _column("on-costs of it", MONEY, unit="£, if asked for"),
        _column("net saving", MONEY, unit="£"),
        _column("net saving to date", MONEY, unit="£"),
    ),
    "Savings by financial year, before one-off costs",
)
CHARTS = (CHART_RANGES, CHART_PEOPLE, CHART_PROTECTION, CHART_STRUCTURE, CHART_SAVINGS)
"""The tables that the charts are drawn from. A workbook without them is filled all the same."""

MAY_BE_ABSENT = (*CHARTS, YEARS, YEAR_BY_YEAR)
"""The answer tables that a workbook need not have: it is filled without them."""

ANSWERS = (
    PAY_RANGES,
    SLOTTING_LIST,
    PROTECTION_BY_YEAR,
    PROTECTION_BY_MONTH,
    STRUCTURE_COST,
    APPROVALS_NEEDED,
    CHECKS,
    RUN_LOG,
    *CHARTS,
)


def day_text(day: date | None) -> str:
    """A date as a report shows it; nothing for none."""
    return "" if day is None else f"{day:%d/%m/%Y}"
