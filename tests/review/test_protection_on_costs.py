"""The on-costs of protection are one figure: the years of the outlook have that of the sheet of protection."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import payband
from payband.review.memo import Memo
from payband.review.years.outlook import Outlook, outlook
from tests.support.workbooks import small_review

CARRIED_ON = [{"assumption": "rates after the last published year", "value": "as the last year"}]
SPINE = [
    {"spine": "G", "point": point, "salary": 44_000 + 1_000 * point, "effective from": "01/04/2024"}
    for point in range(1, 7)
]
ENDED = {"effective from": "10/12/2025", "percent": "3.2%"}


def review(
    salary: float, award: list[dict[str, Any]], months: int = 18, person: dict[str, Any] | None = None, **given: Any
) -> payband.Review:
    """One person of category M, whose NI starts at the upper secondary threshold, in a grade to £50,000."""
    terms = {"protection months": months, "protection on-costs": "yes", "horizon": 3, **given}
    tables = small_review(
        settings=terms, spines=SPINE, assumptions=CARRIED_ON, pay_awards=award,
        on_costs=[{"profile": "all", "pension rate": "20%", "NI category": "M"}],
        people=[{"person": "A", "salary now": salary, "proposed line": "Officers", **(person or {})}],
    )  # fmt: skip
    return payband.Review(**tables)


def of_years(found: Outlook) -> dict[str, tuple[int, int]]:
    """Protection and its on-costs by year of the outlook, in pence."""
    totals = {str(year): found.total(year) for year in found.years}
    assert all(totals.values()), found.warnings
    return {year: (each.protection, each.protection_on_costs) for year, each in totals.items() if each is not None}


def of_sheet(given: payband.Review, years: dict[str, tuple[int, int]]) -> dict[str, tuple[int, int]]:
    cost = given.calculate().protection_cost
    assert cost.on_costs_by_year is not None
    assert cost.total_by_year is not None
    return {year: (cost.total_by_year.get(year, 0), cost.on_costs_by_year.get(year, 0)) for year in years}


def test_pay_of_the_month_is_that_of_the_last_protected_day() -> None:
    """£51,552 falls to £50,000, which an award on 10 December takes to £51,600: £50,000 a year until then."""
    found = of_years(outlook(review(51_552, [ENDED]).inputs))
    assert found["2025-26"][1] == 345_15
    assert found == of_sheet(review(51_552, [ENDED]), found)


# --- whatever the terms --------------------------------------------------------------------------------------------

DAYS = ("03/06/2025", "29/09/2025", "10/12/2025", "01/04/2026")
AWARDS = st.lists(
    st.fixed_dictionaries(
        {"percent": st.sampled_from(["0%", "1.5%", "3.2%"]), "flat sum": st.sampled_from([0, 450])},
        optional={"at least": st.just(900)},
    ),
    min_size=1,
    max_size=len(DAYS),
)
FORMS = st.sampled_from([
    {}, {"protection form": "uplifted"},
    *({"protection form": form, "protection shares": shares}
      for form in ("tapered", "tapered monthly")
      for shares in ("100%, 50%", "100%, 60%, 30%, 10%", "80%, 0%, 40%")),
])  # fmt: skip
BANDS: list[dict[str, Any]] = [
    {"effective from": "20/05/2025", "percent": "1%"},  # in the month in which the taper's share of nothing begins
    *(
        {"effective from": day, **({"flat sum": 1_925, "salaries up to": 50_500} if low else {"percent": "2%"})}
        for day in ("16/09/2025", "16/11/2025")
        for low in (True, False)
    ),
]
PEOPLE = st.fixed_dictionaries(
    {"FTE": st.sampled_from([1, 0.5])},
    optional={"protection ends on": st.sampled_from(["14/10/2025", "20/12/2025"])},
)


@settings(max_examples=40, deadline=None)
@given(
    st.integers(50_001_00, 54_000_00).map(lambda pence: pence / 100), AWARDS,
    st.sampled_from([1, 9, 18]), PEOPLE, FORMS, st.sampled_from(["01/04/2025", "16/05/2025"]),
)  # fmt: skip
@example(51_552.0, [{"percent": "3.2%"}], 18, {"FTE": 1}, {}, "01/04/2025")
def test_the_years_have_the_on_costs_of_the_sheet(
    salary: float, awards: list[dict[str, Any]], months: int, person: dict[str, Any], form: dict[str, Any], start: str
) -> None:
    rows = [{**each, "effective from": day} for each, day in zip(awards, DAYS[::-1], strict=False)]
    given = review(salary, rows, months, person, **form, **{"implementation date": start})
    found = of_years(outlook(given.inputs))
    assert found == of_sheet(given, found)


@pytest.mark.parametrize("form", ["frozen", "uplifted", "tapered monthly"])
@pytest.mark.parametrize("salary", [50_300, 50_501, 51_552])
def test_what_is_kept_of_one_length_is_right_for_another(form: str, salary: int) -> None:
    """Awards in bands, of a flat sum or a percentage, and shares that rise: protection can stop and begin again."""
    shares = {"protection shares": "100%, 0%, 40%"} if form == "tapered monthly" else {}
    terms: dict[str, Any] = {"protection form": form, "implementation date": "16/04/2025", **shares}
    inputs, memo = review(salary, BANDS, **terms).inputs, Memo()
    for months in (2, 6, 8, 18):
        lengths = tuple(each._replace(months=months) for each in inputs.settings.protection.lengths)
        varied = inputs._replace(settings=inputs.settings.model_copy(update={"protection_lengths": lengths}))
        found = of_years(outlook(varied, memo))
        assert found == of_sheet(review(salary, BANDS, months, **terms), found), months
