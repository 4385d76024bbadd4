"""What a yearly salary costs its employer over some months of a financial year, declared once.

NI is worked out to the penny each month: every month pays the whole pence of a twelfth or a penny more, so two months'
NI make up a run of months at the same figures. Pension and other on-costs are rates of the pay of all the months
together, the levy of the months that bear the same rate.
"""

from payband.forms import Form
from payband.review.core.pay_elements import Element
from payband.review.core.people import Person
from payband.review.core.ranges import Grade, Point
from payband.rules.cost.benefits_in_kind import class_1a_on
from payband.rules.cost.national_insurance import employer_ni_on
from payband.rules.cost.on_costs import months_with_a_penny_more, ni_of_both, share_of_pay, twelfth_of
from payband.rules.pay.increments import after_increment
from payband.rules.pay.pay_award import after_awards_in_order
from payband.rules.pay.salary_months import pay_in_months
from payband.rules.shares import pay_for_time
from payband.sheets.sheet import Each, Sheet, Tells, Unit, column, given, link
from payband.units import half_up

__all__ = [
    "PAID_AT",
    "AwardDay",
    "BenefitRate",
    "BenefitRun",
    "LevyRun",
    "MonthRates",
    "NIRun",
    "PaidWith",
    "PartMonth",
    "PayAward",
    "Raise",
    "Rung",
    "Salary",
    "Span",
    "Stretch",
    "Terms",
    "ni_at",
]


class Terms(Sheet):
    """On-costs that lines or people bear: their profile in table OnCosts."""

    pension_rate = given(Unit.BASIS_POINTS, "pension rate", at=("OnCosts", "pension rate"))
    other_rate = given(Unit.BASIS_POINTS, "other rate", at=("OnCosts", "other rate"))


class BenefitRate(Sheet):
    """The rate of Class 1A NI of a tax year."""

    rate = given(Unit.BASIS_POINTS, "Class 1A rate")


class MonthRates(Sheet):
    """The NI and levy figures in force on the pay dates of some months."""

    starts_at = given(Unit.PENCE, "NI starts at")
    upper_earnings_limit = given(Unit.PENCE, "upper earnings limit")
    rate = given(Unit.BASIS_POINTS, "NI rate")
    rebate_from = given(Unit.PENCE, "rebate from")
    rebate_to = given(Unit.PENCE, "rebate to")
    rebate = given(Unit.BASIS_POINTS, "rebate")
    levy = given(Unit.BASIS_POINTS, "levy")


def ni_at(pay: Form, rates: Each) -> Form:
    """Employer's NI on the pay of a month, in pence, at the figures in force."""
    return employer_ni_on(
        pay, rates.starts_at, rates.upper_earnings_limit, rates.rate, rates.rebate_from, rates.rebate_to, rates.rebate
    )


class AwardDay(Sheet):
    """A day on which salaries change: of a pay award, or of an increment."""


class PayAward(Sheet):
    """A pay award of a day."""

    day = link(AwardDay)
    rate = given(Unit.BASIS_POINTS, "percent", at=("PayAwards", "percent"))
    flat = given(Unit.PENCE, "flat sum", at=("PayAwards", "flat sum"))
    round_to = given(Unit.PENCE, "rounded to")
    at_least = given(Unit.PENCE, "at least", at=("PayAwards", "at least"))
    up_to = given(Unit.PENCE, "salaries up to")


class Raise(Sheet):
    """A full-time salary, or a point of a range, from a day on which it changes."""

    before = given(Unit.PENCE, "salary before", picked=True)
    day = link(AwardDay)

    @column(Unit.PENCE, "salary after", tells=Tells.PAY)
    def after(raised: Each) -> Form:
        """after the pay awards of the day, and at the next point of its range if that is the day of an increment"""
        awarded = after_awards_in_order(raised.before, raised.day.rows(PayAward))
        return after_increment(awarded, [rung.salary for rung in raised.rows(Rung)])


class Rung(Sheet):
    """A salary of the range that an increment leads through, lowest first, on the day of the increment."""

    of = link(Raise)
    salary = given(Unit.PENCE, "salary of the point", picked=True)


PAID_AT = (
    (Grade, "bottom"),
    (Grade, "top"),
    (Person, "salary_now"),
    (Person, "salary_new"),
    (Raise, "after"),
    (Point, "salary"),
)
"""What a salary can be: an end of a pay range, what somebody is paid now or in the new structure, one that has been
raised, or a point of a range."""


class Salary(Sheet):
    """A yearly salary that posts are paid."""

    full = given(Unit.PENCE, "full-time salary", picked=True)
    of_parts = given(Unit.NUMBER, "full time in parts")
    parts = given(Unit.PARTS, "time worked in parts", at=(("Structure", "FTE each"), ("People", "FTE")), empty=1)
    estimated = given(Unit.NUMBER, "rests on a point never published (1)")
    terms = link(Terms, absent=0)

    @column(Unit.PENCE, "basic salary a year", tells=Tells.PAY)
    def basic(salary: Each) -> Form:
        """a year, for the time worked"""
        return pay_for_time(salary.full, salary.parts, salary.of_parts)

    @column(Unit.PENCE, "pay a year", tells=Tells.PAY)
    def annual(salary: Each) -> Form:
        """the basic salary, and the pay elements that are paid with it"""
        return salary.basic + salary.total(PaidWith, "paid")

    @column(Unit.PENCE, "pensionable pay a year", tells=Tells.PAY)
    def pensionable(salary: Each) -> Form:
        """the pay but for elements that bear no pension contribution"""
        return salary.annual - salary.total(PaidWith, "without_pension")

    @column(Unit.PENCE, "benefits in kind a year", tells=Tells.PAY)
    def benefits(salary: Each) -> Form:
        """what they are worth"""
        return salary.total(PaidWith, "benefit")


class PaidWith(Sheet):
    """A pay element that posts on a salary have beside it."""

    salary = link(Salary)
    element = link(Element)

    @column(Unit.PENCE, "paid", tells=Tells.PAY)
    def paid(of: Each) -> Form:
        """what is paid with the salary"""
        return of.element.paid + 0

    @column(Unit.PENCE, "not pensionable", tells=Tells.PAY)
    def without_pension(of: Each) -> Form:
        """what of it bears no pension contribution"""
        return of.element.without_pension + 0

    @column(Unit.PENCE, "benefit in kind", tells=Tells.PAY)
    def benefit(of: Each) -> Form:
        """what a benefit in kind is worth"""
        return of.element.benefit + 0


class Span(Sheet):
    """What is paid from one day to another: whole months together, and parts of months by their days."""

    @column(Unit.PENCE, "pay", tells=Tells.PAY)
    def pay(span: Each) -> Form:
        """the months and parts of months together, benefits in kind with them"""
        return span.total(Stretch, "pay_and_benefits") + span.total(PartMonth, "pay")

    @column(Unit.PENCE, "on-costs", tells=Tells.PAY)
    def on_costs(span: Each) -> Form:
        """the months and parts of months together"""
        return span.total(Stretch, "on_costs") + span.total(PartMonth, "on_costs")


class Stretch(Sheet):
    """A salary over whole months that follow each other in one financial year."""

    salary = link(Salary)
    span = link(Span, absent=0)
    first = given(Unit.NUMBER, "first month, April 1")
    last = given(Unit.NUMBER, "last month")

    @column(Unit.PENCE, "pay", tells=Tells.PAY)
    def pay(of: Each) -> Form:
        """the months' part of the yearly salary"""
        return pay_in_months(of.salary.annual, of.first, of.last)

    @column(Unit.PENCE, "benefits in kind", tells=Tells.PAY)
    def benefits(of: Each) -> Form:
        """the months' part of what they are worth"""
        return pay_in_months(of.salary.benefits, of.first, of.last)

    @column(Unit.PENCE, "pay and benefits", tells=Tells.PAY)
    def pay_and_benefits(of: Each) -> Form:
        """the pay of the months, and benefits in kind"""
        return of.pay + of.benefits

    @column(Unit.PENCE, "employer's NI", tells=Tells.PAY)
    def employer_ni(of: Each) -> Form:
        """all months together"""
        return of.total(NIRun, "of_run") + of.total(BenefitRun, "class_1a")

    @column(Unit.PENCE, "pension", tells=Tells.PAY)
    def pension(of: Each) -> Form:
        """the pension rate of the pensionable pay"""
        return share_of_pay(pay_in_months(of.salary.pensionable, of.first, of.last), of.salary.terms.pension_rate)

    @column(Unit.PENCE, "levy", tells=Tells.PAY)
    def levy(of: Each) -> Form:
        """the marginal rate of the pay, without an allowance"""
        return of.total(LevyRun, "of_run")

    @column(Unit.PENCE, "other", tells=Tells.PAY)
    def other(of: Each) -> Form:
        """the other rate of the pay"""
        return share_of_pay(of.pay, of.salary.terms.other_rate)

    @column(Unit.PENCE, "on-costs", tells=Tells.PAY)
    def on_costs(of: Each) -> Form:
        """NI, pension, levy and other together"""
        return of.employer_ni + of.pension + of.levy + of.other

    @column(Unit.PENCE, "cost of a post", tells=Tells.PAY)
    def cost(of: Each) -> Form:
        """the salary and its on-costs"""
        return of.pay_and_benefits + of.on_costs


class BenefitRun(Sheet):
    """Class 1A NI on benefits in kind over some months of one tax year."""

    stretch = link(Stretch)
    rates = link(BenefitRate)

    @column(Unit.PENCE, "Class 1A NI", tells=Tells.PAY)
    def class_1a(run: Each) -> Form:
        """the rate of what the benefits are worth"""
        return class_1a_on(run.stretch.benefits, run.rates.rate)


class PartMonth(Sheet):
    """A part of a month: some of the days of the month, or of the year."""

    month = link(Stretch)
    span = link(Span)
    days = given(Unit.NUMBER, "days")
    of_days = given(Unit.NUMBER, "of")

    @column(Unit.PENCE, "pay", tells=Tells.PAY)
    def pay(part: Each) -> Form:
        """the days' share of the pay of the month, or of the year, benefits in kind with it"""
        return half_up(part.month.pay_and_benefits * part.days, part.of_days)

    @column(Unit.PENCE, "on-costs", tells=Tells.PAY)
    def on_costs(part: Each) -> Form:
        """the days' share of the on-costs of the month, or of the year"""
        return half_up(part.month.on_costs * part.days, part.of_days)


class NIRun(Sheet):
    """Employer's NI over a run of months with the same figures: each month pays a twelfth or a penny more."""

    stretch = link(Stretch)
    rates = link(MonthRates)
    first = given(Unit.NUMBER, "first month, April 1")
    last = given(Unit.NUMBER, "last month")

    @column(Unit.PENCE, "whole pence of a twelfth", tells=Tells.PAY)
    def twelfth(run: Each) -> Form:
        """what every month pays at least"""
        return twelfth_of(run.stretch.salary.annual)

    @column(Unit.NUMBER, "months with a penny more")
    def more(run: Each) -> Form:
        """in how many of the months the pay is a penny more"""
        return months_with_a_penny_more(run.stretch.salary.annual, run.twelfth, run.first, run.last)

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


class LevyRun(Sheet):
    """The apprenticeship levy over a run of months that bear the same rate."""

    stretch = link(Stretch)
    rates = link(MonthRates)
    first = given(Unit.NUMBER, "first month, April 1")
    last = given(Unit.NUMBER, "last month")

    @column(Unit.PENCE, "levy of these months", tells=Tells.PAY)
    def of_run(run: Each) -> Form:
        """the rate of the pay of these months"""
        return share_of_pay(pay_in_months(run.stretch.salary.annual, run.first, run.last), run.rates.levy)
