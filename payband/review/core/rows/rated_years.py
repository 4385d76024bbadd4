"""How many years of the horizon have rates."""

from collections.abc import Iterable, Sequence

from payband.calendar import FinancialYear
from payband.errors import UnknownFigure
from payband.library import figures_used
from payband.review.inputs.inputs import Inputs
from payband.review.inputs.on_cost_terms import terms_of_profile
from payband.review.inputs.rates import Rates
from payband.rules.cost.on_costs import OnCostTerms

__all__ = ["rated_years"]


def rated_years(inputs: Inputs, years: Sequence[FinancialYear], used: Iterable[OnCostTerms]) -> tuple[int, str]:
    """How many years have rates for the terms in use, and what is said of the first without; nothing if all have."""
    terms = dict.fromkeys(used)  # in their order: the first without rates is the one named
    if inputs.settings.protection_on_costs:
        profiles = dict.fromkeys(line.on_cost_profile for line in inputs.structure)
        for own, category in dict.fromkeys((each.on_cost_profile, each.ni_category) for each in inputs.people):
            found = [terms_of_profile(inputs, own or each, category) for each in profiles]
            terms |= dict.fromkeys(each for each in found if each is not None)
    asked = Rates(inputs.assumptions)
    with figures_used():  # to ask whether there are rates is not to use them
        for number, year in enumerate(years):
            try:
                for month in year.months:
                    for each in terms:
                        asked(month, each)
            except UnknownFigure as error:
                return number, f"{year} and later years are not known: {error}"
    return len(years), ""
