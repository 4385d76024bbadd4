"""The costed structure: posts and cost now and proposed, stated beside modelled, and what a stated cost implies."""

from collections.abc import Sequence
from typing import NamedTuple

from payband.calendar import FinancialYear, date_text
from payband.review.answers import STRUCTURE_COST, AnswerRows
from payband.review.inputs import Inputs
from payband.review.on_cost_terms import terms_of_line
from payband.review.ranges import Ranges
from payband.review.slotting_list import DISPLACED, LEAVES, UNKNOWN, Placement, full_time_share
from payband.review.solve import rate_that_costs
from payband.review.tables import StructureLine
from payband.rules.on_costs import OnCostTerms, on_costs_of_year
from payband.rules.shares import paid_by_others, pay_for_time, share_of
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


class _Salary(NamedTuple):
    """Posts of a line that are paid the same, pence a year for the time worked."""

    posts: int
    annual: int


class Costing(NamedTuple):
    """A state of a line with what its cost is made of, so that it can be costed again at another pension rate."""

    line: StructureLine
    salaries: tuple[_Salary, ...]
    terms: OnCostTerms
    months_funded: int

    def external_part(self, amount: int) -> int:
        """The part of a yearly amount that somebody else pays."""
        share = self.line.external_share
        part: int = paid_by_others(amount, share.numerator, share.denominator, self.months_funded)
        return part

    def net(self, year: FinancialYear, terms: OnCostTerms) -> tuple[int, int]:
        """What the line costs the body in a year, and what others pay."""
        gross = sum(
            each.posts * (each.annual + on_costs_of_year(each.annual, year, terms).total) for each in self.salaries
        )
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
            costed, costing = _cost(line, inputs, ranges, placed, warnings)
            states.append(costed)
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
    def cost_at(rate: int) -> int:
        return sum(each.net(year, each.terms._replace(pension_rate=rate))[0] for each in costings)

    return rate_that_costs(target, cost_at)


def _cost(
    line: StructureLine, inputs: Inputs, ranges: Ranges, placed: Sequence[Placement], warnings: list[str]
) -> tuple[CostedState, Costing | None]:
    stated = f"stated cost {pounds_text(line.stated_cost)}" if line.stated_cost is not None else ""

    def unknown(why: str) -> tuple[CostedState, None]:
        said = "; ".join(part for part in (stated, f"not modelled: {why}") if part)
        return CostedState(line.posts, line.stated_cost, None, None, None, said), None

    if not line.posts:
        return CostedState(0, line.stated_cost, 0, 0, 0, stated or "no posts"), None
    if not line.grade:
        return unknown("its grade is not given")
    terms = terms_of_line(inputs, line)
    assert terms is not None  # the inputs are checked for it
    costed_at = line.costed_at or inputs.settings.costed_at
    assert costed_at is not None  # the inputs are checked for it
    salaries, estimated, how = salaries_of(line, costed_at, ranges, placed, warnings)
    if salaries is None:
        return unknown(how)
    year = inputs.settings.price_base
    costing = Costing(line, salaries, terms, months_funded_in(line, year))
    modelled, external = costing.net(year, terms)
    each = salaries[0]
    on_costs = on_costs_of_year(each.annual, year, terms)
    why = (
        f"{how}; on {pounds_text(each.annual)}: NI {pounds_text(on_costs.employer_ni)}, pension at "
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
    return CostedState(
        line.posts, line.stated_cost, modelled, external, costing.net_salaries(), why, estimated
    ), costing


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


def salaries_of(
    line: StructureLine, costed_at: str, ranges: Ranges, placed: Sequence[Placement], warnings: list[str]
) -> tuple[tuple[_Salary, ...] | None, bool, str]:
    """What the posts of a line are paid, whether that is estimated, and how it came about."""
    pay_range = ranges.of(line.grade)
    end = pay_range.bottom if costed_at == "bottom" else pay_range.top
    annual = None if end is None else pay_for_time(end, line.fte_each.numerator, line.fte_each.denominator)
    ends_estimated = pay_range.end_is_estimated(costed_at)
    noun = "post" if line.posts == 1 else "posts"
    not_known = f"the {'bottom' if costed_at == 'bottom' else 'top'} of {pay_range.span} is not known"
    if costed_at != "actual":
        if annual is None:
            return None, False, not_known
        return (
            (_Salary(line.posts, annual),),
            ends_estimated,
            f"{line.posts} {noun} at the {costed_at} of {pay_range.span}",
        )
    held = _held(line, placed)
    if held is None:
        return None, False, "the salary of somebody in it is not known"
    vacant = line.posts - len(held)
    if vacant > 0:
        if annual is None:
            return None, False, not_known
        warnings.append(f"{line.line} ({line.state}): {vacant} vacant of {line.posts} costed at the top of the range")
    salaries = [_Salary(1, pay) for pay, _ in held] + ([_Salary(vacant, annual)] if vacant > 0 and annual else [])
    estimated = any(flag for _, flag in held) or (vacant > 0 and ends_estimated)
    return tuple(salaries), estimated, f"{len(held)} {noun} at actual pay, {max(vacant, 0)} vacant at the top"


def _held(line: StructureLine, placed: Sequence[Placement]) -> list[tuple[int, bool]] | None:
    """What the people in a line are paid for the time they work; None while somebody's pay is unknown."""
    held: list[tuple[int, bool]] = []
    key = line.line.casefold()
    for each in placed:
        if line.state == "now":
            if each.person.post_now.casefold() == key:
                held.append((full_time_share(each.person.salary_now, each.person), False))
        elif each.outcome not in (DISPLACED, LEAVES) and each.line is not None and each.line.line.casefold() == key:
            if each.outcome == UNKNOWN or each.slot is None:
                return None
            held.append((full_time_share(each.slot.salary, each.person), each.slot.estimated))
    return held
