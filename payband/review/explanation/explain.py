"""Explains a person or a line of a review: each figure's chain from the inputs, as a person would write it on paper."""

from payband.errors import UnknownName, nearest_name
from payband.review.explanation.approvals import approval_chains
from payband.review.explanation.chains import COLUMNS, Chain, Explanation
from payband.review.explanation.line import line_chains
from payband.review.explanation.person import person_chains
from payband.review.explanation.table import explained_tables, table_chains
from payband.review.inputs.settings import Settings
from payband.review.ranges import Ranges
from payband.review.results import Results
from payband.review.review import Review
from payband.review.slotting_list import DISPLACED, LEAVES, Placement, placements

__all__ = ["COLUMNS", "Explanation", "explain"]


def explain(review: Review | Results, name: str) -> Explanation:
    """The chains of a person's, a line's or a table's figures: steps, numbers, rules, and figures with their sources.

    Of a person: pay range, slotting, protection by financial year and its on-costs, approvals. Of a line: pay range,
    what a post costs now and proposed, what others pay, the stated cost beside the modelled, approvals, and its cost
    and saving by year. Each chain ends in the figure that the answer tables show. A name that is both a person's and a
    line's has both explained. The name of an answer sheet of some parts has every figure of it explained.

    Raises UnknownName, with the nearest, for a name that is neither.

    >>> import payband
    >>> review = payband.Review(
    ...     settings={"protection months": 24, "protection form": "frozen",
    ...               "implementation date": "02/01/2012", "price base": "2011-12", "costed at": "top",
    ...               "on-cost profile": "all"},
    ...     on_costs=[{"profile": "all", "contracted out": "yes", "pension rate": "19.6%"}],
    ...     posts=[{"line": "Directors", "state": "proposed", "grade": "Divisional Director", "posts": 15}],
    ...     people=[{"person": "A", "salary now": 97575, "proposed line": "Directors"}],
    ... )
    >>> [chain.title for chain in explain(review, "a").chains][:2]
    ['Slotting', 'Protection from 2 January 2012 to 1 January 2014']
    """
    results = review.calculate() if isinstance(review, Review) else review
    inputs = results.inputs
    key = " ".join(name.split()).casefold()
    people = {person.person.casefold(): person.person for person in inputs.people}
    lines = {line.line.casefold(): line.line for line in inputs.structure}
    tables = explained_tables(results)
    if key not in people and key not in lines and key in tables:
        chains = list(table_chains(results, tables[key]))
        return Explanation(results.tables[tables[key]].table.sheet, _named(inputs.settings), chains)
    if key not in people and key not in lines:
        hint = nearest_name(name, [*people.values(), *lines.values(), *tables.values()])
        raise UnknownName(f"'{name}' is neither a person nor a line of the review; {hint}")
    everybody = placements(inputs, Ranges(inputs))
    chains = list[Chain]()
    about = []
    if key in people:
        number = next(number for number, each in enumerate(everybody) if each.person.person.casefold() == key)
        about.append(_about_person(everybody[number]))
        chains += person_chains(results, everybody, number)
    if key in lines:
        about.append(_about_line(results, lines[key]))
        chains += line_chains(results, lines[key])
    chains += approval_chains(results, key, everybody)
    title = people.get(key) or lines[key]
    return Explanation(title, "; ".join(part for part in (*about, _named(inputs.settings)) if part), chains)


def _named(settings: Settings) -> str:
    return ", ".join(part for part in (settings.body, settings.review_name) if part)


def _about_person(placed: Placement) -> str:
    person = placed.person
    parts = [f"Person in {person.post_now}" if person.post_now else "Person"]
    if placed.outcome == LEAVES:
        parts.append(placed.why)
    elif placed.outcome == DISPLACED:
        parts.append(f"displaced: {placed.why}")
    elif placed.line is not None:
        parts.append(f"proposed for {placed.line.line}")
    if person.illustrative:
        parts.append("illustrative: no document prints the salary")
    return ", ".join(parts)


def _about_line(results: Results, name: str) -> str:
    costed = next(line for line in results.structure_cost.lines if line.name.casefold() == name.casefold())
    year = results.inputs.settings.price_base
    return f"Line of the structure, {costed.now.posts} posts now and {costed.proposed.posts} proposed, prices of {year}"
