"""Which costs of a structure are withheld, since they would tell what the few people in a line are paid."""

from collections import Counter
from collections.abc import Collection, Sequence
from typing import NamedTuple, TypeAlias

from payband.calendar import FinancialYear
from payband.review.core.pay_elements import CostedElements, Elements
from payband.review.disclosure.published import column_of
from payband.review.inputs.pay_awards import horizon_years
from payband.review.results import Results
from payband.review.structure_cost import CostedState
from payband.rules.slotting_steps import Outcome

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


_Paid: TypeAlias = dict[str, tuple[int | None, Elements]]
"""People by reference, each with a salary and the pay elements that are part of the cost."""


class _Cost(NamedTuple):
    """The cost or the saving of a line that rests on people's own pay, and how many people are behind it."""

    line: str
    people: int
    cost: int


def withheld_costs(results: Results, least: int) -> WithheldCosts:
    """What is withheld where a cost at actual pay has fewer holders behind it than `least`.

    So is the proposed cost where fewer people make the difference from the cost now: the saving is what those are paid.
    A cost that a document states, or at an end of a range, tells of nobody, but for the pay elements that are paid on
    top of the range. So does one of vacant posts alone.
    """
    elements = CostedElements(results.inputs)
    holders = _holders(results, elements)
    lines = results.structure_cost.lines
    at_actual = {
        (line.line.casefold(), line.state)
        for line in results.inputs.structure
        if (line.costed_at or results.inputs.settings.costed_at) == "actual"
    }

    def paid(name: str, state: str) -> _Paid:
        """What the holders are paid whose own pay the modelled cost rests on."""
        key = name.casefold(), state
        people = holders.get(key, {})
        return people if key in at_actual else {each: paid for each, paid in people.items() if paid[1]}

    def behind(name: str, state: str, found: CostedState) -> _Paid:
        """The same of the cost that counts, which rests on nobody's pay where a document states it."""
        return paid(name, state) if found.posts and found.stated is None else {}

    now: list[_Cost] = []
    new: list[_Cost] = []
    savings: list[_Cost] = []
    for line in lines:
        before, after = behind(line.name, "now", line.now), behind(line.name, "proposed", line.proposed)
        differ = {person for person, _ in before.items() ^ after.items()}
        of_line = ((now, before, line.now.cost), (new, after, line.proposed.cost), (savings, differ, line.saving))
        for found, people, pence in of_line:
            if people and pence is not None:
                found.append(_Cost(line.name, len(people), pence))
    modelled = frozenset(
        line.name for line in lines if line.proposed.posts and 0 < len(paid(line.name, "proposed")) < least
    )
    (in_now, total_now), (in_new, total_new), (in_saving, total_saving) = (
        _withheld(each, least) for each in (now, new, savings)
    )
    hidden = {name.casefold() for name in in_now | in_new | in_saving}
    warnings = frozenset(
        each.text for each in results.structure_cost.warnings if each.tells_cost and each.line.casefold() in hidden
    )
    few_leave = _few_leave(results, at_actual, least)
    return WithheldCosts(
        in_now, in_new | in_saving, total_now, total_new or total_saving, modelled, warnings, few_leave
    )


def _few_leave(results: Results, at_actual: Collection[tuple[str, str]], least: int) -> bool:
    """Whether fewer people than `least` leave in a financial year of the horizon, who are costed at their own pay."""
    inputs, slotting = results.inputs, results.tables["SlottingList"]
    years: Counter[FinancialYear] = Counter()
    outcomes, lines = (column_of(slotting, heading) for heading in ("outcome", "line"))
    for person, outcome, line in zip(inputs.people, outcomes, lines, strict=True):
        if person.leaves_on is None or person.leaves_on < inputs.settings.implementation_date:
            continue
        posts = {(person.post_now.casefold(), "now"), ((line or "").casefold(), "proposed")}
        if outcome == Outcome.DISPLACED or not posts.isdisjoint(at_actual):
            years[FinancialYear.containing(person.leaves_on)] += 1
    return any(years[year] < least for year in horizon_years(inputs.settings) if year in years)


def _holders(results: Results, elements: CostedElements) -> dict[tuple[str, str], _Paid]:
    """Who holds the posts of each line and state, at which pay; who is displaced or leaves is in no new line."""
    slotting = results.tables["SlottingList"]
    found: dict[tuple[str, str], _Paid] = {}
    headings = ("person", "post now", "line", "outcome", "salary now", "salary new")
    rows = zip(*(column_of(slotting, each) for each in headings), strict=True)
    for person, post, line, outcome, before, after in rows:
        of_post = elements.of_holder(person, post or "", "now")
        found.setdefault(((post or "").casefold(), "now"), {})[person] = before, of_post
        if line is not None and outcome not in (Outcome.DISPLACED, Outcome.LEAVES):
            of_line = elements.of_holder(person, line, "proposed")
            found.setdefault((line.casefold(), "proposed"), {})[person] = after, of_line
    return found


def _withheld(costs: Sequence[_Cost], least: int) -> tuple[frozenset[str], bool]:
    """The lines to withhold of one column, and whether its total must go too.

    What is left when the costs that are shown are taken from the total is the sum of those withheld: it has to have
    enough people behind it, as a reader works out costs at an end of a range and looks stated ones up. Where the lines
    at people's own pay do not suffice the total is withheld.
    """
    hidden = [each for each in costs if each.people < least]
    if not hidden:
        return frozenset(), False
    others = sorted((each for each in costs if each.people >= least), key=lambda each: abs(each.cost))
    enough = sum(each.people for each in hidden) >= least
    if others and not enough:
        hidden, enough = [*hidden, others[0]], True
    return frozenset(each.line for each in hidden), not enough
