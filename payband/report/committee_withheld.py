"""What a committee report withholds of costs, since it would tell the pay of a few people."""

from payband.report.draft import Draft
from payband.review.disclosure.notes import notes_told
from payband.review.disclosure.published import HIDDEN, column_of
from payband.review.disclosure.structure import WithheldCosts, withheld_costs
from payband.review.parts.tables.one_off_costs import COSTS

__all__ = ["figures_withheld", "notes_shown", "one_off_costs_hidden", "protection_hidden", "structure_withheld"]

PARTS_OF_PROTECTION = ("protection total", "protection on-costs", "protection people")
"""The figures of protection as the arithmetic of a paper's own figures names them."""


def structure_withheld(draft: Draft) -> WithheldCosts:
    """Which costs of the structure are withheld."""
    return withheld_costs(draft.results, draft.least)


def notes_shown(draft: Draft) -> list[str]:
    """The notes of the calculation that name nobody, count no few people and tell no cost that is withheld.

    Each is a sentence without its full stop.
    """
    notes = notes_told(draft.results, draft.least)
    told = [each for each in notes if not draft.tells_of_somebody(each) and not draft.counts_few(each)]
    return [f"{each[:1].upper()}{each[1:]}" for each in told]


def protection_hidden(draft: Draft) -> bool:
    """Whether any of the cost of protection is withheld."""
    found = draft.published("ProtectionByYear")
    return found is not None and any(HIDDEN in row[2:] for row in found.rows)


def one_off_costs_hidden(draft: Draft) -> bool:
    """Whether one-off costs of few people are in those of a financial year, from which the others could be taken."""
    rows = draft.results.tables.get(COSTS.name)
    if rows is None:
        return False
    in_year: dict[str, set[str]] = {}
    names = (column_of(rows, heading) for heading in ("item", "person or line", "financial year"))
    for item, whose, year in zip(*names, strict=True):
        if draft.tells_of_somebody(item, whose):
            in_year.setdefault(year, set()).add(whose or item)
    return any(len(each) < draft.shown.least for each in in_year.values())


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
