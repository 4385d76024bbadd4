"""What one person's pay in several posts bears of employer's NI, declared once, and each post's share of it.

NI is one sum of the person: each month on the sum of the yearly pays, a twelfth or a penny more. It is shared by pay,
the odd pennies to the shares that were cut by the most (`payband.rules.shares.shared_among`). A post's cost holds the
NI of the post by itself; what its share is more, or less, is a correction that falls to its line.
"""

from payband.forms import Form, choose, larger
from payband.review.core.on_costs import MonthRates, NIRun, Stretch, ni_at
from payband.rules.cost.on_costs import months_with_a_penny_more, ni_of_both, twelfth_of
from payband.sheets.sheet import Each, Sheet, Tells, Unit, column, given, link

__all__ = ["CutMore", "PostOfPerson", "Together", "TogetherRun"]


class Together(Sheet):
    """What one person is paid in several posts over whole months that follow each other in one financial year."""

    @column(Unit.PENCE, "pay of all posts a year", tells=Tells.PAY)
    def annual(of: Each) -> Form:
        """the posts together"""
        return of.total(PostOfPerson, "annual")

    @column(Unit.PENCE, "employer's NI on the sum", tells=Tells.PAY)
    def employer_ni(of: Each) -> Form:
        """all months together"""
        return of.total(TogetherRun, "of_run")

    @column(Unit.PENCE, "NI that is shared", tells=Tells.PAY)
    def amount(of: Each) -> Form:
        """without its sign: what is below zero is shared as the same amount above it"""
        return larger(of.employer_ni, 0 - of.employer_ni)

    @column(Unit.PENCE, "pay that it is shared by", tells=Tells.PAY)
    def whole(of: Each) -> Form:
        """the pay of all posts"""
        return larger(of.annual, 1)

    @column(Unit.NUMBER, "pennies left")
    def pennies(of: Each) -> Form:
        """what the whole pence of the shares leave over"""
        return of.amount - of.total(PostOfPerson, "cut")


class TogetherRun(Sheet):
    """NI on the sum over a run of months with the same figures: each month pays a twelfth or a penny more."""

    of = link(Together)
    rates = link(MonthRates)
    first = given(Unit.NUMBER, "first month, April 1")
    last = given(Unit.NUMBER, "last month")

    @column(Unit.PENCE, "whole pence of a twelfth", tells=Tells.PAY)
    def twelfth(run: Each) -> Form:
        """what every month pays at least"""
        return twelfth_of(run.of.annual)

    @column(Unit.NUMBER, "months with a penny more")
    def more(run: Each) -> Form:
        """in how many of the months the pay is a penny more"""
        return months_with_a_penny_more(run.of.annual, run.twelfth, run.first, run.last)

    @column(Unit.PENCE, "NI on a twelfth", tells=Tells.PAY)
    def on_twelfth(run: Each) -> Form:
        """NI of a month that pays the whole pence of a twelfth"""
        return ni_at(run.twelfth, run.rates)

    @column(Unit.PENCE, "NI on a penny more", tells=Tells.PAY)
    def on_more(run: Each) -> Form:
        """NI of a month that pays a penny more"""
        return ni_at(run.twelfth + 1, run.rates)

    @column(Unit.PENCE, "NI of these months", tells=Tells.PAY)
    def of_run(run: Each) -> Form:
        """the months at these figures, to the penny each month"""
        return ni_of_both(run.on_twelfth, run.on_more, run.last - run.first + 1, run.more)


class PostOfPerson(Sheet):
    """One of the posts of a person, over the same months."""

    of = link(Together)
    stretch = link(Stretch)
    held = given(Unit.NUMBER, "1 where its line has posts", picked=True)

    @column(Unit.PENCE, "pay of the post a year", tells=Tells.PAY)
    def annual(post: Each) -> Form:
        """what is paid with the salary too; nothing in a line without posts"""
        return choose(post.held > 0, post.stretch.salary.annual, 0)

    @column(Unit.PENCE, "NI of the post by itself", tells=Tells.PAY)
    def apart(post: Each) -> Form:
        """what its cost holds"""
        return choose(post.held > 0, post.stretch.total(NIRun, "of_run"), 0)

    @column(Unit.PENCE, "whole pence of its share", tells=Tells.PAY)
    def cut(post: Each) -> Form:
        """of the NI on the sum, by pay"""
        return post.of.amount * post.annual // post.of.whole

    @column(Unit.NUMBER, "what was cut off it")
    def rest(post: Each) -> Form:
        """in parts of a penny, the pay of all posts to the penny"""
        return post.of.amount * post.annual - post.cut * post.of.whole

    @column(Unit.NUMBER, "posts that were cut by more")
    def behind(post: Each) -> Form:
        """they have the odd pennies first; of those cut by the same, the one that comes first in table People"""
        return post.total(CutMore, "ahead", by="post")

    @column(Unit.PENCE, "share without its sign", tells=Tells.PAY)
    def size(post: Each) -> Form:
        """the whole pence, and a penny more while there are odd ones"""
        return post.cut + choose(post.behind < post.of.pennies, 1, 0)

    @column(Unit.PENCE, "share of the NI on the sum", tells=Tells.PAY)
    def share(post: Each) -> Form:
        """the shares of a person's posts add up to the NI of the person"""
        return choose(post.of.employer_ni < 0, 0 - post.size, post.size)

    @column(Unit.PENCE, "more than by itself", tells=Tells.PAY)
    def correction(post: Each) -> Form:
        """what the post's share is more than its own NI"""
        return post.share - post.apart


class CutMore(Sheet):
    """Two posts of a person, one of which may have been cut by more than the other."""

    post = link(PostOfPerson)
    other = link(PostOfPerson)
    first = given(Unit.NUMBER, "1 where the other comes first")

    @column(Unit.NUMBER, "1 where the other was cut by more")
    def ahead(of: Each) -> Form:
        """or by the same, and comes first"""
        return choose(of.other.rest + of.first > of.post.rest, 1, 0)
