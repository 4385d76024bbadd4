"""Explains a line of the structure: its pay range, what its posts cost, what others pay, and stated beside modelled."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from payband.calendar import FinancialYear, date_text
from payband.forms import Form
from payband.review.core.line_cost import LineCost
from payband.review.core.on_costs import PaidWith
from payband.review.core.structure import COSTED_AT, Line, Posts
from payband.review.core.structure_words import how_costed
from payband.review.explanation.chains import Answer, Chain, Step, day, money, percent, said, whole
from payband.review.explanation.figure import further_chains
from payband.review.explanation.on_costs import post_steps, profile_figures
from payband.review.explanation.range import range_chains
from payband.review.explanation.years import year_chains
from payband.review.inputs.inputs import Inputs
from payband.review.results import Results
from payband.sheets.sheet import Each
from payband.sheets.unknown import Unknown
from payband.units import counted, pounds_text

__all__ = ["line_chains"]

_STATES = {"now": "Now", "proposed": "Proposed"}
_MODELLED = {"now": "modelled_now", "proposed": "modelled"}


def line_chains(results: Results, name: str) -> list[Chain]:
    """The pay ranges of a line, its cost now and proposed, and what stands between them."""
    inputs, figures = results.inputs, results.structure_cost.figures
    costed = next(each for each in figures.each_row(LineCost) if each.input.casefold() == name.casefold())
    row = (("line", costed.input),)
    states = [each for each in (costed.now, costed.proposed) if each.is_there]
    grades = {line.input.grade.casefold(): line.input.grade for line in states if line.input.grade}
    chains = [chain for grade in grades.values() for chain in range_chains(results, grade)]
    for line in states:
        modelled = line.posts and not isinstance(line.modelled, Unknown) and line.rows(Posts)
        if modelled:
            chains += _model_chains(line, inputs, row)
        chains.append(_cost_chain(line, row))
        if line.input.state == "proposed" and modelled:
            chains += _beside(costed, row)
    chains.append(_saving(costed, row))
    chains += further_chains(figures, LineCost, costed.number, chains, "StructureCost", row)
    return [*chains, *year_chains(results, name)]


# --- the model -----------------------------------------------------------------------------------------------------


def _model_chains(line: Each, inputs: Inputs, row: tuple[tuple[str, str], ...]) -> Iterator[Chain]:
    year, given = inputs.settings.price_base, line.input
    title = _STATES[given.state]
    paid = line.rows(Posts)
    first = paid[0].of
    steps = [*_before(line), *post_steps(first, year, profile_figures(inputs, given.on_cost_profile))]
    count = len({each.of.salary.annual for each in paid if each.posts})
    one_of = f", the first of {count} salaries" if count > 1 else ""
    shown = pounds_text(first.salary.annual)
    yield Chain(f"{title}: what a post at {shown} costs in {year}{one_of}", tuple(steps))
    model = [whole("posts", line.posts, how_costed(line)), *_posts(paid)]
    if line.share:
        model.append(money("cost of all posts", line.gross, "before what others pay"))
        others = tuple(_external_steps(line, year))
        if given.state == "proposed":  # whose external part is an answer of its own
            to = Answer("StructureCost", row, "external")
            yield Chain(f"{title}: what others pay in {year}", (model[-1], *others), to)
        else:
            model += others[:-1]
        model.append(money("paid by others", line.external, "taken off"))
    model.append(money("modelled cost", line.modelled, "of all posts, what the line costs the body"))
    answer = Answer("StructureCost", row, _MODELLED[given.state])
    yield Chain(f"{title}: modelled cost in {year}", tuple(model), answer)


def _before(line: Each) -> Iterator[Step]:
    """Where in its range a post is costed, and the share of full time it works."""
    costed_at = COSTED_AT[line.costed_at]
    where = "costed at actual pay" if costed_at == "actual" else f"at the {costed_at} of its range"
    yield said("costed at", costed_at, f"{where}: {line.grade.input.span}")
    if line.input.fte_each != 1:
        yield said("FTE each", str(line.input.fte_each), "share of full time that a post works")


def _posts(paid: Sequence[Each]) -> Iterator[Step]:
    """The posts, those paid the same together."""
    with_posts = [each for each in paid if each.posts]

    def paid_alike(each: Each) -> tuple[int, int]:
        return -int(each.of.salary.annual), -int(each.of.cost)

    for _, alike in groupby(sorted(with_posts, key=paid_alike), key=paid_alike):
        same = list(alike)
        posts, one = sum(each.posts for each in same), same[0].of
        annual = one.salary.annual
        with_elements = bool(one.salary.rows(PaidWith))
        shown = f"{'pay' if with_elements else 'salary'} {pounds_text(annual)}, on-costs {pounds_text(one.on_costs)}"
        if one.benefits:
            shown += f", benefits in kind {pounds_text(one.benefits)}"
        rule = f"{posts} x {pounds_text(one.cost)}: {shown}"
        yield money(f"{counted(posts, 'post')} at {pounds_text(annual)}", sum(each.cost for each in same), rule)


def _external_steps(line: Each, year: FinancialYear) -> Iterator[Step]:
    given = line.input
    yield said("share that others pay", str(given.external_share), "of the cost, table Structure")
    if given.externally_funded_until is not None:
        yield day("funded until", given.externally_funded_until, "the last day of funding")
        rule = f"whole months of {year} up to {date_text(given.externally_funded_until)}"
        yield whole("months funded", line.months, rule)
    yield money("paid by others", line.external, f"the share, for {line.months} of 12 months")


# --- stated beside modelled ----------------------------------------------------------------------------------------


def _cost_chain(line: Each, row: tuple[tuple[str, str], ...]) -> Chain:
    """The cost that counts: the stated one where there is one."""
    state = line.input.state
    title = f"{_STATES[state]}: the cost that counts"
    steps = [whole("posts", line.posts)]
    if isinstance(line.modelled, Unknown):
        steps.append(said("modelled cost", "not modelled", line.modelled.why))
    else:
        steps.append(money("modelled cost", line.modelled))
    rule = "the modelled cost, for none is stated"
    if line.is_stated:
        steps.append(money("stated cost", line.stated, "a published figure, table Structure"))
        rule = "the stated cost: it wins over the model"
    steps.append(money(f"cost {state}", _known(line.counted), rule))
    return Chain(title, tuple(steps), Answer("StructureCost", row, f"cost_{state}"))


def _beside(costed: Each, row: tuple[tuple[str, str], ...]) -> Iterator[Chain]:
    proposed = costed.proposed
    if not proposed.is_stated or isinstance(costed.variance, Unknown):
        return
    declared = LineCost.columns
    compared = [
        money("modelled cost", proposed.modelled),
        money("stated cost", proposed.stated),
        percent("variance in percent", costed.variance_percent if proposed.stated else None, "of the stated cost"),
        money("variance", costed.variance, declared["variance"].says),
    ]
    yield Chain("Proposed: modelled and stated", tuple(compared), Answer("StructureCost", row, "variance"))
    if not costed.fitted:
        return
    rate = costed.fit if costed.fit >= 0 else None
    rule = "no rate reaches the stated cost" if rate is None else declared["implied_pension_rate"].says
    of_profile = proposed.rows(Posts)[0].of.salary.terms.pension_rate
    ratio = costed.implied_on_cost_ratio
    steps = (
        compared[1],
        money("salaries", proposed.net_salaries, Line.columns["net_salaries"].says),
        percent("implied on-cost ratio", ratio, declared["implied_on_cost_ratio"].says),
        percent("pension rate of the profile", of_profile, "what the model takes"),
        percent("implied pension rate", rate, rule),
    )
    yield Chain("Proposed: what the stated cost implies", steps, Answer("StructureCost", row, "implied_pension_rate"))


def _saving(costed: Each, row: tuple[tuple[str, str], ...]) -> Chain:
    steps = (
        money("cost now", _known(costed.cost_now), counted(costed.posts_now, "post")),
        money("cost proposed", _known(costed.cost_proposed), counted(costed.posts_proposed, "post")),
        money("saving", _known(costed.saving), LineCost.columns["saving"].says),
    )
    return Chain("Saving", steps, Answer("StructureCost", row, "saving"))


def _known(value: Form) -> int | None:
    return None if isinstance(value, Unknown) else int(value)
