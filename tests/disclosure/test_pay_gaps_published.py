"""What is published of pay gaps and equal pay, attacked: nothing of it lets a single person's pay be worked out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from random import Random
from typing import Any

import pytest

import payband
from payband.report.committee import committee_report
from payband.report.draft import PeopleShown
from payband.review.disclosure.pay_gaps import equal_pay, gender_pay_gap
from payband.review.disclosure.publication import publication
from payband.review.disclosure.published import HIDDEN, Choices, PublishedTable
from payband.review.results import Results
from tests.support.workbooks import small_review

ON = date(2026, 11, 22)
POINTS = [round(23_000 * 1.02**step) for step in range(30)]
"""A public spine: points about 2% apart, as those of local government."""


def month(salary: int) -> float:
    return round(salary / 12, 2)


# --- the gender pay gap --------------------------------------------------------------------------------------------


def gap_of(
    men: Sequence[int], women: Sequence[int], bonuses: Mapping[str, int] | None = None, year: int = 2026
) -> Results:
    """A review of what men and women are paid a year, with the bonuses of some of them."""
    people = [
        {"person": f"{sex[0].upper()}{number}", "sex": sex, "ordinary pay": month(pay), "weekly hours": 37}
        for sex, pays in (("men", men), ("women", women))
        for number, pay in enumerate(pays)
    ]
    day = f"{year}"
    more = {
        "PayGapReport": [{"snapshot date": f"31/03/{day}", "regulations": "public bodies in England"}],
        "PayGapPeriods": [
            {"pay period": "Monthly", "length": "month", "first day": f"01/03/{day}", "last day": f"31/03/{day}"}
        ],
        "PayGapPay": people,
        "PayGapBonuses": [
            {"person": person, "amount": amount, "paid on": f"20/12/{year - 1}"}
            for person, amount in (bonuses or {}).items()
        ],
    }
    return payband.Review(**small_review(more=more)).calculate()


def figures(results: Results, least: int = 5) -> dict[str, Any]:
    found = gender_pay_gap(results, least)
    assert found is not None
    return {row[0]: row[2] for row in found.rows}


def spine_pays(seed: int, people: int) -> list[int]:
    draw = Random(seed)
    return [draw.choice(POINTS) for _ in range(people)]


def told(table: PublishedTable) -> Iterator[Any]:
    for row in table.rows:
        yield from row


def test_nothing_is_in_pounds() -> None:
    results = gap_of(spine_pays(1, 140), spine_pays(2, 130), {f"W{number}": 300 for number in range(30)})
    made = publication(results, Choices(ON))
    [table] = [each for each in made.tables if each.name == "GenderPayGap"]
    assert all(column.form.name != "money" for column in table.columns)
    assert not [value for value in told(table) if isinstance(value, str) and "£" in value]
    assert all(abs(value) <= 10_000 for value in told(table) if isinstance(value, int))


def test_the_bonus_of_one_woman_is_not_told() -> None:
    bonuses = {"W7": 4_321, **{f"M{number}": 500 for number in range(20)}}
    found = figures(gap_of(spine_pays(1, 150), spine_pays(2, 120), bonuses))
    assert found["mean gap in bonus pay"] == found["median gap in bonus pay"] == HIDDEN
    assert found["paid a bonus, of women"] == found["paid a bonus, of men"] == HIDDEN
    assert found["mean gap in hourly pay"] != HIDDEN


def test_a_group_of_nine_is_not_told_and_one_of_ten_in_whole_percents() -> None:
    assert figures(gap_of(spine_pays(1, 60), spine_pays(2, 9)))["mean gap in hourly pay"] == HIDDEN
    found = figures(gap_of(spine_pays(1, 60), spine_pays(2, 10)))
    assert found["mean gap in hourly pay"] % 100 == 0
    exact = figures(gap_of(spine_pays(1, 100), spine_pays(2, 100)))
    assert exact["mean gap in hourly pay"] % 10 == 0


def test_a_quarter_with_few_of_a_sex_hides_all_quarters() -> None:
    found = figures(gap_of([POINTS[3]] * 40, [*([POINTS[3]] * 40), POINTS[20]]))
    assert found["women in the upper quarter of hourly pay"] != HIDDEN
    found = figures(gap_of([POINTS[3]] * 20 + [POINTS[20]] * 20, [*([POINTS[3]] * 20), POINTS[25]]))
    assert {value for name, value in found.items() if "quarter" in name} == {HIDDEN}


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("women", [10, 12, 30, 99, 100])
def test_a_journalist_with_last_years_copy_is_left_with_several_points(seed: int, women: int) -> None:
    """A woman joins. Who knows what all others are paid, and has both copies, cannot tell her point of the spine.

    Every point that gives the same two copies may be hers: there are three or more, two steps of a spine apart.
    """
    men, before = spine_pays(seed, 120), spine_pays(seed + 50, women)
    target = Random(seed).randrange(8, 20)
    last_year = figures(gap_of(men, before, year=2025))
    this_year = figures(gap_of(men, [*before, POINTS[target]]))
    assert this_year["mean gap in hourly pay"] != HIDDEN
    near = range(max(0, target - 4), min(len(POINTS), target + 5))
    possible = [
        step
        for step in near
        if figures(gap_of(men, [*before, POINTS[step]]))["mean gap in hourly pay"]
        == this_year["mean gap in hourly pay"]
    ]
    assert last_year["mean gap in hourly pay"] is not None
    assert target in possible
    assert len(possible) >= 3, (possible, target)


# --- equal pay -----------------------------------------------------------------------------------------------------


def audit(groups: Mapping[tuple[str, str], Sequence[int]], supplements: Mapping[str, int] | None = None) -> Results:
    """An audit of the people of grades by sex, with the supplements of some of them."""
    people, characteristics = [], []
    for (sex, grade), pays in groups.items():
        for number, pay in enumerate(pays):
            person = f"{grade}{sex[0].upper()}{number}"
            people.append({"person": person, "grade now": grade, "salary now": pay})
            characteristics.append({"person": person, "characteristic": "sex", "group": sex})
    package = [
        {"line or person": person, "element": "market supplement", "amount a year": amount, "state": "now",
         "counts towards approval": "no", "costed as": "not costed"}
        for person, amount in (supplements or {}).items()
    ]  # fmt: skip
    grades = [
        {"grade": name, "order": order, "bottom salary": 18_000, "top salary": 60_000}
        for order, name in enumerate(("Officer", *sorted({grade for _, grade in groups})), start=1)
    ]
    more = {"Characteristics": characteristics, "EqualPayRules": [{"characteristic": "sex"}]}
    return payband.Review(
        **small_review(spines=[], grades=grades, people=people, package=package, more=more)
    ).calculate()


def copy_of(results: Results) -> list[tuple[Any, ...]]:
    found = equal_pay(results, 5)
    assert found is not None
    return [tuple(row) for row in found.rows]


def body(target: int, men: int = 7) -> dict[tuple[str, str], list[int]]:
    """A grade of seven men, one of them paid at a point that is asked about, and others of everyday sizes."""
    return {
        ("men", "G1"): [POINTS[5]] * (men - 1) + [POINTS[target]],
        ("women", "G1"): [POINTS[5]] * 8,
        ("men", "G2"): [POINTS[12]] * 9,
        ("women", "G2"): [POINTS[11]] * 12,
    }


@pytest.mark.parametrize("target", [3, 5, 6, 8])
def test_a_claimant_who_knows_all_others_pay_cannot_tell_her_comparators(target: int) -> None:
    """She has this year's copy and last year's, when he was not there; three points or more give the same two."""
    known = {point: POINTS[point] for point in range(12)}
    this_year = copy_of(audit(body(target)))
    last_year = copy_of(audit({**body(target), ("men", "G1"): [POINTS[5]] * 6}))
    possible = [point for point in known if copy_of(audit(body(point))) == this_year]
    assert last_year
    assert target in possible
    assert len(possible) >= 3


def test_amounts_and_percentages_of_a_grade_are_not_in_the_copy() -> None:
    results = audit(body(8), {"G1M0": 2_345})
    for row in copy_of(results):
        for value in row[2:]:
            assert value in (HIDDEN, "no", "one group only", "5% or more", "recurring 3% or more") or value >= 5
        words = " ".join(map(str, row))
        assert "£" not in words
        assert "2,345" not in words


def test_a_supplement_of_one_man_is_not_told_by_what_is_looked_into() -> None:
    """With the supplement total pay would be looked into: the copy withholds it, large or small."""
    small, large = (copy_of(audit(body(5), {"G1M0": amount})) for amount in (1, 30_000))
    assert small == large
    [row] = [each for each in large if each[0] == "G1"]
    assert row[5] == HIDDEN


def test_a_grade_of_three_women_is_not_counted() -> None:
    groups = {**body(5), ("women", "G2"): [POINTS[11]] * 3}
    rows = {row[0]: row for row in copy_of(audit(groups))}
    assert rows["G2"][2] == HIDDEN
    assert rows["G1"][2] == HIDDEN  # or it could be taken from the number of women
    assert rows["G2"][4] == HIDDEN


# --- the committee report ------------------------------------------------------------------------------------------


def report_text(results: Results, listed: bool = False) -> str:
    return str(committee_report(results, PeopleShown(5, listed)))


@pytest.mark.parametrize("listed", [False, True])
def test_a_report_gives_the_two_parts_as_they_are_published(listed: bool) -> None:
    results = audit(body(8), {"G1M0": 2_345})
    text = report_text(results, listed)
    assert "Equal pay: gaps to look into, by grade" in text
    assert "Amounts are not shown: see the workbook" in text
    for row in results.tables["EqualPay"].records():
        for key in ("mean", "mean_compared_with", "median"):
            if row[key]:
                assert f"{row[key]:,.2f}" not in text
    gap = gap_of(spine_pays(1, 60), spine_pays(2, 9))
    assert not re.search(r"mean gap in hourly pay\W+-?\d", report_text(gap, listed))
