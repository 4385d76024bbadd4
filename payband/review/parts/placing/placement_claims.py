"""Claims to posts, round by round: the People table's, as each round of table Placements changed them."""

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from payband.calendar import date_text
from payband.errors import Problem
from payband.review.inputs.input_table import InputTable
from payband.review.inputs.inputs import Inputs
from payband.review.inputs.tables import Person, StructureLine, input_table
from payband.review.parts.placing.placement_duties import Shares, shares_by_duties
from payband.review.parts.tables.placement import (
    APPEAL_DISMISSED,
    APPEAL_UPHELD,
    APPOINTED,
    LEAVES,
    NOT_APPOINTED,
    PLACEMENTS,
    PlacementRow,
)
from payband.rules.placing.placement import check_slots
from payband.units import counted, percent_text

__all__ = ["Claim", "Round", "rounds"]

_KEPT = (APPOINTED, NOT_APPOINTED, LEAVES)
_OF_CURRENT, _OF_NEW = "share of current job in the new", "share of the new from the current"


class Claim(NamedTuple):
    """A person's claim to a line, or to none; shares as they were given, and where they were given."""

    person: Person
    line: StructureLine | None
    of_current: Fraction | None
    of_new: Fraction | None
    table: InputTable
    row: int
    decision: str = ""
    decided_on: date | None = None

    @property
    def shares(self) -> tuple[int, int]:
        """Both shares in basis points: of the present job in the new, of the new job from the present."""
        return int((self.of_current or 0) * 10_000), int((self.of_new or 0) * 10_000)

    def facts(self) -> tuple[str, tuple[int, int]]:
        """What an appeal is about: the line and the shares."""
        return (self.line.line if self.line else "", self.shares)


class Round(NamedTuple):
    """The claims after a round, in the order of the People table."""

    name: str
    claims: Sequence[Claim]


def rounds(inputs: Inputs, first_round: str) -> tuple[list[Round], list[Problem]]:
    """The claims after each round, and everything that is wrong with them.

    The first round is the People table's list, with the changes of its own name in Placements; a later round changes
    what it names and carries on the rest.
    """
    made = _Rounds(inputs)
    by_round = made.by_round(inputs.rows_of(PLACEMENTS.name), first_round)
    claims = {person.person.casefold(): [made.first_claim(person)] for person in inputs.people}
    found = []
    for name, rows in by_round.items():
        claims = made.after(claims, rows)
        found.append(Round(name, [claim for person in claims.values() for claim in person]))
        made.check(found[-1])
    return found, list({str(problem): problem for problem in made.problems}.values())


def _percent(share: Fraction) -> str:
    return percent_text(int(share * 10_000))


def _ratio(basis_points: int | None) -> Fraction | None:
    return None if basis_points is None else Fraction(basis_points, 10_000)


class _Rounds:
    """Follows the claims through the rounds and keeps the problems."""

    def __init__(self, inputs: Inputs) -> None:
        self._inputs = inputs
        self._by_duties = shares_by_duties(inputs)
        self.problems: list[Problem] = []

    def _add(self, table: InputTable, row: int, column: str, message: str) -> None:
        self.problems.append(Problem(message, sheet=table.sheet, table=table.name, row=row, column=column))

    def first_claim(self, person: Person) -> Claim:
        """The claim that a person's row of table People makes."""
        line = self._inputs.proposed_line(person.proposed_line) if person.proposed_line else None
        leaves_on = person.leaves_on
        gone = leaves_on is not None and leaves_on < self._inputs.settings.implementation_date
        typed = (person.share_of_current_in_new, person.share_of_new_from_current)
        claim = Claim(
            person, line, *typed, input_table("People"), person.row, LEAVES if gone else "", leaves_on if gone else None
        )
        return self._with_duties(claim)

    def _with_duties(self, claim: Claim) -> Claim:
        """A claim whose shares are those of the duties where none are typed; typed ones must be the same."""
        by_duties = None if claim.line is None else self._by_duties(claim.person.post_now, claim.line.line)
        if by_duties is None:
            return claim
        typed = (claim.of_current, claim.of_new)
        for column, given, worked_out in zip((_OF_CURRENT, _OF_NEW), typed, by_duties, strict=True):
            if given is not None and given != worked_out:
                message = f"{_percent(given)} is typed, and the duties of table Duties make {_percent(worked_out)}: "
                self._add(claim.table, claim.row, column, message + "empty the cell, or mend the duties")
        filled: Shares = tuple(  # type: ignore[assignment]  # two of them
            worked_out if given is None else given for given, worked_out in zip(typed, by_duties, strict=True)
        )
        return claim._replace(of_current=filled[0], of_new=filled[1])

    # --- rounds in order -----------------------------------------------------------------------------------------

    def by_round(self, rows: Iterable[PlacementRow], first_round: str) -> dict[str, list[PlacementRow]]:
        """The rows of each round, the first round always among them; rounds are told apart whatever their capitals."""
        names = {first_round.casefold(): first_round}
        found: dict[str, list[PlacementRow]] = {first_round: []}
        latest, before, in_round = first_round, None, None  # the last day decided on, before the round and in it
        for row in rows:
            name = names.setdefault(row.round.casefold(), row.round)
            if name != latest and name in found:
                message = f"the round '{name}' comes before '{latest}': keep the rows of a round together, and the "
                self._add(PLACEMENTS, row.row, "round", message + "rounds in the order they were held")
                continue
            if name != latest:
                latest, before = name, max(filter(None, (before, in_round)), default=None)
            found.setdefault(name, []).append(row)
            if row.decided_on is None:
                continue
            if before is not None and row.decided_on < before:
                message = f"{date_text(row.decided_on)} lies before {date_text(before)}, the day of an earlier round"
                self._add(PLACEMENTS, row.row, "decided on", f"{message}: put the dates or the rounds in order")
            in_round = max(filter(None, (in_round, row.decided_on)))
        return found

    # --- what a round changes ------------------------------------------------------------------------------------

    def after(self, claims: dict[str, list[Claim]], rows: Sequence[PlacementRow]) -> dict[str, list[Claim]]:
        """The claims after a round's rows."""
        after = {
            key: [each if each.decision in _KEPT else each._replace(decision="", decided_on=None) for each in person]
            for key, person in claims.items()
        }
        named: dict[str, list[Claim]] = {}
        for row in rows:
            key = row.person.casefold()
            if (claim := self._claim(row, claims[key])) is not None:
                others = named.setdefault(key, [])
                if double := next((each for each in others if each.line == claim.line), None):
                    message = (
                        f"'{row.person}' and this line are already in row {double.row} of this round: delete one of "
                        "the two rows"
                    )
                    self._add(PLACEMENTS, row.row, "person", message)
                else:
                    others.append(claim)
        for key, made in named.items():
            self._appeals(made, claims[key])
            lines = {claim.facts()[0] for claim in made}
            others = [claim for claim in after[key] if claim.facts()[0] not in lines]
            # A line that the person had no claim to takes the place of all that were.
            carried = others if lines < {claim.facts()[0] for claim in after[key]} else []
            after[key] = made + carried
        return after

    def _claim(self, row: PlacementRow, before: Sequence[Claim]) -> Claim | None:
        """The claim that a row makes; nothing where it cannot be made out."""
        person = before[0].person
        if row.decision == LEAVES:
            return Claim(person, None, None, None, PLACEMENTS, row.row, LEAVES, row.decided_on)
        line = self._inputs.proposed_line(row.line) if row.line else None
        if not row.line and row.decision:
            if len(before) > 1:
                lines = " and ".join(f"'{claim.facts()[0]}'" for claim in before)
                self._add(PLACEMENTS, row.row, "line", f"is empty, and {person.person} has {lines}: name the one meant")
                return None
            line = before[0].line
        if line is None and row.decision in (APPOINTED, NOT_APPOINTED):
            message = f"is empty, and {person.person} has no line so far: name the line of the decision"
            self._add(PLACEMENTS, row.row, "line", message)
            return None
        had = next((claim for claim in before if line is not None and claim.line == line), None)
        of_current, of_new = _ratio(row.share_of_current), _ratio(row.share_of_new)
        if had is not None:
            of_current = had.of_current if of_current is None else of_current
            of_new = had.of_new if of_new is None else of_new
        made = Claim(person, line, of_current, of_new, PLACEMENTS, row.row, row.decision, row.decided_on)
        return self._with_duties(made)

    def _appeals(self, made: Sequence[Claim], before: Sequence[Claim]) -> None:
        """An appeal that is upheld changes something; one that is dismissed does not."""
        facts = {claim.facts() for claim in before}
        for claim in made:
            if claim.decision == APPEAL_UPHELD and claim.facts() in facts:
                message = "the appeal is upheld, but neither line nor shares differ: give what it changed"
                self._add(claim.table, claim.row, "decision", message)
            if claim.decision == APPEAL_DISMISSED and claim.facts() not in facts:
                message = "the appeal is dismissed, but the line or the shares differ: keep what was there before"
                self._add(claim.table, claim.row, "decision", message)

    # --- what must hold after a round ----------------------------------------------------------------------------

    def check(self, after: Round) -> None:
        """Every claim has shares, grades with an order and a post; nobody has claims that exclude each other."""
        by_person: dict[str, list[Claim]] = {}
        appointed: dict[str, list[Claim]] = {}
        for claim in after.claims:
            if claim.line is None or claim.decision == LEAVES:
                continue
            if claim.decision != NOT_APPOINTED:
                by_person.setdefault(claim.person.person, []).append(claim)
            if claim.decision == APPOINTED:
                appointed.setdefault(claim.line.line, []).append(claim)
            self._shares(claim)
            self._order(claim.person.grade_now, "People", claim.person.row, "grade now")
            self._order(claim.line.grade, "Structure", claim.line.row, "grade")
            if not claim.line.posts:
                message = f"{claim.person.person} is to come to '{claim.line.line}', which has 0 posts: give it a post"
                self._add(input_table("Structure"), claim.line.row, "posts", message)
        for claims in by_person.values():
            self._slots(claims)
        for line, claims in appointed.items():
            posts = claims[0].line.posts if claims[0].line else 0
            if len(claims) > posts:
                who = ", ".join(claim.person.person for claim in claims)
                message = f"{counted(len(claims), 'person', 'people')} ({who}) appointed to '{line}', which has only "
                message += f"{counted(posts, 'post')}: take one back, or give the line another post"
                self._add(claims[-1].table, claims[-1].row, "decision", message)

    def _shares(self, claim: Claim) -> None:
        line = claim.facts()[0]
        for share, column in ((claim.of_current, _OF_CURRENT), (claim.of_new, _OF_NEW)):
            if share is None:
                message = f"is empty: give the share, so that {claim.person.person} can be placed in '{line}'"
                self._add(claim.table, claim.row, column, message)
            elif (share * 10_000).denominator != 1:
                message = f"{float(share):%} is finer than a hundredth of a percent: give it as, say, 33.33%"
                self._add(claim.table, claim.row, column, message)
        if claim.of_current is not None and claim.of_new is not None and bool(claim.of_current) != bool(claim.of_new):
            of_current, of_new = (percent_text(share) for share in claim.shares)
            message = f"{of_current} of the present job is in the new one, yet {of_new} of the new comes from it: "
            self._add(claim.table, claim.row, _OF_CURRENT, message + "both are 0%, or neither")

    def _order(self, grade: str, table: str, row: int, column: str) -> None:
        """A grade has an order, so that grades apart can be counted."""
        found = next((each for each in self._inputs.grades if each.grade.casefold() == grade.casefold()), None)
        if not grade:
            message = "is empty: give the grade, so that it can be said how far the new one is away"
            self._add(input_table(table), row, column, message)
        elif found is None:
            message = f"'{grade}' has no row in table Grades, which ranks the grades: add one with its order"
            self._add(input_table(table), row, column, message)
        elif not found.order:
            message = f"the grade '{found.grade}' has no order: give its rank, 1 for the lowest grade"
            self._add(input_table("Grades"), found.row, "order", message)

    def _slots(self, claims: Sequence[Claim]) -> None:
        """Two posts for one person on an exact half and half only, and never more than the whole present job."""
        last = claims[-1]
        shares = tuple(claim.shares[0] for claim in claims)
        if len(claims) > 1 and sum(shares) > 10_000:
            parts = " and ".join(f"{percent_text(claim.shares[0])} in '{claim.facts()[0]}'" for claim in claims)
            whole = percent_text(sum(shares))
            message = f"{parts} make {whole} of one present job ({last.person.person}): put the shares right"
            self._add(last.table, last.row, _OF_CURRENT, message)
        elif wrong := check_slots(shares):
            self._add(last.table, last.row, "line", f"{last.person.person}: {wrong}")
