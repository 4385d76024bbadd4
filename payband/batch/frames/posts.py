"""The public function `payband.posts`: a data frame of posts with the answers of a review next to its own columns."""

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeVar

from payband.errors import WrongInput

if TYPE_CHECKING:
    from payband.review.review import Review

__all__ = ["posts"]

Frame = TypeVar("Frame")


def posts(frame: Frame, settings: "str | os.PathLike[str] | Review", columns: Mapping[str, str] | None = None) -> Frame:
    """The posts of a data frame, a row each, with what comes of them under the rules of a review.

    `frame` is one of pandas, Polars, pyarrow or Dask. The same kind is given back, and a lazy one stays lazy.
    `settings` is the review, or the path of its workbook. `columns` says what a column holds whose heading does not
    say it, such as {"Pay": "full-time salary"}. The columns are those of `payband batch`; amounts are exact decimals
    in £.

    Each row of the frame is a row of the answer, in the same order; one that stands for several posts is as many. The
    last column, `rejected`, says why a row has no answer, and is empty for every other: its answers are then missing.

    Raises WrongInput for a table that lacks a column or whose columns must be asked about, InputProblems for settings
    that cannot be used. What a person should know besides, such as salaries that look like pay by month, is a warning.

    >>> import pandas as pd
    >>> import payband
    >>> review = payband.Review(
    ...     settings={"implementation date": "02/01/2012", "price base": "2011-12", "costed at": "top",
    ...               "on-cost profile": "all", "protection months": 24, "protection form": "frozen"},
    ...     on_costs=[{"profile": "all", "contracted out": "yes", "pension rate": "19.6%"}],
    ...     posts=[{"line": "Directors", "state": "proposed", "grade": "Divisional Director", "posts": 15}],
    ... )
    >>> frame = pd.DataFrame({"salary now": [97575, -1], "proposed line": ["Directors", "Directors"]})
    >>> answers = payband.posts(frame, review)
    >>> answers[["salary new", "change"]].values.tolist()[0]
    [Decimal('85575.00'), Decimal('-12000.00')]
    >>> answers["rejected"].tolist()[1]
    'salary now (-1): a salary of (£1.00) is not possible: give £ a year for a full-time post'
    """
    from importlib.util import find_spec

    if find_spec("pyarrow") is None:
        raise WrongInput('payband.posts needs pyarrow, which is not installed: pip install "payband[parquet]"')
    # Only this function needs pyarrow, and the names of payband are there without it.
    from payband.batch.frames.kinds import answered
    from payband.review.review import Review
    from payband.workbook.read import open_review

    review = settings if isinstance(settings, Review) else open_review(settings)
    found: Frame = answered(frame, review.inputs, dict(columns or {}))
    return found
