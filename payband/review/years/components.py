"""The outlook in its components: basic pay, each kind of on-costs, and what others pay, by line and year."""

from typing import TYPE_CHECKING, TypeAlias

from payband.review.core.cost_components import COMPONENTS, LineInComponents, component_rows
from payband.review.core.years import LineIn
from payband.review.inputs.inputs import Inputs
from payband.review.memo import Memo
from payband.review.years.columns import YearColumns
from payband.review.years.outlook import OutlookWork
from payband.review.years.outlook_table import Outlook
from payband.sheets.rows import Rows

if TYPE_CHECKING:
    from typing import Any

    import numpy as np

    Column: TypeAlias = "np.ndarray[Any, np.dtype[np.int64]]"

__all__ = ["SHOWN", "outlook_in_components"]


SHOWN = (*((LineInComponents, name) for name in COMPONENTS), (LineIn, "external"), (LineIn, "cost"))
"""What is shown of each line in an outlook in components: the fields of its amounts, in their order."""


class _Columns(YearColumns):
    """The years in columns, with the components of what is paid."""

    def rows(self) -> list[Rows]:
        found = super().rows()
        return [*found, *component_rows(found)]


class _Work(OutlookWork):
    """An outlook whose amounts are the components."""

    columns = _Columns
    shown = SHOWN


def outlook_in_components(inputs: Inputs) -> Outlook:
    """What the structure now and the proposed one cost in each year, by component.

    The amounts are those of an outlook, with the fields of `SHOWN` in place of those of StateCost.
    """
    return _Work(inputs, Memo()).outlook()
