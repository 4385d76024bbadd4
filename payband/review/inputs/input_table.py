"""How an input table is declared: its columns, what a row of it is, and how a value is shown in a cell."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from pydantic import BaseModel, ConfigDict, Field
from pydantic.fields import FieldInfo

from payband.calendar import FinancialYear
from payband.units import percent_text, pounds

__all__ = ["Column", "InputRow", "InputTable", "column", "column_of"]


def column(
    name: str,
    unit: str,
    help: str = "",
    *,
    choices: Sequence[str] = (),
    default: Any = ...,
    may_be_absent: bool = False,
    since: int = 1,
    before: Any = None,
    names: str = "",
    retired: bool = False,
    ask: str = "",
) -> Any:
    """A column of an input table: its heading, what its values are (the unit) and what a person should type.

    A workbook must have every column, but for those that may be absent. One that is older than the column, which exists
    `since` a format of the workbook, is read as if `before` stood in every cell of it, as a person would type it: what
    gives the answers of before. Nothing stands for an empty cell, so that the default is taken. `names` says of what
    kind the names in it are that refer to something else: `cross_checks.references` looks them up. A `retired` column
    is read where it is, and a new workbook has it only where a row fills it. A setting that costs money is asked
    for in the words of `ask` where it matters: its default is for reviews where it does not.
    Raises ValueError for a required column that does not say `before`.
    """
    if since > 1 and default is ... and before is None:
        raise ValueError(f"'{name}' is required since format {since}: say what older workbooks have in its place")
    return Field(
        default,
        alias=name,
        description=help,
        json_schema_extra={
            "unit": unit,
            "choices": list(choices),
            "may_be_absent": may_be_absent,
            "since": since,
            "before": before,
            "names": names,
            "retired": retired,
            "ask": ask,
        },
        validate_default=False,
    )


class InputRow(BaseModel):
    """A row of an input table. `row` is its row number in the sheet or frame that it came from."""

    # A model's reader is made when it first reads a row: `quick_rows` reads nearly all of them without.
    model_config = ConfigDict(
        frozen=True, arbitrary_types_allowed=True, populate_by_name=True, extra="ignore", defer_build=True
    )

    row: int = 0


class Column(NamedTuple):
    """A column of an input table, or a setting, as a person sees it.

    It exists `since` a format of the workbook; `before` is what stands for it in the cells of older workbooks. Of which
    kind its names are, if they refer to something else, `names` says. `ask` is what to give where it is asked for.
    """

    name: str
    field: str
    unit: str
    help: str
    choices: tuple[str, ...]
    required: bool
    may_be_absent: bool = False
    since: int = 1
    before: Any = None
    names: str = ""
    retired: bool = False
    ask: str = ""

    def cell_value(self, value: Any) -> Any:
        """A value of a row as a cell holds it: pounds, a share, yes or no, a date, text; nothing for none."""
        if value is None or value == "" or value == ():
            return None
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, tuple) and not isinstance(value, FinancialYear):
            return ", ".join(percent_text(share) for share in value)
        if isinstance(value, FinancialYear):
            return str(value)
        if isinstance(value, int) and self.unit.startswith("£"):
            return pounds(value)
        if isinstance(value, int) and self.unit.startswith("%"):
            return Decimal(value).scaleb(-4)
        if self.unit == "point" and isinstance(value, str) and value.isdecimal():
            return int(value)
        return value


class InputTable(NamedTuple):
    """An input table: its name, the sheet it is on, what a row is, and whether a workbook may lack it.

    No two rows have the same `key`; the first of its columns is the one that a message points to. A new workbook has
    `room` for so many rows: those that stay empty count as none.
    """

    name: str
    sheet: str
    rows: type[InputRow]
    key: tuple[str, ...] = ()
    optional: bool = False
    room: int = 10

    @property
    def columns(self) -> tuple[Column, ...]:
        """Its columns in order."""
        return tuple(_columns(self.rows))

    def written(self, rows: Sequence[InputRow] = ()) -> tuple[Column, ...]:
        """The columns that a new workbook has: all but those that are retired and that none of its rows fills."""
        return tuple(each for each in self.columns if not each.retired or any(getattr(row, each.field) for row in rows))


def _columns(rows: type[InputRow]) -> Iterator[Column]:
    return (column_of(field, info) for field, info in rows.model_fields.items() if info.json_schema_extra is not None)


def column_of(field: str, info: FieldInfo) -> Column:
    """A field that `column` declared, as a person sees it."""
    extra: Any = info.json_schema_extra
    return Column(
        str(info.alias),
        field,
        extra["unit"],
        info.description or "",
        tuple(extra["choices"]),
        info.is_required(),
        extra["may_be_absent"],
        extra["since"],
        extra["before"],
        extra["names"],
        extra["retired"],
        extra["ask"],
    )
