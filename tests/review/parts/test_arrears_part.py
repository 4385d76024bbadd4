"""The part arrears: by hand month by month, on the figures of the day paid, and everything that is refused."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest

import payband
from payband.calendar import FinancialYear
from payband.cli import main
from payband.errors import InputProblems
from payband.review.explanation.explain import explain
from tests.rules.test_arrears import by_hand
from tests.support.workbooks import small_review

PENNY = Decimal("0.01")
NJC = {"award": "NJC 2025", "effective from": "01/04/2025", "paid on": "31/07/2025", "spine": "NJC"}
TEACHERS = {"award": "Teachers", "effective from": "01/09/2015", "paid on": "30/11/2015", "flat sum": 2_400}
LEVIED = [
    {"profile": "all", "pension rate": "20%", "apprenticeship levy": "yes", "other rate": "1%"},
    {"profile": "teachers", "pension scheme": "Teachers' Pension Scheme", "pension rate": "16.48%"},
]


def review(awards: list[dict[str, Any]], *owed: dict[str, Any], **given: Any) -> payband.Review:
    more = {"LateAwards": awards, "ArrearsPeople": list(owed), **given.pop("more", {})}
    return payband.Review(**small_review(on_costs=LEVIED, more=more, **given))


def answered(awards: list[dict[str, Any]], *owed: dict[str, Any], **given: Any) -> Any:
    return review(awards, *owed, **given).calculate()


def rows(results: Any, table: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = results.tables[table].records()
    return found


def owed(person: str = "P1", **values: Any) -> dict[str, Any]:
    return {
        "person": person, "award": "NJC 2025", "point": 20, "pension on arrears": "20%",
        **{name.replace("_", " "): value for name, value in values.items()},
    }  # fmt: skip


# --- published examples --------------------------------------------------------------------------------------------


def test_arrears_are_assessed_with_the_pay_of_the_month() -> None:
    """HMRC NIM02065: £1,800 and arrears of £1,000 are assessed as £2,800; the NI is derived and not printed."""
    award = {"award": "A", "effective from": "01/06/2025", "paid on": "28/11/2025", "flat sum": 2_400}
    results = answered([award], owed(award="A", point="", salary_before=19_200, pension_on_arrears=0))
    [row] = rows(results, "ArrearsByPerson")
    assert (row["pay_of_the_month"], row["arrears"], row["NI"]) == (1_800, 1_000, 150)
    assert row["NI"] == payband.employer_ni(2_800, "28/11/2025") - payband.employer_ni(1_800, "28/11/2025")


def test_a_teachers_back_dated_rise_has_the_rate_of_the_day_paid() -> None:
    """Teachers' Pensions: £41,500, a rise of £2,400 from September paid in November 2015: £400; 16.48% is of it too."""
    results = answered(
        [TEACHERS],
        {"person": "Jesse", "award": "Teachers", "salary before": 41_500, "on-cost profile": "teachers"},
    )
    [row] = rows(results, "ArrearsByPerson")
    assert (row["arrears"], row["pay_of_the_month"]) == (400, Decimal("3658.34"))
    assert row["pension"] == Decimal(400) * Decimal("0.1648")
    assert "16.48%, the rate of the Teachers' Pension Scheme on the day paid" in row["why"]


def test_leavers_are_on_a_weeks_threshold() -> None:
    """HMRC NIM08410: £96 a week in 2025-26, also for those who were paid by the month."""
    left = owed(left_on="30/06/2025", pension_on_arrears=0)
    [row] = rows(answered([NJC], left), "ArrearsByPerson")
    assert (row["NI_period"], row["pay_of_the_month"]) == ("week", 0)
    assert row["NI"] == ((row["arrears"] - 96) * Decimal("0.15")).quantize(PENNY, ROUND_HALF_UP)
    [warning] = [each for each in answered([NJC], left).warnings if each.startswith("Arrears hold")]
    assert "1 person who has left: check in the circular that leavers are owed the award" in warning


# --- by hand -------------------------------------------------------------------------------------------------------

# Points 5 and 20 of the national spine: from 1 April 2024 and 1 April 2025 (National Joint Council circulars).
SALARIES = {5: (Decimal(24_790), Decimal(25_583)), 20: (Decimal(31_586), Decimal(32_597))}
SAID: list[tuple[str, str, int, str, str, str]] = [
    ("P1", "Adults", 20, "1", "01/04/2025", ""),
    ("P2", "Adults", 5, "0.5", "01/04/2025", ""),
    ("P3", "Highways", 5, "30/37", "12/05/2025", ""),
    ("P4", "Highways", 20, "1", "01/04/2025", "10/06/2025"),
]


def share(text: str) -> Decimal:
    top, _, bottom = text.partition("/")
    return Decimal(top) / Decimal(bottom or 1)


def day(text: str) -> date:
    return date(int(text[6:]), int(text[3:5]), int(text[:2]))


def everybody() -> list[dict[str, Any]]:
    return [
        owed(
            person, department=department, point=point, FTE=fte,
            **({"in_post_from": first} if first != "01/04/2025" else {}), **({"left_on": left} if left else {}),
        )
        for person, department, point, fte, first, left in SAID
    ]  # fmt: skip


def expected() -> Iterator[tuple[str, str, Decimal]]:
    for person, department, point, fte, first, left in SAID:
        before, after = ((each * share(fte)).quantize(PENNY, ROUND_HALF_UP) for each in SALARIES[point])
        span = day(first), day(left) if left else date(2025, 6, 30)
        yield person, department, by_hand(after, *span) - by_hand(before, *span)


def test_people_by_hand_months_and_the_two_spines() -> None:
    results = answered([NJC], *everybody())
    by_person, by_month = rows(results, "ArrearsByPerson"), rows(results, "ArrearsByMonth")
    for (person, department, arrears), row in zip(expected(), by_person, strict=True):
        assert (row["person"], row["department"], row["arrears"]) == (person, department, arrears)
        assert row["arrears"] == sum(month["arrears"] for month in by_month if month["person"] == person)
        assert row["pension"] == (arrears * Decimal("0.2")).quantize(PENNY, ROUND_HALF_UP)
        assert row["levy"] == (arrears * Decimal("0.005")).quantize(PENNY, ROUND_HALF_UP)
        assert row["other"] == (arrears * Decimal("0.01")).quantize(PENNY, ROUND_HALF_UP)
        assert row["cost"] == arrears + row["NI"] + row["pension"] + row["levy"] + row["other"]
    assert [(row["month"], row["days"], row["of_days"]) for row in by_month if row["person"] == "P4"] == [
        ("April 2025", 30, 30), ("May 2025", 31, 31), ("June 2025", 10, 30),
    ]  # fmt: skip
    assert {name for name in results.checks["check"] if name.startswith("Arrears")} == {
        "Arrears are the difference of what the two salaries pay",
        "Arrears owed by year add up to those of all people",
        "Arrears paid by year add up to those of all people",
    }
    assert all(row["passed"] for row in results.checks.to_dict("records") if row["check"].startswith("Arrears"))


def test_the_function_gives_the_same_as_the_part() -> None:
    [row] = rows(answered([NJC], owed(point=20)), "ArrearsByPerson")
    before, after = SALARIES[20]
    [found] = payband.arrears(before, after, "01/04/2025", "31/07/2025", "20%", levy="yes").records()
    assert (row["arrears"], row["NI"], row["pension"], row["levy"]) == (
        found["arrears"], found["NI"], found["pension"], found["levy"],
    )  # fmt: skip


def test_departments_and_years_add_up_and_costs_are_in_the_year_of_payment() -> None:
    award = {**NJC, "effective from": "01/04/2025", "paid on": "30/04/2026"}
    results = answered([award], *everybody())
    by_year, by_person = rows(results, "ArrearsByYear"), rows(results, "ArrearsByPerson")
    assert [(row["financial_year"], row["department"], row["people"]) for row in by_year] == [
        ("2025-26", "Adults", 2), ("2025-26", "Highways", 2), ("2026-27", "Adults", 2), ("2026-27", "Highways", 2),
    ]  # fmt: skip
    owed_for: defaultdict[tuple[str, str], Decimal] = defaultdict(Decimal)
    paid: defaultdict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for row in rows(results, "ArrearsByMonth"):
        owed_for[row["financial_year"], row["department"]] += row["arrears"]
    for row in by_person:
        paid[str(FinancialYear(2026)), row["department"]] += row["cost"]
    for row in by_year:
        key = row["financial_year"], row["department"]
        assert (row["owed_for_the_year"], row["cost"]) == (owed_for[key], paid[key])
    [total] = results.totals["ArrearsByYear"].records()
    assert total["people"] == 4
    assert total["owed_for_the_year"] == total["paid_in_the_year"] == sum(row["arrears"] for row in by_person)
    assert total["cost"] == sum(row["cost"] for row in by_person)


def test_ni_of_an_earlier_year_is_at_the_rates_of_the_day_paid() -> None:
    """HMRC NIM08312: an award of 2024-25 that is paid in May 2025 bears 15% and not 13.8%."""
    award = {"award": "A", "effective from": "01/04/2024", "paid on": "31/05/2025", "percent": "3%"}
    [row] = rows(answered([award], owed(award="A", point="", salary_before=36_000)), "ArrearsByPerson")
    assert row["arrears"] == 90 * 13
    assert row["NI"] == payband.employer_ni(3_090 + 1_170, "31/05/2025") - payband.employer_ni(3_090, "31/05/2025")


def test_other_posts_of_the_month_use_up_the_threshold() -> None:
    """HMRC NIM10002: pay from one employer is added up, so that arrears of a small post bear NI whole."""
    small = owed(point=5, FTE=0.1)
    [alone] = rows(answered([NJC], small), "ArrearsByPerson")
    [together] = rows(answered([NJC], {**small, "other pay in the month": 1_500}), "ArrearsByPerson")
    assert alone["NI"] == 0
    assert together["NI"] == (together["arrears"] * Decimal("0.15")).quantize(PENNY, ROUND_HALF_UP)


def test_salaries_of_the_workbooks_own_spine_by_the_day_they_take_effect() -> None:
    spine = [
        {"spine": "Own", "point": 1, "salary": salary, "effective from": start}
        for salary, start in ((30_000, "01/04/2024"), (30_960, "01/04/2025"))
    ]
    award = {**NJC, "spine": "Own"}
    given = small_review()["spines"] + spine
    [row] = rows(answered([award], owed(point=1), spines=given), "ArrearsByPerson")
    assert row["arrears"] == 80 * 3
    assert any(each.name == "Own point 1" for each in answered([award], owed(point=1), spines=given).figures_used)


# --- awards that are paid together ---------------------------------------------------------------------------------

TWO = [
    {"award": "24", "effective from": "01/04/2024", "paid on": "28/11/2025", "percent": "3%"},
    {"award": "25", "effective from": "01/04/2025", "paid on": "28/11/2025", "percent": "3.2%"},
]


def two(other_day: str = "", **values: Any) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Two awards of one person; the later one paid on another day where one is given."""
    awards = [TWO[0], {**TWO[1], **({"paid on": other_day} if other_day else {})}]
    given = {"point": "", "pension_on_arrears": 0, **values}
    return awards, [owed(award=award, salary_before=pay, **given) for award, pay in (("24", 5_800), ("25", 6_000))]


LEFT = {"left_on": "30/09/2025"}
TOGETHER: list[tuple[str, dict[str, Any], list[str]]] = [
    ("", LEFT, ["28.62", "10.53"]),  # £261 and £96 are £357 of one week: 15% of the £261 over £96, £39.15
    ("23/11/2025", LEFT, ["28.62", "10.53"]),  # the first day of the tax week of 28 November, from 6 April on
    ("22/11/2025", LEFT, ["24.75", "0.00"]),  # the week before: each on a threshold of its own
    # £275.50 and £112 on the month's £516: 15% of the £486.50 over £417, half a penny down, less that of £99
    ("", {}, ["41.32", "16.80"]),
    ("03/11/2025", {}, ["41.32", "16.80"]),
    # Half of the time: £137.75 and £56 on £258 are £451.75, 15% of the £34.75 over £417, where £258 bears none
    ("", {"FTE": 0.5}, ["3.70", "1.51"]),
]


@pytest.mark.parametrize(("other_day", "values", "shares"), TOGETHER)
def test_awards_paid_in_one_earnings_period_share_one_threshold(
    other_day: str, values: dict[str, Any], shares: list[str]
) -> None:
    awards, people = two(other_day, **values)
    found = rows(answered(awards, *people), "ArrearsByPerson")
    assert [row["NI"] for row in found] == [Decimal(share) for share in shares]
    paid_together = other_day != "22/11/2025"
    assert all(("of 2 awards paid together" in row["why"]) is paid_together for row in found)


@pytest.mark.parametrize("given", [(650, 0), (0, 650), (650, 650)])
def test_the_pay_of_the_month_and_of_other_posts_is_counted_once(given: tuple[int, int]) -> None:
    """The month's pay is that with the later award: £516; half of the time, with £650 of another post, £908."""
    awards, people = two(FTE=0.5)
    people = [{**row, "other pay in the month": pay} for row, pay in zip(people, given, strict=True)]
    found = rows(answered(awards, *people), "ArrearsByPerson")
    assert [row["pay_of_the_month"] for row in found] == [908, 908]
    more = payband.employer_ni(908 + sum(row["arrears"] for row in found), "28/11/2025")
    assert sum(row["NI"] for row in found) == more - payband.employer_ni(908, "28/11/2025")


def test_awards_of_others_and_of_other_months_have_their_own_threshold() -> None:
    awards, people = two("31/10/2025", **LEFT)
    both = [*people, {**people[0], "person": "P2"}]
    alone = [rows(answered(awards, *each), "ArrearsByPerson")[-1]["NI"] for each in ([*people, both[2]], people)]
    found = rows(answered(awards, *both), "ArrearsByPerson")
    assert [row["NI"] for row in found[1:]] == alone[::-1]
    assert found[0]["NI"] == found[2]["NI"]


DIFFERENT: list[tuple[dict[str, Any], dict[str, Any], str, str]] = [
    ({"left on": "30/09/2025"}, {}, "left on", "it says otherwise than row 1 of the same person"),
    ({"other pay in the month": 5}, {"other pay in the month": 6}, "other pay in the month", "is £6.00, and £5.00 in"),
    ({"NI category": "M"}, {}, "NI category", "is A, and M in row 1 of the same person"),
]


@pytest.mark.parametrize(("first", "second", "column", "said"), DIFFERENT)
def test_rows_that_are_paid_together_say_the_same_of_the_person(
    first: dict[str, Any], second: dict[str, Any], column: str, said: str
) -> None:
    awards, people = two()
    with pytest.raises(InputProblems) as found:
        review(awards, {**people[0], **first}, {**people[1], **second})
    messages = [f"{each.column}: {each.message}" for each in found.value.problems]
    assert any(message.startswith(f"{column}: ") and said in message for message in messages), messages


# --- what is refused -----------------------------------------------------------------------------------------------

MANY = {"award": "A", "effective from": "01/04/2025", "paid on": "31/07/2025", "percent": "3%"}
SALARIED = owed(award="A", point="", salary_before=30_000)
REFUSED: list[tuple[dict[str, Any], dict[str, Any], str, str]] = [
    ({**NJC, "paid on": "31/03/2025"}, owed(), "paid on", "31 March 2025 is before it is due from 1 April 2025"),
    ({**NJC, "paid on": "30/04/2025"}, owed(), "paid on", "it is paid in the month from which it is due, April 2025"),
    ({**NJC, "paid on": "30/06/2052"}, owed(), "paid on", "2052"),
    ({**NJC, "spine": ""}, owed(), "spine", "say what the award is, or whose spine it changes"),
    ({**NJC, "percent": "3%"}, owed(), "spine", "empty one of the two"),
    ({**NJC, "spine": "NCJ"}, owed(), "spine", "did you mean 'NJC'?"),
    ({**NJC, "effective from": "01/05/2025"}, owed(), "effective from", "spine NJC take effect on 1 May 2025"),
    (NJC, owed(award="NJC 2026"), "award", "'NJC 2026' is not in table LateAwards; did you mean 'NJC 2025'?"),
    (NJC, owed(point=99), "point", "point 99 is not on spine NJC"),
    (NJC, owed(point=""), "point", "is empty, and no salary before is given"),
    (NJC, owed(salary_before=30_000), "salary before", "is given, and so is a point"),
    (NJC, owed(point="", salary_before=30_000), "salary before", "the award 'NJC 2025' is that of a spine"),
    (MANY, owed(award="A"), "point", "the award 'A' names no spine: give the salary before instead"),
    (NJC, owed(point_when_paid=21), "point when paid", "it has changed from point 20 to point 21 since the award"),
    (NJC, owed(FTE_when_paid=0.5), "FTE when paid", "it has changed from 1 to 1/2 since the award"),
    (NJC, owed(in_post_from="14/07/2025"), "in post from", "is in the month of payment or later"),
    (NJC, owed(left_on="31/03/2025"), "left on", "is before the first day for which the award is owed, 1 April 2025"),
    (NJC, owed(left_on="30/06/2025", other_pay_in_the_month=5), "other pay in the month", "left before the month of"),
    (NJC, owed(NI_category="Q"), "NI category", "Q"),
    (NJC, owed(pension_on_arrears=None), "pension on arrears", "ask the pension fund which rate it takes, and give it"),
]  # fmt: skip


@pytest.mark.parametrize(("award", "person", "column", "said"), REFUSED)
def test_what_is_refused(award: dict[str, Any], person: dict[str, Any], column: str, said: str) -> None:
    person = {name: value for name, value in person.items() if value is not None}
    with pytest.raises(InputProblems) as found:
        review([award], person)
    messages = [f"{each.column}: {each.message}" for each in found.value.problems]
    assert any(message.startswith(f"{column}: ") and said in message for message in messages), messages


def test_a_rate_that_no_rule_is_known_for_is_asked_for_and_none_is_guessed() -> None:
    """How the local government and NHS schemes take pay that is paid late is in no document that was read."""
    profiles = [{"profile": "all", "pension scheme": "NHS Pension Scheme", "pension rate": "23.7%"}]
    person = {name: value for name, value in owed().items() if name != "pension on arrears"}
    tables = small_review(on_costs=profiles, more={"LateAwards": [NJC], "ArrearsPeople": [person]})
    with pytest.raises(InputProblems, match="which rate the NHS Pension Scheme takes of pay that is paid late is"):
        payband.Review(**tables)


def test_an_award_that_nobody_is_owed_is_a_slip() -> None:
    with pytest.raises(InputProblems, match="nobody is owed it: name it in table ArrearsPeople, or take the row out"):
        review([NJC, MANY], owed())


def test_a_rate_of_a_salaried_award_is_rounded_as_it_says() -> None:
    award = {**MANY, "rounding": "none", "at least": 1_000}
    [row] = rows(answered([award], SALARIED), "ArrearsByPerson")
    assert (row["salary_before"], row["salary_after"]) == (30_000, 31_000)


@pytest.mark.parametrize(("alone", "told"), [(False, True), (True, False)])
def test_a_report_tells_no_arrears_of_a_few_people(alone: bool, told: bool, tmp_path: Path) -> None:
    people = [owed(f"P{number}", point=5 + number, department="Adults") for number in range(8)]
    people += [owed("P9", department="Legal")] if alone else []
    results = answered([NJC], *people)
    results.save(tmp_path / "review.xlsx")
    assert main(["report", str(tmp_path / "review.xlsx"), "-o", str(tmp_path / "report.html")]) == 0
    text = (tmp_path / "report.html").read_text(encoding="utf-8")
    [total] = results.totals["ArrearsByYear"].records()
    assert (f"{total['cost']:,.2f}" in text) is told
    assert all(f"{row['arrears']:,.2f}" not in text for row in rows(results, "ArrearsByPerson"))


LONG = {"award": "A", "effective from": "01/04/2024", "paid on": "30/04/2026", "percent": "3%"}
LATER = {**LONG, "award": "B", "effective from": "01/04/2025"}
JOINED = {"in_post_from": "01/04/2025"}  # 6 people of 2024-25 and 7 of 2025-26: the difference is one salary
OF_YEARS: list[tuple[str, list[dict[str, Any]], int, dict[str, Any], bool]] = [
    ("nobody differs", [LONG], 0, {}, True),
    ("one person in one of the years", [LONG], 1, JOINED, False),
    ("four people in one of the years", [LONG], 4, JOINED, False),
    ("as many as are told of", [LONG], 5, JOINED, True),
    ("one person for a part of a year", [LONG], 1, {"in_post_from": "01/01/2025"}, False),
    ("one person who left", [LONG], 1, {"left_on": "31/12/2025"}, False),
    ("one person of another award", [LONG, LATER], 1, {"award": "B"}, False),
    ("one person of one year", [{**LATER, "award": "A"}], 1, {"in_post_from": "01/07/2025"}, True),
    ("one person of another department", [LONG], 1, {**JOINED, "department": "Legal"}, False),
]


def report_of(tmp_path: Path, awards: list[dict[str, Any]], people: list[dict[str, Any]]) -> str:
    answered(awards, *people).save(tmp_path / "review.xlsx")
    assert main(["report", str(tmp_path / "review.xlsx"), "-o", str(tmp_path / "report.html")]) == 0
    return (tmp_path / "report.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(("awards", "others", "differ", "told"), [each[1:] for each in OF_YEARS])
def test_a_report_tells_no_years_that_differ_by_a_few_people(
    awards: list[dict[str, Any]], others: int, differ: dict[str, Any], told: bool, tmp_path: Path
) -> None:
    base = {"award": "A", "point": "", "department": "Adults"}
    people = [owed(f"P{number}", salary_before=26_000, **base) for number in range(6)]
    people += [owed(f"Q{number}", salary_before=50_000, **{**base, **differ}) for number in range(others)]
    text = report_of(tmp_path, awards, people)
    by_year = rows(answered(awards, *people), "ArrearsByYear")
    shown = [f"{owed_for:,.0f}" in text for row in by_year if (owed_for := row["owed_for_the_year"])]
    assert shown == [told] * len(shown)
    few_differ = "fewer than 5 people make the difference between its years" in text
    assert few_differ is (not told and "Legal" not in str(differ))


@pytest.mark.parametrize(("left", "told"), [(1, False), (4, False), (5, True)])
def test_a_report_counts_no_few_leavers(left: int, told: bool, tmp_path: Path) -> None:
    people = [owed(f"P{number}", department="Adults") for number in range(6)]
    people += [owed(f"L{number}", department="Adults", left_on="30/05/2025") for number in range(left)]
    text = report_of(tmp_path, [NJC], people)
    assert ("check in the circular that leavers are owed" in text) is told
    assert ("Notes on a few post holders, or on costs withheld, are not shown" in text) is not told


# --- the years of the horizon --------------------------------------------------------------------------------------

NEXT = {"award": "NJC 2026", "effective from": "01/04/2026", "percent": "3%"}


COUNTED = (
    "The years count the award NJC 2026 from 1 September 2025. It is paid on 30 June 2026, so its arrears are paid in "
    "2026-27, with NI as on that day: the sheet Arrears by year has what is owed for each year and paid in it"
)
NOT_HELD = (
    "The years do not hold the award NJC 2026: table PayAwards has none from 1 April 2026. Add it, or check the day"
)
HELD_ALREADY = (
    "The arrears of NJC 2026 are paid in 2025-26 and are in no year's cost: the award is from 1 April 2025, which the "
    "salaries of the review hold already"
)


@pytest.mark.parametrize(
    ("award", "awards", "said"),
    [
        ({"paid on": "30/11/2026"}, ["01/04/2026"], None),
        ({"effective from": "01/09/2025", "paid on": "30/06/2026"}, ["01/09/2025"], COUNTED),
        ({"paid on": "30/11/2026"}, ["01/04/2027"], NOT_HELD),
        ({"effective from": "01/04/2025", "paid on": "30/11/2025"}, [], HELD_ALREADY),
    ],
)
def test_what_the_years_hold_of_a_late_award(award: dict[str, Any], awards: list[str], said: str | None) -> None:
    rates = [{"assumption": "rates after the last published year", "value": "as the last year"}]
    found = answered(
        [NEXT | award],
        owed(award="NJC 2026", point="", salary_before=30_000),
        pay_awards=[{"effective from": day, "percent": "3%"} for day in awards],
        assumptions=rates,
    )
    notes = [each for each in found.warnings if "NJC 2026" in each]
    assert notes == ([said] if said else [])


# --- explanation ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("left_on", ["", "30/06/2025"])
def test_the_explanation_of_a_person_leads_to_the_arrears(left_on: str) -> None:
    who = owed(**({"left_on": left_on} if left_on else {}))
    results = answered([NJC], who, owed("P2"))
    found = explain(results, "P1")
    row, _ = rows(results, "ArrearsByPerson")
    arrears, cost = found.chains
    assert [each.title for each in found.chains] == ["Arrears of NJC 2025", "On-costs of the arrears of NJC 2025"]
    assert arrears.answer is not None
    assert arrears.answer.row == (("person", "P1"), ("award", "NJC 2025"))
    assert arrears.steps[-1].given == row["arrears"]
    months = [step.given for step in arrears.steps if step.name.endswith("2025")]
    assert sum(months) == row["arrears"]
    assert len(months) == 3
    named = {step.name: step.given for step in cost.steps}
    assert named["employer's NI"] == row["NI"]
    on_costs = ("arrears", "employer's NI", "pension", "apprenticeship levy", "other on-costs")
    assert cost.steps[-1].given == row["cost"] == sum(named[name] for name in on_costs)
    assert ("by the week" in " ".join(found.text().split())) == bool(left_on)
    assert "NJC point 20: 32597" in found.text()


@pytest.mark.parametrize(
    ("costed", "beside", "ni"),
    [("pensionable pay", 100, "13.50"), ("non-pensionable pay", 100, "13.50"), ("benefit in kind", 0, "0"),
     ("not costed", 0, "0")],
)  # fmt: skip
def test_pay_elements_of_the_month_bear_ni_with_the_arrears(costed: str, beside: int, ni: str) -> None:
    """£318 a month and £90 of arrears are below £417 a month; with an allowance of £100 all of the £90 is above it."""
    line = {"line": "Officers", "grade": "Officer", "posts": 1}
    results = answered(
        [{"award": "A", "effective from": "01/06/2025", "paid on": "28/11/2025", "flat sum": 1_200}],
        owed(award="A", point="", salary_before=20_000, FTE="0.18", pension_on_arrears=0),
        posts=[{**line, "state": "now"}, {**line, "state": "proposed"}],
        people=[{"person": "P1", "post now": "Officers", "salary now": 20_000, "FTE": "0.18",
                 "proposed line": "Officers"}],
        package=[{"line or person": "P1", "element": "allowance", "amount a year": 1_200, "costed as": costed,
                  "counts towards approval": "no"}],
    )  # fmt: skip
    [row] = rows(results, "ArrearsByPerson")
    assert (row["arrears"], row["pay_of_the_month"], row["NI"]) == (90, 318 + beside, Decimal(ni))
