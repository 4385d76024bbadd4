"""A profile of on-costs that names its pension scheme and leaves the rate to the library."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

import payband
from payband.errors import InputProblems
from tests.support.workbooks import changed, only, put, rows_of, run_payband, small_review

NHS = {"profile": "all", "pension scheme": "nhs pension scheme"}
IN_2024 = {"implementation date": "31/03/2025", "price base": "2024-25"}


def review(profile: dict[str, Any], **settings: Any) -> payband.Review:
    return payband.Review(**small_review(on_costs=[profile], settings={**IN_2024, **settings}))


def test_a_scheme_gives_the_rate_of_the_implementation_date() -> None:
    by_scheme = review(NHS).calculate()
    by_rate = review({"profile": "all", "pension rate": "23.78%"}).calculate()
    assert by_scheme.structure_cost.total.proposed.cost == by_rate.structure_cost.total.proposed.cost
    [figure] = [each for each in by_scheme.figures_used if "pension" in each.name]
    assert (figure.name, figure.value) == ("employer's pension rate, NHS Pension Scheme", "23.78%")
    assert figure.source.startswith("NHS Employers, 14 March 2024")
    assert figure.file == "pensions/employer_rates.csv"


def test_a_rate_that_is_given_stays() -> None:
    found = review({**NHS, "pension rate": "14.38%"}).calculate()
    given = review({"profile": "all", "pension rate": "14.38%"}).calculate()
    assert found.structure_cost.total.proposed.cost == given.structure_cost.total.proposed.cost
    assert not [each for each in found.figures_used if each.file == "pensions/employer_rates.csv"]


def test_an_employers_own_rate_goes_before_that_of_all(tmp_path: Path) -> None:
    lgps = {"profile": "all", "pension scheme": "Local Government Pension Scheme"}
    found = review(lgps, body="Leicestershire County Council", **{"implementation date": "01/04/2025"})
    assert {each.pension_rate for each in found.inputs.on_costs} == {2940}


@pytest.mark.parametrize(
    ("scheme", "settings", "said"),
    [
        (
            "NHS Pensions",
            {},
            "'NHS Pensions' is not a pension scheme in the library; did you mean 'NHS Pension Scheme'?",
        ),
        ("Local Government Pension Scheme", {}, "differ from employer to employer: give the rate of yours"),
        ("Teachers' Pension Scheme", {"implementation date": "01/04/2025"}, "is known to 31 March 2025 only"),
    ],
)
def test_a_scheme_without_a_rate_is_one_problem(scheme: str, settings: dict[str, str], said: str) -> None:
    with pytest.raises(InputProblems) as error:
        review({"profile": "all", "pension scheme": scheme}, **settings)
    [problem] = error.value.problems
    assert said in str(problem)
    assert "or give the rate in column 'pension rate'" in str(problem)
    assert (problem.table, problem.row, problem.column) == ("OnCosts", 1, "pension scheme")


def test_neither_a_rate_nor_a_scheme_is_refused_as_before() -> None:
    with pytest.raises(InputProblems, match="the column 'pension rate' is missing"):
        review({"profile": "all"})


def by_scheme(workbook: Any) -> None:
    """The Leicester review with a scheme of 2012 in place of its pension rate."""
    put(workbook, "OnCosts", "Senior managers", "pension rate", None)
    put(workbook, "OnCosts", "Senior managers", "pension scheme", "Police Pension Scheme")


def test_a_workbook_and_its_plain_formulas_take_the_rate_too(tmp_path: Path) -> None:
    path = changed(tmp_path, by_scheme)
    native = tmp_path / "native.xlsx"
    assert run_payband("review", path, "--native", "-o", native).returncode == 0
    figure = only(rows_of(load_workbook(native), "RunLog"), item="employer's pension rate, Police Pension Scheme")
    assert figure["value"] == "24.2%"
    done = run_payband("reconcile", native)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
