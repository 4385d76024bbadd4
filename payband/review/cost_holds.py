"""What the cost of a structure holds, in words, and which pay elements are left out of it."""

from collections.abc import Iterator

from payband.review.core.pay_elements import CostedElements
from payband.review.inputs.inputs import Inputs
from payband.review.inputs.on_cost_terms import profile_of
from payband.review.inputs.tables import OnCostProfile
from payband.units import counted, pounds_text

__all__ = ["COST_HOLDS", "elements_left_out", "what_cost_holds"]

COST_HOLDS = "What the cost holds"
"""What the Summary calls the components of the cost."""


def what_cost_holds(inputs: Inputs) -> str:
    """The components of the structure's cost: the salary, its on-costs, and pay elements with how many posts have any.

    A stated cost holds what the document that states it says, and is named apart.
    """
    found = ["salary", "employer's NI", "pension"]
    profiles = {each.profile: each for each in _profiles(inputs)}
    if any(each.apprenticeship_levy for each in profiles.values()):
        found.append("apprenticeship levy")
    if any(each.other_rate for each in profiles.values()):
        found.append("other on-costs")
    posts = _posts_with_elements(inputs)
    if posts:
        found.append(f"pay elements of {counted(posts, 'proposed post')}")
    text = f"{', '.join(found[:-1])} and {found[-1]}"
    stated = sum(line.stated_cost is not None for line in inputs.lines("proposed"))
    return f"{text}; {counted(stated, 'line')} at a stated cost" if stated else text


def _profiles(inputs: Inputs) -> Iterator[OnCostProfile]:
    for line in inputs.structure:
        profile = profile_of(inputs, line.on_cost_profile)
        if profile is not None:
            yield profile


def _posts_with_elements(inputs: Inputs) -> int:
    """How many proposed posts have pay elements that are part of the cost."""
    elements = CostedElements(inputs)
    if not elements:
        return 0
    count = 0
    for line in inputs.lines("proposed"):
        if elements.of_line(line.line, line.state):
            count += line.posts
        else:
            name = line.line.casefold()
            count += sum(
                bool(elements.of_person(each.person, line.state))
                for each in inputs.people
                if each.proposed_line.casefold() == name
            )
    return count


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
