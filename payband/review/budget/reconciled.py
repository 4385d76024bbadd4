"""The establishment next to the approved budget and payroll of a year: what differs, by the causes that can be told.

All three are what posts cost before others pay a part. The establishment is the structure now for the whole year. What
no cause explains is a difference of its own, so that the differences of a cost centre add up to the penny.

**Payroll.** Somebody whose cost is that of the establishment needs no cause. For anybody else the cost is worked out
again step by step, as the review costs a post: at what the holder is paid, for the FTE of payroll, on the point of
payroll, without increments that it has not made and awards that it has not paid yet. What each step changes is the
cause. Allowances are as payroll says; arrears are a cause where they are what is left.

**The approved budget** is compared line by line where a cost centre's rows name lines.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from payband.calendar import FinancialYear
from payband.review.budget.cells import Budget
from payband.review.budget.costs import OF_POSTS
from payband.review.budget.line_parts import LinePart, taken_apart
from payband.review.budget.payroll import Paid, paid_of, year_of
from payband.review.budget.payroll_steps import Holder, Step, payroll_steps
from payband.review.budget.where import Places, shared_over
from payband.review.inputs.inputs import Inputs
from payband.review.inputs.tables import Person
from payband.review.parts.answering import Calculated
from payband.review.parts.tables.budget import APPROVED, ApprovedRow
from payband.review.parts.tables.budget import PAYROLL as OF_PAYROLL
from payband.review.years.components import outlook_in_components
from payband.rules.shares import shared_among

__all__ = ["BUDGET", "PAYROLL", "UNEXPLAINED", "Centre", "Difference", "Reconciliation", "reconciliation"]

BUDGET, PAYROLL = "approved budget", "payroll"
VACANCY, ARREARS = "vacancy", "arrears"
ALLOWANCE, AGENCY, STATED = "allowance", "agency", "stated cost"
NOT_IN_ESTABLISHMENT, NOT_IN_PAYROLL, NOT_IN_BUDGET = "not in the establishment", "not in payroll", "not in the budget"
ELSEWHERE, AWARD_NOT_IN_BUDGET, UNEXPLAINED = "another cost centre", "award not in the budget", "unexplained"


class Difference(NamedTuple):
    """How far the approved budget or payroll differs from the establishment in a cost centre, pence, and why."""

    cost_centre: str
    other: str
    cause: str
    line: str
    person: str
    pence: int
    detail: str = ""


class Centre(NamedTuple):
    """A cost centre, pence: the establishment, and the others where they are given."""

    cost_centre: str
    establishment: int
    budget: int | None
    to_date: int | None
    payroll: int | None


class Reconciliation(NamedTuple):
    """What is compared in a year, and what differs; why nothing is known where that is so."""

    year: FinancialYear
    centres: Sequence[Centre] = ()
    differences: Sequence[Difference] = ()
    why: str = ""


def reconciliation(calculated: Calculated, budget: Budget) -> Reconciliation | None:
    """The establishment next to the approved budget and payroll; None where the review has neither."""
    inputs = calculated.inputs
    approved, payroll = inputs.rows_of(APPROVED.name), inputs.rows_of(OF_PAYROLL.name)
    if not approved and not payroll:
        return None
    year = year_of(inputs)
    place = budget.years.index(year)
    unknown = [each.costs.years[place].why for each in budget.falls if each.costs.years[place].amounts is None]
    if unknown:
        return Reconciliation(year, why=unknown[0])
    return _Work(inputs, budget, year).reconciliation(approved, paid_of(payroll))


class _Member(NamedTuple):
    """Somebody's post, or with no person the vacant posts of a line, and what it costs in each cost centre."""

    line: str
    person: Person | None
    places: Places
    by_centre: Mapping[str, int]
    modelled: int

    @property
    def total(self) -> int:
        """In all cost centres."""
        return sum(self.by_centre.values())


class _Work:
    """The steps of one reconciliation."""

    def __init__(self, inputs: Inputs, budget: Budget, year: FinancialYear) -> None:
        self._inputs = inputs
        self._budget = budget
        self._year = year
        self._place = budget.years.index(year)
        self._people = {person.person.casefold(): person for person in inputs.people}
        self._modelled = self._costs(inputs)
        self._members = self._all_members()

    # --- the establishment -------------------------------------------------------------------------------------------

    def _costs(self, inputs: Inputs) -> Mapping[tuple[str, str], int]:
        """What the post of each person costs in the year as it is modelled, and the vacant posts of each line: pence.

        By the line in small letters and the person's reference in small letters, empty for vacant posts.
        """
        apart = taken_apart(inputs, lambda person, state: person.person if state == "now" else None, stated=False)
        looked = outlook_in_components(apart.inputs)
        found = {}
        for number, part in enumerate(apart.parts):
            if part.line.state == "now":
                *modelled, _, _ = looked.amounts[0][:, self._place, number].tolist()
                found[_key(part)] = sum(modelled) if looked.known[self._place, number] else 0
        return found

    @cached_property
    def _elements(self) -> Mapping[tuple[str, str], int]:
        """What pay elements add to the cost of each post, with their on-costs."""
        if not self._inputs.package:
            return {}
        without = self._costs(self._inputs._replace(package=()))
        return {key: pence - without.get(key, 0) for key, pence in self._modelled.items()}

    @cached_property
    def _arrears(self) -> Mapping[str, int]:
        """What each person is paid in the year as arrears, with on-costs: no part of the establishment."""
        return _sums(
            (each.name, each.pence) for each in self._budget.once if each.owed_anyway and each.year == self._year
        )

    def _all_members(self) -> list[_Member]:
        """Everybody's post and all vacant posts with what they cost, together the establishment of each cost centre."""
        people = self._people
        holders: dict[tuple[str, Places], list[str]] = {}
        for line, who in self._modelled:
            own = self._budget.where.of_person(people[who], "now") if who else None
            places = own or self._budget.where.of_line(line, "now")
            assert places is not None  # the inputs are checked for it
            holders.setdefault((line, places), []).append(who)
        found = []
        for falls in self._budget.falls:
            if falls.costs.part.line.state != "now":
                continue
            amounts = falls.costs.years[self._place].amounts or {}
            by_centre: dict[str, int] = {}
            for component in OF_POSTS:
                shares = shared_over(falls.places, amounts.get(component, (0, 0))[0])
                for place, pence in zip(falls.places, shares, strict=True):
                    by_centre[place.cost_centre] = by_centre.get(place.cost_centre, 0) + pence
            line = falls.name.casefold()
            members = [who for who in holders.get((line, falls.places), [""]) if self._belongs(who, falls.costs.part)]
            weights = [self._modelled.get((line, who), 0) for who in members] or [0]
            if not any(weights):
                weights = [1] * len(members)
            split = {centre: shared_among(pence, weights) for centre, pence in by_centre.items()}
            for number, who in enumerate(members):
                found.append(
                    _Member(
                        falls.name,
                        people.get(who),
                        falls.places,
                        {centre: shares[number] for centre, shares in split.items()},
                        self._modelled.get((line, who), 0),
                    )
                )
        return found

    def _belongs(self, who: str, part: LinePart) -> bool:
        """Whether somebody is of a part of a line: of its own places, or of the rest."""
        own = self._budget.where.of_person(self._people[who], "now") if who else None
        return (own is None) == (part.key is None)

    # --- together ----------------------------------------------------------------------------------------------------

    def reconciliation(self, approved: Sequence[ApprovedRow], paid: Sequence[Paid]) -> Reconciliation:
        """The cost centres and what differs in them."""
        establishment = _sums((centre, pence) for each in self._members for centre, pence in each.by_centre.items())
        of_budget = _sums((row.cost_centre, row.amount) for row in approved)
        of_payroll = _sums((row.cost_centre, row.projected) for row in paid)
        to_date = _sums((row.cost_centre, row.to_date) for row in paid)
        found: list[Difference] = []
        if approved:
            found += _with_the_rest(BUDGET, list(self._of_budget(approved)), of_budget, establishment)
        if paid:
            found += _with_the_rest(PAYROLL, list(self._of_payroll(paid)), of_payroll, establishment)
        names = {**{each.casefold(): each for each in (*establishment, *of_budget, *of_payroll)},
                 **{key: row.cost_centre for key, row in self._budget.where.centres.items()}}  # fmt: skip
        shown = [each for each in self._budget.where.centres if any(each in sums for sums in (
            establishment, of_budget, of_payroll))]  # fmt: skip
        centres = [
            Centre(
                names[key],
                establishment.get(key, 0),
                of_budget.get(key, 0) if approved else None,
                to_date.get(key, 0) if paid else None,
                of_payroll.get(key, 0) if paid else None,
            )
            for key in shown
        ]
        ordered = [each._replace(cost_centre=names[each.cost_centre.casefold()]) for each in found if each.pence]
        ordered.sort(key=lambda each: (shown.index(each.cost_centre.casefold()), each.other, each.cause == UNEXPLAINED))
        return Reconciliation(self._year, centres, ordered)

    # --- the approved budget -----------------------------------------------------------------------------------------

    def _of_budget(self, rows: Sequence[ApprovedRow]) -> Iterator[Difference]:
        """What differs line by line, in the cost centres whose rows all name a line."""
        by_line: dict[tuple[str, str], list[ApprovedRow]] = {}
        lump = {row.cost_centre.casefold() for row in rows if not row.line}
        for row in rows:
            if row.cost_centre.casefold() not in lump:
                by_line.setdefault((row.cost_centre.casefold(), row.line.casefold()), []).append(row)
        costs: dict[tuple[str, str], list[_Member]] = {}
        for each in self._members:
            for centre in each.by_centre:
                costs.setdefault((centre.casefold(), each.line.casefold()), []).append(each)
        budgeted = {centre for centre, _ in by_line}
        without_awards = (
            self._costs(self._inputs._replace(pay_awards=())) if self._inputs.pay_awards else self._modelled
        )
        for (centre, line), members in costs.items():
            named = members[0].line
            cost = sum(_in(each, centre) for each in members)
            if (centre, line) not in by_line:
                if centre in budgeted:
                    yield Difference(centre, BUDGET, NOT_IN_BUDGET, named, "", -cost)
                continue
            amount = sum(row.amount for row in by_line[centre, line])
            left = amount - cost
            if left and not all(row.holds_awards for row in by_line[centre, line]):
                award = sum(self._in_places(each, without_awards, centre) - _in(each, centre) for each in members)
                yield Difference(centre, BUDGET, AWARD_NOT_IN_BUDGET, named, "", award)
                left -= award
            vacant = sum(_in(each, centre) for each in members if each.person is None)
            if left and left == -vacant:
                yield Difference(centre, BUDGET, VACANCY, named, "", left, "the budget has no vacant posts of the line")
        for (centre, line), of_line in by_line.items():
            if (centre, line) not in costs:
                amount = sum(row.amount for row in of_line)
                yield Difference(centre, BUDGET, NOT_IN_ESTABLISHMENT, of_line[0].line, "", amount)

    def _in_places(self, each: _Member, costs: Mapping[tuple[str, str], int], centre: str) -> int:
        """What a post costs in a cost centre by other costs than its own, with its stated cost as it is."""
        who = "" if each.person is None else each.person.person.casefold()
        changed = costs.get((each.line.casefold(), who), 0) - each.modelled
        shares = shared_over(each.places, changed)
        more = sum(
            pence for place, pence in zip(each.places, shares, strict=True) if place.cost_centre.casefold() == centre
        )
        return _in(each, centre) + more

    # --- payroll -----------------------------------------------------------------------------------------------------

    def _of_payroll(self, paid: Sequence[Paid]) -> Iterator[Difference]:
        """What differs person by person."""
        rows = {
            who: list(of_person)
            for who, of_person in groupby(
                sorted((row for row in paid if not row.is_agency), key=lambda row: row.person.casefold()),
                key=lambda row: row.person.casefold(),
            )
        }
        known = {each.person.person.casefold(): each for each in self._members if each.person is not None}
        holders = {who: Holder(each.line, each.person, each.modelled) for who, each in known.items() if each.person}
        steps = payroll_steps(self._inputs, self._budget, self._year, self._costs, holders, rows)
        for each in self._members:
            who = "" if each.person is None else each.person.person.casefold()
            if each.person is None or who not in rows:
                cause = VACANCY if each.person is None else NOT_IN_PAYROLL
                named = "" if each.person is None else each.person.person
                for centre, pence in each.by_centre.items():
                    yield Difference(centre, PAYROLL, cause, each.line, named, -pence)
            else:
                yield from self._of_person(each, rows[who], steps[who])
        for row in paid:
            if row.is_agency or row.person.casefold() not in known:
                cause = AGENCY if row.is_agency else NOT_IN_ESTABLISHMENT
                yield Difference(row.cost_centre, PAYROLL, cause, "", row.person, row.projected)

    def _of_person(self, each: _Member, rows: Sequence[Paid], steps: Sequence[Step]) -> Iterator[Difference]:
        """The causes of one person, in the cost centres in which the post falls; the rest is not explained."""
        assert each.person is not None
        name = each.person.person
        left = sum(row.projected for row in rows) - each.total
        if left:
            stated = each.modelled - each.total
            held = self._elements.get((each.line.casefold(), name.casefold()), 0)
            allowances = sum(row.allowances for row in rows) - held
            causes = [
                (STATED, stated, "the line has a stated cost, which payroll knows nothing of"),
                *steps,
                (
                    ALLOWANCE,
                    allowances,
                    "allowances of payroll less the pay elements of the review, each with its on-costs",
                ),
            ]
            told = _sums(())
            owed, rest = self._arrears.get(name.casefold(), 0), left - sum(pence for _, pence, _ in causes)
            if owed and rest == owed:
                causes.append((ARREARS, owed, "what the review has as arrears, paid in the year"))
            for cause, pence, detail in causes:
                for place, share in zip(each.places, shared_over(each.places, pence), strict=True):
                    told[place.cost_centre.casefold()] = told.get(place.cost_centre.casefold(), 0) + share
                    yield Difference(place.cost_centre, PAYROLL, cause, each.line, name, share, detail)
                left -= pence
            for place, share in zip(each.places, shared_over(each.places, left), strict=True):
                told[place.cost_centre.casefold()] = told.get(place.cost_centre.casefold(), 0) + share
                yield Difference(place.cost_centre, PAYROLL, UNEXPLAINED, each.line, name, share)
        else:
            told = {}
        paid_in = _sums((row.cost_centre, row.projected) for row in rows)
        cost_in = _sums(each.by_centre.items())
        for centre in dict.fromkeys((*cost_in, *paid_in)):
            moved = paid_in.get(centre, 0) - cost_in.get(centre, 0) - told.get(centre, 0)
            detail = "paid from another cost centre than the post falls in, or in other shares"
            yield Difference(centre, PAYROLL, ELSEWHERE, each.line, name, moved, detail)


def _key(part: LinePart) -> tuple[str, str]:
    return part.line.line.casefold(), "" if part.key is None else str(part.key).casefold()


def _in(each: _Member, centre: str) -> int:
    """What a post costs in a cost centre, by its name in small letters."""
    return sum(pence for name, pence in each.by_centre.items() if name.casefold() == centre)


def _sums(amounts: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Amounts added up by name, in small letters."""
    found: dict[str, int] = {}
    for name, pence in amounts:
        found[name.casefold()] = found.get(name.casefold(), 0) + pence
    return found


def _with_the_rest(
    other: str, found: list[Difference], others: Mapping[str, int], establishment: Mapping[str, int]
) -> list[Difference]:
    """The differences, and in each cost centre what they do not explain."""
    told = _sums((each.cost_centre, each.pence) for each in found)
    rest = []
    for centre in dict.fromkeys((*establishment, *others)):
        left = others.get(centre, 0) - establishment.get(centre, 0) - told.get(centre, 0)
        if left:
            rest.append(Difference(centre, other, UNEXPLAINED, "", "", left))
    return [*found, *rest]
