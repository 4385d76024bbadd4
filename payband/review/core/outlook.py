"""What a review comes to year by year, declared once: a line, or all lines together, in a year or the steady state."""

from payband.forms import Form
from payband.rules.measures.saving import saving_of
from payband.sheets.sheet import Answer, Each, Sheet, Tells, Unit, column, given

__all__ = ["LineOutlook"]

_FULL_YEAR = "£, proposed, a full year"


class LineOutlook(Sheet):
    """A line of the structure in a financial year: what the structure now costs, what is paid, and what is saved."""

    line = given(Unit.TEXT, "line", answer=Answer("line", "line"))
    financial_year = given(
        Unit.TEXT, "financial year", answer=Answer("financial year", "financial_year", "April to March")
    )
    cost_now = given(
        Unit.PENCE, "cost now", answer=Answer("cost now", "cost_now", "£, the structure now for the whole year")
    )
    cost_proposed = given(
        Unit.PENCE,
        "cost proposed",
        answer=Answer("cost proposed", "cost_proposed", "£, now until the new structure starts, then proposed"),
    )
    full_year = given(Unit.PENCE, "cost of the proposed structure in a full year")
    protected_pay = given(Unit.PENCE, "what protection adds to pay")
    protection_on_costs = given(Unit.PENCE, "on-costs of protection")

    @column(Unit.PENCE, "saving", tells=Tells.PAY, answer=Answer("saving", "saving"))
    def saving(of: Each) -> Form:
        """cost now less what is paid, before protection; below zero it costs more"""
        return saving_of(of.cost_now, of.cost_proposed)

    @column(Unit.PENCE, "full-year saving", tells=Tells.PAY, answer=Answer("full-year saving", "full_year_saving"))
    def full_year_saving(of: Each) -> Form:
        """the saving if the proposed structure had been in force for the whole year"""
        return saving_of(of.cost_now, of.full_year)

    @column(
        Unit.PENCE,
        "part-year",
        tells=Tells.PAY,
        answer=Answer("part-year", "part_year", "£, cost of the months before the new structure"),
    )
    def part_year(of: Each) -> Form:
        """what the months of the old structure in year one cost more (or, below zero, less) than those of the new"""
        return of.cost_proposed - of.full_year - of.displaced

    displaced = given(
        Unit.PENCE,
        "displaced",
        answer=Answer("displaced", "displaced", "£, paid to displaced people until their last day", since=5),
    )

    @column(
        Unit.PENCE,
        "protection",
        tells=Tells.PAY,
        answer=Answer("protection", "protection", "£, with on-costs if asked for"),
    )
    def protection(of: Each) -> Form:
        """what protection adds to pay, and its on-costs"""
        return of.protected_pay + of.protection_on_costs

    @column(Unit.PENCE, "net saving", tells=Tells.PAY, answer=Answer("net saving", "net_saving"))
    def net_saving(of: Each) -> Form:
        """the saving after protection"""
        return of.saving - of.protection

    salaries = given(Unit.PENCE, "salaries", answer=Answer("salaries", "salaries", _FULL_YEAR))
    on_costs = given(Unit.PENCE, "on-costs", answer=Answer("on-costs", "on_costs", _FULL_YEAR))
    external = given(Unit.PENCE, "external", answer=Answer("external", "external", _FULL_YEAR))
    external_ended = given(
        Unit.PENCE, "external ended", answer=Answer("external ended", "external_ended", "£, of which the body now pays")
    )
    awards = given(Unit.PENCE, "awards", answer=Answer("awards", "awards", "£, of which from pay awards"))
    drift = given(Unit.PENCE, "drift", answer=Answer("drift", "drift", "£, of which from increments"))
    rates = given(Unit.PENCE, "rates", answer=Answer("rates", "rates", "£, of which from new rates"))
    leavers = given(Unit.PENCE, "leavers", answer=Answer("leavers", "leavers", "£, of which from posts left vacant"))
    estimated = given(Unit.YES_NO, "estimated", answer=Answer("estimated", "estimated"))
    why = given(Unit.TEXT, "why", answer=Answer("why", "why", "what is assumed or not known"))
