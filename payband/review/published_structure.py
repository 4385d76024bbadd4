"""Which costs of a structure are withheld, since they would tell what the few people in a line are paid."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from payband.review.published import column_of
from payband.review.results import Results
from payband.review.structure_cost import CostedState

__all__ = ["WithheldCosts", "withheld_costs"]

OWN_PAY, STATED, OF_RANGE = range(3)
"""What a cost rests on, in the order in which it hides another: a reader cannot work out people's own pay, but can
work out a cost at an end of a range."""


class WithheldCosts(NamedTuple):
    """The lines whose cost is withheld in a state, and whether its total is; and those whose modelled cost is."""

    now: frozenset[str] = frozenset()
    proposed: frozenset[str] = frozenset()
    total_now: bool = False
    total_proposed: bool = False
    modelled: frozenset[str] = frozenset()

    @property
    def any(self) -> bool:
        """Whether the cost of any line is withheld."""
        return bool(self.now or self.proposed)

    @property
    def total_saving(self) -> bool:
        """Whether the saving of all lines is withheld: with one total it would give the other."""
        return self.total_now or self.total_proposed

    def of_line(self, line: str) -> tuple[bool, bool, bool]:
        """Whether the cost of a line now, the proposed and the saving are withheld."""
        return line in self.now, line in self.proposed, line in self.now | self.proposed

    def of_total(self) -> tuple[bool, bool, bool]:
        """The same of all lines together."""
        return self.total_now, self.total_proposed, self.total_saving

    def tell(self, text: str) -> bool:
        """Whether a warning tells a part of a line's cost, as that of external funding does."""
        return any(text.startswith(f"{line}: external funding") for line in self.now | self.proposed)


class _Cost(NamedTuple):
    """What is known of the cost of a line in one state: what it rests on and how many people are behind it."""

    line: str
    rests_on: int
    people: int
    cost: int

    def is_of_few(self, least: int) -> bool:
        return self.rests_on == OWN_PAY and self.people < least


def withheld_costs(results: Results, least: int) -> WithheldCosts:
    """What is withheld where a cost at actual pay has fewer holders behind it than `least`.

    A cost that a document states, or at an end of a range, tells of nobody. So does one of vacant posts alone.
    """
    holders = _holders(results)
    lines = results.structure_cost.lines
    at_actual = {
        (line.line.casefold(), line.state)
        for line in results.inputs.structure
        if (line.costed_at or results.inputs.settings.costed_at) == "actual"
    }

    def people_of(name: str, state: str) -> int:
        """How many people's own pay the modelled cost rests on."""
        key = name.casefold(), state
        return holders[key] if key in at_actual else 0

    def cost_of(name: str, state: str, found: CostedState) -> _Cost | None:
        if found.cost is None or not found.posts:
            return None
        people = people_of(name, state)
        if found.stated is not None:
            return _Cost(name, STATED, found.posts, found.cost)
        return _Cost(name, OWN_PAY if people else OF_RANGE, people or found.posts, found.cost)

    now = [cost for line in lines if (cost := cost_of(line.name, "now", line.now)) is not None]
    new = [cost for line in lines if (cost := cost_of(line.name, "proposed", line.proposed)) is not None]
    modelled = frozenset(
        line.name for line in lines if line.proposed.posts and 0 < people_of(line.name, "proposed") < least
    )
    (in_now, total_now), (in_new, total_new) = _withheld(now, least), _withheld(new, least)
    return WithheldCosts(in_now, in_new, total_now, total_new, modelled)


def _holders(results: Results) -> Counter[tuple[str, str]]:
    """How many people hold the posts of each line and state; who is displaced or leaves is in no proposed line."""
    slotting = results.tables["SlottingList"]
    found: Counter[tuple[str, str]] = Counter()
    columns = (column_of(slotting, each) for each in ("post now", "line", "outcome"))
    for post, line, outcome in zip(*columns, strict=True):
        found[(post or "").casefold(), "now"] += 1
        if line is not None and outcome.partition(",")[0] not in ("displaced", "leaves"):
            found[line.casefold(), "proposed"] += 1
    return found


def _withheld(costs: Sequence[_Cost], least: int) -> tuple[frozenset[str], bool]:
    """The lines to withhold of one column, and whether its total must go too.

    What is left when the costs that are shown are taken from the total is the sum of those withheld: it has to be of
    two lines or more, with enough people or posts behind them. Where the lines do not suffice the total is withheld.
    """
    hidden = [each for each in costs if each.is_of_few(least)]
    if not hidden:
        return frozenset(), False
    others = sorted((each for each in costs if not each.is_of_few(least)), key=lambda each: (each.rests_on, each.cost))
    while others and not _together_enough(hidden, least):
        hidden.append(others.pop(0))
    return frozenset(each.line for each in hidden), not _together_enough(hidden, least)


def _together_enough(costs: Sequence[_Cost], least: int) -> bool:
    return len(costs) > 1 and sum(each.people for each in costs) >= least
