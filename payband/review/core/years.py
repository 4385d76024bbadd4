"""What the structure costs from one day to another, and what each financial year saves: declared once.

A line's cost over some days is what its posts are paid then, with on-costs, less what others pay; a stated cost wins
for as long as the line is in force.
"""

from payband.forms import Form, choose, known_or, larger
from payband.review.core.on_costs import Span
from payband.review.core.one_person.pay import PostOfPerson
from payband.review.core.people import Person
from payband.review.core.protection import ProtectedYear
from payband.review.core.structure import Line, Posts
from payband.rules.cost.on_costs import share_of_pay
from payband.rules.measures.saving import saving_of
from payband.rules.pay.salary_months import pay_in_months
from payband.rules.shares import paid_by_others
from payband.sheets.sheet import Each, Sheet, Tells, Unit, column, given, link
from payband.units import half_up

__all__ = [
    "HOW_MANY",
    "Causes",
    "Climb",
    "LineIn",
    "LineWhole",
    "LineYear",
    "NewHolder",
    "NewHolders",
    "PaidIn",
    "PostIn",
    "ProtectedIn",
    "StatedIn",
    "Year",
]


class LineIn(Sheet):
    """A line of the structure in one state, from one day to another in the same financial year."""

    line = link(Line)
    funded = link(absent=0)
    missing = given(Unit.PENCE, "0, or unknown where posts cannot be costed")
    turnover_rate = given(Unit.BASIS_POINTS, "turnover allowance")

    @column(Unit.PENCE, "0, or unknown where it asks for a new run", tells=Tells.NOTHING)
    def crossed(of: Each) -> Form:
        """once a salary has crossed the top of its range"""
        return of.line.total(Climb, "crossed")

    @column(Unit.PENCE, "salaries", tells=Tells.PAY)
    def salaries(of: Each) -> Form:
        """of all posts, for the days that they are paid"""
        return of.total(PaidIn, "salaries") + of.missing + of.crossed

    @column(Unit.PENCE, "on-costs", tells=Tells.PAY)
    def on_costs(of: Each) -> Form:
        """of all posts"""
        return of.total(PaidIn, "on_costs") + of.total(PostIn, "correction") + of.missing + of.crossed

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
        modelled = of.modelled - of.turnover
        found = choose(of.line.is_stated > 1, larger(stated, 0), choose(of.line.is_stated > 0, stated, modelled))
        return found + of.crossed

    @column(Unit.PENCE, "turnover", tells=Tells.PAY)
    def turnover(of: Each) -> Form:
        """what turnover takes off the modelled cost; nothing off a stated one, or off what displaced people are paid"""
        return choose(of.line.is_stated > 0, 0, share_of_pay(of.modelled, of.turnover_rate))

    @column(Unit.PENCE, "stated less modelled in these days", tells=Tells.PAY)
    def moved(of: Each) -> Form:
        """the difference a year, for the days that the line is in force"""
        return of.total(StatedIn, "amount")


class Climb(Sheet):
    """Somebody in a line who moves up with increments, or is at the top, when the formulas are written.

    An increment that moves nobody does not part the year's pay in two. So it is another calculation, with other
    roundings, once a salary that was below the top of its range is at the top, or the other way about.
    """

    of = link(Line)
    salary = given(Unit.PENCE, "salary", picked=True)
    top = given(Unit.PENCE, "top of the range", picked=True)
    below = given(Unit.NUMBER, "1 where it was below the top")
    unknown = given(Unit.PENCE, "what is not known without a new run")

    @column(Unit.PENCE, "0, or unknown once a salary is on the other side of the top", tells=Tells.NOTHING)
    def crossed(climb: Each) -> Form:
        """asks for a new run"""
        is_below = choose(climb.salary < climb.top, 1, 0)
        return choose(is_below > climb.below, climb.unknown, choose(climb.below > is_below, climb.unknown, 0))


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


class PostIn(Sheet):
    """Days of a line on which the holder of a post has other posts too: whole months, or a part of one."""

    of = link(LineIn)
    post = link(PostOfPerson)
    days = given(Unit.NUMBER, "days")
    of_days = given(Unit.NUMBER, "of")

    @column(Unit.PENCE, "NI more than by itself", tells=Tells.PAY)
    def correction(part: Each) -> Form:
        """the post's share of the NI on the sum of the person's pay, less its own, for these days"""
        return half_up(part.post.correction * part.days, part.of_days)


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
        return saving_of(year.cost_now, year.cost_proposed)


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


class NewHolders(Sheet):
    """Who goes to a line of the proposed structure."""

    @column(Unit.PENCE, "0, or unknown where somebody's new salary is", tells=Tells.NOTHING)
    def missing(of: Each) -> Form:
        """nothing is known of a line while somebody's salary in it is not"""
        return 0 * of.total(NewHolder, "salary")


class NewHolder(Sheet):
    """Somebody who goes to a line of the proposed structure."""

    of = link(NewHolders)
    person = link(Person)

    @column(Unit.PENCE, "new salary", tells=Tells.PAY)
    def salary(each: Each) -> Form:
        """for full time"""
        return each.person.salary_new + 0


class LineWhole(Sheet):
    """A line in a whole financial year of the proposed structure, or once everything has settled.

    Where a cost is stated and nothing is modelled, nothing is known of what it is made of: that counts as 0.
    """

    of = link(LineYear)
    full = link(LineIn, absent=0)
    causes = link(Causes, absent=0)
    holders = link(NewHolders)

    @column(Unit.PENCE, "0, or unknown where any of it is", tells=Tells.NOTHING)
    def missing(whole: Each) -> Form:
        """a line is known in a year when both its states and all who go there are"""
        return 0 * (whole.of.cost_now + whole.full.cost + whole.of.displaced) + whole.holders.missing

    @column(Unit.PENCE, "cost in a full year", tells=Tells.PAY)
    def full_year(whole: Each) -> Form:
        """of the line as it is proposed"""
        return whole.full.cost + 0

    @column(Unit.PENCE, "salaries", tells=Tells.PAY)
    def salaries(whole: Each) -> Form:
        """of the proposed posts"""
        return known_or(whole.full.salaries, 0)

    @column(Unit.PENCE, "on-costs", tells=Tells.PAY)
    def on_costs(whole: Each) -> Form:
        """of the proposed posts"""
        return known_or(whole.full.on_costs, 0)

    @column(Unit.PENCE, "paid by others", tells=Tells.PAY)
    def external(whole: Each) -> Form:
        """for as long as they fund it"""
        return known_or(whole.full.external, 0)

    @column(Unit.PENCE, "external funding ended", tells=Tells.PAY)
    def external_ended(whole: Each) -> Form:
        """what the body pays because others no longer do"""
        return known_or(whole.causes.external_ended, 0)

    @column(Unit.PENCE, "awards", tells=Tells.PAY)
    def awards(whole: Each) -> Form:
        """of the cost, from pay awards"""
        return known_or(whole.causes.awards, 0)

    @column(Unit.PENCE, "drift", tells=Tells.PAY)
    def drift(whole: Each) -> Form:
        """of the cost, from increments"""
        return known_or(whole.causes.drift, 0)

    @column(Unit.PENCE, "rates", tells=Tells.PAY)
    def rates(whole: Each) -> Form:
        """of the cost, from new rates"""
        return known_or(whole.causes.rates, 0)

    @column(Unit.PENCE, "leavers", tells=Tells.PAY)
    def leavers(whole: Each) -> Form:
        """of the cost, from posts left vacant"""
        return known_or(whole.causes.leavers, 0)

    @column(Unit.PENCE, "turnover", tells=Tells.PAY)
    def turnover(whole: Each) -> Form:
        """what turnover takes off the cost"""
        return known_or(whole.full.turnover, 0)

    @column(Unit.PENCE, "what protection adds to pay", tells=Tells.PAY)
    def protected_pay(whole: Each) -> Form:
        """everybody in the line together"""
        return whole.total(ProtectedIn, "cost")

    @column(Unit.PENCE, "on-costs of protection", tells=Tells.PAY)
    def protection_on_costs(whole: Each) -> Form:
        """everybody in the line together"""
        return whole.total(ProtectedIn, "on_costs")


class ProtectedIn(Sheet):
    """A financial year of the protection of somebody in a line."""

    of = link(LineWhole)
    year = link(ProtectedYear)

    @column(Unit.PENCE, "protection", tells=Tells.PAY)
    def cost(each: Each) -> Form:
        """what it adds to pay"""
        return each.year.cost + 0

    @column(Unit.PENCE, "on-costs", tells=Tells.PAY)
    def on_costs(each: Each) -> Form:
        """where they are asked for"""
        return choose(each.year.of.with_on_costs > 0, each.year.on_costs, 0)
