"""What the structure costs from one day to another, and what each financial year saves: declared once.

A line's cost over some days is what its posts are paid then, with on-costs, less what others pay; a stated cost wins
for as long as the line is in force.
"""

from payband.forms import Form, choose, known_or, larger
from payband.review.core.on_costs import Span
from payband.review.core.structure import Line, Posts
from payband.rules.salary_months import pay_in_months
from payband.rules.shares import paid_by_others
from payband.sheets.sheet import Each, Sheet, Tells, Unit, column, given, link
from payband.units import half_up

__all__ = ["HOW_MANY", "Causes", "LineIn", "LineYear", "PaidIn", "StatedIn", "Year"]


class LineIn(Sheet):
    """A line of the structure in one state, from one day to another in the same financial year."""

    line = link(Line)
    funded = link(absent=0)
    missing = given(Unit.PENCE, "0, or unknown where posts cannot be costed")

    @column(Unit.PENCE, "salaries", tells=Tells.PAY)
    def salaries(of: Each) -> Form:
        """of all posts, for the days that they are paid"""
        return of.total(PaidIn, "salaries") + of.missing

    @column(Unit.PENCE, "on-costs", tells=Tells.PAY)
    def on_costs(of: Each) -> Form:
        """of all posts"""
        return of.total(PaidIn, "on_costs") + of.missing

    @column(Unit.PENCE, "cost of its posts", tells=Tells.PAY)
    def gross(of: Each) -> Form:
        """salaries and on-costs, before what others pay"""
        return choose(of.line.posts > 0, of.salaries + of.on_costs, 0)

    @column(Unit.PENCE, "paid by others", tells=Tells.PAY)
    def external(of: Each) -> Form:
        """the share that others pay of the whole months until their funding ends"""
        return paid_by_others(of.funded.gross, of.line.share, of.line.of_parts, 12)

    @column(Unit.PENCE, "modelled", tells=Tells.PAY)
    def modelled(of: Each) -> Form:
        """what the model says the line costs the body"""
        return of.gross - of.external

    @column(Unit.PENCE, "stated less modelled", tells=Tells.PAY)
    def difference(of: Each) -> Form:
        """a year in the price base; the whole stated cost where nothing is modelled"""
        return known_or(of.line.difference + 0 * of.modelled, of.line.stated)

    @column(Unit.PENCE, "cost", tells=Tells.PAY)
    def cost(of: Each) -> Form:
        """what the line costs the body; where a cost is stated, that and what has changed since the price base"""
        stated = known_or(of.modelled, 0) + of.moved
        return choose(of.line.is_stated > 1, larger(stated, 0), choose(of.line.is_stated > 0, stated, of.modelled))

    @column(Unit.PENCE, "stated less modelled in these days", tells=Tells.PAY)
    def moved(of: Each) -> Form:
        """the difference a year, for the days that the line is in force"""
        return of.total(StatedIn, "amount")


class Causes(Sheet):
    """What makes the posts of a line cost over some days what they do: one cause after the other, each on top."""

    of = link(LineIn)
    in_base_rates = link(LineIn)
    in_own_rates = link(LineIn)
    without_leavers = link(LineIn)
    before_awards = link(LineIn)

    @column(Unit.PENCE, "rates", tells=Tells.PAY)
    def rates(of: Each) -> Form:
        """the rates of these days and not those of the price base"""
        return of.in_own_rates.gross - of.in_base_rates.gross

    @column(Unit.PENCE, "leavers", tells=Tells.PAY)
    def leavers(of: Each) -> Form:
        """the posts of leavers, vacant after they have gone"""
        return of.without_leavers.gross - of.in_own_rates.gross

    @column(Unit.PENCE, "drift", tells=Tells.PAY)
    def drift(of: Each) -> Form:
        """increments, at the salaries before awards"""
        return of.before_awards.gross - of.without_leavers.gross

    @column(Unit.PENCE, "awards", tells=Tells.PAY)
    def awards(of: Each) -> Form:
        """pay awards, on top of the drift"""
        return of.of.gross - of.before_awards.gross

    @column(Unit.PENCE, "external funding ended", tells=Tells.PAY)
    def external_ended(of: Each) -> Form:
        """the share that others paid until their funding ended"""
        line = of.of.line
        return paid_by_others(of.of.gross, line.share, line.of_parts, 12) - of.of.external


class StatedIn(Sheet):
    """Days for which a stated cost replaces the modelled one: whole months, or a part of one."""

    of = link(LineIn)
    first = given(Unit.NUMBER, "first month, April 1")
    last = given(Unit.NUMBER, "last month")
    days = given(Unit.NUMBER, "days")
    of_days = given(Unit.NUMBER, "of")

    @column(Unit.PENCE, "stated less modelled", tells=Tells.PAY)
    def amount(part: Each) -> Form:
        """the difference a year, for these days"""
        return half_up(pay_in_months(part.of.difference, part.first, part.last) * part.days, part.of_days)


HOW_MANY = ((Posts, "posts"), (Line, "one"))
"""How many posts are paid over some days: as many as are paid alike, or one that its holder has left."""


class PaidIn(Sheet):
    """Posts of a line that are paid alike from one day to another."""

    of = link(LineIn)
    span = link(Span)
    posts = given(Unit.NUMBER, "posts", picked=True)

    @column(Unit.PENCE, "salaries", tells=Tells.PAY)
    def salaries(paid: Each) -> Form:
        """the posts, each with its pay"""
        return choose(paid.posts > 0, paid.posts * paid.span.pay, 0)

    @column(Unit.PENCE, "on-costs", tells=Tells.PAY)
    def on_costs(paid: Each) -> Form:
        """the posts, each with its on-costs"""
        return choose(paid.posts > 0, paid.posts * paid.span.on_costs, 0)


class Year(Sheet):
    """A financial year of the horizon: what the structure now would cost, and what is paid."""

    missing = given(Unit.PENCE, "0, or unknown where its rates are not known")

    @column(Unit.PENCE, "cost now", tells=Tells.PAY)
    def cost_now(year: Each) -> Form:
        """the structure now for the whole year, all lines together"""
        return year.total(LineYear, "cost_now") + year.missing

    @column(Unit.PENCE, "cost proposed", tells=Tells.PAY)
    def cost_proposed(year: Each) -> Form:
        """now until the new structure starts, then proposed, with displaced people until their last day; all lines"""
        return year.total(LineYear, "cost_proposed") + year.missing

    @column(Unit.PENCE, "displaced people", tells=Tells.PAY)
    def displaced(year: Each) -> Form:
        """what displaced people cost from the start of the new structure to their last day, all lines together"""
        return year.total(LineYear, "displaced") + year.missing

    @column(Unit.PENCE, "saving", tells=Tells.PAY)
    def saving(year: Each) -> Form:
        """cost now less cost proposed, before protection"""
        return year.cost_now - year.cost_proposed


class LineYear(Sheet):
    """A line of the structure in a financial year."""

    year = link(Year)
    now = link(LineIn, absent=0)
    before = link(LineIn, absent=0)
    after = link(LineIn, absent=0)
    staying = link(LineIn, absent=0)

    @column(Unit.PENCE, "cost now", tells=Tells.PAY)
    def cost_now(of: Each) -> Form:
        """the line now for the whole year"""
        return of.now.cost + 0

    @column(Unit.PENCE, "displaced people", tells=Tells.PAY)
    def displaced(of: Each) -> Form:
        """what the displaced people of the line now cost from the start of the new structure to their last day"""
        return of.staying.modelled + 0

    @column(Unit.PENCE, "cost proposed", tells=Tells.PAY)
    def cost_proposed(of: Each) -> Form:
        """now until the new structure starts, then proposed, and displaced people until their last day"""
        return of.before.cost + of.after.cost + of.displaced
