"""What protection pays and costs, declared once: by person, by days that pay the same, by month and by financial year.

NI is worked out on the pay of a month without protection and with it; pension, levy and other on-costs on the
protection alone.
"""

from payband.forms import Form, choose, smaller
from payband.review.core.on_costs import MonthRates, Terms, ni_at
from payband.review.core.pay_elements import Element
from payband.review.core.people import Person
from payband.rules.cost.on_costs import share_of_pay
from payband.rules.pay.salary_months import pay_in_month, pay_in_months
from payband.rules.protection import difference_protected, tapered
from payband.rules.shares import pay_for_time
from payband.sheets.sheet import Answer, Each, Sheet, Tells, Unit, column, given, link
from payband.units import half_up

__all__ = ["Protected", "ProtectedMonth", "ProtectedYear", "SpellDays", "SpellOfPay"]


class Protected(Sheet):
    """Somebody whose pay is protected where it falls."""

    person = link(Person)
    of_parts = given(Unit.NUMBER, "full time in parts")
    parts = given(Unit.PARTS, "time worked in parts", at=("People", "FTE"), empty=1)
    terms = link(Terms, absent=0)
    with_on_costs = given(Unit.NUMBER, "1 where on-costs of protection are asked for")

    @column(Unit.PENCE, "pay elements a year", tells=Tells.PAY)
    def elements(of: Each) -> Form:
        """what is paid beside the new salary, and bears NI with it"""
        return of.total(ProtectedWith, "paid")

    @column(Unit.NUMBER, "1 where the salary falls")
    def falls(of: Each) -> Form:
        """whether the new salary is below the one now"""
        return choose(of.person.salary_new < of.person.salary_now, 1, 0)

    @column(Unit.DAY, "protected until")
    def until(of: Each) -> Form:
        """the last day on which protection pays anything; 0 for none"""
        return of.largest(SpellOfPay, "pays_until")


class ProtectedWith(Sheet):
    """A pay element beside the new salary of somebody whose pay is protected."""

    of = link(Protected)
    element = link(Element)

    @column(Unit.PENCE, "paid", tells=Tells.PAY)
    def paid(of: Each) -> Form:
        """what is paid with the salary"""
        return of.element.paid + 0


class SpellOfPay(Sheet):
    """Days on which protection pays the same: from its start, a pay award, an increment or a year of a taper on."""

    of = link(Protected)
    first = given(Unit.DAY, "from", in_cell=True)
    last = given(Unit.DAY, "to", in_cell=True)
    before = given(Unit.PENCE, "protected salary", picked=True)
    after = given(Unit.PENCE, "new salary", picked=True)
    share = given(Unit.BASIS_POINTS, "share paid", in_cell=True)

    @column(Unit.PENCE, "difference", tells=Tells.PAY)
    def difference(spell: Each) -> Form:
        """a year, the protected salary less the new one"""
        return choose(spell.of.falls > 0, difference_protected(spell.before, spell.after), 0)

    @column(Unit.PENCE, "addition, full-time", tells=Tells.PAY)
    def addition_full(spell: Each) -> Form:
        """a year, the share of the difference that is paid"""
        return tapered(spell.difference, spell.share)

    @column(Unit.PENCE, "new salary for the time worked", tells=Tells.PAY)
    def substantive(spell: Each) -> Form:
        """a year"""
        return pay_for_time(spell.after, spell.of.parts, spell.of.of_parts)

    @column(Unit.PENCE, "addition for the time worked", tells=Tells.PAY)
    def addition(spell: Each) -> Form:
        """a year"""
        return pay_for_time(spell.addition_full, spell.of.parts, spell.of.of_parts)

    @column(Unit.DAY, "its last day, if it pays anything")
    def pays_until(spell: Each) -> Form:
        """0 where protection adds nothing"""
        return choose(spell.addition > 0, spell.last, 0)

    @column(Unit.NUMBER, "still protected (1)")
    def active(spell: Each) -> Form:
        """whether protection pays anything in these days or later"""
        return choose(spell.last <= spell.of.until, 1, 0)


class ProtectedYear(Sheet):
    """A financial year of somebody's protection."""

    person = given(Unit.TEXT, "person", answer=Answer("person", "person"))
    financial_year = given(
        Unit.TEXT, "financial year", answer=Answer("financial year", "financial_year", "April to March")
    )
    of = link(Protected)
    first = given(Unit.DAY, "from", in_cell=True)

    @column(Unit.NUMBER, "still protected (1)")
    def kept(year: Each) -> Form:
        """whether protection pays anything in the year"""
        return choose(year.first <= year.of.until, 1, 0)

    @column(
        Unit.PENCE,
        "protected pay",
        tells=Tells.PAY,
        answer=Answer("protected pay", "protected_pay"),
        shown=lambda year: year.kept,
    )
    def protected_pay(year: Each) -> Form:
        """its months together"""
        return year.total(ProtectedMonth, "protected_pay")

    @column(
        Unit.PENCE,
        "new pay",
        tells=Tells.PAY,
        answer=Answer("substantive pay", "substantive_pay"),
        shown=lambda year: year.kept,
    )
    def substantive_pay(year: Each) -> Form:
        """its months together"""
        return year.total(ProtectedMonth, "substantive_pay")

    @column(Unit.PENCE, "protection", tells=Tells.PAY, answer=Answer("cost", "cost"), shown=lambda year: year.kept)
    def cost(year: Each) -> Form:
        """its months together"""
        return year.total(ProtectedMonth, "cost")

    @column(
        Unit.PENCE,
        "on-costs",
        tells=Tells.PAY,
        answer=Answer("on-costs", "on_costs"),
        shown=lambda year: choose(year.of.with_on_costs > 0, year.kept, 0),
    )
    def on_costs(year: Each) -> Form:
        """its months together"""
        return year.total(ProtectedMonth, "on_costs")


class ProtectedMonth(Sheet):
    """A month of somebody's protection."""

    person = given(Unit.TEXT, "person", answer=Answer("person", "person"))
    month = given(Unit.TEXT, "month", answer=Answer("month", "month"))
    of = link(Protected)
    first = given(Unit.DAY, "from", in_cell=True)
    last = given(Unit.DAY, "to", in_cell=True)
    year = link(ProtectedYear)
    ni = link(MonthRates, absent=0)
    levy_rate = link(MonthRates, absent=0)
    place = given(Unit.NUMBER, "month, April 1")
    missing = given(Unit.PENCE, "0, or unknown where its rates are not known")

    @column(Unit.NUMBER, "still protected (1)")
    def kept(month: Each) -> Form:
        """whether protection pays anything in the month"""
        return choose(month.first <= month.of.until, 1, 0)

    @column(Unit.DAY, "first day", answer=Answer("first day", "first_day"), shown=lambda month: month.kept)
    def first_day(month: Each) -> Form:
        """of the month, from the start of protection on"""
        return month.first + 0

    @column(Unit.DAY, "last day", answer=Answer("last day", "last_day"), shown=lambda month: month.kept)
    def last_day(month: Each) -> Form:
        """of the month, until protection ends"""
        return smaller(month.last, month.of.until)

    @column(
        Unit.PENCE,
        "protected pay",
        tells=Tells.PAY,
        answer=Answer("protected pay", "protected_pay"),
        shown=lambda month: month.kept,
    )
    def protected_pay(month: Each) -> Form:
        """the new pay and what protection adds"""
        return month.substantive_pay + month.cost

    @column(
        Unit.PENCE,
        "new pay",
        tells=Tells.PAY,
        answer=Answer("substantive pay", "substantive_pay"),
        shown=lambda month: month.kept,
    )
    def substantive_pay(month: Each) -> Form:
        """of the days that are protected"""
        return month.total(SpellDays, "pay")

    @column(Unit.PENCE, "protection", tells=Tells.PAY, answer=Answer("cost", "cost"), shown=lambda month: month.kept)
    def cost(month: Each) -> Form:
        """what protection adds to the pay"""
        return month.total(SpellDays, "cost")

    @column(Unit.PENCE, "new salary a year", tells=Tells.PAY)
    def annual(month: Each) -> Form:
        """of the last days in it that are protected"""
        return month.total(SpellDays, "settled")

    @column(Unit.PENCE, "new pay of the whole month", tells=Tells.PAY)
    def whole_pay(month: Each) -> Form:
        """on top of which protection is paid, pay elements with it"""
        return pay_in_month(month.annual + month.of.elements, month.place)

    @column(Unit.PENCE, "new pay of the whole month, and protection", tells=Tells.PAY)
    def pay_with(month: Each) -> Form:
        """what NI is worked out on where there is protection"""
        return month.whole_pay + month.cost

    @column(Unit.PENCE, "NI without", tells=Tells.PAY)
    def ni_without(month: Each) -> Form:
        """employer's NI on the new pay alone"""
        return ni_at(month.whole_pay, month.ni)

    @column(Unit.PENCE, "NI with", tells=Tells.PAY)
    def ni_with(month: Each) -> Form:
        """employer's NI on the new pay and protection"""
        return ni_at(month.pay_with, month.ni)

    @column(Unit.PENCE, "pension", tells=Tells.PAY)
    def pension(month: Each) -> Form:
        """the pension rate of the protection"""
        return share_of_pay(month.cost, month.of.terms.pension_rate)

    @column(Unit.PENCE, "levy", tells=Tells.PAY)
    def levy(month: Each) -> Form:
        """the marginal rate of the protection, without an allowance"""
        return share_of_pay(month.cost, month.levy_rate.levy)

    @column(Unit.PENCE, "other", tells=Tells.PAY)
    def other(month: Each) -> Form:
        """the other rate of the protection"""
        return share_of_pay(month.cost, month.of.terms.other_rate)

    @column(
        Unit.PENCE,
        "on-costs",
        tells=Tells.PAY,
        answer=Answer("on-costs", "on_costs"),
        shown=lambda month: choose(month.of.with_on_costs > 0, month.kept, 0),
    )
    def on_costs(month: Each) -> Form:
        """what NI rises by, pension, levy and other together"""
        ni = month.ni_with - month.ni_without
        return ni + month.pension + month.levy + month.other + month.missing


class SpellDays(Sheet):
    """The days of one month that lie in one spell."""

    month = link(ProtectedMonth)
    spell = link(SpellOfPay)
    following = link(SpellOfPay, absent=0)
    first = given(Unit.DAY, "from", in_cell=True)
    last = given(Unit.DAY, "to", in_cell=True)
    first_month = given(Unit.NUMBER, "first month that it is a part of, April 1")
    last_month = given(Unit.NUMBER, "last month")
    days = given(Unit.NUMBER, "days")
    of_days = given(Unit.NUMBER, "of")

    @column(Unit.PENCE, "new pay in these days", tells=Tells.PAY)
    def pay(part: Each) -> Form:
        """the days' part of the new salary, while it is protected"""
        return choose(part.spell.active > 0, _part_of(part.spell.substantive, part), 0)

    @column(Unit.PENCE, "protection in these days", tells=Tells.PAY)
    def cost(part: Each) -> Form:
        """the days' part of what protection adds"""
        return _part_of(part.spell.addition, part)

    @column(Unit.PENCE, "new salary a year, if these are the month's last protected days", tells=Tells.PAY)
    def settled(part: Each) -> Form:
        """0 where later days of the month are protected too"""
        return choose(part.spell.active - part.following.active > 0, part.spell.substantive, 0)


def _part_of(annual: Form, part: Each) -> Form:
    return half_up(pay_in_months(annual, part.first_month, part.last_month) * part.days, part.of_days)
