"""Totals and headlines of a native workbook, over its own answer tables."""

from payband.formulas.native.book import Book
from payband.review.fixed_sums import FIXED, WITH_FIXED_NOW, WITH_FIXED_PROPOSED, fixed_sums
from payband.review.summary import PAID_TO_DISPLACED, PROTECTION_IN_ALL, full_year_saving

__all__ = ["summary_formulas", "total_of"]


def total_of(column: str, *, whole: bool = False) -> str:
    """The sum of a column; unknown while one of its cells is."""
    total = f"SUM({column})" if whole else f"ROUND(SUM({column}),2)"
    return f'IF(COUNTIF({column},"unknown")>0,"unknown",{total})'


def _with_fixed_sums(book: Book, now: str, proposed: str) -> dict[str, str]:
    """The fixed on-costs of all profiles, and the cost of the structure with them."""
    profiles = fixed_sums(book.inputs).profiles
    if not profiles:
        return {}
    total = "+".join(f"{book.pence(book.input('OnCosts', 'fixed sum', each))}" for each in profiles)
    return {
        FIXED: f"({total})/100",
        WITH_FIXED_NOW: f'IF(ISNUMBER({now}),ROUND({now}+({total})/100,2),"unknown")',
        WITH_FIXED_PROPOSED: f'IF(ISNUMBER({proposed}),ROUND({proposed}+({total})/100,2),"unknown")',
    }


def summary_formulas(
    book: Book, counts: dict[str, int], totals: dict[str, int], vacant: str, displaced: str
) -> dict[str, str]:
    """The headlines by their label: `counts` says how many rows a table has, `totals` in which row its total is.

    `vacant` is the formula of the posts without a holder, `displaced` that of what displaced people cost.
    """

    def total(table: str, heading: str) -> str:
        return book.cell(table, heading, totals[table])

    def column(table: str, heading: str) -> str:
        return book.column(table, heading, counts[table])

    results = book.results
    found = {
        "Posts now": total("StructureCost", "posts now"),
        "Posts proposed": total("StructureCost", "posts proposed"),
        "Cost now, a year": total("StructureCost", "cost now"),
        "Cost proposed, a year": total("StructureCost", "cost proposed"),
        full_year_saving(book.inputs.settings): total("StructureCost", "saving"),
        "Modelled cost of the proposed structure": total("StructureCost", "modelled"),
        "Modelled less stated": total("StructureCost", "variance"),
        "Pension rate that the stated costs imply (a fit)": total("StructureCost", "implied pension rate"),
        PROTECTION_IN_ALL: total("ProtectionByYear", "cost"),
        "On-costs of protection": total("ProtectionByYear", "on-costs"),
    }
    found |= _with_fixed_sums(book, total("StructureCost", "cost now"), total("StructureCost", "cost proposed"))
    for label, name in (("Body", "body"), ("Review", "review name"), ("Prices and rates of", "price base")):
        if book.setting(name):
            found[label] = f'{book.setting(name)}&""'
    found["New structure starts on"] = book.setting("implementation date")
    if book.inputs.people:
        outcome = column("SlottingList", "outcome")
        for label, word in (
            ("Salary rises", "rise*"),
            ("Salary stays", "same*"),
            ("Salary falls", "fall*"),
            ("Displaced", "displaced"),
            ("Salary unknown", "unknown"),
        ):
            found[label] = f'COUNTIF({outcome},"{word}")'
        found["People protected"] = f"COUNT({column('SlottingList', 'protected until')})"
        found["Posts without a holder"] = vacant
        found[PAID_TO_DISPLACED] = displaced
    for year in results.protection_cost.total_by_year or {}:
        years, costs = (column("ProtectionByYear", heading) for heading in ("financial year", "cost"))
        found[f"Cost in {year}"] = f"SUMIF({years},RIGHT(A{{row}},7),{costs})"
    return found
