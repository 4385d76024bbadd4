"""What the structure costs in one state, declared once: posts that are paid alike, and the lines that they are of."""

from payband.forms import Form, choose, known_or, larger
from payband.review.core.on_costs import Stretch
from payband.review.core.one_person.pay import PostOfPerson
from payband.review.core.ranges import Grade
from payband.rules.shares import paid_by_others
from payband.sheets.sheet import Each, Sheet, Tells, Unit, column, given, link

__all__ = ["COMPARED", "COSTED_AT", "COUNTED", "POSTS_OF", "Line", "MovedCost", "PostInLine", "Posts"]

COSTED_AT = ("bottom", "top", "actual")
"""Where the posts of a line are costed, by its number: at an end of their range, or at what their holders are paid."""


class Line(Sheet):
    """A line of the structure in one state, in the prices and rates of the price base."""

    grade = link(Grade, absent=0)
    costed_at = given(Unit.NUMBER, "costed at the bottom (0), top (1), or actual pay (2)")
    posts = given(Unit.NUMBER, "posts", at=("Structure", "posts"))
    holders = given(Unit.NUMBER, "holders")
    with_own = given(Unit.NUMBER, "holders costed apart, with pay elements of their own")
    of_parts = given(Unit.NUMBER, "whole in parts")
    share = given(Unit.PARTS, "external share in parts", at=("Structure", "external share"))
    months = given(Unit.NUMBER, "months paid by others")
    stated = given(Unit.PENCE, "stated", at=("Structure", "stated cost"))
    is_stated = given(Unit.NUMBER, "1 where it is stated, 2 where that moves with the model")
    counted = given(Unit.PENCE, "cost", picked=True)
    compared = given(Unit.PENCE, "what a stated cost is compared with", picked=True)
    vacancies_costed = given(Unit.NUMBER, "1 where vacancies are costed")
    missing = given(Unit.PENCE, "0, or unknown where posts cannot be costed")

    @column(Unit.NUMBER, "1 where it has posts", tells=Tells.COUNT)
    def one(line: Each) -> Form:
        """a post with a holder, while the line has posts"""
        return choose(line.posts > 0, 1, 0)

    @column(Unit.NUMBER, "vacant", tells=Tells.COUNT)
    def vacant(line: Each) -> Form:
        """posts without a holder"""
        return larger(line.posts - line.holders, 0)

    @column(Unit.NUMBER, "without own pay elements", tells=Tells.COUNT)
    def others(line: Each) -> Form:
        """posts but those of holders with pay elements of their own"""
        return larger(line.posts - line.with_own, 0)

    @column(Unit.PENCE, "cost of its posts", tells=Tells.PAY)
    def gross(line: Each) -> Form:
        """of all posts, before what others pay"""
        found = line.total(Posts, "cost") + line.total(PostInLine, "correction")
        return choose(line.posts > 0, found + line.missing, 0)

    @column(Unit.PENCE, "paid by others", tells=Tells.PAY)
    def external(line: Each) -> Form:
        """the share that others pay, for the months that they pay it"""
        return paid_by_others(line.gross, line.share, line.of_parts, line.months)

    @column(Unit.PENCE, "modelled", tells=Tells.PAY)
    def modelled(line: Each) -> Form:
        """of all posts, what the line costs the body"""
        return line.gross - line.external

    @column(Unit.PENCE, "salaries", tells=Tells.PAY)
    def salaries(line: Each) -> Form:
        """of all posts, without on-costs"""
        return choose(line.posts > 0, line.total(Posts, "salaries") + line.missing, 0)

    @column(Unit.PENCE, "salaries less what others pay", tells=Tells.PAY)
    def net_salaries(line: Each) -> Form:
        """of all posts, less the part that others pay"""
        return line.salaries - paid_by_others(line.salaries, line.share, line.of_parts, line.months)

    @column(Unit.PENCE, "stated less modelled", tells=Tells.PAY)
    def difference(line: Each) -> Form:
        """a year; the whole stated cost where nothing is modelled"""
        return known_or(line.stated - line.compared, line.stated)

    @column(Unit.NUMBER, "salaries that rest on a point never published")
    def estimated(line: Each) -> Form:
        """of those that its cost is made of; none where the cost is unknown"""
        return choose(line.gross >= 0, line.total(Posts, "estimated"), 0)


class PostInLine(Sheet):
    """A post of a line whose holder has other posts too."""

    line = link(Line)
    post = link(PostOfPerson)

    @column(Unit.PENCE, "NI more than by itself", tells=Tells.PAY)
    def correction(of: Each) -> Form:
        """the post's share of the NI on the sum of the person's pay, less its own"""
        return of.post.correction + 0


class MovedCost(Sheet):
    """A stated cost in a scenario, which moves by what the model says that the scenario changes."""

    line = link(Line)
    when_stated = given(Unit.PENCE, "what the model says without the scenario")

    @column(Unit.PENCE, "stated and moved", tells=Tells.PAY)
    def cost(moved: Each) -> Form:
        """the stated cost, and how far the model has moved from where it was; never below zero"""
        return larger(moved.line.stated + moved.line.modelled - moved.when_stated, 0)


COUNTED = ((Line, "modelled"), (Line, "stated"), (MovedCost, "cost"))
"""The cost that counts: the stated one where there is one, which may move with the model."""

COMPARED = ((Line, "modelled"), (Line, "modelled"), (MovedCost, "when_stated"))
"""What a stated cost is compared with: the model, or what it was when the cost was stated."""


class Posts(Sheet):
    """Posts of a line that are paid alike."""

    line = link(Line)
    of = link(Stretch)
    count = given(Unit.NUMBER, "people, or 1")
    each = given(Unit.NUMBER, "posts for each", picked=True)
    each_of_holders = given(Unit.NUMBER, "1 where somebody holds them")

    @column(Unit.NUMBER, "posts", tells=Tells.COUNT)
    def posts(paid: Each) -> Form:
        """how many are paid so"""
        return paid.count * paid.each

    @column(Unit.PENCE, "cost of the posts", tells=Tells.PAY)
    def cost(paid: Each) -> Form:
        """the posts, each with its salary and on-costs"""
        return choose(paid.posts > 0, paid.posts * paid.of.cost, 0)

    @column(Unit.PENCE, "salaries of the posts", tells=Tells.PAY)
    def salaries(paid: Each) -> Form:
        """the posts, each with its salary"""
        return choose(paid.posts > 0, paid.posts * paid.of.pay, 0)

    @column(Unit.NUMBER, "rests on a point never published (1)")
    def estimated(paid: Each) -> Form:
        """whether there are posts whose salary does"""
        return choose(paid.posts > 0, paid.of.salary.estimated, 0)

    @column(Unit.PENCE, "cost but pension", tells=Tells.PAY)
    def without_pension(paid: Each) -> Form:
        """the posts at a pension rate of nothing, from which the rate that a stated cost implies is looked for"""
        return choose(paid.posts > 0, paid.posts * (paid.of.cost - paid.of.pension), 0)


POSTS_OF = ((Line, "posts"), (Line, "one"), (Line, "vacant"), (Line, "others"))
"""Which posts of a line are paid alike: all of them, the one of each holder, those without a holder, or those without
pay elements of a holder's own."""
