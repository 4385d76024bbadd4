"""What rows take their figures from."""

from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from payband.sheets.rows import Rows
from payband.sheets.sheet import Sheet
from payband.sheets.unknown import Reasons

if TYPE_CHECKING:
    import numpy as np

    Array: TypeAlias = "np.ndarray[Any, np.dtype[Any]]"

__all__ = ["Source"]


class Source(Protocol):
    """The figures of some sheets. `at_once` says that a column is a NumPy column, whose unknowns have `reasons`."""

    at_once: bool
    reasons: Reasons

    def rows_of(self, sheet: type[Sheet]) -> Rows:
        """The rows of a sheet."""

    def values(self, sheet: type[Sheet], name: str) -> Any:
        """A column."""

    def values_at(self, sheet: type[Sheet], name: str, at: "Array") -> Any:
        """A column at some rows."""

    def runs(self, sheet: type[Sheet], name: str, rows: "Array | None") -> Any:
        """The runs of all rows of a sheet, or of some of them."""

    def run(self, sheet: type[Sheet], name: str, row: int) -> Any:
        """The run of a row."""

    def children(self, child: type[Sheet], by: str, parent: type[Sheet]) -> Any:
        """The rows of a sheet that belong to each row of another: their order, and where those of each start."""
