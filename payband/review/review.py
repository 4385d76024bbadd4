"""The review as scripts and notebooks use it: tables in, answers out."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from payband.errors import WrongInput, nearest_name
from payband.review.calculate import calculate
from payband.review.inputs.inputs import Inputs
from payband.review.inputs.raw.raw_tables import RawRow, RawTable
from payband.review.inputs.reading import read_inputs
from payband.review.parts.registry import any_input_table
from payband.review.results import Results
from payband.review.scenarios.rows import COLUMN as SCENARIO

if TYPE_CHECKING:
    import pandas as pd

    Frame = pd.DataFrame | Iterable[Mapping[str, Any]]
else:
    Frame = Any

__all__ = ["Review"]

_TABLES = {
    "settings": "Settings",
    "spines": "Spines",
    "grades": "Grades",
    "on_costs": "OnCosts",
    "posts": "Structure",
    "people": "People",
    "package": "Package",
    "approval_rules": "ApprovalRules",
    "assumptions": "Assumptions",
    "pay_awards": "PayAwards",
}


class Review:
    """A review of a structure: its inputs, read and checked, ready to be calculated.

    Each argument is a pandas DataFrame or a list of dictionaries with the columns of the workbook's table: `posts` of
    Structure (line, state, grade, posts, ...), `people` of People, and so on; `settings` may also be a dictionary.
    `more` holds the tables of further parts under their own names, such as Placements.
    Amounts are £ a year, rates and shares 0.195 or "19.5%". Row numbers in messages count from 1.

    Raises InputProblems with everything that is wrong, naming table, row and column; where there are people and the
    settings say nothing of 'protection months' or 'protection form', these are asked for.

    >>> import payband
    >>> review = payband.Review(
    ...     settings={"implementation date": "02/01/2012", "price base": "2011-12", "costed at": "top",
    ...               "on-cost profile": "all", "protection months": 24, "protection form": "frozen"},
    ...     on_costs=[{"profile": "all", "contracted out": "yes", "pension rate": "19.6%"}],
    ...     posts=[{"line": "Directors", "state": "proposed", "grade": "Divisional Director", "posts": 15}],
    ...     people=[{"person": "A", "salary now": 97575, "proposed line": "Directors"}],
    ... )
    >>> review.calculate().slotting[["person", "point", "change"]].values.tolist()
    [['A', 9, Decimal('-12000.00')]]
    """

    def __init__(
        self,
        *,
        posts: Frame = (),
        people: Frame = (),
        settings: Mapping[str, Any] | Frame = (),
        spines: Frame = (),
        grades: Frame = (),
        on_costs: Frame = (),
        package: Frame = (),
        approval_rules: Frame = (),
        assumptions: Frame = (),
        pay_awards: Frame = (),
        more: Mapping[str, Frame] = {},
    ) -> None:
        if isinstance(settings, Mapping):
            settings = [{"setting": name, "value": value} for name, value in settings.items()]
        given = {
            "settings": settings,
            "spines": spines,
            "grades": grades,
            "on_costs": on_costs,
            "posts": posts,
            "people": people,
            "package": package,
            "approval_rules": approval_rules,
            "assumptions": assumptions,
            "pay_awards": pay_awards,
        }
        raw = {_TABLES[name]: _raw_table(name, _TABLES[name], frame) for name, frame in given.items()}
        for name, frame in more.items():
            raw[name] = _raw_table(name, name, frame)
        self._hold(read_inputs(raw, "", cells=False), "tables given in Python", "", None)

    def _hold(self, inputs: Inputs, source: str, fingerprint: str, workbook: Any) -> None:
        self.inputs = inputs
        self._source = source
        self._fingerprint = fingerprint
        self._workbook = workbook

    @classmethod
    def from_inputs(cls, inputs: Inputs, source: str, fingerprint: str, workbook: Any) -> "Review":
        """A review of inputs that were read from a file."""
        review = cls.__new__(cls)
        review._hold(inputs, source, fingerprint, workbook)
        return review

    def calculate(self) -> Results:
        """Every answer of the review."""
        results = calculate(self.inputs, self._source, self._fingerprint)
        results.source = self._workbook
        return results


def _raw_table(name: str, table_name: str, frame: Any) -> RawTable:
    """A data frame or a list of dictionaries as a table; unknown columns are refused with the nearest name."""
    table = any_input_table(table_name)
    if hasattr(frame, "to_dict"):
        frame = frame.astype(object).to_dict("records")
    rows = [RawRow(number, dict(record)) for number, record in enumerate(frame, start=1)]
    columns = list(dict.fromkeys(key for row in rows for key in row.cells))
    known = [column.name for column in table.columns]
    for column in columns:
        if column not in (*known, SCENARIO):
            raise WrongInput(
                f"{name} has a column '{column}' that table {table.name} lacks; {nearest_name(column, known)}"
            )
    return RawTable(table.name, columns if rows else known, rows)
