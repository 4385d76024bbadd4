"""The tables of job sizes: the questionnaire as a form, staff by grade, the panel's scores and the grade table."""

from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator

from payband.errors import WrongInput
from payband.review.answers import PERCENT, TEXT, WHOLE, YES_NO, AnswerTable, Form, _column
from payband.review.inputs.fields import Day, Text, Whole, YesNo
from payband.review.inputs.input_table import InputRow, InputTable, column
from payband.review.parts.registry import Part
from payband.units import ratio_from

__all__ = [
    "FORM",
    "FORMS",
    "GRADES",
    "MISSING",
    "PART",
    "PROFILES",
    "QUESTIONS",
    "SCORES",
    "SIZES",
    "STAFF",
    "STAFF_BY_GRADE",
    "JobFormRow",
    "JobQuestionRow",
    "JobScoreRow",
    "JobStaffRow",
]

_MOST_STAFF = 100_000


def _staff(value: Any) -> Decimal:
    """Full-time equivalents of any number of people, to two decimals."""
    fte = ratio_from(value, "the FTE")
    if not 0 < fte <= _MOST_STAFF:
        raise WrongInput(f"{value} FTE is out of range: give more than 0 and at most {_MOST_STAFF:,}")
    hundredths = fte * 100
    if hundredths.denominator != 1:
        raise WrongInput(f"{value} FTE has more than two decimals: give two at most, such as 12.67")
    return Decimal(hundredths.numerator).scaleb(-2)


Staff = Annotated[Decimal, BeforeValidator(_staff)]
FTE = Form("fte", "FTE", lambda hundredths: Decimal(hundredths).scaleb(-2))


class JobFormRow(InputRow):
    """One job to be sized, and the questionnaire that its form follows."""

    job: Text = column("job", "name", "A post, not a person")
    questionnaire: Text = column(
        "questionnaire",
        "name",
        "Of the library, such as SCCOG 2012; empty for scores alone",
        default="",
        names="questionnaire",
    )
    form_date: Day | None = column("form date", "date", "The day the form came back", default=None)
    note: Text = column("note", "text", default="")


class JobQuestionRow(InputRow):
    """One question of a job's form; without an answer it is listed as missing."""

    job: Text = column("job", "name", "A job of table JobForms", names="job")
    section: Text = column("section", "name", "A section of the questionnaire", names="section")
    item: Text = column("item", "name", "A question of that section", names="question")
    answer: Text = column("answer", "text", "Write 'none' where there is nothing to say; empty is missing", default="")
    note: Text = column("note", "text", default="")


class JobStaffRow(InputRow):
    """Staff of a job's organisation in one grade; rows of the same grade are added up."""

    job: Text = column("job", "name", "A job of table JobForms", names="job")
    grade: Text = column("staff grade", "name")
    fte: Staff = column("FTE", "FTE", "Full-time equivalents of all staff in the grade")
    partner: YesNo = column(
        "partner's staff", "yes / no", "yes for staff whom a partner employs", choices=("yes", "no"), default=False
    )


class JobScoreRow(InputRow):
    """What the panel scored a job at."""

    job: Text = column("job", "name", "A job of table JobForms", names="job")
    know_how: Whole = column("know-how", "number")
    problem_solving: Whole = column("problem solving", "number")
    accountability: Whole = column("accountability", "number")
    additional: Whole = column("additional", "number", "Additional elements, where the body counts them", default=0)
    panel_date: Day | None = column("panel date", "date", default=None)


class HayGradeRow(InputRow):
    """One grade of the body's own table of points, lowest first."""

    grade: Text = column("Hay grade", "name")
    points: Whole = column("points from", "number", "The least points of the grade")
    source: Text = column("source", "text", "The document that states the table", default="")


FORMS = InputTable("JobForms", "Job forms", JobFormRow, ("job",), optional=True)
QUESTIONS = InputTable("JobQuestions", "Job questions", JobQuestionRow, ("item", "job", "section"), optional=True)
STAFF = InputTable("JobStaff", "Job staff", JobStaffRow, optional=True)
SCORES = InputTable("JobScores", "Job scores", JobScoreRow, ("job",), optional=True)
GRADES = InputTable("HayGrades", "Hay grades", HayGradeRow, ("Hay grade",), optional=True)

SIZES = AnswerTable(
    "JobSizes",
    "Job sizes",
    (
        _column("job", TEXT),
        _column("know-how", WHOLE, unit="points"),
        _column("problem solving", WHOLE, unit="points"),
        _column("accountability", WHOLE, unit="points"),
        _column("additional", WHOLE, unit="points"),
        _column("total", WHOLE, unit="points"),
        _column("Hay grade", TEXT, key="grade"),
        _column("above its start", WHOLE, unit="points"),
        _column("steps above", WHOLE, unit="rises of 15% from the start"),
        _column("to next grade", WHOLE, unit="points"),
        _column("steps to next", WHOLE, unit="rises of 15% to reach it"),
        _column("why", TEXT),
    ),
    "A job: the panel's scores, their total, and where it lies in the grade table",
)
_OF_THE_THREE = "% of the three scores"
PROFILES = AnswerTable(
    "JobProfiles",
    "Job profiles",
    (
        _column("job", TEXT),
        _column("problem solving", PERCENT, unit="% of know-how"),
        _column("know-how in profile", PERCENT, unit=_OF_THE_THREE),
        _column("problem solving in profile", PERCENT, unit=_OF_THE_THREE),
        _column("accountability in profile", PERCENT, unit=_OF_THE_THREE),
        _column("profile", TEXT, unit="numbers of the method apart"),
    ),
    "A scored job: how know-how, problem solving and accountability compare",
)
FORM = AnswerTable(
    "JobForm",
    "Job form",
    (
        _column("job", TEXT),
        _column("section", TEXT),
        _column("item", TEXT),
        _column("answered", YES_NO),
        _column("answer", TEXT),
        _column("note", TEXT),
    ),
    "A question of a job's form, with its answer",
)
MISSING = AnswerTable(
    "JobMissing",
    "Job missing",
    (
        _column("job", TEXT),
        _column("section", TEXT),
        _column("questions", WHOLE),
        _column("answered", WHOLE, unit="questions"),
        _column("missing", WHOLE, unit="questions"),
        _column("what is missing", TEXT),
    ),
    "A section of a job's form: how many questions are answered, and which are not",
)
STAFF_BY_GRADE = AnswerTable(
    "JobStaffByGrade",
    "Job staff by grade",
    (
        _column("job", TEXT),
        _column("staff grade", TEXT),
        _column("own staff", FTE),
        _column("partners' staff", FTE, key="partners_staff"),
        _column("all staff", FTE),
    ),
    "Staff of a job's organisation by grade, and in all",
)

PART = Part(
    "job sizes",
    "how large jobs are by the Hay method: the questionnaire, the panel's scores and the grade",
    (FORMS, QUESTIONS, STAFF, SCORES, GRADES),
    (SIZES, PROFILES, FORM, MISSING, STAFF_BY_GRADE),
    "payband.review.parts.job_sizes",
)
