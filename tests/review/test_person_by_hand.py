"""One person by hand, month by month: an allowance, term-time weeks, an award that is paid late, and a last day.

The arithmetic is Decimal and the tests' own. The figures, the years, the formulas, the batch and the explanation all
agree with it to the penny.
"""

from __future__ import annotations

import csv
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from openpyxl import load_workbook
from pyarrow import parquet

import payband
from payband.batch.posts.run import BatchRequest, run_batch
from payband.formulas.reconcile import reconcile
from payband.library import figures_used
from payband.review.explanation.explain import explain
from payband.review.results import Results
from payband.review.years.outlook import outlook
from payband.workbook.write import package_of
from tests.support import oracle
from tests.support.native_reviews import native
from tests.support.workbooks import rows_of, small_review

# 44.5 paid weeks of 52.143, 30 hours of 37: 0.69197, held as 0.6920.
WEEKS, HOURS, FTE = Decimal("44.5"), Decimal(30), Decimal("0.6920")
SALARY, AWARDED, TOP, TOP_AWARDED = Decimal(24_000), Decimal(24_720), Decimal(26_000), Decimal(26_780)  # 3%
ALLOWANCE, FIRST_AID = Decimal(1_200), Decimal(240)  # a year; the second bears no pension contribution
PENSION, LEVY = Decimal("0.2"), Decimal("0.005")
AWARD_FROM, AWARD_PAID, LAST_DAY = date(2025, 7, 1), date(2025, 11, 30), date(2026, 1, 15)
YEAR = 2025


def tables(*, displaced: bool = False) -> dict[str, Any]:
    person = {
        "person": "P1", "post now": "Officers", "salary now": SALARY, "FTE": FTE,
        "proposed line": "" if displaced else "Officers", "leaves on": LAST_DAY, "service from": "01/04/2010",
    }  # fmt: skip
    line = {"line": "Officers", "grade": "Officer", "FTE each": FTE}
    elements = (("night allowance", ALLOWANCE, "pensionable pay"), ("first aid", FIRST_AID, "non-pensionable pay"))
    return small_review(
        settings={"costed at": "actual", "horizon": 1, "protection on-costs": "yes"},
        on_costs=[{"profile": "all", "pension rate": "20%", "apprenticeship levy": "yes"}],
        posts=[
            {**line, "state": "now", "posts": 1},
            {**line, "state": "proposed", "posts": 0 if displaced else 1},
        ],
        people=[person],
        package=[
            {"line or person": "P1", "element": name, "amount a year": amount, "costed as": costed_as,
             "counts towards approval": "no"}
            for name, amount, costed_as in elements
        ],
        pay_awards=[{"effective from": AWARD_FROM, "percent": "3%", "rounding": "nearest £1"}],
        more={
            "WorkingWeeks": [
                {"person or line": "P1", "weeks a year": WEEKS, "weeks are": "paid", "hours a week": HOURS,
                 "full-time hours a week": 37}
            ],
            "LateAwards": [
                {"award": "2025", "effective from": AWARD_FROM, "paid on": AWARD_PAID, "percent": "3%"}
            ],
            "ArrearsPeople": [
                {"person": "P1", "award": "2025", "salary before": SALARY, "FTE": FTE, "pension on arrears": "20%"}
            ],
        },
    )  # fmt: skip


# --- by hand -------------------------------------------------------------------------------------------------------


class Paid(NamedTuple):
    """What is paid a year: the basic salary for the time worked, and what comes with it."""

    basic: Decimal
    with_pension: Decimal = Decimal(0)
    without: Decimal = Decimal(0)

    @property
    def annual(self) -> Decimal:
        return self.basic + self.with_pension + self.without


def worked(full_time: Decimal) -> Decimal:
    return oracle.half_up(full_time * FTE)


BEFORE, AFTER = (Paid(worked(each), ALLOWANCE, FIRST_AID) for each in (SALARY, AWARDED))
VACANT_BEFORE, VACANT = (Paid(worked(each)) for each in (TOP, TOP_AWARDED))


def months(first: int, last: int) -> Iterator[date]:
    """The last days of some months of the year, April 1."""
    return iter(oracle.month_ends(YEAR)[first - 1 : last])


def pay(paid: Paid, first: int, last: int) -> Decimal:
    return sum((oracle.pay_of_month(paid.annual, day) for day in months(first, last)), Decimal(0))


def on_costs(paid: Paid, first: int, last: int) -> Decimal:
    """NI month by month on all pay; pension on what bears it; the levy without its allowance."""
    ni = sum(
        (oracle.employer_ni(oracle.pay_of_month(paid.annual, day), day) for day in months(first, last)), Decimal(0)
    )
    bears = paid.basic + paid.with_pension
    pensionable = sum((oracle.pay_of_month(bears, day) for day in months(first, last)), Decimal(0))
    return ni + oracle.half_up(pensionable * PENSION) + oracle.half_up(pay(paid, first, last) * LEVY)


def whole(paid: Paid, first: int, last: int) -> Decimal:
    return pay(paid, first, last) + on_costs(paid, first, last)


def part(paid: Paid, month: int, days: int) -> Decimal:
    """Some days of a month: pay and on-costs of the month, each by the calendar days."""
    [end] = months(month, month)
    length = monthrange(end.year, end.month)[1]
    return sum((oracle.half_up(of(paid, month, month) * days / length) for of in (pay, on_costs)), Decimal(0))


TO_LAST_DAY = whole(BEFORE, 1, 3) + whole(AFTER, 4, 9) + part(AFTER, 10, 15)
"""April to June, July to December, and 15 of the 31 days of January."""
VACANCY = part(VACANT, 10, 16) + whole(VACANT, 11, 12)
STAYING = whole(BEFORE, 1, 3) + whole(AFTER, 4, 12)


def arrears_of(day: date) -> Decimal:
    return oracle.pay_of_month(worked(AWARDED), day) - oracle.pay_of_month(worked(SALARY), day)


ARREARS = {f"{day:%B %Y}": arrears_of(day) for day in months(4, 7)}  # July to October: November's pay is at the new one


# --- what agrees with it -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def results() -> Results:
    return payband.Review(**tables()).calculate()


@pytest.fixture(scope="module")
def displaced() -> Results:
    return payband.Review(**tables(displaced=True)).calculate()


def total(found: Results) -> Any:
    years = outlook(found.inputs)
    [year] = years.years
    return years.total(year)


def pounds(pence: int) -> Decimal:
    return Decimal(pence) / 100


def test_the_term_time_share_is_that_of_hours_and_weeks(results: Results) -> None:
    [row] = results.tables["FTEByWeeks"].records()
    by_hand = HOURS / 37 * WEEKS / Decimal("52.143")
    assert abs(by_hand - FTE) < Decimal("0.0001")
    assert row["the_same"] is True
    assert row["FTE_in_the_review"] == FTE


def test_a_full_year_in_the_price_base(results: Results) -> None:
    [row] = results.tables["StructureCost"].records()
    assert row["cost_now"] == whole(BEFORE, 1, 12)
    assert row["cost_proposed"] == whole(BEFORE, 1, 12)


def test_the_year_with_the_award_and_the_vacancy_after_the_last_day(results: Results) -> None:
    found = total(results)
    assert pounds(found.now.cost) == TO_LAST_DAY + VACANCY
    assert pounds(found.proposed.cost) == TO_LAST_DAY + VACANCY
    assert results.yearly_savings.savings == (0,)
    # The identity: months add up to the year.
    alone = [whole(BEFORE, month, month) for month in range(1, 4)] + [whole(AFTER, each, each) for each in range(4, 10)]
    apart = sum(alone, Decimal(0)) + part(AFTER, 10, 15) + VACANCY
    assert abs(apart - pounds(found.now.cost)) <= Decimal("0.10"), "but for the pennies of pension and levy"


def test_who_is_displaced_is_paid_to_the_last_day_and_the_saving_is_less_by_that(displaced: Results) -> None:
    found = total(displaced)
    assert pounds(found.now.cost) == STAYING, "the structure now does not change because the review makes them leave"
    assert pounds(found.displaced.cost) == TO_LAST_DAY
    assert pounds(found.proposed.cost) == TO_LAST_DAY
    assert displaced.yearly_savings.savings == (int((STAYING - TO_LAST_DAY) * 100),)
    assert displaced.yearly_savings.displaced == (int(TO_LAST_DAY * 100),)


def test_the_arrears_of_the_late_award(results: Results) -> None:
    by_month = {row["month"]: row["arrears"] for row in results.tables["ArrearsByMonth"].records()}
    assert by_month == ARREARS
    [row] = results.tables["ArrearsByPerson"].records()
    owed = sum(ARREARS.values(), Decimal(0))
    assert row["arrears"] == owed, "months add up to the person"
    [paid_on] = months(8, 8)
    of_month = oracle.pay_of_month(AFTER.annual, paid_on)  # with the allowances
    assert row["pay_of_the_month"] == of_month
    assert row["NI"] == oracle.employer_ni(of_month + owed, paid_on) - oracle.employer_ni(of_month, paid_on)
    assert row["pension"] == oracle.half_up(owed * PENSION)
    assert row["levy"] == oracle.half_up(owed * LEVY)
    both = [worked(each) * 4 / 12 for each in (AWARDED, SALARY)]
    assert abs(owed - (both[0] - both[1])) <= Decimal("0.01"), "the difference of the two spines"


@pytest.mark.parametrize("leaves", [False, True])
def test_formulas_say_the_same(leaves: bool, tmp_path: Path, soffice: str) -> None:
    source = tmp_path / "review.xlsx"
    payband.Review(**tables(displaced=leaves)).calculate().save(source)
    assert reconcile(native(source, tmp_path / "native.xlsx"), soffice).differences == []


def test_the_live_copy_shows_the_same(results: Results, tmp_path: Path) -> None:
    results.save(tmp_path / "in.xlsx")
    again = payband.open_review(tmp_path / "in.xlsx").calculate()
    again.save(tmp_path / "live.xlsx", live="calc")
    [row] = rows_of(load_workbook(tmp_path / "live.xlsx", data_only=True), "StructureCost")
    assert Decimal(str(row["cost now"])) == whole(BEFORE, 1, 12)


def test_the_batch_says_the_same_of_the_basic_salary(results: Results, tmp_path: Path) -> None:
    """A row of a batch has no pay elements: it is the same person without them."""
    settings = tmp_path / "settings.xlsx"
    package_of(results.inputs._replace(people=(), package=(), parts={})).save(str(settings))
    with (tmp_path / "posts.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([("person", "salary now", "FTE", "proposed line"), ("P1", SALARY, FTE, "Officers")])
    run_batch(BatchRequest(str(tmp_path / "posts.csv"), str(settings), str(tmp_path / "out.parquet")))
    [row] = parquet.read_table(tmp_path / "out.parquet").to_pylist()
    assert row["employer cost"] == whole(Paid(worked(SALARY)), 1, 12)


def test_the_explanation_leads_to_the_same(results: Results) -> None:
    with figures_used():
        line, person = explain(results, "Officers"), explain(results, "P1")
    [modelled] = [chain for chain in line.chains if chain.title == "Now: modelled cost in 2025-26"]
    assert modelled.steps[-1].given == whole(BEFORE, 1, 12)
    [arrears] = [chain for chain in person.chains if chain.title == "Arrears of 2025"]
    assert {step.name: step.given for step in arrears.steps if step.name in ARREARS} == ARREARS
