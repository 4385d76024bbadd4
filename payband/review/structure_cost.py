"""The costed structure: posts and cost now and proposed, stated beside modelled, and what a stated cost implies."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from payband.calendar import FinancialYear, date_text
from payband.review.answers import STRUCTURE_COST, AnswerRows
from payband.review.columns import on_costs_by_salary
from payband.review.inputs import Inputs
from payband.review.line_salaries import PaidInLines, PostsPaid, paid_in_lines, salaries_in, salaries_of
from payband.review.on_cost_terms import ON_COSTS_NOT_STATED, terms_of_line
from payband.review.ranges import Ranges
from payband.review.slotting_list import Placement
from payband.review.solve import rate_that_costs
from payband.review.tables import StructureLine
from payband.rules.on_costs import OnCosts, OnCostTerms, on_costs_of_year, share_of_pay
from payband.rules.shares import paid_by_others, share_of
from payband.units import percent_text, pounds_text

__all__ = ["CostedLine", "CostedState", "Costing", "StructureCost", "months_funded_in", "salaries_of", "structure_cost"]


class CostedState(NamedTuple):
    """A line as it is now or as it is proposed, pence a year."""

    posts: int
    stated: int | None
    modelled: int | None
    external: int | None
    salaries: int | None
    why: str
    estimated: bool = False

    @property
    def cost(self) -> int | None:
        """The stated cost where there is one, else the modelled."""
        return self.modelled if self.stated is None else self.stated


_ABSENT = CostedState(0, None, 0, 0, 0, "no such line")


class CostedLine(NamedTuple):
    """A line of the structure, now and proposed."""

    name: str
    now: CostedState
    proposed: CostedState
    implied_ratio: int | None
    implied_pension_rate: int | None

    @property
    def saving(self) -> int | None:
        """Cost now less cost proposed; below zero it costs more."""
        return _less(self.now.cost, self.proposed.cost)

    @property
    def variance(self) -> int | None:
        """Modelled less stated, of the proposed line."""
        return _less(self.proposed.modelled, self.proposed.cost)


class StructureCost(NamedTuple):
    """The costed structure, line by line and in total."""

    lines: list[CostedLine]
    total: CostedLine
    warnings: list[str]

    def rows(self) -> AnswerRows:
        """The lines as an answer table."""
        return AnswerRows(STRUCTURE_COST, [_row(line) for line in self.lines])

    def total_row(self) -> AnswerRows:
        """The total as one row of the same shape."""
        return AnswerRows(STRUCTURE_COST, [_row(self.total)])


def _less(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one - other


def _row(line: CostedLine) -> tuple[object, ...]:
    variance, cost = line.variance, line.proposed.cost
    why = "; ".join(
        f"{state}: {each.why}"
        for state, each in (("now", line.now), ("proposed", line.proposed))
        if each.why and each is not _ABSENT
    )
    return (
        line.name,
        line.now.posts,
        line.proposed.posts,
        line.now.cost,
        line.proposed.cost,
        line.saving,
        line.now.modelled,
        line.proposed.modelled,
        line.proposed.external,
        variance,
        share_of(variance, cost) if variance is not None and cost else None,
        line.implied_ratio,
        line.implied_pension_rate,
        line.now.estimated or line.proposed.estimated,
        why,
    )


class Costing(NamedTuple):
    """A state of a line with what its cost is made of, so that it can be costed again at another pension rate."""

    line: StructureLine
    salaries: tuple[PostsPaid, ...]
    terms: OnCostTerms
    months_funded: int

    def external_part(self, amount: int) -> int:
        """The part of a yearly amount that somebody else pays."""
        share = self.line.external_share
        part: int = paid_by_others(amount, share.numerator, share.denominator, self.months_funded)
        return part

    def gross(self, year: FinancialYear, terms: OnCostTerms, known: Mapping[int, OnCosts]) -> int:
        """What the line costs in a year, whoever pays; `known` are on-costs on these terms, worked out before."""
        return sum(
            each.posts * (each.annual + (known.get(each.annual) or on_costs_of_year(each.annual, year, terms)).total)
            for each in self.salaries
        )

    def net(self, year: FinancialYear, terms: OnCostTerms, known: Mapping[int, OnCosts] = {}) -> tuple[int, int]:
        """What the line costs the body in a year, and what others pay."""
        gross = self.gross(year, terms, known)
        external = self.external_part(gross)
        return gross - external, external

    def net_salaries(self) -> int:
        """The salaries alone, less the part that others pay."""
        total = sum(each.posts * each.annual for each in self.salaries)
        return total - self.external_part(total)


def structure_cost(inputs: Inputs, ranges: Ranges, placed: Sequence[Placement]) -> StructureCost:
    """Costs every line in the prices of the price base, and totals them.

    A total is None while a line that belongs to it is unknown.
    """
    names = list({line.line.casefold(): line.line for line in inputs.structure}.values())
    by_key = {(line.line.casefold(), line.state): line for line in inputs.structure}
    year = inputs.settings.price_base
    models = dict(zip(by_key, _models(by_key.values(), inputs, ranges, placed), strict=True))
    known = _known_on_costs([each.costing for each in models.values() if each.costing is not None], year)
    warnings: list[str] = []
    lines = []
    costings: list[tuple[Costing, int]] = []
    for name in names:
        states = []
        costing = None
        for state in ("now", "proposed"):
            line = by_key.get((name.casefold(), state))
            if line is None:
                states.append(_ABSENT)
                continue
            model = models[name.casefold(), state]
            costing = model.costing
            states.append(_cost(line, model, known, year, warnings))
        now, proposed = states
        ratio = rate = None
        if costing is not None and proposed.stated is not None and proposed.salaries:
            ratio = share_of(proposed.stated, proposed.salaries)
            rate = _implied_pension_rate([costing], proposed.stated, year)
            costings.append((costing, proposed.stated))
        lines.append(CostedLine(name, now, proposed, ratio, rate))
    total = CostedLine(
        "Total",
        _sum([line.now for line in lines]),
        _sum([line.proposed for line in lines]),
        *_implied(costings, lines, year),
    )
    return StructureCost(lines, total, warnings)


def _sum(states: Sequence[CostedState]) -> CostedState:
    def add(values: Sequence[int | None]) -> int | None:
        known = [value for value in values if value is not None]
        return sum(known) if len(known) == len(values) else None

    return CostedState(
        sum(each.posts for each in states),
        add([each.cost for each in states]),
        add([each.modelled for each in states]),
        add([each.external for each in states]),
        add([each.salaries for each in states]),
        "",
        any(each.estimated for each in states),
    )


def _implied(
    costings: Sequence[tuple[Costing, int]], lines: Sequence[CostedLine], year: FinancialYear
) -> tuple[int | None, int | None]:
    """The one on-cost ratio and the one pension rate that the stated costs imply together, if every line has one."""
    with_posts = [line for line in lines if line.proposed.posts]
    if not costings or len(costings) != len(with_posts):
        return None, None
    target = sum(stated for _, stated in costings)
    salaries = sum(costing.net_salaries() for costing, _ in costings)
    return share_of(target, salaries), _implied_pension_rate([each for each, _ in costings], target, year)


def _implied_pension_rate(costings: Sequence[Costing], target: int, year: FinancialYear) -> int | None:
    # All but the pension stays as it is from one rate to the next.
    before = [costing._replace(terms=costing.terms._replace(pension_rate=0)) for costing in costings]
    known = _known_on_costs(before, year)
    rest = [costing.gross(year, costing.terms, known[costing.terms]) for costing in before]
    paid = []  # how many posts of each are paid what
    for costing in costings:
        paid.append(Counter[int]())
        for each in costing.salaries:
            paid[-1][each.annual] += each.posts

    def cost_at(rate: int) -> int:
        pension = (sum(posts * share_of_pay(annual, rate) for annual, posts in each.items()) for each in paid)
        gross = [one + other for one, other in zip(rest, pension, strict=True)]
        return sum(one - costing.external_part(one) for one, costing in zip(gross, costings, strict=True))

    return rate_that_costs(target, cost_at)


# --- what a line is modelled on ------------------------------------------------------------------------------------


class _Model(NamedTuple):
    """What a state of a line is modelled on: its posts and salaries; `why` it is not, where there is no costing."""

    costing: Costing | None
    why: str
    estimated: bool = False
    warnings: tuple[str, ...] = ()


def _models(
    lines: Iterable[StructureLine], inputs: Inputs, ranges: Ranges, placed: Sequence[Placement]
) -> list[_Model]:
    """What each line is modelled on."""
    paid = paid_in_lines(placed)
    return [_model(line, inputs, ranges, paid) for line in lines]


def _model(line: StructureLine, inputs: Inputs, ranges: Ranges, paid: PaidInLines) -> _Model:
    if not line.posts:
        return _Model(None, "no posts")
    if not line.grade:
        return _Model(None, "its grade is not given")
    costed_at = line.costed_at or inputs.settings.costed_at
    assert costed_at is not None  # the inputs are checked for it
    warnings: list[str] = []
    salaries, estimated, how = salaries_in(line, costed_at, ranges, paid, warnings)
    if salaries is None:
        return _Model(None, how, warnings=tuple(warnings))
    terms = terms_of_line(inputs, line)
    if terms is None:
        return _Model(None, ON_COSTS_NOT_STATED)
    costing = Costing(line, salaries, terms, months_funded_in(line, inputs.settings.price_base))
    return _Model(costing, how, estimated, tuple(warnings))


_Known = Mapping[OnCostTerms, Mapping[int, OnCosts]]


def _known_on_costs(costings: Sequence[Costing], year: FinancialYear) -> _Known:
    """The on-costs of every salary of some costings, those on the same terms worked out together."""
    salaries: dict[OnCostTerms, list[int]] = {}
    for costing in costings:
        salaries.setdefault(costing.terms, []).extend(each.annual for each in costing.salaries)
    return {terms: on_costs_by_salary(annual, year, terms) for terms, annual in salaries.items()}


def _cost(line: StructureLine, model: _Model, known: _Known, year: FinancialYear, warnings: list[str]) -> CostedState:
    stated = f"stated cost {pounds_text(line.stated_cost)}" if line.stated_cost is not None else ""
    costing = model.costing
    warnings += model.warnings
    if not line.posts:
        return CostedState(0, line.stated_cost, 0, 0, 0, stated or model.why)
    if costing is None:
        said = "; ".join(part for part in (stated, f"not modelled: {model.why}") if part)
        return CostedState(line.posts, line.stated_cost, None, None, None, said)
    terms = costing.terms
    modelled, external = costing.net(year, terms, known[terms])
    annual = costing.salaries[0].annual
    on_costs = known[terms][annual]
    why = (
        f"{model.why}; on {pounds_text(annual)}: NI {pounds_text(on_costs.employer_ni)}, pension at "
        f"{percent_text(terms.pension_rate)} {pounds_text(on_costs.pension)}"
    )
    for name, amount in (("levy", on_costs.levy), ("other", on_costs.other)):
        if amount:
            why += f", {name} {pounds_text(amount)}"
    why += f"; modelled {pounds_text(modelled)}"
    if external:
        why += f" after {pounds_text(external)} paid by others"
        _warn_of_end(line, external, year, warnings)
    if stated:
        why = f"{stated}; {why}"
    return CostedState(line.posts, line.stated_cost, modelled, external, costing.net_salaries(), why, model.estimated)


def months_funded_in(line: StructureLine, year: FinancialYear) -> int:
    """How many whole months of a financial year somebody else pays a part of a line."""
    if line.externally_funded_until is None:
        return 12
    return sum(1 for month in year.months if month.last <= line.externally_funded_until)


def _warn_of_end(line: StructureLine, external: int, year: FinancialYear, warnings: list[str]) -> None:
    if line.externally_funded_until is not None and line.state == "proposed":
        warnings.append(
            f"{line.line}: external funding of {pounds_text(external)} in {year} ends on "
            f"{date_text(line.externally_funded_until)}; after that the line costs that much more a year"
        )
