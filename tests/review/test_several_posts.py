"""People with several posts: NI on the sum of their pay, shared by pay among the posts, wherever a cost is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

import payband
from payband.formulas.reconcile import reconcile
from payband.review.explanation.explain import explain
from payband.review.years.outlook import outlook
from tests.support import oracle
from tests.support.native_reviews import native, saved
from tests.support.workbooks import only, put, small_review

CARRIED_ON = [{"assumption": "rates after the last published year", "value": "as the last year"}]
PENSION = Decimal("0.20")
ZERO = Decimal(0)
BOTH = ("now", "proposed")
APART = {"several posts of one person": "apart"}


def line(name: str, state: str, **values: Any) -> dict[str, Any]:
    return {"line": name, "state": state, "grade": "Officer", "posts": 2, "costed at": "actual", **values}


def post(number: int, where: str, salary: float, fte: float | str = 1, **values: Any) -> dict[str, Any]:
    """A post of employee E; it goes where it is."""
    return {
        "person": f"E{number}", "employee": "E", "post number": number, "salary now": salary, "FTE": fte,
        "post now": where, "proposed line": where, **values,
    }  # fmt: skip


def tables(*people: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A review with the lines of some people; a point for each of their salaries, so that nobody's moves."""
    names = dict.fromkeys(name for each in people for name in (each["post now"], each["proposed line"]) if name)
    salaries = sorted({each["salary now"] for each in people} | {60_000})
    given = {
        "posts": [line(name, state) for name in names for state in BOTH],
        "spines": [{"spine": "G", "point": n, "salary": salary, "effective from": "01/04/2024"}
                   for n, salary in enumerate(salaries, 1)],
        "grades": [{"grade": "Officer", "order": 1, "spine": "G", "bottom point": 1, "top point": len(salaries)}],
        "assumptions": CARRIED_ON,
        **more,
    }  # fmt: skip
    given["settings"] = {"vacancies costed": "no", "horizon": 2, **more.get("settings", {})}
    return small_review(people=list(people), **given)


def pounds(pence: int | None) -> Decimal:
    assert pence is not None
    return Decimal(pence) / 100


# --- the test's own arithmetic -------------------------------------------------------------------------------------


def cost(pay: Decimal, ni: Decimal) -> Decimal:
    return pay + ni + oracle.half_up(pay * PENSION)


YEAR = oracle.month_ends(2026)


# --- examples ------------------------------------------------------------------------------------------------------

# Pays of a person's posts in 2026-27, the NI of a year on the sum and apart.
EXAMPLES = [
    # The example of tests/rules/test_several_posts.py, worked there by hand: one threshold and not two.
    ((6_393.51, 6_393.51), "1167.48", "416.88"),
    # Each below the secondary threshold of £5,000 a year (£417 a month; SI 2025/288): nothing apart, and together
    # 12 x 15% of £383 (9,600 / 12 = £800 less £417).
    ((4_800, 4_800), "689.40", "0"),
    # Far above it: what a second threshold of £417 saves apart, 12 x 15% of £417.
    ((30_000, 20_000), "6749.40", "5998.80"),
    ((5_004, 5_004, 5_004), "1501.20", "0"),
]


@pytest.mark.parametrize(("pays", "together", "apart"), EXAMPLES)
@pytest.mark.parametrize("same_line", [False, True])
def test_ni_is_on_the_sum_of_the_pay_of_a_person(
    pays: Sequence[float], together: str, apart: str, same_line: bool
) -> None:
    people = [post(n, "Posts" if same_line else f"Line {n}", pay) for n, pay in enumerate(pays, 1)]
    posts = [line(name, state, posts=len(pays)) for name in dict.fromkeys(each["post now"] for each in people)
             for state in BOTH]  # fmt: skip
    on_costs = [{"profile": "all", "pension rate": "0%"}]
    given: dict[str, Any] = {"settings": {"price base": "2026-27"}, "posts": posts, "on_costs": on_costs}
    found = payband.Review(**tables(*people, **given)).calculate()
    total, paid = found.structure_cost.total, sum(map(Decimal, map(str, pays)))
    assert pounds(total.now.cost) - paid == pounds(total.proposed.cost) - paid == Decimal(together)
    given["settings"] = {**given["settings"], **APART}
    left_out = payband.Review(**tables(*people, **given)).calculate()
    assert pounds(left_out.structure_cost.total.now.cost) - paid == Decimal(apart)
    [note] = [text for text in left_out.warnings if "leaves out" in text]
    assert "1 person has several posts" in note
    assert "'several posts of one person' to 'together' (E)" in note
    holds = only([{"item": item, "value": value} for _, item, value, _ in found.summary()], item="What the cost holds")
    assert holds["value"] == "salary and employer's NI (on the sum of pay of 1 person with several posts)"


@pytest.mark.parametrize("costed_at", ["actual", "bottom", "top"])
@pytest.mark.parametrize("many", [False, True])
def test_each_post_bears_its_share_wherever_its_line_is_costed(
    costed_at: str, many: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("payband.review.core.rows.structure_rows.FEW", 0 if many else 10_000)
    people = [
        post(1, "Clerks", 24_000, 0.3), post(2, "Cleaners", 26_000, 0.2), post(3, "Clerks", 25_000, 0.1),
        {"person": "F", "salary now": 25_000, "post now": "Cleaners", "proposed line": "Cleaners", "FTE": 0.2},
    ]  # fmt: skip
    posts = [line(name, state, **{"costed at": costed_at, "FTE each": 0.3}) for name in ("Clerks", "Cleaners")
             for state in BOTH]  # fmt: skip
    found = payband.Review(**tables(*people, posts=posts, settings={"price base": "2026-27"})).calculate()
    end = {"bottom": Decimal(24_000), "top": Decimal(60_000)}.get(costed_at, ZERO)
    paid = [end * Decimal("0.3")] * 4 if end else [Decimal(7_200), Decimal(5_200), Decimal(2_500), Decimal(5_000)]
    first, second, third = oracle.ni_of_posts(paid[:3], YEAR)
    alone = oracle.ni_of_months(paid[3], YEAR)
    clerks, cleaners = found.structure_cost.lines
    of_clerks = cost(paid[0], first) + cost(paid[2], third)
    of_cleaners = cost(paid[1], second) + cost(paid[3], alone)
    assert (pounds(clerks.now.cost), pounds(clerks.proposed.cost)) == (of_clerks, of_clerks)
    assert (pounds(cleaners.now.cost), pounds(cleaners.proposed.cost)) == (of_cleaners, of_cleaners)


def test_where_the_outcome_keeps_one_post_it_is_alone() -> None:
    people = [post(1, "Clerks", 24_000, 0.3), post(2, "Cleaners", 26_000, 0.2, **{"proposed line": ""})]
    found = payband.Review(**tables(*people, settings={"price base": "2026-27"})).calculate()
    now, kept = [Decimal(7_200), Decimal(5_200)], Decimal(7_200)
    both = sum((cost(pay, ni) for pay, ni in zip(now, oracle.ni_of_posts(now, YEAR), strict=True)), ZERO)
    assert pounds(found.structure_cost.total.now.cost) == both
    assert pounds(found.structure_cost.total.proposed.cost) == cost(kept, oracle.ni_of_months(kept, YEAR))


def test_what_others_pay_is_their_share_of_the_ni_too() -> None:
    people = [post(1, "Clerks", 24_000, 0.3), post(2, "Cleaners", 26_000, 0.2)]
    posts = [line("Clerks", "now"), line("Cleaners", "now", **{"external share": "50%"})]
    posts += [{**each, "state": "proposed"} for each in posts]
    found = payband.Review(**tables(*people, posts=posts, settings={"price base": "2026-27"})).calculate()
    _, ni = oracle.ni_of_posts([Decimal(7_200), Decimal(5_200)], YEAR)
    cleaners = found.structure_cost.lines[1]
    assert pounds(cleaners.proposed.external) == oracle.half_up(cost(Decimal(5_200), ni) / 2)


# --- the years, by hand --------------------------------------------------------------------------------------------


def by_hand(start: int) -> tuple[Decimal, Decimal]:
    """What the two lines cost in a financial year, month by month: 3% from June 2025, one post ends on 31 October 2025.

    E1 is paid £7,200 a year, and E2 £5,200; what a run of months bears is shared over that run.
    """
    changes = [date(2025, 6, 1), date(2025, 11, 1)]
    days = oracle.month_ends(start)
    pay = [Decimal(24_000) * Decimal("0.3"), Decimal(26_000) * Decimal("0.2")]
    after = [Decimal(24_720) * Decimal("0.3"), Decimal(26_780) * Decimal("0.2")]
    clerks = cleaners = ZERO
    for run in (
        [day for day in days if day < changes[0]],
        [day for day in days if changes[0] <= day < changes[1]],
        [day for day in days if day >= changes[1]],
    ):
        if not run:
            continue
        both = pay if run[-1] < changes[0] else after
        if run[0] >= changes[1]:
            one, ni = after[0], oracle.ni_of_months(after[0], run)
            clerks += months_cost(one, ni, run)
            continue
        first, second = oracle.ni_of_posts(both, run)
        clerks += months_cost(both[0], first, run)
        cleaners += months_cost(both[1], second, run)
    return clerks, cleaners


def months_cost(annual: Decimal, ni: Decimal, months: Sequence[date]) -> Decimal:
    paid = sum((oracle.pay_of_month(annual, day) for day in months), ZERO)
    return paid + ni + oracle.half_up(paid * PENSION)


def over_years() -> dict[str, Any]:
    people = [post(1, "Clerks", 24_000, 0.3), post(2, "Cleaners", 26_000, 0.2, **{"leaves on": "31/10/2025"})]
    return tables(
        *people,
        settings={"implementation date": "01/04/2025", "price base": "2025-26"},
        pay_awards=[{"effective from": "01/06/2025", "percent": "3%"}],
    )


@pytest.mark.parametrize("many", [False, True])
def test_the_years_by_hand(many: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("payband.review.years.savings.FEW", 0 if many else 10_000)
    found = payband.Review(**over_years()).calculate()
    looked = outlook(found.inputs)
    for year, start in zip(looked.years, (2025, 2026), strict=True):
        clerks, cleaners = by_hand(start)
        total = looked.total(year)
        assert total is not None
        assert pounds(total.now.cost) == clerks + cleaners
        assert total.saving == 0
    assert found.yearly_savings.savings == (0, 0)


def test_a_displaced_post_bears_ni_with_the_others_until_its_last_day() -> None:
    """E2 goes on 30 June 2026: until then the new structure's post bears NI with it."""
    gone = {"proposed line": "", "leaves on": "30/06/2026"}
    people = [post(1, "Clerks", 24_000, 0.3), post(2, "Cleaners", 26_000, 0.2, **gone)]
    given = tables(*people, settings={"implementation date": "01/04/2026", "price base": "2026-27"})
    found = payband.Review(**given).calculate()
    months = oracle.month_ends(2026)
    pay = [Decimal(7_200), Decimal(5_200)]
    now = sum((cost(each, ni) for each, ni in zip(pay, oracle.ni_of_posts(pay, months), strict=True)), ZERO)
    first, second = oracle.ni_of_posts(pay, months[:3])
    staying = months_cost(pay[1], second, months[:3])
    clerks = cost(pay[0], first + oracle.ni_of_months(pay[0], months[3:]))
    assert pounds(found.yearly_savings.displaced[0]) == staying
    assert pounds(found.yearly_savings.savings[0]) == now - clerks - staying
    looked = outlook(found.inputs).total(outlook(found.inputs).years[0])
    assert looked is not None
    assert pounds(looked.saving) == now - clerks - staying


def test_protection_bears_ni_on_top_of_the_pay_of_all_posts() -> None:
    """£600 a year of protection on £3,900 alone is below the threshold; with £3,600 in another post it bears 15%."""
    people = [
        {**post(1, "Clerks", 30_000, 0.15), "proposed line": "Officers"},
        {**post(2, "Cleaners", 24_000, 0.15)},
    ]
    spines = [{"spine": "G", "point": 1, "salary": 24_000, "effective from": "01/04/2024"},
              {"spine": "G", "point": 2, "salary": 26_000, "effective from": "01/04/2024"}]  # fmt: skip
    grades = [{"grade": "Officer", "order": 1, "spine": "G", "bottom point": 1, "top point": 2}]
    for how, on_costs in (("together", 90), ("apart", 0)):
        given = tables(
            *people, spines=spines, grades=grades, on_costs=[{"profile": "all", "pension rate": "0%"}],
            settings={"protection on-costs": "yes", "several posts of one person": how, "horizon": 1},
        )  # fmt: skip
        found = payband.Review(**given).calculate()
        assert pounds(found.protection_cost.total) == 600
        assert pounds(found.protection_cost.on_costs) == on_costs
        first = outlook(found.inputs).total(outlook(found.inputs).years[0])
        assert first is not None
        assert pounds(first.protection_on_costs) == on_costs


def test_of_posts_that_are_protected_both_the_second_comes_on_top_of_the_first() -> None:
    """Each £600 a year; £7,800 of new pay is £650 a month, £233 above £417: every penny of both bears 15%."""
    people = [{**post(n, "Clerks", 30_000, 0.15), "proposed line": "Officers"} for n in (1, 2)]
    spines = [{"spine": "G", "point": 1, "salary": 26_000, "effective from": "01/04/2024"}]
    grades = [{"grade": "Officer", "order": 1, "spine": "G", "bottom point": 1, "top point": 1}]
    found = payband.Review(
        **tables(
            *people, spines=spines, grades=grades, on_costs=[{"profile": "all", "pension rate": "0%"}],
            settings={"protection on-costs": "yes", "horizon": 1},
        )
    ).calculate()  # fmt: skip
    months = oracle.month_ends(2025)
    new = oracle.pay_of_month(Decimal(7_800), months[0])
    extra = sum(
        (oracle.employer_ni(new + 100, day, "A", "month") - oracle.employer_ni(new, day, "A", "month")
         for day in months),
        ZERO,
    )  # fmt: skip
    assert pounds(found.protection_cost.on_costs) == extra == 180


# --- copies, explanation -------------------------------------------------------------------------------------------


def test_a_native_copy_follows_the_pay_of_each_post(soffice: str, tmp_path: Path) -> None:
    given = over_years()
    given["people"][0] |= {"salary now": 61_000}  # above the top: protected
    given["settings"] |= {"protection on-costs": "yes", "implementation date": "15/04/2025", "increments": "1 April"}
    copy = native(saved(given, tmp_path / "in.xlsx"), tmp_path / "native.xlsx")
    assert reconcile(copy, soffice).differences == []
    book = load_workbook(copy)
    names = [name for name in book.sheetnames if name.startswith("Workings_several_posts")]
    assert len(names) == 4
    put(book, "People", "E2", "salary now", 26_777)
    put(book, "People", "E1", "FTE", 0.41)
    book.save(tmp_path / "moved.xlsx")
    moved = reconcile(tmp_path / "moved.xlsx", soffice)
    assert moved.differences == []


def test_the_explanation_names_the_setting_and_adds_up() -> None:
    people = [post(1, "Clerks", 24_000, 0.3), post(2, "Cleaners", 26_000, 0.2)]
    review = payband.Review(**tables(*people, settings={"price base": "2026-27"}))
    first, _ = oracle.ni_of_posts([Decimal(7_200), Decimal(5_200)], YEAR)
    apart = oracle.ni_of_months(Decimal(7_200), YEAR)
    steps = {step.name: step for chain in explain(review, "Clerks").chains for step in chain.steps}
    added = steps["NI of E1 with other posts"]
    assert added.given == first - apart
    assert "'several posts of one person': together" in added.rule
    model = next(chain for chain in explain(review, "Clerks").chains if chain.title.startswith("Now: modelled cost"))
    amounts = [step.given for step in model.steps if isinstance(step.given, Decimal)]
    assert sum(amounts[:-1]) == amounts[-1]
    of_person = {step.name: step.given for chain in explain(review, "E1").chains for step in chain.steps}
    assert of_person["pay of all posts"] == 12_400
    assert (of_person["share of E1"], of_person["NI by itself"]) == (first, apart)
    kept = payband.Review(**tables(*people, settings={"price base": "2026-27", **APART}))
    said = {step.name: step for chain in explain(kept, "Clerks").chains for step in chain.steps}
    assert said["several posts of one person"].given == "apart"


@settings(max_examples=40, deadline=None)
@given(
    pays=st.lists(st.integers(100_000, 4_000_000), min_size=2, max_size=4),
    start=st.sampled_from(["2022-23", "2025-26", "2026-27"]),
)
def test_the_rows_of_a_person_add_up_to_the_person(pays: list[int], start: str) -> None:
    people = [post(n, f"Line {n}", pay / 100) for n, pay in enumerate(pays, 1)]
    year = int(start[:4])
    given = {"settings": {"price base": start, "implementation date": f"01/04/{year}", "horizon": 1}}
    spines = [{"spine": "G", "point": n, "salary": salary / 100, "effective from": "01/04/2020"}
              for n, salary in enumerate(sorted({*pays, 6_000_000}), 1)]  # fmt: skip
    found = payband.Review(**tables(*people, spines=spines, **given)).calculate()
    months = oracle.month_ends(year)
    wanted = oracle.ni_of_posts([Decimal(pay) / 100 for pay in pays], months)
    lines = {each.name: each.proposed for each in found.structure_cost.lines}
    for number, (pay, ni) in enumerate(zip(pays, wanted, strict=True), 1):
        assert pounds(lines[f"Line {number}"].cost) == cost(Decimal(pay) / 100, ni)
    looked = outlook(found.inputs).total(outlook(found.inputs).years[0])
    assert looked is not None
    assert looked.now.cost == found.structure_cost.total.now.cost, "the months add up to the year"


# --- what is refused, asked and noted ------------------------------------------------------------------------------

BAD = [
    ({"post number": 1}, {}, "employee E has post 1 in row 1 too"),
    ({"post number": ""}, {}, "employee E has several posts: give each of them its number"),
    ({"employee": ""}, {}, "'employee' is empty: say whose post it is"),
    ({"NI category": "M"}, {}, "bears NI of category A in row 1 and M in row 2, and is added up only where one"),
    ({"on-cost profile": "out"}, {"on_costs": [{"profile": "all", "pension rate": "20%"},
     {"profile": "out", "pension rate": "20%", "NI category": "H"}]}, "ask payroll which does"),
]  # fmt: skip


@pytest.mark.parametrize(("second", "more", "said"), BAD)
def test_what_cannot_be_added_up_is_one_problem(second: dict[str, Any], more: dict[str, Any], said: str) -> None:
    given = tables(post(1, "Clerks", 24_000, 0.3), {**post(2, "Cleaners", 26_000, 0.2), **second}, **more)
    with pytest.raises(payband.InputProblems) as error:
        payband.Review(**given).calculate()
    [problem] = error.value.problems
    assert said in problem.message
    assert (problem.table, problem.row) == ("People", 2)


def test_letters_that_differ_are_no_problem_where_posts_stay_apart() -> None:
    second = {**post(2, "Cleaners", 26_000, 0.2), "NI category": "M"}
    given = tables(post(1, "Clerks", 24_000, 0.3), second, settings=APART)
    assert payband.Review(**given).calculate().structure_cost.total.now.cost


def test_a_post_that_two_share_is_nobodys_own_and_is_said() -> None:
    people = [post(1, "Clerks", 24_000, 0.3), post(2, "Cleaners", 24_000, 0.2),
              {**post(3, "Clerks", 24_000, 0.3), "person": "F", "employee": "", "post number": ""}]  # fmt: skip
    posts = [line(name, state, posts=1, **{"costed at": "top"}) for name in ("Clerks", "Cleaners") for state in BOTH]
    found = payband.Review(**tables(*people, posts=posts)).calculate()
    [note] = [text for text in found.warnings if "worked out by itself on 1 post" in text]
    assert note.endswith("nobody's own (E1)")


def test_a_workbook_of_before_keeps_posts_apart_and_says_of_how_many_people() -> None:
    """References as a list was imported before: each post by itself, as then, and a note of how many people."""
    people = [
        {"person": f"{who} post {n}", "salary now": 24_000, "post now": "Clerks", "proposed line": "Clerks", "FTE": 0.2}
        for who in ("E", "F") for n in (1, 2)
    ]  # fmt: skip
    found = payband.Review(**tables(*people, posts=[line("Clerks", state, posts=4) for state in BOTH])).calculate()
    alone = cost(Decimal(4_800), oracle.ni_of_months(Decimal(4_800), oracle.month_ends(2025)))
    assert pounds(found.structure_cost.total.now.cost) == 4 * alone
    [note] = [text for text in found.warnings if text.startswith("By their references")]
    assert "2 people have several posts" in note
    assert "E post 1 and E post 2" in note


def test_a_day_before_its_last_a_post_is_still_added() -> None:
    """Months to the day: until 14 June both, and from then on one; a part of a month by its days."""
    last = date(2026, 6, 14)
    people = [post(1, "Clerks", 24_000, 0.3), post(2, "Cleaners", 26_000, 0.2, **{"leaves on": last})]
    given = tables(*people, settings={"implementation date": "01/04/2026", "price base": "2026-27", "horizon": 1})
    found = outlook(payband.Review(**given).calculate().inputs)
    total = found.total(found.years[0])
    assert total is not None
    months = oracle.month_ends(2026)
    pay = [Decimal(7_200), Decimal(5_200)]
    whole, part = oracle.ni_of_posts(pay, months[:2]), oracle.ni_of_posts(pay, months[2:3])
    alone = [oracle.ni_of_months(each, months[2:3]) for each in pay]
    first = whole[0] + oracle.ni_of_months(pay[0], months[2:]) + oracle.half_up((part[0] - alone[0]) * last.day / 30)
    in_june = oracle.half_up(oracle.pay_of_month(pay[1], months[2]) * last.day / 30)
    on_costs = alone[1] + oracle.half_up(oracle.pay_of_month(pay[1], months[2]) * PENSION)
    second = months_cost(pay[1], whole[1], months[:2]) + in_june + oracle.half_up(on_costs * last.day / 30)
    second += oracle.half_up((part[1] - alone[1]) * last.day / 30)
    assert pounds(total.now.cost) == cost(pay[0], first) + second
    assert last + timedelta(days=16) == months[2]
