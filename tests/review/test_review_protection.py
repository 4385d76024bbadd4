"""The protection of a review: whose pay is protected until when, in each form, part-time, and with on-costs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

import payband
from payband.review.summary import headlines
from tests.support import oracle
from tests.support.workbooks import people, small_review

ONE = [{"grade": "Officer", "bottom salary": 50_000, "top salary": 60_000}]  # £60,000 is the most it pays


def calculated(*given: dict[str, Any], awards: Any = (), **settings: Any) -> Any:
    settings = {"protection months": 24, **{name.replace("_", " "): value for name, value in settings.items()}}
    # 2025-26 and 2026-27 are the last years whose rates are known; the start is in the first of them.
    review = payband.Review(**small_review(grades=ONE, people=given, pay_awards=awards, settings=settings))
    return review.calculate()


def by_year(results: Any) -> dict[str, Decimal]:
    found: dict[str, Decimal] = results.to_dict()["protection"]["by_financial_year"]
    return found


FROM_72 = people(72_000)[0]  # £12,000 a year, £1,000 a month


def test_whole_months() -> None:
    results = calculated(FROM_72)
    assert by_year(results) == {"2025-26": Decimal("12000.00"), "2026-27": Decimal("12000.00")}
    answer = results.to_dict()["protection"]
    assert answer["total"] == Decimal("24000.00")
    assert answer["on_costs"] is answer["on_costs_by_financial_year"] is None  # not asked for
    assert len(results.tables["ProtectionByMonth"]) == 24


def test_the_oracle_agrees_from_any_day() -> None:
    results = calculated(FROM_72, implementation_date="17/11/2025", protection_months=7)
    expected = oracle.protection_by_year(Decimal(12_000), date(2025, 11, 17), date(2026, 6, 16))
    assert by_year(results) == {f"{year}-{year % 100 + 1}": cost for year, cost in expected.items()}
    months = oracle.protection_by_month(Decimal(12_000), date(2025, 11, 17), date(2026, 6, 16))
    assert [row["cost"] for row in results.tables["ProtectionByMonth"].records()] == list(months.values())


def test_protected_pay_is_the_new_pay_and_the_cost() -> None:
    results = calculated(FROM_72)
    for name in ("ProtectionByYear", "ProtectionByMonth"):
        for row in results.tables[name].records():
            assert row["protected_pay"] == row["substantive_pay"] + row["cost"]
    [first, _] = results.tables["ProtectionByYear"].records()
    assert (first["protected_pay"], first["substantive_pay"]) == (72_000, 60_000)


@pytest.mark.parametrize(
    ("values", "total"),
    [
        ({"protection waived": "yes"}, 0),
        ({"leaves on": "31/03/2025"}, 0),
        ({"leaves on": "01/04/2025"}, "33.33"),  # one day of thirty of £1,000
        ({"leaves on": "30/06/2025"}, 3_000),
        ({"leaves on": "31/03/2030"}, 24_000),
        ({"salary now": 60_000}, 0),
        ({"salary now": 45_000}, 0),
        ({"salary now": 60_000.24}, "0.48"),  # two pence a month
        ({"FTE": 0.5}, 12_000),
        ({"FTE": "30/37"}, "19459.46"),  # 12,000 x 30 / 37 is 9,729.73 a year
    ],
)
def test_who_costs_what(values: dict[str, Any], total: Any) -> None:
    results = calculated({**FROM_72, **values})
    assert results.protection_cost.total == Decimal(total) * 100
    assert results.protection_cost.people == (total != 0)


def test_no_months_no_protection() -> None:
    results = calculated(FROM_72, protection_months=0)
    assert results.protection_cost.total == 0
    assert by_year(results) == {}
    assert results.tables["SlottingList"].records()[0]["protected_until"] is None


def test_people_add_up() -> None:
    results = calculated(*people(72_000, 66_000, 55_000))
    assert by_year(results) == {"2025-26": Decimal("18000.00"), "2026-27": Decimal("18000.00")}
    assert dict(headlines(results))["Protection"] == ["£36,000 for 2 people (2025-26 £18,000, 2026-27 £18,000)"]
    assert results.failed == []


# --- forms ---------------------------------------------------------------------------------------------------------

TEN_PERCENT = [{"effective from": "01/04/2026", "percent": "10%"}]
TWENTY_PERCENT = [{"effective from": "01/10/2025", "percent": "20%"}]


@pytest.mark.parametrize(
    ("form", "awards", "years", "until"),
    [
        ("frozen", [], [12_000, 12_000], date(2027, 3, 31)),
        ("uplifted", [], [12_000, 12_000], date(2027, 3, 31)),
        # 60,000 becomes 66,000: frozen pays 72,000 - 66,000, uplifted 79,200 - 66,000.
        ("frozen", TEN_PERCENT, [12_000, 6_000], date(2027, 3, 31)),
        ("uplifted", TEN_PERCENT, [12_000, 13_200], date(2027, 3, 31)),
        # 60,000 becomes 72,000 after six months: the frozen salary is caught up.
        ("frozen", TWENTY_PERCENT, [6_000], date(2025, 9, 30)),
        ("uplifted", TWENTY_PERCENT, [6_000 + 7_200, 14_400], date(2027, 3, 31)),
        # A flat sum of £2,000; then at least £3,000 where 1% would be less.
        ("frozen", [{"effective from": "01/04/2026", "flat sum": 2_000}], [12_000, 10_000], date(2027, 3, 31)),
        (
            "frozen",
            [{"effective from": "01/04/2026", "percent": "1%", "at least": 3_000}],
            [12_000, 9_000],
            date(2027, 3, 31),
        ),
        # An award on the first day is in the salaries already; one after the end changes nothing.
        ("frozen", [{"effective from": "01/04/2025", "percent": "10%"}], [12_000, 12_000], date(2027, 3, 31)),
        ("uplifted", [{"effective from": "01/04/2027", "percent": "10%"}], [12_000, 12_000], date(2027, 3, 31)),
    ],
)
def test_pay_awards(form: str, awards: Any, years: list[int], until: date) -> None:
    results = calculated(FROM_72, awards=awards, protection_form=form)
    assert list(by_year(results).values()) == years
    assert results.tables["SlottingList"].records()[0]["protected_until"] == until
    assert results.failed == []


def test_a_frozen_salary_that_is_caught_up_says_when() -> None:
    results = calculated(FROM_72, awards=TWENTY_PERCENT)
    why = results.tables["SlottingList"].records()[0]["why"]
    assert why.endswith("; protection is used up on 1 October 2025, before its 24 months are over")


@pytest.mark.parametrize(
    ("shares", "years", "until"),
    [
        ("100%, 50%", [12_000, 6_000], date(2027, 3, 31)),
        ("75%, 25%", [9_000, 3_000], date(2027, 3, 31)),
        ([1, 0.5], [12_000, 6_000], date(2027, 3, 31)),
        ("50%", [6_000], date(2026, 3, 31)),  # nothing is left in the second year
    ],
)
def test_a_taper(shares: Any, years: list[int], until: date) -> None:
    results = calculated(FROM_72, protection_form="tapered", protection_shares=shares)
    assert list(by_year(results).values()) == years
    assert results.tables["SlottingList"].records()[0]["protected_until"] == until


def test_a_taper_runs_by_years_of_protection_not_financial_years() -> None:
    results = calculated(
        FROM_72, protection_form="tapered", protection_shares="100%, 50%", implementation_date="01/10/2025"
    )
    # October 2025 to September 2026 in full, October 2026 to September 2027 at half: six, six and six, six months.
    assert by_year(results) == {"2025-26": 6_000, "2026-27": 6_000 + 3_000, "2027-28": 3_000}


@pytest.mark.parametrize(
    ("span", "months", "shares", "agrees"),
    [
        ("year", 24, "100%, 50%", True), ("year", 24, "100%", False), ("year", 24, "100%, 50%, 25%", False),
        ("year", 25, "100%, 50%, 25%", True),
        ("month", 12, "100%, 50%", False), ("month", 2, "100%, 50%", True), ("month", 1, "100%, 50%", False),
    ],
)  # fmt: skip
def test_a_taper_has_a_share_for_each_of_its_years_or_months(span: str, months: int, shares: str, agrees: bool) -> None:
    form = "tapered" if span == "year" else "tapered monthly"
    results = calculated(FROM_72, protection_form=form, protection_shares=shares, protection_months=months)
    (check,) = [each for each in results.tables["Checks"].records() if each["check"].startswith("Protection shares")]
    assert check["passed"] is agrees
    assert (f"a {span} without a share pays nothing" in check["detail"]) is not agrees


def test_a_taper_needs_its_shares() -> None:
    with pytest.raises(payband.InputProblems, match="protection shares"):
        calculated(FROM_72, protection_form="tapered")


# --- on-costs of protected pay -------------------------------------------------------------------------------------


ON_COSTS = {"protection on-costs": "yes"}


def ni(pay: Decimal, day: date) -> Decimal:
    return oracle.employer_ni(pay, day)


def test_on_costs_are_what_ni_and_pension_rise_by() -> None:
    results = calculated(FROM_72, **ON_COSTS)
    answer = results.to_dict()["protection"]
    # £5,000 a month becomes £6,000: both above the threshold, so 15% of £1,000 and a pension of 20% of it.
    assert ni(Decimal(6_000), date(2025, 4, 30)) - ni(Decimal(5_000), date(2025, 4, 30)) == Decimal("150.00")
    assert answer["on_costs_by_financial_year"] == {"2025-26": Decimal("4200.00"), "2026-27": Decimal("4200.00")}
    assert answer["on_costs"] == Decimal("8400.00")
    assert answer["total"] == Decimal("24000.00")  # basic pay, on-costs apart


def test_on_costs_of_part_time_pay_start_at_the_threshold() -> None:
    # A tenth of full time: £500 a month new pay, £600 protected. NI at 15% above £417.
    results = calculated({**FROM_72, "FTE": 0.1}, **ON_COSTS, protection_months=1)
    expected = ni(Decimal(600), date(2025, 4, 30)) - ni(Decimal(500), date(2025, 4, 30)) + 20
    assert results.to_dict()["protection"]["on_costs"] == expected == Decimal("35.00")
    # At £400 and £480 a month only the pay above £417 carries NI: 15% of £63 is £9.45, pension £16.
    results = calculated({**FROM_72, "FTE": 0.08}, **ON_COSTS, protection_months=1)
    assert results.to_dict()["protection"]["on_costs"] == Decimal("25.45")


def test_a_persons_own_profile_and_category_count() -> None:
    profiles = [{"profile": "all", "pension rate": "20%"}, {"profile": "none", "pension rate": "0%"}]
    settings = {"protection months": 12, "protection on-costs": "yes"}

    def on_costs(**values: Any) -> Any:
        given = small_review(grades=ONE, on_costs=profiles, settings=settings, people=[{**FROM_72, **values}])
        return payband.Review(**given).calculate().to_dict()["protection"]["on_costs"]

    assert on_costs() == Decimal("4200.00")
    assert on_costs(**{"on-cost profile": "None"}) == Decimal("1800.00")  # NI alone: 15% of 12,000
    assert on_costs(**{"NI category": "X"}) == Decimal("2400.00")  # pension alone
    assert on_costs(**{"NI category": "X", "on-cost profile": "none"}) == 0
