"""The part gender pay gap: who counts, hourly pay out of the pay period, bonuses, six figures, the service's file."""

from __future__ import annotations

import csv
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from random import Random
from statistics import mean, median
from typing import Any

import pytest
from openpyxl import load_workbook

import payband
from payband.errors import InputProblems
from payband.review.parts.gender_pay_gap.people import the_report
from payband.review.parts.gender_pay_gap.service import HEADINGS, in_the_same_form, of_the_service
from payband.review.results import Results
from tests.support.part_workbooks import assert_the_same_in_a_workbook
from tests.support.workbooks import only, rows_of, run_payband, small_review

REPORT = {"snapshot date": "31/03/2026", "regulations": "public bodies in England", "employer": "Anytown Council"}
MONTH = {"pay period": "Monthly", "length": "month", "first day": "01/03/2026", "last day": "31/03/2026"}
WEEK = {"pay period": "Weekly", "length": "week", "first day": "30/03/2026", "last day": "05/04/2026"}


def employee(person: str, sex: str, pay: Any, **values: Any) -> dict[str, Any]:
    row = {"person": person, "sex": sex, "ordinary pay": pay, "weekly hours": 37}
    return row | {name.replace("_", " "): value for name, value in values.items()}


def review(*people: dict[str, Any], **more: Any) -> payband.Review:
    tables = {
        "PayGapReport": [{**REPORT, **more.pop("report", {})}],
        "PayGapPeriods": more.pop("periods", [MONTH]),
        "PayGapPay": list(people),
        "PayGapBonuses": more.pop("bonuses", []),
    }
    return payband.Review(**small_review(more=tables, **more))


def results(*people: dict[str, Any], **more: Any) -> Results:
    return review(*people, **more).calculate()


def rows(table: str, *people: dict[str, Any], **more: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = results(*people, **more).tables[table].records()
    return found


def problems(*people: dict[str, Any], **more: Any) -> str:
    with pytest.raises(InputProblems) as raised:
        results(*people, **more)
    return str(raised.value)


# --- who counts ----------------------------------------------------------------------------------------------------

# PJH Law, gender pay gap reporting, Hook & Smee: usual pay £400 a week. Paid in the week, and whether leave reduced it.
HOOK_AND_SMEE = [
    ("Hook Jr", 400, False, True), ("Line", 320, True, False), ("Sinker", 400, False, True),
    ("Peter Pan", 180, True, False), ("Wendy", 240, False, True), ("Smee Jr", 240, False, True),
]  # fmt: skip


def test_who_is_a_full_pay_relevant_employee() -> None:
    people = [
        employee(name, "men", paid, weekly_hours=24 if name == "Smee Jr" else 40, reduced_by_leave=leave)
        for name, paid, leave, _ in HOOK_AND_SMEE
    ]
    partner = employee("Captain Hook", "men", None, partner="yes", weekly_hours=None)
    found = rows("PayGapHourly", *people, partner, periods=[WEEK])
    assert [(row["person"], row["full_pay"]) for row in found] == [
        *((name, full) for name, *_, full in HOOK_AND_SMEE), ("Captain Hook", False),
    ]  # fmt: skip
    assert only(found, person="Smee Jr")["hourly_pay"] == Decimal("10")
    counts = only(rows("PayGapQuarters", *people, partner, periods=[WEEK]), group="men")
    assert (counts["relevant_employees"], counts["full_pay_relevant_employees"]) == (6, 4)


def test_hourly_pay_of_a_month_with_what_belongs_to_it() -> None:
    """Access SelectPay's formula: 2000 x 7 / 30.44 / 37; a year's bonus counts a twelfth, arrears do not."""
    people = [employee("P1", "women", 2_000), employee("P2", "men", "2,350", of_other_periods=350)]
    people.append(employee("P3", "men", 1_900))
    bonus = {"person": "P3", "amount": 1_200, "paid on": "15/03/2026", "pay periods": 12}
    found = rows("PayGapHourly", *people, bonuses=[bonus])
    assert {row["hourly_pay"] for row in found} == {Decimal("12.430302")}
    assert only(found, person="P3")["bonus_in_it"] == 100
    assert only(found, person="P3")["bonus_of_12_months"] == 1_200


def test_bonuses_of_the_twelve_months_alone() -> None:
    people = [employee("P1", "women", 2_000), employee("P2", "men", 2_000)]
    days = ("31/03/2025", "01/04/2025", "31/03/2026", "01/04/2026")
    bonuses = [{"person": "p1", "amount": 10**place, "paid on": day} for place, day in enumerate(days)]
    made = results(*people, bonuses=bonuses)
    assert only(made.tables["PayGapHourly"].records(), person="P1")["bonus_of_12_months"] == 110
    assert any("paid outside the twelve months from 1 April 2025 to 31 March 2026" in each for each in made.warnings)


# --- six figures ---------------------------------------------------------------------------------------------------


def workforce(seed: int, people: int = 260) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    draw = Random(seed)
    found = [
        employee(
            f"P{number}",
            draw.choice(["men", "women", "women"]),
            draw.randrange(1_500, 4_500),
            weekly_hours=draw.choice([18.5, 37]),
            ethnicity=draw.choice(["White British", "Asian", "Black", ""]),
            disability=draw.choice(["disabled", "not disabled", "not disabled"]),
            reduced_by_leave=draw.random() < 0.1,
        )
        for number in range(people)
    ]
    bonuses = [
        {"person": row["person"], "amount": draw.randrange(100, 900), "paid on": "20/12/2025"}
        for row in found
        if draw.random() < 0.3
    ]
    return found, bonuses


def exact_gap(base: list[Decimal], other: list[Decimal], measure: Callable[[list[Decimal]], Decimal]) -> Decimal:
    return (measure(base) - measure(other)) / measure(base) * 100


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_six_figures_are_those_of_the_people(seed: int) -> None:
    people, bonuses = workforce(seed)
    [figures] = [each for each in rows("GenderPayGap", *people, bonuses=bonuses) if each["characteristic"] == "sex"]
    paid = {each["person"]: Decimal(each["amount"]) for each in bonuses}
    hourly: dict[str, list[Decimal]] = {"men": [], "women": []}
    of_bonus: dict[str, list[Decimal]] = {"men": [], "women": []}
    for row in people:
        if not row["reduced by leave"]:
            exact = Decimal(row["ordinary pay"]) * 7 / Decimal("30.44") / Decimal(row["weekly hours"])
            hourly[row["sex"]].append(exact)
        if row["person"] in paid:
            of_bonus[row["sex"]].append(paid[row["person"]])
    expected = {
        "mean_gap": exact_gap(hourly["men"], hourly["women"], mean),
        "median_gap": exact_gap(hourly["men"], hourly["women"], median),
        "mean_bonus_gap": exact_gap(of_bonus["men"], of_bonus["women"], mean),
        "median_bonus_gap": exact_gap(of_bonus["men"], of_bonus["women"], median),
    }
    for name, percent in expected.items():
        assert abs(figures[name] * 100 - percent) <= Decimal("0.0501"), name
        assert (figures[name] * 1000) % 1 == 0  # one decimal of a percent
    many = {sex: sum(row["sex"] == sex for row in people) for sex in hourly}
    for sex, name in (("men", "with_bonus_compared_with"), ("women", "with_bonus")):
        assert abs(figures[name] - Decimal(len(of_bonus[sex])) / many[sex]) <= Decimal("0.0005")
    for quarter in ("lower", "lower_middle", "upper_middle", "upper"):
        assert abs(figures[quarter] + figures[f"{quarter}_compared_with"] - 1) <= Decimal("0.001")


def test_whole_percents_where_they_are_asked_for() -> None:
    people, bonuses = workforce(1)
    [figures] = [
        each
        for each in rows("GenderPayGap", *people, bonuses=bonuses, report={"decimals": 0})
        if each["characteristic"] == "sex"
    ]
    assert all(value * 100 % 1 == 0 for value in figures.values() if isinstance(value, Decimal))


def test_ethnicity_and_disability_in_the_same_form_and_none_of_few() -> None:
    people, bonuses = workforce(4)
    people += [employee(f"R{number}", "women", 2_000, ethnicity="Roma") for number in range(9)]
    found = rows("GenderPayGap", *people, bonuses=bonuses)
    assert {(row["characteristic"], row["group"], row["compared_with"]) for row in found} == {
        ("sex", "women", "men"), ("ethnicity", "Asian", "White British"), ("ethnicity", "Black", "White British"),
        ("ethnicity", "Roma", "White British"), ("disability", "disabled", "not disabled"),
    }  # fmt: skip
    roma = only(found, group="Roma")
    assert not any(isinstance(value, Decimal) for value in roma.values())
    assert roma["why"] == "withheld: a group has fewer than 10 people on full pay"
    counts = [row for row in rows("PayGapQuarters", *people, bonuses=bonuses) if row["characteristic"] == "ethnicity"]
    assert all(row["lower"] is None and row["relevant_employees"] is None for row in counts)
    assert only(found, group="disabled")["mean_gap"] is not None


def test_a_small_workforce_is_told_that_no_duty_is_there() -> None:
    warnings = results(employee("P1", "men", 2_000), employee("P2", "women", 2_000)).warnings
    assert any("there are 2 people, and the duty to publish begins at 250 employees" in each for each in warnings)


# --- the file of the service ---------------------------------------------------------------------------------------


def test_the_service_is_given_its_own_headings_in_order() -> None:
    people, bonuses = workforce(2)
    made = results(*people, bonuses=bonuses)
    report = the_report(made.inputs)
    assert report is not None
    headings, values = of_the_service(made, report)
    assert headings == ["EmployerName", *HEADINGS]
    assert values[0] == "Anytown Council"
    [figures] = [each for each in made.tables["GenderPayGap"].records() if each["characteristic"] == "sex"]
    assert values[1] == figures["mean_gap"] * 100
    assert values[-1] == figures["upper"] * 100
    assert all(isinstance(value, Decimal) and value.as_tuple().exponent == -1 for value in values[1:])
    first, *others = in_the_same_form(made, report)
    assert first[3] == "mean gap"
    assert len(others) == 3


def test_the_command_writes_both_files(tmp_path: Path) -> None:
    people, bonuses = workforce(2)
    path = tmp_path / "review.xlsx"
    results(*people, bonuses=bonuses).save(path)
    done = run_payband("pay-gap", path, "-o", tmp_path / "six.csv", "--others", tmp_path / "others.csv")
    assert done.returncode == 0, done.stderr
    with open(tmp_path / "six.csv", encoding="utf-8-sig", newline="") as file:
        [row] = csv.DictReader(file)
    [figures] = [each for each in rows("GenderPayGap", *people, bonuses=bonuses) if each["characteristic"] == "sex"]
    assert Decimal(row["DiffMeanHourlyPercent"]) == figures["mean_gap"] * 100
    assert set(row) == {"EmployerName", *HEADINGS}
    assert float(row["MaleTopQuartile"]) + float(row["FemaleTopQuartile"]) == pytest.approx(100, abs=0.11)
    assert "disability,disabled,not disabled" in (tmp_path / "others.csv").read_text(encoding="utf-8-sig")


def test_the_command_says_how_the_part_is_had(tmp_path: Path) -> None:
    path = tmp_path / "review.xlsx"
    payband.Review(**small_review()).calculate().save(path)
    done = run_payband("pay-gap", path, "-o", tmp_path / "six.csv")
    assert done.returncode != 0
    assert "has no gender pay gap: add the sheets with payband add" in done.stderr


def test_a_workbook_holds_the_same(tmp_path: Path, libreoffice_convert: Callable[..., Path]) -> None:
    people, bonuses = workforce(3, 30)
    tables = ("GenderPayGap", "PayGapQuarters", "PayGapHourly")
    assert_the_same_in_a_workbook(results(*people, bonuses=bonuses), tables, tmp_path / "gap.xlsx", libreoffice_convert)


# --- from a staff list ---------------------------------------------------------------------------------------------


def test_a_list_gives_people_their_sex_hours_and_pay(tmp_path: Path) -> None:
    (tmp_path / "staff.csv").write_text(
        "Employee No,Post Title,Post No,Grade,FTE,FTE Salary,Weekly Hours,Full Time Hours,"
        "Gender,Disabled,Ordinary Pay\n"
        "1001,Clerk,1,G3,1,24000,37,37,Female,No,2000.50\n"
        "1002,Clerk,2,G3,0.5,24000,18.5,37,Male,Yes,1000\n"
        "1002,Cook,3,G3,0.5,24000,18.5,37,Male,Yes,900\n"
        "1003,Manager,4,G6,1,40000,37,37,X,,\n",
        encoding="utf-8",
    )
    path = tmp_path / "made.xlsx"
    done = run_payband("import", tmp_path / "staff.csv", "-o", path, "--with", "pay gap", "--as-is")
    assert done.returncode == 0, done.stdout + done.stderr
    held = {row["person"]: row for row in rows_of(load_workbook(path), "PayGapPay")}
    assert [(held[name]["sex"], held[name]["weekly hours"], held[name]["ordinary pay"]) for name in held] == [
        ("women", 37, 2000.5), ("men", 37, 1900), (None, 37, None),
    ]  # fmt: skip
    assert held["1002"]["disability"] == "Yes"
    checked = run_payband("check", path)
    assert "PayGapReport: has no rows: give the snapshot date" in checked.stdout
    assert "column 'ordinary pay': is empty" in checked.stdout
    assert "weekly hours" not in checked.stdout


# --- bad input -----------------------------------------------------------------------------------------------------

TWO = (employee("P1", "men", 2_000), employee("P2", "women", 2_000))
WRONG: list[tuple[str, dict[str, Any], str]] = [
    (
        "Wales",
        {"report": {"regulations": "Wales"}},
        "'Wales': the duties of public bodies in Wales, Scotland and Northern Ireland are not",
    ),
    (
        "Scotland",
        {"report": {"regulations": "public bodies in Scotland"}},
        "are not covered, since their law is not known here",
    ),
    ("snapshot date of others", {"report": {"snapshot date": "05/04/2026"}}, "give 31 March 2026"),
    ("before the regulations", {"report": {"snapshot date": "31/03/2016"}}, "is before the regulations"),
    ("two decimals", {"report": {"decimals": 2}}, "2 is out of range: give 0 or 1"),
    ("a period that is too short", {"periods": [{**MONTH, "last day": "30/03/2026"}]}, "ends on 31 March 2026"),
    ("another period", {"periods": [{**MONTH, "first day": "01/02/2026", "last day": "28/02/2026"}]}, "is not in the"),
    ("a bonus without a date", {"bonuses": [{"person": "P1", "amount": 100}]}, "'paid on': is empty: give the day"),
    (
        "a bonus of nobody",
        {"bonuses": [{"person": "P9", "amount": 1, "paid on": "31/03/2026"}]},
        "is not in table PayG",
    ),
    (
        "a bonus of nothing",
        {"bonuses": [{"person": "P1", "amount": 0, "paid on": "31/03/2026"}]},
        "is £0: give what was paid",
    ),
    ("two periods and none named", {"periods": [MONTH, WEEK]}, "there are 2 pay periods: name the person's"),
]


@pytest.mark.parametrize(("more", "says"), [each[1:] for each in WRONG], ids=[each[0] for each in WRONG])
def test_what_is_wrong_is_said(more: dict[str, Any], says: str) -> None:
    assert says in problems(*TWO, **more)


def test_pay_of_part_of_a_pay_period_is_not_brought_up_to_one() -> None:
    late = employee("P3", "men", 900, paid_from="17/03/2026")
    said = problems(*TWO, late)
    assert "the pay is of 17 March 2026 to 31 March 2026, which is not the full pay period from 1 March 2026" in said
    on_leave = results(*TWO, {**late, "reduced by leave": "yes"})
    assert only(on_leave.tables["PayGapHourly"].records(), person="P3")["hourly_pay"] is None


def test_an_empty_cell_in_many_rows_is_one_problem() -> None:
    people = [employee(f"P{number}", "men", None) for number in range(5)]
    said = problems(*people)
    assert said.count("give the pay of the pay period") == 1
    assert "The same in rows" in said


def test_a_sex_that_the_regulations_do_not_count() -> None:
    assert "neither men nor women" in problems(*TWO, employee("P3", "non-binary", 2_000))
    left_out = results(*TWO, employee("P3", "", 9_000))
    assert only(left_out.tables["GenderPayGap"].records(), characteristic="sex")["mean_gap"] == 0
    assert any("sex is not given for 1 person" in each for each in left_out.warnings)
