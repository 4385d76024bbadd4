"""Which costs of a structure are withheld, since they would tell what the few people in a line are paid."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

from payband.calendar import FinancialYear
from payband.review.core.pay_elements import CostedElements, Elements
from payband.review.disclosure.published import column_of
from payband.review.inputs.pay_awards import horizon_years
from payband.review.results import Results
from payband.review.structure_cost import CostedState
from payband.rules.placing.slotting_steps import Outcome

__all__ = ["WithheldCosts", "withheld_costs"]


class WithheldCosts(NamedTuple):
    """The lines whose cost is withheld in a state, and whether its total is; and those whose modelled cost is."""

    now: frozenset[str] = frozenset()
    proposed: frozenset[str] = frozenset()
    total_now: bool = False
    total_proposed: bool = False
    modelled: frozenset[str] = frozenset()
    warnings: frozenset[str] = frozenset()
    """The warnings that tell a part of such a cost, as that of external funding does."""
    few_leave: bool = False
    """Whether so few people leave in a financial year that the saving of the year tells what they are paid."""
    averages: frozenset[str] = frozenset()
    """The lines, in small letters, whose average salary would tell the pay elements of few from the cost."""

    @property
    def any(self) -> bool:
        """Whether the cost of any line is withheld."""
        return bool(self.now or self.proposed)

    @property
    def total_saving(self) -> bool:
        """Whether the saving of all lines is withheld: with one total it would give the other."""
        return self.total_now or self.total_proposed

    @property
    def years(self) -> bool:
        """Whether the savings of the financial years are withheld."""
        return self.total_saving or self.few_leave

    def of_line(self, line: str) -> tuple[bool, bool, bool]:
        """Whether the cost of a line now, the proposed and the saving are withheld."""
        return line in self.now, line in self.proposed, line in self.now | self.proposed

    def of_total(self) -> tuple[bool, bool, bool]:
        """The same of all lines together."""
        return self.total_now, self.total_proposed, self.total_saving

    def tell(self, text: str) -> bool:
        """Whether a warning tells a part of a cost that is withheld."""
        return text in self.warnings


_Paid: TypeAlias = dict[str, tuple[Any, ...]]
"""People by reference, each with what they are paid."""


class _Holders(NamedTuple):
    """The holders of a line: their salaries, the pay elements of their own, and those that the line gives to each."""

    salaries: _Paid
    own: _Paid
    of_line: _Paid


class _Behind(NamedTuple):
    """The people behind a cost, by what of it nobody else can know, and by what an element of the line's may tell."""

    own: _Paid
    of_line: _Paid

    @property
    def people(self) -> _Paid:
        """Who counts: an element of the whole line is published with its approval, so it hides no holder's own."""
        return self.own or self.of_line

    def differing(self, other: "_Behind") -> tuple[set[str], bool]:
        """Who makes the difference from another cost, and whether it is of the elements of lines alone."""
        own = _differing(self.own, other.own)
        return (own, False) if own else (_differing(self.of_line, other.of_line), True)


_NOBODY = _Behind({}, {})


class _Cost(NamedTuple):
    """The cost or the saving of a line, how many people are behind it, and whether by elements of the line alone.

    Such an element may be known, so that a cost which rests on nothing else hides no other.
    """

    line: str
    people: int
    cost: int
    of_line: bool


def _differing(before: _Paid, after: _Paid) -> set[str]:
    return {person for person, _ in before.items() ^ after.items()}


def withheld_costs(results: Results, least: int) -> WithheldCosts:
    """What is withheld where a cost at actual pay has fewer holders behind it than `least`.

    So is the proposed cost where fewer people make the difference from the cost now: the saving is what those are paid.
    A cost that a document states, or at an end of a range, tells of nobody, but for the pay elements that are paid on
    top of the range: of the holders who have some of their own, or of all holders where the line alone has any. A cost
    of vacant posts alone tells of nobody.
    """
    elements = CostedElements(results.inputs)
    holders = _holders(results, elements)
    lines = results.structure_cost.lines
    at_actual = {
        (line.line.casefold(), line.state)
        for line in results.inputs.structure
        if (line.costed_at or results.inputs.settings.costed_at) == "actual"
    }

    def modelled_on(name: str, state: str) -> _Behind:
        """Whose pay the modelled cost rests on."""
        key = name.casefold(), state
        found = holders.get(key)
        if found is None:
            return _NOBODY
        if key in at_actual:
            salaries = found.salaries.items()
            return _Behind({each: (*paid, *found.own.get(each, ())) for each, paid in salaries}, found.of_line)
        return _Behind(found.own, found.of_line)

    def behind(name: str, state: str, found: CostedState) -> _Behind:
        """The same of the cost that counts, which rests on nobody's pay where a document states it."""
        return modelled_on(name, state) if found.posts and found.stated is None else _NOBODY

    now: list[_Cost] = []
    new: list[_Cost] = []
    savings: list[_Cost] = []
    for line in lines:
        before, after = behind(line.name, "now", line.now), behind(line.name, "proposed", line.proposed)
        of_line = (
            (now, before.people, not before.own, line.now.cost),
            (new, after.people, not after.own, line.proposed.cost),
            (savings, *before.differing(after), line.saving),
        )
        for found, people, of_line_alone, pence in of_line:
            if people and pence is not None:
                found.append(_Cost(line.name, len(people), pence, of_line_alone))
    modelled = frozenset(
        line.name
        for line in lines
        if line.proposed.posts and 0 < len(modelled_on(line.name, "proposed").people) < least
    )
    (in_now, total_now), (in_new, total_new), (in_saving, total_saving) = (
        _withheld(each, least) for each in (now, new, savings)
    )
    hidden = {name.casefold() for name in in_now | in_new | in_saving}
    warnings = frozenset(
        each.text for each in results.structure_cost.warnings if each.tells_cost and each.line.casefold() in hidden
    )
    return WithheldCosts(
        in_now,
        in_new | in_saving,
        total_now,
        total_new or total_saving,
        modelled,
        warnings,
        _few_leave(results, at_actual, elements, least),
        _averages(holders, at_actual, least),
    )


def _averages(
    holders: Mapping[tuple[str, str], _Holders], at_actual: Collection[tuple[str, str]], least: int
) -> frozenset[str]:
    """The lines at actual pay of which few holders have pay elements of their own, or have others than before.

    The average salary comes to all salaries, and the rest of the cost is what those few are paid.
    """
    own: dict[str, list[_Paid]] = {}
    for name, state in at_actual:
        found = holders.get((name, state))
        own.setdefault(name, []).append(found.own if found else {})
    return frozenset(
        name
        for name, states in own.items()
        if any(0 < len(each) < least for each in states) or 0 < len(_differing(states[0], states[-1])) < least
    )


def _few_leave(results: Results, at_actual: Collection[tuple[str, str]], elements: CostedElements, least: int) -> bool:
    """Whether fewer people than `least` leave in a financial year of the horizon, and a part of the cost with them.

    That is the pay of whoever is costed at their own, and the pay elements of whoever has some of their own.
    """
    inputs, slotting = results.inputs, results.tables["SlottingList"]
    years: Counter[FinancialYear] = Counter()
    outcomes, lines = (column_of(slotting, heading) for heading in ("outcome", "line"))
    for person, outcome, line in zip(inputs.people, outcomes, lines, strict=True):
        if person.leaves_on is None or person.leaves_on < inputs.settings.implementation_date:
            continue
        posts = {(person.post_now.casefold(), "now"), ((line or "").casefold(), "proposed")}
        own = any(elements.of_person(person.person, state) for state in ("now", "proposed"))
        if outcome == Outcome.DISPLACED or own or not posts.isdisjoint(at_actual):
            years[FinancialYear.containing(person.leaves_on)] += 1
    return any(years[year] < least for year in horizon_years(inputs.settings) if year in years)


def _holders(results: Results, elements: CostedElements) -> dict[tuple[str, str], _Holders]:
    """Who holds the posts of each line and state, at which pay; who is displaced or leaves is in no new line."""
    slotting, package = results.tables["SlottingList"], results.inputs.package
    found: dict[tuple[str, str], _Holders] = {}

    def amounts(places: Elements) -> tuple[tuple[str, int], ...]:
        """What the elements come to: the same amount in two rows, one for each state, is the same pay."""
        sums: Counter[str] = Counter()
        for place in places:
            sums[package[place].costed_as] += package[place].amount
        return tuple(sorted(each for each in sums.items() if each[1]))

    def hold(person: str, line: str, state: str, salary: int | None) -> None:
        holders = found.setdefault((line.casefold(), state), _Holders({}, {}, {}))
        holders.salaries[person] = (salary,)
        if own := amounts(elements.of_person(person, state)):
            holders.own[person] = own
        if of_line := amounts(elements.of_line(line, state)):
            holders.of_line[person] = of_line

    headings = ("person", "post now", "line", "outcome", "salary now", "salary new")
    rows = zip(*(column_of(slotting, each) for each in headings), strict=True)
    for person, post, line, outcome, before, after in rows:
        hold(person, post or "", "now", before)
        if line is not None and outcome not in (Outcome.DISPLACED, Outcome.LEAVES):
            hold(person, line, "proposed", after)
    return found


def _withheld(costs: Sequence[_Cost], least: int) -> tuple[frozenset[str], bool]:
    """The lines to withhold of one column, and whether its total must go too.

    What is left when the costs that are shown are taken from the total is the sum of those withheld: it has to have
    enough people behind it, as a reader works out costs at an end of a range and looks stated ones up. Where the lines
    at people's own pay do not suffice the total is withheld. What lines give to each holder may be known as well.
    """
    hidden = [each for each in costs if each.people < least]
    if not hidden:
        return frozenset(), False
    others = [each for each in costs if each.people >= least and not each.of_line]
    own = [each for each in hidden if not each.of_line]
    enough = sum(each.people for each in own or hidden) >= least
    if others and not enough:
        hidden, enough = [*hidden, min(others, key=lambda each: abs(each.cost))], True
    return frozenset(each.line for each in hidden), not enough
