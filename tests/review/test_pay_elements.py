"""Allowances and benefits in kind are part of what a post costs, with their own on-costs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

import payband
from payband.formulas.reconcile import reconcile
from payband.review.fewer_posts import ENDS, overfilled, with_displaced
from payband.review.ranges import Ranges
from payband.review.slotting_list import placements
from payband.review.years.outlook import outlook
from tests.support import oracle
from tests.support.native_reviews import native, saved
from tests.support.workbooks import only, put, small_review

CARRIED_ON = [{"assumption": "rates after the last published year", "value": "as the last year"}]
PENSION = Decimal("0.20")
CLASS_1A = Decimal("0.15")  # HMRC NIM15021: 2025-26
TOP = Decimal(26_000)


def review(**more: Any) -> payband.Review:
    more.setdefault("assumptions", CARRIED_ON)
    return payband.Review(**small_review(**more))


def line(state: str, **values: Any) -> dict[str, Any]:
    return {"line": "Officers", "state": state, "grade": "Officer", "posts": 2, **values}


def element(whose: str, amount: float, costed_as: str, **values: Any) -> dict[str, Any]:
    return {
        "line or person": whose, "element": f"{costed_as} {amount}", "amount a year": amount,
        "counts towards approval": "no", "costed as": costed_as, **values,
    }  # fmt: skip


def cost(
    salary: Decimal,
    pensionable: Decimal = Decimal(0),
    other: Decimal = Decimal(0),
    in_kind: Decimal = Decimal(0),
    start: int | Decimal = 2025,
) -> Decimal:  # fmt: skip
    """A post for a year, month by month: NI on all that is paid, pension on what is pensionable, Class 1A in kind."""
    paid = salary + pensionable + other
    ni = sum(
        (
            oracle.employer_ni(oracle.pay_of_month(paid, day), day, "A", "month")
            for day in oracle.month_ends(int(start))
        ),
        Decimal(0),
    )
    pension = oracle.half_up((salary + pensionable) * PENSION)
    return paid + ni + pension + in_kind + oracle.half_up(in_kind * CLASS_1A)


def pounds(pence: int | None) -> Decimal:
    assert pence is not None
    return Decimal(pence) / 100


@pytest.mark.parametrize(
    ("costed_as", "given"),
    [
        ("pensionable pay", {"pensionable": Decimal("1234.56")}),
        ("non-pensionable pay", {"other": Decimal("1234.56")}),
        ("benefit in kind", {"in_kind": Decimal("1234.56")}),
        ("not costed", {}),
    ],
)
def test_an_element_of_a_line_is_paid_to_each_post_of_it(costed_as: str, given: dict[str, Decimal]) -> None:
    found = review(
        posts=[line("now"), line("proposed", posts=3)], package=[element("Officers", 1234.56, costed_as)]
    ).calculate()
    total = found.structure_cost.total
    assert pounds(total.now.cost) == 2 * cost(TOP, **given)
    assert pounds(total.proposed.cost) == 3 * cost(TOP, **given)
    years = outlook(found.inputs)
    first = years.total(years.years[0])
    assert first is not None
    assert pounds(first.now.cost) == 2 * cost(TOP, **given)
    assert pounds(first.saving) == -cost(TOP, **given)


def test_an_element_of_a_person_is_paid_to_one_post_and_goes_with_its_holder() -> None:
    person = {"person": "A", "salary now": 24_000, "post now": "Officers", "proposed line": "Officers"}
    for costed_at, salary in (("top", TOP), ("actual", Decimal(24_000))):
        tables: dict[str, Any] = {
            "settings": {"horizon": 2, "implementation date": "01/04/2025", "costed at": costed_at},
            "posts": [line("now"), line("proposed")],
            "people": [{**person, "leaves on": "30/09/2025"}],
            "package": [element("A", 3_000, "pensionable pay"), element("Officers", 500, "non-pensionable pay")],
        }
        found = review(**tables).calculate()
        whole = cost(salary, Decimal(3_000), Decimal(500)) + cost(TOP, other=Decimal(500))
        assert pounds(found.structure_cost.total.proposed.cost) == whole
        years = outlook(found.inputs)
        second = years.total(years.years[1])
        assert second is not None
        assert pounds(second.now.cost) == 2 * cost(TOP, other=Decimal(500), start=2026), "the element left with A"
        first = years.total(years.years[0])
        assert first is not None
        half = cost(salary, Decimal(3_000), Decimal(500)) / 2 + cost(TOP, other=Decimal(500)) / 2
        assert abs(pounds(first.now.cost) - half - cost(TOP, other=Decimal(500))) < Decimal("0.10"), "months to a penny"


def test_an_element_of_one_state_is_in_that_state_alone() -> None:
    found = review(
        posts=[line("now"), line("proposed")],
        package=[
            element("Officers", 2_000, "pensionable pay", state="now"),
            element("Officers", 700, "pensionable pay", state="proposed"),
        ],
    ).calculate()
    total = found.structure_cost.total
    assert pounds(total.now.cost) == 2 * cost(TOP, Decimal(2_000))
    assert pounds(total.proposed.cost) == 2 * cost(TOP, Decimal(700))


def test_class_1a_is_at_the_blended_rate_of_the_year_in_which_the_percentage_changed() -> None:
    assert (
        payband.ni_of_benefits(5_000, "30/06/2022") == payband.ni_of_benefits(5_000, "31/03/2023") == Decimal("726.50")
    )
    rates = {2011: 13.8, 2021: 13.8, 2022: 14.53, 2023: 13.8, 2024: 13.8, 2025: 15}  # HMRC NIM15021
    for year, rate in rates.items():
        assert payband.ni_of_benefits(100, date(year, 12, 31)) == Decimal(str(rate)), year


def test_a_workbook_that_does_not_have_them_costed_says_what_it_leaves_out() -> None:
    tables: dict[str, Any] = {"posts": [line("now"), line("proposed")]}
    package = [element("Officers", 5_000, "pensionable pay")]
    found = review(**tables, settings={"pay elements costed": "no"}, package=package).calculate()
    assert pounds(found.structure_cost.total.now.cost) == 2 * cost(TOP)
    assert [text for text in found.warnings if "leaves out 1 pay element of table Package, £5,000.00 a year" in text]
    with_them = review(**tables, package=package).calculate()
    said = only([{"item": item, "value": value} for _, item, value, _ in with_them.summary()],
                item="What the cost holds")  # fmt: skip
    assert said["value"] == "salary, employer's NI, pension and pay elements of 2 proposed posts"


NI_AND_PENSION = "salary, employer's NI and pension"
WITH_ONE = "salary, employer's NI, pension and pay elements of 1 proposed post"
BOTH = [line("now"), line("proposed")]
STATED = [line("now"), line("proposed", **{"stated cost": 70_000})]
LEFT = {"leaves on": "31/12/2024"}
OF_A, OF_LINE = element("A", 1_000, "pensionable pay"), element("Officers", 1_000, "pensionable pay")
ONLY_NOW = element("A", 1_000, "pensionable pay", state="now")
ACTUAL_WITHOUT_VACANCIES = {"costed at": "actual", "vacancies costed": "no"}


@pytest.mark.parametrize(
    ("tables", "person", "said"),
    [
        ({"package": [OF_A]}, {}, WITH_ONE),
        ({"package": [OF_A]}, LEFT, "salary, employer's NI, pension and pay elements of 1 post now"),
        ({"package": [ONLY_NOW]}, {}, "salary, employer's NI, pension and pay elements of 1 post now"),
        ({"package": [ONLY_NOW, OF_A]}, {}, WITH_ONE),
        ({"package": [OF_LINE]}, {}, "salary, employer's NI, pension and pay elements of 2 proposed posts"),
        ({"package": [OF_LINE], "settings": ACTUAL_WITHOUT_VACANCIES}, {}, WITH_ONE),
        (
            {"package": [OF_LINE], "posts": STATED},
            {},
            "salary, employer's NI, pension and pay elements of 2 posts now; 1 line at a stated cost",
        ),
        ({"package": [OF_LINE], "posts": STATED[1:]}, {}, "1 line at a stated cost"),
        (
            {"posts": [line("now", **{"stated cost": 70_000}), line("proposed")]},
            {},
            f"{NI_AND_PENSION}; 1 line now at a stated cost",
        ),
        ({"on_costs": [{"profile": "all", "pension rate": "0%"}]}, {}, "salary and employer's NI"),
        (
            {"on_costs": [], "settings": {"on-cost profile": ""}},
            {},
            "no on-costs are stated for 2 lines, whose cost is not known",
        ),
        ({"posts": [line("proposed", posts=0)], "people": []}, {}, "nothing, as there are no posts"),
    ],
)
def test_what_the_cost_holds_is_what_it_holds(tables: dict[str, Any], person: dict[str, Any], said: str) -> None:
    """Not the element of who has left, nor of a line whose cost a document states, nor on-costs that nobody states."""
    people = [{"person": "A", "salary now": 23_000, "post now": "Officers", "proposed line": "Officers", **person}]
    found = review(**{"posts": BOTH, "people": people, **tables}).calculate()
    summary = [{"item": item, "value": value} for _, item, value, _ in found.summary()]
    assert only(summary, item="What the cost holds")["value"] == said


def test_an_element_that_does_not_say_what_it_is_is_asked_about() -> None:
    with pytest.raises(payband.InputProblems, match="is empty: say whether the element is pensionable pay") as error:
        review(posts=[line("proposed")], package=[element("Officers", 5_000, "", element="honorarium")]).calculate()
    assert len(error.value.problems) == 1
    with pytest.raises(payband.InputProblems, match="severance is paid once"):
        review(
            posts=[line("proposed")], package=[element("Officers", 5_000, "pensionable pay", element="severance")]
        ).calculate()


def test_the_copy_in_formulas_follows_an_allowance(soffice: str, tmp_path: Path) -> None:
    tables: dict[str, Any] = {
        "settings": {"horizon": 2, "implementation date": "01/10/2025"},
        "posts": [line("now"), line("proposed", **{"costed at": "actual"})],
        "people": [
            {
                "person": "A",
                "salary now": 24_000,
                "post now": "Officers",
                "proposed line": "Officers",
                "leaves on": "20/12/2025",
            }
        ],
        "package": [element("A", 3_000, "pensionable pay"), element("Officers", 500, "benefit in kind")],
        "approval_rules": [
            {
                "rule": "R",
                "measure": "employer cost",
                "tested at": "actual",
                "comparison": "over",
                "threshold": 30_000,
                "approving body": "Council",
                "effective from": "01/01/2020",
            }
        ],
    }
    tables["package"] = [{**each, "counts towards approval": "yes"} for each in tables["package"]]
    copy = native(saved(small_review(**tables, assumptions=CARRIED_ON), tmp_path / "in.xlsx"), tmp_path / "native.xlsx")
    assert reconcile(copy, soffice).differences == []
    book = load_workbook(copy)
    put(book, "Package", "A", "amount a year", 4_321.09)
    put(book, "Package", "Officers", "amount a year", 99.01)
    book.save(tmp_path / "moved.xlsx")
    assert reconcile(tmp_path / "moved.xlsx", soffice).differences == []


@pytest.mark.parametrize("costed_at", ["bottom", "top"])
@pytest.mark.parametrize("many", [False, True])
def test_two_who_share_a_post_are_one_post_with_both_their_elements(
    costed_at: str, many: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("payband.review.core.rows.structure_rows.FEW", 0 if many else 10_000)
    salary = TOP if costed_at == "top" else Decimal(21_000)
    share = {"post now": "Officers", "proposed line": "Officers", "FTE": 0.5}
    found = review(
        settings={"horizon": 2, "costed at": costed_at},
        posts=[line("now", posts=1), line("proposed", posts=1)],
        people=[
            {"person": "A", "salary now": 24_000, **share, "leaves on": "31/03/2026"},
            {"person": "B", "salary now": 24_000, **share},
        ],
        package=[element("A", 1, "pensionable pay"), element("B", 1.5, "pensionable pay")],
    ).calculate()
    assert pounds(found.structure_cost.total.proposed.cost) == cost(salary, Decimal("2.5"))
    years = outlook(found.inputs)
    first, second = (years.total(year) for year in years.years)
    assert first is not None
    assert second is not None
    assert pounds(first.now.cost) == cost(salary, Decimal("2.5"))
    assert pounds(second.now.cost) == cost(salary, Decimal("1.5"), start=2026), "A has left, and B's element stays"
    assert found.yearly_savings.savings == (first.saving, second.saving)


@pytest.mark.parametrize("many", [False, True])
def test_protected_pay_bears_ni_on_top_of_pay_elements(many: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    # £600 a year of protection on £3,900 alone is below £5,000: with the element every penny bears 15%.
    monkeypatch.setattr("payband.review.protection_cost.FEW", 0 if many else 10_000)
    people = [{"person": "A", "salary now": 30_000, "post now": "Officers", "proposed line": "Officers", "FTE": 0.15}]
    found = review(
        settings={"horizon": 1, "costed at": "actual", "protection on-costs": "yes"},
        on_costs=[{"profile": "all", "pension rate": "0%"}],
        posts=[line("now", posts=1), line("proposed", posts=1)],
        people=people,
        package=[element("A", 6_000, "non-pensionable pay"), element("A", 900, "benefit in kind")],
    ).calculate()
    assert pounds(found.protection_cost.total) == 600
    assert pounds(found.protection_cost.on_costs) == 90
    first = outlook(found.inputs).total(outlook(found.inputs).years[0])
    assert first is not None
    assert pounds(first.protection_on_costs) == 90


def test_who_goes_by_what_their_elements_cost() -> None:
    # Three at the top of the range and two posts: the one in the middle has the allowance.
    tables: dict[str, Any] = {
        "settings": {"horizon": 1, "costed at": "top"},
        "posts": [line("now", posts=3), line("proposed", posts=2)],
        "people": [
            {"person": name, "salary now": salary, "post now": "Officers", "proposed line": "Officers"}
            for name, salary in (("A", 22_000), ("B", 23_000), ("C", 24_000))
        ],
        "package": [element("B", 9_000, "pensionable pay")],
    }
    inputs = review(**tables).calculate().inputs
    [line_with_too_many] = overfilled(inputs, placements(inputs, Ranges(inputs)))
    ends = {end: with_displaced(inputs, [line_with_too_many], end).people for end in ENDS}
    gone = {end: [each.person for each in found if not each.proposed_line] for end, found in ends.items()}
    assert gone == {"lowest": ["A"], "highest": ["B"]}


@pytest.mark.parametrize(
    ("whose", "state"), [("Officers", "now"), ("A", "now"), ("New team", "proposed"), ("Nobody", "")],
)  # fmt: skip
def test_an_element_that_reaches_no_post_is_a_problem(whose: str, state: str) -> None:
    with pytest.raises(payband.InputProblems, match="is in no line of the structure") as error:
        review(
            posts=[line("proposed"), line("now", line="New team")],
            people=[
                {"person": "A", "salary now": 24_000, "proposed line": "Officers"},
                {"person": "Nobody", "salary now": 24_000},
            ],
            package=[element(whose, 9_000, "pensionable pay", state=state)],
        ).calculate()
    assert [each.column for each in error.value.problems] == ["state"]
