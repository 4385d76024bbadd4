"""The answers of job sizes: what a form lacks, staff by grade, each job's points and grade, and the dates kept."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from payband import library
from payband.calendar import date_text
from payband.errors import PaybandError, Problem, WrongInput, nearest_name
from payband.library import Figure
from payband.library.questionnaires import (
    STAFF_BY_GRADE,
    STAFF_IN_ALL,
    Question,
    Stage,
    questionnaire,
    questionnaire_stages,
)
from payband.review.answers import AnswerRows
from payband.review.check import Check
from payband.review.inputs.input_table import InputTable
from payband.review.inputs.inputs import Inputs
from payband.review.parts.answering import Calculated, PartAnswer
from payband.review.parts.tables import job_sizes as tables
from payband.review.parts.tables.job_sizes import JobFormRow, JobQuestionRow, JobScoreRow, JobStaffRow
from payband.rules.pay.hay import check_score, grade_of, problem_solving_share, profile, steps_between, total_of
from payband.rules.shares import share_of
from payband.units import counted, ratio_from

__all__ = ["PROBLEMS", "answer"]

_SCORES = ("know-how", "problem solving", "accountability")
_ALL_STAFF = "all grades"


def _same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()


class _Job:
    """A job with its form, its staff and its scores."""

    def __init__(self, inputs: Inputs, form: JobFormRow) -> None:
        def of_job(table: InputTable) -> list[Any]:
            return [row for row in inputs.rows_of(table.name) if _same(row.job, form.job)]

        self.name = form.job
        self.form = form
        self.answers: list[JobQuestionRow] = of_job(tables.QUESTIONS)
        self.staff: list[JobStaffRow] = of_job(tables.STAFF)
        scores: list[JobScoreRow] = of_job(tables.SCORES)
        self.scores = scores[0] if scores else None
        self.panel_date = self.scores.panel_date if self.scores else None
        self.on: date = form.form_date or self.panel_date or inputs.settings.implementation_date

    def questions(self) -> list[Question]:
        """The questions of its questionnaire, none where the job has none."""
        return questionnaire(self.form.questionnaire, self.on) if self.form.questionnaire else []

    def stages(self) -> dict[str, Stage]:
        """When the form and the panel are to be."""
        return questionnaire_stages(self.form.questionnaire, self.on) if self.form.questionnaire else {}

    def fte(self, grade: str = "", *, partner: bool | None = None) -> int:
        """Hundredths of FTE in a grade, or in all grades; of one's own or partners' staff, or of both."""
        return sum(
            int(row.fte * 100)
            for row in self.staff
            if (not grade or _same(row.grade, grade)) and partner in (None, row.partner)
        )

    def answer_to(self, question: Question) -> tuple[str, str]:
        """The answer and the note to a question; an empty answer where it is missing."""
        rows = [row for row in self.answers if _same(row.section, question.section) and _same(row.item, question.item)]
        answer, note = (rows[0].answer, rows[0].note) if rows else ("", "")
        if self.staff and question.answered_with == STAFF_BY_GRADE:
            grades = {row.grade.casefold() for row in self.staff}
            listed = f"{_fte_text(self.fte())} in {counted(len(grades), 'grade')}: table {tables.STAFF.name}"
            answer = f"{answer}; {listed}" if answer else listed
        if self.staff and question.answered_with == STAFF_IN_ALL and not answer:
            answer = f"{_fte_text(self.fte())}: table {tables.STAFF.name}"
        return answer, note

    def missing(self) -> list[Question]:
        """The questions without an answer."""
        return [question for question in self.questions() if not self.answer_to(question)[0]]


def _fte_text(hundredths: int) -> str:
    return f"{tables.FTE.give(hundredths).normalize():,f} FTE"


def _jobs(inputs: Inputs) -> list[_Job]:
    return [_Job(inputs, row) for row in inputs.rows_of(tables.FORMS.name)]


def _grade_table(inputs: Inputs) -> tuple[tuple[str, int], ...]:
    return tuple((row.grade, row.points) for row in inputs.rows_of(tables.GRADES.name))


# --- what must hold ------------------------------------------------------------------------------------------------


def _questions(inputs: Inputs) -> Iterator[Problem]:
    """Questionnaires and questions that nobody knows."""
    for job in _jobs(inputs):
        try:
            questions = job.questions()
        except PaybandError as error:
            yield _at(tables.FORMS, job.form, "questionnaire", str(error))
            continue
        for row in job.answers:
            yield from _unknown_question(job, row, questions)


def _scores(inputs: Inputs) -> Iterator[Problem]:
    """Scores that are not among the method's numbers."""
    for row in inputs.readable_rows(tables.SCORES.name):
        for what, score in zip(_SCORES, (row.know_how, row.problem_solving, row.accountability), strict=True):
            try:
                check_score(score, what)
            except WrongInput as error:
                yield _at(tables.SCORES, row, what, str(error))


def _rising(inputs: Inputs) -> Iterator[Problem]:
    """A grade table that does not rise."""
    grades = _grade_table(inputs)
    try:
        if grades:
            grade_of(max(points for _, points in grades), grades)
    except WrongInput as error:
        yield Problem(str(error), sheet=tables.GRADES.sheet, table=tables.GRADES.name, column="points from")


PROBLEMS = (_questions, _scores, _rising)


def _at(table: InputTable, row: Any, column: str, message: str) -> Problem:
    return Problem(message, sheet=table.sheet, table=table.name, row=row.row, column=column)


def _unknown_question(job: _Job, row: JobQuestionRow, questions: list[Question]) -> Iterator[Problem]:
    form = job.form.questionnaire
    if not questions:
        message = f"{job.name} names no questionnaire in table {tables.FORMS.name}: name one there, such as SCCOG 2012"
        yield _at(tables.QUESTIONS, row, "item", message)
        return
    items = [each.item for each in questions if _same(each.section, row.section)]
    if not items:
        sections = dict.fromkeys(each.section for each in questions)
        message = f"'{row.section}' is not a section of {form}; {nearest_name(row.section, sections)}"
        yield _at(tables.QUESTIONS, row, "section", message)
    elif not any(_same(item, row.item) for item in items):
        message = f"'{row.item}' is not a question of {form}, {row.section}; {nearest_name(row.item, items)}"
        yield _at(tables.QUESTIONS, row, "item", message)


# --- the answers ---------------------------------------------------------------------------------------------------


def answer(calculated: Calculated) -> PartAnswer:
    """Each job's form, staff, points and grade, what is missing, and whether the dates were kept."""
    inputs = calculated.inputs
    jobs = _jobs(inputs)
    grades = _grade_table(inputs)
    for row in inputs.rows_of(tables.GRADES.name):
        figure = Figure(f"Hay grade {row.grade}", f"from {row.points} points", None, None, "given", row.source, "")
        library.note_figure(figure._replace(file=f"table {tables.GRADES.name}"))
    sizes = [_size(job, grades) for job in jobs]
    found = (
        AnswerRows(tables.SIZES, sizes),
        AnswerRows(tables.PROFILES, [row for job in jobs for row in _profile_rows(job)]),
        AnswerRows(tables.FORM, [row for job in jobs for row in _form_rows(job)]),
        AnswerRows(tables.MISSING, [row for job in jobs for row in _missing_rows(job)]),
        AnswerRows(tables.STAFF_BY_GRADE, [row for job in jobs for row in _staff_rows(job)]),
    )
    summary = [("Job sizes", job.name, _in_words(job, size), "text") for job, size in zip(jobs, sizes, strict=True)]
    warnings = [
        f"Job sizes: the form of {job.name} lacks {counted(len(job.missing()), 'answer')}: table {tables.MISSING.name}"
        for job in jobs
        if job.missing()
    ]
    return PartAnswer(found, checks=list(_checks(jobs, sizes, bool(grades))), warnings=warnings, summary=summary)


class _Size(NamedTuple):
    """The points of a job and its grade: a row of the answer table; None where it is not scored or has no grade."""

    job: str
    know_how: int | None = None
    problem_solving: int | None = None
    accountability: int | None = None
    additional: int | None = None
    total: int | None = None
    grade: str | None = None
    above_bottom: int | None = None
    steps_above: int | None = None
    to_next: int | None = None
    steps_to_next: int | None = None
    why: str = "not scored yet"


def _size(job: _Job, grades: tuple[tuple[str, int], ...]) -> _Size:
    if job.scores is None:
        return _Size(job.name)
    scores = (*_three(job.scores), job.scores.additional)
    total = total_of(*scores)
    return _Size(job.name, *scores, total, *_place(total, grades))


def _three(scores: JobScoreRow) -> tuple[int, int, int]:
    return scores.know_how, scores.problem_solving, scores.accountability


def _profile_rows(job: _Job) -> Iterator[tuple[Any, ...]]:
    if job.scores is not None:
        know_how, problem_solving, accountability = three = _three(job.scores)
        shares = (share_of(score, total_of(*three)) for score in three)
        words = _profile_text(problem_solving, accountability)
        yield job.name, problem_solving_share(know_how, problem_solving), *shares, words


def _profile_text(problem_solving: int, accountability: int) -> str:
    """The short profile in plain words."""
    steps = profile(problem_solving, accountability)
    if not steps:
        return "problem solving and accountability level"
    higher, lower = ("accountability", "problem solving") if steps > 0 else ("problem solving", "accountability")
    return f"{higher} {counted(abs(steps), 'number')} above {lower}"


def _place(total: int, grades: tuple[tuple[str, int], ...]) -> tuple[Any, ...]:
    """Grade, points and steps above its start, points and steps to the next, and why."""
    if not grades:
        return (*[None] * 5, f"no grade: table {tables.GRADES.name} has no row")
    try:
        place = grade_of(total, grades)
    except WrongInput as error:
        return (*[None] * 5, str(error))
    start = total - place.above_bottom
    why = f"{place.grade} begins at {start} points"
    why += f", {place.next_grade} at {total + place.to_next}" if place.to_next is not None else " and is the highest"
    steps = steps_between(start, total) if start else None  # no rise of 15% leads away from 0 points
    return place.grade, place.above_bottom, steps, place.to_next, place.steps_to_next, why


def _form_rows(job: _Job) -> Iterator[tuple[Any, ...]]:
    for question in job.questions():
        given, note = job.answer_to(question)
        yield job.name, question.section, question.item, bool(given), given or "missing", note or None


def _missing_rows(job: _Job) -> Iterator[tuple[Any, ...]]:
    questions, missing = job.questions(), job.missing()
    for section in dict.fromkeys(question.section for question in questions):
        asked = sum(question.section == section for question in questions)
        lacks = [question.item for question in missing if question.section == section]
        yield job.name, section, asked, asked - len(lacks), len(lacks), "; ".join(lacks) or None


def _staff_rows(job: _Job) -> Iterator[tuple[Any, ...]]:
    names = {row.grade.casefold(): row.grade for row in reversed(job.staff)}
    for grade in dict.fromkeys(names[row.grade.casefold()] for row in job.staff):
        yield job.name, grade, job.fte(grade, partner=False), job.fte(grade, partner=True), job.fte(grade)
    if job.staff:
        yield job.name, _ALL_STAFF, job.fte(partner=False), job.fte(partner=True), job.fte()


def _in_words(job: _Job, size: _Size) -> str:
    parts = [f"{size.total} points" if size.total else "not scored yet"]
    if size.grade:
        parts.append(f"grade {size.grade}")
    if size.to_next is not None:
        parts.append(f"{counted(size.to_next, 'point')} to the next grade")
    asked, missing = len(job.questions()), len(job.missing())
    if asked:
        parts.append(f"{asked - missing} of {asked} questions answered")
    if job.staff:
        parts.append(_fte_text(job.fte()))
    return ", ".join(parts)


# --- what must agree -----------------------------------------------------------------------------------------------


def _checks(jobs: list[_Job], sizes: list[_Size], graded: bool) -> Iterator[Check]:
    sized = [job for job in jobs if job.scores and job.form.questionnaire]
    if sized:  # a form may stay open until the panel sits
        lacking = [f"{job.name}: {counted(len(job.missing()), 'question')} missing" for job in sized if job.missing()]
        yield Check(
            "Every scored job has a complete form",
            "0 incomplete", f"{len(lacking)} incomplete", not lacking, "; ".join(lacking),
        )  # fmt: skip
    without = [job.name for job, size in zip(jobs, sizes, strict=True) if job.scores and size.grade is None]
    if graded:
        yield Check(
            "Every scored job has a grade", "0 without", f"{len(without)} without", not without, "; ".join(without)
        )
    for job in jobs:
        yield from _staff_agree(job)
        yield from _dates_kept(job)


def _staff_agree(job: _Job) -> Iterator[Check]:
    """A number of staff that the form states, held against the staff by grade."""
    for question in job.questions() if job.staff else ():
        stated = next((row.answer for row in job.answers if _same(row.item, question.item)), "")
        if question.answered_with != STAFF_IN_ALL or not stated:
            continue
        try:
            found = ratio_from(stated.casefold().removesuffix("fte"))
        except WrongInput:
            continue  # words, which say more than a number
        agrees = found * 100 == job.fte()
        yield Check(f"Staff of the form are the staff by grade: {job.name}", _fte_text(job.fte()), stated, agrees)


def _dates_kept(job: _Job) -> Iterator[Check]:
    stages = job.stages()
    for what, stage, day in (("Form", "form", job.form.form_date), ("Panel", "panel", job.panel_date)):
        if stage in stages and day is not None:
            first, last, source = stages[stage]
            wanted = f"by {date_text(last)}" if first is None else f"{date_text(first)} to {date_text(last)}"
            kept = day <= last and (first is None or first <= day)
            yield Check(f"{what} in time: {job.name}", wanted, date_text(day), kept, source)
