"""Part months: by calendar days, by 1/365 and by 1/260, one setting that every figure, copy and explanation obeys."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import payband
from payband.calendar import months_between
from payband.cli import main
from payband.review.scenarios.scenarios import Scenarios
from payband.review.years.outlook import Memo, outlook
from payband.rules.pay.salary_months import BY_260, BY_365, CALENDAR_DAYS, PART_MONTHS, part_of, pay_between
from tests.establishment.test_import import table
from tests.support.workbooks import people, small_review

STARTS, ENDS = date(2012, 1, 2), date(2014, 1, 1)  # Leicester's two years of protection


def by_hand(annual: int, first: date, last: date, by: str) -> Decimal:
    """Pounds of an annual salary, worked out day by day and month by month in Decimal."""
    total = Decimal(0)
    for month in months_between(first, last):
        number = (month.first.month - 4) % 12 + 1
        until = [
            (Decimal(annual) * each / 12).quantize(Decimal("0.01"), ROUND_HALF_UP) for each in (number - 1, number)
        ]
        days = [month.first + timedelta(each) for each in range(month.days)]
        if month.days == month.of_days:
            total += until[1] - until[0]
            continue
        part = {
            CALENDAR_DAYS: (until[1] - until[0]) * len(days) / month.of_days,
            BY_365: Decimal(annual) * len(days) / 365,
            BY_260: Decimal(annual) * sum(1 for day in days if day.weekday() < 5) / 260,
        }[by]
        total += part.quantize(Decimal("0.01"), ROUND_HALF_UP)
    return total


DAYS = st.dates(date(2009, 4, 1), date(2031, 3, 31))


@given(st.integers(1_000, 300_000), DAYS, st.integers(0, 800), st.sampled_from(PART_MONTHS))
def test_pay_between_two_days(annual: int, first: date, length: int, by: str) -> None:
    last = first + timedelta(length)
    assert Decimal(pay_between(annual * 100, first, last, by)) / 100 == by_hand(annual, first, last, by)


@pytest.mark.parametrize(
    ("by", "year_1", "total"),
    [
        # 30 of January's 31 days, 30 of 365, or 22 of 260 (2 January 2012 is a Monday), and two months; then one day
        (CALENDAR_DAYS, "24731.18", "200000.00"),
        (BY_365, "24885.85", "200159.82"),
        (BY_260, "25128.21", "200512.83"),
    ],
)
def test_protection_in_a_function(by: str, year_1: str, total: str) -> None:
    more: dict[str, Any] = {"part_months": by}
    assert payband.protection_year(200_000, 100_000, "02/01/2012", "2011-12", **more) == Decimal(year_1)
    assert payband.protection(200_000, 100_000, "02/01/2012", **more) == Decimal(total)
    months = payband.protection_table(200_000, 100_000, "02/01/2012", by="month", **more)
    assert sum(months.column("cost")) == Decimal(total)
    steps = payband.explain("PROTECTION", 200_000, 100_000, "02/01/2012", 24, "frozen", "", "", "", by)
    assert f"its months, and part months by {by}" in steps.column("rule")


def review(by: str) -> payband.Review:
    return payband.Review(**tables(by))


def tables(by: str) -> dict[str, Any]:
    """Two people whose pay falls from the middle of a month on; the structure costs what its people are paid."""
    settings = {
        "implementation date": "11/06/2025", "price base": "2025-26", "part months": by, "protection on-costs": "yes",
        "horizon": 2, "costed at": "actual",
    }  # fmt: skip
    lines = [{"line": "Officers", "state": state, "grade": "Officer", "posts": 2} for state in ("now", "proposed")]
    staff = people(61_234, 70_001, **{"post now": "Officers", "grade now": "Officer"})
    return small_review(settings=settings, posts=lines, people=staff)


@pytest.mark.parametrize("by", PART_MONTHS)
def test_each_figure_of_a_review_obeys_the_setting(by: str) -> None:
    results = review(by).calculate()
    found = [row for row in results.tables["ProtectionByYear"].records() if row["financial_year"] == "2025-26"]
    assert found
    staff = {person.person: person for person in results.inputs.people}
    slotted = {row["person"]: row for row in results.tables["SlottingList"].records()}
    for row in found:
        person, new = staff[row["person"]], int(slotted[row["person"]]["salary_new"])
        assert person.fte == 1
        assert row["cost"] == by_hand(person.salary_now // 100 - new, date(2025, 6, 11), date(2026, 3, 31), by)
        assert row["substantive_pay"] == by_hand(new, date(2025, 6, 11), date(2026, 3, 31), by)
    assert [str(each) for each in results.failed] == ["Every salary is within the range of its grade now"]


def test_the_setting_changes_the_first_year_and_no_full_one() -> None:
    years = [review(by).calculate().years for by in PART_MONTHS]
    first, second = ([list(each["saving"])[number] for each in years] for number in (0, 1))
    assert len(set(first)) == 3
    assert len(set(second)) == 1


def test_the_outlook_of_scenarios_agrees_with_the_years_whatever_came_before_it() -> None:
    memo = Memo()
    for by in (*PART_MONTHS, CALENDAR_DAYS):
        results = review(by).calculate()
        found = outlook(results.inputs, memo)
        year = found.total(found.years[0])
        assert year is not None
        first = results.years.iloc[0]
        assert Decimal(year.saving) / 100 == first["saving"], by
        by_year = results.protection_cost.total_by_year
        assert by_year is not None
        assert year.protection == by_year["2025-26"], by
        scenarios = payband.Review(**tables(CALENDAR_DAYS), more={
            "Scenarios": [{"scenario": "A", "what is changed": "part months", "value": by}],
        })  # fmt: skip
        again = outlook(Scenarios(scenarios.inputs).inputs_of("A"), memo).total(found.years[0])
        assert again == year


def test_what_a_setting_may_be() -> None:
    with pytest.raises(payband.InputProblems, match="is not one of the choices"):
        review("1/261").calculate()


@pytest.mark.parametrize("by", [BY_365, BY_260])
def test_copies_and_explanations_obey_the_setting(
    by: str, tmp_path: Path, soffice: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "review.xlsx"
    review(by).calculate().save(path)
    settings = {row["setting"]: row.get("value") for row in table(path, "Settings")}
    assert settings["part months"] == by
    assert main(["review", str(path), "--native", "-o", str(tmp_path / "native.xlsx")]) in (0, 1)
    capsys.readouterr()
    assert main(["reconcile", str(tmp_path / "native.xlsx")]) == 0
    assert " 0 differ" in capsys.readouterr().out
    assert main(["explain", str(path), "P1"]) == 0
    days = {BY_365: "20 of 365 days of the year, by 1/365", BY_260: "14 of 260 working days of the year, by 1/260"}
    assert days[by] in " ".join(capsys.readouterr().out.split())


def test_a_part_is_of_its_month_or_of_its_year() -> None:
    [june] = months_between(date(2025, 6, 11), date(2025, 6, 30))
    assert [part_of(june, by)[1:] for by in PART_MONTHS] == [(20, 30), (20, 365), (14, 260)]
    assert [len(part_of(june, by).months) for by in PART_MONTHS] == [1, 12, 12]
