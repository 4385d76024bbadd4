"""A small table of answers: named columns and rows, for a cell range, a terminal, a script or pandas."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Table"]

ROWS_IN_A_NOTEBOOK = 60


class Table:
    """Rows under named columns.

    >>> print(Table(["point", "salary"], [["6", Decimal("76725.00")]]))
    point     salary
    -----  ---------
    6      76,725.00
    """

    __slots__ = ("columns", "rows")

    def __init__(self, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        self.columns = list(columns)
        self.rows = [list(row) for row in rows]

    def __iter__(self) -> Iterator[list[Any]]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Table) and (self.columns, self.rows) == (other.columns, other.rows)

    def __repr__(self) -> str:
        return f"Table({self.columns!r}, {self.rows!r})"

    def _repr_html_(self) -> str:
        """The table as a notebook shows it: the first rows, and how many more there are."""
        right = [_is_number_column([row[i] for row in self.rows]) for i in range(len(self.columns))]
        head = "".join(f"<th>{escape(name)}</th>" for name in self.columns)
        body = "".join(
            "<tr>" + "".join(_html_cell(value, to_right=at) for value, at in zip(row, right, strict=True)) + "</tr>"
            for row in self.rows[:ROWS_IN_A_NOTEBOOK]
        )
        more = len(self.rows) - ROWS_IN_A_NOTEBOOK
        below = f"<p>{more:,} more row{'s' if more > 1 else ''}</p>" if more > 0 else ""
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{below}"

    def column(self, name: str) -> list[Any]:
        """One column's values."""
        index = self.columns.index(name)
        return [row[index] for row in self.rows]

    def records(self) -> list[dict[str, Any]]:
        """A dictionary for each row."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]

    def to_pandas(self) -> "pd.DataFrame":
        """The same as a pandas DataFrame; amounts stay `Decimal`."""
        import pandas as pd  # only who asks for a DataFrame pays for this import

        return pd.DataFrame(self.rows, columns=self.columns)

    def __str__(self) -> str:
        shown = [[_shown(value) for value in row] for row in self.rows]
        widths = [max(len(text) for text in texts) for texts in zip(self.columns, *shown, strict=True)]
        right = [_is_number_column([row[i] for row in self.rows]) for i in range(len(self.columns))]

        def line(texts: Sequence[str]) -> str:
            padded = (
                text.rjust(width) if to_right else text.ljust(width)
                for text, width, to_right in zip(texts, widths, right, strict=True)
            )
            return "  ".join(padded).rstrip()

        return "\n".join([line(self.columns), line(["-" * width for width in widths]), *map(line, shown)])


def _html_cell(value: Any, *, to_right: bool) -> str:
    align = ' style="text-align: right"' if to_right else ""
    return f"<td{align}>{escape(_shown(value))}</td>"


def _is_number_column(values: Sequence[Any]) -> bool:
    return any(isinstance(value, Decimal) for value in values)


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return f"{value:,}"
    return str(value)
