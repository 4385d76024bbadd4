"""Senior officers one by one, the list of senior salaries of the Transparency Code, and people by bracket."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from payband.review.inputs.inputs import Inputs
from payband.review.parts.accounts.pay import Paid, notes_row
from payband.review.parts.accounts.ratios import is_senior
from payband.review.parts.accounts.scales import bracket_of, bracket_texts, brackets
from payband.review.parts.tables.accounts_notes import (
    ALLOWANCES,
    BENEFITS,
    BONUS,
    EXPENSES,
    LAST_YEAR,
    LOSS,
    OF_BRACKET,
    SENIOR_POSTS,
    SeniorPostRow,
)
from payband.review.slotting_list import full_time_share
from payband.rules.remuneration import Brackets, bracket_text, brackets_on

__all__ = ["Officer", "bracket_counts", "counted_in_brackets", "is_named", "listed", "officers", "pay_in_bracket"]


class Officer(NamedTuple):
    """A senior officer, or another of the Code's list: what is said of the post, and what is paid."""

    row: SeniorPostRow
    paid: Paid

    @property
    def post(self) -> str:
        """The title to be printed."""
        return self.row.post or self.paid.person.post_now or "Post title not given"

    def cells(self) -> tuple[Any, ...]:
        """The columns of remuneration of the year, the sum, the pension contribution and the sum with it; pence."""
        of_year, pension = self.paid.of_year, self.paid.pension
        total = self.paid.remuneration()
        columns = tuple(of_year[each] for each in (ALLOWANCES, BONUS, EXPENSES, LOSS, BENEFITS))
        return (*columns, total, pension, None if pension is None else total + pension)


def _all(inputs: Inputs, paid: Sequence[Paid]) -> Iterator[Officer]:
    of_person: Mapping[str, Paid] = {each.person.person.casefold(): each for each in paid}
    for row in inputs.rows_of(SENIOR_POSTS.name):
        if found := of_person.get(row.person.casefold()):
            yield Officer(row, found)


def officers(inputs: Inputs, paid: Sequence[Paid]) -> list[Officer]:
    """The senior officers of the year, those with the highest salary first."""
    found = [each for each in _all(inputs, paid) if each.row.senior]
    return sorted(found, key=lambda each: -each.paid.person.salary_now)


def listed(inputs: Inputs, paid: Sequence[Paid]) -> list[Officer]:
    """Whom the Code lists: everybody of table SeniorPosts with a salary from the lowest bracket on, full-time."""
    first = brackets_on(notes_row(inputs).year.ends_on).first
    found = [each for each in _all(inputs, paid) if each.paid.person.salary_now >= first]
    return sorted(found, key=lambda each: -each.paid.person.salary_now)


def is_named(each: Officer, scale: Brackets) -> bool:
    """Whether the law asks for the name of a senior officer: with a salary for the time worked from £150,000 on."""
    person = each.paid.person
    return each.row.senior and full_time_share(person.salary_now, person) >= scale.named_from


def pay_in_bracket(inputs: Inputs, each: Paid) -> int:
    """What of somebody's remuneration decides the bracket."""
    return each.remuneration(with_loss=bool(notes_row(inputs).loss_counted))


def counted_in_brackets(inputs: Inputs, paid: Sequence[Paid]) -> list[Paid]:
    """Who is counted by brackets: everybody but senior officers."""
    return [each for each in paid if not is_senior(inputs, each.person.person)]


def bracket_counts(inputs: Inputs, paid: Sequence[Paid]) -> list[tuple[str, int, int | None]]:
    """Each bracket to the highest in which there is anybody this year or last, with the people of both."""
    scale = brackets(inputs)
    numbers = [bracket_of(pay_in_bracket(inputs, each), scale) for each in counted_in_brackets(inputs, paid)]
    counts = Counter(number for number in numbers if number)
    before: dict[str, int] = {}
    for row in inputs.rows_of(LAST_YEAR.name):
        if row.note == OF_BRACKET and row.number is not None:
            before[row.item] = row.number
    highest = max(counts, default=0)
    while any(item not in bracket_texts(highest, scale) for item in before):
        highest += 1
    return [
        (text, counts[number], before.get(text, 0) if before else None)
        for number, text in enumerate(bracket_texts(highest, scale), start=1)
    ]


def salary_text(each: Officer, scale: Brackets) -> str:
    """The bracket of the full-time salary, as the list prints it."""
    return bracket_text(bracket_of(each.paid.person.salary_now, scale), scale)
