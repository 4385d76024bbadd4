"""The part exit costs: redundancy, strain by the fund's factors, two tests side by side, collective consultation."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest

import payband
from payband.errors import InputProblems
from payband.rules.leaving.consultation import most_within
from tests.support.workbooks import small_review

PENNY = Decimal("0.01")
# Invented: no fund's own table was found in a form that can be read.
BY_PENSION = [
    {"age": age, "sex": "any", "factor": factor, "of": "pension a year", "source": "invented"}
    for age, factor in ((55, "4.215"), (56, "3.98"), (57, "3.7275"))
]
BY_SALARY = [
    {"age": 55, "sex": sex, "factor": factor, "of": "salary and year of membership"}
    for sex, factor in (("female", "0.0351"), ("male", "0.0333"))
]
POLICY = [
    {"policy": "large packages", "threshold": 100_000, "comparison": "at or over", "approving body": "Cabinet"},
    {"policy": "others", "threshold": 20_000, "comparison": "over", "approving body": "Personnel Committee"},
]


def leaver(person: str = "P1", **values: Any) -> dict[str, Any]:
    row = {"person": person, "leaves on": "30/09/2026", "age": 45, "full years": 14, "week's pay": 800}
    return row | {name.replace("_", " "): value for name, value in values.items()}


def review(*exits: dict[str, Any], **more: Any) -> payband.Review:
    return payband.Review(**small_review(more={"Exits": list(exits), **more}))


def rows(table: str, *exits: dict[str, Any], **more: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = review(*exits, **more).calculate().tables[table].records()
    return found


def one(*exits: dict[str, Any], **more: Any) -> dict[str, Any]:
    [row] = rows("ExitCosts", *exits, **more)
    return row


# --- redundancy ----------------------------------------------------------------------------------------------------

# alphagov/smart-answers, test/unit/calculators/redundancy_calculator_test.rb: age, full years, week's pay, expected;
# the cap of £430 is that of 1 February 2012 and £450 of a year later. JPC HR 2015: the maximum at £475.
PRINTED = [
    (45, 12, 350, "30/09/2012", 4_900), (42, 22, 500, "30/09/2012", 8_815), (41, 4, 1_500, "30/09/2012", 1_720),
    (18, 3, 500, "30/09/2012", 645), (26, 11, 250, "30/09/2012", 1_875), (32, 11, 460, "30/09/2013", 4_725),
    (40, 20, 401, "30/09/2012", 7_619), (64, 20, 900, "30/09/2015", 14_250),
]  # fmt: skip


@pytest.mark.parametrize(("age", "years", "week", "day", "pay"), PRINTED)
def test_statutory_pay_at_the_limit_of_the_day(age: int, years: int, week: int, day: str, pay: int) -> None:
    row = one({**leaver(age=age, full_years=years, leaves_on=day), "week's pay": week})
    assert (row["statutory"], row["package"]) == (pay, pay)


def test_a_scheme_of_the_bodys_own_is_at_the_actual_weeks_pay() -> None:
    """Sixteen weeks at £751 (from 6 April 2026), and at £800 one and a half times."""
    row = one(leaver(multiplier=1.5))
    assert (row["statutory"], row["scheme_above"]) == (16 * 751, 16 * 800 * Decimal("1.5") - 16 * 751)
    assert row["package"] == 19_200
    assert one(leaver(multiplier=1, scheme_capped="yes"))["scheme_above"] == 0


# --- strain --------------------------------------------------------------------------------------------------------


def test_strain_by_a_factor_of_the_pension() -> None:
    row = one(leaver(age=56, pension_a_year="9876.54"), StrainFactors=BY_PENSION)
    strain = (Decimal("9876.54") * Decimal("3.98")).quantize(PENNY, ROUND_HALF_UP)
    assert row["strain"] == strain
    assert "strain 3.98 for each £1 of a pension of £9,876.54 a year, age 56" in row["why"]


@pytest.mark.parametrize(("sex", "factor"), [("female", "0.0351"), ("male", "0.0333")])
def test_strain_by_a_factor_of_salary_and_membership(sex: str, factor: str) -> None:
    row = one(leaver(age=55, sex=sex, pensionable_pay=40_000, years_of_membership=20.5), StrainFactors=BY_SALARY)
    assert row["strain"] == (40_000 * Decimal("20.5") * Decimal(factor)).quantize(PENNY, ROUND_HALF_UP)


def test_strain_as_the_fund_states_it_needs_no_factors() -> None:
    row = one(leaver(strain_stated=31_000))
    assert (row["strain"], row["package"]) == (31_000, 16 * 751 + 31_000)


# --- two tests -----------------------------------------------------------------------------------------------------

# What is special, who approves it by the guidance, and who approves the package by the policy.
HEAD = "Head of Paid Service with the Leader"
TESTS = [
    ({}, 0, None, None),
    ({"strain stated": 90_000}, 0, None, "Cabinet"),
    ({"strain stated": 90_000, "strain discretionary": "yes"}, 90_000, HEAD, "Cabinet"),
    ({"strain stated": 100_000, "strain discretionary": "yes"}, 100_000, "Full council", "Cabinet"),
    ({"special payment": "19999.99"}, "19999.99", "Scheme of delegation", "Personnel Committee"),
    ({"special payment": 20_000}, 20_000, HEAD, "Personnel Committee"),
    ({"notice pay": 87_984}, 0, None, "Cabinet"),
    ({"notice pay": "87983.99"}, 0, None, "Personnel Committee"),
    ({"multiplier": 1.5}, 0, None, None),
    ({"multiplier": 3, "scheme discretionary": "yes"}, 16 * 800 * 3 - 16 * 751, HEAD,
     "Personnel Committee"),
]  # fmt: skip


@pytest.mark.parametrize(("terms", "special", "by_guidance", "by_policy"), TESTS)
def test_the_special_part_and_the_whole_package_are_tested_apart(
    terms: dict[str, Any], special: Any, by_guidance: str | None, by_policy: str | None
) -> None:
    """Guidance of 12 May 2022: £100,000 full council, £20,000 the Head of Paid Service with the Leader."""
    row = one(leaver(**terms), ExitPolicies=POLICY)
    assert row["special_part"] == Decimal(str(special))
    assert (row["guidance_of_2022"], row["own_policy"]) == (by_guidance, by_policy)


def test_before_the_guidance_nothing_is_said_of_the_special_part() -> None:
    row = one(leaver(leaves_on="30/09/2021", special_payment=50_000))
    assert row["guidance_of_2022"] is None
    assert "12 May 2022" in row["why"]
    assert "table ExitPolicies gives no policy" in row["why"]


def test_rows_add_up_to_the_total() -> None:
    results = review(leaver(), leaver("P2", strain_stated=5_000, notice_pay="0.01")).calculate()
    records = results.tables["ExitCosts"].records()
    [total] = results.totals["ExitCosts"].records()
    for name in ("statutory", "scheme_above", "notice_pay", "special_payment", "strain", "package"):
        assert total[name] == sum(row[name] for row in records)
    assert total["package"] == sum(
        total[name] for name in ("statutory", "scheme_above", "notice_pay", "special_payment", "strain")
    )


# --- collective consultation ---------------------------------------------------------------------------------------


def several(count: int, leaves_on: str = "30/09/2026", first: int = 1, **values: Any) -> list[dict[str, Any]]:
    return [leaver(f"P{number}", leaves_on=leaves_on, **values) for number in range(first, first + count)]


# Trade Union and Labour Relations (Consolidation) Act 1992, section 188(1A): 20 and 100 within 90 days.
BATCHES = [
    (several(19), [(19, 0, None)]),
    (several(20), [(20, 30, date(2026, 8, 31))]),
    (several(99), [(99, 30, date(2026, 8, 31))]),
    (several(100), [(100, 45, date(2026, 8, 16))]),
    (several(10) + several(10, "28/12/2026", 11), [(20, 30, date(2026, 8, 31))]),  # the 90th day
    (several(10) + several(10, "29/12/2026", 11), [(10, 0, None)]),  # the 91st
    (several(10) + several(15, "01/10/2026", 11, reason="efficiency of the service"), [(10, 0, None)]),
    (several(19, establishment="North") + several(19, first=20, establishment="South"), [(19, 0, None)] * 2),
    # twenty from 1 July; from 1 September a hundred, which ask for more days, though of a later day
    (several(20, "01/07/2026") + several(80, "01/12/2026", 21) + several(20, "02/12/2026", 101),
     [(20, 30, date(2026, 6, 1)), (100, 45, date(2026, 10, 17))]),
]  # fmt: skip


@pytest.mark.parametrize(("exits", "expected"), BATCHES)
def test_dismissals_within_ninety_days_at_one_establishment(exits: list[dict[str, Any]], expected: Any) -> None:
    found = rows("ExitConsultation", *exits)
    assert [(row["dismissals"], row["days_before"], row["begins_by"]) for row in found] == expected
    assert all(row["notice_by"] == row["begins_by"] for row in found)


def test_every_run_of_days_is_counted() -> None:
    days = [1, 1, 40, 90, 91, 200]
    for first, count in most_within(days, 90):
        assert count == len([day for day in days if 0 <= day - first <= 89])


@pytest.mark.parametrize(("begins", "late"), [("31/08/2026", 0), ("01/09/2026", 1)])
def test_the_timetable_begins_consultation_in_time(begins: str, late: int) -> None:
    stages = [{"stage": "consultation", "kind": "consultation", "starts on": begins, "working days": 20}]
    results = review(*several(20), Stages=stages).calculate()
    [check] = [row for row in results.checks.to_dict("records") if row["check"].startswith("Collective consultation")]
    assert check["passed"] is not bool(late)
    assert check["detail"] == ("it would begin 1 day too late" if late else "")


def test_a_timetable_without_consultation_is_warned_of() -> None:
    [said] = [each for each in review(*several(20)).calculate().warnings if "collective consultation" in each]
    assert said.startswith("20 redundancies within 90 days from 30 September 2026 ask for collective consultation")
    assert "from 31 August 2026 at the latest: give the stage in table Stages" in said


@pytest.mark.parametrize("day", ["30/09/2012", "30/03/2027"])
def test_a_day_on_which_the_law_is_not_known_here_is_said_and_nothing_is_guessed(day: str) -> None:
    results = review(*several(20, day)).calculate()
    [row] = results.tables["ExitConsultation"].records()
    assert (row["dismissals"], row["days_before"], row["begins_by"]) == (20, None, None)
    assert "the duty to consult collectively" in row["why"]
    assert any(each.startswith("Whether collective consultation is due is not known") for each in results.warnings)


# --- what is refused -----------------------------------------------------------------------------------------------

REFUSED: list[tuple[dict[str, Any], list[dict[str, Any]], str, str]] = [
    (leaver(age=64, pension_a_year=9_000), BY_PENSION, "age", "the fund's factors are for ages 55 to 57, and P1 is 64"),
    (leaver(age=54, pension_a_year=9_000), BY_PENSION, "age", "give the strain that the fund states"),
    (leaver(age=55, pensionable_pay=9_000, years_of_membership=4), BY_SALARY, "sex", "go by sex (female, male)"),
    (leaver(pension_a_year=9_000), [], "age", "table StrainFactors has no rows: paste the fund's factors"),
    (leaver(age=55, pensionable_pay=9_000), BY_PENSION, "pension a year", "the fund's factor is of the yearly pension"),
    (leaver(age=55, sex="male", pensionable_pay=9_000), BY_SALARY, "years of membership", "give both"),
    (leaver(strain_stated=5, pension_a_year=9_000), BY_PENSION, "strain stated", "empty one"),
    (leaver(strain_discretionary="yes"), [], "strain discretionary", "no strain is given"),
    (leaver(age=30, full_years=25), [], "age", "25 years of service at age 30"),
    (leaver(leaves_on="30/09/2028"), [], "leaves on", "2028"),
    (leaver(multiplier=15), [], "multiplier", "above 0 and at most 10"),
    (leaver(multiplier=1.5, reason="efficiency of the service"), [], "multiplier", "nobody is redundant"),
    (leaver() | {"week's pay": 0}, [], "week's pay", "is £0"),
]


@pytest.mark.parametrize(("row", "factors", "column", "said"), REFUSED)
def test_what_is_refused(row: dict[str, Any], factors: list[dict[str, Any]], column: str, said: str) -> None:
    with pytest.raises(InputProblems) as found:
        review(row, **({"StrainFactors": factors} if factors else {}))
    messages = [f"{each.column}: {each.message}" for each in found.value.problems]
    assert any(message.startswith(f"{column}: ") and said in message for message in messages), messages


def test_factors_of_which_nobody_makes_use_ask_who_leaves() -> None:
    with pytest.raises(InputProblems, match="has no rows: give each person who leaves"):
        review(StrainFactors=BY_PENSION)
