"""A list of staff costed as it is: a review whose lines cost what the people in them are paid, before and after."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from payband.calendar import FinancialYear
from payband.establishment.figures import listed
from payband.establishment.result import Establishment
from payband.units import counted

__all__ = ["AsIs", "as_it_is"]

PROFILE = "As it is"
_NO_GRADE = "as paid"


class AsIs(NamedTuple):
    """The list with its lines proposed as they are, and what a review needs as well: settings and on-costs."""

    placed: Establishment
    settings: Mapping[str, Any]
    on_costs: Sequence[Mapping[str, Any]]


def as_it_is(placed: Establishment, source: str, on: date) -> AsIs:
    """The review of a structure that does not change.

    Each grade is as wide as the pay in it: from the lowest salary of its people, and of its vacant posts where the list
    has one, to the highest. Where the list has no grade, the line is its own. A post for which there is no pay at all
    has a stated cost of £0, which is said. On-costs are National Insurance alone, by the rates of the year of `on`,
    until a pension rate is filled in.
    """
    grade_of = {line["line"]: line["grade"] or f"{line['line']} ({_NO_GRADE})" for line in placed.structure}
    pay: dict[str, list[int]] = {}
    for person in placed.people:
        pay.setdefault(grade_of[person["post_now"]].casefold(), []).append(person["salary_now"])
    for line in placed.structure:
        if line.get("vacant_at"):
            pay.setdefault(grade_of[line["line"]].casefold(), []).append(line["vacant_at"])
    unpaid = [line["line"] for line in placed.structure if grade_of[line["line"]].casefold() not in pay]
    structure = [
        {
            **line, "state": state, "costed_at": "actual",
            "grade": "" if line["line"] in unpaid else grade_of[line["line"]],
            "stated_cost": 0 if line["line"] in unpaid else None,
        }
        for state in ("now", "proposed")
        for line in placed.structure
    ]  # fmt: skip
    people = [
        {**person, "grade_now": grade_of[person["post_now"]], "proposed_line": person["post_now"]}
        for person in placed.people
    ]
    made = placed._replace(
        structure=structure,
        people=people,
        grades=list(_grades(grade_of.values(), pay, source)),
        remarks=[*_without_grades(placed.remarks), *_remarks(unpaid, on)],
    )
    settings = {
        "review name": f"{source} as it is",
        "implementation date": on,
        "price base": str(FinancialYear.containing(on)),
        "costed at": "actual",
        "slotting rule": "nearest",
        "tie goes to": "higher",
        "unpublished points": "refuse",
        "protection months": 0,
        "protection form": "frozen",
        "protection on-costs": "no",
        "on-cost profile": PROFILE,
        "round report to": "£1",
        "horizon": 5,
        "increments": "none",
        "vacancies costed": "yes",
    }
    profile = {
        "profile": PROFILE, "ni_category": "A", "contracted_out": False, "pension_scheme": "", "pension_rate": 0,
        "apprenticeship_levy": False, "other_rate": 0, "note": "pension rate to be filled in",
    }  # fmt: skip
    return AsIs(made, settings, [profile])


def _grades(names: Any, pay: Mapping[str, Sequence[int]], source: str) -> Iterator[Mapping[str, Any]]:
    once = {name.casefold(): name for name in names}
    order = sorted((key for key in once if key in pay), key=lambda key: (max(pay[key]), min(pay[key]), key))
    for number, key in enumerate(order, start=1):
        yield {
            "grade": once[key],
            "order": number,
            "bottom_salary": min(pay[key]),
            "top_salary": max(pay[key]),
            "provisional": True,
            "source": f"the lowest and highest pay in {source}",
        }


def _without_grades(remarks: Sequence[str]) -> list[str]:
    """The remarks but for those that ask for pay ranges, which are those of the people's pay here."""
    return [each for each in remarks if "without a pay range" not in each and "the library has grades" not in each]


def _remarks(unpaid: Sequence[str], on: date) -> list[str]:
    said = [
        "costed as it is: every line is proposed as it stands now and costs what its people are paid; a grade is as "
        "wide as the pay in it, and a vacant post costs its top",
        f"on-costs are National Insurance by the rates of {FinancialYear.containing(on)} alone: fill in the pension "
        "rate in On-costs, which is 0% until then",
        "nobody's pay is protected: the setting 'protection months' is 0 until another number is filled in",
    ]
    if unpaid:
        said.append(
            f"{counted(len(unpaid), 'line')} without any pay in the list cost £0 until a cost is stated: "
            f"{listed(unpaid[:5])}{' and others' if len(unpaid) > 5 else ''}"
        )
    return said
