"""What a sensitivity, a simulation or a solution measures of a review: net savings by year and the steady cost."""

from collections.abc import Mapping
from typing import NamedTuple

from payband.calendar import FinancialYear
from payband.errors import WrongInput
from payband.forms import Form
from payband.review.inputs.inputs import Inputs
from payband.review.parts.one_off_costs import one_off_costs
from payband.review.risk.changes import TURNOVER, VACANCIES, Change, changed
from payband.review.scenarios.stated_costs import as_they_move
from payband.review.years.money import OneOffCost
from payband.review.years.outlook import Memo, Outlook, outlook
from payband.units import half_up

__all__ = ["Measured", "Measures", "check_known", "measured", "with_turnover", "with_vacancies"]

_WHOLE = 10_000  # basis points in one
_ASSUMED = ": ASSUMED, "


def with_vacancies(cost: Form, share: Form) -> Form:
    """Pence of a cost after what vacant posts save of it, a share in basis points.

    >>> with_vacancies(1_000_000, 500)
    950000
    """
    return half_up(cost * (_WHOLE - share), _WHOLE)


def with_turnover(protection: Form, share: Form, years: int) -> Form:
    """Pence of a year's protection after some years in each of which a share of the people, basis points, has left.

    >>> with_turnover(1_000_000, 1_000, 2)
    810000
    """
    return half_up(protection * (_WHOLE - share) ** years, _WHOLE**years)


class Measured(NamedTuple):
    """What is measured, pence."""

    net_savings: tuple[int, ...]
    """Of each financial year of the horizon: the saving less protection and one-off costs."""
    steady_cost: int
    """What the proposed structure costs once everything has settled."""

    @property
    def net_saving(self) -> int:
        """Over the whole horizon."""
        return sum(self.net_savings)


class Measures:
    """Measures a review again and again, each time with some things changed."""

    def __init__(self, inputs: Inputs) -> None:
        self.inputs = as_they_move(inputs)
        self._memo = Memo()
        self._costs = one_off_costs(inputs)
        self._said: dict[str, None] = {}

    def of(self, values: Mapping[Change, int] = {}) -> Measured:
        """The measures with these values. Raises WrongInput where a year is not known."""
        by_name = {each.name: value for each, value in values.items()}
        looked = outlook(changed(self.inputs, values), self._memo)
        # Rates that are varied are assumed in each outlook anew: only those of the review as it stands are told.
        self._said.update(dict.fromkeys(each for each in looked.warnings if not values or _ASSUMED not in each))
        return measured(looked, self._costs, by_name.get(TURNOVER, 0), by_name.get(VACANCIES, 0))

    @property
    def warnings(self) -> list[str]:
        """What the outlooks that were measured so far say is to be known of them, each once."""
        return list(self._said)


def check_known(looked: Outlook) -> None:
    """Raises WrongInput, saying what is missing, unless every year and the steady state are known."""
    if looked.steady_state is not None and all(looked.total(year) is not None for year in looked.years):
        return
    said = [*(f"{line}: {why}" for line, why in looked.why.items()), *looked.warnings]
    raise WrongInput(f"not every year of the review is known: {said[0] if said else 'a line has no cost'}")


def measured(looked: Outlook, costs: list[OneOffCost], turnover: int, vacancies: int) -> Measured:
    """The measures of an outlook; costs before its first year count in that year."""
    check_known(looked)
    paid: dict[FinancialYear, int] = {}
    for each in costs:
        year = max(FinancialYear.containing(each.paid_on), looked.years[0])
        paid[year] = paid.get(year, 0) + each.amount
    nets = []
    for number, year in enumerate(looked.years):
        total = looked.total(year)
        assert total is not None
        displaced = total.displaced.cost  # whom no vacancy spares
        now, in_post = (with_vacancies(cost, vacancies) for cost in (total.now.cost, total.proposed.cost - displaced))
        proposed = in_post + displaced
        protection = with_turnover(total.protection_cost, turnover, number)
        nets.append(now - proposed - protection - paid.get(year, 0))
    steady = looked.steady_state
    assert steady is not None
    return Measured(tuple(nets), with_vacancies(steady.proposed.cost, vacancies))
