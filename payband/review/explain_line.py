"""Explains a line of the structure: its pay range, what its posts cost, what others pay, and stated beside modelled."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from payband.calendar import FinancialYear, date_text
from payband.review.explain_on_costs import post_steps, profile_figures
from payband.review.explain_range import range_chain
from payband.review.explanation import Answer, Chain, Step, day, money, percent, said, whole
from payband.review.inputs import Inputs
from payband.review.on_cost_terms import terms_of_line
from payband.review.ranges import Ranges
from payband.review.results import Results
from payband.review.slotting_list import Placement
from payband.review.structure_cost import CostedLine, CostedState, Costing, months_funded_in, salaries_of
from payband.review.tables import StructureLine
from payband.rules.on_costs import employer_cost, on_costs_of_year
from payband.units import counted, pounds_text

__all__ = ["line_chains"]

_STATES = {"now": "Now", "proposed": "Proposed"}
_MODELLED = {"now": "modelled_now", "proposed": "modelled"}


def line_chains(results: Results, name: str, placed: Sequence[Placement]) -> list[Chain]:
    """The pay ranges of a line, its cost now and proposed, and what stands between them."""
    inputs = results.inputs
    costed = next(each for each in results.structure_cost.lines if each.name.casefold() == name.casefold())
    lines = [line for line in inputs.structure if line.line.casefold() == name.casefold()]
    row = (("line", costed.name),)
    grades = {line.grade.casefold(): line.grade for line in lines if line.grade}
    chains = [range_chain(results, grade) for grade in grades.values()]
    for line in sorted(lines, key=lambda each: each.state):
        state = costed.now if line.state == "now" else costed.proposed
        costing = _costing(line, inputs, placed) if state.modelled is not None and line.posts else None
        if costing is not None:
            chains += _model_chains(line, state, costing, inputs, row)
        chains.append(_cost_chain(line, state, row))
        if line.state == "proposed" and costing is not None:
            chains += _beside(results, costed, costing, row)
    chains.append(_saving(costed, row))
    return chains


def _costing(line: StructureLine, inputs: Inputs, placed: Sequence[Placement]) -> Costing | None:
    """What a line's cost is made of, as the answer has it."""
    costed_at = line.costed_at or inputs.settings.costed_at
    terms = terms_of_line(inputs, line)
    if costed_at is None or terms is None:
        return None
    salaries, _, _ = salaries_of(line, costed_at, Ranges(inputs), placed, [])
    if salaries is None:
        return None
    return Costing(line, salaries, terms, months_funded_in(line, inputs.settings.price_base))


# --- the model -----------------------------------------------------------------------------------------------------


def _model_chains(
    line: StructureLine, state: CostedState, costing: Costing, inputs: Inputs, row: tuple[tuple[str, str], ...]
) -> Iterator[Chain]:
    year = inputs.settings.price_base
    title = _STATES[line.state]
    given = profile_figures(inputs, line.on_cost_profile)
    first = costing.salaries[0]
    shown = pounds_text(first.annual)
    steps = [*_before(line, inputs), *post_steps(first.annual, year, costing.terms, given)]
    count = len({each.annual for each in costing.salaries})
    one_of = f", the first of {count} salaries" if count > 1 else ""
    yield Chain(f"{title}: what a post at {shown} costs in {year}{one_of}", tuple(steps))
    net, external = costing.net(year, costing.terms)
    stated = "" if state.stated is None else f"stated cost {pounds_text(state.stated)}; "
    model = [whole("posts", line.posts, state.why.removeprefix(stated).partition("; on £")[0])]
    model += _posts(costing, year)
    if costing.line.external_share:
        model.append(money("cost of all posts", net + external, "before what others pay"))
        paid = tuple(_external_steps(costing, external, year))
        if line.state == "proposed":  # whose external part is an answer of its own
            to = Answer("StructureCost", row, "external")
            yield Chain(f"{title}: what others pay in {year}", (model[-1], *paid), to)
        else:
            model += paid[:-1]
        model.append(money("paid by others", external, "taken off"))
    model.append(money("modelled cost", net, "of all posts, what the line costs the body"))
    answer = Answer("StructureCost", row, _MODELLED[line.state])
    yield Chain(f"{title}: modelled cost in {year}", tuple(model), answer)


def _before(line: StructureLine, inputs: Inputs) -> Iterator[Step]:
    """Where in its range a post is costed, and the share of full time it works."""
    costed_at = line.costed_at or inputs.settings.costed_at or ""
    found = Ranges(inputs).of(line.grade)
    where = "costed at actual pay" if costed_at == "actual" else f"at the {costed_at} of its range"
    yield said("costed at", costed_at, f"{where}: {found.span}")
    if line.fte_each != 1:
        yield said("FTE each", str(line.fte_each), "share of full time that a post works")


def _posts(costing: Costing, year: FinancialYear) -> Iterator[Step]:
    """The posts, those paid the same together."""
    key = sorted(costing.salaries, key=lambda each: -each.annual)
    for annual, alike in groupby(key, key=lambda each: each.annual):
        posts = sum(each.posts for each in alike)
        one = employer_cost.rule(annual, year, *costing.terms)
        on_costs = on_costs_of_year(annual, year, costing.terms).total
        rule = f"{posts} x {pounds_text(one)}: salary {pounds_text(annual)}, on-costs {pounds_text(on_costs)}"
        yield money(f"{counted(posts, 'post')} at {pounds_text(annual)}", posts * one, rule)


def _external_steps(costing: Costing, external: int, year: FinancialYear) -> Iterator[Step]:
    line = costing.line
    yield said("share that others pay", str(line.external_share), "of the cost, table Structure")
    if line.externally_funded_until is not None:
        yield day("funded until", line.externally_funded_until, "the last day of funding")
        rule = f"whole months of {year} up to {date_text(line.externally_funded_until)}"
        yield whole("months funded", costing.months_funded, rule)
    yield money("paid by others", external, f"the share, for {costing.months_funded} of 12 months")


# --- stated beside modelled ----------------------------------------------------------------------------------------


def _cost_chain(line: StructureLine, state: CostedState, row: tuple[tuple[str, str], ...]) -> Chain:
    """The cost that counts: the stated one where there is one."""
    title = f"{_STATES[line.state]}: the cost that counts"
    steps = [whole("posts", line.posts)]
    if state.modelled is None:
        steps.append(said("modelled cost", "not modelled", state.why.rpartition("not modelled: ")[2]))
    else:
        steps.append(money("modelled cost", state.modelled))
    rule = "the modelled cost, for none is stated"
    if state.stated is not None:
        steps.append(money("stated cost", state.stated, "a published figure, table Structure"))
        rule = "the stated cost: it wins over the model"
    steps.append(money(f"cost {line.state}", state.cost, rule))
    return Chain(title, tuple(steps), Answer("StructureCost", row, f"cost_{line.state}"))


def _beside(
    results: Results, costed: CostedLine, costing: Costing, row: tuple[tuple[str, str], ...]
) -> Iterator[Chain]:
    proposed = costed.proposed
    if proposed.stated is None or costed.variance is None:
        return
    answers = next(each for each in results.structure_cost.rows().records() if each["line"] == costed.name)
    share = answers["variance_percent"]
    compared = [
        money("modelled cost", proposed.modelled),
        money("stated cost", proposed.stated),
        percent("variance in percent", None if share is None else int(share.scaleb(4)), "of the stated cost"),
        money("variance", costed.variance, "modelled less stated"),
    ]
    yield Chain("Proposed: modelled beside stated", tuple(compared), Answer("StructureCost", row, "variance"))
    if costed.implied_ratio is None:
        return
    fit = "a fit of this one figure, not the method behind it"
    known = costed.implied_pension_rate is not None
    rule = f"at which the model comes nearest to the stated cost; {fit}" if known else "no rate reaches the stated cost"
    steps = (
        compared[1],
        money("salaries", proposed.salaries, "of all posts, less the part that others pay"),
        percent("implied on-cost ratio", costed.implied_ratio, f"stated cost over the salaries; {fit}"),
        percent("pension rate of the profile", costing.terms.pension_rate, "what the model takes"),
        percent("implied pension rate", costed.implied_pension_rate, rule),
    )
    yield Chain("Proposed: what the stated cost implies", steps, Answer("StructureCost", row, "implied_pension_rate"))


def _saving(costed: CostedLine, row: tuple[tuple[str, str], ...]) -> Chain:
    steps = (
        money("cost now", costed.now.cost, counted(costed.now.posts, "post")),
        money("cost proposed", costed.proposed.cost, counted(costed.proposed.posts, "post")),
        money("saving", costed.saving, "cost now less cost proposed; in brackets it costs more"),
    )
    return Chain("Saving", steps, Answer("StructureCost", row, "saving"))
