"""What is odd in lines, grades, spines, awards and rules, and may yet be meant: noted beside the answers."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from fractions import Fraction

from payband.calendar import date_text
from payband.errors import PaybandError
from payband.library.duties import OFFICES
from payband.review.inputs.cross_checks.alike import nearly_the_same
from payband.review.inputs.fields import LEAST_SALARY
from payband.review.inputs.inputs import Inputs
from payband.review.inputs.raw.row_words import rows_text
from payband.review.inputs.tables import GradeRow, StructureLine
from payband.review.ranges import Ranges
from payband.units import counted, pounds_text

__all__ = ["odd_structure"]

LEAST_FTE = Fraction(1, 10)
LEAST_OF_PAY = 20_000_00  # pence: a threshold of pay below it is one that every full-time post reaches
_NO_PAY = "severance"
_ROUNDED = Fraction(1, 100)  # of a post: what a share that was written with few decimals makes


def _share(share: Fraction) -> str:
    return f"{float(share * 100):g}%"


def _small_shares(inputs: Inputs) -> Iterator[str]:
    """Parts of full time that are hardly any: a digit may have slipped."""
    lines = [line.row for line in inputs.structure if line.fte_each < LEAST_FTE]
    people = [person.row for person in inputs.people if person.fte < LEAST_FTE]
    for rows, table, one, many in ((people, "People", "person", "people"), (lines, "Structure", "line", None)):
        if rows:
            has = "has" if len(rows) == 1 else "have"
            yield (
                f"{counted(len(rows), one, many or '')} {has} an FTE below {float(LEAST_FTE):g} (table {table}, "
                f"{rows_text(rows)}): check it"
            )


def _more_people_than_posts(inputs: Inputs) -> Iterator[str]:
    """Lines as they are now with more FTE of people than of posts, whose cost is that of the posts."""
    holders: Counter[str] = Counter()
    shares: dict[str, Fraction] = {}
    for person in inputs.people:
        name = person.post_now.casefold()
        holders[name] += 1
        shares[name] = shares.get(name, Fraction(0)) + person.fte
    for line in inputs.lines("now"):
        name = line.line.casefold()
        worked = shares.get(name, Fraction(0))
        if holders[name] > line.posts and worked > line.posts * line.fte_each:
            yield (
                f"{line.line} (now): {counted(holders[name], 'person', 'people')} with {float(worked):g} FTE for "
                f"{counted(line.posts, 'post')}, whose cost alone is counted: check the posts of the line"
            )


def _external_shares(inputs: Inputs) -> Iterator[str]:
    """Lines of which another body pays for more or fewer posts as they are proposed than as they are now."""
    now = {line.line.casefold(): line for line in inputs.lines("now")}
    for line in inputs.lines("proposed"):
        before = now.get(line.line.casefold())
        if before is not None and abs(_funded(before) - _funded(line)) > _ROUNDED:
            yield (
                f"{line.line}: the external share is {_share(before.external_share)} now and "
                f"{_share(line.external_share)} as proposed, which moves the saving: check both"
            )


def _funded(line: StructureLine) -> Fraction:
    """How many full-time posts of a line another body pays for."""
    return Fraction(line.external_share) * line.posts * line.fte_each


def _awards(inputs: Inputs) -> Iterator[str]:
    for award in inputs.pay_awards:
        if award.effective_from.day != 1:
            yield (
                f"The pay award of {date_text(award.effective_from)} does not take effect on the first of a month: "
                "check the day and the month"
            )
        if award.up_to is not None and award.up_to < LEAST_SALARY:
            yield (
                f"The pay award of {date_text(award.effective_from)} is for salaries up to "
                f"{pounds_text(award.up_to)}, which nobody has: check the amount"
            )


def _elements_of_line_and_person(inputs: Inputs) -> Iterator[str]:
    """A pay element that a person and the person's own line both have: both are counted."""
    lines = {(row.line_or_person.casefold(), row.element.casefold()): row for row in inputs.package}
    of_person = {person.person.casefold(): (person.proposed_line or person.post_now) for person in inputs.people}
    for row in inputs.package:
        line = of_person.get(row.line_or_person.casefold(), "")
        twin = lines.get((line.casefold(), row.element.casefold()))
        if line and twin is not None and twin is not row:
            yield (
                f"Table Package, row {row.row}: '{row.element}' of {row.line_or_person} is also in row {twin.row} for "
                f"the line {line}, and both are counted: delete one if it is the same"
            )


def _thresholds(inputs: Inputs) -> Iterator[str]:
    for rule in inputs.approval_rules:
        if rule.measure != _NO_PAY and LEAST_SALARY <= rule.threshold < LEAST_OF_PAY:
            yield (
                f"The rule {rule.rule} has a threshold of {pounds_text(rule.threshold)}, which every full-time post "
                "reaches: check it"
            )


def _orders(inputs: Inputs) -> Iterator[str]:
    """Grades whose order is not that of their pay, such as one that was given none among others that have one."""
    if not any(row.order for row in inputs.grades):
        return
    ranges = Ranges(inputs)
    known: list[tuple[GradeRow, int, int]] = []
    for row in inputs.grades:
        try:
            pay_range = ranges.of(row.grade)
        except PaybandError:
            continue
        if pay_range.bottom is not None and pay_range.top is not None:
            known.append((row, pay_range.bottom, pay_range.top))
    for row, bottom, _ in known:
        above = next((other for other, _, top in known if other.order > row.order and top < bottom), None)
        if above is not None:
            yield (
                f"Grade {row.grade} has the order {row.order}, below {above.grade} with {above.order}, and pays more "
                f"than all of it (table Grades, {rows_text([row.row])}): check the order"
            )


def _points_to_come(inputs: Inputs) -> Iterator[str]:
    """Points of a spine of the workbook that have no salary yet at the start, where others have."""
    start = inputs.settings.implementation_date
    first: dict[str, dict[str, tuple[date, int]]] = {}
    shown: dict[str, str] = {}
    for point in inputs.spines:
        shown.setdefault(point.spine.casefold(), point.spine)
        of_spine = first.setdefault(point.spine.casefold(), {})
        here = (point.effective_from, point.row)
        of_spine[point.point] = min(of_spine.get(point.point, here), here)
    for key, points in first.items():
        late = {point: (day, row) for point, (day, row) in points.items() if day > start}
        if late and len(late) < len(points):
            names, rows = ", ".join(late), [row for _, row in late.values()]
            day = min(day for day, _ in late.values())
            yield (
                f"Spine {shown[key]}: {'point' if len(late) == 1 else 'points'} {names} (table Spines, "
                f"{rows_text(rows)}) {'has' if len(late) == 1 else 'have'} a salary only from {date_text(day)}, after "
                f"the start on {date_text(start)}, so that no range has them until then: check the day"
            )


def _roles(line: StructureLine) -> list[str]:
    return [role for role in (part.strip() for part in line.statutory_role.split(";")) if role]


def _statutory_roles(inputs: Inputs) -> Iterator[str]:
    """Statutory roles that are spelt nearly like another, or like an office that the law knows."""
    rows: dict[str, list[int]] = {}
    shown = {office.casefold(): office for office in OFFICES}
    for line in inputs.structure:
        for role in _roles(line):
            rows.setdefault(role.casefold(), []).append(line.row)
            shown.setdefault(role.casefold(), role)
    offices = {office.casefold() for office in OFFICES}
    for role, at in rows.items():
        if role in offices:
            continue
        others = sorted(other for other in {*rows, *offices} if other != role and nearly_the_same(role, other))
        meant = next((each for each in others if each in offices or len(rows[each]) > len(at) or each < role), None)
        if meant is not None:
            yield (
                f"The statutory role '{shown[role]}' (table Structure, {rows_text(at)}) is spelt nearly like "
                f"'{shown[meant]}', and counts as another: is it misspelt?"
            )


_EACH: Iterable[Callable[[Inputs], Iterator[str]]] = (
    _small_shares, _more_people_than_posts, _external_shares, _awards, _elements_of_line_and_person, _thresholds,
    _orders, _points_to_come, _statutory_roles,
)  # fmt: skip


def odd_structure(inputs: Inputs) -> Iterator[str]:
    """Every note on what is possible in the structure, its grades and its rules, and hardly ever meant."""
    for each in _EACH:
        yield from each(inputs)
