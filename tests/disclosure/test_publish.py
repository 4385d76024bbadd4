"""The published copy: what is in it, and above all what is not, as a workbook and as a page in a real browser."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.packaging.custom import StringProperty
from openpyxl.workbook.defined_name import DefinedName

import payband
from payband.ooxml.text_size import lines_of
from payband.report.charts import draw, draw_tables
from payband.report.page import page_text
from payband.review.disclosure.costs import structure
from payband.review.disclosure.publication import publication
from payband.review.disclosure.published import HIDDEN, Choices, Publication, PublishedTable, column_of
from payband.review.results import Results
from payband.workbook.publish import published_package
from tests.conftest import run_with_children
from tests.run import HOW_TO_INSTALL, find_chromium
from tests.support.packages import faults_of_package
from tests.support.workbooks import LEICESTER, add, changed, people, put, run_payband, small_review, table_of

ON = date(2026, 11, 22)
CHROMIUM_SECONDS = 120
SECRETS = (
    "ZQSECRET",
    "Jane Author",
    "P01",
    "P20",
    "Strategic Director C",
    "leicester-2011",
    str(Path.home()),
    "openpyxl",
)


def results_of(**given: Any) -> Results:
    return payband.Review(**small_review(**given)).calculate()


def published(results: Results, **choices: Any) -> Publication:
    return publication(results, Choices(**{"on": ON, **choices}))


def table(made: Publication, name: str) -> PublishedTable:
    [found] = [each for each in made.tables if each.name == name]
    return found


def names(made: Publication) -> set[str]:
    return {each.name for each in made.tables}


def counted_people(groups: Mapping[str, Sequence[float]], **each: Any) -> dict[str, Any]:
    """A small review in which each line has people of these salaries."""
    found = [dict(person) for line, pay in groups.items() for person in people(*pay, line=line, **each)]
    for number, person in enumerate(found):
        person["person"] = f"R{number:04}"
        person["post now"] = f"Title {number:04}"
    posts = [{"line": line, "state": "proposed", "grade": "Officer", "posts": len(pay)} for line, pay in groups.items()]
    return {"posts": posts, "people": found}


# --- nothing leaks -------------------------------------------------------------------------------------------------


def spoil(workbook: Workbook) -> None:
    """Puts into a review what must never be published."""
    workbook.properties.creator = workbook.properties.lastModifiedBy = "Jane Author"
    workbook.properties.company = "ZQSECRET company"
    workbook.properties.description = workbook.properties.keywords = "ZQSECRET"
    properties: Any = workbook.custom_doc_props  # type: ignore[attr-defined]
    properties.append(StringProperty(name="Case", value="ZQSECRET"))
    workbook.defined_names["ZQSECRETNAME"] = DefinedName("ZQSECRETNAME", attr_text="Settings!$A$1")
    hidden = workbook.create_sheet("ZQSECRET sheet")
    hidden.sheet_state = "veryHidden"
    hidden["A1"] = "ZQSECRET cell"
    sheet, _ = table_of(workbook, "People")
    sheet["A1"].comment = Comment("ZQSECRET comment", "Jane Author")
    put(workbook, "Settings", "body", "note", "ZQSECRET note")
    put(workbook, "OnCosts", 5, "note", "ZQSECRET note")
    add(workbook, "Assumptions", assumption="ZQSECRET assumption", basis="ZQSECRET basis", owner="Jane Author")
    add(
        workbook,
        "Package",
        line_or_person="P03",
        element="ZQSECRET fee",
        amount_a_year=77123,
        counts_towards_approval="yes",
        costed_as="pensionable pay",
    )


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A workbook and a page, made by the command from a review that is full of what must not be published."""
    folder = tmp_path_factory.mktemp("published")
    source = changed(folder, spoil)
    workbook, page = folder / "out.xlsx", folder / "out.html"
    done = run_payband("publish", source, "-o", workbook, "-o", page, "--date", "22/11/2026", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert "counts under 5 are withheld" in done.stdout
    return workbook, page


def parts(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name).decode("utf-8") for name in archive.namelist()}


def test_no_secret_is_in_any_part(outputs: tuple[Path, Path]) -> None:
    workbook, page = outputs
    source = parts(workbook.parent / "review.xlsx")
    for secret in ("ZQSECRET", "Jane Author", "P01"):
        assert any(secret in text for text in source.values()), "the review holds it"
    for name, text in [*parts(workbook).items(), ("the page", page.read_text(encoding="utf-8"))]:
        for secret in (*SECRETS, str(workbook.parent)):
            assert secret not in text, (name, secret)
            assert secret not in name


def test_no_single_salary_is_published(outputs: tuple[Path, Path]) -> None:
    """£139,485, £126,983, £110,000 and £96,575 are each the pay of one to three people."""
    workbook, page = outputs
    texts = [*parts(workbook).values(), page.read_text(encoding="utf-8")]
    for pay in ("139485", "139,485", "126983", "126,983", "96575", "96,575"):
        assert not any(pay in text for text in texts), pay


def test_the_workbook_holds_values_and_nothing_else(outputs: tuple[Path, Path]) -> None:
    found = parts(outputs[0])
    kinds = {re.sub(r"\d+", "", name) for name in found}
    assert kinds == {
        "[Content_Types].xml",
        "_rels/.rels",
        "docProps/app.xml",
        "docProps/core.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/styles.xml",
        "xl/tables/table.xml",
        "xl/theme/theme.xml",
        "xl/workbook.xml",
        "xl/worksheets/_rels/sheet.xml.rels",
        "xl/worksheets/sheet.xml",
    } | ({"xl/sharedStrings.xml"} & kinds)
    for name, text in found.items():
        elements = list(ElementTree.fromstring(text).iter())
        tags = {element.tag.rpartition("}")[2] for element in elements}
        named = {element.get("name") for element in elements if element.tag.endswith("}definedName")}
        assert named <= {"_xlnm.Print_Titles"}, "the headings on each printed page, and no other name"
        assert not tags & {"f", "mergeCell", "externalReference", "calculatedColumnFormula"}, name
        assert 'TargetMode="External"' not in text
        assert not re.search(r'hidden="(1|true)"|state="(veryH|h)idden"', text), name
    core = {each.tag.rpartition("}")[2]: each.text for each in ElementTree.fromstring(found["docProps/core.xml"])}
    assert core == {
        "title": "Leicester City Council – Senior management review 2011",
        "subject": "Pay ranges, slotting, protection, costs and approvals of a proposed structure",
        "language": "en-GB",
        "created": "2026-11-22T00:00:00Z",
        "modified": "2026-11-22T00:00:00Z",
    }
    assert list(ElementTree.fromstring(found["docProps/app.xml"])) == []
    assert faults_of_package(outputs[0]) == []


def test_every_sheet_is_one_accessible_table(outputs: tuple[Path, Path]) -> None:
    workbook = load_workbook(outputs[0])
    contents, *sheets = workbook.worksheets
    links = {cell.value: cell.hyperlink.location for row in contents.iter_rows() for cell in row if cell.hyperlink}
    assert links == {sheet.title: f"'{sheet.title}'!A1" for sheet in sheets}
    texts = parts(outputs[0])
    described = [text for name, text in texts.items() if name.startswith("xl/tables/") and "altText=" in text]
    assert len(described) == len(sheets)
    for sheet in workbook.worksheets:
        assert sheet.sheet_state == "visible"
        assert all(row[0].value is not None for row in sheet.iter_rows()), "no row is blank"
    for sheet in sheets:
        [place] = sheet.tables.values()
        assert place.headerRowCount == 1
        assert place.tableStyleInfo.showFirstColumn
        assert place.autoFilter is None
        cells = sheet[place.ref]
        assert [cell.value for cell in cells[0]] == [column.name for column in place.tableColumns]
        assert all(cell.value is not None for row in cells for cell in row), "no cell is blank"
        assert cells[-1][0].row == sheet.max_row


def test_headings_stand_on_every_printed_page(outputs: tuple[Path, Path]) -> None:
    for sheet in load_workbook(outputs[0]).worksheets[1:]:
        [place] = sheet.tables.values()
        header = re.search(r"\d+", place.ref)
        assert header
        assert sheet.print_title_rows == f"${header[0]}:${header[0]}"


def test_long_names_and_notes_fit_the_page(tmp_path: Path) -> None:
    """No text runs over the page: a wide one makes print small, and Excel refuses a footer of more than 255 letters."""
    name = "Review of the services and partnerships of the council and of its companies " * 4
    given = counted_people({name: [22_000] * 8 + [22_400], "Other": [22_000] * 9})
    path = tmp_path / "out.xlsx"
    published_package(published(results_of(**given, settings={"review name": name})), path).save(str(path))
    for part, text in parts(path).items():
        if part.startswith("xl/worksheets/sheet"):
            [footer] = [each.text for each in ElementTree.fromstring(text).iter() if each.tag.endswith("}oddFooter")]
            assert len(footer or "") <= 120
    contents, *sheets = load_workbook(path).worksheets
    title = [str(row[0].value) for row in contents.iter_rows(max_row=6) if row[0].font.size == 16]
    assert len(title) > 1
    assert " ".join(title) == " ".join(name.split())
    for sheet in (contents, *sheets):
        width = max(90, sum(each.width for each in sheet.column_dimensions.values()))
        for row in sheet.iter_rows():
            if sum(cell.value is not None for cell in row) == 1:
                assert lines_of(str(row[0].value), width, row[0].font.size) == 1, row[0].value


def test_nothing_is_taken_for_a_formula(tmp_path: Path) -> None:
    results = results_of(
        settings={"body": "=1+1", "review name": '=HYPERLINK("http://x")'}, people=people(*[22_000] * 9)
    )
    path = tmp_path / "out.xlsx"
    published_package(published(results), path).save(str(path))
    assert load_workbook(path).worksheets[0]["A1"].data_type == "s"
    assert "&lt;" not in page_text(published(results)).partition("<body>")[2].partition("<svg")[0]
    marked = results_of(settings={"body": "<script>alert(1)</script>"}, people=people(*[22_000] * 9))
    assert "<script" not in page_text(published(marked))


# --- few people are hidden -----------------------------------------------------------------------------------------


def determined(equations: list[dict[Any, Fraction]], unknown: Any) -> bool:
    """Whether linear equations fix an unknown: it can then be written from them, by elimination."""
    rows = [dict(each) for each in equations]
    others = {key for each in rows for key in each} - {unknown}
    for pivot in others:
        chosen = next((row for row in rows if row.get(pivot)), None)
        if chosen is None:
            continue
        rows.remove(chosen)
        for row in rows:
            if row.get(pivot):
                factor = row[pivot] / chosen[pivot]
                for key, value in chosen.items():
                    row[key] = row.get(key, Fraction(0)) - factor * value
    return any(row.get(unknown) for row in rows)


def equations_of(made: Publication) -> list[dict[Any, Fraction]]:
    """What the totals of the tables of people say of the counts that are hidden; the total of all is one for both."""
    found = []
    everybody = ("SlottingOutcomes", -1, -1)
    for name in ("SlottingOutcomes", "SeniorPay"):
        if name not in names(made):
            continue
        rows = [list(row[1:]) for row in table(made, name).rows]
        keys: dict[Any, Any] = {(r, c): (name, r, c) for r in range(len(rows)) for c in range(len(rows[0]))}
        keys[len(rows) - 1, len(rows[0]) - 1] = everybody
        lines = [[(r, c) for c in range(len(rows[0]))] for r in range(len(rows))] if len(rows[0]) > 1 else []
        lines += [[(r, c) for r in range(len(rows))] for c in range(len(rows[0]))]
        for line in lines:
            equation: dict[Any, Fraction] = {}
            for place in line:
                if rows[place[0]][place[1]] == HIDDEN:
                    equation[keys[place]] = Fraction(-1 if place == line[-1] else 1)
            found.append(equation)
    return found


GROUPS: list[Mapping[str, Sequence[float]]] = [
    {"Big": [20_000] * 8 + [30_000] * 2, "Small": [21_500] * 3},
    {"A": [20_000] * 6, "B": [30_000] * 7, "C": [22_000] * 5 + [30_000] * 1},
    {"A": [60_000] * 6 + [20_000] * 3, "B": [66_000] * 2 + [52_000] * 9},
    {"A": [30_000] * 2, "B": [20_000] * 2},
    {"A": [56_000] * 1 + [22_000] * 30},
    {f"L{number}": [20_000 + 1_000 * number] * (number % 7 + 1) for number in range(9)},
    {"A": [160_000], "B": [53_000] * 12 + [22_000] * 3},
]


@pytest.mark.parametrize("groups", GROUPS)
@pytest.mark.parametrize("least", [2, 5, 10])
def test_no_hidden_count_follows_from_all_that_is_published(groups: Mapping[str, Sequence[float]], least: int) -> None:
    made = published(results_of(**counted_people(groups)), least=least)
    for name in {"SlottingOutcomes", "SeniorPay", "ProtectionByYear"} & names(made):
        at = slice(1, 2) if name == "ProtectionByYear" else slice(1, None)
        for row in table(made, name).rows:
            assert all(each == HIDDEN or each == 0 or each >= least or "named" in row[0] for each in row[at]), row
    equations = equations_of(made)
    for unknown in {key for each in equations for key in each}:
        assert not determined(equations, unknown), unknown


def test_elimination_finds_what_follows() -> None:
    one = Fraction(1)
    assert determined([{"a": one, "b": one}, {"b": one}], "a")
    assert not determined([{"a": one, "b": one}, {"b": one, "c": one}], "a")


def test_lines_of_few_people_stand_together() -> None:
    groups = {"A": [22_000] * 9, "B": [22_000] * 2, "C": [22_000] * 4}
    rows = table(published(results_of(**counted_people(groups))), "SlottingOutcomes").rows
    assert rows == [
        ("A", 0, 9, 0, 9),
        ("2 lines of fewer than 5 people each, together", 0, 6, 0, 6),
        ("All lines", 0, 15, 0, 15),
    ]


def test_averages_only_of_enough_people() -> None:
    made = published(results_of(**counted_people({"A": [22_000] * 4, "B": [20_000] * 5})))
    assert [row[0] for row in table(made, "AverageSalaries").rows] == ["B"]
    assert "ChartPeople" in made.charts


def test_two_averages_do_not_tell_what_few_changes_are() -> None:
    """9 people at £22,000 but for one who falls to it from £22,400: 9 times the difference of the averages is £400."""
    groups = {"A": [22_000] * 8 + [22_400], "B": [22_000] * 9, "C": [22_400] * 5 + [22_000] * 4}
    found = table(published(results_of(**counted_people(groups))), "AverageSalaries")
    assert [row[0] for row in found.rows] == ["B", "C"]
    assert "Lines are left out in which few salaries change" in found.notes[-1]


def protected(*pays: float, **more: Any) -> Results:
    """People who fall to £26,000 and are protected; with a leaver on a day where one is given."""
    given = counted_people({"Officers": list(pays)})
    for person in given["people"][: more.get("leavers", 0)]:
        person["leaves on"] = more["leaves_on"]
    return results_of(**given, settings={"protection months": 24, "price base": "2025-26"})


def test_protection_of_few_people_is_left_out_and_savings_with_it() -> None:
    made = published(protected(30_000, 30_000, *[22_000] * 9))
    [*years, total] = table(made, "ProtectionByYear").rows
    assert [row[1:] for row in years] == [(HIDDEN, HIDDEN)] * 2
    assert total[1:] == (HIDDEN, HIDDEN)
    assert "ProtectionByMonth" not in names(made)
    assert [column.heading for column in table(made, "Savings").columns] == [
        "Financial year (April to March)",
        "Saving (£)",
    ]
    assert set(column_of(made.charts["ChartSavings"], "net saving")) == {None}


def test_one_leaver_among_the_protected_is_not_given_away() -> None:
    """Year by year 9 and 8 people: numbers and months would tell what the one who leaves was paid."""
    made = published(protected(*[30_000] * 9, leavers=1, leaves_on="31/03/2026"))
    rows = table(made, "ProtectionByYear").rows
    assert [row[1] for row in rows] == [HIDDEN] * 3
    assert [row[2] for row in rows] == [HIDDEN, HIDDEN, 68_000_00], "8 people for two years and one for one, in all"
    assert [column.heading for column in table(made, "Savings").columns][1:] == ["Saving (£)"]
    assert "ProtectionByMonth" not in names(made)
    steady = published(protected(*[30_000] * 9))
    assert [row[1] for row in table(steady, "ProtectionByYear").rows] == [9, 9, 9]
    assert len(table(steady, "ProtectionByMonth").rows) == 24


def test_one_leaver_within_a_year_is_not_given_away() -> None:
    """The same 9 people in each of two years, one for ten months of the second: the years are not alike."""
    made = published(protected(*[30_000] * 9, leavers=1, leaves_on="31/01/2027"))
    rows = table(made, "ProtectionByYear").rows
    assert [row[2] == HIDDEN for row in rows] == [True, True, False]


def test_one_leaver_in_the_last_month_is_not_given_away() -> None:
    """The same 9 people in every month, one of them for half of the last: it costs less by the pay of one."""
    made = published(protected(*[30_000] * 9, leavers=1, leaves_on="15/03/2027"))
    assert [row[2] == HIDDEN for row in table(made, "ProtectionByYear").rows] == [True, True, False]
    assert "ProtectionByMonth" not in names(made)
    assert [column.heading for column in table(made, "Savings").columns][1:] == ["Saving (£)"]


def test_the_total_of_few_people_in_several_years_is_hidden(tmp_path: Path) -> None:
    """Four people in three years are twelve by year; all years together are of four all the same."""
    results = payband.open_review(changed(tmp_path, waive(1, 15))).calculate()
    made = published(results)
    assert [row[1:] for row in table(made, "ProtectionByYear").rows] == [(HIDDEN,) * 3] * 4
    assert [column.heading for column in table(made, "Savings").columns][1:] == ["Saving (£)"]
    assert "66,000" not in page_text(made)


def waive(first: int, last: int) -> Callable[[Workbook], None]:
    """Takes protection from the people of these numbers."""

    def change(workbook: Workbook) -> None:
        for number in range(first, last + 1):
            put(workbook, "People", f"P{number:02}", "protection waived", "yes")

    return change


def test_a_cost_and_the_same_as_a_saving_are_one_figure() -> None:
    """£150 by halves of £100 is £200 whether it is paid or saved."""
    given = counted_people({"Officers": [26_030] * 5})
    settings = {"protection months": 12, "price base": "2025-26", "round report to": "£100"}
    made = published(results_of(**given, settings=settings))
    assert table(made, "ProtectionByYear").rows[-1][2] == 200_00
    row = next(iter(table(made, "Savings").rows))
    heads = [column.heading for column in table(made, "Savings").columns]
    assert row[heads.index("Protection (£, basic pay)")] == -200_00


# --- costs at the pay of few people --------------------------------------------------------------------------------


def at_actual(groups: Mapping[str, Sequence[float]], **changes: Mapping[str, Any]) -> Results:
    """A review whose lines are costed at what their holders are paid, but for what is given of a line."""
    given = counted_people(groups)
    posts = [
        {**line, "state": state, "costed at": "actual", **changes.get(line["line"], {})}
        for line in given["posts"]
        for state in ("now", "proposed")
    ]
    for person in given["people"]:
        person["post now"] = person["proposed line"]
    return results_of(posts=posts, people=given["people"])


def costs_of(made: Publication) -> dict[str, list[Any]]:
    return {row[0]: list(row[3:6]) for row in table(made, "StructureCost").rows}


def test_the_cost_of_one_holder_at_actual_pay_is_withheld_with_a_second() -> None:
    groups = {"Head": [23_000], "Many": [22_000] * 9, "Ranged": [22_000] * 7, "Single": [24_000], "Stated": [25_000]}
    made = published(
        at_actual(groups, Ranged={"costed at": "top"}, Single={"costed at": "top"}, Stated={"stated cost": 30_000})
    )
    costs = costs_of(made)
    assert costs["Head"] == costs["Many"] == [HIDDEN] * 3
    for name in ("Ranged", "Single", "Stated", "All lines"):
        assert HIDDEN not in costs[name], name
    assert costs["Stated"][:2] == [30_000_00] * 2
    [chart] = [rows for name, rows in made.charts.items() if name == "ChartStructure"]
    assert [row[1] is None for row in chart.rows] == [True, True, False, False, False]
    assert "Many" not in [row[0] for row in table(made, "AverageSalaries").rows]


def test_the_total_is_withheld_where_no_line_can_hide_a_cost() -> None:
    made = published(at_actual({"Head": [23_000], "Deputy": [22_000]}))
    assert costs_of(made) == dict.fromkeys(("Head", "Deputy", "All lines"), [HIDDEN] * 3)
    assert dict(made.headline)["Cost a year"] == "withheld now, withheld proposed"
    assert dict(made.headline)["Saving in a full year"] == "withheld"
    assert "Savings" not in names(made)


def test_no_cost_that_a_reader_can_work_out_hides_another() -> None:
    """7 posts at the top of a range cost 7/8 of the 8 posts beside them, and a stated cost stands in a document."""
    groups = {"Head": [23_000], "Seven": [22_000] * 7, "Eight": [22_000] * 8, "Stated": [25_000] * 6}
    top = {"costed at": "top"}
    made = published(at_actual(groups, Seven=top, Eight=top, Stated={"stated cost": 190_000}))
    costs = costs_of(made)
    assert costs["Head"] == costs["All lines"] == [HIDDEN] * 3
    for name in ("Seven", "Eight", "Stated"):
        assert HIDDEN not in costs[name], name
    assert "Savings" not in names(made)


@pytest.mark.parametrize(("other", "total_hidden"), [(22_400, False), (23_000, True)])
def test_a_saving_that_few_people_make_is_withheld(other: float, total_hidden: bool) -> None:
    """Of 9 people at actual pay one falls from £22,400 to £22,000: the saving of the line is that person's."""
    made = published(at_actual({"Many": [22_000] * 8 + [22_400], "More": [other] * 9, "Third": [24_000] * 9}))
    costs = costs_of(made)
    assert [each == HIDDEN for each in costs["Many"]] == [False, True, True]
    assert [each == HIDDEN for each in costs["More"]] == [False] + [not total_hidden] * 2
    assert HIDDEN not in costs["Third"]
    assert [each == HIDDEN for each in costs["All lines"]] == [False] + [total_hidden] * 2
    assert ("Savings" in names(made)) is not total_hidden
    assert dict(made.headline)["Saving in a full year"].startswith("withheld" if total_hidden else "£")


def test_costs_at_actual_pay_of_enough_people_are_told() -> None:
    made = published(at_actual({"Many": [22_000] * 5, "More": [23_000] * 6}))
    assert not any(HIDDEN in costs for costs in costs_of(made).values())
    assert published(at_actual({"Head": [23_000]}), least=1).tables[0].rows[0][3] != HIDDEN


def test_senior_pay_in_brackets_and_named_posts() -> None:
    groups = {"A": [160_000], "B": [53_000] * 12 + [22_000] * 6}
    made = published(results_of(**counted_people(groups)))
    assert [tuple(row) for row in table(made, "SeniorPay").rows] == [
        ("under £50,000", 6),
        ("£50,000 to £54,999", 12),
        ("£150,000 or more: each post is in the table of named posts", 1),
        ("All people", 19),
    ]
    assert table(made, "NamedPosts").rows == [("Title 0000", "£160,000 to £164,999")]


def test_people_are_listed_only_when_chosen() -> None:
    results = payband.open_review(LEICESTER).calculate()
    assert "PeopleListed" not in names(published(results))
    made = published(results, people=True, assumptions=True)
    first = table(made, "PeopleListed").rows[0]
    assert first[:2] == ("P01", "Strategic Director Dev. Culture & Regen")
    assert first[4:6] == ("£125,000 to £129,999", "£115,000 to £119,999")
    assert "Assumptions" in names(made)
    assert "126,983" not in page_text(made)


def test_approvals_of_people_are_a_number(tmp_path: Path) -> None:
    def actual(workbook: Workbook) -> None:
        add(workbook, "ApprovalRules", rule="Each", measure="base salary", tested_at="actual", comparison="over",
            threshold=50_000, approving_body="Panel", effective_from=date(2011, 1, 1))  # fmt: skip

    results = payband.open_review(changed(tmp_path, actual)).calculate()
    rows = table(published(results), "Approvals").rows
    # Seventeen of twenty: the number would tell how few are displaced.
    assert ("Individual post holders", HIDDEN, HIDDEN, "Each", "Panel") in rows


def rule(name: str, threshold: int, measure: str = "base salary") -> dict[str, Any]:
    """An approval rule on what people are paid."""
    return {"rule": name, "measure": measure, "tested at": "actual", "comparison": "over", "threshold": threshold,
            "approving body": "Panel", "effective from": "01/01/2011"}  # fmt: skip


def approvals_of(**given: Any) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in table(published(results_of(**given)), "Approvals").rows]


@pytest.mark.parametrize(("between", "told"), [(1, HIDDEN), (5, 8)])
def test_two_rules_do_not_tell_how_few_people_lie_between_them(between: int, told: Any) -> None:
    """8 people over £25,500, and 1 or 5 more over £24,500: two counts told would give the third."""
    given = counted_people({"A": [26_000] * 8 + [25_000] * between + [22_000] * 7})
    rows = approvals_of(**given, approval_rules=[rule("High", 25_500), rule("Higher", 24_500)])
    assert [row[1] for row in rows] == [told, 8 + between]


def test_all_but_few_needing_approval_are_not_counted() -> None:
    given = counted_people({"A": [26_000] * 9 + [22_000] * 2})
    assert [row[1] for row in approvals_of(**given, approval_rules=[rule("High", 25_000)])] == [HIDDEN]


def test_vacant_posts_do_not_tell_how_few_people_a_line_has() -> None:
    """Of 6 posts 4 are vacant: 2 people, whose number is hidden in the table of outcomes; of 9 and 3 as many as 6."""
    given = counted_people({"Few": [22_000] * 2, "Many": [22_000] * 6})
    for line, posts in zip(given["posts"], (6, 9), strict=True):
        line["posts"] = posts
    rows = approvals_of(**given, approval_rules=[rule("High", 25_000)])
    assert [row[:2] for row in rows] == [("Few", HIDDEN), ("Many", HIDDEN)], "the 6 are hidden with the 2"
    given = counted_people({"Many": [22_000] * 6})
    given["posts"][0]["posts"] = 9
    assert [row[:2] for row in approvals_of(**given, approval_rules=[rule("High", 25_000)])] == [("Many", 3)]


def test_what_somebody_is_paid_for_going_is_not_published() -> None:
    given = counted_people({"Head": [26_000], "Many": [22_000] * 9})
    given["package"] = [{"line or person": "Head", "element": "severance", "amount a year": 123_456,
                         "counts towards approval": "yes", "costed as": "not costed"}]  # fmt: skip
    rows = approvals_of(**given, approval_rules=[rule("Going", 100_000, "severance")])
    assert [row[:4] for row in rows] == [("Head", 1, HIDDEN, "Going")]


@pytest.mark.parametrize(("with_own", "told"), [(1, False), (4, False), (5, True)])
def test_a_cost_does_not_give_away_what_allowances_a_few_people_have(with_own: int, told: bool) -> None:
    # At the top of a published range the cost of 9 posts is known: the rest is what those with allowances are paid.
    given = counted_people({"Many": [22_000] * 9})
    for line in given["posts"]:
        line.update({"posts": 9, "costed at": "top"})
    given["package"] = [
        {"line or person": person["person"], "element": "market supplement", "amount a year": 4_000,
         "counts towards approval": "no", "costed as": "pensionable pay"}
        for person in given["people"][:with_own]
    ]  # fmt: skip
    made, _ = structure(payband.Review(**small_review(**given)).calculate())
    [many] = [row for row in made.rows if row[0] == "Many"]
    headings = [column.heading for column in made.columns]
    shown = dict(zip(headings, many, strict=True))
    assert (shown["Cost proposed (£ a year)"] != HIDDEN) == told, headings


def element_of(whose: str, amount: int, **more: Any) -> dict[str, Any]:
    return {"line or person": whose, "element": "allowance", "amount a year": amount, "counts towards approval": "yes",
            "costed as": "pensionable pay", **more}  # fmt: skip


def with_elements(package: list[dict[str, Any]], *, at: str = "top", leavers: Mapping[str, str] = {}) -> Results:
    """Nine holders of a line at £22,000, costed at an end of the range or their own pay, with these pay elements."""
    given = counted_people({"Many": [22_000] * 9})
    given["posts"] = [
        {**line, "posts": 9, "costed at": at, "state": state}
        for line in given["posts"]
        for state in ("now", "proposed")
    ]
    for person in given["people"]:
        person.update({"post now": "Many", "leaves on": leavers.get(person["person"], "")})
    settings = {
        "pay elements costed": "yes",
        "price base": "2025-26",
        "implementation date": "01/04/2025",
        "horizon": 2,
    }
    return payband.Review(**small_review(**given, settings=settings, package=package)).calculate()


def people_of(results: Results) -> list[str]:
    return [each.person for each in results.inputs.people]


EVERYBODY = people_of(with_elements([]))


def elements_of_all(amount: int, **more: Any) -> list[dict[str, Any]]:
    return [element_of(each, amount, **more) for each in EVERYBODY]


@pytest.mark.parametrize(
    ("package", "hidden"),
    [
        pytest.param([element_of("Many", 1_000)], "", id="a line's element tells of all nine"),
        pytest.param([element_of("Many", 1_000), element_of(EVERYBODY[0], 5_000)], "now proposed saving", id="one"),
        pytest.param([element_of("Many", 1_000), *elements_of_all(5_000)], "", id="everybody"),
        pytest.param(
            [element_of("Many", 1_000, state="now"), element_of("Many", 2_000, state="proposed")], "", id="line changes"
        ),
        pytest.param(
            [*elements_of_all(1_000, state="now"), *elements_of_all(1_000, state="proposed")], "", id="no change"
        ),
        pytest.param(
            [*elements_of_all(1_000), element_of(EVERYBODY[0], 5_000, state="proposed")],
            "proposed saving",
            id="the element of one changes",
        ),
        pytest.param(
            [element_of("Many", 1_000, state="now"), element_of("Many", 2_000, state="proposed"),
             *elements_of_all(1_000, state="now"), *elements_of_all(1_000, state="proposed"),
             element_of(EVERYBODY[0], 5_000, state="proposed")],
            "proposed saving",
            id="the line's element changes and that of one",
        ),
    ],
)  # fmt: skip
def test_an_element_of_the_line_does_not_hide_that_of_a_holder(package: list[dict[str, Any]], hidden: str) -> None:
    """Nine posts at the top with £1,000 each are worked out: what is left of the cost is the £5,000 of one."""
    costs = costs_of(published(with_elements(package)))
    found = [name for name, cost in zip(("now", "proposed", "saving"), costs["Many"], strict=True) if cost == HIDDEN]
    assert " ".join(found) == hidden
    assert [each == HIDDEN for each in costs["All lines"]] == [each == HIDDEN for each in costs["Many"]]


def test_no_line_whose_element_is_known_hides_the_cost_of_another() -> None:
    groups = {"Head": [23_000], "Three": [22_000] * 3, "Six": [22_000] * 6}
    given = counted_people(groups)
    given["posts"] = [
        {**line, "costed at": "actual" if line["line"] == "Head" else "top", "state": state}
        for line in given["posts"]
        for state in ("now", "proposed")
    ]
    for person in given["people"]:
        person["post now"] = person["proposed line"]
    package = [element_of("Three", 1_000), element_of("Six", 1_000)]
    settings = {"pay elements costed": "yes"}
    costs = costs_of(published(payband.Review(**small_review(**given, settings=settings, package=package)).calculate()))
    assert costs["Head"][:2] == costs["Three"][:2] == costs["All lines"][:2] == [HIDDEN] * 2
    assert HIDDEN not in costs["Six"]


@pytest.mark.parametrize(("with_own", "told"), [(0, True), (1, False), (4, False), (5, True)])
def test_an_average_and_a_cost_do_not_tell_the_elements_of_few(with_own: int, told: bool) -> None:
    """Nine salaries are nine times their average: what is left of the cost are the allowances."""
    made = published(with_elements([element_of(each, 4_000) for each in EVERYBODY[:with_own]], at="actual"))
    assert HIDDEN not in costs_of(made)["Many"]
    averages = [each for each in made.tables if each.name == "AverageSalaries"]
    assert [row[0] for each in averages for row in each.rows] == ["Many"] * told


@pytest.mark.parametrize(("leavers", "told"), [(0, True), (1, False), (4, False), (5, True)])
def test_the_saving_of_a_year_does_not_tell_the_element_of_a_leaver(leavers: int, told: bool) -> None:
    """All have an allowance in the new structure: the saving of the next year is less by those of the leavers."""
    package = [element_of(each, 1_000 + 700 * number, state="proposed") for number, each in enumerate(EVERYBODY)]
    made = published(with_elements(package, leavers=dict.fromkeys(EVERYBODY[:leavers], "30/09/2025")))
    assert HIDDEN not in costs_of(made)["Many"]
    assert ("Savings" in names(made)) == told


# --- the command ---------------------------------------------------------------------------------------------------


def test_failed_checks_stop_it_unless_told_otherwise(tmp_path: Path) -> None:
    source = changed(tmp_path, lambda workbook: put(workbook, "People", "P01", "proposed line", "City Officer"),
                     lambda workbook: put(workbook, "People", "P02", "proposed line", "City Officer"),
                     lambda workbook: put(workbook, "People", "P03", "proposed line", "City Officer"))  # fmt: skip
    done = run_payband("publish", source, "-o", tmp_path / "out.xlsx")
    assert done.returncode == 1
    assert "No line has more people than posts" in done.stdout
    assert "--with-failed-checks" in done.stdout
    assert not (tmp_path / "out.xlsx").exists()
    done = run_payband("publish", source, "-o", tmp_path / "out.xlsx", "--with-failed-checks")
    assert done.returncode == 1
    cells = [cell.value for row in load_workbook(tmp_path / "out.xlsx").worksheets[0].iter_rows() for cell in row]
    assert "Some checks of the calculation failed, so figures may be wrong." in cells


def test_answers_of_other_inputs_are_told(tmp_path: Path) -> None:
    same = tmp_path / "same.xlsx"
    payband.open_review(LEICESTER).calculate().save(same)
    assert run_payband("publish", same, "-o", tmp_path / "out.xlsx").stderr == ""
    workbook = load_workbook(same)
    put(workbook, "People", "P05", "salary now", 99_000)
    workbook.save(same)
    done = run_payband("publish", same, "-o", tmp_path / "out.xlsx")
    assert "Its inputs changed since the answers" in done.stderr
    assert done.returncode == 0


def test_answers_saved_from_tables_in_python_are_those_of_the_file(tmp_path: Path) -> None:
    """The file has the fingerprint of its own inputs, as text and numbers in Python may stand otherwise in cells."""
    same = tmp_path / "same.xlsx"
    with_elements([element_of(EVERYBODY[0], 5_000)], leavers={EVERYBODY[0]: "30/09/2025"}).save(same)
    assert run_payband("publish", same, "-o", tmp_path / "out.xlsx").stderr == ""
    workbook = load_workbook(same)
    put(workbook, "People", EVERYBODY[1], "salary now", 23_000)
    workbook.save(same)
    assert "Its inputs changed since" in run_payband("publish", same, "-o", tmp_path / "out.xlsx").stderr


BAD = [
    (("-o", "out.pdf"), "end its name with .xlsx or .html"),
    (("-o", "nowhere/out.xlsx"), "does not exist"),
    (("-o", "out.xlsx", "--suppress", "0"), "write a whole number from 1"),
    (("-o", "out.xlsx", "--date", "yesterday"), "the day of --date"),
    (("-o", "out.xlsx", "--date", "01/04/2014"), "disclosure/brackets.csv"),
]


@pytest.mark.parametrize(("arguments", "said"), BAD, ids=lambda each: str(each))
def test_bad_arguments_are_said(arguments: tuple[str, ...], said: str, tmp_path: Path) -> None:
    done = run_payband("publish", LEICESTER, *arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert said in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_input_is_never_overwritten(tmp_path: Path) -> None:
    source = changed(tmp_path)
    before = source.read_bytes()
    done = run_payband("publish", source, "-o", source)
    assert done.returncode == 2
    assert "never changes" in done.stderr
    assert source.read_bytes() == before


# --- charts --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def leicester() -> Results:
    return payband.open_review(LEICESTER).calculate()


def test_the_charts_are_the_same_each_time_and_say_what_they_show(leicester: Results) -> None:
    pictures = draw(leicester)
    assert [each.name for each in pictures] == [
        "ChartRanges",
        "ChartPeople",
        "ChartProtection",
        "ChartStructure",
        "ChartSavings",
    ]
    assert draw(leicester) == pictures
    for each in pictures:
        root = ElementTree.fromstring(each.svg)
        assert [child.text for child in root][:2] == [each.title, each.description]
        assert root.get("role") == "img"
        assert root.get("viewBox")
        assert "<dc:" not in each.svg
        assert each.png.startswith(b"\x89PNG")
    assert "P01" in pictures[1].svg, "letters stay letters"
    assert "Strategic Directors" in pictures[3].svg


def test_a_long_name_stands_in_two_lines_beside_its_bar() -> None:
    name = "Assistant Director of " + "Very Long Named Services and Partnerships " * 4
    [picture] = [
        each
        for each in draw_tables(published(results_of(**counted_people({name: [22_000] * 6}))).charts)
        if each.name == "ChartStructure"
    ]
    words = "".join(ElementTree.fromstring(picture.svg).itertext())
    assert words.count("Named Services") == 1
    assert "..." in words


def test_the_charts_of_a_publication_show_no_person(leicester: Results) -> None:
    for each in draw_tables(published(leicester).charts):
        assert not re.search(r">[^<]*\bP\d\d\b", each.svg), each.name
    assert draw_tables({}) == []


# --- the page in a browser -----------------------------------------------------------------------------------------


class _Page(HTMLParser):
    """The elements of a page, with what each says of itself."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]


def test_the_page_is_semantic_and_stands_alone(outputs: tuple[Path, Path]) -> None:
    text = outputs[1].read_text(encoding="utf-8")
    page = _Page(text)
    assert page.all("html") == [{"lang": "en-GB"}]
    assert len(page.all("h1")) == 1
    assert [tag for tag, _ in page.found if re.fullmatch("h[3-6]", tag)] == []
    assert len(page.all("table")) == len(page.all("caption")) == text.count("<section") - 1
    assert all(each.get("scope") in ("col", "row") for each in page.all("th"))
    identities = [attributes["id"] for _, attributes in page.found if "id" in attributes]
    assert len(identities) == len(set(identities)), "no name stands twice"
    words = {name for svg in page.all("svg") for name in str(svg["aria-labelledby"]).split()}
    assert len(page.all("svg")) == 5
    assert words <= set(identities)
    for tag in ("script", "img", "iframe", "object"):
        assert page.all(tag) == []
    links = [each["href"] for each in page.all("a")] + [each["href"] for each in page.all("link")]
    assert all(str(each).startswith(("#", "data:")) for each in links)
    assert not re.search(r"@import|url\((?!#)", text)
    targets = {each[1:] for each in links if str(each).startswith("#") and each}
    assert targets <= set(identities)


def luminance(colour: str) -> float:
    def part(value: int) -> float:
        share = value / 255
        return share / 12.92 if share <= 0.03928 else ((share + 0.055) / 1.055) ** 2.4

    red, green, blue = (part(int(colour[at : at + 2], 16)) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(("ink", "paper", "least"), [
    ("#1a1a1a", "#ffffff", 4.5), ("#1f3864", "#ffffff", 4.5), ("#ffffff", "#1f3864", 4.5), ("#c55a11", "#ffffff", 3),
    ("#1b7f79", "#ffffff", 3), ("#6f7a8a", "#ffffff", 3),
])  # fmt: skip
def test_contrast(ink: str, paper: str, least: float) -> None:
    """WCAG 2.2: 4.5 to 1 for text (1.4.3), 3 to 1 for what a chart is read by (1.4.11)."""
    light, dark = sorted((luminance(ink), luminance(paper)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= least


@pytest.fixture(scope="module")
def look(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., tuple[Path, str, list[str]]]:
    """Opens a page in headless Chromium: what it wrote, what it said on its console, what the page asked for."""
    chromium = find_chromium()
    if chromium is None:
        pytest.skip(f"Chromium is not installed: {HOW_TO_INSTALL['Chromium']}")

    def look(page: Path, to: str, *options: str) -> tuple[Path, str, list[str]]:
        folder = tmp_path_factory.mktemp("looked")
        made, log = folder / f"page.{to}", folder / "net.json"
        write = f"--print-to-pdf={made}" if to == "pdf" else f"--screenshot={made}"
        said = run_with_children(
            [
                chromium,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--host-resolver-rules=MAP * ~NOTFOUND",
                "--no-pdf-header-footer",
                "--enable-logging=stderr",
                f"--log-net-log={log}",
                f"--user-data-dir={folder / 'profile'}",
                write,
                *options,
                page.as_uri(),
            ],
            CHROMIUM_SECONDS,
        )
        assert made.is_file(), said
        console = "\n".join(line for line in said.splitlines() if "CONSOLE" in line)
        asked = [
            event["params"]["url"]
            for event in json.loads(log.read_text(encoding="utf-8"))["events"]
            # What the browser asks for on its own behalf has no page behind it.
            if event.get("params", {}).get("initiator", "not an origin") != "not an origin"
        ]
        return made, console, asked

    return look


def test_the_page_in_a_browser(outputs: tuple[Path, Path], look: Callable[..., tuple[Path, str, list[str]]]) -> None:
    from PIL import Image

    for to, options in (("pdf", ()), ("png", ("--window-size=1100,6000",)), ("png", ("--window-size=500,6000",))):
        made, console, asked = look(outputs[1], to, *options)
        assert console == ""
        assert asked == []
        if to == "png":
            with Image.open(io.BytesIO(made.read_bytes())) as picture:
                colours = picture.convert("RGB").getcolors(maxcolors=1 << 24)
            seen = {colour for _, colour in colours or ()}
            assert {(31, 56, 100), (201, 216, 236)} <= seen, "headings and charts are drawn"
        else:
            content = made.read_bytes()
            assert content.startswith(b"%PDF")
            assert set(re.findall(rb"/MediaBox \[0 0 (\d+)[.\d]* (\d+)", content)) <= {
                (b"594", b"841"),
                (b"595", b"842"),
            }


def test_the_browser_tells_of_requests_and_errors(
    tmp_path: Path, look: Callable[..., tuple[Path, str, list[str]]]
) -> None:
    """The look itself: a page that asks for a picture and complains is found out."""
    bad = tmp_path / "bad.html"
    bad.write_text('<img src="http://127.0.0.1:9/x.png"><script>console.error("complaint")</script>', encoding="utf-8")
    _, console, asked = look(bad, "png")
    assert "complaint" in console
    assert set(asked) == {"http://127.0.0.1:9/x.png"}


# --- what is not installed -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("missing", ["matplotlib", "jinja2"])
def test_a_page_without_its_libraries_says_what_to_install(missing: str, tmp_path: Path) -> None:
    program = f"import sys; sys.modules[{missing!r}] = None; from payband.cli import main; sys.exit(main())"
    command = [sys.executable, "-c", program, "publish", str(LEICESTER), "-o", "a.xlsx", "-o"]
    done = subprocess.run([*command, "b.html"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert 'in payband\'s folder, run pip install ".[report]"' in done.stderr
    assert list(tmp_path.iterdir()) == [], "nothing is written by halves"
    done = subprocess.run([*command, "c.xlsx"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, "a workbook needs neither"
