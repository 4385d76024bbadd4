"""Which on-costs a line or a person carries: its own profile, or the setting's, as the rules take them."""

from payband.review.inputs.inputs import Inputs
from payband.review.inputs.pension_schemes import note_scheme
from payband.review.inputs.tables import OnCostProfile, Person, StructureLine
from payband.rules.cost.on_costs import OnCostTerms

__all__ = ["ON_COSTS_NOT_STATED", "profile_of", "terms_of_line", "terms_of_person", "terms_of_profile"]

ON_COSTS_NOT_STATED = "its on-costs are not stated: table OnCosts has no profile"


def profile_of(inputs: Inputs, name: str) -> OnCostProfile | None:
    """The on-cost profile of a name, or the setting's; None where neither is defined."""
    return inputs.profile(name or inputs.settings.on_cost_profile)


def _terms(inputs: Inputs, profile: OnCostProfile | None, category: str = "") -> OnCostTerms | None:
    if profile is None:
        return None
    note_scheme(profile, inputs.settings)
    return OnCostTerms(
        profile.pension_rate,
        category or profile.ni_category,
        profile.contracted_out,
        profile.apprenticeship_levy,
        profile.other_rate,
    )


def terms_of_line(inputs: Inputs, line: StructureLine) -> OnCostTerms | None:
    """The on-cost terms of a line; None where neither it nor the settings name a profile."""
    return _terms(inputs, profile_of(inputs, line.on_cost_profile))


def terms_of_person(inputs: Inputs, person: Person, line: StructureLine | None) -> OnCostTerms | None:
    """The on-cost terms of a person: the person's own profile, or the line's, or the setting's."""
    name = person.on_cost_profile or (line.on_cost_profile if line else "")
    return _terms(inputs, profile_of(inputs, name), person.ni_category)


def terms_of_profile(inputs: Inputs, name: str, category: str = "") -> OnCostTerms | None:
    """The on-cost terms of a profile, or of the setting's where no name is given; None where there is neither."""
    return _terms(inputs, profile_of(inputs, name), category)
