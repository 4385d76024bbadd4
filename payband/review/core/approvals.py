"""Which packages need approval, declared once: what a rule measures of a line or a person, against its threshold."""

from payband.forms import Form, choose, larger, smaller
from payband.review.core.approval_subject import What
from payband.review.core.approval_words import body_of, reason_of
from payband.review.core.on_costs import Salary, Stretch
from payband.review.core.pay_elements import Element
from payband.review.core.structure import Line
from payband.rules.thresholds import reached
from payband.sheets.sheet import Answer, Each, Sheet, Tells, Unit, column, given, link, said

__all__ = ["Approval", "Counted", "HigherTier", "Tier"]


class Tier(Sheet):
    """A threshold from which on a body has to approve."""

    threshold = given(Unit.PENCE, "threshold", at=("ApprovalRules", "threshold"))
    over = given(Unit.NUMBER, "reached only over it (1)", at=("ApprovalRules", "comparison"))


class Approval(Sheet):
    """A line or a person tested against an approval rule, in the prices and rates of the price base."""

    line = link(Line, absent=0)
    tier = link(Tier)
    bottom = link(Salary, absent=0)
    top = link(Salary, absent=0)
    year_at_bottom = link(Stretch, absent=0)
    year_at_top = link(Stretch, absent=0)
    tested = given(Unit.NUMBER, "posts of a line (0), its vacancies (1), a person (2) or severance (3)")
    over_range = given(Unit.NUMBER, "tested over a range (1)")
    at_bottom = given(Unit.NUMBER, "tested at the bottom of it (1)")
    missing = given(Unit.PENCE, "0, or unknown where there is nothing to measure")

    @said(Answer("what", "what", published_as="Post"))
    def what(of: Each) -> object:
        return of.input.name

    @column(Unit.NUMBER, "posts", answer=Answer("posts", "posts"), tells=Tells.COUNT)
    def posts(of: Each) -> Form:
        """the posts of the line, those of it without a holder, or one"""
        of_line = choose(of.tested > What.LINE.value, of.line.vacant, of.line.posts)
        return choose(of.tested > What.VACANCY.value, 1, of_line)

    @column(Unit.PENCE, "pay elements", tells=Tells.PAY)
    def elements(of: Each) -> Form:
        """the pay elements that the rule counts"""
        return of.total(Counted, "amount")

    @column(Unit.PENCE, "amount at the top", tells=Tells.PAY)
    def amount_at_top(of: Each) -> Form:
        """the salary, with the pay elements and on-costs that the rule counts; at the top of a range"""
        return of.missing + of.top.basic + of.elements + of.year_at_top.on_costs

    @column(Unit.PENCE, "amount at the bottom", tells=Tells.PAY)
    def amount_at_bottom(of: Each) -> Form:
        """the same at the bottom of the range"""
        at_bottom = of.missing + of.bottom.basic + of.elements + of.year_at_bottom.on_costs
        return choose(of.over_range > 0, at_bottom, of.amount_at_top)

    @column(
        Unit.PENCE, "amount tested", tells=Tells.PAY,
        answer=Answer("amount", "amount", "£ a year", published_as="Amount tested"),
    )  # fmt: skip
    def amount(of: Each) -> Form:
        """at the end of the range that the rule tests; not known where an end of it is not"""
        ends = of.amount_at_bottom, of.amount_at_top
        return choose(of.over_range > 0, choose(of.at_bottom > 0, smaller(*ends), larger(*ends)), of.amount_at_top)

    @column(Unit.NUMBER, "rests on a point never published (1)")
    def estimated(of: Each) -> Form:
        """whether the salary that is tested does"""
        return choose(of.at_bottom > 0, of.bottom.estimated, of.top.estimated)

    @said(Answer("rule", "rule"))
    def rule(of: Each) -> object:
        return of.input.rule.name

    @column(Unit.YES_NO, "approval needed", answer=Answer("needed", "needed", published=False), tells=Tells.PAY)
    def needed(of: Each) -> Form:
        """whether the amount reaches the threshold, or of a rule in tiers the lowest of them"""
        return reached(of.amount, of.tier.threshold, of.tier.over)

    @column(Unit.NUMBER, "higher tiers reached", tells=Tells.PAY)
    def higher(of: Each) -> Form:
        """how many of the tiers above the lowest the amount reaches"""
        return of.total(HigherTier, "reached")

    @said(Answer("reason", "reason", published=False))
    def reason(of: Each) -> object:
        return reason_of(of)

    @said(Answer("body", "body", published_as="Approving body"))
    def body(of: Each) -> object:
        return body_of(of)


class Counted(Sheet):
    """A pay element that counts for a line or a person tested."""

    test = link(Approval)
    element = link(Element)

    @column(Unit.PENCE, "amount", tells=Tells.PAY)
    def amount(of: Each) -> Form:
        """a year"""
        return of.element.amount + 0


class HigherTier(Sheet):
    """A tier of a rule above its lowest, as a line or a person is tested against it."""

    test = link(Approval)
    tier = link(Tier)

    @column(Unit.NUMBER, "reached (1)", tells=Tells.PAY)
    def reached(of: Each) -> Form:
        """whether the amount reaches it"""
        return reached(of.test.amount, of.tier.threshold, of.tier.over)
