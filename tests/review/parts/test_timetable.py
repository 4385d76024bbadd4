"""The timetable of a review: working days in England and Wales, the order of stages, and what it warns of."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import holidays
import pytest
from openpyxl import load_workbook

import payband
from payband.data_schema import check_folder
from payband.errors import InputProblems
from payband.library import bank_holiday_years, bank_holidays, using_data
from payband.review.results import Results
from payband.rules.stages import all_before
from payband.rules.working_days import is_working_day, last_working_day, next_working_day, working_days
from payband.workbook import open_review
from tests.support.workbooks import rows_of, small_review


def _stage(name: str, kind: str, starts_on: str, ends_on: str | None = None, days: int | None = None) -> dict[str, Any]:
    return {"stage": name, "kind": kind, "starts on": starts_on, "ends on": ends_on, "working days": days}


# Leicester City Council, senior management review 2011: the slotting-appeal window of 2 to 9 December, the committee of
# 13 December, hearings on 15, interviews on 20 and 21 December, launch on 2 January 2012; five working days (2.2(viii),
# 12.1) for objections to a proposal to dismiss, which comes after the interviews: here from the day after them.
LEICESTER = [
    _stage("Slotting-in list", "slotting list", "02/12/2011"),
    _stage("Appeals", "appeal window", "02/12/2011", "09/12/2011"),
    _stage("Appeal hearings", "hearings", "15/12/2011"),
    _stage("Employees Committee", "committee", "13/12/2011"),
    _stage("Executive's objection", "executive objection", "22/12/2011", days=5),
    _stage("Interviews", "interviews", "20/12/2011", "21/12/2011"),
    _stage("Launch", "launch", "02/01/2012"),
]
POLICY = [{"policy": "Leicester"}]


def _review(
    stages: list[dict[str, Any]], rules: list[dict[str, Any]] | None = None, launch: str = "02/01/2012"
) -> payband.Review:
    settings = {"implementation date": launch, "price base": "2011-12"}
    tables = small_review(
        settings=settings,
        spines=[],
        grades=[{"grade": "Officer", "bottom salary": 30_000, "top salary": 39_000}],
        on_costs=[{"profile": "all", "pension rate": "20%", "contracted out": "yes"}],
    )
    return payband.Review(**tables, more={"Stages": stages, "StageRules": POLICY if rules is None else rules})


def _rows(results: Results) -> dict[str, dict[str, Any]]:
    return {row["stage"]: row for row in results.to_dict()["parts"]["Timetable"]}


def _warning(stages: list[dict[str, Any]], name: str, **given: Any) -> str:
    return _rows(_review(stages, **given).calculate())[name]["warning"] or ""


# --- Leicester's -----------------------------------------------------------------------------------------------------


def test_leicesters_timetable() -> None:
    results = _review(LEICESTER).calculate()
    found = {
        name: (str(row["first_day"]), row["weekday"], str(row["last_day"]), row["last_weekday"], row["working_days"])
        for name, row in _rows(results).items()
    }
    assert found == {
        "Slotting-in list": ("2011-12-02", "Friday", "2011-12-02", "Friday", 1),
        "Appeals": ("2011-12-02", "Friday", "2011-12-09", "Friday", 6),
        "Employees Committee": ("2011-12-13", "Tuesday", "2011-12-13", "Tuesday", 1),
        "Executive's objection": ("2011-12-22", "Thursday", "2011-12-30", "Friday", 5),
        "Appeal hearings": ("2011-12-15", "Thursday", "2011-12-15", "Thursday", 1),
        "Interviews": ("2011-12-20", "Tuesday", "2011-12-21", "Wednesday", 2),
        "Launch": ("2012-01-02", "Monday", "2012-01-02", "Monday", 0),
    }
    assert list(found)[2:4] == ["Employees Committee", "Appeal hearings"]  # by first day
    assert not results.failed
    assert [warning for warning in results.warnings if warning.startswith("Timetable")] == [
        "Timetable, Launch: 2 January 2012 is a bank holiday in England and Wales, New Year's Day (substitute day); "
        "the next working day is Tuesday 3 January 2012"
    ]
    [words] = [value for section, _, value, _ in results.summary() if section == "Timetable"]
    assert words == "7 stages from 2 December 2011 to 2 January 2012; 1 stage to look at"


def test_the_bank_holidays_and_the_policy_are_among_the_figures_used() -> None:
    figures = {figure.name: figure for figure in _review(LEICESTER).calculate().figures_used}
    assert figures["bank holidays, England and Wales"].value == (
        "25 December 2011: Christmas Day; 26 December 2011: Boxing Day; 27 December 2011: Christmas Day (substitute "
        "day); 1 January 2012: New Year's Day; 2 January 2012: New Year's Day (substitute day)"
    )
    assert figures["stages of Leicester: executive objection"].value == "follows interviews; 5 working days or more"


# --- what it warns of ------------------------------------------------------------------------------------------------

WARNED = [
    (
        _stage("S", "other", "03/12/2011"),
        "3 December 2011 is a Saturday; the next working day is Monday 5 December 2011",
    ),
    (_stage("S", "other", "01/12/2011", "04/12/2011"), "4 December 2011 is a Sunday; the next"),
    (_stage("S", "other", "24/12/2011"), "is a Saturday; the next working day is Wednesday 28 December 2011"),
    (_stage("S", "other", "26/12/2011"), "is a bank holiday in England and Wales, Boxing Day;"),
    (_stage("S", "other", "30/12/2011", "03/01/2012"), "it ends after the implementation date, 2 January 2012"),
    (_stage("S", "launch", "03/01/2012"), "the launch is after the implementation date, 2 January 2012"),
    (_stage("S", "launch", "30/12/2011"), "the launch is before the implementation date, 2 January 2012"),
    (
        _stage("S", "executive objection", "14/12/2011", "19/12/2011"),
        "it has 4 working days, and the policy requires 5 or",
    ),
    (
        _stage("S", "executive objection", "21/12/2011", "27/12/2011"),
        "it has 3 working days, and the policy requires 5 or",
    ),
    (_stage("S", "other", "02/12/2011"), ""),
    (_stage("S", "executive objection", "14/12/2011", "20/12/2011"), ""),
]


@pytest.mark.parametrize(("stage", "words"), WARNED)
def test_what_is_said_of_a_stage(stage: dict[str, Any], words: str) -> None:
    found = _warning([stage], "S")
    assert words in found
    assert bool(found) == bool(words)


EARLY = [
    ("consultation", "slotting list"),
    ("comments", "slotting list"),
    ("slotting list", "appeal window"),
    ("appeal window", "hearings"),
    ("hearings", "interviews"),
    ("interviews", "launch"),
    ("interviews", "executive objection"),
    ("hearings", "executive objection"),
    ("consultation", "interviews"),  # by way of the stages between, though none of them stands here
    ("slotting list", "launch"),
]


@pytest.mark.parametrize(("first", "then"), EARLY)
def test_a_stage_that_begins_before_one_it_must_follow_has_ended(first: str, then: str) -> None:
    before = _stage("Before", first, "05/12/2011", "12/12/2011")
    results = _review([_stage("After", then, "09/12/2011", "20/12/2011"), before]).calculate()
    words = "it starts before 'Before' ends on 12 December 2011, which it must follow"
    assert words in _rows(results)["After"]["warning"]
    assert "No stage starts before those it must follow have ended" in results.failed
    in_time = _review([_stage("After", then, "12/12/2011", "20/12/2011"), before]).calculate()
    assert "must follow" not in (_rows(in_time)["After"]["warning"] or "")
    assert "No stage starts before those it must follow have ended" not in in_time.failed


def test_stages_without_an_order_between_them_may_overlap() -> None:
    stages = [_stage("A", "hearings", "14/12/2011"), _stage("B", "executive objection", "14/12/2011", "20/12/2011")]
    assert not _warning(stages, "A") + _warning(stages, "B")


def test_without_a_policy_the_days_are_reckoned_all_the_same_and_that_is_said() -> None:
    results = _review(LEICESTER, []).calculate()
    assert _rows(results)["Appeals"]["working_days"] == 6
    assert any("not checked against a policy: name one in table StageRules" in warning for warning in results.warnings)
    names = results.tables["Checks"].column("check")
    assert "No stage is shorter than the policy's least working days" not in names


def test_a_bodys_own_rules_win_over_the_policy_they_start_from() -> None:
    own = {"policy": "Ours", "stage": "appeal window", "least working days": 10, "source": "Our handbook"}
    stages = [
        _stage("Appeals", "appeal window", "02/12/2011", "09/12/2011"),
        _stage("List", "slotting list", "05/12/2011"),
    ]
    both = _review(stages, [own, {"policy": "Leicester"}]).calculate()
    assert _rows(both)["Appeals"]["warning"] == "it has 6 working days, and the policy requires 10 or more"
    assert _rows(both)["Appeals"]["least_working_days"] == 10
    follows = {"policy": "Ours", "stage": "appeal window", "follows": "Slotting list; comments"}
    assert "must follow" in _warning(stages, "Appeals", rules=[follows])
    assert any(figure.source == "Our handbook" for figure in both.figures_used)


# --- a latest day by months ------------------------------------------------------------------------------------------

PAST = "No stage is held after its latest day, by the months given"


def _within(day: str, months: int = 3, of: str = "Report sent") -> dict[str, Any]:
    return {**_stage("Council", "committee", day), "within months": months, "of stage": of}


# Local Government and Housing Act 1989, section 4(5): at a meeting held not more than three months after copies of the
# report are first sent. Months end on the corresponding date, or on the last day of a shorter month: Dodds v Walker.
@pytest.mark.parametrize(
    ("sent", "months", "latest", "held", "in_time"),
    [
        ("08/12/2011", 3, date(2012, 3, 8), "15/12/2011", True),  # Kent County Council, 15 December 2011, 9(2)(c)
        ("08/12/2011", 3, date(2012, 3, 8), "08/03/2012", True),
        ("08/12/2011", 3, date(2012, 3, 8), "09/03/2012", False),
        ("30/11/2011", 3, date(2012, 2, 29), "01/03/2012", False),
        ("30/09/2011", 4, date(2012, 1, 30), "30/01/2012", True),  # Dodds v Walker [1981] 1 WLR 1027
        ("30/09/2011", 4, date(2012, 1, 30), "31/01/2012", False),
    ],
)
def test_a_stage_has_a_latest_day_by_months(sent: str, months: int, latest: date, held: str, in_time: bool) -> None:
    stages = [_stage("Report sent", "issue", sent, days=3), _within(held, months)]
    results = _review(stages, [], launch="01/06/2012").calculate()
    row = _rows(results)["Council"]
    assert row["latest_day"] == latest
    assert (PAST in results.failed) is not in_time
    assert ("its latest day is" in (row["warning"] or "")) is not in_time
    assert PAST in results.tables["Checks"].column("check")


def test_without_months_there_is_no_latest_day_and_no_check_of_one() -> None:
    results = _review(LEICESTER).calculate()
    assert {row["latest_day"] for row in _rows(results).values()} == {None}
    assert PAST not in results.tables["Checks"].column("check")


# --- what cannot be --------------------------------------------------------------------------------------------------

WRONG: list[tuple[dict[str, Any] | None, list[dict[str, Any]], str]] = [
    (
        _stage("S", "hearings", "15/12/2011", "14/12/2011"), POLICY,
        "table Stages, row 1, column 'ends on': 14 December 2011 lies before the first day, 15 December 2011",
    ),
    (
        _stage("S", "hearings", "14/12/2011", "20/12/2011", 4), POLICY,
        "column 'working days': to 20 December 2011 there are 5, not 4: correct one of the two",
    ),
    (_stage("S", "hearings", "14/12/2011", days=0), POLICY, "column 'working days': 0 working days is out of range"),
    (_stage("S", "hearings", "14/12/2011", days=1001), POLICY, "1001 working days is out of range: give 1 to 1,000"),
    (
        {**_stage("S", "hearings", "14/12/2011"), "within months": 3}, POLICY,
        "column 'of stage': is empty: name the stage that the months run from",
    ),
    (
        {**_stage("S", "hearings", "14/12/2011"), "of stage": "S"}, POLICY,
        "column 'within months': is empty: give the months from 'S'",
    ),
    (
        {**_stage("S", "hearings", "14/12/2011"), "within months": 3, "of stage": "S"}, POLICY,
        "column 'of stage': is the stage itself: name the one that its months run from",
    ),
    (
        {**_stage("S", "hearings", "14/12/2011"), "within months": 49, "of stage": "S"}, POLICY,
        "column 'within months': 49 months is out of range: give 1 to 48",
    ),
    (
        {**_stage("S", "hearings", "14/12/2011"), "within months": 3, "of stage": "Sent"}, POLICY,
        "column 'of stage': 'Sent' is not a stage of table Stages; known: S",
    ),
    (_stage("S", "hearing", "14/12/2011"), POLICY, "column 'kind': 'hearing' is not one of the choices; did you mean"),
    (_stage("S", "hearings", ""), POLICY, "column 'starts on': is empty: it must be filled in"),
    (_stage("S", "hearings", "14/12/1911"), POLICY, "14 December 1911 is out of range: bank holidays are known"),
    (None, POLICY, "table Stages: has no row, and table StageRules has some: give the stages"),
    (
        _stage("S", "hearings", "14/12/2011"), [{"policy": "Leicster"}],
        "column 'policy': 'Leicster' is not a policy of stages in the library; did you mean 'Leicester'?",
    ),
    (
        _stage("S", "hearings", "14/12/2011"), [{"policy": "Ours", "least working days": 5}],
        "table StageRules, row 1, column 'stage': is empty: name the kind of stage that the rule is of",
    ),
    (
        _stage("S", "hearings", "14/12/2011"), [{"policy": "Ours", "stage": "hearings"}],
        "column 'follows': nothing is said of the stage 'hearings': give the stages it follows or its least",
    ),
    (
        _stage("S", "hearings", "14/12/2011"), [{"policy": "Ours", "stage": "hearings", "follows": "appeals window"}],
        "column 'follows': 'appeals window' is not a kind of stage; did you mean 'appeal window'?",
    ),
    (
        _stage("S", "hearings", "14/12/2011"), [{"policy": "Ours", "stage": "hearings", "follows": "hearings"}],
        "column 'follows': 'hearings' would have to follow itself by way of 'hearings': take one of the two out",
    ),
    (
        _stage("S", "hearings", "14/12/2011"),
        [
            {"policy": "Ours", "stage": "hearings", "follows": "interviews"},
            {"policy": "Ours", "stage": "interviews", "follows": "comments; appeal window"},
            {"policy": "Ours", "stage": "appeal window", "follows": "hearings"},
        ],
        "row 2, column 'follows': 'interviews' would have to follow itself by way of 'appeal window'",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("stage", "rules", "words"), WRONG)
def test_what_cannot_be_is_named_with_what_to_do(
    stage: dict[str, Any] | None, rules: list[dict[str, Any]], words: str
) -> None:
    with pytest.raises(InputProblems) as error:
        _review([stage] if stage else [], rules)
    assert words in str(error.value)


# --- working days ----------------------------------------------------------------------------------------------------


def test_working_days_are_those_counted_one_by_one() -> None:
    start = date(2011, 11, 28)
    holidays = bank_holidays(start, date(2012, 6, 30))
    days = [start + timedelta(days=each) for each in range(120)]
    for first in days[:40]:
        count = 0
        for last in days[days.index(first) :]:
            count += last.weekday() < 5 and last not in holidays
            assert working_days(first, last, holidays) == count
            if count and is_working_day(last, holidays):
                assert last_working_day(first, count, holidays) == last


def test_a_stage_that_begins_on_a_day_off_counts_from_the_next_working_day() -> None:
    holidays = bank_holidays(date(2011, 12, 1), date(2012, 1, 31))
    assert next_working_day(date(2011, 12, 24), holidays) == date(2011, 12, 28)
    assert last_working_day(date(2011, 12, 24), 1, holidays) == date(2011, 12, 28)
    assert last_working_day(date(2011, 12, 23), 5, holidays) == date(2012, 1, 3)
    assert working_days(date(2012, 1, 2), date(2012, 1, 1), holidays) == 0


def test_the_order_of_stages_goes_round_in_no_circle() -> None:
    assert all_before("hearings", {"hearings": ("appeal window",), "appeal window": ("hearings",)}) == ["appeal window"]
    assert all_before("other", {}) == []


# GOV.UK, UK bank holidays, England and Wales
GOVERNMENT = {
    2012: ["02/01", "06/04", "09/04", "07/05", "04/06", "05/06", "27/08", "25/12", "26/12"],
    2013: ["01/01", "29/03", "01/04", "06/05", "27/05", "26/08", "25/12", "26/12"],
    2014: ["01/01", "18/04", "21/04", "05/05", "26/05", "25/08", "25/12", "26/12"],
    2015: ["01/01", "03/04", "06/04", "04/05", "25/05", "31/08", "25/12", "28/12"],
    2016: ["01/01", "25/03", "28/03", "02/05", "30/05", "29/08", "26/12", "27/12"],
    2017: ["02/01", "14/04", "17/04", "01/05", "29/05", "28/08", "25/12", "26/12"],
    2018: ["01/01", "30/03", "02/04", "07/05", "28/05", "27/08", "25/12", "26/12"],
    2019: ["01/01", "19/04", "22/04", "06/05", "27/05", "26/08", "25/12", "26/12"],
    2020: ["01/01", "10/04", "13/04", "08/05", "25/05", "31/08", "25/12", "28/12"],
    2021: ["01/01", "02/04", "05/04", "03/05", "31/05", "30/08", "27/12", "28/12"],
    2022: ["03/01", "15/04", "18/04", "02/05", "02/06", "03/06", "29/08", "19/09", "26/12", "27/12"],
    2023: ["02/01", "07/04", "10/04", "01/05", "08/05", "29/05", "28/08", "25/12", "26/12"],
    2024: ["01/01", "29/03", "01/04", "06/05", "27/05", "26/08", "25/12", "26/12"],
    2025: ["01/01", "18/04", "21/04", "05/05", "26/05", "25/08", "25/12", "26/12"],
}


@pytest.mark.parametrize("year", GOVERNMENT)
def test_the_bank_holidays_are_those_of_the_government(year: int) -> None:
    found = [day for day in bank_holidays(date(year, 1, 1), date(year, 12, 31)) if day.weekday() < 5]
    assert [f"{day:%d/%m}" for day in found] == GOVERNMENT[year]


def test_the_bank_holidays_are_those_that_others_reckon() -> None:
    """Of the first years that package lacks two proclaimed days and a day that was moved."""
    first, last = bank_holiday_years()
    theirs = set(holidays.country_holidays("GB", subdiv="ENG", years=range(first, last + 1)))
    ours = set(bank_holidays(date(first, 1, 1), date(last, 12, 31)))
    assert (first, last) == (1972, 2100)
    assert sorted(theirs - ours) == [date(1977, 5, 30)]
    assert sorted(ours - theirs) == [date(1973, 11, 14), date(1974, 1, 1), date(1977, 6, 6)]


def test_a_day_that_is_proclaimed_comes_from_a_folder_of_ones_own(tmp_path: Path) -> None:
    (tmp_path / "holidays").mkdir()
    (tmp_path / "holidays" / "bank_holidays.csv").write_text(
        "effective_from,effective_to,holiday,falls_on,substitute,status,source\n"
        "2027-06-14,2027-06-14,A jubilee,14 June,no,confirmed,Royal proclamation\n"
        "2027-01-01,2027-12-31,Spring bank holiday,7 June,no,confirmed,Royal proclamation\n",
        encoding="utf-8",
    )
    assert check_folder(tmp_path) == []
    with using_data(str(tmp_path)):
        found = bank_holidays(date(2027, 5, 15), date(2027, 6, 30))
    assert found == {date(2027, 6, 7): "Spring bank holiday", date(2027, 6, 14): "A jubilee"}
    assert bank_holidays(date(2027, 5, 15), date(2027, 6, 30)) == {date(2027, 5, 31): "Spring bank holiday"}


@pytest.mark.parametrize(("rule", "words"), [("the Monday after", "not a rule for a day"), ("1 Mai", "not a month")])
def test_a_rule_that_cannot_be_read_is_refused(rule: str, words: str, tmp_path: Path) -> None:
    (tmp_path / "holidays").mkdir()
    (tmp_path / "holidays" / "bank_holidays.csv").write_text(
        "effective_from,effective_to,holiday,falls_on,substitute,status,source\n"
        f"2027-01-01,2027-12-31,A day,{rule},no,confirmed,Royal proclamation\n",
        encoding="utf-8",
    )
    [problem] = check_folder(tmp_path)
    assert words in str(problem)


# --- in a workbook ---------------------------------------------------------------------------------------------------


def test_a_workbook_of_it_holds_the_same_and_is_read_again(
    tmp_path: Path, libreoffice_convert: Callable[..., Path]
) -> None:
    results = _review(LEICESTER).calculate()
    path = tmp_path / "timetable.xlsx"
    results.save(path)
    again = open_review(path).calculate()
    assert json.dumps(again.to_dict()["parts"], default=str) == json.dumps(results.to_dict()["parts"], default=str)
    converted = load_workbook(libreoffice_convert(path), data_only=True)
    rows = rows_of(converted, "Timetable")
    assert [(row["stage"], row["working days"], row["warning"]) for row in rows] == [
        (row["stage"], row["working_days"], row["warning"]) for row in _rows(results).values()
    ]
    assert rows[-1]["first day"].date() == date(2012, 1, 2)
    cells = [cell for sheet in converted.worksheets for row in sheet.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "e"]


def test_two_rules_of_ones_own_for_one_kind_of_stage_are_refused() -> None:
    rules = [
        {"policy": "own", "stage": "consultation", "least working days": 10},
        {"policy": "other", "stage": "consultation", "least working days": 5},
    ]
    with pytest.raises(InputProblems, match=r"'consultation' already has a rule in row 1 \(own\): delete one of them"):
        _review([_stage("talks", "consultation", "02/01/2012", "10/01/2012")], rules)
