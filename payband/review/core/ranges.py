"""Pay ranges, declared once: the points of a spine, and the bottom, middle and top of a grade's range."""

from typing import Any

from payband.forms import Form, choose, known_or
from payband.rules.pay.pay_range import midpoint as halfway
from payband.rules.shares import share_of
from payband.sheets.sheet import Answer, Each, Sheet, Unit, column, given, link, run, said

__all__ = ["Grade", "Point", "PointInForce", "Range"]

_YEARLY = "£ a year"


class Grade(Sheet):
    """A grade's pay range as the structure's cost takes it."""

    bottom = given(Unit.PENCE, "bottom")
    top = given(Unit.PENCE, "top")


class Point(Sheet):
    """A published or estimated point of a range that increments lead through."""

    salary = given(Unit.PENCE, "salary")


class PointInForce(Sheet):
    """A point of a spine in force: its salary, #N/A where it was never published, or drawn on a straight line."""

    before = link(absent=0)
    point = given(Unit.POINT, "point")
    salary = given(Unit.PENCE, "salary")
    drawn = given(Unit.NUMBER, "1 where its salary would be drawn on a straight line")

    @column(Unit.NUMBER, "known so far")
    def known(of: Each) -> Form:
        """how many salaries of the spine are known up to this one"""
        return of.before.known + known_or(of.salary * 0 + 1, 0)

    @column(Unit.NUMBER, "estimated (1)")
    def estimated(of: Each) -> Form:
        """whether its salary is known, though it was never published"""
        return known_or(of.salary * 0 + of.drawn, 0)


class Range(Sheet):
    """A grade: the bottom, middle and top of its pay range."""

    points = run()
    has_points = given(Unit.NUMBER, "1 where it has points")
    lowest = given(Unit.PENCE, "bottom of a range without points")
    highest = given(Unit.PENCE, "top of a range without points")
    upside_down = given(Unit.PENCE, "what the top is where it would be below the bottom: not known")

    @said(Answer("grade", "grade"), at=lambda found: ("Grades", "grade", found.row), of_input=True)
    def grade(each: Any) -> object:
        return each.found.grade

    @said(Answer("title", "title"), of_input=True)
    def title(each: Any) -> object:
        return each.found.title

    @column(Unit.PENCE, "bottom of the range", answer=Answer("bottom", "bottom", _YEARLY))
    def bottom(of: Each) -> Form:
        """the salary of its lowest point, or as it is given"""
        return choose(of.has_points > 0, of.points.first("salary"), of.lowest)

    @column(Unit.PENCE, "middle of the range", answer=Answer("midpoint", "midpoint", _YEARLY))
    def midpoint(of: Each) -> Form:
        """halfway between bottom and top, half a penny upwards"""
        return halfway(of.bottom, of.top)

    @column(Unit.PENCE, "top of the range", answer=Answer("top", "top", _YEARLY))
    def top(of: Each) -> Form:
        """the salary of its highest point, or as it is given"""
        top = choose(of.has_points > 0, of.points.last("salary"), of.highest)
        return choose(top < known_or(of.bottom, top), of.upside_down, top)

    @said(Answer("points", "points", published=False), of_input=True)
    def names_of_points(each: Any) -> object:
        return each.found.points_text

    @column(Unit.BASIS_POINTS, "top over bottom", answer=Answer("spread", "spread", "top over bottom, %"))
    def spread(of: Each) -> Form:
        """top less bottom, of the bottom"""
        return share_of(of.top - of.bottom, of.bottom)

    @said(Answer("provisional", "provisional"), Unit.YES_NO, of_input=True)
    def provisional(each: Any) -> object:
        return each.found.provisional

    @column(Unit.YES_NO, "estimated points", answer=Answer("estimated", "estimated"))
    def estimated(of: Each) -> Form:
        """how many of its points are estimated"""
        return of.points.total("estimated") + 0

    @said(Answer("why", "why", published=False), of_input=True)
    def why(each: Any) -> object:
        return each.found.source
