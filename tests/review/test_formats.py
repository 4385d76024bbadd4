"""Workbooks in use stay usable: the format of a workbook, what an older one lacks, and how it is given that."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter

import payband
from payband.cli import main
from payband.errors import InputProblems, WrongInput
from payband.formulas.reconcile import reconcile
from payband.hosts.excel import button
from payband.ooxml.cells import CellRange
from payband.ooxml.package import Package
from payband.review.answers import ANSWERS, TEXT, AnswerColumn, AnswerTable
from payband.review.inputs.formats import newest_format
from payband.review.inputs.input_table import column
from payband.review.inputs.settings import SETTINGS
from payband.review.parts.registry import all_inputs, parts
from payband.workbook.format_mark import FormatMark, mark_format, read_mark
from tests.papers.test_worked_reviews import PAPERS
from tests.support.older_workbooks import (
    FORMAT_1,
    NEW_ANSWERS,
    NEXT,
    faults,
    newer_payband,
    own_column,
    with_own_columns,
)
from tests.support.rich_workbook import changes, contents
from tests.support.workbooks import LEICESTER, add, bounds, headings, only, put, rows_of, same_cell, table_of

CALCULATION = {"[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/calcChain.xml"}
WEEK, TRAINING = NEW_ANSWERS


@pytest.fixture
def newer(monkeypatch: pytest.MonkeyPatch) -> None:
    newer_payband(monkeypatch)


def old_copy(folder: Path, name: str = "leicester-2011", *changes: Callable[[Workbook], Any]) -> Path:
    """A worked review as it shipped in format 1, with changes made to it by openpyxl."""
    path = folder / "review.xlsx"
    if not changes:
        return Path(shutil.copyfile(FORMAT_1 / f"{name}.xlsx", path))
    workbook = load_workbook(FORMAT_1 / f"{name}.xlsx")
    for change in changes:
        change(workbook)
    workbook.save(path)
    return path


def all_answers() -> list[AnswerTable]:
    return [*ANSWERS, *(table for part in parts() for table in part.answers)]


def answers_of(path: Path) -> dict[str, list[dict[str, Any]]]:
    """The rows of every answer table of a workbook but for its run log."""
    workbook = load_workbook(path, data_only=True)
    names = [table.name for table in all_answers()]
    there = {name for sheet in workbook.worksheets for name in sheet.tables}
    return {name: rows_of(workbook, name) for name in names if name in there and name != "RunLog"}


# --- workbooks of the first format ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PAPERS)
def test_a_worked_review_of_format_1_recalculates_in_place(name: str, tmp_path: Path) -> None:
    path = old_copy(tmp_path, name)
    before, held = answers_of(path), contents(path)
    assert main(["recalc", str(path), "--in-place"]) in (0, 1)
    package = Package(str(path))
    names = {name.casefold() for name in before} | {"runlog"}
    places = [place for table, place in package.tables.items() if table in names]
    allowed = {place.sheet_part for place in places} | {place.table_part for place in places}
    allowed |= CALCULATION | {package.sheets["Summary"]}
    found = changes(FORMAT_1 / f"{name}.xlsx", path)
    assert found <= allowed, found - allowed
    assert found, "nothing was filled in"
    after = contents(path)
    for table, rows in answers_of(path).items():
        if table in PUT_RIGHT:
            continue
        found_there = [{heading: _as_before(row[heading]) for heading in before[table][0]} for row in rows]
        assert _without_untold(found_there) == _without_untold(before[table]), table
    inputs = {place.sheet_part for table, place in package.tables.items() if table not in names}
    assert inputs
    assert all(after[part] == held[part] for part in inputs)
    lacked = any(each.since > 1 for table in all_answers() if table.name in before for each in table.columns)
    assert read_mark(package)[:2] == (1, newest_format() if lacked else 1)


IN_ORDER = "No stage starts before those it must follow have ended"
PUT_RIGHT = {
    "ChartSavings",  # its years once forgot that external funding ends
    "FigureChecks",  # a figure agrees to the rounding that it is printed with, and to no coarser one
    "CountChecks",
    "Timetable",  # Leicester's policy had the objections of the executive before what may cause one
}
"""The answers of older workbooks that are other ones today, as they were wrong."""


_REWORDED = (
    ("no exit cost is given", "the exit cost is not stated"),
    ("the first day of the term", "the start of the term"),
    ("the last day of the term", "the end of the term"),
    ("the salary within the range is", "the salary is"),
)


def _as_before(value: Any) -> Any:
    """An answer in the words of before, where only the words are others today."""
    if value == "with the commissioner's own term":
        return "not stated"
    for now, before in _REWORDED if isinstance(value, str) else ():
        value = value.replace(now, before)
    return value


def _without_untold(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """All rows but those of the checks that once passed or failed where nothing was stated."""
    return [
        row
        for row in rows
        if row.get("check") not in ("Every post that needs approval is budgeted", IN_ORDER)
        and not (str(row.get("check")).startswith("Statutory duty has one holder") and row["found"] == "not stated")
    ]


LATER_TABLES = {
    "WorkingWeeks", "FTEByWeeks", "PaperStatements", "FromThePaper", "WageFloors", "WageFloorByYear", "WageFloorPoints",
    "WageFloorPeople", "LateAwards", "ArrearsPeople", "ArrearsByYear", "ArrearsByPerson", "ArrearsByMonth",
    "Exits", "StrainFactors", "ExitPolicies", "ExitCosts", "ExitConsultation",
    "PayGapReport", "PayGapPeriods", "PayGapPay", "PayGapBonuses", "GenderPayGap", "PayGapQuarters", "PayGapHourly",
    "EqualPayRules", "EqualPayPeople", "EqualPay", "EqualPayRegression", "EqualPayTerms", "EqualPayMethod",
    "CostCentres", "CostAllocations", "SubjectiveCodes", "ApprovedBudget", "Payroll",
    "BudgetByCostCentre", "BudgetFullYear", "BudgetChart", "BudgetRecharges", "BudgetVacancies", "BudgetReconciled",
    "BudgetDifferences",
    "PayStructureTerms", "JobPoints", "CandidateGrades", "BoundarySearches", "PayLine", "PayLineChart", "PayLinePosts",
    "CandidatesCompared", "CandidatesByGrade", "CandidatesInGrade", "CandidatesByGroup", "CandidatesByYear",
    "CandidateBoundaries", "CandidatesByPost", "SearchesFound", "SearchesByGrade",
    "AccountsNotes", "SeniorPosts", "ElementColumns", "ExitKinds", "ExitBands", "OtherStaff", "NotesLastYear",
    "PayBrackets", "SeniorRemuneration", "SeniorSalaryList", "ExitPackages", "FairPay", "FairPayChange",
    "WorkforceMultiple", "SeniorPayCases", "SeniorPayControl",
}  # fmt: skip
"""Of parts that came after format 1: a workbook has them whole or not at all."""


def test_what_is_declared_since_format_1_is_what_its_workbooks_have() -> None:
    """Whoever declares a column without `since` is told here that workbooks in use lack it."""
    workbook = load_workbook(FORMAT_1 / "every-part.xlsx")
    there = {name: set(headings(workbook, name)) for sheet in workbook.worksheets for name in sheet.tables}
    answers = all_answers()
    declared = {table.name: {each.name for each in table.columns if each.since == 1} for table in all_inputs()}
    declared |= {table.name: {each.heading for each in table.columns if each.since == 1} for table in answers}
    assert {name: columns for name, columns in declared.items() if name not in LATER_TABLES} == there
    settings = {str(row["setting"]) for row in rows_of(workbook, "Settings")}
    assert {each.name for each in SETTINGS if each.since == 1} == settings


def test_a_required_column_says_what_older_workbooks_have_in_its_place() -> None:
    with pytest.raises(ValueError, match="'weeks' is required since format 2"):
        column("weeks", "number", since=2)
    assert column("weeks", "number", since=2, before=52)
    assert column("weeks", "number", default=0, since=2)


# --- the mark ------------------------------------------------------------------------------------------------------


def test_every_workbook_that_payband_starts_has_the_newest_format(tmp_path: Path) -> None:
    newest = newest_format()
    expected = FormatMark(newest, newest, payband.__version__)
    assert main(["new", str(tmp_path / "new.xlsx"), "--with", "all"]) == 0
    csv = tmp_path / "list.csv"
    csv.write_text("Post title,Grade,Salary,FTE\nOfficer,G1,30000,1\nManager,G2,40000,1\n", encoding="utf-8")
    assert main(["import", str(csv), "-o", str(tmp_path / "imported.xlsx")]) == 0
    results = payband.open_review(LEICESTER).calculate()
    results.save(tmp_path / "answers.xlsx")
    results.save(tmp_path / "live.xlsx", live="calc")
    results.save(tmp_path / "native.xlsx", live="native")
    results.source = None
    results.save(tmp_path / "built.xlsx")
    made = sorted(tmp_path.glob("*.xlsx"))
    assert len(made) == 6
    for path in [*made, LEICESTER]:
        assert read_mark(Package(str(path))) == expected, path.name
        assert faults(path) == []


def test_libreoffice_keeps_the_format(libreoffice_convert: Callable[..., Path], tmp_path: Path) -> None:
    package = Package(str(LEICESTER))
    mark_format(package, 1, 1)
    package.save(str(tmp_path / "marked.xlsx"))
    saved = Package(str(libreoffice_convert(tmp_path / "marked.xlsx")))
    assert read_mark(saved) == FormatMark(1, 1, payband.__version__)
    assert b"1, payband" in saved.read(saved.workbook_part)


@pytest.mark.parametrize(
    "xml",
    [
        "<sheets/><calcPr/>",
        "<sheets></sheets><externalReferences><externalReference/></externalReferences><calcPr/>",
        "<sheets></sheets><definedNames/><calcPr/>",
        "<sheets></sheets><definedNames><definedName name='a'>1</definedName></definedNames><calcPr/>",
        '<sheets></sheets><definedNames><definedName name="PAYBAND_FORMAT">"7"</definedName></definedNames><calcPr/>',
    ],
)
@pytest.mark.parametrize("prefix", ["", "x:"])
def test_the_mark_is_written_whatever_the_workbook_holds(xml: str, prefix: str, newer: None) -> None:
    package = Package(str(LEICESTER))
    xml = re.sub(r"<(/?)(\w)", rf"<\1{prefix}\2", xml.replace("<sheets/>", "<sheets></sheets>"))
    package.write(package.workbook_part, f"<{prefix}workbook>{xml}</{prefix}workbook>".encode())
    mark_format(package, 1, NEXT)
    mark_format(package, 1, NEXT)
    written = package.read(package.workbook_part).decode()
    assert read_mark(package) == FormatMark(1, NEXT, payband.__version__)
    assert written.casefold().count("payband_format") == 1
    order = [written.find(f"<{prefix}{name}") for name in ("sheets", "externalReferences", "definedNames", "calcPr")]
    assert [at for at in order if at >= 0] == sorted(at for at in order if at >= 0)
    assert written.count(f"<{prefix}definedNames>") == 1
    assert f"<{prefix}definedNames/>" not in written


@pytest.mark.parametrize("said", [f'"{NEXT}, payband 0.9.1"', f'"1, answers {NEXT}, payband 0.9.1"'])
def test_a_workbook_that_is_newer_is_refused_with_the_version_it_needs(
    said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "newer.xlsx"
    package = Package(str(LEICESTER))
    part = package.workbook_part
    text = re.sub(r'(?<=knows what it may lack">)[^<]+', said, package.read(part).decode())
    package.write(part, text.encode())
    package.save(str(path))
    before = path.read_bytes()
    message = f"newer.xlsx is a workbook of format {NEXT}, which payband {payband.__version__} does not know: it needs"
    for command in (["review", str(path)], ["upgrade", str(path)], ["explain", str(path), "City Officer"]):
        assert main(command) == 2
        error = capsys.readouterr().err
        assert message in error
        assert error.rstrip().endswith("it needs payband 0.9.1 or later")
    assert main(["recalc", str(path), "--in-place"]) == 2
    assert message in " ".join(capsys.readouterr().out.split())
    assert path.read_bytes() == before


def test_a_name_that_says_no_format_is_asked_about() -> None:
    package = Package(str(LEICESTER))
    part = package.workbook_part
    package.write(
        part,
        package.read(part).replace(f'"{newest_format()}, payband {payband.__version__}"'.encode(), b"Settings!$A$1"),
    )
    with pytest.raises(WrongInput, match=r"holds Settings!\$A\$1, which is not a format: delete it in Formulas > Name"):
        read_mark(package)


# --- reading an older workbook -------------------------------------------------------------------------------------


def test_an_older_workbook_has_the_answers_of_before_and_a_note_says_so(
    newer: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = old_copy(tmp_path)
    results = payband.open_review(path).calculate()
    assert [person.training for person in results.inputs.people] == [25_000] * len(results.inputs.people)  # type: ignore[attr-defined]
    assert results.inputs.settings.training_costed is False  # type: ignore[attr-defined]
    note = results.warnings[0]
    assert re.fullmatch(r"This workbook is older than .*[.] Its answers are those of before; payband upgrade .*", note)
    for listed in (
        "the setting 'training costed' (taken as 'no')",
        "the column 'training' of table People (taken as '250' in each row)",
        "the column 'trained on' of table People (left empty)",
    ):
        assert listed in note
    assert ("Notes", "1", note, "text") in results.summary()
    before = load_workbook(FORMAT_1 / "leicester-2011.xlsx", data_only=True)
    for name, table in results.tables.items():
        if name not in ("RunLog", *PUT_RIGHT):
            records = [
                {each.heading: record[each.key] for each in table.table.columns if each.since == 1}
                for record in table.records()
            ]
            for old, new in zip(rows_of(before, name), records, strict=True):
                if old.get("check") != IN_ORDER:
                    assert all(same_cell(old[heading], value) for heading, value in new.items()), (name, old)
    main(["review", str(path), "-o", str(tmp_path / "out.xlsx")])
    assert note in " ".join(capsys.readouterr().out.split())


def test_a_workbook_that_knows_a_setting_is_asked_for_it(newer: None, tmp_path: Path) -> None:
    path = tmp_path / "new.xlsx"
    assert main(["new", str(path)]) == 0
    with pytest.raises(InputProblems) as caught:
        payband.open_review(path)
    assert "the setting 'training costed' is missing: give it a value" in str(caught.value)


def test_an_own_column_of_the_name_of_a_new_one_is_not_read(newer: None, tmp_path: Path) -> None:
    path = old_copy(tmp_path, "leicester-2011", lambda workbook: own_column(workbook, "People", "training", 9_999))
    results = payband.open_review(path).calculate()
    assert {person.training for person in results.inputs.people} == {25_000}  # type: ignore[attr-defined]
    with pytest.raises(InputProblems, match="the column 'training' is yours, and payband has a column of that name"):
        main_upgrade(path)


def main_upgrade(path: Path) -> None:
    from payband.workbook.upgrade import upgrade

    upgrade(Package(str(path)))


# --- filling an older workbook -------------------------------------------------------------------------------------


def filled_in_place(path: Path) -> str:
    assert main(["recalc", str(path), "--in-place", "--force"]) in (0, 1)
    return str(path)


@pytest.mark.parametrize("command", ["recalc", "review", "native", "calc"])
def test_new_answers_go_to_the_end_and_all_of_the_owners_stays(
    command: str, newer: None, tmp_path: Path, libreoffice_convert: Callable[..., Path]
) -> None:
    path = old_copy(tmp_path, "leicester-2011", with_own_columns)
    old = load_workbook(path)
    if command == "recalc":
        filled_in_place(path)
        filled = path
    else:
        filled = tmp_path / "filled.xlsx"
        how = "" if command == "review" else command
        payband.open_review(path).calculate().save(filled, live=how)
    assert faults(filled) == []
    assert read_mark(Package(str(filled)))[:2] == (1, NEXT)
    new = load_workbook(filled)
    before, after = headings(old, "StructureCost"), headings(new, "StructureCost")
    assert list(after) == [*before, WEEK, TRAINING]
    calculated = load_workbook(libreoffice_convert(filled), data_only=True)
    lines = {str(row["line"]): row for row in rows_of(calculated, "StructureCost")}
    old_lines = {str(row["line"]): row for row in rows_of(old, "StructureCost")}
    assert lines.keys() == old_lines.keys()
    for line, row in lines.items():
        assert row["agreed with"] == f"agreed for {line}"
        assert row["a month"] == pytest.approx(row["cost proposed"] / 12)
        assert row["cost proposed"] == pytest.approx(old_lines[line]["cost proposed"])
        assert row[TRAINING] == 0
        assert row[WEEK] == pytest.approx(row["cost proposed"] / 52, abs=0.01)
    sheet, place = table_of(new, "StructureCost")
    _, header, last, bottom = bounds(place)
    shown = calculated["Structure cost"]
    for number in range(header + 1, bottom + 1):
        values: list[Any] = [shown.cell(number, at).value for at in (after["cost proposed"], last + 2, last + 3)]
        cost, twice, more = values
        assert twice == pytest.approx(cost * 2)
        assert more == pytest.approx(twice + 1)
    assert (shown.cell(header, last + 2).value, shown.cell(header - 3, last + 2).value) == ("twice", "my own sums")
    assert sheet.column_dimensions[get_column_letter(last + 2)].width == 33.5
    sums = [calculated["My sums"][cell].value for cell in ("A1", "A2", "A3")]
    assert sums[0] == pytest.approx(sums[1])
    assert sums[2] == bottom - header + 2
    assert sheet.cell(header - 1, after[WEEK]).value == "£ a week"
    assert sheet.cell(header, after[WEEK]).style == sheet.cell(header, after["saving"]).style == "payband heading"
    assert sheet.cell(bottom, after[WEEK]).number_format == sheet.cell(bottom, after["saving"]).number_format


def test_a_native_copy_of_an_older_workbook_reconciles(newer: None, tmp_path: Path, soffice: str) -> None:
    path = old_copy(tmp_path, "leicester-2011", with_own_columns)
    payband.open_review(path).calculate().save(tmp_path / "native.xlsx", live="native")
    found = reconcile(tmp_path / "native.xlsx", soffice)
    assert found.differences == []
    assert found.compared > 500


def test_filled_again_a_workbook_stays_as_it_is_and_grows_as_any_other(newer: None, tmp_path: Path) -> None:
    path = old_copy(tmp_path, "leicester-2011", with_own_columns)
    filled_in_place(path)
    first = {name: re.sub(rb"\d\d/\d\d/\d{4} \d\d:\d\d<", b"<", held) for name, held in contents(path).items()}
    filled_in_place(path)
    second = {name: re.sub(rb"\d\d/\d\d/\d{4} \d\d:\d\d<", b"<", held) for name, held in contents(path).items()}
    assert first == second
    workbook = load_workbook(path)
    add(workbook, "Structure", line="Chief Economist", state="proposed", grade="City Officer", posts=2)
    workbook.save(path)
    filled_in_place(path)
    assert faults(path) == []
    rows = rows_of(load_workbook(path), "StructureCost")
    assert len(rows) == 7
    assert all(row[WEEK] == pytest.approx(row["cost proposed"] / 52, abs=0.01) for row in rows)
    for row in rows:
        assert row["agreed with"] == (None if row["line"] == "Chief Economist" else f"agreed for {row['line']}")
        assert row["a month"].endswith("/12")


def test_a_workbook_that_libreoffice_saved_is_filled_and_upgraded_as_well(
    newer: None, tmp_path: Path, libreoffice_convert: Callable[..., Path]
) -> None:
    path = libreoffice_convert(old_copy(tmp_path, "leicester-2011", with_own_columns))
    filled_in_place(path)
    assert main(["upgrade", str(path)]) == 0
    assert not [each for each in faults(path) if "are not its headings" not in each]  # which are shared strings here
    shown = load_workbook(libreoffice_convert(path), data_only=True)
    for row in rows_of(shown, "StructureCost"):
        assert row[WEEK] == pytest.approx(row["cost proposed"] / 52, abs=0.01)
        assert row["agreed with"] == f"agreed for {row['line']}"
        assert row["a month"] == pytest.approx(row["cost proposed"] / 12)
    assert {row["training"] for row in rows_of(shown, "People")} == {250}
    assert only(rows_of(shown, "Settings"), setting="training costed")["value"] == "no"
    sums = shown["My sums"]
    assert sums["A1"].value == pytest.approx(sums["A2"].value)
    assert payband.open_review(libreoffice_convert(path)).calculate().warnings == (
        payband.open_review(path).calculate().warnings
    )


def test_a_table_with_a_row_of_totals_is_given_columns_too(newer: None, tmp_path: Path) -> None:
    path = old_copy(tmp_path)
    package = Package(str(path))
    place = package.tables["structurecost"]
    last = CellRange.parse(place.ref).last_row
    sheet = package.read(place.sheet_part).decode()
    totals = f'<row r="{last + 1}"><c r="A{last + 1}" t="inlineStr"><is><t>Sum</t></is></c></row>'
    sheet = re.sub(rf'(<row r="{last}"(?:[^>]*/>|.*?</row>))', rf"\1{totals}", sheet, count=1, flags=re.S)
    package.write(place.sheet_part, sheet.encode())
    table = package.read(place.table_part).decode()
    ref = f"{place.ref.rstrip('0123456789')}{last + 1}"
    table = re.sub(r'(<table [^>]*?ref=")[^"]+', rf"\g<1>{ref}", table, count=1)
    table = re.sub(
        r"<table ", '<table totalsRowCount="1" ', re.sub(r' totalsRow(?:Count|Shown)="\d"', "", table), count=1
    )
    package.write(place.table_part, table.encode())
    package.save(str(path))
    filled_in_place(path)
    workbook = load_workbook(path)
    sheet_after, place_after = table_of(workbook, "StructureCost")
    first, header, _, bottom = bounds(place_after)
    assert place_after.totalsRowCount == 1
    assert sheet_after.cell(bottom, first).value == "Sum"
    assert sheet_after.cell(bottom, headings(workbook, "StructureCost")[WEEK]).value is None
    assert sheet_after.cell(header + 1, headings(workbook, "StructureCost")[WEEK]).value is not None


# --- upgrading -----------------------------------------------------------------------------------------------------


def test_upgrade_adds_what_is_missing_and_no_answer_changes(
    newer: None, tmp_path: Path, capsys: pytest.CaptureFixture[str], libreoffice_convert: Callable[..., Path]
) -> None:
    path = old_copy(tmp_path, "leicester-2011", with_own_columns)
    before = payband.open_review(path).calculate()
    held = contents(path)
    assert main(["upgrade", str(path)]) == 0
    said = capsys.readouterr().out
    for added in (
        "Added: the column 'training' of table People",
        "Added: the column 'trained on' of table People",
        "Added: the setting 'training costed'",
        f"Added: the column '{WEEK}' of table StructureCost",
        f"{path} is now of format {NEXT}",
    ):
        assert added in said
    assert faults(path) == []
    package = Package(str(path))
    assert read_mark(package) == FormatMark(NEXT, NEXT, payband.__version__)
    changed = (
        "people",
        "settings",
        "grades",
        "oncosts",
        "package",
        "structurecost",
        "statutoryduties",
        "statutoryholders",
        "stages",
        "timetable",
    )
    places = [package.tables[name] for name in changed]
    allowed = {place.sheet_part for place in places} | {place.table_part for place in places} | CALCULATION
    allowed.add(package.sheets["My sums"])
    after = contents(path)
    assert {name for name in held if held[name] != after.get(name)} <= allowed
    results = payband.open_review(path).calculate()
    assert not any("older than" in note for note in results.warnings)
    assert without_note(results.warnings) == without_note(before.warnings)
    for name, table in before.tables.items():
        if name != "RunLog":
            assert results.tables[name].rows == table.rows, name
    workbook = load_workbook(path)
    people = rows_of(workbook, "People")
    assert {(row["training"], row["trained on"]) for row in people} == {(250, None)}
    setting = only(rows_of(workbook, "Settings"), setting="training costed")
    assert setting == {
        "setting": "training costed",
        "value": "no",
        "unit": "yes / no",
        "note": "Whether training is costed. Required.",
    }
    sheet, _ = table_of(workbook, "People")
    names = headings(workbook, "People")
    assert sheet.cell(5, names["training"]).number_format == sheet.cell(5, names["salary now"]).number_format
    assert sheet.cell(3, names["training"]).value == "£ a year; required"
    assert sheet.cell(5, names["trained on"]).number_format == "dd/mm/yyyy"
    guarded = {str(each.sqref): each for each in sheet.data_validations.dataValidation}
    letters = get_column_letter(names["training"])
    assert (guarded[f"{letters}5:{letters}2000"].type, guarded[f"{letters}5:{letters}2000"].operator) == (
        "decimal",
        "between",
    )
    rules = [
        each for each in workbook["Settings"].data_validations.dataValidation if each.promptTitle == setting["setting"]
    ]
    assert [(each.type, each.formula1) for each in rules] == [("list", '"yes,no"')]
    shown = load_workbook(libreoffice_convert(path), data_only=True)
    assert rows_of(shown, "People") == rows_of(load_workbook(path, data_only=True), "People")
    # A second time there is nothing to do.
    stands = path.read_bytes()
    assert main(["upgrade", str(path)]) == 0
    assert f"lacks nothing (format {NEXT})" in capsys.readouterr().out
    assert path.read_bytes() == stands


def without_note(warnings: list[str]) -> list[str]:
    return [each for each in warnings if not each.startswith("This workbook is older than")]


def test_what_was_upgraded_is_asked_for_and_counts(newer: None, tmp_path: Path) -> None:
    path, upgraded = old_copy(tmp_path), tmp_path / "upgraded.xlsx"
    before = path.read_bytes()
    assert main(["upgrade", str(path), "-o", str(upgraded)]) == 0
    assert path.read_bytes() == before
    workbook = load_workbook(upgraded)
    put(workbook, "Settings", "training costed", "value", "yes")
    put(workbook, "People", "P01", "training", 1_000)
    workbook.save(tmp_path / "dearer.xlsx")
    results = payband.open_review(tmp_path / "dearer.xlsx").calculate()
    people = len(results.inputs.people)
    assert results.tables["StructureCost"].column("training")[0] == 1_000 + (people - 1) * 250
    put(workbook, "Settings", "training costed", "value", None)
    put(workbook, "People", "P02", "training", None)
    workbook.save(tmp_path / "blank.xlsx")
    with pytest.raises(InputProblems) as caught:
        payband.open_review(tmp_path / "blank.xlsx")
    assert "the setting 'training costed' is missing: give it a value" in str(caught.value)
    assert "column 'training': is empty: it must be filled in" in str(caught.value)


def test_a_workbook_that_is_open_is_left_alone(newer: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = old_copy(tmp_path)
    before = path.read_bytes()
    (tmp_path / f".~lock.{path.name}#").touch()
    assert main(["upgrade", str(path)]) == 0
    assert path.read_bytes() == before
    [beside] = tmp_path.glob("review (payband *).xlsx")
    assert f"open in LibreOffice, so it was left alone: the upgraded workbook is in {beside.name}" in (
        capsys.readouterr().out
    )
    assert read_mark(Package(str(beside))).inputs == NEXT


@pytest.mark.parametrize("name", ["every-part", *PAPERS])
def test_what_was_upgraded_lacks_nothing(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = old_copy(tmp_path, name)
    before = path.read_bytes()
    assert main(["upgrade", str(path)]) == 0
    upgraded = path.read_bytes()
    assert (upgraded == before) == (newest_format() == 1)
    capsys.readouterr()
    assert main(["upgrade", str(path)]) == 0
    assert capsys.readouterr().out == f"{path} lacks nothing (format {newest_format()})\n"
    assert path.read_bytes() == upgraded


def test_upgrade_says_what_is_no_review(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Workbook().save(tmp_path / "other.xlsx")
    assert main(["upgrade", str(tmp_path / "other.xlsx")]) == 2
    assert "this workbook has none of the tables of a review" in capsys.readouterr().err
    assert main(["upgrade", str(LEICESTER), "-o", str(tmp_path / "out.xlsm")]) == 2
    assert "end it with .xlsx" in capsys.readouterr().err
    assert main(["upgrade", str(LEICESTER), "-o", str(LEICESTER)]) == 2


def test_the_button_fills_the_columns_that_an_older_table_has() -> None:
    """In an open workbook no columns are added: those it lacks are left out, those at its end are filled there."""
    a, b, c = (AnswerColumn(name, name, TEXT, since=since) for name, since in (("a", 1), ("b", NEXT), ("c", 1)))
    assert button._places((a, b, c), ["a", "c", "mine"]) == ([a, c], [0, 1])
    assert button._places((a, b, c), ["a", "c", "mine", "b"]) == ([a, b, c], [0, 3, 1])
    assert button._places((a, b, c), ["a", "b", "c"]) == ([a, b, c], [0, 1, 2])
    assert button._places((a, b, c), ["A", "renamed"]) == ([a, c], [0, 1])
    assert button._spread(["1", "2", "3"], [0, 3, 1]) == ["1", "3", None, "2"]
