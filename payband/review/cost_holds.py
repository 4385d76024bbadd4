"""What the cost of a structure holds, in words, and which pay elements are left out of it."""

from collections import Counter
from collections.abc import Iterable, Iterator

from payband.review.answers import AnswerRows
from payband.review.core.pay_elements import CostedElements
from payband.review.fixed_sums import fixed_sums
from payband.review.inputs.inputs import Inputs
from payband.review.inputs.on_cost_terms import profile_of
from payband.review.inputs.several_posts import added_up
from payband.review.inputs.tables import OnCostProfile, StructureLine
from payband.rules.placing.slotting_steps import Outcome
from payband.units import counted, percent_text, pounds_text

__all__ = ["COST_HOLDS", "elements_left_out", "turnover_taken_off", "what_cost_holds"]

COST_HOLDS = "What the cost holds"
"""What the Summary calls the components of the cost."""


def what_cost_holds(inputs: Inputs, slotting: AnswerRows, least: int = 1) -> str:
    """The components of the structure's cost: the salary, its on-costs, and pay elements with how many posts have any.

    `slotting` is the list of where people are slotted: anyone who has left, or is displaced, holds no proposed post.
    Posts and lines now are named where no proposed one has an element or a stated cost. A stated cost holds what the
    document that states it says, and is named apart; on-costs that no profile states are in no cost. Fixed on-costs are
    named last. Posts with pay elements that are fewer than `least` are not counted: they are "a few".
    """
    modelled = [line for line in inputs.structure if line.stated_cost is None and line.posts]
    holders = _holders(inputs, slotting)
    costed = [line for line in modelled if any(_profiles(inputs, [line], holders))]
    parts = []
    if costed:
        of_lines = _profiles(inputs, costed, holders)
        found = ["salary", *_on_costs(inputs, of_lines), *_elements(inputs, costed, holders, least)]
        parts.append(f"{', '.join(found[:-1])} and {found[-1]}")
    if not_stated := len(modelled) - len(costed):
        parts.append(f"no on-costs are stated for {counted(not_stated, 'line')}, whose cost is not known")
    stated = Counter(line.state for line in inputs.structure if line.stated_cost is not None)
    if stated:
        said = counted(stated["proposed"] or stated["now"], "line")
        parts.append(f"{said} at a stated cost" if stated["proposed"] else f"{said} now at a stated cost")
    if fixed := fixed_sums(inputs).said():
        parts.append(fixed)
    return "; ".join(parts) or "nothing, as there are no posts"


_Held = dict[tuple[str, str], list[int]]
"""The places of the holders of each line, by its name in small letters and state."""


def _holders(inputs: Inputs, slotting: AnswerRows) -> _Held:
    found: _Held = {}
    rows = zip(inputs.people, slotting.calculated("line"), slotting.calculated("outcome"), strict=True)
    for place, (person, line, outcome) in enumerate(rows):
        found.setdefault((person.post_now.casefold(), "now"), []).append(place)
        if line is not None and outcome not in (Outcome.DISPLACED, Outcome.LEAVES):
            found.setdefault((line.casefold(), "proposed"), []).append(place)
    return found


def _at_actual(inputs: Inputs, line: StructureLine) -> bool:
    return (line.costed_at or inputs.settings.costed_at) == "actual"


def _profiles(inputs: Inputs, lines: Iterable[StructureLine], holders: _Held) -> Iterator[OnCostProfile]:
    """The on-costs of the lines, and those of holders who are costed at their own pay."""
    for line in lines:
        names = {line.on_cost_profile}
        if _at_actual(inputs, line):
            places = holders.get((line.line.casefold(), line.state), ())
            names |= {inputs.people[place].on_cost_profile or line.on_cost_profile for place in places}
        for name in names:
            profile = profile_of(inputs, name)
            if profile is not None:
                yield profile


def _on_costs(inputs: Inputs, profiles: Iterable[OnCostProfile]) -> list[str]:
    found = {each.profile: each for each in profiles}.values()
    people = len(added_up(inputs))
    on_the_sum = f" (on the sum of pay of {counted(people, 'person', 'people')} with several posts)" if people else ""
    named = {
        f"employer's NI{on_the_sum}": True,
        "pension": any(each.pension_rate for each in found),
        "apprenticeship levy": any(each.apprenticeship_levy for each in found),
        "other on-costs": any(each.other_rate for each in found),
    }
    return [name for name, there in named.items() if there]


def _elements(inputs: Inputs, lines: Iterable[StructureLine], holders: _Held, least: int) -> list[str]:
    """How many posts have pay elements that are part of the cost; of those now where no proposed post has any."""
    elements = CostedElements(inputs)
    if not elements:
        return []
    counts = {"now": 0, "proposed": 0}
    for line in lines:
        places = holders.get((line.line.casefold(), line.state), [])
        if not elements.of_line(line.line, line.state):
            counts[line.state] += sum(
                bool(elements.of_person(inputs.people[place].person, line.state)) for place in places
            )
        elif _at_actual(inputs, line) and not inputs.settings.vacancies_costed:
            counts[line.state] += min(len(places), line.posts)
        else:
            counts[line.state] += line.posts
    for state, one, several in (("proposed", "proposed post", "proposed posts"), ("now", "post now", "posts now")):
        if count := counts[state]:
            return [f"pay elements of {f'a few {several}' if count < least else counted(count, one, several)}"]
    return []


def turnover_taken_off(inputs: Inputs) -> list[str]:
    """A note on what turnover takes off the cost of each year, and off which figures it takes nothing."""
    rate = inputs.settings.turnover
    if not rate:
        return []
    return [
        f"The cost of each year, now and proposed, is less {percent_text(rate)} for turnover. The saving of a full "
        "year, stated costs and what displaced people are paid are not"
    ]


def elements_left_out(inputs: Inputs) -> list[str]:
    """A note on the pay elements that are not part of the cost since the settings do not have them costed."""
    if inputs.settings.elements_costed:
        return []
    found = [each for each in inputs.package if not each.is_severance]
    if not found:
        return []
    total = pounds_text(sum(each.amount for each in found))
    return [
        f"The cost leaves out {counted(len(found), 'pay element')} of table Package, {total} a year in all. To include "
        "them, set 'pay elements costed' to yes and fill in the column 'costed as'"
    ]
