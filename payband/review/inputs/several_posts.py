"""Who has several posts: rows of table People with one employee, and what must hold between them."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from payband.review.inputs.inputs import Inputs
from payband.review.inputs.on_cost_terms import terms_of_line, terms_of_person
from payband.review.inputs.raw.row_words import rows_text
from payband.review.inputs.settings import APART, TOGETHER
from payband.review.inputs.tables import Person, StructureLine
from payband.units import counted

__all__ = ["Fault", "added_up", "named_as_posts", "notes_on_several_posts", "several_posts", "several_posts_faults"]

MOST_NAMED = 5
"""How many people a note names."""

_AS_IMPORTED = re.compile(r"(?i)(.+) post \S+")
"""How a list of staff is imported: the reference of the person, and the number of the post."""


class Fault(NamedTuple):
    """What is wrong with a row of table People: its number, the column and the message."""

    row: int
    column: str
    message: str


def several_posts(people: Sequence[Person]) -> list[list[int]]:
    """The places of the posts of everybody who has several, person by person in the order of their first.

    >>> rows = [Person(person=f"P{n}", salary_now=20_000, employee=who) for n, who in enumerate(["A", "", "a"])]
    >>> several_posts(rows)
    [[0, 2]]
    """
    found: dict[str, list[int]] = {}
    for place, each in enumerate(people):
        if each.employee:
            found.setdefault(each.employee.casefold(), []).append(place)
    return [places for places in found.values() if len(places) > 1]


def added_up(inputs: Inputs) -> list[list[int]]:
    """The same of those whose pay is added up for National Insurance: nobody where the settings keep posts apart."""
    return several_posts(inputs.people) if inputs.settings.several_posts == TOGETHER else []


# --- what must hold ------------------------------------------------------------------------------------------------


def several_posts_faults(inputs: Inputs) -> Iterator[Fault]:
    """A post number that is missing or given twice, one of nobody, and pay that cannot be added up by its NI letter."""
    people = inputs.people
    for each in people:
        if each.post_number and not each.employee:
            message = "is given, and 'employee' is empty: say whose post it is, or empty this"
            yield Fault(each.row, "post number", message)
    for places in several_posts(people):
        rows = [people[place] for place in places]
        yield from _number_faults(rows)
        if inputs.settings.several_posts == TOGETHER:
            yield from _letter_faults(inputs, rows)


def _number_faults(rows: Sequence[Person]) -> Iterator[Fault]:
    """Each post of a person has a number of its own: so that a row that is there twice is not two posts."""
    employee = rows[0].employee
    empty = [each.row for each in rows if not each.post_number]
    if empty:
        where = f" ({rows_text(empty)})" if len(empty) > 1 else ""
        message = f"is empty{where}, and employee {employee} has several posts: give each of them its number"
        yield Fault(empty[0], "post number", message)
    first: dict[str, Person] = {}
    for each in rows:
        other = first.setdefault(each.post_number.casefold(), each) if each.post_number else each
        if other is not each:
            message = (
                f"employee {employee} has post {each.post_number} in row {other.row} too: give each post its own "
                "number, or take out the row that is there twice"
            )
            yield Fault(each.row, "post number", message)


_Letter = tuple[str, bool]


def _letter_faults(inputs: Inputs, rows: Sequence[Person]) -> Iterator[Fault]:
    """Pay bears NI together only where one category letter holds for all of it: else payroll must be asked."""
    now = {line.line.casefold(): line for line in inputs.lines("now")}
    of_rows: list[list[tuple[Person, _Letter]]] = [[], [], [], []]
    for each in rows:
        lines = now.get(each.post_now.casefold()), inputs.proposed_line(each.proposed_line)
        for place, line in enumerate(lines):
            if line is not None:
                of_rows[place] += _letters(inputs, each, line, own=False)
                of_rows[place + 2] += _letters(inputs, each, line, own=True)
    for found in of_rows:
        by_letter: dict[_Letter, list[Person]] = {}
        for person, letter in found:
            by_letter.setdefault(letter, []).append(person)
        if len(by_letter) > 1:
            said = " and ".join(
                f"{letter.upper()}{', contracted out,' if out else ''} in {rows_text([each.row for each in people])}"
                for (letter, out), people in by_letter.items()
            )
            last = list(by_letter.values())[-1][0]
            message = (
                f"the pay of employee {last.employee} bears NI of category {said}, and is added up only where one "
                f"letter holds: ask payroll which does, or set 'several posts of one person' to '{APART}'"
            )
            yield Fault(last.row, "NI category", message)
            return


def _letters(inputs: Inputs, person: Person, line: StructureLine, *, own: bool) -> list[tuple[Person, _Letter]]:
    """The letter that a post's cost bears by its line, or with what the person has of their own; none where unknown."""
    terms = terms_of_person(inputs, person, line) if own else terms_of_line(inputs, line)
    return [] if terms is None else [(person, (terms.category.casefold(), terms.contracted_out))]


# --- what is said --------------------------------------------------------------------------------------------------


def named_as_posts(people: Sequence[Person]) -> list[list[str]]:
    """References without an employee that look like the posts of one person, as `payband import` once wrote them.

    >>> named = ["E1 post 1", "E1 post 2", "E2 post 1"]
    >>> named_as_posts([Person(person=each, salary_now=20_000) for each in named])
    [['E1 post 1', 'E1 post 2']]
    """
    found: dict[str, list[str]] = {}
    for each in people:
        matched = None if each.employee else _AS_IMPORTED.fullmatch(each.person)
        if matched is not None:
            found.setdefault(matched[1].casefold(), []).append(each.person)
    return [posts for posts in found.values() if len(posts) > 1]


def notes_on_several_posts(inputs: Inputs, left_apart: Sequence[int]) -> Iterator[str]:
    """Whose posts are kept apart for National Insurance, and what to do for their pay to be added up.

    `left_apart` are the places of posts whose pay is not added up though the settings have it added.
    """
    if left_apart:
        posts = [inputs.people[place].person for place in left_apart]
        yield (
            f"National Insurance is worked out by itself on {counted(len(posts), 'post')} of people with several: a "
            "line is not modelled, or has more holders than posts and is costed at an end of its range, so that its "
            f"posts are nobody's own ({_named(posts)})"
        )
    apart = several_posts(inputs.people) if inputs.settings.several_posts == APART else []
    if apart:
        names = [inputs.people[places[0]].employee for places in apart]
        yield (
            f"National Insurance leaves out that {counted(len(apart), 'person has', 'people have')} several posts: it "
            "is worked out on each post by itself, which is less than on the sum of their pay. To include it, set "
            f"'several posts of one person' to '{TOGETHER}' ({_named(names)})"
        )
    alike = named_as_posts(inputs.people)
    if alike:
        yield (
            f"By their references {counted(len(alike), 'person has', 'people have')} several posts, and National "
            "Insurance is worked out on each post by itself. If one employer pays them, give the columns 'employee' "
            f"and 'post number' of table People ({_named([' and '.join(posts) for posts in alike])})"
        )


def _named(names: Sequence[str]) -> str:
    return ", ".join([*names[:MOST_NAMED], *(["..."] if len(names) > MOST_NAMED else [])])
