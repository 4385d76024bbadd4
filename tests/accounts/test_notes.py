"""The part accounts notes: brackets, senior officers, exit packages, ratios, held against sums in Decimal."""

from __future__ import annotations

import random
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest

import payband
from payband.errors import InputProblems
from payband.review.explanation.explain import explain
from tests.accounts.body import PEOPLE, SENIOR, body, person, records, review

PENNY, HUNDREDTH = Decimal("0.01"), Decimal("0.01")


def exits(*packages: tuple[str, Any]) -> list[dict[str, Any]]:
    """People who leave on 30 September 2025 with a package that is a notice pay alone."""
    return [
        {"person": name, "reason": "efficiency of the service", "leaves on": "30/09/2025", "age": 60, "full years": 30,
         "week's pay": 500, "notice pay": pay}
        for name, pay in packages
    ]  # fmt: skip


def kinds(names: list[str], kind: str = "compulsory redundancy", **more: Any) -> list[dict[str, Any]]:
    return [{"person": name, "kind": kind, **more} for name in names]


def problems(**given: Any) -> list[str]:
    with pytest.raises(InputProblems) as caught:
        review(**given)
    return [f"{each.table}, {each.column}: {each.message}" for each in caught.value.problems]


def check(results: payband.Results, start: str) -> dict[str, Any]:
    found = [row for row in results.checks.to_dict("records") if row["check"].startswith(start)]
    assert len(found) == 1
    return {str(name): value for name, value in found[0].items()}


# --- brackets ------------------------------------------------------------------------------------------------------


def test_people_are_counted_by_bracket_and_senior_officers_apart() -> None:
    """The form of Schedule 1, paragraph 1: from £50,000 by £5,000; who is shown one by one is not counted."""
    assert [(row["remuneration"], row["people"]) for row in records("PayBrackets")] == [
        ("£50,000 to £54,999", 2), ("£55,000 to £59,999", 1),
    ]  # fmt: skip


@pytest.mark.parametrize("seed", range(12))
def test_brackets_sum_to_people_whoever_they_are(seed: int) -> None:
    """An oracle in Decimal: salary for the time worked and elements, pence by pence."""
    draw = random.Random(seed)
    people, package, expected = [], [], Counter[int]()
    for number in range(draw.randint(1, 40)):
        name, pence, parts = f"P{number}", draw.randint(2_000_000, 12_000_000), draw.choice([(1, 1), (1, 2), (30, 37)])
        people.append(person(name, Decimal(pence) / 100, FTE=f"{parts[0]}/{parts[1]}"))
        paid = (Decimal(pence) * parts[0] / parts[1]).quantize(Decimal(1), ROUND_HALF_UP)
        if draw.random() < 0.4:
            extra = draw.randint(0, 900_000)
            kind = draw.choice(["allowance", "bonus", "fee", "benefit in kind"])
            package.append({"line or person": name, "element": kind, "amount a year": Decimal(extra) / 100,
                            "counts towards approval": "yes", "costed as": "not costed"})  # fmt: skip
            paid += extra
        if number and paid >= 5_000_000:
            expected[int((paid - 5_000_000) // 500_000)] += 1
    senior = [{"person": "P0", "post": "Chief", "senior officer": "yes"}]
    results = review(people=people, package=package, more={"SeniorPosts": senior}).calculate()
    found = {row["remuneration"]: row["people"] for row in results.tables["PayBrackets"].records()}
    text = "£{:,} to £{:,}".format
    for place in range(max(expected, default=-1) + 1):
        assert found[text(50_000 + place * 5_000, 54_999 + place * 5_000)] == expected[place]
    assert sum(found.values()) == sum(expected.values())
    assert check(results, "People by bracket add up")["passed"] is True


def test_what_is_paid_for_going_counts_as_it_is_said() -> None:
    people = [person("CX", 100_000), person("L", 60_000)]
    more = {"SeniorPosts": SENIOR[:1], "Exits": exits(("L", 40_000)), "ExitKinds": kinds(["L"])}
    more["SeniorPosts"] = [{"person": "CX", "senior officer": "yes"}]
    with_it = records("PayBrackets", people=people, more=more)
    assert [row["remuneration"] for row in with_it if row["people"]] == ["£70,000 to £74,999"]  # 30,000 and 40,000
    assert records("PayBrackets", people=people, more=more, notes={"loss of office in brackets": "no"}) == []
    [said] = problems(people=people, more=more, notes={"loss of office in brackets": None})
    assert said.startswith("AccountsNotes, loss of office in brackets: is empty, and L is paid for going in the year")


def test_a_part_of_the_year_is_paid_by_its_days() -> None:
    """Half a year from 1 October, and who left on 31 March 2025 is in no year's note."""
    people = [person("CX", 100_000), person("N", 120_000, service_from="01/10/2025"),
              person("G", 90_000, leaves_on="31/03/2025")]  # fmt: skip
    senior = [{"person": "CX", "senior officer": "yes"}]
    results = review(people=people, more={"SeniorPosts": senior}).calculate()
    counted = [row["remuneration"] for row in results.tables["PayBrackets"].records() if row["people"]]
    assert counted == ["£60,000 to £64,999"]
    assert results.tables["WorkforceMultiple"].records()[0]["people"] == 2


def test_a_scale_of_the_bodys_own() -> None:
    """An academy trust's note counts from £100,000 by £10,000 (olaas.co.uk, quoting the trust handbook)."""
    scale = {"first bracket": 100_000, "bracket width": 10_000, "kind of body": "other", "multiple is of": ""}
    found = records("PayBrackets", notes=scale, more={"SeniorPosts": []})
    assert [row["remuneration"] for row in found if row["people"]] == ["£120,000 to £129,999", "£170,000 to £179,999"]
    [said] = problems(notes={"first bracket": 100_000})
    assert said == "AccountsNotes, bracket width: is empty: give both of your own scale, or neither"


# --- senior officers -----------------------------------------------------------------------------------------------


def test_senior_officers_by_the_columns_of_the_law() -> None:
    """Salary, fees and allowances; bonuses; expenses; loss of office; pension: SI 2009/3322, explanatory note."""
    package = [
        {"line or person": "CX", "element": element, "amount a year": amount, "counts towards approval": "yes",
         "costed as": costed}
        for element, amount, costed in (
            ("allowance", 1_000, "pensionable pay"),
            ("bonus", "2500.50", "not costed"), ("car", 4_200, "benefit in kind"),
            ("mileage", 300, "not costed"), ("relocation", 9_999, "not costed"))
    ]  # fmt: skip
    columns = [{"element": "mileage", "column": "expense allowance"}, {"element": "relocation",
                                                                      "column": "no remuneration"}]  # fmt: skip
    [row, *_] = records("SeniorRemuneration", package=package, more={"ElementColumns": columns})
    assert row["salary_fees_and_allowances"] == 179_250
    assert (row["bonus"], row["expense_allowance"], row["benefits_in_kind"]) == (Decimal("2500.50"), 300, 4_200)
    assert row["remuneration"] == Decimal("186250.50")
    assert row["pension_contribution"] == Decimal("0.2") * 179_250
    assert row["with_pension"] == row["remuneration"] + row["pension_contribution"]
    assert (row["post"], row["name"]) == ("Chief Executive", "A. Invented")


def test_an_element_of_no_column_is_asked_about() -> None:
    package = [{"line or person": "S1", "element": "market supplement", "amount a year": 500,
                "counts towards approval": "yes", "costed as": "not costed"}]  # fmt: skip
    [said] = problems(package=package)
    assert said.startswith("Package, element: 'market supplement' is in no column of the notes")


def test_who_must_be_named_is_and_nobody_else() -> None:
    nameless = [{**SENIOR[0], "name to print": None}, *SENIOR[1:]]
    results = review(more={"SeniorPosts": nameless}).calculate()
    found = check(results, "Senior officers with a salary from £150,000 are named")
    assert (found["passed"], "Chief Executive" in found["detail"]) == (False, True)
    [said] = problems(more={"SeniorPosts": [{**SENIOR[1], "name to print": "B. Invented"}]})
    assert "only senior officers with a salary from £150,000.00 are named" in said


def test_the_codes_list_has_everybody_from_fifty_thousand() -> None:
    results = review(more={"SeniorPosts": SENIOR[:-1]}).calculate()
    found = check(results, "Everybody with a salary from £50,000 is in table SeniorPosts")
    assert (found["passed"], "add H3" in found["detail"]) == (False, True)
    listed = records("SeniorSalaryList")
    assert [(row["post"], row["salary"]) for row in listed][:3] == [
        ("Chief Executive", "£175,000 to £179,999"), ("Director of Finance", "£120,000 to £124,999"),
        ("Head of Service", "£55,000 to £59,999"),
    ]  # fmt: skip


# --- exit packages -------------------------------------------------------------------------------------------------

# Derry City and Strabane, 2019-20: three at 408,000 together in £100,001 to £150,000, two at 363,000 above. Only the
# sums are printed, so each is given its average.
DERRY = [("A", 50_000), ("B", 136_000), ("C", 136_000), ("D", 136_000), ("E", 181_500), ("F", 181_500)]


def test_packages_by_band_and_kind_as_derry_and_strabane_prints_them() -> None:
    names = [name for name, _ in DERRY]
    more = {"Exits": exits(*DERRY), "ExitKinds": kinds(names, "other departure"), "SeniorPosts": SENIOR}
    found = {row["package"]: (row["other"], row["cost"]) for row in records("ExitPackages", more=more)}
    assert found == {
        "£0 to £20,000": (0, 0), "£20,001 to £40,000": (0, 0), "£40,001 to £60,000": (1, 50_000),
        "£60,001 to £80,000": (0, 0), "£80,001 to £100,000": (0, 0), "£100,001 to £150,000": (3, 408_000),
        "£150,001 to £200,000": (2, 363_000),
    }  # fmt: skip


def test_the_whole_package_with_strain_decides_the_band() -> None:
    """Moray Council, 10 March 2020: £5,000 and £16,000 to the pension fund are in £20,001 to £40,000."""
    row = exits(("A", 5_000))[0] | {"strain stated": 16_000}
    more = {"Exits": [row], "ExitKinds": kinds(["A"]), "SeniorPosts": SENIOR}
    results = review(more=more).calculate()
    [found] = [row for row in results.tables["ExitPackages"].records() if row["people"]]
    assert (found["package"], found["compulsory"], found["cost"]) == ("£20,001 to £40,000", 1, 21_000)
    assert check(results, "Exit packages by band add up")["passed"] is True


def test_exits_of_another_year_and_ill_health_are_left_out() -> None:
    rows = exits(("A", 1_000), ("B", 2_000), ("C", 3_000))
    said = [*kinds(["A"], left_out="yes"), *kinds(["B"], **{"agreed in": "2024-25"}), *kinds(["C"])]
    said[0] = {"person": "A", "kind": "other departure", "left out": "yes"}
    more = {"Exits": rows, "ExitKinds": said, "SeniorPosts": SENIOR}
    assert [(row["people"], row["cost"]) for row in records("ExitPackages", more=more)] == [(1, 3_000)]


def test_last_years_figures_stand_beside() -> None:
    before = [
        {"note": "exit package", "item": "£60,001 to £80,000", "kind of exit": "other departure", "number": 2,
         "amount": 130_000},
        {"note": "pay bracket", "item": "£65,000 to £69,999", "number": 4},
    ]  # fmt: skip
    more = {"Exits": exits(("A", 1_000)), "ExitKinds": kinds(["A"]), "NotesLastYear": before, "SeniorPosts": SENIOR}
    found = records("ExitPackages", more=more)
    assert [(row["people"], row["people_last_year"]) for row in found] == [(1, 0), (0, 0), (0, 0), (0, 2)]
    assert [row["people_last_year"] for row in records("PayBrackets", more=more)] == [0, 0, 0, 4]


def test_bands_of_a_body_that_is_no_council_are_its_own() -> None:
    more: dict[str, Any] = {"Exits": exits(("A", 10_000), ("B", "10000.01")), "ExitKinds": kinds(["A", "B"]),
                            "SeniorPosts": SENIOR}  # fmt: skip
    [said] = problems(kind="NHS", more=more, notes={"loss of office in brackets": "no"})
    assert said.startswith("ExitBands, : has no rows: give the bands")
    more["ExitBands"] = [{"over": 0, "up to": 10_000}, {"over": 10_000, "up to": 25_000}]
    found = records("ExitPackages", "NHS", more=more, notes={"loss of office in brackets": "no"})
    assert [(row["package"], row["people"]) for row in found] == [("£0 to £10,000", 1), ("£10,001 to £25,000", 1)]
    more["Exits"] = exits(("A", 10_000), ("B", 30_000))
    [said] = problems(kind="NHS", more=more, notes={"loss of office in brackets": "no"})
    assert said == "ExitBands, up to: the package of B, £30,000.00, lies above the last band: add a band"


def test_an_exit_of_no_kind_is_asked_about() -> None:
    [said] = problems(more={"Exits": exits(("A", 1)), "SeniorPosts": SENIOR, "ExitKinds": []})
    assert said == (
        "Exits, person: A leaves in 2025-26: say in table ExitKinds whether it is compulsory redundancy or other "
        "departure"
    )


def test_an_exit_that_is_at_fault_is_said_once() -> None:
    row = {**exits(("L", 1))[0], "reason": "redundancy", "age": 30, "full years": 25}
    people = [*PEOPLE, person("L", 30_000)]
    [said] = problems(people=people, more={"Exits": [row], "ExitKinds": kinds(["L"]), "SeniorPosts": SENIOR})
    assert said.startswith("Exits, age: 25 years of service at age 30")


# --- ratios --------------------------------------------------------------------------------------------------------


def ratio(middle: int, pay: Decimal) -> Decimal:
    return (Decimal(middle) / pay).quantize(HUNDREDTH, ROUND_HALF_UP)


BY_METHOD = [
    ("nearest rank", (26_000, 28_000, 50_000)),
    ("inclusive", (26_250, 28_000, Decimal("49999.50"))),
    ("exclusive", (26_000, 28_000, 50_000)),
]


@pytest.mark.parametrize(("method", "pays"), BY_METHOD)
def test_fair_pay_ratios_by_each_method(method: str, pays: tuple[Any, ...]) -> None:
    """Fifteen staff; the middle of £175,000 to £180,000 is £177,500 (NHS Resolution, 2021-22)."""
    found = records("FairPay", "NHS", notes={"percentile method": method})
    assert [(row["highest"], row["middle_of_band"]) for row in found] == [(178_250, 177_500)] * 3
    assert tuple(row["pay"] for row in found) == pays
    assert [row["ratio"] for row in found] == [ratio(177_500, Decimal(pay)) for pay in pays]


def test_the_director_may_be_one_of_the_staff() -> None:
    [_, median, _] = records("FairPay", "NHS", notes={"director among staff": "yes", "percentile method": "inclusive"})
    assert median["pay"] == (28_000 + 28_500) / 2


def test_part_timers_count_full_time_and_leavers_not() -> None:
    people = [person("D", 101_000), person("H", 30_000, FTE=0.5), person("I", 30_000, FTE=0.5, leaves_on="30/03/2026")]
    package = [{"line or person": "H", "element": "allowance", "amount a year": 600, "counts towards approval": "yes",
                "costed as": "not costed"}]  # fmt: skip
    more = {"SeniorPosts": [{"person": "D", "senior officer": "yes"}]}
    given: dict[str, Any] = {"people": people, "package": package, "more": more}
    assert {row["pay"] for row in records("FairPay", "NHS", **given)} == {31_200}
    as_is = records("FairPay", "NHS", **given, notes={"pay elements of part-timers": "as they are"})
    assert {row["pay"] for row in as_is} == {30_600}
    [said] = problems(kind="NHS", **given, notes={"pay elements of part-timers": None})
    assert "H works part time and has pay elements" in said


def test_agency_staff_are_staff() -> None:
    more = {"SeniorPosts": SENIOR, "OtherStaff": [{"staff": "agency", "number": 100, "full-time pay": 40_000}]}
    assert [row["pay"] for row in records("FairPay", "NHS", more=more)] == [40_000] * 3


def test_pay_on_the_year_before() -> None:
    before = [
        {"note": "ratio", "item": "median", "ratio": 6.5},
        {"note": "highest pay and average", "item": "highest-paid director: salary and allowances", "amount": 172_500},
        {"note": "highest pay and average", "item": "staff on average: salary and allowances", "amount": 30_000},
    ]  # fmt: skip
    results = review("NHS", more={"SeniorPosts": SENIOR, "NotesLastYear": before}).calculate()
    assert [row["ratio_last_year"] for row in results.tables["FairPay"].records()] == [None, Decimal("6.50"), None]
    director, staff = results.tables["FairPayChange"].records()
    assert director["change"] == (Decimal(5_000) / 172_500).quantize(Decimal("0.0001"), ROUND_HALF_UP)
    average = (Decimal(sum(each["salary now"] for each in PEOPLE[1:])) / 15).quantize(PENNY, ROUND_HALF_UP)
    assert staff["this_year"] == average


def test_the_pay_multiple_on_either_basis() -> None:
    """Chelmsford prints 6.99 full-time and 7.43 on existing salaries: so the basis is an input."""
    people = [person("CX", 120_000), person("A", 40_000, FTE=0.5), person("B", 30_000)]
    more = {"SeniorPosts": [{"person": "CX", "senior officer": "yes"}]}
    [full] = records("WorkforceMultiple", people=people, more=more)
    assert (full["median"], full["multiple"]) == (40_000, 3)
    paid = {"multiple is of": "pay for the time worked"}
    [as_paid] = records("WorkforceMultiple", people=people, more=more, notes=paid)
    assert (as_paid["median"], as_paid["multiple"]) == (30_000, 4)


@pytest.mark.parametrize(("median", "passed"), [(28_250, True), (30_000, False)])
def test_the_multiple_is_that_of_the_part_pay_multiples(median: int, passed: bool) -> None:
    stated = [{"year": "2025-26", "highest": 178_250, "median": median}]
    results = review(more={"SeniorPosts": SENIOR, "PayMultiples": stated}).calculate()
    assert check(results, "The pay multiple of the notes is that of table PayMultiples")["passed"] is passed


# --- what is asked, and said ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "cell"), [
    ("NHS", "percentile method"), ("NHS", "band width"), ("NHS", "director among staff"), ("council", "multiple is of"),
])  # fmt: skip
def test_what_the_sources_leave_open_is_asked_for(kind: str, cell: str) -> None:
    [said] = problems(kind=kind, notes={cell: None})
    assert said.startswith(f"AccountsNotes, {cell}: is empty")


def test_notes_without_people_and_of_an_unknown_body_are_refused() -> None:
    assert any(
        "the notes to the accounts count people" in each for each in problems(people=[], more={"SeniorPosts": []})
    )
    [said] = problems(notes={"kind of body": "concil"})
    assert said.endswith("did you mean 'council'?")
    [said] = problems(kind="NHS", people=PEOPLE[:1], more={"SeniorPosts": SENIOR[:1]})
    assert "there is no pay to take a percentile of" in said
    tables = body()
    tables["more"].pop("AccountsNotes")
    with pytest.raises(InputProblems, match="has no row: give the financial year and the kind of body"):
        payband.Review(**tables)


def test_what_the_year_does_not_know_is_said() -> None:
    people = [*PEOPLE, person("N", 40_000, started_on="01/07/2025")]
    said = review(people=people, settings={"implementation date": "01/10/2025"}).calculate().warnings
    assert any(
        each.startswith("The notes are of pay before the new structure, which starts on 1 October") for each in said
    )
    assert any(each.startswith("1 person started in the grade within 2025-26") for each in said)
    more = {"SeniorPosts": SENIOR, "Exits": exits(("Z", 1)), "ExitKinds": kinds(["Z"])}
    said = review(more=more).calculate().warnings
    assert any(each.startswith("1 person of table Exits not in table People") for each in said)


def test_a_persons_remuneration_is_explained() -> None:
    [chain] = [each for each in explain(review(), "H1").chains if each.title.startswith("Remuneration of 2025-26")]
    assert [(step.name, step.shown) for step in chain.steps][-2:] == [
        ("remuneration", "£58,250.00"), ("bracket", "£55,000 to £59,999"),
    ]  # fmt: skip
    [chain] = [each for each in explain(review(), "CX").chains if each.title.startswith("Remuneration of 2025-26")]
    assert chain.answer is not None
    assert (chain.answer.table, chain.steps[-1].value) == ("SeniorRemuneration", 17_825_000)
