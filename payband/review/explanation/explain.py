"""Explains a person, line or cost centre: each figure's chain from the inputs, as a person would write it on paper."""

from payband.errors import UnknownName, nearest_name
from payband.review.explanation.approvals import approval_chains
from payband.review.explanation.chains import COLUMNS, Explanation
from payband.review.explanation.line import line_chains
from payband.review.explanation.person import person_chains
from payband.review.ranges import Ranges
from payband.review.results import Results
from payband.review.review import Review
from payband.review.slotting_list import DISPLACED, LEAVES, Placement, placements

__all__ = ["COLUMNS", "Explanation", "explain"]

COST_CENTRES = "CostCentres"


def explain(review: Review | Results, name: str) -> Explanation:
    """The chains of a person's or a line's figures: steps, numbers, rules, and the figures with dates and sources.

    Of a person: pay range, slotting, protection by financial year and its on-costs, approvals. Of a line: pay range,
    what a post costs now and proposed, what others pay, the stated cost beside the modelled, approvals, where the cost
    falls. Of a cost centre: each row of its budget, what is taken off, and how budget and payroll differ from it. Each
    chain ends in the figure that the answer tables show. A name of several has all of them explained.

    Raises UnknownName, with the nearest, for a name that is none.

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
    centres = {row.cost_centre.casefold(): row.cost_centre for row in inputs.rows_of(COST_CENTRES)}
    if key not in people and key not in lines and key not in centres:
        hint = nearest_name(name, [*people.values(), *lines.values(), *centres.values()])
        kinds = "a person, a line nor a cost centre" if centres else "a person nor a line"
        raise UnknownName(f"'{name}' is neither {kinds} of the review; {hint}")
    everybody = placements(inputs, Ranges(inputs))
    chains = []
    about = []
    if key in people:
        number = next(number for number, each in enumerate(everybody) if each.person.person.casefold() == key)
        about.append(_about_person(everybody[number]))
        chains += person_chains(results, everybody, number)
    if key in lines:
        about.append(_about_line(results, lines[key]))
        chains += line_chains(results, lines[key])
    chains += approval_chains(results, key, everybody)
    if centres:
        # The budget is loaded where a review has one.
        from payband.review.explanation.budget import cost_centre_chains, falls_chains

        chains += falls_chains(results, people.get(key) or lines.get(key, ""))
        if key in centres:
            about.append(f"Cost centre {centres[key]}")
            chains += cost_centre_chains(results, centres[key])
    settings = inputs.settings
    review_name = ", ".join(part for part in (settings.body, settings.review_name) if part)
    title = people.get(key) or lines.get(key) or centres[key]
    return Explanation(title, "; ".join(part for part in (*about, review_name) if part), chains)


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
