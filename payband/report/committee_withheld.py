"""What a committee report withholds of costs, since it would tell the pay of a few people."""

from payband.report.draft import Draft
from payband.review.published import HIDDEN
from payband.review.published_structure import WithheldCosts, withheld_costs

__all__ = ["figures_withheld", "protection_hidden", "structure_withheld"]

PARTS_OF_PROTECTION = ("protection total", "protection on-costs", "protection people")
"""The figures of protection as the arithmetic of a paper's own figures names them."""


def structure_withheld(draft: Draft) -> WithheldCosts:
    """Which costs of the structure are withheld."""
    return withheld_costs(draft.results, draft.least)


def protection_hidden(draft: Draft) -> bool:
    """Whether any of the cost of protection is withheld."""
    found = draft.published("ProtectionByYear")
    return found is not None and any(HIDDEN in row[2:] for row in found.rows)


def figures_withheld(draft: Draft) -> list[str]:
    """The costs of the review that are withheld, as the arithmetic of a paper's own figures names them, in small
    letters.
    """
    names = list(PARTS_OF_PROTECTION) if protection_hidden(draft) else []
    withheld = structure_withheld(draft)
    if withheld.any:
        names += [f"structurecost {line}".casefold() for line in withheld.now | withheld.proposed]
    if withheld.total_saving:
        names.append("structurecost total")
    return names
