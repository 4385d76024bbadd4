"""Stated costs in scenarios: they move by what the model says that a scenario changes, or stay as they are stated."""

from payband.review.inputs.inputs import Inputs
from payband.review.inputs.settings import STAY
from payband.review.inputs.tables import StructureLine
from payband.review.ranges import Ranges
from payband.review.slotting_list import placements
from payband.review.structure_cost import structure_cost

__all__ = ["as_they_move", "moving_as_in", "with_model_beside"]


def with_model_beside(inputs: Inputs) -> Inputs:
    """The inputs whose stated costs know what the model says of their lines, for scenarios to move them.

    A line that cannot be modelled keeps its stated cost. The answers of the review itself are the same.
    """
    if all(line.stated_cost is None for line in inputs.structure):
        return inputs
    ranges = Ranges(inputs)
    modelled: dict[tuple[str, str], int | None] = {}
    for each in structure_cost(inputs, ranges, placements(inputs, ranges)).lines:
        modelled[each.name.casefold(), "now"] = each.now.modelled
        modelled[each.name.casefold(), "proposed"] = each.proposed.modelled
    structure = tuple(
        line
        if line.stated_cost is None
        else line.model_copy(update={"modelled_when_stated": modelled.get((line.line.casefold(), line.state))})
        for line in inputs.structure
    )
    found: Inputs = inputs._replace(structure=structure)
    return found


def as_they_move(inputs: Inputs) -> Inputs:
    """The inputs with stated costs that move with the model where the setting says so, else as they are."""
    return inputs if inputs.settings.stated_costs == STAY else with_model_beside(inputs)


def moving_as_in(base: Inputs, changed: Inputs) -> Inputs:
    """The inputs of a scenario with the stated costs moving that do in the review; not one that it states anew.

    A line that is left without posts has no stated cost any longer.
    """
    known = {
        (line.line.casefold(), line.state): line for line in base.structure if line.modelled_when_stated is not None
    }
    if not known:
        return changed
    stay = changed.settings.stated_costs == STAY
    structure = tuple(_moving(line, None if stay else known.get((line.line.casefold(), line.state)))
                      for line in changed.structure)  # fmt: skip
    if all(one is other for one, other in zip(structure, changed.structure, strict=True)):
        return changed  # as it was, so that what rests on it is known already
    found: Inputs = changed._replace(structure=structure)
    return found


def _moving(line: StructureLine, before: StructureLine | None) -> StructureLine:
    same = before is not None and before.stated_cost == line.stated_cost
    if before is not None and same and before.posts and not line.posts:
        return line.model_copy(update={"stated_cost": None, "modelled_when_stated": None})  # no posts, no cost
    modelled = before.modelled_when_stated if before is not None and same else None
    if line.modelled_when_stated == modelled:
        return line
    return line.model_copy(update={"modelled_when_stated": modelled})
