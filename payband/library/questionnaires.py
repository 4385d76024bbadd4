"""Questionnaires and checklists of bodies as dated rows: what is asked, by when, and which answer is in order."""

from datetime import date
from typing import NamedTuple

from payband.errors import UnknownFigure, UnknownName
from payband.library.files import Row
from payband.library.names import look_up, newest
from payband.library.used import note_used

__all__ = [
    "ANSWERED_WITH",
    "FORM_STAGES",
    "STAFF_BY_GRADE",
    "STAFF_IN_ALL",
    "ChecklistItem",
    "Question",
    "Stage",
    "checklist",
    "questionnaire",
    "questionnaire_stages",
]

STAFF_BY_GRADE, STAFF_IN_ALL = "staff by grade", "staff in all"
ANSWERED_WITH = ("text", STAFF_BY_GRADE, STAFF_IN_ALL)
FORM_STAGES = ("form", "panel")


class Question(NamedTuple):
    """One question of a form: its section, what is asked, and what answers it, words or the list of staff."""

    section: str
    item: str
    answered_with: str


class Stage(NamedTuple):
    """When a stage of the questionnaire is to happen; no first day where only the last is set."""

    first_on: date | None
    last_on: date
    source: str


class ChecklistItem(NamedTuple):
    """One item of a checklist and the answer that is in order."""

    item: str
    clear_answer: bool


def _in_force(kind: str, column: str, name: str, noun: str, on: date | None) -> list[Row]:
    rows = look_up(kind, column, name, noun)
    return newest(rows, on, f"{noun} {rows[0].values[column]}", rows[0].file)


def questionnaire(name: str, on: date | None = None) -> list[Question]:
    """The questions of a questionnaire in force on a date, in their order; without a date, of the newest.

    Raises UnknownName with the nearest name, UnknownFigure where no row covers the date.
    """
    rows = _in_force("policies/*/questionnaire*", "questionnaire", name, "questionnaire", on)
    note_used(rows[0], f"questionnaire {rows[0].values['questionnaire']}", f"{len(rows)} questions")
    return [Question(*(row.values[column] for column in ("section", "item", "answered_with"))) for row in rows]


def questionnaire_stages(name: str, on: date | None = None) -> dict[str, Stage]:
    """When the stages of a questionnaire are to happen, `form` and `panel`; without those for which no date is set."""
    try:
        rows = _in_force("policies/*/form_dates*", "questionnaire", name, "questionnaire with dates", on)
    except (UnknownName, UnknownFigure):
        return {}
    found = {}
    for row in rows:
        first, last = row.values["first_on"], row.values["last_on"]
        found[row.values["stage"]] = Stage(
            date.fromisoformat(first) if first else None, date.fromisoformat(last), row.source
        )
        note_used(row, f"date of {row.values['stage']}, {row.values['questionnaire']}", f"{first or 'up'} to {last}")
    return found


def checklist(name: str, on: date | None = None) -> list[ChecklistItem]:
    """The items of a checklist in force on a date, in their order; without a date, of the newest.

    Raises UnknownName with the nearest name, UnknownFigure where no row covers the date.
    """
    rows = _in_force("policies/*/disqualification*", "checklist", name, "checklist", on)
    note_used(rows[0], f"checklist {rows[0].values['checklist']}", f"{len(rows)} items")
    return [ChecklistItem(row.values["item"], row.values["clear_answer"] == "yes") for row in rows]
