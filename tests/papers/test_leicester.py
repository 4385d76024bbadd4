"""Leicester's senior management review of December 2011, end to end: the printed figures, the workbook, the screen."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

import payband
from payband.review.answers import ANSWERS
from payband.review.inputs.tables import INPUTS
from tests.support.packages import faults_of_package
from tests.support.workbooks import (
    LEICESTER,
    answers,
    bounds,
    headings,
    only,
    rows_of,
    run_payband,
    same_cell,
    table_of,
)

# Employees Committee, 13 December 2011, report para 5.1: posts now, £ now, posts new, £ new, saving £.
PARA_5_1: list[tuple[Any, ...]] = [
    ("Chief Executive", 1, 229_400, 0, 0, 229_400),
    ("Chief Operating Officer / Head of Paid Service", 1, 184_400, 1, 167_500, 16_900),
    ("Strategic Directors", 4, 485_100, 3, 391_700, 93_400),
    ("Enhanced Divisional Directors", 3, 388_200, 0, 0, 388_200),
    ("Divisional Directors", 17, 2_188_400, 15, 1_677_200, 511_200),
    ("City Officer", 0, 0, 2, 90_900, -90_900),
]
TOTAL: tuple[int, ...] = (26, 3_475_500, 21, 2_327_300, 1_148_200)

# Report para 8.1: bottom and top of each pay range.
PARA_8_1 = [
    ("Head of Paid Service", 123_231, 127_485, "19, 20"),
    ("Strategic Director", 110_484, 118_983, "16, 17 (not published), 18"),
    ("Divisional Director", 76_725, 85_575, "6, 7 (not published), 8 (not published), 9"),
    ("City Officer", 63_945, 68_853, "1, 2 (not published), 3"),
]

# What each printed cost implies with contracted-out NI of 2011-12: cost over salaries at the top of the grade, and the
# pension rate, worked out by hand; and how far the model may lie from the printed figure.
IMPLIED = [
    ("Chief Operating Officer / Head of Paid Service", "1.3139", "0.1936", "0.003"),
    ("Strategic Directors", "1.3168", "0.1978", "0.003"),
    ("Divisional Directors", "1.3066", "0.1950", "0.003"),
    ("City Officer", "1.3202", "0.2150", "0.016"),
]

PROTECTION = {"2011-12": "24731.16", "2012-13": "100000.00", "2013-14": "75268.84"}

COST_KEYS = ("posts_now", "cost_now", "posts_proposed", "cost_proposed", "saving")


@pytest.fixture(scope="module")
def results() -> Any:
    return payband.open_review(LEICESTER).calculate()


@pytest.fixture(scope="module")
def answer(results: Any) -> Any:
    return results.to_dict()


# --- the figures ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("printed", PARA_5_1, ids=[each[0] for each in PARA_5_1])
def test_each_line_is_the_printed_one(answer: Any, printed: tuple[Any, ...]) -> None:
    line = only(answer["structure"]["lines"], line=printed[0])
    assert tuple(line[key] for key in COST_KEYS) == printed[1:]


def test_the_lines_stand_in_the_printed_order_and_the_total_is_the_printed_one(answer: Any) -> None:
    assert [line["line"] for line in answer["structure"]["lines"]] == [each[0] for each in PARA_5_1]
    assert tuple(answer["structure"]["totals"][key] for key in COST_KEYS) == TOTAL
    for index in range(5):  # the printed table itself adds up
        assert sum(each[index + 1] for each in PARA_5_1) == TOTAL[index]


@pytest.mark.parametrize(("grade", "bottom", "top", "points"), PARA_8_1)
def test_pay_ranges_are_the_printed_ones(answer: Any, grade: str, bottom: int, top: int, points: str) -> None:
    row = only(answer["ranges"], grade=grade)
    assert (row["bottom"], row["top"], row["points"]) == (bottom, top, points)
    assert not row["estimated"]
    assert not row["provisional"]


@pytest.mark.parametrize(("line", "ratio", "rate", "within"), IMPLIED)
def test_the_model_beside_the_printed_cost(answer: Any, line: str, ratio: str, rate: str, within: str) -> None:
    row = only(answer["structure"]["lines"], line=line)
    assert row["implied_on_cost_ratio"] == Decimal(ratio)
    assert row["implied_pension_rate"] == Decimal(rate)
    assert abs(row["modelled"] / row["cost_proposed"] - 1) < Decimal(within)
    assert row["variance"] == row["modelled"] - row["cost_proposed"]


def test_the_modelled_total_lies_within_a_thousandth(answer: Any) -> None:
    totals = answer["structure"]["totals"]
    assert abs(totals["modelled"] - 2_327_300) < Decimal("2327.30")
    assert totals["modelled"] == sum(line["modelled"] for line in answer["structure"]["lines"])
    assert Decimal("0.195") <= totals["implied_pension_rate"] <= Decimal("0.197")


def test_the_implied_rate_of_the_total_is_the_rate_that_comes_nearest(results: Any) -> None:
    rate = results.structure_cost.total.implied_pension_rate

    def modelled_at(basis_points: int) -> Decimal:
        review = payband.open_review(LEICESTER)
        profile = review.inputs.on_costs[0].model_copy(update={"pension_rate": basis_points})
        review.inputs = review.inputs._replace(on_costs=(profile,))
        total: Decimal = review.calculate().to_dict()["structure"]["totals"]["modelled"]
        return total

    off = [abs(modelled_at(rate + step) - 2_327_300) for step in (-1, 0, 1)]
    assert min(off) == off[1]


def test_a_fit_is_never_called_a_reproduction(answer: Any) -> None:
    assert any("not a reproduction of the method" in warning for warning in answer["warnings"])


def test_external_shares_are_those_of_the_notes(answer: Any) -> None:
    strategic = only(answer["structure"]["lines"], line="Strategic Directors")
    # Half of one post in three: others pay a fifth of what the council does, to the penny of each.
    assert abs(strategic["external"] * 5 - strategic["modelled"]) <= Decimal("0.03")
    officer = only(answer["structure"]["lines"], line="City Officer")
    assert officer["external"] == officer["modelled"]  # one post of two
    assert any("ends on 31 March 2013" in warning for warning in answer["warnings"])


# --- slotting, protection, approvals -------------------------------------------------------------------------------


def test_protection_is_what_the_minutes_state(answer: Any) -> None:
    protection = answer["protection"]
    assert protection["by_financial_year"] == {year: Decimal(cost) for year, cost in PROTECTION.items()}
    assert protection["total"] == Decimal("200000.00")
    # On-costs stand apart and add up by themselves.
    assert protection["on_costs"] == sum(protection["on_costs_by_financial_year"].values()) > 0
    assert sum(-row["change"] for row in answer["slotting"] if row["change"] and row["change"] < 0) == 100_000


def test_on_costs_of_protection_are_marginal_ni_and_pension(answer: Any) -> None:
    # Every protected salary is above the upper earnings limit, so each £ carries 13.8% and a pension of 19.6%; NI and
    # pension are each brought to the penny for 15 people and 25 months.
    assert abs(answer["protection"]["on_costs"] - Decimal("66800.00")) <= 15 * 25 * Decimal("0.01")


def test_twenty_illustrative_people_who_are_posts(answer: Any) -> None:
    people = answer["slotting"]
    assert len(people) == 20
    assert all(row["illustrative"] for row in people)
    assert [row["person"] for row in people] == [f"P{number:02d}" for number in range(1, 21)]
    # Appendix one: 4 strategic directors, 2 enhanced divisional directors and 14 divisional directors, by their posts.
    grades = [person.grade_now for person in payband.open_review(LEICESTER).inputs.people]
    assert [grades.count(grade) for grade in ("UCOE", "UCOC/T")] == [2, 14]
    assert len({row["post_now"] for row in people}) == 20
    # Equality assessment, part 2, question 3: three competitions of two people for one post; who, is not printed.
    displaced = [row["post_now"] for row in people if row["outcome"] == "displaced"]
    assert len(displaced) == 3
    assert all(post.startswith("Second of two who compete: ") for post in displaced)
    assert any(warning.startswith("20 of 20 people are illustrative") for warning in answer["warnings"])


def test_every_person_is_slotted_to_a_published_point(answer: Any) -> None:
    published = {16, 18, 19, 20, 1, 3, 6, 9}
    ranges = {row["grade"]: row for row in answer["ranges"]}
    grade = {
        "Chief Operating Officer / Head of Paid Service": "Head of Paid Service",
        "Strategic Directors": "Strategic Director",
        "Divisional Directors": "Divisional Director",
        "City Officer": "City Officer",
    }
    for row in answer["slotting"]:
        if row["outcome"] == "displaced":
            continue
        assert row["point"] in published
        assert not row["estimated"]
        assert row["salary_new"] in (ranges[grade[row["line"]]]["bottom"], ranges[grade[row["line"]]]["top"])
        assert (row["protected_until"] == date(2014, 1, 1)) is (row["change"] < 0)
        assert row["why"].startswith("nearest point to ")


def test_approvals(answer: Any) -> None:
    needed = {row["what"]: row for row in answer["approvals"] if row["needed"]}
    assert set(needed) == {"Chief Operating Officer / Head of Paid Service", "Strategic Directors"}
    assert {row["what"] for row in answer["approvals"]} - set(needed) == {"Divisional Directors", "City Officer"}
    for row in answer["approvals"]:
        assert "£100,000" in row["reason"]
        assert row["body"] == "Full council"
        assert row["rule"] == "Large salary packages"


def test_every_check_passes(results: Any, answer: Any) -> None:
    assert results.failed == []
    assert len(answer["checks"]) >= 8
    names = [row["check"] for row in answer["checks"]]
    assert "Statutory duty has one holder proposed: Head of Paid Service" in names
    assert "Monitoring Officer and Head of Paid Service are two officers proposed" in names


def test_each_figure_used_names_its_source(answer: Any) -> None:
    assert answer["figures_used"]
    for figure in answer["figures_used"]:
        assert figure["source"], figure
        assert figure["value"], figure
    assert any("para 8.1" in figure["source"] for figure in answer["figures_used"])
    assert any(figure["figure"] == "the rate of employer's NI" for figure in answer["figures_used"])


def test_every_answer_says_why(answer: Any) -> None:
    for table in ("ranges", "slotting"):
        assert all(row["why"] for row in answer[table])
    assert all(row["why"] for row in answer["structure"]["lines"])
    assert all(row["reason"] for row in answer["approvals"])


# --- the command ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[CompletedProcess[str], Path, str]:
    """The command on the committed workbook: what it said, what it wrote, and the input's fingerprint before."""
    before = hashlib.sha256(LEICESTER.read_bytes()).hexdigest()
    output = tmp_path_factory.mktemp("leicester") / "answers.xlsx"
    return run_payband("review", LEICESTER, "-o", output), output, before


def test_the_command_succeeds_and_leaves_the_input_alone(run: Any) -> None:
    done, output, before = run
    assert (done.returncode, done.stderr) == (0, "")
    assert output.is_file()
    assert hashlib.sha256(LEICESTER.read_bytes()).hexdigest() == before
    assert [path.name for path in output.parent.iterdir()] == ["answers.xlsx"]


def test_the_summary_fits_two_screens(run: Any) -> None:
    done, output, _ = run
    lines = done.stdout.splitlines()
    assert lines[-1] == f"Written to {output}"
    assert len(lines) <= 48
    assert max(map(len, lines[:-1])) <= 110
    for said in (
        "26 posts to 21",
        "£3,475,500 to £2,327,300",
        "saving £1,148,200",
        "£200,000 for 15 people",
        "2012-13 £100,000",
        "35 of 35 passed",
        "illustrative",
        "Full council",
        "Strategic Directors (3)",
        "One-off costs: £100,000",
        "the smallest gap is £4,248",
    ):
        assert said in done.stdout, said


def test_without_o_the_answers_are_written_here(tmp_path: Path) -> None:
    done = run_payband("review", LEICESTER, cwd=tmp_path)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "Written to leicester-2011-answers.xlsx")
    assert [path.name for path in tmp_path.iterdir()] == ["leicester-2011-answers.xlsx"]


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What --json prints."""
    folder = tmp_path_factory.mktemp("json")
    done = run_payband("review", LEICESTER, "--json", cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert not list(folder.iterdir())  # with --json and no -o nothing is written
    return done.stdout


def test_json_has_the_keys_of_the_specification(printed: str) -> None:
    found = json.loads(printed)
    wanted = {"structure", "ranges", "slotting", "protection", "approvals", "checks", "figures_used", "warnings"}
    assert wanted <= set(found)
    line = {"line", "posts_now", "posts_proposed", "cost_now", "cost_proposed", "saving", "modelled", "variance"}
    assert all(line <= set(each) for each in found["structure"]["lines"])
    assert line <= set(found["structure"]["totals"])
    person = {
        "person",
        "line",
        "point",
        "salary_now",
        "salary_new",
        "change",
        "outcome",
        "protected_until",
        "estimated",
    }
    assert all(person <= set(each) for each in found["slotting"])
    assert {"by_financial_year", "total", "on_costs"} <= set(found["protection"])
    approval = {"what", "amount", "rule", "needed", "reason", "body"}
    assert all(approval <= set(each) for each in found["approvals"])
    assert all({"check", "passed", "detail"} <= set(each) for each in found["checks"])
    assert found["slotting"][0]["protected_until"] == "2014-01-01"


def test_json_gives_money_as_numbers_with_two_decimals(printed: str) -> None:
    money = re.compile(
        r'"(cost_now|cost_proposed|saving|modelled|variance|external|bottom|top|midpoint|salary_now|salary_new|change'
        r'|amount|total|on_costs|20\d\d-\d\d)": (.+?),?$',
        re.M,
    )
    found = money.findall(printed)
    assert len(found) > 100
    for key, value in found:
        if value not in ("null", "{"):
            assert re.fullmatch(r"-?\d+\.\d\d", value), (key, value)
    assert '"saving": -90900.00,' in printed
    assert '"2011-12": 24731.16' in printed


def test_json_is_what_python_gives(printed: str, answer: Any) -> None:
    found = json.loads(printed, parse_float=Decimal)
    text = json.dumps(answer, default=lambda each: each.isoformat() if isinstance(each, date) else str(each))
    assert json.loads(json.dumps(found, default=str)) == json.loads(text)


def test_json_and_a_workbook_together(tmp_path: Path) -> None:
    done = run_payband("review", LEICESTER, "--json", "-o", "out.xlsx", cwd=tmp_path)
    assert done.returncode == 0
    assert json.loads(done.stdout)["structure"]["totals"]["saving"] == 1_148_200
    assert (tmp_path / "out.xlsx").is_file()


# --- the workbook --------------------------------------------------------------------------------------------------


def test_the_committed_workbook_is_what_payband_builds(tmp_path: Path) -> None:
    done = run_payband("build-workbooks", "-o", tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    built = sorted(path.name for path in tmp_path.iterdir())
    assert built == sorted(path.name for path in LEICESTER.parent.iterdir() if path.suffix in (".xlsx", ".csv"))
    for name in built:
        assert (tmp_path / name).read_bytes() == (LEICESTER.parent / name).read_bytes(), name


@pytest.fixture(scope="module")
def written(run: Any) -> Workbook:
    return answers(run[1])


@pytest.mark.parametrize("table", ANSWERS, ids=[table.name for table in ANSWERS])
def test_each_answer_table_holds_the_answers(written: Workbook, results: Any, table: Any) -> None:
    expected = results.tables[table.name].records()
    found = rows_of(written, table.name)
    assert len(found) == len(expected) > 0  # the table is as long as its rows
    for row, record in zip(found, expected, strict=True):
        for column, heading in zip(table.columns, row, strict=True):
            value = record[column.key]
            if table.name == "RunLog" and record["item"] == "run at":
                assert re.fullmatch(r"\d\d/\d\d/\d{4} \d\d:\d\d", str(row["value"]))
                break
            assert same_cell(row[heading], value), (heading, row[heading], value)


@pytest.mark.parametrize("table", ANSWERS, ids=[table.name for table in ANSWERS])
def test_each_answer_table_keeps_its_headings(written: Workbook, table: Any) -> None:
    before = load_workbook(LEICESTER)
    assert list(headings(written, table.name)) == list(headings(before, table.name))
    sheet, place = table_of(written, table.name)
    first, header, last, _ = bounds(place)
    assert [column.name for column in place.tableColumns] == [
        sheet.cell(header, column).value for column in range(first, last + 1)
    ]


def test_the_inputs_stand_as_they_were(written: Workbook) -> None:
    before = load_workbook(LEICESTER)
    assert written.sheetnames == before.sheetnames
    for sheet in ("About", *(table.sheet for table in INPUTS)):
        old = [[cell.value for cell in row] for row in before[sheet].iter_rows()]
        assert [[cell.value for cell in row] for row in written[sheet].iter_rows()] == old, sheet
    for table in INPUTS:
        assert table_of(written, table.name)[1].ref == table_of(before, table.name)[1].ref


def test_the_summary_sheet_holds_the_headline(written: Workbook, results: Any) -> None:
    sheet = written["Summary"]
    found = [(row[0], row[1]) for row in sheet.iter_rows(min_row=2, max_col=2, values_only=True)]
    for _, label, value, _ in results.summary():
        assert any(each == label and same_cell(shown, value) for each, shown in found), (label, value)


def test_the_answers_read_back_give_the_same_answers(run: Any, answer: Any) -> None:
    again = payband.open_review(run[1]).calculate().to_dict()
    assert again == answer


def test_the_total_stands_below_the_costed_structure(written: Workbook, results: Any) -> None:
    sheet, table = table_of(written, "StructureCost")
    _, header, last, bottom = bounds(table)
    expected = results.structure_cost.total_row().records()[0]
    below = [[cell.value for cell in row[:last]] for row in sheet.iter_rows(min_row=bottom + 1)]
    [total] = [row for row in below if any(value is not None for value in row)]
    for value, wanted in zip(total, expected.values(), strict=True):
        assert same_cell(value, wanted), (value, wanted)
    assert total[:6] == ["Total", TOTAL[0], TOTAL[2], TOTAL[1], TOTAL[3], TOTAL[4]]
    assert header == 4


def test_the_package_is_one_that_excel_opens(run: Any) -> None:
    assert faults_of_package(run[1]) == []
    assert faults_of_package(LEICESTER) == []


def test_libreoffice_finds_no_error_in_it(run: Any, libreoffice_convert: Callable[..., Path], results: Any) -> None:
    converted = load_workbook(libreoffice_convert(run[1]), data_only=True)
    assert converted.sheetnames == answers(run[1]).sheetnames
    errors = [
        f"{sheet.title}!{cell.coordinate}: {cell.value}"
        for sheet in converted.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "e" or re.match(r"#(REF!|NAME\?|VALUE!|N/A|DIV/0!|NULL!|NUM!)|Err:\d", str(cell.value))
    ]
    assert errors == []
    for name in ("StructureCost", "SlottingList", "ApprovalsNeeded", "ProtectionByYear"):
        sheet, place = table_of(answers(run[1]), name)
        _, header, last_column, last_row = bounds(place)
        for row in range(header, last_row + 1):
            for column in range(1, last_column + 1):
                old = sheet.cell(row, column).value
                assert same_cell(converted[sheet.title].cell(row, column).value, old), (name, row, column)
