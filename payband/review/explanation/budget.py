"""Explains the budget of a cost centre: what falls there from which line, what is taken off, and what differs."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from payband.review.budget.answered import budget_of, calculated_of
from payband.review.budget.cells import FULL_YEAR as PRICE_BASE
from payband.review.budget.cells import Budget, Fallen, Key
from payband.review.budget.reconciled import BUDGET, PAYROLL, Centre, Reconciliation, reconciliation
from payband.review.explanation.chains import Answer, Chain, Step, money, percent, said
from payband.review.parts.budget import taken, taken_off
from payband.review.parts.tables.budget import BY_COST_CENTRE, FULL_YEAR, RECHARGES, RECONCILED, VACANCIES
from payband.review.results import Results
from payband.units import pounds_text

__all__ = ["cost_centre_chains", "falls_chains"]


def cost_centre_chains(results: Results, cost_centre: str) -> Iterator[Chain]:
    """Each row of the budget of a cost centre, what is taken off it, and how budget and payroll differ from it."""
    calculated = calculated_of(results)
    budget = Budget(calculated)
    name = cost_centre.casefold()
    fallen: dict[Key, list[Fallen]] = {}
    for each in budget.fallen():
        if each.key.cost_centre.casefold() == name:
            fallen.setdefault(each.key, []).append(each)
    for key in budget.cells:
        if key in fallen:
            yield _row(budget, key, fallen[key])
    yield from _taken_off(budget, name)
    compared = reconciliation(calculated, budget)
    for centre in () if compared is None else compared.centres:
        if compared is not None and centre.cost_centre.casefold() == name:
            yield from _compared(compared, centre)


def _row(budget: Budget, key: Key, fallen: Sequence[Fallen]) -> Chain:
    """What falls in a row from each line, now and proposed, and what is saved."""
    cell = budget.cells[key]
    steps = []
    for state, whole in (("now", cell.now), ("proposed", cell.proposed)):
        of_state = [(each, pence) for each in fallen if (pence := each.now if state == "now" else each.proposed)]
        steps += [_share(each, pence, state) for each, pence in of_state]
        steps.append(money(state, whole, cell.why or "what falls here from all lines and people"))
    steps.append(money("saving", cell.saving, "now less proposed"))
    of_year = key.period == PRICE_BASE
    when = "in a full year" if of_year else f"in {key.period}"
    row: tuple[tuple[str, str], ...] = (
        ("cost_centre", key.cost_centre), ("fund", key.fund), ("component", key.component),
        *((("subjective", key.subjective),) if key.subjective else ()),
        *(() if of_year else (("financial_year", key.period),)),
    )  # fmt: skip
    code = f", {key.subjective}" if key.subjective else ""
    table = FULL_YEAR if of_year else BY_COST_CENTRE
    title = f"{key.component[:1].upper()}{key.component[1:]} {when}: {key.fund}{code}"
    return Chain(title, tuple(steps), Answer(table.name, row, "saving"))


def _share(each: Fallen, pence: int, state: str) -> Step:
    whole = each.whole_now if state == "now" else each.whole_proposed
    name = f"{each.name}, {state}" if each.name else state
    if each.share == 1:
        return money(name, pence, each.what or "all of it falls here")
    rule = f"{_of_one(each.share)} of {pounds_text(whole)}, to the penny by largest remainders"
    return money(name, pence, rule)


def _of_one(share: Fraction) -> str:
    return f"{share.numerator}/{share.denominator}"


def _taken_off(budget: Budget, name: str) -> Iterator[Chain]:
    row = budget.where.centres[name]
    for year in map(str, budget.years):
        for what, rate, amount in taken_off(row):
            amounts = budget.of_posts(row.cost_centre, year)
            steps = []
            for state, pence in zip(("now", "proposed"), amounts, strict=True):
                steps.append(money(f"pay and on-costs {state}", pence, "of the posts, before what others pay"))
            steps.append(percent("rate", rate, "table CostCentres") if amount is None else
                         money("sum", amount, "table CostCentres, in place of a rate"))  # fmt: skip
            steps += [
                money(f"taken off {state}", taken(pence, rate, amount))
                for state, pence in zip(("now", "proposed"), amounts, strict=True)
            ]
            key = (("cost_centre", row.cost_centre), ("financial_year", year), ("what_is_taken_off", what))
            title = f"{what[:1].upper()}{what[1:]} in {year}, shown apart"
            yield Chain(title, tuple(steps), Answer(VACANCIES.name, key, "taken_off_proposed"))


def _compared(compared: Reconciliation, centre: Centre) -> Iterator[Chain]:
    for other, pence in ((BUDGET, centre.budget), (PAYROLL, centre.payroll)):
        if pence is None:
            continue
        steps = [
            money("establishment", centre.establishment, f"the structure now in {compared.year}, before income"),
            money(other, pence, "table ApprovedBudget" if other == BUDGET else "projected for the year"),
        ]
        for each in compared.differences:
            if (each.cost_centre.casefold(), each.other) == (centre.cost_centre.casefold(), other):
                who = ", ".join(filter(None, (each.line, each.person)))
                steps.append(money(f"{each.cause}: {who}" if who else each.cause, each.pence, each.detail))
        steps.append(money("difference", pence - centre.establishment, f"{other} less establishment"))
        key = "budget_less_establishment" if other == BUDGET else "payroll_less_establishment"
        title = f"{other[:1].upper()}{other[1:]} compared with the establishment in {compared.year}"
        yield Chain(title, tuple(steps), Answer(RECONCILED.name, (("cost_centre", centre.cost_centre),), key))


# --- of a line or a person -------------------------------------------------------------------------------------------


def falls_chains(results: Results, name: str) -> Iterator[Chain]:
    """Where the cost of a line, or of a person's post, falls, and what the funds that share it charge each other."""
    budget = budget_of(results)
    key = name.casefold()
    for state in ("now", "proposed"):
        person = next((each for each in results.inputs.people if each.person.casefold() == key), None)
        places = None if person is None else budget.where.of_person(person, state)
        if places is None and any(line.line.casefold() == key for line in results.inputs.lines(state)):
            places = budget.where.of_line(name, state)
        if places:
            steps = [said(f"{each.cost_centre}, {each.fund}", _of_one(each.share), "of its cost") for each in places]
            yield Chain(f"{state.capitalize()}: where its cost falls", tuple(steps))
    for each in budget.recharges():
        if each.name.casefold() == key:
            steps = [
                step for component, (now, proposed) in each.components.items()
                for step in (money(f"{component}, now", now), money(f"{component}, proposed", proposed)) if step.value
            ]  # fmt: skip
            steps += [money("now", each.now), money("proposed", each.proposed)]
            steps.append(money("saving", each.now - each.proposed, "now less proposed"))
            row = (
                ("line_or_person", each.name), ("from_cost_centre", each.home[0]), ("from_fund", each.home[1]),
                ("to_cost_centre", each.to[0]), ("to_fund", each.to[1]), ("financial_year", each.period),
            )  # fmt: skip
            title = f"Recharge in {each.period} from {each.home[1]} to {each.to[1]} ({each.to[0]})"
            yield Chain(title, tuple(steps), Answer(RECHARGES.name, row, "saving"))
