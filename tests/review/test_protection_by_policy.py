"""Protection in a review by the name of a body's policy: months, form and taper, lengths by service, what ends it."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

import payband
from payband import library
from payband.batch.posts.answers import PostRules
from payband.errors import InputProblems, UnknownName
from payband.review.explanation.explain import explain
from payband.review.inputs.settings import Settings
from payband.review.risk.solutions import protection_that_breaks_even
from payband.review.scenarios.compare import compare
from payband.review.years.outlook import outlook
from tests.rules.test_protection_policies import own
from tests.support.workbooks import people, rows_of, small_review

ONE = [{"grade": "Officer", "bottom salary": 50_000, "top salary": 60_000}]  # £60,000 is the most it pays
TODAY = {"implementation date": "01/12/2026", "price base": "2026-27"}
IN_2011 = {"implementation date": "01/10/2011", "price base": "2011-12"}
CARRIED_ON = [{"assumption": "rates after the last published year", "value": "as the last year"}]
LONG_AGO = "01/04/2010"


def review(*given: dict[str, Any], typed: Any = (), awards: Any = (), **settings: Any) -> payband.Review:
    """A review whose settings name a policy; months and form are empty but for those that are typed."""
    tables = small_review(grades=ONE, spines=[], people=given, pay_awards=awards, assumptions=CARRIED_ON)
    for name in ("protection months", "protection form"):
        del tables["settings"][name]
    tables["settings"] |= {
        **TODAY,
        **{name.replace("_", " "): value for name, value in settings.items()},
        **dict(typed),
    }
    return payband.Review(**tables)


def problems(*given: dict[str, Any], **more: Any) -> list[str]:
    with pytest.raises(InputProblems) as found:
        review(*given, **more)
    return [str(each) for each in found.value.problems]


FROM_72 = people(72_000, **{"service from": LONG_AGO})[0]  # £12,000 a year, £1,000 a month


# --- every policy that was looked for ------------------------------------------------------------------------------

# The body, the policy, when, and the months of £1,000 that it pays in a review; else why no review can name it.
LOOKED_FOR: list[tuple[str, str, dict[str, str], int | str]] = [
    ("University of Exeter", "Exeter", TODAY, 12),
    ("Loughborough University", "Loughborough", TODAY, 24),
    ("De Montfort University", "De Montfort", TODAY, 24),
    ("University of Salford", "Salford", TODAY, "its months are not in the copy that was read"),
    ("Derbyshire County Council", "Derbyshire", TODAY, 24),
    ("Lancashire County Council", "Lancashire compensation payments", TODAY, "form not said"),
    ("Lancaster University", "Lancaster", TODAY, "its months are not in the copy that was read"),
    ("Teachers in England", "Teachers", TODAY, "its three years are inferred, and no document was read that says them"),
    ("Leicester City Council", "Leicester protection", IN_2011 | {"implementation date": "02/01/2012"}, 24),
    ("Cornwall Council", "Cornwall", TODAY, "form not said"),
    ("Bath and North East Somerset Council", "Bath and North East Somerset", TODAY, "form not said"),
    ("Nottingham City Council", "Nottingham", TODAY, "its source was not read, and neither its form nor its days"),
    ("Huntingdonshire District Council", "Huntingdonshire", IN_2011, 36),
    ("Isle of Man Government", "NTNSP", TODAY, 36),
    ("Isle of Man Government", "MPTC", TODAY, 60),
    ("a county council without a name", "a county council", TODAY, "its name and its months are not in the copy"),
    ("NHS Blood and Transplant", "NHS Blood and Transplant", TODAY, "its months are not in the copy that was read"),
    ("Agenda for Change, 2004", "Agenda for Change", TODAY, "it ends on a day, 31 March 2011, and after no months"),
    ("Lowick CE First School", "Lowick", TODAY, "its months are not in the copy that was read"),
    ("Newcastle-under-Lyme Borough Council", "Newcastle-under-Lyme", TODAY, "its figures could not be read"),
]


def test_twenty_policies_were_looked_for() -> None:
    assert len(LOOKED_FOR) == 20
    assert sum(isinstance(found, int) for *_, found in LOOKED_FOR) == 8


@pytest.mark.parametrize(("body", "policy", "when", "expected"), LOOKED_FOR)
def test_a_review_is_worked_out_by_the_policy_or_says_why_not(
    body: str, policy: str, when: dict[str, str], expected: int | str
) -> None:
    if isinstance(expected, int):
        results = review(FROM_72, protection_policy=policy, **when).calculate()
        [row] = results.tables["SlottingList"].records()
        assert results.to_dict()["protection"]["total"] == Decimal(1_000 * expected)
        assert f"for {expected} months, by the policy" in row["why"]
        figures = [each for each in results.figures_used if each.name.startswith("protection policy")]
        assert [each.name for each in figures] == [f"protection policy {policy}"]
    elif expected == "form not said":
        [said] = problems(FROM_72, protection_policy=policy, **when)
        assert f"protection form: is empty, and the policy '{policy}' does not say it" in said
    else:
        with pytest.raises(UnknownName):
            library.protection_policy(policy, 10)


def test_a_form_that_the_policy_does_not_say_is_typed_with_it() -> None:
    results = review(FROM_72, protection_policy="Cornwall", protection_form="frozen").calculate()
    assert results.to_dict()["protection"]["total"] == 36_000


def test_an_uplifted_policy_gets_the_awards_and_a_frozen_one_is_caught_up() -> None:
    awards = [{"effective from": "01/06/2027", "percent": "20%"}]
    exeter, derbyshire = (
        review(FROM_72, awards=awards, protection_policy=name).calculate().to_dict()["protection"]["total"]
        for name in ("Exeter", "Derbyshire")
    )
    assert exeter == 6 * 1_000 + 6 * Decimal(1_200)  # both salaries rise by a fifth
    assert derbyshire == 6 * 1_000  # £60,000 and a fifth is £72,000


# --- a policy and what is typed ------------------------------------------------------------------------------------

TYPED = [
    ("protection months", 36, "protection months: is 36", "'Derbyshire', which gives 24 months on 1 December 2026"),
    ("protection months", 0, "protection months: is 0", "'Derbyshire', which gives 24 months"),
    ("protection form", "uplifted", "protection form: is uplifted", "'Derbyshire', which gives 'frozen'"),
    ("protection shares", "100%, 50%", "protection shares: is 100%, 50%", "'Derbyshire', which gives no shares"),
]


@pytest.mark.parametrize(("setting", "value", "typed", "given"), TYPED)
def test_a_typed_setting_that_contradicts_the_policy_is_a_problem_that_names_both(
    setting: str, value: Any, typed: str, given: str
) -> None:
    [said] = problems(FROM_72, typed={setting: value}, protection_policy="Derbyshire")
    assert typed in said
    assert f"the setting 'protection policy' names {given}" in said


def test_what_is_typed_and_agrees_is_no_problem() -> None:
    typed = {"protection months": 24, "protection form": "frozen"}
    assert review(FROM_72, typed=typed, protection_policy="Derbyshire").calculate().to_dict()["protection"][
        "total"
    ] == (24_000)


def test_an_unknown_policy_names_the_nearest_and_a_day_that_is_not_covered_is_said() -> None:
    [said] = problems(FROM_72, protection_policy="Derbishire")
    assert "did you mean 'Derbyshire'?; or empty this and give the months and the form" in said
    [said] = problems(FROM_72, protection_policy="Huntingdonshire")
    assert "protection policy Huntingdonshire on 1 December 2026" in said


def test_a_scenario_names_another_policy() -> None:
    tables = small_review(grades=ONE, spines=[], people=[FROM_72], settings=TODAY, assumptions=CARRIED_ON)
    for name in ("protection months", "protection form"):
        del tables["settings"][name]
    tables["settings"]["protection policy"] = "Derbyshire"
    change: dict[str, Any] = {"scenario": "shorter", "what is changed": "protection policy", "value": "Exeter"}
    inputs = payband.Review(**tables, more={"Scenarios": [change]}).inputs
    assert [each.results.protection_cost.total for each in compare(inputs).scenarios] == [2_400_000, 1_200_000]
    change |= {"what is changed": "protection months", "value": 12}
    with pytest.raises(InputProblems, match="in scenario 'shorter': protection months: is 12, and the setting"):
        payband.Review(**tables, more={"Scenarios": [change]})


# --- by service ----------------------------------------------------------------------------------------------------


def test_service_is_asked_for_where_a_policy_goes_by_it() -> None:
    some = people(72_000, 71_000) + people(70_000, **{"person": "P3", "service from": LONG_AGO})
    [said] = problems(*some, protection_policy="Exeter")
    assert "the policy 'Exeter' protects pay by length of service: give the first day" in said
    waived = [{**each, "protection waived": "yes"} for each in some]
    assert review(*waived, protection_policy="Exeter").calculate().to_dict()["protection"]["total"] == 0
    assert review(*some, protection_policy="Derbyshire").calculate().to_dict()["protection"]["total"] == 66_000


@pytest.mark.parametrize(("service_from", "months"), [("01/12/2024", 12), ("02/12/2024", 0), ("01/12/2030", 0)])
def test_two_full_years_end_on_the_day_before_the_start(service_from: str, months: int) -> None:
    person = {**FROM_72, "service from": service_from}
    results = review(person, protection_policy="Exeter").calculate()
    assert results.to_dict()["protection"]["total"] == 1_000 * months
    [row] = results.tables["SlottingList"].records()
    assert ("the policy Exeter asks for 2 full years of service" in row["why"]) is (months == 0)


BY_SERVICE = ("0,6,frozen,", "2,12,frozen,", "5,36,frozen,")
SERVICES = {"01/06/2026": 6, "01/12/2024": 12, "02/12/2021": 12, "01/12/2021": 36}


def test_lengths_by_service_in_figures_years_and_the_explanation(tmp_path: Path) -> None:
    everybody = [{**FROM_72, "person": f"P{n}", "service from": day} for n, day in enumerate(SERVICES, start=1)]
    with payband.using_data(str(own(tmp_path, *BY_SERVICE))):
        results = review(*everybody, protection_policy="Our protection", horizon=5).calculate()
        years = outlook(results.inputs)
        explained = [" ".join(str(explain(results, f"P{n}")).split()) for n in range(1, 5)]
        solution = protection_that_breaks_even(results.inputs, -200_000_000)
    costs = {
        person: sum(row["cost"] for row in results.tables["ProtectionByYear"].records() if row["person"] == person)
        for person in ("P1", "P2", "P3", "P4")
    }
    assert list(costs.values()) == [1_000 * months for months in SERVICES.values()]
    by_line = [years.line_year("Officers", year) for year in years.years]
    assert sum(each.protection for each in by_line if each) == 100_000 * sum(SERVICES.values())
    for text, months in zip(explained, SERVICES.values(), strict=True):
        assert f"{months} months from the first day" in text
        assert "6 months, 12 months from 2 full years of service" in text
    assert solution.answer is not None


def test_lengths_of_which_one_has_another_form_are_not_guessed_together(tmp_path: Path) -> None:
    with payband.using_data(str(own(tmp_path, "0,6,frozen,", '2,36,tapered,"100%, 75%, 50%"'))):
        [said] = problems(FROM_72, protection_policy="Our protection")
    assert "'Our protection' has another form for other lengths of service" in said


def test_a_taper_of_the_policy_pays_its_shares(tmp_path: Path) -> None:
    with payband.using_data(str(own(tmp_path, '0,36,tapered,"100%, 75%, 50%"'))):
        results = review(FROM_72, protection_policy="Our protection").calculate()
    assert results.to_dict()["protection"]["total"] == 12_000 + 9_000 + 6_000


def test_a_monthly_taper_of_the_policy_in_figures_years_and_the_explanation(tmp_path: Path) -> None:
    shares = ", ".join(f"{each}%" for each in range(100, 40, -10))
    with payband.using_data(str(own(tmp_path, f'0,6,tapered monthly,"{shares}"'))):
        results = review(FROM_72, protection_policy="Our protection").calculate()
        years = outlook(results.inputs)
        explained = " ".join(str(explain(results, "P1")).split())
    assert results.to_dict()["protection"]["total"] == 1_000 + 900 + 800 + 700 + 600 + 500
    assert sum(each.protection for each in map(years.total, years.years) if each) == 450_000
    assert "60% of it in month 5 of protection; 01/04/2027 to 30/04/2027" in explained
    [check] = [row for row in results.checks.to_dict("records") if row["check"].startswith("Protection shares")]
    assert (check["check"], check["found"], check["passed"]) == (
        "Protection shares are as many as its months", "6 shares", True,
    )  # fmt: skip


def test_a_policy_that_goes_by_service_is_not_taken_for_posts_without_it() -> None:
    settings = Settings.model_validate(
        {**TODAY, "costed at": "top", "on-cost profile": "all", "protection policy": "Exeter"}
    )
    inputs = review(FROM_72, protection_policy="Exeter").inputs._replace(settings=settings)
    with pytest.raises(InputProblems, match="protects pay by length of service, which posts do not hold"):
        PostRules(inputs)


# --- ended early ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ends", "months", "why"),
    [
        ("31/05/2027", 6, "protection ended early (table People)"),
        ("30/11/2026", 0, "protection ended before the new structure"),
        ("30/11/2028", 24, "frozen for 24 months, by the policy Derbyshire"),
        ("31/05/2030", 24, "frozen for 24 months, by the policy Derbyshire"),
    ],
)
def test_a_promotion_or_a_refusal_ends_protection(ends: str, months: int, why: str) -> None:
    results = review({**FROM_72, "protection ends on": ends}, protection_policy="Derbyshire", horizon=4).calculate()
    assert results.to_dict()["protection"]["total"] == 1_000 * months
    assert results.tables["SlottingList"].records()[0]["why"].endswith(why)
    years = outlook(results.inputs)
    assert sum(each.protection for each in map(years.total, years.years) if each) == 100_000 * months


def test_what_the_policy_says_and_the_review_does_not_hold_is_a_warning() -> None:
    warnings = review(FROM_72, protection_policy="Exeter").calculate().warnings
    assert "The policy Exeter protects basic pay and contractual allowances: the review protects the salary alone" in (
        warnings
    )
    cornwall = review(FROM_72, protection_policy="Cornwall", protection_form="frozen").calculate().warnings
    [said] = [each for each in cornwall if each.startswith("The policy Cornwall")]
    assert "the new range maximum catches up by national awards: give the day in column 'protection ends on'" in said


def test_a_saved_review_names_the_policy_and_is_read_again_as_it_was(tmp_path: Path) -> None:
    results = review(FROM_72, protection_policy="Derbyshire").calculate()
    results.save(tmp_path / "saved.xlsx")
    again = payband.open_review(str(tmp_path / "saved.xlsx")).calculate()
    assert again.inputs.settings.protection_policy == "Derbyshire"
    assert again.inputs.settings.asked == ()
    assert again.to_dict()["protection"] == results.to_dict()["protection"]
    cells = {row["setting"]: row["value"] for row in rows_of(load_workbook(tmp_path / "saved.xlsx"), "Settings")}
    assert (cells["protection months"], cells["protection form"]) == (None, None)


def test_a_statement_of_a_paper_on_the_months_is_compared_with_those_of_the_policy() -> None:
    said = {"statement": "two years", "printed": "24", "place": "8.2", "table": "Settings", "row": "protection months",
            "column": "value"}  # fmt: skip
    tables = small_review(
        grades=ONE, spines=[], people=[FROM_72], settings=TODAY | {"protection policy": "Derbyshire"},
        assumptions=CARRIED_ON, more={"PaperStatements": [said]},
    )  # fmt: skip
    for name in ("protection months", "protection form"):
        del tables["settings"][name]
    [row] = payband.Review(**tables).calculate().tables["FromThePaper"].records()
    assert row["outcome"] == "reproduced"


def test_a_live_copy_calls_with_what_the_policy_gives(tmp_path: Path) -> None:
    person = {**FROM_72, "protection ends on": "31/05/2027"}
    review(person, protection_policy="Exeter").calculate().save(tmp_path / "in.xlsx")
    payband.open_review(str(tmp_path / "in.xlsx")).calculate().save(tmp_path / "live.xlsx", live="calc")
    texts, shown = (load_workbook(tmp_path / "live.xlsx", data_only=only)["Protection"] for only in (False, True))
    calls = [str(texts[f"E{row}"].value) for row in (5, 6)]
    assert all(call.startswith("=PAYBAND.PROTECTIONYEAR(") and ',12,"uplifted",' in call for call in calls)
    assert [shown[f"E{row}"].value for row in (5, 6)] == [4_000, 2_000]
