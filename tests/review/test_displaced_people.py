"""Who is displaced costs until their last day; the structure now is what it was when the new one starts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import payband
from payband.formulas.reconcile import reconcile
from payband.review.disclosure.publication import publication
from payband.review.disclosure.published import Choices
from payband.review.years.outlook import outlook
from tests.run import TOP
from tests.support import oracle
from tests.support.native_reviews import native
from tests.support.workbooks import only, people, small_review

AMBLEFORD = TOP / "tests" / "cases" / "went_wrong" / "ambleford"
CARRIED_ON = [{"assumption": "rates after the last published year", "value": "as the last year"}]
PENSION = Decimal("0.20")


def looked(**more: Any) -> payband.Results:
    more.setdefault("assumptions", CARRIED_ON)
    return payband.Review(**small_review(**more)).calculate()


def line(state: str, **values: Any) -> dict[str, Any]:
    return {"line": "Officers", "state": state, "grade": "Officer", "posts": 1, "costed at": "actual", **values}


def displaced(name: str, salary: float, leaves_on: str, **values: Any) -> dict[str, Any]:
    return {"person": name, "salary now": salary, "post now": "Officers", "leaves on": leaves_on, **values}


def test_three_who_stay_three_to_six_months_take_their_pay_from_the_first_year() -> None:
    # hand2.py beside the file works the £66,160.31 out by the year; twelve twelfths make it a penny less.
    stay, go = (payband.open_review(str(AMBLEFORD / f"{name}.xlsx")).calculate() for name in ("filled2", "nl"))
    (first, second), (as_if, later) = ([outlook(each.inputs).total(year) for year in outlook(each.inputs).years]
                                       for each in (stay, go))  # fmt: skip
    assert first is not None
    assert second is not None
    assert as_if is not None
    assert later is not None
    assert first.displaced.cost == 66_160_30
    assert (first.now.cost, second.now.cost) == (as_if.now.cost, later.now.cost)
    assert first.saving == as_if.saving - 66_160_30
    assert first.net_saving == 143_465_11
    assert second.displaced.cost == 0
    assert second.saving == later.saving
    assert stay.yearly_savings.savings == (first.saving, second.saving)
    assert stay.structure_cost.total.saving == go.structure_cost.total.saving
    assert only(_summary(stay), item="Paid to displaced people until their last day")["value"] == Decimal("66160.30")


def _summary(results: payband.Results) -> list[dict[str, Any]]:
    return [{"section": section, "item": item, "value": value} for section, item, value, _ in results.summary()]


def test_a_displaced_person_by_hand() -> None:
    # £24,000 from 1 October 2025 to 15 January 2026: three whole months, and 15 of the 31 days of January.
    found = looked(
        settings={"implementation date": "01/10/2025", "horizon": 2, "protection months": 0},
        posts=[line("now", posts=2), line("proposed")],
        people=[displaced("A", 24_000, "15/01/2026"), *people(22_000, **{"post now": "Officers"})],
    )
    month = Decimal(2_000)
    each = month + oracle.employer_ni(month, date(2025, 10, 31), "A", "month") + month * PENSION
    january = oracle.half_up((month + oracle.employer_ni(month, date(2026, 1, 31), "A", "month") + month * PENSION)
                             * 15 / 31)  # fmt: skip
    [first, second] = found.yearly_savings.displaced
    assert first is not None
    assert abs(Decimal(first) / 100 - (3 * each + january)) <= Decimal("0.01"), "pay, NI and pension round apart"
    assert second == 0
    kept = looked(
        settings={"implementation date": "01/10/2025", "horizon": 2, "protection months": 0},
        posts=[line("now", posts=2), line("proposed")],
        people=[displaced("A", 24_000, ""), *people(22_000, **{"post now": "Officers"})],
    )
    (kept_first, kept_second), (its_first, its_second) = (each.yearly_savings.savings for each in (kept, found))
    assert None not in (kept_first, its_first)
    assert (kept_first or 0) - (its_first or 0) == first
    assert kept_second == its_second
    assert [text for text in kept.warnings if "1 displaced person has no last day" in text]


def test_a_line_at_the_top_of_its_range_has_displaced_people_too() -> None:
    posts = [line("now", **{"costed at": "top"}), line("proposed", line="Others", **{"costed at": "top"})]
    found = looked(
        settings={"implementation date": "01/10/2025", "horizon": 1},
        posts=posts,
        people=[displaced("A", 24_000, "31/10/2025")],
    )
    month = Decimal(2_000)
    cost = month + oracle.employer_ni(month, date(2025, 10, 31), "A", "month") + month * PENSION
    assert found.yearly_savings.displaced == (int(cost * 100),)


def test_others_pay_their_share_of_displaced_people_to_the_end_of_their_funding() -> None:
    posts = [
        line("now", **{"external share": "50%", "externally funded until": "31/10/2025"}),
        line("proposed", posts=1),
    ]
    found = looked(
        settings={"implementation date": "01/10/2025", "horizon": 1},
        posts=posts,
        people=[displaced("A", 24_000, "30/11/2025")],
    )
    month = Decimal(2_000)
    cost = month + oracle.employer_ni(month, date(2025, 10, 31), "A", "month") + month * PENSION
    assert found.yearly_savings.displaced == (int((cost / 2 + cost) * 100),)


def test_the_vacancy_of_a_part_time_leaver_is_part_time() -> None:
    found = looked(
        settings={"horizon": 1},
        posts=[line("now"), line("proposed")],
        people=[
            {
                "person": "A",
                "salary now": 22_000,
                "post now": "Officers",
                "proposed line": "Officers",
                "leaves on": "30/09/2025",
                "FTE": 0.5,
            }
        ],
    )
    full = Decimal(26_000) / 2 / 12  # the top of the range, half of full time
    held = Decimal(22_000) / 2 / 12

    def cost(month: Decimal, months: int) -> Decimal:
        pay = oracle.half_up(month)
        return months * (month * (1 + PENSION) + oracle.employer_ni(pay, date(2025, 9, 30), "A", "month"))

    [total] = [outlook(found.inputs).total(year) for year in outlook(found.inputs).years]
    assert total is not None
    assert abs(Decimal(total.now.cost) / 100 - (cost(held, 6) + cost(full, 6))) < Decimal("0.15"), "NI by the penny"


def two_lines(now: dict[str, Any], people: list[dict[str, Any]], **settings: Any) -> payband.Results:
    """One line now, another proposed."""
    return looked(
        settings={"implementation date": "01/10/2025", "horizon": 2, "protection months": 0, **settings},
        posts=[line("now", **now), line("proposed", line="New", **{"costed at": "top"})],
        people=people,
    )


def test_a_line_without_a_grade_has_displaced_people_all_the_same() -> None:
    found = two_lines({"grade": "", "stated cost": 40_000}, [displaced("A", 24_000, "31/12/2025")])
    month = Decimal(2_000)
    cost = 3 * (month + oracle.employer_ni(month, date(2025, 10, 31), "A", "month") + month * PENSION)
    assert found.yearly_savings.displaced == (int(cost * 100), 0)
    total = outlook(found.inputs).total(outlook(found.inputs).years[0])
    assert total is not None
    assert (total.now.cost, total.displaced.cost) == (4_000_000, int(cost * 100))
    assert found.yearly_savings.savings[0] == total.saving


def test_on_costs_that_nobody_stated_leave_only_the_years_unknown_in_which_somebody_stays() -> None:
    found = looked(
        settings={"implementation date": "01/10/2025", "horizon": 2, "protection months": 0, "on-cost profile": ""},
        posts=[line("now", **{"stated cost": 40_000}), line("proposed", **{"stated cost": 30_000})],
        people=[displaced("A", 24_000, "31/12/2025")],
        on_costs=[],
    )
    assert found.yearly_savings.savings == (None, 1_000_000)
    seen = outlook(found.inputs)
    assert [total and total.saving for total in map(seen.total, seen.years)] == [None, 1_000_000]
    assert seen.steady_state is not None
    assert "on-costs are not stated" in seen.why["Officers"]


@pytest.mark.parametrize(("leaves_on", "known"), [("31/03/2012", True), ("30/06/2012", False)])
def test_a_point_that_nobody_reaches_before_leaving_is_not_asked_for(leaves_on: str, known: bool) -> None:
    found = looked(
        settings={
            "implementation date": "02/01/2012", "price base": "2011-12", "horizon": 2, "increments": "1 April",
            "unpublished points": "refuse", "protection months": 0,
        },
        on_costs=[{"profile": "all", "contracted out": "yes", "pension rate": "20%"}],
        spines=[],
        grades=[
            {"grade": "G", "order": 2, "spine": "UCOR/S", "bottom point": 16, "top point": 19},  # 17 is not published
            {"grade": "New", "order": 1, "bottom salary": 50_000, "top salary": 60_000},
        ],
        posts=[
            line("now", grade="G", **{"costed at": "top"}),
            line("proposed", line="New", grade="New", **{"costed at": "top"}),
        ],
        people=[displaced("A", float(payband.salary("UCOR/S", 16, "02/01/2012")), leaves_on)],
    )  # fmt: skip
    seen = outlook(found.inputs)
    assert [seen.total(year) is not None for year in seen.years] == [known, known]
    assert [each is not None for each in found.yearly_savings.savings] == [known, known]


@pytest.mark.parametrize("now", [{"posts": 0}, {}])
def test_displaced_people_who_are_in_no_line_are_named(now: dict[str, Any]) -> None:
    person = displaced("A", 24_000, "31/12/2025")
    if not now:
        person["post now"] = ""
    found = two_lines(now, [person])
    assert found.yearly_savings.displaced == (0, 0)
    assert [text for text in found.warnings if "1 displaced person is in no line that has posts now" in text]


def test_no_vacancy_rate_spares_a_displaced_person() -> None:
    from payband.review.risk.changes import VACANCIES, changes_of
    from payband.review.risk.measures import Measures

    inputs = two_lines({}, [displaced("A", 24_000, "31/03/2026")], horizon=1).inputs
    [change] = changes_of([VACANCIES], inputs)
    measures = Measures(inputs)
    none, tenth = measures.of(), measures.of({change: 1_000})
    total = outlook(inputs).total(outlook(inputs).years[0])
    assert total is not None
    spared = (total.now.cost - (total.proposed.cost - total.displaced.cost)) // 10
    assert abs(none.net_saving - tenth.net_saving - spared) <= 1


_DAYS = st.sampled_from(["", "", "30/09/2025", "15/11/2025", "31/01/2026", "05/08/2026", "31/03/2027"])


@st.composite
def reviews(draw: st.DrawFn) -> dict[str, Any]:
    """Small reviews whose people are displaced, leave or stay, in lines costed each way, funded and stated."""
    costed = {"costed at": draw(st.sampled_from(["actual", "top", "bottom"]))}
    funded = draw(st.sampled_from([{}, {"external share": "50%"},
                                   {"external share": "25%", "externally funded until": "31/12/2025"}]))  # fmt: skip
    stated = draw(st.sampled_from([{}, {"stated cost": 90_000}]))
    staff = [
        {
            "person": f"P{number}", "post now": "Officers",
            "salary now": draw(st.sampled_from([22_000, 23_500, 26_000])),
            "leaves on": draw(_DAYS), "FTE": draw(st.sampled_from([1, 0.6])),
            "proposed line": draw(st.sampled_from(["", "Officers"])),
        }
        for number in range(draw(st.integers(1, 4)))
    ]  # fmt: skip
    return small_review(
        settings={
            "implementation date": draw(st.sampled_from(["01/10/2025", "15/11/2025", "01/04/2026"])),
            "horizon": 2, "increments": draw(st.sampled_from(["none", "1 April"])), "tie goes to": "higher",
            "vacancies costed": draw(st.sampled_from(["yes", "no"])),
        },
        posts=[line("now", posts=4, **costed, **funded, **stated), line("proposed", posts=4, **costed)],
        people=staff,
        pay_awards=draw(st.sampled_from([[], [{"effective from": "01/04/2026", "percent": "3%"}]])),
        assumptions=CARRIED_ON,
    )  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(reviews())
def test_the_outlook_and_the_summary_say_the_same(tables: dict[str, Any]) -> None:
    results = payband.Review(**tables).calculate()
    found = outlook(results.inputs)
    totals = [found.total(year) for year in found.years]
    assert results.yearly_savings.outlook is None, "the Summary's are worked out person by person"
    assert results.yearly_savings.savings == tuple(each and each.saving for each in totals)
    assert results.yearly_savings.displaced == tuple(each and each.displaced.cost for each in totals)
    for each in totals:
        if each is not None:
            assert each.saving == each.full_year_saving - each.part_year - each.displaced.cost
            assert min(each.displaced.cost, each.displaced.external) >= 0
    assert found.steady_state is None or found.steady_state.displaced.cost == 0


def test_formulas_follow(soffice: str, tmp_path: Path) -> None:
    results = looked(
        settings={"implementation date": "01/10/2025", "horizon": 2, "part months": "calendar days"},
        posts=[line("now", posts=3), line("proposed")],
        people=[displaced("A", 24_000, "15/01/2026", FTE=0.6), displaced("B", 26_000, "30/04/2026"),
                *people(22_000, **{"post now": "Officers"})],
    )  # fmt: skip
    results.save(tmp_path / "in.xlsx")
    found = reconcile(native(tmp_path / "in.xlsx", tmp_path / "native.xlsx"), soffice)
    assert found.differences == []


@pytest.mark.parametrize(("leavers", "told"), [(1, False), (5, True)])
def test_the_years_do_not_give_away_what_a_few_who_leave_are_paid(leavers: int, told: bool) -> None:
    results = looked(
        settings={"implementation date": "01/10/2025", "horizon": 2, "protection months": 0},
        posts=[line("now", posts=12, **{"costed at": "top"}), line("proposed", posts=6, **{"costed at": "top"})],
        people=[displaced(f"D{number}", 24_000, "31/12/2025") for number in range(leavers)],
    )
    made = publication(results, Choices(date(2025, 10, 1), 5, False))
    assert ("Savings" in {table.name for table in made.tables}) == told


def test_a_share_of_full_time_is_of_displaced_people_too() -> None:
    def paid(fte: Fraction) -> int | None:
        [found] = looked(
            settings={"implementation date": "01/10/2025", "horizon": 1},
            posts=[line("now"), line("proposed")],
            people=[displaced("A", 24_000, "31/12/2025", FTE=str(float(fte)))],
            on_costs=[{"profile": "all", "pension rate": "20%", "NI category": "X"}],
        ).yearly_savings.displaced
        return found

    whole, half = paid(Fraction(1)), paid(Fraction(1, 2))
    assert whole == 3 * 2_400_00
    assert half == 3 * 1_200_00
