"""The notes of a calculation as a reader may see them who may know no single person's pay."""

from payband.review.cost_holds import elements_left_out
from payband.review.disclosure.structure import withheld_costs
from payband.review.inputs.inputs import Inputs
from payband.review.results import Results

__all__ = ["notes_told"]

_OF_FEW = (
    "The cost leaves out pay elements of table Package, whose number and amount are withheld since they would tell the "
    "pay of a few people. To include them, set 'pay elements costed' to yes and fill in the column 'costed as'"
)


def notes_told(results: Results, least: int) -> list[str]:
    """The notes, without those that tell a cost which is withheld.

    That pay elements are left out of the cost is always said, but not how many of which amount where those are of fewer
    people than `least`.
    """
    withheld = withheld_costs(results, least)
    of_few = set(elements_left_out(results.inputs)) if _left_out_of_few(results.inputs, least) else set()
    return [_OF_FEW if each in of_few else each for each in results.warnings if not withheld.tell(each)]


def _left_out_of_few(inputs: Inputs, least: int) -> bool:
    """Whether the elements that are left out tell what fewer people than `least` are paid.

    What a line gives to each holder may be known: of those with elements of their own as well, these alone count.
    """
    names = {each.line_or_person.casefold() for each in inputs.package if not each.is_severance}
    references = {each.person.casefold() for each in inputs.people}
    lines = {each.line.casefold() for each in inputs.structure} - references
    own = names - lines
    holders = own or {
        each.person
        for each in inputs.people
        if not names.isdisjoint({each.post_now.casefold(), each.proposed_line.casefold()})
    }
    return 0 < len(holders) < least
