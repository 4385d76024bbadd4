"""Simulation: draws by hand and in the mass, percentiles, the same pennies from the same seed, bad distributions."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from statistics import mean, stdev
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

import payband
from payband.errors import InputProblems, WrongInput
from payband.progress import heard_by
from payband.review.inputs.inputs import Inputs
from payband.review.risk.changes import Change
from payband.review.risk.draws import Distribution, draws
from payband.review.risk.measures import Measures
from payband.review.risk.simulation import percentile, simulate
from tests.support.workbooks import described_charts, people, rows_of, run_payband, small_review

CARRIED_ON = [{"assumption": "rates after the last published year", "value": "as the last year"}]
A_POST = 3_434_940
MOST = 2**64 - 1

AWARD = {"what is varied": "award", "distribution": "triangular", "low": 0, "likely": "2%", "high": "5%"}
PENSION = {"what is varied": "pension rate", "distribution": "normal", "mean": 0, "spread": "1%"}
TURNOVER = {"what is varied": "turnover", "distribution": "uniform", "low": 0, "high": "10%"}
MONTHS = {"what is varied": "protection months", "distribution": "uniform", "low": 6, "high": 24}


def tables(**given: Any) -> dict[str, Any]:
    posts = [
        {"line": "Officers", "state": state, "grade": "Officer", "posts": count}
        for state, count in (("now", 22), ("proposed", 20))
    ]
    return small_review(**{"assumptions": CARRIED_ON, "posts": posts, **given})


def inputs(*rows: dict[str, Any], **given: Any) -> Inputs:
    return payband.Review(**tables(**given), more={"Distributions": list(rows)}).inputs


def drawn_from(kind: str, low: int | None, middle: int, high: int | None, spread: int = 0) -> Distribution:
    return Distribution(Change("award", "%", "", ""), kind, low, middle, high, spread)


# --- draws ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("distribution", "number", "expected"),
    [
        (drawn_from("uniform", 0, 0, 3), 0, 0),
        (drawn_from("uniform", 0, 0, 3), 2**62 - 1, 0),
        (drawn_from("uniform", 0, 0, 3), 2**62, 1),
        (drawn_from("uniform", 0, 0, 3), MOST, 3),
        (drawn_from("uniform", -5, 0, -5), MOST, -5),
        (drawn_from("triangular", 0, 200, 500), 0, 0),
        (drawn_from("triangular", 0, 200, 500), int(2**64 * 0.4), 200),  # two fifths of it lie below the peak
        (drawn_from("triangular", 0, 200, 500), MOST, 500),
        (drawn_from("triangular", 7, 7, 7), 2**63, 7),
        (drawn_from("normal", None, 150, None, 50), 2**63, 150),
        (drawn_from("normal", None, 150, None, 50), int(2**64 * 0.841344746), 200),  # one spread above the mean
        (drawn_from("normal", None, 150, None, 50), int(2**64 * 0.022750132), 50),  # two spreads below it
        (drawn_from("normal", 100, 150, 180, 50), 0, 100),
        (drawn_from("normal", 100, 150, 180, 50), MOST, 180),
    ],
)
def test_a_random_number_draws(distribution: Distribution, number: int, expected: int) -> None:
    assert distribution.at(number) == expected


@given(st.integers(0, MOST), st.integers(0, MOST), st.integers(-500, 500), st.integers(0, 500), st.integers(0, 500))
def test_a_larger_number_never_draws_less_and_nothing_leaves_its_limits(
    one: int, other: int, low: int, more: int, most: int
) -> None:
    for distribution in (
        drawn_from("uniform", low, 0, low + more + most),
        drawn_from("triangular", low, low + more, low + more + most),
        drawn_from("normal", low, low + more, low + more + most, 40),
    ):
        drawn = [distribution.at(number) for number in sorted((one, other))]
        assert low <= drawn[0] <= drawn[1] <= low + more + most


def test_many_draws_have_the_mean_and_the_spread() -> None:
    found = {
        kind: list(draws(distribution, 7, 20_000))
        for kind, distribution in {
            "uniform": drawn_from("uniform", 0, 0, 1_000),
            "triangular": drawn_from("triangular", 0, 200, 1_000),
            "normal": drawn_from("normal", None, 500, None, 100),
        }.items()
    }
    assert abs(mean(found["uniform"]) - 500) < 8
    assert abs(mean(found["triangular"]) - 400) < 6  # a third of low, peak and high
    assert abs(mean(found["normal"]) - 500) < 3
    assert abs(stdev(found["normal"]) - 100) < 2
    assert max(Counter(found["uniform"]).values()) < 50


def test_the_first_draws_of_a_seed_are_these() -> None:
    # Written down, so that another machine or a later NumPy that drew otherwise would be found out.
    assert list(draws(drawn_from("uniform", 0, 0, 9_999), 1, 5)) == [3895, 4649, 3250, 5949, 7727]


def test_more_runs_begin_with_the_same_ones_and_other_rows_change_none() -> None:
    few, many = (simulate(inputs(AWARD, TURNOVER), runs, 3) for runs in (10, 25))
    assert many.drawn[:10] == few.drawn
    assert many.runs[:10] == few.runs
    other = simulate(inputs(PENSION, TURNOVER, AWARD), 10, 3)
    assert [(each[2], each[1]) for each in other.drawn] == list(few.drawn)
    assert simulate(inputs(AWARD, TURNOVER), 10, 4).drawn != few.drawn


# --- results -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("amounts", "of_hundred", "expected"),
    [
        ([15, 20, 35, 40, 50], 5, 15),  # the worked example of the nearest-rank method
        ([15, 20, 35, 40, 50], 30, 20),
        ([15, 20, 35, 40, 50], 40, 20),
        ([15, 20, 35, 40, 50], 50, 35),
        ([15, 20, 35, 40, 50], 100, 50),
        ([7], 5, 7),
    ],
)
def test_percentiles(amounts: list[int], of_hundred: int, expected: int) -> None:
    assert percentile(amounts, of_hundred) == expected


def test_each_run_is_the_review_with_what_it_drew() -> None:
    review = inputs(AWARD, PENSION, TURNOVER, MONTHS, people=people(40_000, 30_000))
    found = simulate(review, 20, 5)
    changes = [each.change for each in found.distributions]
    for drawn, run in zip(found.drawn, found.runs, strict=True):
        assert run == Measures(review).of(dict(zip(changes, drawn, strict=True)))
    assert found.base == Measures(review).of()


def test_a_rate_drawn_below_the_one_that_the_review_assumes() -> None:
    assumed = {"assumption": "employer NI rate from 2026-27", "value": "15%"}
    drawn = {"what is varied": "rate employer NI from 2026-27", "distribution": "uniform", "low": "13%", "high": "13%"}
    found = simulate(inputs(drawn, assumptions=[*CARRIED_ON, assumed]), 2)
    by_hand = Measures(inputs(assumptions=[*CARRIED_ON, {**assumed, "value": "13%"}])).of()
    assert list(found.runs) == [by_hand, by_hand]
    assert by_hand.net_saving < found.base.net_saving


def test_what_is_certain_is_the_review_itself() -> None:
    found = simulate(inputs({**TURNOVER, "high": 0}, {**MONTHS, "low": 12, "high": 12}, people=people(40_000)), 8)
    for record in found.by_year().records():
        amounts = {record[f"percentile_{each}"] for each in (5, 25, 50, 75, 95)}
        assert amounts == {record["mean"]} == {record["as_it_stands"]}
    assert found.by_year().records()[-1]["as_it_stands"] * 100 == 5 * 2 * A_POST - 1_400_000


def test_percentiles_are_those_of_the_runs_by_year_to_date_and_in_all() -> None:
    found = simulate(inputs(AWARD, MONTHS, people=people(90_000, 80_000)), 40, 2)
    in_all = sorted(run.net_saving for run in found.runs)
    last = found.by_year().records()[-1]
    assert [last[f"percentile_{each}"] * 100 for each in (5, 25, 50, 75, 95)] == [
        in_all[place] for place in (1, 9, 19, 29, 37)
    ]
    assert last["financial_year"] == "all years"
    assert found.to_date().records()[-1]["percentile_50"] == last["percentile_50"]
    to_date = sorted(sum(run.net_savings[:2]) for run in found.runs)
    assert found.to_date().records()[1]["percentile_95"] * 100 == to_date[37]
    first = found.by_year().records()[0]
    assert first["not_below_zero"] * 40 == sum(run.net_savings[0] >= 0 for run in found.runs)


def test_a_thousand_runs_of_twenty_people_take_seconds() -> None:
    review = inputs(
        AWARD, PENSION, TURNOVER, MONTHS, people=people(*range(20_000, 40_000, 1_000)),
        settings={"costed at": "actual", "protection on-costs": "yes"},
    )  # fmt: skip
    told: list[int] = []
    started = time.perf_counter()
    with heard_by(lambda what, done, total: told.append(done) if what == "runs" else None):
        found = simulate(review)
    assert len(found.runs) == 1_000
    assert told[-1] == 1_000
    assert time.perf_counter() - started < 60  # about 6 on the machine it was written on; a shared one is slower


# --- the command ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("simulation") / "review.xlsx"
    given = tables(people=people(40_000, 30_000))
    payband.Review(**given, more={"Distributions": [AWARD, PENSION, MONTHS]}).calculate().save(path)
    return path


def test_two_processes_with_one_seed_agree_to_the_penny(workbook: Path) -> None:
    runs = [run_payband("simulate", workbook, "--runs", "50", "--seed", seed, "--json") for seed in ("11", "11", "12")]
    assert [run.returncode for run in runs] == [0, 0, 0], runs[0].stderr
    assert runs[0].stdout == runs[1].stdout != runs[2].stdout
    held = json.loads(runs[0].stdout)
    assert (held["runs"], held["seed"]) == (50, 11)
    here = simulate(payband.open_review(str(workbook)).inputs, 50, 11)
    assert held["by_year"][-1]["percentile_50"] * 100 == here.by_year().rows[-1][3]


def test_the_workbook_has_the_percentiles_each_run_and_a_fan(
    workbook: Path, libreoffice_convert: Callable[..., Path], tmp_path: Path
) -> None:
    output = tmp_path / "simulation.xlsx"
    run = run_payband("simulate", workbook, "--runs", "30", "-o", output)
    assert run.returncode == 0, run.stderr
    assert "30 runs, seed 1" in run.stdout
    found = simulate(payband.open_review(str(workbook)).inputs, 30)
    book = load_workbook(output)
    assert len(book.worksheets[0]._charts) == 2  # type: ignore[attr-defined]
    fan_said, around_said = described_charts(output).values()
    assert "ChartFan of the sheet Fan" in fan_said
    assert "ChartFanAround of the sheet Around the middle" in around_said
    runs = rows_of(book, "SimulatedRuns")
    assert [row["net saving"] for row in runs] == [each.net_saving / 100 for each in found.runs]
    [*_, fan] = rows_of(book, "ChartFan")
    last = found.to_date().records()[-1]
    assert round(fan["5% of runs are not above"] + fan["5% to 25% of runs"], 2) == float(last["percentile_25"])
    converted = load_workbook(libreoffice_convert(output), data_only=True)
    assert not [cell for sheet in converted for cells in sheet.iter_rows() for cell in cells if cell.data_type == "e"]


def test_review_itself_draws_nothing_and_says_where_it_is_done(workbook: Path) -> None:
    results = payband.open_review(str(workbook)).calculate()
    assert any("payband simulate" in warning for warning in results.warnings)


# --- bad input -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        ({**PENSION, "spread": None}, "spread", "is empty: a normal distribution needs mean and spread"),
        ({**PENSION, "spread": 0}, "spread", "needs one above 0"),
        ({**PENSION, "spread": "-1%"}, "spread", "needs one above 0"),
        ({**PENSION, "likely": "1%"}, "likely", "has none: empty it"),
        ({**PENSION, "low": "1%"}, "mean", "does not lie between low and high"),
        ({**TURNOVER, "low": "11%"}, "high", "is below low, 11%"),
        ({**TURNOVER, "high": None}, "high", "is empty: a uniform distribution needs low and high"),
        ({**TURNOVER, "high": "110%"}, "high", "110%"),
        ({**AWARD, "likely": "6%"}, "likely", "does not lie between low and high"),
        ({**AWARD, "likely": None}, "likely", "is empty"),
        ({**AWARD, "what is varied": "pensionrate"}, "what is varied", "did you mean 'pension rate'?"),
        ({**AWARD, "distribution": "triangel"}, "distribution", "did you mean 'triangular'?"),
        ({**PENSION, "spread": 1}, "spread", "looks like a slip of the keyboard"),
        ({**MONTHS, "low": "six"}, "low", "give a whole number"),
    ],
)
def test_bad_distributions_say_what_to_do(row: dict[str, Any], column: str, words: str) -> None:
    with pytest.raises(InputProblems) as caught:
        inputs(row)
    [problem] = caught.value.problems
    assert (problem.table, problem.row, problem.column) == ("Distributions", 1, column)
    assert words in problem.message


def test_a_draw_that_nothing_can_be_names_the_run() -> None:
    with pytest.raises(WrongInput, match=r"run \d+ drew pension rate -\d.*below|between.*give the distribution a low"):
        simulate(inputs({**PENSION, "spread": "20%"}), 50)


@pytest.mark.parametrize(("runs", "seed"), [(0, 1), (-1, 1), (2_000_000, 1), (10, -1)])
def test_runs_and_seeds_that_make_no_sense(runs: int, seed: int) -> None:
    with pytest.raises(WrongInput, match=r"is out of range|the seed is"):
        simulate(inputs(AWARD), runs, seed)


def test_without_distributions_there_is_nothing_to_draw() -> None:
    with pytest.raises(WrongInput, match="table Distributions has no rows"):
        simulate(inputs())
