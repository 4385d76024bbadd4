"""The regression of an equal pay audit: the logarithm of pay on a group, points, service and hours.

Least squares by statsmodels, an optional library. What is left of a group's difference is the coefficient of the group;
its 95% interval rests on standard errors that hold where pay varies more in some jobs than in others (HC3). This is the
one place where figures are floats: a coefficient is a statistic and no amount that anybody is paid.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from payband.review.parts.equal_pay.workers import Worker

__all__ = [
    "LEAST_OF_GROUP",
    "NEED_STATISTICS",
    "PEOPLE_A_TERM",
    "Coefficient",
    "Fit",
    "Model",
    "NoFigure",
    "fit",
    "has_statistics",
    "models",
]

NEED_STATISTICS = (
    "the regression is worked out with statsmodels, which is not installed: pip install 'payband[statistics]'"
)
LEAST_OF_GROUP = 10
"""The fewest people of a group that a regression is worked out for."""
PEOPLE_A_TERM = 10
"""How many people a regression needs for each term."""
YEAR = 365.25  # days, for service in years
_WHOLE = "(constant)"
_WHOLLY = 1e-9  # how near to 1 a leverage is that only rounding keeps from it


class NoFigure(Exception):
    """Why a regression gives no figure; the message says it in words."""


class Coefficient(NamedTuple):
    """A coefficient, its ordinary and its robust standard error, and the 95% interval by the robust one."""

    value: float
    error: float
    robust_error: float
    lower: float
    upper: float


class Fit(NamedTuple):
    """What a regression found."""

    people: int
    r_squared: float
    terms: Mapping[str, Coefficient]


class Model(NamedTuple):
    """A regression that is asked for: its people, and which of points, service and hours are terms of it.

    `left_out` are the people without one of its terms, `said` what else is to be said of it.
    """

    name: str
    people: Sequence[Worker]
    terms: Mapping[str, Sequence[float]]
    left_out: int
    said: Sequence[str]


def has_statistics() -> bool:
    """Whether statsmodels is installed."""
    try:
        import statsmodels.api  # noqa: F401 - it takes a second to load, so only where there is something to work out
    except ImportError:
        return False
    return True


def fit(outcome: Sequence[float], terms: Mapping[str, Sequence[float]]) -> Fit:
    """Least squares of an outcome on a constant and some terms.

    Raises NoFigure where there are fewer than ten people for each term, or where the terms cannot be told apart.
    """
    import numpy as np
    import statsmodels.api

    people, names = len(outcome), list(terms)
    if people < PEOPLE_A_TERM * (len(names) + 1):
        raise NoFigure(
            f"{people} people are too few for a regression with {len(names)} terms: it needs "
            f"{PEOPLE_A_TERM * (len(names) + 1)}, ten for each term and the constant"
        )
    columns = np.column_stack([np.ones(people), *(np.asarray(terms[name], dtype=float) for name in names)])
    scaled = columns / np.abs(columns).max(axis=0, where=np.isfinite(columns), initial=1e-300)
    if np.linalg.matrix_rank(scaled) < columns.shape[1]:
        raise NoFigure("the terms cannot be separated: one of them follows from the others for everybody")
    found = statsmodels.api.OLS(np.asarray(outcome, dtype=float), columns).fit()
    leverage = (columns * np.linalg.pinv(columns).T).sum(axis=1)
    if leverage.max() > 1 - _WHOLLY:
        raise NoFigure("one person alone decides a term: leave that person or the term out")
    robust = found.get_robustcov_results("HC3")
    intervals = robust.conf_int(0.05)
    coefficients = {
        name: Coefficient(
            float(found.params[place]),
            float(found.bse[place]),
            float(robust.bse[place]),
            float(intervals[place][0]),
            float(intervals[place][1]),
        )
        for place, name in enumerate((_WHOLE, *names))
    }
    if not all(math.isfinite(each) for coefficient in coefficients.values() for each in coefficient):
        raise NoFigure("no interval can be worked out: pay does not vary, or a term is out of all proportion")
    r_squared = float(found.rsquared)
    return Fit(people, r_squared if math.isfinite(r_squared) else 0.0, coefficients)


# --- the models of an audit ----------------------------------------------------------------------------------------


def models(people: Sequence[Worker]) -> Iterator[Model]:
    """The group alone, with points, and with points, service and hours, as far as these are given and differ."""
    yield Model("group alone", people, {}, 0, ())
    with_points = _given(people, ("points",))
    if with_points is None:
        said = "points are not given: fill in table EqualPayPeople, or nothing says whose work is equal"
        yield Model("points", (), {}, 0, (said,))
        return
    yield with_points
    all_of_them = _given(people, ("points", "service", "hours"))
    if all_of_them is not None and len(all_of_them.terms) > len(with_points.terms):
        yield all_of_them


def _given(people: Sequence[Worker], wanted: Sequence[str]) -> Model | None:
    """A model with the terms that are given and differ; None where none does."""
    said, terms = [], []
    for name in wanted:
        values = {_value(each, name) for each in people} - {None}
        if not values:
            said.append(f"{name} not given")
        elif len(values) == 1:
            said.append(f"{name} the same for everybody")
        else:
            terms.append(name)
    if not terms:
        return None
    whole = [each for each in people if all(_value(each, name) is not None for name in terms)]
    columns = {name: [float(_value(each, name) or 0) for each in whole] for name in terms}
    return Model(", ".join(terms), whole, columns, len(people) - len(whole), said)


def _value(person: Worker, name: str) -> float | None:
    if name == "points":
        return person.points
    if name == "service":
        return None if person.service is None else person.service / YEAR
    return float(person.fte)
