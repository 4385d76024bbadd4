"""The costed structure of a review: where posts are costed, who else pays, stated beside modelled, what is implied."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

import payband
from payband.errors import InputProblems
from tests.support import oracle
from tests.support.workbooks import only, people, small_review

# The small review's grade Officer has points 1 to 6, £21,000 to £26,000; on-costs are NI and a pension of 20%.
BOTTOM, TOP = Decimal(21_000), Decimal(26_000)


def cost(annual: Decimal | int, pension: str = "0.20", **terms: Any) -> Decimal:
    """A full-time post's salary and on-costs in 2025-26, as the oracle has them."""
    return Decimal(annual) + oracle.on_costs(Decimal(annual), 2025, Decimal(pension), **terms)


def calculated(**given: Any) -> Any:
    return payband.Review(**small_review(**given)).calculate()


def lines(*given: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"line": "Officers", "state": "proposed", "grade": "Officer", "posts": 1, **each} for each in given]


def costed(*given: dict[str, Any], **tables: Any) -> dict[str, Any]:
    """The answer for the line Officers."""
    records = calculated(posts=lines(*given), **tables).structure_cost.rows().records()
    return only(records, line="Officers")


def test_a_line_is_what_the_oracle_says() -> None:
    # £26,000: NI month by month on £2,166.67 or £2,166.66, 15% above £417: £3,149.40; pension £5,200.
    assert cost(TOP) == Decimal("34349.40")
    assert costed({"posts": 5})["cost_proposed"] == Decimal("171747.00")


@pytest.mark.parametrize(
    ("setting", "own", "expected"),
    [("top", None, TOP), ("bottom", None, BOTTOM), ("top", "bottom", BOTTOM), ("bottom", "top", TOP)],
)
def test_costed_at_the_setting_or_the_lines_own(setting: str, own: str | None, expected: Decimal) -> None:
    row = costed({"posts": 3, "costed at": own}, settings={"costed at": setting})
    assert row["cost_proposed"] == 3 * cost(expected)


def test_costed_at_actual_pay_with_vacancies_at_the_top() -> None:
    results = calculated(posts=lines({"posts": 4, "costed at": "actual"}), people=people(22_000, 23_400))
    [row] = results.structure_cost.rows().records()
    # P1 stays at £22,000, P2 goes to £23,000; two vacant posts at £26,000.
    assert row["cost_proposed"] == cost(22_000) + cost(23_000) + 2 * cost(TOP)
    assert "Officers (proposed): 2 vacant of 4 costed at the top of the range" in results.warnings


def test_costed_at_actual_pay_leaves_out_who_is_displaced_or_gone() -> None:
    given = [
        *people(22_000),
        {"person": "P2", "salary now": 23_000},
        {"person": "P3", "salary now": 23_000, "proposed line": "Officers", "leaves on": "31/03/2025"},
    ]
    row = costed({"posts": 1, "costed at": "actual"}, people=given)
    assert row["cost_proposed"] == cost(22_000)


def test_costed_at_actual_pay_is_unknown_while_a_salary_is() -> None:
    results = calculated(posts=lines({"posts": 2, "costed at": "actual"}), people=people(22_000, 23_500))
    [row] = results.structure_cost.rows().records()
    assert row["cost_proposed"] is None
    assert "the salary of somebody in it is not known" in row["why"]


def test_the_structure_now_at_actual_pay() -> None:
    given = [{**each, "post now": "Officers"} for each in people(22_500, 27_000)]
    row = costed({"state": "now", "posts": 2, "costed at": "actual"}, {"posts": 1}, people=given[:2])
    assert row["cost_now"] == cost(22_500) + cost(27_000)
    assert row["cost_proposed"] == cost(TOP)
    assert row["saving"] == row["cost_now"] - row["cost_proposed"]
    assert (row["posts_now"], row["posts_proposed"]) == (2, 1)


@pytest.mark.parametrize(
    ("fte", "annual"),
    [(0.5, "13000.00"), ("30/37", "21081.08"), (30 / 37, "21081.08"), ("50%", "13000.00"), (1, "26000.00")],
)
def test_part_time_posts(fte: Any, annual: str) -> None:
    # 26,000 x 30/37 is 21,081.081: NI is worked out on what the post is paid, never on the full-time salary.
    row = costed({"posts": 2, "FTE each": fte})
    assert row["cost_proposed"] == 2 * cost(Decimal(annual))


@pytest.mark.parametrize(("fte", "annual"), [(0.5, "11500.00"), ("30/37", "18648.65")])
def test_part_time_people(fte: Any, annual: str) -> None:
    row = costed({"costed at": "actual"}, people=people(23_000, FTE=fte))
    assert row["cost_proposed"] == cost(Decimal(annual))


@pytest.mark.parametrize(
    ("profile", "expected"),
    [
        ({"pension rate": "0%"}, cost(TOP, "0")),
        ({"pension rate": 0.195, "NI category": "C"}, cost(TOP, "0.195", category="C")),
        ({"pension rate": "19.5%", "NI category": "X"}, TOP + Decimal("5070.00")),
        # Levy: 0.5% of £26,000, the marginal cost of a post, never less the £15,000 allowance. Other: 3%.
        ({"pension rate": "20%", "apprenticeship levy": "yes"}, cost(TOP) + 130),
        ({"pension rate": "20%", "apprenticeship levy": "yes", "other rate": "3%"}, cost(TOP) + 130 + 780),
    ],
)
def test_on_cost_profiles(profile: dict[str, Any], expected: Decimal) -> None:
    assert costed({}, on_costs=[{"profile": "all", **profile}])["cost_proposed"] == expected


def test_a_lines_own_profile_wins_over_the_settings() -> None:
    profiles = [{"profile": "all", "pension rate": "20%"}, {"profile": "teachers", "pension rate": "28.68%"}]
    row = costed({"on-cost profile": "Teachers"}, on_costs=profiles)
    assert row["cost_proposed"] == cost(TOP, "0.2868")


def test_a_year_whose_rates_change_is_costed_month_by_month() -> None:
    # 2022-23: 15.05% to 5 November 2022, 13.8% from 6 November.
    row = costed({}, settings={"price base": "2022-23"})
    assert row["cost_proposed"] == TOP + oracle.on_costs(TOP, 2022, Decimal("0.20"))


# --- who else pays -------------------------------------------------------------------------------------------------

GROSS = 2 * Decimal("34349.40")


@pytest.mark.parametrize(
    ("until", "months", "warns"),
    [
        (None, 12, False),  # no end is known
        ("31/03/2026", 12, True),
        ("31/12/2027", 12, True),
        ("30/09/2025", 6, True),
        ("29/09/2025", 5, True),  # a month that is not funded to its end is not counted
        ("31/03/2025", 0, False),  # ended before the year that is costed
        ("30/04/2024", 0, False),
    ],
)
def test_an_external_share_counts_to_its_last_day(until: str | None, months: int, warns: bool) -> None:
    given = {"posts": 2, "external share": "1/4", "externally funded until": until}
    results = calculated(posts=lines(given))
    [row] = results.structure_cost.rows().records()
    external = oracle.half_up(GROSS / 4 * months / 12)
    assert (row["external"], row["cost_proposed"]) == (external, GROSS - external)
    assert any("external funding of" in each for each in results.warnings) is warns
    total = results.structure_cost.total_row().records()[0]
    assert (total["external"], total["cost_proposed"]) == (external, GROSS - external)


def test_the_end_of_external_funding_is_warned_of_in_words() -> None:
    given = {"external share": 0.5, "externally funded until": "30/09/2025"}
    # Half of £34,349.40 for six months of twelve.
    assert calculated(posts=lines(given), settings={"horizon": 1}).warnings == [
        "Officers: external funding of £8,587.35 in 2025-26 ends on 30 September 2025; after that the line costs that "
        "much more a year"
    ]


def test_a_post_that_others_pay_for_wholly_costs_nothing() -> None:
    row = costed({"external share": "100%"})
    assert (row["cost_proposed"], row["external"]) == (0, cost(TOP))


# --- stated beside modelled ----------------------------------------------------------------------------------------


def test_a_stated_cost_wins_and_stands_beside_the_model() -> None:
    row = costed({"stated cost": 35_000})
    assert (row["cost_proposed"], row["modelled"]) == (35_000, cost(TOP))
    assert row["variance"] == cost(TOP) - 35_000 == Decimal("-650.60")
    assert row["variance_percent"] == Decimal("-0.0186")  # -650.60 / 35,000
    assert row["implied_on_cost_ratio"] == Decimal("1.3462")  # 35,000 / 26,000
    # 35,000 less 26,000 less NI of 3,149.40 is 5,850.60: 22.50% of 26,000.
    assert row["implied_pension_rate"] == Decimal("0.2250")


@pytest.mark.parametrize("rate", ["0.0000", "0.0001", "0.1936", "0.2000", "0.3333", "1.0000"])
def test_the_implied_pension_rate_gives_back_the_rate_that_made_the_cost(rate: str) -> None:
    row = costed({"posts": 3, "stated cost": 3 * cost(TOP, rate)})
    assert row["implied_pension_rate"] == Decimal(rate)


@pytest.mark.parametrize("stated", [26_000, 80_000])
def test_no_pension_rate_is_implied_where_none_reaches_the_cost(stated: int) -> None:
    row = costed({"stated cost": stated})  # below salary and NI, and above a pension of 100%
    assert row["implied_pension_rate"] is None
    assert row["implied_on_cost_ratio"] == (Decimal(stated) / TOP).quantize(Decimal("0.0001"))


def test_a_fit_is_said_to_be_a_fit() -> None:
    said = "the fit of that one figure, not a reproduction"
    assert any(said in each for each in calculated(posts=lines({"stated cost": 35_000})).warnings)
    assert not any(said in each for each in calculated(posts=lines({})).warnings)


def test_a_stated_cost_without_a_grade_stands_unmodelled() -> None:
    results = calculated(posts=lines({"grade": None, "stated cost": 35_000}))
    [row] = results.structure_cost.rows().records()
    assert row["cost_proposed"] == 35_000
    assert row["modelled"] is row["variance"] is row["implied_on_cost_ratio"] is row["implied_pension_rate"] is None
    assert results.failed == ["Every proposed line is modelled"]
    now = calculated(posts=lines({"grade": None, "stated cost": 35_000, "state": "now"}))
    assert now.failed == []  # what is there now need not be modelled


def test_totals_are_those_of_the_lines() -> None:
    given = [
        {"line": "A", "state": "now", "posts": 4, "stated cost": 100_000},
        {"line": "A", "state": "proposed", "grade": "Officer", "posts": 2, "stated cost": 70_000},
        {"line": "B", "state": "proposed", "grade": "Officer", "posts": 1, "costed at": "bottom"},
    ]
    results = calculated(posts=given)
    total = results.structure_cost.total_row().records()[0]
    assert (total["posts_now"], total["posts_proposed"]) == (4, 3)
    assert (total["cost_now"], total["cost_proposed"]) == (100_000, 70_000 + cost(BOTTOM))
    assert total["saving"] == 100_000 - 70_000 - cost(BOTTOM)
    assert total["modelled"] == 2 * cost(TOP) + cost(BOTTOM)
    assert total["implied_pension_rate"] is None  # B states no cost, so the total implies nothing
    check = only(results.tables["Checks"].records(), check="Savings of the lines add up to the saving in total")
    assert check["passed"]
    assert check["expected"] == check["found"]


def test_lines_match_by_name_whatever_the_capitals() -> None:
    given: list[dict[str, Any]] = [
        {"state": "now", "posts": 2, "grade": None, "stated cost": 1},
        {"line": "OFFICERS", "posts": 1},
    ]
    [row] = calculated(posts=lines(*given)).structure_cost.rows().records()
    assert (row["posts_now"], row["posts_proposed"]) == (2, 1)


def test_one_unknown_line_makes_the_total_unknown() -> None:
    grades = [{"grade": "Officer", "bottom salary": 21_000, "top salary": 26_000}, {"grade": "X", "provisional": "yes"}]
    results = calculated(grades=grades, posts=[*lines({}), {**lines({})[0], "line": "New", "grade": "X"}])
    total = results.structure_cost.total_row().records()[0]
    assert total["cost_proposed"] is total["saving"] is total["modelled"] is None
    assert only(results.structure_cost.rows().records(), line="Officers")["cost_proposed"] == cost(TOP)
    assert "Every line has a cost" in results.failed


# --- statutory roles -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "first", "second", "posts", "held"),
    [
        ("Monitoring Officer", "Monitoring Officer", "", 1, 1),
        ("Monitoring Officer", "", "", 1, 0),  # nobody takes it over
        ("", "Monitoring Officer", "monitoring officer", 1, 2),
        ("Monitoring Officer", "Returning Officer; Monitoring Officer", "", 1, 1),
        ("Monitoring Officer", "Monitoring Officer", "", 0, 0),  # the line that holds it has no posts
    ],
)
def test_each_statutory_role_has_one_holder(now: str, first: str, second: str, posts: int, held: int) -> None:
    given: list[dict[str, Any]] = [
        {"line": "Old", "state": "now", "grade": None, "stated cost": 1, "statutory role": now},
        {"line": "A", "statutory role": first, "posts": posts},
        {"line": "B", "statutory role": second},
    ]
    results = calculated(posts=lines(*given))
    found = [
        row for row in results.tables["Checks"].records()
        if row["check"].casefold() == "statutory role has one holder: monitoring officer"
    ]  # fmt: skip
    [check] = found
    assert check["passed"] is (held == 1)
    assert check["found"].startswith(str(held))


# --- a paper that states no on-costs --------------------------------------------------------------------------------


def test_without_any_profile_the_cost_is_not_known() -> None:
    # Harrow, 8 December 2022: a range and six posts, and no on-costs.
    tables = small_review(on_costs=[], settings={"on-cost profile": ""})
    results = payband.Review(**tables).calculate()
    [line] = results.to_dict()["structure"]["lines"]
    assert (line["cost_proposed"], line["modelled"], line["saving"]) == (None, None, None)
    assert line["why"] == "proposed: not modelled: its on-costs are not stated: table OnCosts has no profile"
    assert results.years["cost_proposed"].isna().all()
    assert "Every line has a cost" in results.failed


def test_a_profile_that_is_named_must_stand_in_the_table() -> None:
    with pytest.raises(InputProblems, match="'all' is not in table OnCosts; the table has no rows"):
        payband.Review(**small_review(on_costs=[]))


def test_funding_that_ends_needs_the_share_that_it_pays() -> None:
    with pytest.raises(
        InputProblems, match="column 'externally funded until': is given, and nothing is paid by others"
    ):
        calculated(posts=lines({"externally funded until": "30/09/2025"}))
