"""The part wage floor: who and what falls under a floor, by an independent calculation, and what lifting them costs."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_DOWN, ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

import payband
from payband import library
from payband.cli import main
from payband.errors import InputProblems
from payband.report.charts import draw
from payband.review.results import Results
from payband.workbook import open_review
from tests.formulas.test_live import calls_of
from tests.support.part_workbooks import assert_the_same_in_a_workbook
from tests.support.workbooks import rows_of

TABLES = ("WageFloorByYear", "WageFloorPoints", "WageFloorPeople")
SETTINGS: dict[str, Any] = {
    "implementation date": "01/04/2026", "price base": "2026-27", "costed at": "actual", "slotting rule": "nearest",
    "tie goes to": "higher", "protection months": 0, "protection form": "frozen", "horizon": 2,
    "on-cost profile": "all",
}  # fmt: skip
# NJC pay spine from 1 April 2025, points 2 to 6 (NJC circular of 23 July 2025). Point 2 is deleted from 1 April 2026:
# £24,413 / 52.143 / 37 is £12.65, and the National Living Wage is £12.71 from that day.
NJC = {2: 24_413, 3: 24_796, 4: 25_185, 5: 25_583, 6: 25_989}
SPINE = [
    {"spine": "NJC", "point": point, "salary": salary, "effective from": "01/04/2025"} for point, salary in NJC.items()
]
GRADES = [
    {"grade": "G1", "order": 1, "spine": "NJC", "bottom point": 2, "top point": 4},
    {"grade": "G2", "order": 2, "spine": "NJC", "bottom point": 5, "top point": 6},
    {"grade": "Chief", "order": 3, "bottom salary": 90_000, "top salary": 99_000},
]
LINES = [
    {"line": line, "state": state, "grade": grade, "posts": 9}
    for line, grade in (("Cleaner", "G1"), ("Clerk", "G2"), ("Chief", "Chief"))
    for state in ("now", "proposed")
]
PROFILE = {"profile": "all", "NI category": "A", "pension rate": "20%", "apprenticeship levy": "yes"}
STATUTORY = {"policy": "Statutory", "floor": "statutory", "full-time hours": 37}
LAWFUL = "Statutory: nobody is paid less than the statutory floor when the structure starts"
REAL = {"policy": "Real", "floor": "Real Living Wage", "full-time hours": 37}


def person(name: str, salary: float, line: str = "Cleaner", **more: Any) -> dict[str, Any]:
    grade = {"Cleaner": "G1", "Clerk": "G2", "Chief": "Chief"}[line]
    return {
        "person": name, "post now": line, "grade now": grade, "proposed line": line, "salary now": salary, **more,
    }  # fmt: skip


PEOPLE = [
    person("Anne", NJC[2], FTE="1/2"),
    person("Bert", NJC[2]),
    person("Cleo", NJC[3], FTE=0.8),
    person("Dora", NJC[6], "Clerk"),
    person("Emil", 95_000, "Chief"),
]


def review(
    *policies: dict[str, Any],
    people: list[dict[str, Any]] | None = None,
    more: dict[str, Any] | None = None,
    **given: Any,
) -> payband.Review:
    tables: dict[str, Any] = {
        "settings": {**SETTINGS, **given.pop("settings", {})}, "spines": SPINE, "grades": GRADES, "posts": LINES,
        "people": PEOPLE if people is None else people, "on_costs": [PROFILE], **given,
    }  # fmt: skip
    return payband.Review(**tables, more={"WageFloors": list(policies), **(more or {})})


def rows(results: Results, table: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = results.tables[table].records()
    return found


def first(results: Results, table: str = "WageFloorByYear", **facts: Any) -> dict[str, Any]:
    return next(row for row in rows(results, table) if all(str(row[key]) == str(facts[key]) for key in facts))


# --- by hand: the test's own arithmetic, in pounds -------------------------------------------------------------------

PENNY = Decimal("0.01")
# Employer's NI of 2026-27, category A: 15% above £417 a month. To the penny each month: a third decimal of 5 is
# rounded down, whatever follows it (NIM12031).
SECONDARY, NI, PENSION, LEVY = Decimal(417), Decimal("0.15"), Decimal("0.20"), Decimal("0.005")


def to_the_penny(amount: Decimal) -> Decimal:
    return amount.quantize(PENNY, ROUND_HALF_UP)


def by_months(annual: Decimal) -> list[Decimal]:
    """The months of a salary: what is paid to date to the penny, less what was paid before."""
    to_date = [to_the_penny(annual * month / 12) for month in range(13)]
    return [after - before for before, after in pairwise(to_date)]


def on_costs(annual: Decimal) -> Decimal:
    above = (max(pay - SECONDARY, Decimal(0)) for pay in by_months(annual))
    thousandths = ((each * NI).quantize(Decimal("0.001"), ROUND_FLOOR) for each in above)
    insured = sum((each.quantize(PENNY, ROUND_HALF_DOWN) for each in thousandths), Decimal(0))
    return insured + to_the_penny(annual * PENSION) + to_the_penny(annual * LEVY)


def least(floor: str, hours: str = "37", weeks: str = "52.143") -> Decimal:
    return (Decimal(floor) * Decimal(hours) * Decimal(weeks)).quantize(PENNY, ROUND_CEILING)


def for_time(annual: Decimal, fte: str) -> Decimal:
    share = Fraction(fte)
    return to_the_penny(annual * share.numerator / share.denominator)


def costs_more(before: Decimal, after: Decimal, fte: str = "1") -> tuple[Decimal, Decimal]:
    """What a year costs more at a higher full-time salary: the salary, and its on-costs."""
    old, new = for_time(before, fte), for_time(after, fte)
    return new - old, on_costs(new) - on_costs(old)


# --- who and what falls under it -------------------------------------------------------------------------------------


def test_points_and_people_under_the_national_living_wage() -> None:
    results = review(STATUTORY).calculate()
    row = first(results, financial_year="2026-27")
    assert (str(row["from"]), row["floor"], row["an_hour"]) == (
        "2026-04-01", "National Living Wage, 21 and over", Decimal("12.71"),
    )  # fmt: skip
    assert row["least_salary"] == least("12.71") == Decimal("24521.29")
    assert (row["points_under"], row["people_under"]) == (1, 2)
    points = {str(each["point"]): each for each in rows(results, "WageFloorPoints")}
    assert list(points) == ["2", "3", "4", "5", "6", "bottom", "top"]
    for point, salary in NJC.items():
        exact = Decimal(salary) / Decimal("52.143") / 37
        found = points[str(point)]
        assert found["hourly_pay"] == exact.quantize(Decimal("0.000001"), ROUND_FLOOR)
        assert found["under"] is (exact < Decimal("12.71")) is (point == 2)
        assert found["lacks"] == max(least("12.71") - salary, Decimal(0))
    under = {each["person"]: each["under"] for each in rows(results, "WageFloorPeople")}
    assert under == {"Anne": True, "Bert": True, "Cleo": False, "Dora": False, "Emil": False}


def test_lifting_them_costs_salaries_and_on_costs() -> None:
    results = review(STATUTORY).calculate()
    half, whole = costs_more(Decimal(NJC[2]), least("12.71"), "1/2"), costs_more(Decimal(NJC[2]), least("12.71"))
    row = first(results, financial_year="2026-27")
    assert (row["salaries"], row["on_costs"]) == (half[0] + whole[0], half[1] + whole[1])
    assert row["lifting"] == row["salaries"] + row["on_costs"]
    assert (row["others_who_rise"], row["keeping_gaps"]) == (0, 0)
    by_person = {each["person"]: each["lifting"] for each in rows(results, "WageFloorPeople")}
    assert by_person == {"Anne": sum(half), "Bert": sum(whole), "Cleo": 0, "Dora": 0, "Emil": 0}


def test_keeping_the_gaps_is_a_flat_rise_of_everybody_on_the_spine() -> None:
    results = review({**STATUTORY, "keep gaps": "yes"}).calculate()
    rise = least("12.71") - NJC[2]
    cleo, dora = costs_more(Decimal(NJC[3]), NJC[3] + rise, "0.8"), costs_more(Decimal(NJC[6]), NJC[6] + rise)
    row = first(results, financial_year="2026-27")
    assert (row["others_who_rise"], row["keeping_gaps"]) == (2, sum(cleo) + sum(dora))
    by_person = {each["person"]: each["keeping_gaps"] for each in rows(results, "WageFloorPeople")}
    assert by_person == {"Anne": 0, "Bert": 0, "Cleo": sum(cleo), "Dora": sum(dora), "Emil": 0}
    limited = review({**STATUTORY, "keep gaps": "yes", "gaps up to salary": NJC[4]}).calculate()
    row = first(limited, financial_year="2026-27")
    assert (row["others_who_rise"], row["keeping_gaps"]) == (1, sum(cleo))


def test_nobody_rises_where_the_lowest_paid_of_the_spine_meets_the_floor() -> None:
    results = review({**STATUTORY, "keep gaps": "yes"}, people=PEOPLE[2:]).calculate()
    row = first(results, financial_year="2026-27")
    assert (row["points_under"], row["people_under"], row["lifting"], row["keeping_gaps"]) == (1, 0, 0, 0)
    assert results.failed == []


def test_above_a_point_that_is_lifted_past_the_next_everybody_keeps_the_distance() -> None:
    """£13.45 lifts points 2 to 5: with gaps kept, each is as far above the floor as it was above point 2."""
    results = review({**REAL, "keep gaps": "yes"}).calculate()
    rise = least("13.45") - NJC[2]
    cleo = costs_more(Decimal(NJC[3]), NJC[3] + rise, "0.8")
    found = first(results, "WageFloorPeople", person="Cleo")
    assert found["under"] is True
    assert found["lifting"] == sum(costs_more(Decimal(NJC[3]), least("13.45"), "0.8"))
    assert found["lifting"] + found["keeping_gaps"] == sum(cleo)


# --- worked examples -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "floor", "paid", "printed"),
    [
        # Living Wage Foundation, 37.5 hours and 52 weeks: what somebody on the statutory rate gains in a year
        ("01/12/2025", "Real Living Wage", "12.21", "2418"),  # Employee Benefits, Independent, October 2025
        ("01/12/2025", "Real Living Wage London", "12.21", "5050.50"),  # the same: it prints 5,050
        ("01/12/2021", "Real Living Wage", "8.91", "1930.50"),  # CIPP, November 2021: it prints 1,930
        ("01/12/2023", "Real Living Wage", "10.42", "3081"),  # HR Director, 2023-24
    ],
)
@pytest.mark.parametrize("weeks", [{"divisor": "Living Wage Foundation"}, {"own weeks": 52}])
def test_what_the_foundation_prints(day: str, floor: str, paid: str, printed: str, weeks: dict[str, Any]) -> None:
    salary = Decimal(paid) * Decimal("37.5") * 52
    year = {"01/12/2025": "2025-26", "01/12/2021": "2021-22", "01/12/2023": "2023-24"}[day]
    grade = {"grade": "Low", "bottom salary": float(salary), "top salary": float(salary)}
    results = payband.Review(
        settings={**SETTINGS, "implementation date": day, "price base": year, "horizon": 1},
        grades=[grade], on_costs=[PROFILE],
        posts=[{"line": "Low", "state": state, "grade": "Low", "posts": 1} for state in ("now", "proposed")],
        people=[{"person": "P", "post now": "Low", "grade now": "Low", "proposed line": "Low",
                 "salary now": float(salary)}],
        more={"WageFloors": [{"policy": "F", "floor": floor, "full-time hours": 37.5, **weeks}]},
    ).calculate()  # fmt: skip
    row = rows(results, "WageFloorByYear")[0]
    assert row["salaries"] == Decimal(printed)
    [point] = rows(results, "WageFloorPoints")
    assert (point["point"], point["hourly_pay"]) == ("the one salary", Decimal(paid))


def test_the_foundations_salaries_of_2025() -> None:
    """visitsoflondon.com: £14.80 and £13.45 of 37.5 hours and 52 weeks are £28,860 and £26,227.50."""
    week = {"full-time hours": 37.5, "divisor": "Living Wage Foundation"}
    results = review(
        {"policy": "London", "floor": "Real Living Wage London", **week},
        {"policy": "UK", "floor": "Real Living Wage", **week},
    ).calculate()
    assert first(results, policy="London")["least_salary"] == 28_860
    assert first(results, policy="UK")["least_salary"] == Decimal("26227.50")


@pytest.mark.parametrize(("weeks", "under"), [({"own weeks": "52.142857"}, False), ({}, True)])
def test_one_divisor_on_both_sides(weeks: dict[str, Any], under: bool) -> None:
    """Kent Scheme 2022: an hourly rate x 37 x 365/7, to the penny, is below the rate with 52.143 weeks."""
    salary = (Decimal("12.71") * 37 * 365 / 7).quantize(PENNY, ROUND_CEILING)
    grade = {"grade": "Low", "bottom salary": float(salary), "top salary": float(salary) + 1_000}
    results = review(
        {**STATUTORY, **weeks}, grades=[*GRADES, grade],
        posts=[*LINES, *({"line": "Low", "state": state, "grade": "Low", "posts": 1} for state in ("now", "proposed"))],
    ).calculate()  # fmt: skip
    found = first(results, "WageFloorPoints", spine_or_grade="Low", point="bottom")
    assert found["under"] is under
    assert found["hourly_pay"].quantize(PENNY, ROUND_HALF_UP) == Decimal("12.71")


def test_salary_sacrifice_lowers_the_pay_that_counts() -> None:
    results = review({**STATUTORY, "salary sacrifice": 300}).calculate()
    row = first(results, financial_year="2026-27")
    assert row["least_salary"] == least("12.71") + 300
    assert (row["points_under"], row["people_under"]) == (2, 3)
    cleo = first(results, "WageFloorPeople", person="Cleo")
    assert cleo["pay_that_counts"] == NJC[3] - 300
    assert cleo["lifting"] == sum(costs_more(Decimal(NJC[3]), least("12.71") + 300, "0.8"))


# --- days ------------------------------------------------------------------------------------------------------------


def test_a_pay_award_counts_from_its_day() -> None:
    awards = [{"effective from": "01/10/2026", "percent": "3%", "source": "invented"}]
    results = review(STATUTORY, pay_awards=awards).calculate()
    before, after = (first(results, **{"from": day}) for day in ("2026-04-01", "2026-10-01"))
    assert (before["people_under"], before["points_under"]) == (2, 1)
    assert (after["people_under"], after["points_under"], after["lifting"]) == (0, 0, 0)
    point = first(results, "WageFloorPoints", **{"from": "2026-10-01", "point": 2})
    assert point["salary"] == to_the_penny(Decimal(NJC[2]) * Decimal("1.03")).quantize(Decimal(1), ROUND_HALF_UP)


def test_an_increment_takes_somebody_above_the_floor() -> None:
    settings = {"implementation date": "01/10/2025", "price base": "2025-26", "increments": "1 April"}
    results = review(STATUTORY, settings=settings).calculate()
    found = {str(row["from"]): row["people_under"] for row in rows(results, "WageFloorByYear")}
    assert found == {"2025-10-01": 0, "2026-04-01": 0}
    still = review(STATUTORY, settings={**settings, "increments": "none"}).calculate()
    found = {str(row["from"]): row["people_under"] for row in rows(still, "WageFloorByYear")}
    assert found == {"2025-10-01": 0, "2026-04-01": 2}


def test_protected_pay_is_pay_as_long_as_it_lasts() -> None:
    """Somebody falls from £25,189 to point 2, £24,413, and keeps the higher pay until 30 September 2026."""
    lines = [*LINES, *({"line": "Low", "state": state, "grade": "Low", "posts": 1} for state in ("now", "proposed"))]
    low = {"grade": "Low", "order": 1, "spine": "NJC", "bottom point": 2, "top point": 2}
    falls = {**person("Fay", 25_189), "proposed line": "Low"}
    settings = {"implementation date": "01/10/2025", "price base": "2025-26", "protection months": 12}
    given: dict[str, Any] = {"people": [falls], "grades": [*GRADES, low], "posts": lines}
    results = review(STATUTORY, settings=settings, **given).calculate()
    assert [row["people_under"] for row in rows(results, "WageFloorByYear")] == [0, 0]
    assert first(results, "WageFloorPeople", **{"from": "2026-04-01"})["salary"] == 25_189
    results = review(STATUTORY, settings={**settings, "protection months": 6}, **given).calculate()
    assert [row["people_under"] for row in rows(results, "WageFloorByYear")] == [0, 1]


def test_who_has_left_is_not_counted_and_who_is_displaced_is_until_the_last_day() -> None:
    people = [
        person("Gone", NJC[2], **{"leaves on": "31/12/2025"}),
        {**person("Late", NJC[2], **{"leaves on": "30/04/2026"}), "proposed line": ""},
        {**person("Soon", NJC[2], **{"leaves on": "31/03/2026"}), "proposed line": ""},
        person("Stays", NJC[2]),
    ]
    settings = {"implementation date": "01/10/2025", "price base": "2025-26"}
    results = review({**STATUTORY, "keep gaps": "yes"}, people=people, settings=settings).calculate()
    of_day: dict[str, list[str]] = {}
    for row in rows(results, "WageFloorPeople"):
        of_day.setdefault(str(row["from"]), []).append(row["person"])
    assert of_day == {"2025-10-01": ["Gone", "Late", "Soon", "Stays"], "2026-04-01": ["Late", "Stays"]}


def test_the_real_living_wage_is_not_known_past_its_last_day_and_that_names_the_file() -> None:
    results = review(REAL).calculate()
    found = [(str(row["from"]), row["an_hour"]) for row in rows(results, "WageFloorByYear")]
    assert found == [("2026-04-01", Decimal("13.45")), ("2026-10-22", None), ("2027-04-01", None)]
    unknown = first(results, **{"from": "2026-10-22"})
    assert "add a row to data/wages/floors.csv, or give it with --data" in unknown["why"]
    assert unknown["people_under"] is None
    assert unknown["lifting"] is None
    [warning] = [each for each in results.warnings if "not known on 22 October 2026" in each]
    assert warning.startswith("Wage floor, Real: not known on 22 October 2026: the Real Living Wage")
    assert "floors.csv" in warning


def test_a_body_extends_the_floor_with_its_own_row(tmp_path: Path) -> None:
    (tmp_path / "wages").mkdir()
    (tmp_path / "wages" / "floors.csv").write_text(
        "effective_from,effective_to,floor,pence,unit,status,source\n"
        '2027-04-01,2028-03-31,"National Living Wage, 21 and over",1310,an hour,estimate,our own estimate\n'
    )
    carried = [{"assumption": "rates after the last published year", "value": "as the last year"}]
    with library.using_data(str(tmp_path)):
        results = review({**STATUTORY, "own weeks": "52.143"}, assumptions=carried).calculate()
        without = review(STATUTORY, assumptions=carried).calculate()
    assert "policies/njc/working_time.csv" in first(without, **{"from": "2027-04-01"})["why"]
    row = first(results, **{"from": "2027-04-01"})
    assert (row["an_hour"], row["least_salary"]) == (Decimal("13.10"), least("13.10"))
    assert row["people_under"] == 3
    lifted = [costs_more(Decimal(NJC[2]), least("13.10"), "1/2"), costs_more(Decimal(NJC[2]), least("13.10"))]
    lifted.append(costs_more(Decimal(NJC[3]), least("13.10"), "0.8"))
    assert row["lifting"] == sum(map(sum, lifted))
    assert "as the last year" in row["why"]


def test_on_costs_that_nobody_states_are_not_known() -> None:
    results = review(STATUTORY, on_costs=[], settings={"on-cost profile": ""}).calculate()
    row = first(results, financial_year="2026-27")
    assert row["salaries"] == sum(costs_more(Decimal(NJC[2]), least("12.71"), fte)[0] for fte in ("1/2", "1"))
    assert (row["on_costs"], row["lifting"]) == (None, None)
    assert "on-costs are not stated" in row["why"]


def test_pay_that_is_not_known_makes_no_count_and_no_cost() -> None:
    spine = [{**each, "salary": None} if each["point"] == 3 else each for each in SPINE]
    settings = {"implementation date": "01/10/2025", "price base": "2025-26", "increments": "1 April"}
    results = review(STATUTORY, spines=spine, people=[person("A", NJC[2])], settings=settings).calculate()
    row = first(results, **{"from": "2026-04-01"})
    assert (row["people_under"], row["lifting"]) == (None, None)
    assert "an increment leads to a point" in row["why"]
    assert first(results, "WageFloorPoints", point=3)["under"] is None
    assert results.not_passed == []  # on the day on which the structure starts all is known
    settings = {"implementation date": "01/04/2026", "price base": "2026-27"}
    grades = [{"grade": "G1", "order": 1, "provisional": "yes"}, *GRADES[1:]]
    unknown = review(STATUTORY, grades=grades, people=[person("A", NJC[2])], settings=settings).calculate()
    assert LAWFUL in unknown.untold


# --- bad input -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("policy", "column", "said"),
    [
        ({**STATUTORY, "full-time hours": 0}, "full-time hours", "0 hours a week are not possible: give more than 0"),
        ({**STATUTORY, "full-time hours": 3_700}, "full-time hours", "give more than 0, at most 60"),
        ({**STATUTORY, "full-time hours": None}, "full-time hours", "is empty"),
        ({**STATUTORY, "floor": "Real Living Wages"}, "floor", "did you mean 'Real Living Wage'"),
        ({**STATUTORY, "floor": "National Living Wage"}, "floor", "did you mean 'statutory'"),
        ({**STATUTORY, "divisor": "Green Bok"}, "divisor", "did you mean 'Green Book'"),
        ({**STATUTORY, "divisor": "Kent Scheme"}, "divisor", "policies/kent/working_time.csv"),
        ({**STATUTORY, "own weeks": 53}, "own weeks", "at most 52.143"),
        ({**STATUTORY, "salary sacrifice": 24_413}, "salary sacrifice", "is a whole salary of table People"),
        ({**STATUTORY, "gaps up to salary": 30_000}, "gaps up to salary", "no gaps are kept"),
        ({**STATUTORY, "keep gaps": "perhaps"}, "keep gaps", "yes"),
    ],
)
def test_what_is_refused(policy: dict[str, Any], column: str, said: str) -> None:
    with pytest.raises(InputProblems) as caught:
        review(policy)
    [problem] = caught.value.problems
    assert (problem.table, problem.column) == ("WageFloors", column)
    assert said in problem.message


def test_a_policy_twice_is_refused() -> None:
    with pytest.raises(InputProblems, match="is already in row 1"):
        review(STATUTORY, STATUTORY)


def test_a_structure_that_starts_past_the_figures_is_an_error_that_names_the_file() -> None:
    settings = {"implementation date": "01/11/2026"}
    with pytest.raises(InputProblems, match=r"known to 21 October 2026 only: add a row to data/wages/floors\.csv"):
        review(REAL, settings=settings)
    assert first(review(STATUTORY, settings=settings).calculate())["an_hour"] == Decimal("12.71")


# --- in workbooks, JSON and reports ----------------------------------------------------------------------------------


def test_answers_are_the_same_in_a_workbook(tmp_path: Path, libreoffice_convert: Callable[..., Path]) -> None:
    results = review({**STATUTORY, "keep gaps": "yes"}, REAL).calculate()
    assert_the_same_in_a_workbook(results, TABLES, tmp_path / "review.xlsx", libreoffice_convert)
    assert json.loads(json.dumps(results.to_dict(), default=str))["parts"]["WageFloorByYear"][0]["people_under"] == 2
    shown = load_workbook(tmp_path / "review.xlsx")["Wage floor by year"]
    for cell in ("E5", "F5"):  # £12.71 an hour and not £13, £24,521.29 a year and not £24,521, which is under it
        assert shown[cell].number_format.startswith("[$£-809]#,##0.00")


def test_a_live_copy_calls_the_functions(tmp_path: Path) -> None:
    review(STATUTORY, {**REAL, "own weeks": 52}).calculate().save(tmp_path / "in.xlsx")
    open_review(tmp_path / "in.xlsx").calculate().save(tmp_path / "live.xlsx", live="calc")
    called = calls_of(tmp_path / "live.xlsx", {"WAGEFLOOR", "HOURLYPAY"})
    points, people = len(NJC) + 2, len(PEOPLE)
    assert called == {"WAGEFLOOR": 2, "HOURLYPAY": points + people}  # of the policy with weeks of its own, none


def test_lines_of_the_summary_and_the_check_say_it() -> None:
    results = review({**STATUTORY, "keep gaps": "yes"}).calculate()
    row = first(results, financial_year="2026-27")
    [line] = [text for section, _, text, _ in results.summary() if section == "Wage floor"]
    assert line == (
        "£12.71 an hour is £24,521.29 a year: 1 point and 2 people under it; lifting them costs "
        f"£{row['lifting']:,} a year, keeping the gaps £{row['keeping_gaps']:,} more"
    )
    assert results.failed == [LAWFUL]
    assert (
        "Wage floor, Statutory: somebody is under it on 1 April 2026: see sheet Wage floor by year" in results.warnings
    )


def test_a_voluntary_floor_and_a_later_day_fail_no_check() -> None:
    real = review(REAL).calculate()
    assert real.failed == []
    assert "Wage floor, Real: somebody is under it on 1 April 2026: see sheet Wage floor by year" in real.warnings
    later = review(STATUTORY, settings={"implementation date": "01/10/2025", "price base": "2025-26"}).calculate()
    assert later.failed == []
    assert any("somebody is under it on 1 April 2026" in each for each in later.warnings)


def _report(results_of: payband.Review, tmp_path: Path, *options: str) -> str:
    results_of.calculate().save(tmp_path / "review.xlsx")
    assert main(["report", str(tmp_path / "review.xlsx"), "-o", str(tmp_path / "r.html"), *options]) in (0, 1)
    return (tmp_path / "r.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("options", [(), ("--people",)])
def test_a_report_tells_no_cost_of_few_people(options: tuple[str, ...], tmp_path: Path) -> None:
    found = review({**STATUTORY, "keep gaps": "yes"})
    row = first(found.calculate(), financial_year="2026-27")
    text = _report(found, tmp_path, *options)
    assert "Wage floor" in text
    assert "12.653871" in text  # a point of the spine tells of nobody
    for secret in (row["lifting"], row["salaries"], row["on_costs"], row["keeping_gaps"]):
        assert f"{secret:,}" not in text
    assert "people under it" not in text
    assert "Wage floor people gives what people are paid" in text or not options


def test_a_report_tells_the_cost_of_many(tmp_path: Path) -> None:
    many = [person(f"P{number}", NJC[2]) for number in range(6)] + [person("Q", NJC[4])]
    found = review(STATUTORY, people=many)
    row = first(found.calculate(), financial_year="2026-27")
    text = _report(found, tmp_path)
    assert f"{row['lifting']:,}" in text
    assert "6 people under it" in text


def test_a_chart_shows_the_lowest_points_against_the_floors(tmp_path: Path) -> None:
    awards = [{"effective from": "01/10/2026", "percent": "3%", "source": "invented"}]
    other = {**REAL, "policy": "Other hours", "full-time hours": 36}
    found = review(STATUTORY, REAL, other, pay_awards=awards)
    results = found.calculate()
    picture = draw(results)[-1]
    assert picture.name == "WageFloorPoints"
    assert picture == draw(results)[-1]
    texts = re.findall(r"<text[^>]*>([^<]*)</text>", picture.svg)
    assert "Statutory, 1 April 2026: £12.71" in texts
    assert "Real, 1 April 2026: £13.45" in texts
    assert {"pay 1 April 2026", "pay 1 October 2026", "NJC 2", "NJC 6"} <= set(texts)
    assert not [each for each in texts if "Chief" in each]  # far above every floor
    assert not [each for each in texts if "Other hours" in each]  # whose hour is another: one divisor on both sides
    assert picture.title in _report(found, tmp_path)


@pytest.mark.parametrize(
    ("place", "printed", "outcome"),
    [
        ({"table": "WageFloorByYear", "row": "Statutory; 2026-27", "column": "an hour"}, "£12.71", "computed"),
        ({"table": "WageFloorByYear", "row": "Statutory; 2026-27", "column": "an hour"}, "£12.21", "differs"),
        ({"table": "WageFloorPoints", "row": "NJC; 2", "column": "hourly pay"}, "£12.65 an hour", "computed"),
        ({"table": "WageFloorPoints", "row": "NJC; 2", "column": "hourly pay"}, "12.6539", "computed"),
        ({"table": "WageFloorPoints", "row": "NJC; 2", "column": "hourly pay"}, "12.66", "differs"),
        ({"table": "People", "row": "Cleo", "column": "FTE"}, "0.8 FTE", "reproduced"),
        ({"table": "People", "row": "Cleo", "column": "FTE"}, "0.85", "differs"),
    ],
)
def test_a_paper_s_hourly_pay_and_fte_are_held_against_ours(place: dict[str, Any], printed: str, outcome: str) -> None:
    stated = {"statement": "it", "place": "1.1", "printed": printed, **place}
    results = review(STATUTORY, more={"PaperStatements": [stated]}, settings={"horizon": 1}).calculate()
    [answer] = rows(results, "FromThePaper")
    assert outcome in answer.values(), answer


def test_nothing_of_it_is_published(tmp_path: Path) -> None:
    review(REAL).calculate().save(tmp_path / "review.xlsx")
    assert main(["publish", str(tmp_path / "review.xlsx"), "-o", str(tmp_path / "p.xlsx")]) in (0, 1)
    published = load_workbook(tmp_path / "p.xlsx")
    assert not [name for name in published.sheetnames if "loor" in name]


def test_the_part_is_added_and_read_from_its_sheet(tmp_path: Path) -> None:
    review(STATUTORY).calculate().save(tmp_path / "with.xlsx")
    assert rows_of(load_workbook(tmp_path / "with.xlsx"), "WageFloors")[0]["policy"] == "Statutory"
    assert first(open_review(tmp_path / "with.xlsx").calculate())["people_under"] == 2
    assert main(["new", str(tmp_path / "new.xlsx"), "--with", "wage floor"]) == 0
    assert {"Wage floors", "Wage floor by year"} <= set(load_workbook(tmp_path / "new.xlsx").sheetnames)
