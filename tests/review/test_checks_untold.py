"""A check does not pass on what is unknown: it cannot be told, unless something is wrong whatever the unknown is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import payband
from tests.support.workbooks import people, small_review

PANEL = "Chief Officers' Employment Panel"
RULE = {"rule": "R", "measure": "package", "tested at": "top of range", "comparison": "at or over", "threshold": 25_000,
        "approving body": PANEL, "effective from": "01/04/2020"}  # fmt: skip
UNKNOWN = [{"grade": "Officer", "provisional": "yes"}]
KNOWN = [{"grade": "Officer", "bottom salary": 20_000, "top salary": 26_000}]


def _check(name: str, **given: Any) -> tuple[bool | None, str]:
    """Whether a check of the small review passed, and its details."""
    results = payband.Review(**small_review(**given)).calculate()
    found = {row["check"]: row for row in results.tables["Checks"].records()}
    assert name in found, list(found)
    return found[name]["passed"], f"{found[name]['found']}: {found[name]['detail'] or ''}"


# --- approvals post by post ----------------------------------------------------------------------------------------

WITHOUT = "Nobody is in post or paid without the approval that is needed"
BUDGETED = "Every post that needs approval is budgeted"
BY_THE_BODY = "Each approval was given by the body that the rule names"


def _post(**given: Any) -> dict[str, Any]:
    return {"line or person": "Officers", **given}


@pytest.mark.parametrize(
    ("check", "grades", "post", "passed"),
    [
        # Whether approval is needed is not known, as the range is not.
        (WITHOUT, UNKNOWN, _post(**{"appointed on": "01/03/2025"}), None),
        (WITHOUT, UNKNOWN, _post(**{"held before approval": "yes"}), None),
        (WITHOUT, UNKNOWN, _post(**{"appointed on": "01/03/2025", "approved on": "01/02/2025"}), True),
        (WITHOUT, UNKNOWN, _post(), True),  # nobody is in post
        (WITHOUT, KNOWN, _post(**{"appointed on": "01/03/2025"}), False),
        (WITHOUT, KNOWN, _post(), True),
        (BUDGETED, UNKNOWN, _post(), None),
        (BUDGETED, UNKNOWN, _post(budgeted="no"), None),
        (BUDGETED, UNKNOWN, _post(budgeted="yes"), True),
        (BUDGETED, KNOWN, _post(), None),
        (BUDGETED, KNOWN, _post(budgeted="no"), False),
        (BUDGETED, KNOWN, _post(budgeted="yes"), True),
        # Who approved is not stated, or is another than the rule names.
        (BY_THE_BODY, KNOWN, _post(**{"approved on": "01/02/2025"}), None),
        (BY_THE_BODY, KNOWN, _post(**{"approved on": "01/02/2025", "approving body": PANEL.upper()}), True),
        (BY_THE_BODY, KNOWN, _post(**{"approved on": "01/02/2025", "approving body": "Cabinet"}), False),
        (BY_THE_BODY, KNOWN, _post(**{"approving body": "Cabinet"}), True),  # not approved yet
        (BY_THE_BODY, UNKNOWN, _post(**{"approved on": "01/02/2025", "approving body": "Cabinet"}), None),
        (BY_THE_BODY, UNKNOWN, _post(**{"approved on": "01/02/2025"}), None),
        (BY_THE_BODY, UNKNOWN, _post(**{"approved on": "01/02/2025", "approving body": PANEL}), True),
    ],
)
def test_approvals_by_post(check: str, grades: Any, post: dict[str, Any], passed: bool | None) -> None:
    posts = [{"line": "Officers", "state": "proposed", "grade": "Officer", "posts": 1}]
    found, detail = _check(
        check, grades=grades, posts=posts, approval_rules=[RULE], more={"Appointments": [post]}
    )  # fmt: skip
    assert found is passed
    assert passed or "Officers" in detail


def test_what_is_wrong_is_wrong_beside_what_is_not_known() -> None:
    posts = [
        {"line": line, "state": "proposed", "grade": grade, "posts": 1}
        for line, grade in (("Known", "K"), ("Unknown", "U"))
    ]
    grades = [{**KNOWN[0], "grade": "K"}, {**UNKNOWN[0], "grade": "U"}]
    started = [{"line or person": line, "appointed on": "01/03/2025"} for line in ("Known", "Unknown")]
    found, detail = _check(
        WITHOUT, grades=grades, posts=posts, approval_rules=[RULE], more={"Appointments": started}
    )  # fmt: skip
    assert found is False
    assert detail == (
        "1 post otherwise, 1 post not known whether approval is needed: Known; "
        "not known whether approval is needed: Unknown"
    )


def test_the_body_of_a_rule_in_tiers_is_not_known_where_the_amount_is_not() -> None:
    from payband.library import ApprovalRule
    from payband.review.core.approval_subject import Subject, TestedRule, What
    from payband.review.core.approval_words import body_of
    from payband.sheets.unknown import Unknown

    class Row:
        def __init__(self, amount: Any, *bodies: str) -> None:
            tiers = [
                ApprovalRule("R", "package", "actual", "at or over", 100_000 - 1_000 * place, body, "")
                for place, body in enumerate(bodies)
            ]
            self.input = Subject("A", What.PERSON, TestedRule(tiers, (), None, "actual"))
            self.amount, self.over_range = amount, 0

    unknown = Unknown("not printed")
    assert body_of(Row(unknown, "Council", "Cabinet")) is None
    assert body_of(Row(unknown, "Council")) == "Council"
    assert body_of(Row(99_000, "Council", "Cabinet")) == "Cabinet"
    assert body_of(Row(100_000, "Council", "Cabinet")) == "Council"


# --- salaries, duties, terms, figures, counts ----------------------------------------------------------------------

IN_GRADE = "Every salary is within the range of its grade now"
GRADES = [
    {"grade": "Officer", "spine": "G", "bottom point": 1, "top point": 6},
    {"grade": "Old", "provisional": "yes"},
]


@pytest.mark.parametrize(
    ("salaries", "passed", "said"),
    [
        ([("Officer", 25_900), ("Officer", 25_000)], True, "0 people outside"),
        ([("Officer", 25_900), ("Old", 27_000)], None, "1 person not told: P2: the range of Old is not known"),
        ([("Old", 27_000)], None, "1 person not told"),
        ([("Officer", 90_000), ("Old", 27_000)], False, "1 person outside, 1 person not told: P1: "),
    ],
)
def test_a_salary_in_a_range_that_is_not_known(salaries: list[tuple[str, int]], passed: Any, said: str) -> None:
    staff = people(*(salary for _, salary in salaries))
    for each, (grade, _) in zip(staff, salaries, strict=True):
        each["grade now"] = grade
    found, detail = _check(IN_GRADE, grades=GRADES, people=staff)
    assert found is passed
    assert said in detail


def test_a_grade_that_is_a_title_alone_is_no_range() -> None:
    """Where no line of the structure now has a grade, nothing is held against it."""
    staff = [{**each, "grade now": "Band 9 of another body"} for each in people(27_000)]
    results = payband.Review(**small_review(people=staff)).calculate()
    assert IN_GRADE not in results.tables["Checks"].column("check")


def _equality(*rows: tuple[str, str, int | None, str | None]) -> Callable[[], dict[str, Any]]:
    counts = [
        {"characteristic": "sex", "of whom": whom, "group": group, "people": count, "printed share": share}
        for whom, group, count, share in rows
    ]
    return lambda: {"EqualityCounts": counts}


def _figures(note: str = "") -> Callable[[], dict[str, Any]]:
    figures = [{"figure": name, "amount": amount, "source": "a paper"} for name, amount in (("A", 1), ("B", None))]
    terms = [
        {"check": "c", "role": "is", "figure": "A", "note": note}, {"check": "c", "role": "plus", "figure": "B"}
    ]  # fmt: skip
    return lambda: {"PaperFigures": figures, "FigureTerms": terms}


def _term(*salaries: float | None) -> Callable[[], dict[str, Any]]:
    posts = [{"post": f"T{at}", "grade": "Officer", "salary": salary} for at, salary in enumerate(salaries)]
    return lambda: {"TermAppointments": posts}


DUTY = "Statutory duty has one holder proposed: Returning Officer"
IN_RANGE = "Every term appointment is paid in its range"
EXPLAINED = "Every figure that does not agree is explained in a note"
SHARES, COUNTS = "The printed shares of sex are those of the counts", "The counts of sex add up"


@pytest.mark.parametrize(
    ("check", "more", "passed"),
    [
        (DUTY, lambda: {"StatutoryDuties": [{"duty": "Returning Officer", "post proposed": "not stated"}]}, None),
        (DUTY, lambda: {"StatutoryDuties": [{"duty": "Returning Officer", "post proposed": ""}]}, False),
        (IN_RANGE, _term(25_900, 26_000), True),
        (IN_RANGE, _term(25_900, None), None),
        (IN_RANGE, _term(90_000, None), False),
        (EXPLAINED, _figures(), None),
        (EXPLAINED, _figures("the second figure is not printed"), True),
        (SHARES, _equality(("workforce", "female", 3, "75%"), ("workforce", "male", 1, "25%")), True),
        (SHARES, _equality(("workforce", "female", 3, "75%"), ("workforce", "male", 1, "26%")), False),
        (COUNTS, _equality(("workforce", "female", 3, None), ("workforce", "male", 1, None),
                           ("workforce", "total", 4, None)), True),
        (COUNTS, _equality(("workforce", "female", 3, None), ("workforce", "male", None, "25%"),
                           ("workforce", "total", 4, None)), None),
        (COUNTS, _equality(("workforce", "female", 3, None), ("workforce", "male", 2, None),
                           ("workforce", "total", 4, None)), False),
    ],
)  # fmt: skip
def test_checks_of_the_parts(check: str, more: Callable[[], dict[str, Any]], passed: bool | None) -> None:
    assert _check(check, more=more())[0] is passed


def test_protection_of_somebody_whose_slotting_is_not_known() -> None:
    """The sums of the others agree, and are not the whole."""
    spines = [{"spine": "G", "point": point, "salary": salary, "effective from": "01/04/2024"}
              for point, salary in ((1, 25_000), (2, None), (3, 27_000))]  # fmt: skip
    grades = [{"grade": "Officer", "spine": "G", "bottom point": 1, "top point": 3}]
    name = "Protection by month adds up to protection by year"
    assert _check(name, spines=spines, grades=grades, people=people(30_000))[0] is True
    assert _check(name, spines=spines, grades=grades, people=people(30_000, 26_000))[0] is None


def test_a_saving_that_neither_way_of_working_it_out_knows() -> None:
    posts = [{"line": "Officers", "state": state, "grade": "Officer", "posts": 1} for state in ("now", "proposed")]
    name = "Each year saves the same here and in the comparison of scenarios"
    more = {"Scenarios": [{"scenario": "A", "what is changed": "protection months", "value": 24}]}
    assumptions = [{"assumption": "rates after the last published year", "value": "as the last year"}]
    given: dict[str, Any] = {"posts": posts, "more": more, "assumptions": assumptions}
    assert _check(name, **given)[0] is True
    found, detail = _check(name, **given, grades=UNKNOWN)
    assert found is None
    assert "the saving is not known" in detail
