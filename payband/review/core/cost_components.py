"""What the cost of a line is made of, declared once: pay and each kind of on-costs, in the years and a full year.

The components of a line add up to its cost before what others pay, to the penny: parts of months are rounded each with
the components before it.
"""

from collections.abc import Sequence
from typing import Any

from payband.forms import Form, choose
from payband.review.core.on_costs import PartMonth, Span, Stretch
from payband.review.core.structure import Line, Posts
from payband.review.core.years import LineIn, PaidIn
from payband.rules.pay.salary_months import pay_in_months
from payband.sheets.rows import Rows
from payband.sheets.sheet import Each, Sheet, Tells, Unit, column, link
from payband.units import half_up

__all__ = [
    "COMPONENTS",
    "LineComponents",
    "LineInComponents",
    "PaidInComponents",
    "PartMonthComponents",
    "PostsComponents",
    "SpanComponents",
    "StretchComponents",
    "component_rows",
    "components_of_structure",
]

COMPONENTS = ("basic_pay", "pay_elements", "employer_ni", "pension", "levy", "other_on_costs")
"""What salaries and on-costs are made of."""


class SpanComponents(Sheet):
    """What is paid from one day to another, in its components."""

    span = link(Span)

    @column(Unit.PENCE, "basic pay", tells=Tells.PAY)
    def basic_pay(of: Each) -> Form:
        """the months and parts of months together"""
        return of.total(StretchComponents, "basic_pay") + of.total(PartMonthComponents, "basic_pay")

    @column(Unit.PENCE, "pay elements", tells=Tells.PAY)
    def pay_elements(of: Each) -> Form:
        """what is paid besides, and what benefits in kind are worth"""
        return of.span.pay - of.basic_pay

    @column(Unit.PENCE, "employer's NI", tells=Tells.PAY)
    def employer_ni(of: Each) -> Form:
        """the months and parts of months together"""
        return of.span.total(Stretch, "employer_ni") + of.total(PartMonthComponents, "employer_ni")

    @column(Unit.PENCE, "pension", tells=Tells.PAY)
    def pension(of: Each) -> Form:
        """the months and parts of months together"""
        return of.span.total(Stretch, "pension") + of.total(PartMonthComponents, "pension")

    @column(Unit.PENCE, "levy", tells=Tells.PAY)
    def levy(of: Each) -> Form:
        """the months and parts of months together"""
        return of.span.total(Stretch, "levy") + of.total(PartMonthComponents, "levy")

    @column(Unit.PENCE, "other on-costs", tells=Tells.PAY)
    def other_on_costs(of: Each) -> Form:
        """the months and parts of months together"""
        return of.span.total(Stretch, "other") + of.total(PartMonthComponents, "other_on_costs")


class StretchComponents(Sheet):
    """A salary over whole months, without the pay elements beside it."""

    stretch = link(Stretch)
    of = link(SpanComponents, absent=0)

    @column(Unit.PENCE, "basic pay", tells=Tells.PAY)
    def basic_pay(of: Each) -> Form:
        """the months' part of the basic salary"""
        return pay_in_months(of.stretch.salary.basic, of.stretch.first, of.stretch.last)


class PartMonthComponents(Sheet):
    """The on-costs of a part of a month, in their components: those up to each are rounded together."""

    part = link(PartMonth)
    month = link(StretchComponents)
    of = link(SpanComponents)

    @column(Unit.PENCE, "basic pay", tells=Tells.PAY)
    def basic_pay(of: Each) -> Form:
        """the days' share of that of the month, or of the year"""
        return half_up(of.month.basic_pay * of.part.days, of.part.of_days)

    @column(Unit.PENCE, "employer's NI", tells=Tells.PAY)
    def employer_ni(of: Each) -> Form:
        """the days' share of that of the month, or of the year"""
        return half_up(of.part.month.employer_ni * of.part.days, of.part.of_days)

    @column(Unit.PENCE, "NI and pension", tells=Tells.PAY)
    def with_pension(of: Each) -> Form:
        """the days' share of both together"""
        month = of.part.month
        return half_up((month.employer_ni + month.pension) * of.part.days, of.part.of_days)

    @column(Unit.PENCE, "NI, pension and levy", tells=Tells.PAY)
    def with_levy(of: Each) -> Form:
        """the days' share of all three together"""
        month = of.part.month
        return half_up((month.employer_ni + month.pension + month.levy) * of.part.days, of.part.of_days)

    @column(Unit.PENCE, "pension", tells=Tells.PAY)
    def pension(of: Each) -> Form:
        """what the pension adds"""
        return of.with_pension - of.employer_ni

    @column(Unit.PENCE, "levy", tells=Tells.PAY)
    def levy(of: Each) -> Form:
        """what the levy adds"""
        return of.with_levy - of.with_pension

    @column(Unit.PENCE, "other on-costs", tells=Tells.PAY)
    def other_on_costs(of: Each) -> Form:
        """what is left of the on-costs"""
        return of.part.on_costs - of.with_levy


class LineInComponents(Sheet):
    """A line of the structure in one state, from one day to another, in its components."""

    line = link(LineIn)

    @column(Unit.PENCE, "basic pay", tells=Tells.PAY)
    def basic_pay(of: Each) -> Form:
        """of all posts, for the days that they are paid"""
        return _of_line_in(of, "basic_pay")

    @column(Unit.PENCE, "pay elements", tells=Tells.PAY)
    def pay_elements(of: Each) -> Form:
        """of all posts, for the days that they are paid"""
        return _of_line_in(of, "pay_elements")

    @column(Unit.PENCE, "employer's NI", tells=Tells.PAY)
    def employer_ni(of: Each) -> Form:
        """of all posts"""
        return _of_line_in(of, "employer_ni")

    @column(Unit.PENCE, "pension", tells=Tells.PAY)
    def pension(of: Each) -> Form:
        """of all posts"""
        return _of_line_in(of, "pension")

    @column(Unit.PENCE, "levy", tells=Tells.PAY)
    def levy(of: Each) -> Form:
        """of all posts"""
        return _of_line_in(of, "levy")

    @column(Unit.PENCE, "other on-costs", tells=Tells.PAY)
    def other_on_costs(of: Each) -> Form:
        """of all posts"""
        return _of_line_in(of, "other_on_costs")


def _of_line_in(of: Each, name: str) -> Form:
    return choose(of.line.line.posts > 0, of.total(PaidInComponents, name) + of.line.missing, 0)


class PaidInComponents(Sheet):
    """Posts of a line that are paid alike from one day to another, in their components."""

    paid = link(PaidIn)
    of = link(LineInComponents)
    span = link(SpanComponents)

    @column(Unit.PENCE, "basic pay", tells=Tells.PAY)
    def basic_pay(of: Each) -> Form:
        """the posts, each with its own"""
        return _of_posts(of.paid.posts, of.span.basic_pay)

    @column(Unit.PENCE, "pay elements", tells=Tells.PAY)
    def pay_elements(of: Each) -> Form:
        """the posts, each with its own"""
        return _of_posts(of.paid.posts, of.span.pay_elements)

    @column(Unit.PENCE, "employer's NI", tells=Tells.PAY)
    def employer_ni(of: Each) -> Form:
        """the posts, each with its own"""
        return _of_posts(of.paid.posts, of.span.employer_ni)

    @column(Unit.PENCE, "pension", tells=Tells.PAY)
    def pension(of: Each) -> Form:
        """the posts, each with its own"""
        return _of_posts(of.paid.posts, of.span.pension)

    @column(Unit.PENCE, "levy", tells=Tells.PAY)
    def levy(of: Each) -> Form:
        """the posts, each with its own"""
        return _of_posts(of.paid.posts, of.span.levy)

    @column(Unit.PENCE, "other on-costs", tells=Tells.PAY)
    def other_on_costs(of: Each) -> Form:
        """the posts, each with its own"""
        return _of_posts(of.paid.posts, of.span.other_on_costs)


def _of_posts(posts: Form, each: Form) -> Form:
    return choose(posts > 0, posts * each, 0)


class LineComponents(Sheet):
    """A line of the structure in one state, in the prices and rates of the price base, in its components."""

    line = link(Line)

    @column(Unit.PENCE, "basic pay", tells=Tells.PAY)
    def basic_pay(of: Each) -> Form:
        """of all posts"""
        return _of_line(of, "basic_pay")

    @column(Unit.PENCE, "pay elements", tells=Tells.PAY)
    def pay_elements(of: Each) -> Form:
        """of all posts"""
        return _of_line(of, "pay_elements")

    @column(Unit.PENCE, "employer's NI", tells=Tells.PAY)
    def employer_ni(of: Each) -> Form:
        """of all posts"""
        return _of_line(of, "employer_ni")

    @column(Unit.PENCE, "pension", tells=Tells.PAY)
    def pension(of: Each) -> Form:
        """of all posts"""
        return _of_line(of, "pension")

    @column(Unit.PENCE, "levy", tells=Tells.PAY)
    def levy(of: Each) -> Form:
        """of all posts"""
        return _of_line(of, "levy")

    @column(Unit.PENCE, "other on-costs", tells=Tells.PAY)
    def other_on_costs(of: Each) -> Form:
        """of all posts"""
        return _of_line(of, "other_on_costs")


def _of_line(of: Each, name: str) -> Form:
    return choose(of.line.posts > 0, of.total(PostsComponents, name) + of.line.missing, 0)


class PostsComponents(Sheet):
    """Posts of a line that are paid alike, in their components."""

    paid = link(Posts)
    stretch = link(StretchComponents)
    of = link(LineComponents)

    @column(Unit.PENCE, "basic pay", tells=Tells.PAY)
    def basic_pay(of: Each) -> Form:
        """the posts, each with its own"""
        return _of_posts(of.paid.posts, of.stretch.basic_pay)

    @column(Unit.PENCE, "pay elements", tells=Tells.PAY)
    def pay_elements(of: Each) -> Form:
        """the posts, each with its own"""
        return _of_posts(of.paid.posts, of.paid.of.pay_and_benefits - of.stretch.basic_pay)

    @column(Unit.PENCE, "employer's NI", tells=Tells.PAY)
    def employer_ni(of: Each) -> Form:
        """the posts, each with its own"""
        return _of_posts(of.paid.posts, of.paid.of.employer_ni)

    @column(Unit.PENCE, "pension", tells=Tells.PAY)
    def pension(of: Each) -> Form:
        """the posts, each with its own"""
        return _of_posts(of.paid.posts, of.paid.of.pension)

    @column(Unit.PENCE, "levy", tells=Tells.PAY)
    def levy(of: Each) -> Form:
        """the posts, each with its own"""
        return _of_posts(of.paid.posts, of.paid.of.levy)

    @column(Unit.PENCE, "other on-costs", tells=Tells.PAY)
    def other_on_costs(of: Each) -> Form:
        """the posts, each with its own"""
        return _of_posts(of.paid.posts, of.paid.of.other)


def component_rows(found: Sequence[Rows]) -> list[Rows]:
    """The rows of the components of the lines in some days, beside the rows of these days."""
    rows = {each.sheet: each for each in found}
    part, paid = rows[PartMonth], rows[PaidIn]
    return [
        Rows(SpanComponents, rows[Span].size, {"span": _each(rows[Span])}),
        _stretches(rows[Stretch]),
        Rows(PartMonthComponents, part.size, {
            "part": _each(part), "month": part.given["month"], "of": part.given["span"],
        }),
        Rows(LineInComponents, rows[LineIn].size, {"line": _each(rows[LineIn])}),
        Rows(PaidInComponents, paid.size, {
            "paid": _each(paid), "of": paid.given["of"], "span": paid.given["span"],
        }),
    ]  # fmt: skip


def components_of_structure(found: Sequence[Rows]) -> list[Rows]:
    """The rows of the components of the lines in the price base, beside the rows of the structure's cost."""
    rows = {each.sheet: each for each in found}
    return [
        Rows(LineComponents, rows[Line].size, {"line": _each(rows[Line])}),
        Rows(SpanComponents, rows[Span].size, {"span": _each(rows[Span])}),
        _stretches(rows[Stretch]),
        Rows(PostsComponents, rows[Posts].size, {
            "paid": _each(rows[Posts]), "stretch": rows[Posts].given["of"], "of": rows[Posts].given["line"],
        }),
    ]  # fmt: skip


def _stretches(rows: Rows) -> Rows:
    return Rows(StretchComponents, rows.size, {"stretch": _each(rows), "of": rows.given["span"]})


def _each(rows: Rows) -> Any:
    """A column that names each row of some."""
    return list(range(rows.size))
