"""Explains a person, line or cost centre: each figure's chain from the inputs, as a person would write it on paper."""

from payband.errors import UnknownName, nearest_name
from payband.review.explanation.accounts_notes import accounts_chains
from payband.review.explanation.approvals import approval_chains
from payband.review.explanation.arrears import arrears_chains, people_owed
from payband.review.explanation.chains import COLUMNS, Chain, Explanation
from payband.review.explanation.exits import exit_chains, people_who_leave
from payband.review.explanation.line import line_chains
from payband.review.explanation.person import person_chains
from payband.review.explanation.table import explained_tables, table_chains
from payband.review.inputs.settings import Settings
from payband.review.parts.tables.arrears import PEOPLE
from payband.review.parts.tables.exit_costs import EXITS
from payband.review.ranges import Ranges
from payband.review.results import Results
from payband.review.review import Review
from payband.review.slotting_list import DISPLACED, LEAVES, Placement, placements

__all__ = ["COLUMNS", "Explanation", "explain"]

COST_CENTRES = "CostCentres"


def explain(review: Review | Results, name: str) -> Explanation:
    """The chains of a person's, a line's or a table's figures: steps, numbers, rules, and figures with their sources.

    Of a person: pay range, slotting, protection by financial year and its on-costs, approvals, arrears of late awards
    and exit costs, also of those whom table People does not have. Of a line: pay range, what a post costs now and
    proposed, what others pay, the stated cost next to the modelled, approvals, its cost and saving by year, where the
    cost falls. Of a cost centre: each row of its budget, what is taken off, and how budget and payroll differ from it.
    Each chain ends in the figure that the answer tables show. A name of several has all of them explained. The name of
    an answer sheet of some parts has every figure of it explained.

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
    owed, leaving, tables = people_owed(inputs), people_who_leave(inputs), explained_tables(results)
    centres = {row.cost_centre.casefold(): row.cost_centre for row in inputs.rows_of(COST_CENTRES)}
    of_parts = owed | leaving
    if not any(key in each for each in (people, lines, of_parts, centres)):
        if key in tables:
            of_table = list(table_chains(results, tables[key]))
            return Explanation(results.tables[tables[key]].table.sheet, _named(inputs.settings), of_table)
        hint = nearest_name(name, [*{**of_parts, **lines, **people}.values(), *centres.values(), *tables.values()])
        kinds = "a person, a line nor a cost centre" if centres else "a person nor a line"
        raise UnknownName(f"'{name}' is neither {kinds} of the review; {hint}")
    everybody = placements(inputs, Ranges(inputs))
    chains = list[Chain]()
    about = []
    if key in people:
        number = next(number for number, each in enumerate(everybody) if each.person.person.casefold() == key)
        about.append(_about_person(everybody[number]))
        chains += person_chains(results, everybody, number)
        chains += accounts_chains(results, key)
    if key in lines:
        about.append(_about_line(results, lines[key]))
        chains += line_chains(results, lines[key])
    elif key in of_parts and key not in people:
        where = (PEOPLE.name if key in owed else "", EXITS.name if key in leaving else "")
        about.append(f"Person of table {' and '.join(filter(None, where))}")
    chains += approval_chains(results, key, everybody)
    chains += [*arrears_chains(inputs, key), *exit_chains(inputs, key)]
    if centres:
        # The budget is loaded where a review has one.
        from payband.review.explanation.budget import cost_centre_chains, falls_chains

        chains += falls_chains(results, people.get(key) or lines.get(key, ""))
        if key in centres:
            about.append(f"Cost centre {centres[key]}")
            chains += cost_centre_chains(results, centres[key])
    title = people.get(key) or lines.get(key) or of_parts.get(key) or centres[key]
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
