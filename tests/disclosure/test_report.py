"""The draft of a committee report: what it says, real Word, a well-formed page, and nothing of single people."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import docx
import pytest
from docx.oxml.ns import qn

import payband
from payband.ooxml.package import Package
from payband.own_files import as_sealed
from payband.report.committee import committee_report
from payband.report.content import PAGE_WIDTH, Report, Section, Table, amount, least_widths, widths_of
from payband.report.draft import Front, PeopleShown
from payband.report.html import html_text
from payband.report.left_to_do import shown_in_full, to_complete
from payband.report.word import word_bytes
from payband.review.disclosure.small_counts import LEAST
from payband.workbook import open_review
from payband.workbook.reading.about_sheet import AboutSheet, read_about
from tests.run import HOW_TO_INSTALL, find_writer
from tests.support.workbooks import LEICESTER, changed, put, run_payband, small_review

HIDING, LISTING = PeopleShown(LEAST, False), PeopleShown(LEAST, True)

# Leicester City Council, Employees Committee, 13 December 2011, report para 5.1: the structure as printed.
PRINTED = [
    ("Chief Executive", "1", "229,400", "0", "-", "229,400"),
    ("Chief Operating Officer / Head of Paid Service", "1", "184,400", "1", "167,500", "16,900"),
    ("Strategic Directors", "4", "485,100", "3", "391,700", "93,400"),
    ("Enhanced Divisional Directors", "3", "388,200", "0", "-", "388,200"),
    ("Divisional Directors", "17", "2,188,400", "15", "1,677,200", "511,200"),
    ("City Officer", "0", "-", "2", "90,900", "(90,900)"),
    ("Total", "26", "3,475,500", "21", "2,327,300", "1,148,200"),
]

# Para 8.1 of it: the points that are printed, and those between them that are not.
POINTS = [
    ("City Officer", "1", "63,945"),
    ("City Officer", "2", "not published"),
    ("City Officer", "3", "68,853"),
    ("Divisional Director", "6", "76,725"),
    ("Divisional Director", "7", "not published"),
    ("Divisional Director", "8", "not published"),
    ("Divisional Director", "9", "85,575"),
    ("Strategic Director", "16", "110,484"),
    ("Strategic Director", "17", "not published"),
    ("Strategic Director", "18", "118,983"),
    ("Chief Operating Officer / Head of Paid Service", "19", "123,231"),
    ("Chief Operating Officer / Head of Paid Service", "20", "127,485"),
]

# The sections of every review that has people and approval rules; its further parts stand before the checks.
SECTIONS = [
    "Purpose and summary",
    "Recommendations",
    "Background and assumptions",
    "Financial implications",
    "Salary ranges",
    "Slotting and pay protection",
    "Approvals",
    "Checks",
    "Legal and figure sources",
    "Appendix: run log",
]


@pytest.fixture(scope="module")
def leicester() -> Any:
    return open_review(LEICESTER).calculate()


@pytest.fixture(scope="module")
def report(leicester: Any) -> Report:
    return committee_report(leicester, HIDING, Front(*read_about(Package(str(LEICESTER)))))


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The report of Leicester as a user has it written: Word and HTML."""
    folder = tmp_path_factory.mktemp("report")
    word, page = folder / "report.docx", folder / "report.html"
    done = run_payband("report", LEICESTER, "-o", word, "-o", page)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"Written to {word}" in done.stdout
    assert "Complete what is in [brackets]: Report to; Date of meeting;" in done.stdout
    assert "--suppress 1 would show more in: " in done.stdout
    return word, page


def _section(report: Report, title: str) -> Section:
    return next(each for each in report.sections if each.title == title)


def _tables(report: Report) -> dict[str, Table]:
    return {block.caption: block for section in report.sections for block in section.blocks if isinstance(block, Table)}


def _texts(report: Report) -> str:
    """Everything that the report says, as its page has it."""
    return html_text(report)


# --- what it says --------------------------------------------------------------------------------------------------


def test_the_structure_stands_as_printed(report: Report) -> None:
    table = _tables(report)["Cost of the structure a year, now and new"]
    assert [tuple(row) for row in table.rows] == PRINTED
    assert table.has_total


def test_points_that_nobody_published_are_said_to_be(report: Report) -> None:
    assert [tuple(row) for row in _tables(report)["Salary at each point of the pay ranges"].rows] == POINTS


def test_the_sections_stand_in_the_order_of_a_committee_paper(report: Report) -> None:
    titles = [section.title for section in report.sections]
    assert [title for title in titles if title in SECTIONS] == SECTIONS
    assert titles[:7] + titles[-3:] == SECTIONS
    numbers = [number for number, _, _ in report.numbered()]
    assert numbers == [*map(str, range(1, len(titles))), ""]


def test_recommendations_name_the_sections_that_they_rest_on(report: Report) -> None:
    [lines] = [block.lines for block in _section(report, "Recommendations").blocks if hasattr(block, "lines")]
    of_titles = {section.title: number for number, _, section in report.numbered()}
    assert lines[0] == (
        "to approve the proposed structure of 21 posts in place of 26, from 2 January 2012 "
        f"(section {of_titles['Financial implications']});"
    )
    assert "Full council" in lines[-1]
    assert lines[-1].endswith(f"(section {of_titles['Approvals']}).")


def test_stated_costs_stand_beside_the_modelled_with_the_variance(report: Report) -> None:
    table = _tables(report)["Stated and modelled cost of the new structure"]
    assert table.rows[-1] == ["Total", "2,327,300", "2,326,995.14", "(304.86)", "-0.01%"]


def test_protection_by_year_adds_up_to_what_the_minutes_say(report: Report) -> None:
    """Minutes of 15 November 2011: £100,000 a year, £200,000 over two years."""
    table = _tables(report)["Cost of pay protection by financial year"]
    assert [row[:3] for row in table.rows] == [
        ["2011-12", "15", "24,700"],
        ["2012-13", "15", "100,000"],
        ["2013-14", "15", "75,300"],
        ["All years", "15", "200,000"],
    ]


def test_what_is_illustrative_or_assumed_stands_on_the_first_page(report: Report, leicester: Any) -> None:
    assert any("illustrative" in line for line in report.warnings)
    count = len(leicester.inputs.assumptions)
    assert report.warnings[-1] == f"The figures rest on {count} assumptions; none has a stated date of agreement."


def test_what_the_about_sheet_says_is_handed_on(report: Report) -> None:
    about = read_about(Package(str(LEICESTER)))
    assert (about.author, str(about.on)) == ("payband", "2011-12-13")
    assert (len(about.caveats), len(about.sources)) >= (4, 3)
    assert report.author == "payband"
    assert "it is a fit and not a reproduction" in _texts(report)
    assert "business case (section 6)" in _texts(report)


def test_a_workbook_without_an_about_sheet_says_nothing(tmp_path: Path) -> None:
    from openpyxl import Workbook

    path = tmp_path / "plain.xlsx"
    Workbook().save(path)
    assert read_about(Package(str(path))) == AboutSheet()


def _small(**given: Any) -> Report:
    """The report of a small review, nothing in it but what is given."""
    return committee_report(payband.Review(**small_review(**given)).calculate(), HIDING)


def test_a_review_says_only_what_it_has() -> None:
    report = _small(people=[], assumptions=[], approval_rules=[])
    titles = [section.title for section in report.sections]
    assert "Slotting and pay protection" not in titles
    assert "Approvals" not in titles
    background = [
        block.text for block in _section(report, "Background and assumptions").blocks if hasattr(block, "text")
    ]
    assert "The review states no assumptions." in background
    assert dict(report.front)["Review prepared by"] == "not stated"


def test_a_failed_check_stands_first_and_on_the_first_page(tmp_path: Path) -> None:
    lines = [{"line": "Unknown", "state": "proposed", "posts": 1, "grade": "Secret"}]
    grades = [{"grade": "Secret", "provisional": "yes"}]
    results = payband.Review(**small_review(posts=lines, grades=grades, spines=[], people=[])).calculate()
    assert results.failed
    report = committee_report(results, HIDING)
    assert report.warnings[0] == f"Check failed: {results.failed[0]}."
    first = _tables(report)["Checks of the calculation"].rows[0]
    assert first[0] == results.failed[0]
    assert first[1].startswith("FAILED")
    results.save(path := tmp_path / "failing.xlsx")
    done = run_payband("report", path, "-o", tmp_path / "report.docx")
    assert done.returncode == 1
    assert "Check failed" in done.stdout
    assert (tmp_path / "report.docx").is_file()


# --- people --------------------------------------------------------------------------------------------------------


def test_no_person_is_named_unless_asked_for(leicester: Any, report: Report) -> None:
    references = re.compile(r"\bP(?:0[1-9]|1[0-9]|20)\b")
    assert not references.search(_texts(report))
    with zipfile.ZipFile(io.BytesIO(word_bytes(report))) as file:
        assert not any(
            references.search(file.read(name).decode("utf-8", "replace"))
            for name in file.namelist()
            if name.endswith(".xml")
        )
    listed = committee_report(leicester, LISTING)
    rows = _tables(listed)["Slotting of each post holder, by reference"].rows
    assert [row[0] for row in rows] == [f"P{number:02}" for number in range(1, 21)]
    assert rows[0][2:5] == ["126,983", "118,983", "(8,000)"]


def test_counts_of_few_people_are_withheld(report: Report) -> None:
    table = _tables(report)["People by what slotting does to their salary, by line of the proposed structure"]
    assert table.rows[-1] == ["All lines", "[c]", "[c]", "15", "[c]", "20"]
    assert not {"1", "2", "3", "4"} & {text for row in table.rows for text in row}


def test_money_over_years_does_not_tell_the_protection_that_is_withheld(tmp_path: Path) -> None:
    """Only P01 is protected: £4,000, £16,008 and £12,049.04 with on-costs, which nothing in the report may tell."""
    results = open_review(changed(tmp_path, _all_waive_but("P01"))).calculate()
    found = committee_report(results, HIDING)
    [money] = [each for caption, each in _tables(found).items() if caption.startswith("Financial year: what is saved")]
    assert list(money.headings) == ["Financial year", "Gross saving (£)", "One-off costs (£)"]
    said = _texts(found)
    for text in (
        "16,008",
        "12,049",
        "24,000",
        "Net saving, 2011",
        "Pays back in",
        "Net present value",
        "Protection ends",
    ):
        assert text not in said, text
    assert "Protection is left out" in said
    assert "Pay protection costs" not in said


def test_money_over_years_is_whole_where_protection_is_told(report: Report) -> None:
    [money] = [each for caption, each in _tables(report).items() if caption.startswith("Financial year: what is saved")]
    assert {"Protection (£)", "Net (£)", "Cumulative (£)", "Discounted (£)"} <= set(money.headings)
    assert "Net present value" in _texts(report)


def test_the_total_of_four_people_is_not_in_a_sentence(tmp_path: Path) -> None:
    kept = tuple(f"P{number}" for number in range(16, 20))
    results = open_review(changed(tmp_path, _all_waive_but(*kept))).calculate()
    said = _texts(committee_report(results, HIDING))
    assert "Pay protection costs" not in said
    assert "66,000" not in said


@pytest.mark.parametrize(("more", "caption", "kept"), [
    (
        {"Scenarios": [{"scenario": "S", "what is changed": "protection months", "value": 12}]}, "Financial year, or",
        ["Financial year", "Cost now (£)", "Cost proposed (£)", "Saving (£)"],
    ),
    (
        {"Sensitivity": [{"what is varied": "protection months", "low": 12, "high": 24}]}, "Something that is varied",
        ["What is varied", "Low", "High"],
    ),
])  # fmt: skip
def test_no_part_tells_the_protection_that_is_withheld(more: Any, caption: str, kept: Sequence[str]) -> None:
    people = [
        {"person": f"P{n}", "salary now": 30_000 if n == 1 else 22_000, "proposed line": "Officers"}
        for n in range(1, 11)
    ]
    posts = [
        {"line": "Officers", "state": state, "grade": "Officer", "posts": count}
        for state, count in (("now", 12), ("proposed", 10))
    ]
    settings = {"protection months": 24, "horizon": 2}
    tables = small_review(settings=settings, posts=posts, people=people)
    found = committee_report(payband.Review(**tables, more=more).calculate(), HIDING)
    [table] = [each for name, each in _tables(found).items() if name.startswith(caption)]
    assert list(table.headings) == kept
    for text in (">4,000<", "£4,000"):
        assert text not in _texts(found), "what one person's protection costs a year"
    assert "Protection is left out" in _texts(found)


@pytest.mark.parametrize(("leavers", "told"), [(1, False), (5, True)])
def test_one_off_costs_in_all_do_not_tell_what_one_person_gets(leavers: int, told: bool) -> None:
    """The table leaves out who goes for £43,210 each and shows £5,000: the total of all would give it back."""
    people = [{"person": f"R{n:04}", "salary now": 22_000, "proposed line": "Officers"} for n in range(12)]
    costs: list[dict[str, Any]] = [
        {"item": f"Redundancy {n}", "kind": "redundancy stated", "person or line": f"R{n:04}", "amount": 43_210}
        for n in range(leavers)
    ]
    costs.append({"item": "Advert", "kind": "other", "amount": 5_000, "pot": "Change", "budget": 1_000})
    posts = [
        {"line": "Officers", "state": state, "grade": "Officer", "posts": count}
        for state, count in (("now", 14), ("proposed", 12))
    ]
    more = {
        "OneOffCosts": [{**cost, "paid on": "01/05/2025"} for cost in costs],
        "Sensitivity": [{"what is varied": "protection months", "low": 12, "high": 24}],
    }
    tables = small_review(settings={"horizon": 2}, posts=posts, people=people)
    found = committee_report(payband.Review(**tables, more=more).calculate(), HIDING)
    headings = {caption: list(table.headings) for caption, table in _tables(found).items()}
    [money] = [each for caption, each in headings.items() if caption.startswith("Financial year: what is saved")]
    [varied] = [each for caption, each in headings.items() if caption.startswith("Something that is varied")]
    assert ("One-off costs (£)" in money) is ("Net saving at low (£)" in varied) is told
    total = 43_210 * leavers + 5_000
    if not told:
        for text in (f"{total:,}", "Net saving, 2025", "4,000 over"):
            assert text not in _texts(found), text
    assert ("One-off costs in all are left out" in _texts(found)) is not told


@pytest.mark.parametrize(
    ("whose", "listed", "told"),
    [
        pytest.param(["R0000"], False, False, id="one holder"),
        pytest.param(["R0000", "Officers"], False, False, id="one holder beside the line"),
        pytest.param(["Pair"], False, False, id="a line of two"),
        pytest.param(["Officers"], False, True, id="a line of twelve"),
        pytest.param([f"R{n:04}" for n in range(5)], False, True, id="five holders"),
        pytest.param(["R0000"], True, True, id="people are listed"),
    ],
)
def test_elements_left_out_of_the_cost_do_not_tell_those_of_few(whose: list[str], listed: bool, told: bool) -> None:
    """£5,000 of one person: the report says that elements are left out, but neither how many nor how much."""
    people = [
        {"person": f"R{n:04}", "salary now": 22_000, "post now": line, "proposed line": line}
        for n, line in enumerate(["Officers"] * 12 + ["Pair"] * 2)
    ]
    posts = [
        {"line": line, "state": state, "grade": "Officer", "posts": count}
        for line, count in (("Officers", 12), ("Pair", 2))
        for state in ("now", "proposed")
    ]
    package = [
        {"line or person": each, "element": "allowance", "amount a year": 5_000, "counts towards approval": "no"}
        for each in whose
    ]
    tables = small_review(settings={"pay elements costed": "no"}, posts=posts, people=people, package=package)
    found = committee_report(payband.Review(**tables).calculate(), LISTING if listed else HIDING)
    amount_told = f"£{5_000 * len(whose):,}.00 a year in all"
    for text in (_texts(found), " ".join(found.warnings)):
        assert "The cost leaves out" in text
        assert (amount_told in text) is told
        assert ("whose number and amount are withheld" in text) is not told


@pytest.mark.parametrize(
    ("holders", "listed", "said"),
    [(2, False, "a few proposed posts"), (6, False, "6 proposed posts"), (2, True, "2 proposed posts")],
)
def test_what_the_cost_holds_is_said_without_counts_of_few(holders: int, listed: bool, said: str) -> None:
    people = [
        {"person": f"R{n:04}", "salary now": 22_000, "post now": "Officers", "proposed line": "Officers"}
        for n in range(12)
    ]
    posts = [{"line": "Officers", "state": state, "grade": "Officer", "posts": 12} for state in ("now", "proposed")]
    package = [
        {"line or person": f"R{n:04}", "element": "allowance", "amount a year": 5_000, "counts towards approval": "no",
         "costed as": "pensionable pay"}
        for n in range(holders)
    ]  # fmt: skip
    on_costs = [{"profile": "all", "pension rate": "20%", "fixed sum": 90_000}]
    tables = small_review(posts=posts, people=people, package=package, on_costs=on_costs)
    found = _texts(committee_report(payband.Review(**tables).calculate(), LISTING if listed else HIDING))
    assert "The cost holds: salary" in found
    assert f"NI, pension and pay elements of {said}; apart from that" in found
    assert "Fixed on-costs of £90,000 a year are paid whatever posts there are" in found


def _reviewed_at_pay(*pays: float) -> Any:
    """A review in which every person paid more than £25,000 needs approval."""
    rule = {"rule": "Each", "measure": "base salary", "tested at": "actual", "comparison": "over",
            "threshold": 25_000, "approving body": "Panel", "effective from": "01/01/2011"}  # fmt: skip
    people = [
        {"person": f"R{n:04}", "salary now": pay, "proposed line": "Officers"} for n, pay in enumerate(pays, start=1)
    ]
    posts = [{"line": "Officers", "state": "proposed", "grade": "Officer", "posts": len(pays)}]
    return payband.Review(**small_review(posts=posts, people=people, approval_rules=[rule])).calculate()


def test_no_sentence_gives_the_number_of_approvals_that_is_withheld() -> None:
    few = _texts(committee_report(_reviewed_at_pay(*[22_000] * 9, *[26_000] * 2), HIDING))
    assert "Individual post holders" in few
    for text in ("needed: 2 posts", "needed for 2 of them", "makes 11 tests"):
        assert text not in few, text
    many = _texts(committee_report(_reviewed_at_pay(*[22_000] * 9, *[26_000] * 6), HIDING))
    assert "needed: 6 posts" in many
    assert "needed for 6 of them" in many
    listed = _texts(committee_report(_reviewed_at_pay(*[22_000] * 9, *[26_000] * 2), LISTING))
    assert "needed for 2 of them" in listed
    assert ">R0011<" in listed


def test_a_post_that_cannot_be_tested_is_not_said_to_need_no_approval() -> None:
    rule = {"rule": "Large", "measure": "base salary", "tested at": "top of range", "comparison": "over",
            "threshold": 25_000, "approving body": "Panel", "effective from": "01/01/2011"}  # fmt: skip
    posts = [{"line": "Officers", "state": "proposed", "posts": 5, "stated cost": 100_000}]
    found = committee_report(payband.Review(**small_review(posts=posts, approval_rules=[rule])).calculate(), HIDING)
    assert "No post needs approval" not in _texts(found)
    assert "Whether some posts need approval cannot be decided." in _texts(found)


def _all_waive_but(*kept: str) -> Callable[[Any], None]:
    """Takes protection from everybody in Leicester's review but those."""

    def change(workbook: Any) -> None:
        for number in range(1, 21):
            if f"P{number:02}" not in kept:
                put(workbook, "People", f"P{number:02}", "protection waived", "yes")

    return change


def test_what_is_left_to_complete_is_listed_once_each(report: Report) -> None:
    assert to_complete(report) == [
        "Report to",
        "Date of meeting",
        "Report author",
        "The reasons for the review and what was decided before",
        "Legal implications",
    ]
    assert _texts(report).count("to be completed]") == len(to_complete(report))


def test_the_sections_that_show_more_in_full_are_named(leicester: Any, report: Report) -> None:
    full = committee_report(leicester, PeopleShown(1, False), Front(*read_about(Package(str(LEICESTER)))))
    named = shown_in_full(report, full)
    assert "Slotting and pay protection" in named
    assert "Salary ranges" not in named
    assert shown_in_full(full, full) == []
    withheld = {section.title for section in report.sections if "[c]" in repr(section)}
    assert withheld
    assert withheld <= set(named)


def test_costs_at_the_pay_of_few_people_are_withheld() -> None:
    pay = {"Head": [23_000], "Stated": [25_000], "Many": [22_000] * 9, "Top": [24_000] * 2}
    people = [
        {"person": f"{line} {n}", "post now": line, "proposed line": line, "salary now": each}
        for line, salaries in pay.items()
        for n, each in enumerate(salaries)
    ]
    more: dict[str, dict[str, Any]] = {"Top": {"costed at": "top"}, "Stated": {"stated cost": 31_000}}
    posts = [
        {"line": line, "state": state, "grade": "Officer", "posts": len(salaries), "costed at": "actual",
         **more.get(line, {})}
        for line, salaries in pay.items()
        for state in ("now", "proposed")
    ]  # fmt: skip
    results = payband.Review(**small_review(posts=posts, people=people)).calculate()
    found = committee_report(results, HIDING)
    rows = {row[0]: row for row in _tables(found)["Cost of the structure a year, now and new"].rows}
    assert [name for name, row in rows.items() if "[c]" in row] == ["Head", "Many"]
    assert (rows["Head"][2], *rows["Head"][4:]) == ("[c]", "[c]", "[c]")
    stated = _tables(found)["Stated and modelled cost of the new structure"].rows
    assert stated == [["Stated", "31,000", "[c]", "[c]", "[c]"]]
    assert "imply a pension rate" not in _texts(found)
    told = _tables(committee_report(results, PeopleShown(1, False)))
    assert not any("[c]" in row for row in told["Cost of the structure a year, now and new"].rows)


@pytest.mark.parametrize(("people", "shown"), [(9, True), (1, False)])
def test_a_statement_of_a_paper_does_not_tell_a_cost_that_is_withheld(people: int, shown: bool) -> None:
    posts = [
        {"line": "Officers", "state": state, "grade": "Officer", "posts": people, "costed at": "actual"}
        for state in ("now", "proposed")
    ]
    staff = [
        {"person": f"R{n}", "post now": "Officers", "proposed line": "Officers", "salary now": 22_000}
        for n in range(people)
    ]
    statement = {"statement": "Cost of the line", "printed": "£1", "place": "para 1", "why": "of another year",
                 "table": "StructureCost", "row": "Officers", "column": "cost proposed"}  # fmt: skip
    tables = small_review(posts=posts, people=staff, settings={"protection months": 0})
    results = payband.Review(**tables, more={"PaperStatements": [statement]}).calculate()
    [row] = results.tables["FromThePaper"].records()
    found = committee_report(results, HIDING)
    assert ("repeats figures of the review that are withheld" in _texts(found)) is not shown
    assert (row["this_review"] in str(_tables(found))) is shown


def _with_placement() -> Any:
    from tests.review.parts.test_placement_part import _line, _person, _review

    people = [_person(f"A{n}", f"Same {n}") for n in range(1, 8)] + [_person("C1", "Merged", "75%", "90%")]
    return _review(people, [_line(f"Same {n}") for n in range(1, 8)] + [_line("Merged")]).calculate()


def test_a_part_shows_nobody_one_by_one() -> None:
    results = _with_placement()
    hidden, listed = (committee_report(results, shown) for shown in (HIDING, LISTING))
    assert not re.search(r"\b(A[1-7]|C1)\b", _texts(hidden).replace("size: A4", ""))
    assert "lists post holders one by one and is not shown" in _texts(hidden)
    assert ">C1<" in _texts(listed)
    assert [section.title for section in hidden.sections].index("Placement") > 3


def test_an_equality_profile_tells_the_totals_and_not_the_few() -> None:
    """Leicester's assessment (part 2): 13 women and 7 men of 20, and 5+5+3 and 2+2+3 by outcome, which are few."""
    from tests.review.parts.test_equality import GROUP, OUTCOMES, _results

    results = _results([*GROUP, *OUTCOMES])
    rows = _tables(committee_report(results, HIDING)).items()
    [profile] = [table.rows for caption, table in rows if caption.startswith("People with a characteristic")]
    people = [(row[1], row[3], row[4]) for row in profile]
    assert people[:2] == [("review group", "female", "13"), ("review group", "male", "7")]
    assert {count for of_whom, _, count in people if of_whom == "outcome"} == {"[c]"}
    said = _texts(committee_report(results, HIDING))
    assert "5 assimilated" not in said
    assert "2 assimilated" in _texts(committee_report(results, LISTING))


def test_costs_are_rounded_as_the_report_is_and_salaries_never() -> None:
    rows = [
        {"grade": name, "order": n, "bottom salary": 30_050 * n, "top salary": 30_051 * n}
        for n, name in ((1, "A"), (2, "B"))
    ]
    posts = [{"line": "One", "state": "proposed", "grade": "A", "posts": 1, "stated cost": 31_051}]
    settings = {"implementation date": "02/01/2012", "price base": "2011-12", "round report to": "£100"}
    tables = small_review(settings=settings, spines=[], grades=rows, posts=posts, people=[])
    report = committee_report(
        payband.Review(**tables, more={"TierRules": [{"lower grade": "A", "least gap": "5%"}]}).calculate(), HIDING
    )
    assert _tables(report)["Cost of the structure a year, now and new"].rows[0][4] == "31,100"
    [tiers] = [table for caption, table in _tables(report).items() if caption.startswith("Two adjacent grades")]
    assert tiers.rows[0][2:4] == ["30,051", "60,100"]


def test_a_timetable_stands_where_it_is_given() -> None:
    from tests.review.parts.test_timetable import LEICESTER as STAGES
    from tests.review.parts.test_timetable import _review

    report = committee_report(_review(STAGES).calculate(), HIDING)
    [table] = [block for block in _section(report, "Timetable").blocks if isinstance(block, Table)]
    assert [row[0] for row in table.rows][-1] == "Launch"
    assert "2 January 2012" in table.rows[-1]


# --- Word ----------------------------------------------------------------------------------------------------------


def test_headings_are_real_and_in_order(written: tuple[Path, Path], report: Report) -> None:
    document: Any = docx.Document(str(written[0]))
    assert [each.text for each in document.paragraphs if each.style.name == "Heading 1"] == [
        section.title for section in report.sections
    ]
    levels = [int(each.style.name[-1]) for each in document.paragraphs if each.style.name.startswith("Heading")]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert [each.text for each in document.paragraphs if each.style.name == "Title"] == [
        "Senior management review 2011"
    ]
    numbered = document.styles["Heading 1"].element.pPr.numPr
    assert numbered is not None
    assert document.styles["Numbered Paragraph"].element.pPr.numPr.numId.val == numbered.numId.val


def test_every_table_has_a_header_row_that_repeats_and_rows_that_hold_together(written: tuple[Path, Path]) -> None:
    document: Any = docx.Document(str(written[0]))
    assert document.tables
    for table in document.tables:
        assert table.style.name == "Committee Table"
        marks = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
        assert marks == [True] + [False] * (len(marks) - 1)
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
        assert table._tbl.tblPr.find(qn("w:tblCaption")) is not None
    [costs] = [table for table in document.tables if table.cell(0, 2).text == "£ now"]
    assert [tuple(cell.text for cell in row.cells) for row in costs.rows][1:] == PRINTED
    assert costs.cell(1, 2).paragraphs[0].alignment == 2  # to the right


def test_pages_are_numbered_pictures_described_and_the_language_set(written: tuple[Path, Path]) -> None:
    document: Any = docx.Document(str(written[0]))
    fields = [each.text.split()[0] for each in document.sections[0].footer._element.iter(qn("w:instrText"))]
    assert fields == ["PAGE", "NUMPAGES"]
    pictures = list(document.element.iter(qn("wp:docPr")))
    assert len(pictures) == 5
    assert all(len(each.get("descr", "")) > 40 for each in pictures)
    assert {each.get(qn("w:val")) for each in document.styles.element.iter(qn("w:lang"))} == {"en-GB"}
    section = document.sections[0]
    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (21.0, 29.7)
    core = document.core_properties
    assert (core.title, core.language) == ("Senior management review 2011, Leicester City Council", "en-GB")
    assert (core.created.date().isoformat(), core.author) == ("2011-12-13", "payband")


def test_captions_are_numbered_and_links_of_the_contents_lead_somewhere(
    written: tuple[Path, Path], report: Report
) -> None:
    document: Any = docx.Document(str(written[0]))
    captions = [each.text for each in document.paragraphs if each.style.name == "Caption"]
    for kind, count in (("Table", len(document.tables)), ("Figure", 5)):
        numbers = [text.split(":")[0] for text in captions if text.startswith(kind)]
        assert numbers == [f"{kind} {number}" for number in range(1, count + 1)]
    targets = {each.get(qn("w:name")) for each in document.element.iter(qn("w:bookmarkStart"))}
    links = [each.get(qn("w:anchor")) for each in document.element.iter(qn("w:hyperlink"))]
    assert len(links) == len(report.sections)
    assert set(links) <= targets


def test_the_same_review_gives_the_same_files(report: Report, leicester: Any, written: tuple[Path, Path]) -> None:
    assert as_sealed("report.docx", word_bytes(report)) == written[0].read_bytes()
    assert as_sealed("report.html", html_text(report).encode()) == written[1].read_bytes()


@pytest.fixture
def writer(soffice: str) -> None:
    """LibreOffice's program for documents, which is a package of its own."""
    if find_writer(soffice) is None:
        pytest.skip(f"LibreOffice Writer is not installed: {HOW_TO_INSTALL['LibreOffice Writer']}")


def test_libreoffice_opens_it_with_pages_and_numbers(
    writer: None, written: tuple[Path, Path], libreoffice_convert: Callable[..., Path]
) -> None:
    made = libreoffice_convert(written[0], "pdf").read_bytes()
    assert made.startswith(b"%PDF")
    assert len(re.findall(rb"/Type\s*/Page\b[^s]", made)) >= 7


# --- HTML ----------------------------------------------------------------------------------------------------------


def test_the_page_is_well_formed_and_says_the_same(written: tuple[Path, Path], report: Report) -> None:
    text = written[1].read_text(encoding="utf-8")
    # With its empty elements closed and its one attribute-free form of a document type, such a page is XML.
    closed = re.sub(r"<(meta|link)\b([^>]*)>", r"<\1\2/>", text.removeprefix("<!DOCTYPE html>"))
    root = ElementTree.fromstring(closed)
    assert root.get("lang") == "en-GB"
    headings = ["".join(each.itertext()).lstrip("0123456789 ") for each in root.iter("h2")]
    assert headings == ["Read this first", *(section.title for section in report.sections)]
    tables = list(root.iter("table"))
    assert len(tables) == len(_tables(report))
    assert all(each.find("thead/tr/th") is not None and each.find("caption") is not None for each in tables)
    [costs] = [each for each in tables if "Cost of the structure a year" in (each.findtext("caption") or "")]
    rows = [tuple("".join(cell.itertext()) for cell in row) for row in costs.iter("tr")]
    assert rows[1:] == PRINTED
    assert len(list(root.iter("{http://www.w3.org/2000/svg}svg"))) == 5


def test_the_page_asks_for_nothing_from_outside(written: tuple[Path, Path]) -> None:
    text = written[1].read_text(encoding="utf-8")
    assert "<script" not in text
    assert not re.search(r'(?:src|href)="(?:https?:)?//', text)
    names = re.findall(r'\bid="([^"]+)"', text)
    assert len(names) == len(set(names))
    assert set(re.findall(r'href="#([^"]+)"', text)) <= set(names)


def test_a_long_name_is_cut_in_the_properties_alone() -> None:
    """A property of a document holds 255 letters; the review's name stands whole on the first page."""
    name = "Review of the services and partnerships of the council " * 6
    report = committee_report(payband.Review(**small_review(settings={"review name": name})).calculate(), HIDING)
    document = docx.Document(io.BytesIO(word_bytes(report)))
    assert len(document.core_properties.title) == 255
    assert name.strip() in [each.text for each in document.paragraphs]


def test_what_people_typed_is_text_and_no_markup() -> None:
    name = 'Head <script>alert(1)</script> & "so on"'
    settings = {"implementation date": "02/01/2012", "price base": "2011-12", "body": "<b>Body</b>"}
    posts = [{"line": name, "state": "now", "posts": 1, "stated cost": 100}]
    report = _small(settings=settings, posts=posts, people=[], spines=[], grades=[])
    assert "<script>alert" not in html_text(report)
    document = docx.Document(io.BytesIO(word_bytes(report)))
    assert any(cell.text == name for table in document.tables for row in table.rows for cell in row.cells)


# --- the command, and small things ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("report.pdf", "report.pdf can be no report: end its name with .docx for Word, or .html"),
        ("missing/report.docx", "does not exist: make it"),
    ],
)
def test_a_bad_target_is_refused_before_any_work(tmp_path: Path, name: str, said: str) -> None:
    done = run_payband("report", LEICESTER, "-o", tmp_path / name)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr


@pytest.mark.parametrize(("missing", "suffix"), [("docx", ".docx"), ("matplotlib", ".docx"), ("jinja2", ".html")])
def test_where_a_library_is_missing_the_message_says_what_to_install(tmp_path: Path, missing: str, suffix: str) -> None:
    code = (
        f"import sys; sys.modules['{missing}'] = None\n"
        f"from payband.cli import main\n"
        f"sys.exit(main(['report', {str(LEICESTER)!r}, '-o', {str(tmp_path / f'r{suffix}')!r}]))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert 'in payband\'s folder, run pip install ".[report]"' in done.stderr
    assert "Traceback" not in done.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("pence", "text"), [(-9_090_000, "(90,900)"), (0, "-"), (None, "not known"), (1, "0.01"), (-150, "(1.50)")]
)
def test_amounts_of_a_column(pence: int | None, text: str) -> None:
    assert amount(pence) == text


def test_a_word_without_end_leaves_room_for_the_figures() -> None:
    rows = [["https://www.example.org/" + "committee-papers/" * 8, "22,000", "24,000"]]
    headings, numbers = ("Line", "Average salary now", "Average salary new"), (False, True, True)
    widths = widths_of(headings, rows, numbers)
    least = least_widths(headings, rows, numbers)
    assert sum(widths) <= PAGE_WIDTH
    assert all(width >= each for width, each in zip(widths, least, strict=True))


def test_no_column_is_narrower_than_its_longest_word() -> None:
    headings = ("Line of the structure", "Consultation", "Why")
    rows: Sequence[Sequence[str]] = [("Strategic Directors", "1,000,000", "words " * 60)]
    numbers = (False, True, False)
    least, widths = least_widths(headings, rows, numbers), widths_of(headings, rows, numbers)
    assert all(one <= other for one, other in zip(least, widths, strict=True))
    assert max(widths) == widths[2]
