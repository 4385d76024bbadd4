"""The notes as they are published, attacked by somebody who knows all of it, and as the CSV files of the command."""

from __future__ import annotations

import csv
import itertools
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from statistics import median
from typing import Any

import pytest

from payband.report.committee_parts import part_sections
from payband.report.content import Table
from payband.report.draft import Draft, Front, PeopleShown
from payband.review.disclosure.accounts_notes import accounts_notes_published
from payband.review.disclosure.publication import publication
from payband.review.disclosure.published import HIDDEN, Choices, PublishedTable
from payband.review.disclosure.structure import withheld_costs
from tests.accounts.body import PEOPLE, SENIOR, person, review
from tests.accounts.test_notes import exits, kinds
from tests.support.workbooks import run_payband

STAFF = [person(f"T{number}", 22_000 + 250 * number) for number in range(60)]


def published(kind: str = "council", least: int = 5, **given: Any) -> dict[str, PublishedTable]:
    results = review(kind, **given).calculate()
    choices = Choices(results.inputs.settings.implementation_date, least)
    return {each.name: each for each in accounts_notes_published(results, choices)}


# --- counts --------------------------------------------------------------------------------------------------------

COUNTS = [(1, 0, 7), (2, 1, 0), (5, 4, 3), (0, 0, 1), (6, 5, 9), (1, 1, 1)]


@pytest.mark.parametrize("counts", COUNTS)
def test_no_count_of_few_can_be_worked_out_of_the_brackets(counts: tuple[int, ...]) -> None:
    """Every way to fill in what is withheld that adds up: each cell of few can be at least two numbers."""
    people = [*STAFF, *(person(f"B{bracket}{n}", 50_000 + 5_000 * bracket + n)
                        for bracket, many in enumerate(counts) for n in range(many))]  # fmt: skip
    table = published(people=people, more={"SeniorPosts": []})["NotesBrackets"]
    assert table.has_total
    shown = [row[1] for row in table.rows]
    *cells, total = shown
    true = [60, *(each for each in counts if each)]
    hidden = [place for place, value in enumerate(cells) if value == HIDDEN]
    assert all(value == HIDDEN or value >= 5 for value in cells)
    if not hidden:
        return
    ways: dict[int, set[int]] = {place: set() for place in hidden}
    for guess in itertools.product(*(range(1, true[place] + 6) for place in hidden)):
        filled = [guess[hidden.index(n)] if n in hidden else value for n, value in enumerate(cells)]
        if total == HIDDEN or sum(filled) == total:
            for place in hidden:
                ways[place].add(filled[place])
    assert all(len(each) > 1 for each in ways.values())


def test_two_counts_by_bracket_never_stand_side_by_side() -> None:
    """Basic pay by bracket, and remuneration by bracket, would tell of the few who lie between."""
    results = review(people=[*PEOPLE, *STAFF]).calculate()
    made = publication(results, Choices(results.inputs.settings.implementation_date))
    names = {each.name for each in made.tables}
    assert "NotesBrackets" in names
    assert "SeniorPay" not in names


def test_last_years_figures_are_not_published_again() -> None:
    before = [{"note": "pay bracket", "item": "£50,000 to £54,999", "number": 17},
              {"note": "highest pay and average", "item": "staff on average: salary and allowances",
               "amount": 31_234.56}]  # fmt: skip
    given: dict[str, Any] = {"people": [*PEOPLE, *STAFF], "more": {"SeniorPosts": SENIOR, "NotesLastYear": before}}
    for kind in ("council", "NHS"):
        tables = published(kind, **given).values()
        told = [value for table in tables for row in table.rows for value in row]
        assert 17 not in told
        assert 3_123_456 not in told
    [(whom, change)] = published("NHS", **given)["NotesChange"].rows
    assert whom == "Staff on average: salary and allowances"
    assert change % 10 == 0  # a tenth of a percent: finer, two averages would tell what one more person is paid


# --- exit packages -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("packages", [
    [5_000, 25_000, 45_000, 46_000, 47_000, 90_000],
    [5_000] * 5 + [25_000],
    [1_000, 2_000],
    [10_000 * n for n in range(1, 15)],
])  # fmt: skip
def test_no_cost_of_few_packages_is_published(packages: list[int]) -> None:
    """Each cost, the difference of all to the others, and what a leaver can take off, is of five people or more."""
    names = [f"E{n}" for n in range(len(packages))]
    more = {"Exits": exits(*zip(names, packages, strict=True)), "ExitKinds": kinds(names), "SeniorPosts": SENIOR}
    table = published(more=more)["NotesExits"]
    groups = table.rows[:-1] if table.has_total else table.rows
    costs = [row[-1] for row in groups]
    if len(packages) < 5:
        assert costs == [HIDDEN]
        return
    people = [row[-2] for row in groups]
    assert all(isinstance(cost, int) for cost in costs)
    assert sum(costs) == sum(packages) * 100
    assert sum(people) == len(packages)
    assert min(people) >= 5
    assert groups[0][0].startswith("£0 to £")


def test_senior_officers_hide_nobody_else() -> None:
    """What they are paid for going is public: of five packages one is left to be worked out."""
    people = [person(f"L{n}", 60_000) for n in range(5)] + STAFF
    senior = [{"person": f"L{n}", "senior officer": "yes"} for n in range(4)]
    names = [f"L{n}" for n in range(5)]
    more = {"Exits": exits(*((name, 12_000) for name in names)), "ExitKinds": kinds(names), "SeniorPosts": senior}
    assert published(people=people, more=more)["NotesExits"].rows[0][-1] == HIDDEN
    more["SeniorPosts"] = []
    assert published(people=people, more=more)["NotesExits"].rows[0][-1] == 6_000_000


def test_senior_officers_hide_nobodys_pay_in_the_cost_of_a_line() -> None:
    """Five holders at their actual pay, of whom four are shown one by one: the cost would give the fifth's."""
    people = [person(f"L{n}", 60_000 + n, post_now="Board", proposed_line="Board") for n in range(5)]
    posts: list[dict[str, Any]] = [
        {"line": line, "state": state, "grade": "Officer", "posts": many, "costed at": "actual"}
        for line, many in (("Board", 5), ("Officers", 60)) for state in ("now", "proposed")
    ]  # fmt: skip
    for many, withheld in ((4, True), (0, False)):
        senior = [{"person": f"L{n}", "senior officer": "yes"} for n in range(many)]
        results = review(people=people + STAFF, posts=posts, more={"SeniorPosts": senior}).calculate()
        assert ("Board" in withheld_costs(results, 5).now) is withheld
        made = publication(results, Choices(results.inputs.settings.implementation_date))
        shown = {row[0] for each in made.tables if each.name == "AverageSalaries" for row in each.rows}
        assert ("Board" in shown) is not withheld


# --- ratios and lists ----------------------------------------------------------------------------------------------


def test_ratios_of_few_staff_are_withheld() -> None:
    few = published("NHS")["NotesFairPay"]
    assert all(row[2] == row[3] == row[5] == row[6] == HIDDEN for row in few.rows)
    many = published("NHS", people=[*PEOPLE, *STAFF])["NotesFairPay"]
    assert not any(HIDDEN in row for row in many.rows)
    assert 17_825_000 not in [value for row in many.rows for value in row]  # the middle of the band, not the pay


def test_the_earnings_of_a_highest_paid_who_is_no_senior_officer_are_withheld() -> None:
    people = [person("X", 190_000), *PEOPLE, *STAFF]
    [row] = published(people=people)["NotesMultiple"].rows
    assert row[1:3] == (HIDDEN, HIDDEN)
    assert row[3] != HIDDEN
    [row] = published(people=[*PEOPLE, *STAFF])["NotesMultiple"].rows
    assert row[1] == 17_825_000


def test_the_list_of_salaries_tells_no_bracket_but_of_senior_officers() -> None:
    rows = published()["NotesSalaryList"].rows
    assert [row[2] for row in rows] == ["£175,000 to £179,999", "£120,000 to £124,999", HIDDEN, HIDDEN, HIDDEN]
    assert [row[1] for row in rows] == ["A. Invented", "", "", "", ""]


def test_no_reference_and_no_other_salary_is_in_what_is_published() -> None:
    for kind in ("council", "NHS"):
        tables = published(kind, people=[*PEOPLE, *STAFF]).values()
        told = {value for table in tables for row in table.rows for value in row}
        assert not told & {each["person"] for each in PEOPLE + STAFF}
        others = {each["salary now"] * 100 for each in PEOPLE[2:6]}
        assert not told & others


def test_one_hides_nothing() -> None:
    found = published(least=1, people=PEOPLE)["NotesBrackets"]
    assert [row[1] for row in found.rows] == [11, 2, 1, 14]


# --- the report and the files --------------------------------------------------------------------------------------


def test_a_committee_report_has_the_notes_as_they_are_published() -> None:
    results = review().calculate()
    sections = part_sections(Draft(results, PeopleShown(5, False), Front()))
    [section] = [each for each in sections if each.title == "Accounts notes"]
    tables = [each for each in section.blocks if isinstance(each, Table)]
    assert [each.caption.partition(",")[0] for each in tables] == [
        "People by bracket of remuneration", "Remuneration of senior officers", "Posts with a salary from £50",
        "Pay multiple",
    ]  # fmt: skip
    assert [row[1] for row in tables[0].rows] == ["11", "[c]", "[c]", "14"]


def test_the_command_writes_each_note_as_a_file(tmp_path: Path) -> None:
    review(people=[*PEOPLE, *STAFF]).calculate().save(tmp_path / "review.xlsx")
    done = run_payband("accounts", tmp_path / "review.xlsx", "-o", tmp_path / "notes")
    assert done.returncode == 0, done.stderr
    assert "give --suppress 1 and read them" in done.stdout
    names = ["pay-brackets.csv", "pay-multiple.csv", "senior-officers.csv", "senior-salaries.csv"]
    assert sorted(path.name for path in (tmp_path / "notes").iterdir()) == names
    with open(tmp_path / "notes" / "senior-officers.csv", encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["Job title"] for row in rows] == ["Chief Executive", "Director of Finance"]
    assert (rows[0]["Name"], rows[0]["Remuneration (£)"]) == ("A. Invented", "178250.00")
    (tmp_path / "notes" / "pay-brackets.csv").write_text("mine", encoding="utf-8")
    again = run_payband("accounts", tmp_path / "review.xlsx", "-o", tmp_path / "notes")
    assert again.returncode == 2
    with open(tmp_path / "notes" / "pay-multiple.csv", encoding="utf-8-sig", newline="") as file:
        [row] = csv.DictReader(file)
    middle = median(Decimal(each["salary now"]) for each in PEOPLE + STAFF)
    assert Decimal(row["Pay multiple"]) == (Decimal(178_250) / middle).quantize(Decimal("0.01"), ROUND_HALF_UP)


def test_a_review_without_the_notes_says_how_to_add_them(tmp_path: Path) -> None:
    from tests.support.workbooks import LEICESTER

    done = run_payband("accounts", LEICESTER, "-o", tmp_path)
    assert done.returncode == 2
    assert "has no notes to the accounts: add the sheets with payband add" in done.stderr
