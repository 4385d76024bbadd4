"""The checks of a review: what must agree before anybody relies on its figures."""

from collections import Counter
from collections.abc import Iterator, Sequence

from payband.review.answers import CHECKS, AnswerRows
from payband.review.approvals import Approvals
from payband.review.check import Check, passed
from payband.review.inputs.cross_checks.salary_in_grade import Outside, salaries_in_grade
from payband.review.inputs.inputs import Inputs
from payband.review.parts.answering import has_part
from payband.review.protection_cost import ProtectionCost
from payband.review.slotting_list import DISPLACED, LEAVES, UNKNOWN, Placement
from payband.review.structure_cost import StructureCost
from payband.rules.protection import MONTHS_A_YEAR, TAPERS, shares_needed
from payband.units import counted, pounds_text

__all__ = ["check_rows", "checks"]

MOST_SALARIES_LISTED = 50  # a cell holds 32,767 characters


def _agree(name: str, expected: int, found: int, detail: str = "") -> Check:
    return Check(name, pounds_text(expected), pounds_text(found), expected == found, detail)


def _structure(structure: StructureCost) -> Iterator[Check]:
    unknown = [line.name for line in structure.lines if line.saving is None]
    yield Check(
        "Every line has a cost",
        "0 lines unknown",
        f"{counted(len(unknown), 'line')} unknown",
        not unknown,
        "; ".join(unknown),
    )
    if not unknown:
        # Both ways round the table: the total's difference, and the sum of the lines' differences.
        by_line = sum(line.saving for line in structure.lines if line.saving is not None)
        total = structure.total.saving
        assert total is not None
        yield _agree("Savings of the lines add up to the saving in total", total, by_line)
    unmodelled = [line.name for line in structure.lines if line.proposed.modelled is None]
    if unmodelled:
        found = f"{counted(len(unmodelled), 'line')} not modelled"
        yield Check("Every proposed line is modelled", "0 lines not modelled", found, False, "; ".join(unmodelled))


def _people(inputs: Inputs, placed: Sequence[Placement]) -> Iterator[Check]:
    unknown = [each.person.person for each in placed if each.outcome == UNKNOWN]
    displaced = [each.person.person for each in placed if each.outcome == DISPLACED]
    leaving = [each.person.person for each in placed if each.outcome == LEAVES]
    slotted = len(placed) - len(unknown) - len(displaced) - len(leaving)
    yield Check(
        "Every person is placed, displaced or leaving",
        counted(len(inputs.people), "person", "people"),
        f"{slotted} placed, {len(displaced)} displaced, {len(leaving)} leaving",
        slotted + len(displaced) + len(leaving) == len(inputs.people),
        "; ".join(unknown),
    )
    yield Check(
        "Every point that a salary rests on is known",
        "0 salaries unknown",
        f"{counted(len(unknown), 'salary', 'salaries')} unknown",
        not unknown,
        "; ".join(f"{each.person.person}: {each.why}" for each in placed if each.outcome == UNKNOWN),
    )
    if not has_part(inputs, "placement"):  # which settles who has a post where several claim it
        yield _crowded(inputs, placed)


def _salaries(inputs: Inputs) -> Iterator[Check]:
    """Every salary lies within the present range of the person's own grade, or is protected; not told where that is
    not known.
    """
    count, outside, untold = salaries_in_grade(inputs)
    if count:
        wrong = [each for each in outside if not each.protected]
        protected = [each for each in outside if each.protected]
        found = f"{counted(len(wrong), 'person', 'people')} outside"
        found += f", {len(protected)} protected" if protected else ""
        found += f", {counted(len(untold), 'person', 'people')} not told" if untold else ""
        shown = _first([*wrong, *protected])
        if any(each.may_be_protected for each in outside):
            shown.append(
                "where pay above a grade is protected, a pay element of that name in table Package says so: write 'not "
                "costed' there, since the salary has it already"
            )
        yield Check(
            "Every salary is within the range of its grade now",
            "0 people outside",
            found,
            passed(wrong, untold),
            "; ".join([*shown, *_first(untold)]),
        )


def _first(said: Sequence[Outside]) -> list[str]:
    """What is said of the first people, and how many more there are."""
    found = [each.said for each in said[:MOST_SALARIES_LISTED]]
    if len(said) > MOST_SALARIES_LISTED:
        found.append(f"and {counted(len(said) - MOST_SALARIES_LISTED, 'more person', 'more people')}")
    return found


def _crowded(inputs: Inputs, placed: Sequence[Placement]) -> Check:
    holders = Counter(each.line.line.casefold() for each in placed if each.line is not None)
    crowded = [
        f"{line.line}: {counted(holders[line.line.casefold()], 'person', 'people')}, {counted(line.posts, 'post')}"
        for line in inputs.lines("proposed")
        if holders[line.line.casefold()] > line.posts
    ]
    return Check(
        "No line has more people than posts", "0 lines", counted(len(crowded), "line"), not crowded, "; ".join(crowded)
    )


def _by_person(protection: AnswerRows) -> dict[str, int]:
    """What each person's protection costs in all the months or years of an answer table."""
    found: dict[str, int] = {}
    for person, cost in zip(protection.calculated("person"), protection.calculated("cost"), strict=True):
        found[person] = found.get(person, 0) + cost
    return found


def _shares(inputs: Inputs) -> Iterator[Check]:
    """A taper has a share for each year or month of protection: one without would pay nothing, and nobody be told."""
    terms = inputs.settings.protection
    if terms.form in TAPERS and terms.months:
        span = "year" if TAPERS[terms.form] == MONTHS_A_YEAR else "month"
        needed = shares_needed(terms.months, terms.form)
        given = len(terms.shares)
        detail = f"protection lasts {counted(terms.months, 'month')}; a {span} without a share pays nothing"
        passed = given == needed
        yield Check(
            f"Protection shares are as many as its {span}s",
            counted(needed, "share"),
            counted(given, "share"),
            passed,
            "" if passed else detail,
        )


def _protection(protection: ProtectionCost) -> Iterator[Check]:
    by_month, by_year = _by_person(protection.by_month), _by_person(protection.by_year)
    wrong = [str(person) for person, cost in by_year.items() if by_month[person] != cost]
    agree = _agree(
        "Protection by month adds up to protection by year",
        sum(by_year.values()),
        sum(by_month.values()),
        "; ".join(wrong),
    )
    unknown = protection.total is None
    yield agree._replace(passed=None, detail="somebody's slotting is unknown") if agree.passed and unknown else agree
    if unknown:
        yield Check("Protection is known in total", "known", "unknown", False, "somebody's slotting is unknown")


def _statutory_roles(inputs: Inputs) -> Iterator[Check]:
    roles: dict[str, str] = {}
    held: Counter[str] = Counter()
    for line in inputs.structure:
        for role in filter(None, (part.strip() for part in line.statutory_role.split(";"))):
            roles.setdefault(role.casefold(), role)
            if line.state == "proposed" and line.posts:
                held[role.casefold()] += 1
    for key, role in roles.items():
        yield Check(f"Statutory role has one holder: {role}", "1 line", counted(held[key], "line"), held[key] == 1)


def _approvals(approvals: Approvals) -> Iterator[Check]:
    if len(approvals):
        undecided = [f"{name}: {reason}" for name, reason in approvals.undecided()]
        yield Check(
            "Every approval is decided",
            "0 undecided",
            f"{len(undecided)} undecided",
            not undecided,
            "; ".join(undecided),
        )


def checks(
    inputs: Inputs,
    placed: Sequence[Placement],
    protection: ProtectionCost,
    structure: StructureCost,
    approvals: Approvals,
) -> list[Check]:
    """Every check of a review. An approval that is needed is no failure; one that cannot be decided is."""
    return [
        *_structure(structure),
        *_people(inputs, placed),
        *_salaries(inputs),
        *_shares(inputs),
        *_protection(protection),
        *_statutory_roles(inputs),
        *_approvals(approvals),
    ]


def check_rows(found: Sequence[Check]) -> AnswerRows:
    """The checks as an answer table."""
    return AnswerRows(CHECKS, [tuple(each) for each in found])
