"""Job sizes by the Hay method: the questionnaire as a form, what it lacks, staff by grade, points, grades and dates."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import payband
from payband import library
from payband.data_schema import check_folder
from payband.errors import InputProblems
from payband.library.questionnaires import questionnaire, questionnaire_stages
from payband.review.results import Results
from tests.support.part_workbooks import assert_the_same_in_a_workbook
from tests.support.workbooks import only, small_review

SCCOG = "SCCOG 2012"
JOB = "Chief Executive"
HAY = {"job": JOB, "know-how": 460, "problem solving": 230, "accountability": 132}
GRADES = [("CE 1", 700), ("CE 2", 830), ("CE 3", 1000)]
TABLES = ("JobSizes", "JobProfiles", "JobForm", "JobMissing", "JobStaffByGrade")


def _review(**more: list[dict[str, Any]]) -> payband.Review:
    tables = {"JobForms": [{"job": JOB}], **more}
    return payband.Review(**small_review(more={name: rows for name, rows in tables.items() if rows}))


def _answer(results: Results, table: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = results.to_dict()["parts"][table]
    return rows


def _sized(**scores: Any) -> dict[str, Any]:
    grades = [{"Hay grade": grade, "points from": points} for grade, points in GRADES]
    results = _review(JobScores=[{**HAY, **scores}], HayGrades=grades).calculate()
    return only(_answer(results, "JobSizes"), job=JOB) | only(_answer(results, "JobProfiles"), job=JOB)


# --- the published example -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("additional", "total"), [(None, 822), (0, 822), (33, 855)])
def test_the_published_example(additional: int | None, total: int) -> None:
    """People Centre, Hay notes: 460 + 230 + 132 = 822; with working conditions 855; 230 is 50% of 460."""
    row = _sized(additional=additional)
    assert row["total"] == total
    assert row["problem_solving"] == Decimal("0.5")
    # The three as shares of the three, by hand: 460/822 = 55.96%, 230/822 = 27.98%, 132/822 = 16.06%.
    shares = (row["know_how_in_profile"], row["problem_solving_in_profile"], row["accountability_in_profile"])
    assert shares == (Decimal("0.5596"), Decimal("0.2798"), Decimal("0.1606"))
    # 132, 152, 175, 200, 230: four numbers apart. The usual short name of it is nobody's confirmed figure.
    assert row["profile"] == "problem solving 4 numbers above accountability"
    assert "P4" not in str(row)


@pytest.mark.parametrize(
    ("problem_solving", "accountability", "words"),
    [
        (230, 230, "problem solving and accountability level"),
        (200, 230, "accountability 1 number above problem solving"),
        (230, 200, "problem solving 1 number above accountability"),
        (132, 230, "accountability 4 numbers above problem solving"),
    ],
)
def test_the_profile_in_plain_words(problem_solving: int, accountability: int, words: str) -> None:
    row = _sized(**{"problem solving": problem_solving, "accountability": accountability})
    assert row["profile"] == words


# scores and additional points, grade, points above its start, to the next, steps above, steps to the next
PLACES = [
    (0, "CE 1", 122, 8, 2, 1),  # 700 x 1.15 = 805 and x 1.15 again 925.75; 822 x 1.15 = 945.3
    (7, "CE 1", 129, 1, 2, 1),
    (8, "CE 2", 0, 170, 0, 2),  # on the boundary; 830 x 1.15 = 954.5, x 1.15 again 1,097.7
    (177, "CE 2", 169, 1, 2, 1),
    (178, "CE 3", 0, None, 0, None),
]


@pytest.mark.parametrize(("additional", "grade", "above", "to_next", "steps_above", "steps_to_next"), PLACES)
def test_how_far_the_boundaries_are(
    additional: int, grade: str, above: int, to_next: int | None, steps_above: int, steps_to_next: int | None
) -> None:
    row = _sized(additional=additional)
    assert (row["grade"], row["above_its_start"], row["to_next_grade"]) == (grade, above, to_next)
    assert (row["steps_above"], row["steps_to_next"]) == (steps_above, steps_to_next)


def test_a_total_below_the_lowest_grade_has_no_grade_and_fails_a_check() -> None:
    results = _review(JobScores=[HAY], HayGrades=[{"Hay grade": "CE 1", "points from": 823}]).calculate()
    row = only(_answer(results, "JobSizes"), job=JOB)
    assert (row["total"], row["grade"], row["to_next_grade"]) == (822, None, None)
    assert row["why"] == "822 points lie below CE 1, the lowest grade, which begins at 823"
    assert results.failed == ["Every scored job has a grade"]


def test_no_grade_table_no_grade_and_no_score_no_total() -> None:
    results = _review(JobForms=[{"job": JOB}, {"job": "Director"}], JobScores=[HAY]).calculate()
    rows = _answer(results, "JobSizes")
    assert [(row["total"], row["grade"], row["why"]) for row in rows] == [
        (822, None, "no grade: table HayGrades has no row"),
        (None, None, "not scored yet"),
    ]
    assert [row["job"] for row in _answer(results, "JobProfiles")] == [JOB]
    assert not results.failed


def test_no_guide_chart_is_shipped() -> None:
    kinds = set(library.rows_of("hay/steps.csv")[0].values)
    assert kinds == {"effective_from", "effective_to", "step", "status", "source"}
    folder = Path(library.BUILT_IN) / "hay"
    assert [path.name for path in folder.iterdir()] == ["steps.csv"]


# --- the form ------------------------------------------------------------------------------------------------------

SECTIONS = [
    "purpose",
    "dimensions",
    "principal accountabilities",
    "knowledge, skills and experience",
    "organisation",
    "context",
    "additional information",
]


def test_the_sections_and_dimensions_of_the_circular() -> None:
    """SCCOG circular 4/2012: seven sections; the dimensions; forms by the end of December, panels in January."""
    questions = questionnaire(SCCOG)
    assert list(dict.fromkeys(each.section for each in questions)) == SECTIONS
    assert [each.item for each in questions if each.section == "dimensions"] == [
        "population",
        "prisons and approved premises",
        "youth offending teams (YOTs)",
        "annual caseload",
        "offender profile",
        "NOMS budget",
        "generated income",
        "staff FTE, partners included",
        "other contracts",
        "turnover",
    ]
    stages = questionnaire_stages(SCCOG)
    assert {name: (str(stage.first_on), str(stage.last_on)) for name, stage in stages.items()} == {
        "form": ("None", "2012-12-31"),
        "panel": ("2013-01-01", "2013-01-31"),
    }


def _form(day: str | None = "20/12/2012") -> list[dict[str, Any]]:
    return [{"job": JOB, "questionnaire": SCCOG, "form date": day}]


def _question(section: str, item: str, answer: str | None = "so it is") -> dict[str, Any]:
    return {"job": JOB, "section": section, "item": item, "answer": answer}


def _all_questions() -> list[dict[str, Any]]:
    return [_question(each.section, each.item) for each in questionnaire(SCCOG)]


def test_an_empty_form_lacks_everything() -> None:
    results = _review(JobForms=_form()).calculate()
    missing = _answer(results, "JobMissing")
    assert [(row["section"], row["questions"], row["missing"]) for row in missing] == [
        (section, 10 if section == "dimensions" else 1, 10 if section == "dimensions" else 1) for section in SECTIONS
    ]
    assert not any(row["answered"] for row in _answer(results, "JobForm"))
    assert f"Job sizes: the form of {JOB} lacks 16 answers: table JobMissing" in results.warnings
    assert not results.failed  # a form may stay open until the panel sits


def test_a_job_is_not_scored_on_half_a_form() -> None:
    results = _review(JobForms=_form(), JobQuestions=_all_questions()[1:], JobScores=[HAY]).calculate()
    assert results.failed == ["Every scored job has a complete form"]
    check = only(results.to_dict()["checks"], check=results.failed[0])
    assert (check["found"], check["detail"]) == ("1 incomplete", f"{JOB}: 1 question missing")
    whole = _review(JobForms=_form(), JobQuestions=_all_questions(), JobScores=[HAY]).calculate()
    assert not whole.failed
    assert not any("form" in each for each in whole.warnings)


def test_what_is_missing_is_listed_by_section() -> None:
    answered = [each for each in _all_questions() if each["item"] not in ("turnover", "NOMS budget", "context")]
    answered.append(_question("CONTEXT", "Context", None))
    results = _review(JobForms=_form(), JobQuestions=answered).calculate()
    lacking = {row["section"]: row["what_is_missing"] for row in _answer(results, "JobMissing") if row["missing"]}
    assert lacking == {"dimensions": "NOMS budget; turnover", "context": "context"}
    assert only(_answer(results, "JobForm"), item="turnover")["answer"] == "missing"


def test_staff_by_grade_are_totalled_and_answer_the_organisation() -> None:
    staff: list[dict[str, Any]] = [
        {"job": JOB, "staff grade": "Probation officer", "FTE": 120.5},
        {"job": JOB, "staff grade": "probation officer", "FTE": "4.25", "partner's staff": "yes"},
        {"job": JOB, "staff grade": "Manager", "FTE": 21},
    ]
    questions = [each for each in _all_questions() if each["section"] != "organisation" and "FTE" not in each["item"]]
    results = _review(JobForms=_form(), JobQuestions=questions, JobStaff=staff, JobScores=[HAY]).calculate()
    rows = [tuple(row.values())[1:] for row in _answer(results, "JobStaffByGrade")]
    assert rows == [
        ("Probation officer", Decimal("120.50"), Decimal("4.25"), Decimal("124.75")),
        ("Manager", Decimal(21), Decimal(0), Decimal(21)),
        ("all grades", Decimal("141.50"), Decimal("4.25"), Decimal("145.75")),
    ]
    form = {row["item"]: row["answer"] for row in _answer(results, "JobForm")}
    assert form["staff in FTE by grade"] == "145.75 FTE in 2 grades: table JobStaff"
    assert form["staff FTE, partners included"] == "145.75 FTE: table JobStaff"
    assert not results.failed


@pytest.mark.parametrize(
    ("stated", "passed"), [("145.75", True), ("145.75 FTE", True), ("1,000", False), ("145.7", False)]
)
def test_staff_that_the_form_states_are_held_against_the_list(stated: str, passed: bool) -> None:
    questions = [
        {**each, "answer": stated} if each["item"] == "staff FTE, partners included" else each
        for each in _all_questions()
    ]
    staff = [{"job": JOB, "staff grade": "All", "FTE": 145.75}]
    results = _review(JobForms=_form(), JobQuestions=questions, JobStaff=staff).calculate()
    check = only(results.to_dict()["checks"], check=f"Staff of the form are the staff by grade: {JOB}")
    assert (check["expected"], check["passed"]) == ("145.75 FTE", passed)


@pytest.mark.parametrize(
    ("form", "panel", "late"),
    [
        ("31/12/2012", "01/01/2013", []),
        ("31/12/2012", "31/01/2013", []),
        ("01/01/2013", "31/01/2013", ["Form"]),
        ("20/12/2012", "31/12/2012", ["Panel"]),
        ("20/12/2012", "01/02/2013", ["Panel"]),
        (None, None, []),
    ],
)
def test_the_dates_of_the_circular(form: str | None, panel: str | None, late: list[str]) -> None:
    scores = [{**HAY, "panel date": panel}]
    review = {"settings": {"implementation date": "01/02/2013", "price base": "2012-13"}}
    more = {"JobForms": _form(form), "JobQuestions": _all_questions(), "JobScores": scores}
    results = payband.Review(**small_review(**review, spines=[], grades=_GRADE, more=more)).calculate()
    assert results.failed == [f"{what} in time: {JOB}" for what in late]
    kept = [check for check in results.to_dict()["checks"] if " in time: " in check["check"]]
    assert len(kept) == (2 if form else 0)


_GRADE = [{"grade": "Officer", "bottom salary": 20_000, "top salary": 25_000}]


def test_another_scheme_is_new_rows(tmp_path: Path) -> None:
    folder = tmp_path / "policies" / "ours"
    folder.mkdir(parents=True)
    rows = "effective_from,effective_to,body,questionnaire,section,item,answered_with,status,source\n"
    rows += "2025-04-01,2026-03-31,Ours,Our form,the job,what it is for,text,confirmed,Our handbook\n"
    (folder / "questionnaire.csv").write_text(rows, encoding="utf-8")
    with library.using_data(str(tmp_path)):
        results = _review(JobForms=[{"job": JOB, "questionnaire": "our form"}]).calculate()
    assert [(row["section"], row["item"]) for row in _answer(results, "JobForm")] == [("the job", "what it is for")]
    assert any(figure.name == "questionnaire Our form" for figure in results.figures_used)


_DATED = "2025-04-01,2026-03-31,Ours,Our form,"


@pytest.mark.parametrize(
    ("name", "heading", "row", "words"),
    [
        (
            "questionnaire",
            "section,item,answered_with",
            "the job,what for,txt",
            "'txt' is not known here; did you mean",
        ),
        ("questionnaire", "section,item,answered_with", ",what for,text", "this is empty: fill it in"),
        ("form_dates", "stage,first_on,last_on", "pannel,,2025-12-31", "'pannel' is not known here; did you mean"),
        ("form_dates", "stage,first_on,last_on", "panel,2026-01-01,2025-12-31", "put first_on and last_on in order"),
    ],
)
def test_a_mistake_in_a_bodys_own_form_is_named(tmp_path: Path, name: str, heading: str, row: str, words: str) -> None:
    folder = tmp_path / "policies" / "ours"
    folder.mkdir(parents=True)
    columns = f"effective_from,effective_to,body,questionnaire,{heading},status,source"
    (folder / f"{name}.csv").write_text(f"{columns}\n{_DATED}{row},confirmed,Our handbook\n", encoding="utf-8")
    [problem] = check_folder(tmp_path)
    assert words in str(problem)
    assert f"policies/ours/{name}.csv, row 2" in str(problem)


# --- what cannot be ------------------------------------------------------------------------------------------------

WRONG: list[tuple[str, dict[str, Any], str]] = [
    (
        "a score off the steps",
        {"JobScores": [{**HAY, "know-how": 450}]},
        "table JobScores, row 1, column 'know-how': know-how is 450, which is not a number of the method: it should be "
        "400 or 460",
    ),
    (
        "a score below the steps",
        {"JobScores": [{**HAY, "accountability": 49}]},
        "column 'accountability': accountability is 49, which is not a number of the method: it should be 50",
    ),
    (
        "a score above the steps",
        {"JobScores": [{**HAY, "problem solving": 1401}]},
        "column 'problem solving': problem solving is 1401, which is not a number of the method: it should be 1400",
    ),
    (
        "a job unknown",
        {"JobScores": [{**HAY, "job": "Chief Executiv"}]},
        "table JobScores, row 1, column 'job': 'Chief Executiv' is not in table JobForms; did you mean 'Chief "
        "Executive'?",
    ),
    (
        "no job at all",
        {"JobForms": [], "JobScores": [HAY]},
        "'Chief Executive' is not in table JobForms; add a row for each job",
    ),
    (
        "a questionnaire unknown",
        {"JobForms": [{"job": JOB, "questionnaire": "SCOG 2012"}]},
        "table JobForms, row 1, column 'questionnaire': 'SCOG 2012' is not a questionnaire in the library; did you "
        "mean 'SCCOG 2012'?",
    ),
    (
        "a questionnaire of another time",
        {"JobForms": _form("01/04/2013")},
        "column 'questionnaire': questionnaire SCCOG 2012 on 1 April 2013 was asked for but is known to 31 March 2013 "
        "only",
    ),
    (
        "a section unknown",
        {"JobForms": _form(), "JobQuestions": [_question("dimension", "turnover")]},
        "table JobQuestions, row 1, column 'section': 'dimension' is not a section of SCCOG 2012; did you mean "
        "'dimensions'?",
    ),
    (
        "a question unknown",
        {"JobForms": _form(), "JobQuestions": [_question("dimensions", "turnovers")]},
        "column 'item': 'turnovers' is not a question of SCCOG 2012, dimensions; did you mean 'turnover'?",
    ),
    (
        "questions without a questionnaire",
        {"JobQuestions": [_question("dimensions", "turnover")]},
        "column 'item': Chief Executive names no questionnaire in table JobForms: name one there, such as SCCOG 2012",
    ),
    (
        "a question twice",
        {"JobForms": _form(), "JobQuestions": [_question("dimensions", "turnover")] * 2},
        "row 2, column 'item': the item 'turnover, Chief Executive, dimensions' is already in row 1: delete one of the "
        "two rows",
    ),
    (
        "staff of nothing",
        {"JobStaff": [{"job": JOB, "staff grade": "A", "FTE": 0}]},
        "table JobStaff, row 1, column 'FTE': 0 FTE is out of range: give more than 0 and at most 100,000",
    ),
    (
        "staff too finely cut",
        {"JobStaff": [{"job": JOB, "staff grade": "A", "FTE": "1/3"}]},
        "column 'FTE': 1/3 FTE has more than two decimals: give two at most, such as 12.67",
    ),
    (
        "a grade table that falls",
        {"HayGrades": [{"Hay grade": "B", "points from": 900}, {"Hay grade": "A", "points from": 700}]},
        "table HayGrades, column 'points from': the grade table does not rise: A begins at 700 points and B at 900; "
        "put the lowest grade first",
    ),
]


@pytest.mark.parametrize(("given", "words"), [pytest.param(*case[1:], id=case[0]) for case in WRONG])
def test_what_cannot_be_is_named_with_what_to_do(given: dict[str, Any], words: str) -> None:
    with pytest.raises(InputProblems) as error:
        _review(**given)
    assert words in str(error.value)


# --- in a workbook -------------------------------------------------------------------------------------------------


def test_a_workbook_of_it_holds_the_same_and_is_read_again(
    tmp_path: Path, libreoffice_convert: Callable[..., Path]
) -> None:
    staff = [{"job": JOB, "staff grade": "Manager", "FTE": 12.5}]
    results = _review(
        JobForms=[*_form(), {"job": "Director"}],
        JobQuestions=_all_questions()[3:],
        JobStaff=staff,
        JobScores=[{**HAY, "panel date": "15/01/2013"}],
        HayGrades=[{"Hay grade": grade, "points from": points} for grade, points in GRADES],
    ).calculate()
    assert_the_same_in_a_workbook(results, TABLES, tmp_path / "jobs.xlsx", libreoffice_convert)
