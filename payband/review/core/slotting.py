"""Each person's place in the proposed structure, declared once: the answer over the slotting of the salary."""

from typing import Any

from payband.forms import Form, choose, known_or
from payband.rules.placing.slotting_steps import OUTCOMES, Outcome, Slotting
from payband.rules.shares import pay_for_time, share_of
from payband.sheets.sheet import Answer, Each, Sheet, Tells, Unit, column, given, link, said

__all__ = ["Slotted"]

_YEARLY = "£ a year"
_UNKNOWN = OUTCOMES.index(Outcome.UNKNOWN)


def _is_placed(of: Each) -> Form:
    return of.placed


class Slotted(Sheet):
    """A person: where the present salary is slotted in the proposed line"""

    slot = link(Slotting, absent=0)
    salary = given(Unit.PENCE, "full-time salary")
    fte = given(Unit.PARTS, "time worked in parts")
    of_parts = given(Unit.NUMBER, "full time in parts")
    placed = given(Unit.NUMBER, "1 where a line is proposed")
    otherwise = given(Unit.NUMBER, "outcome by number where none is")

    @said(Answer("person", "person"), at=lambda placed: ("People", "person", placed.person), of_input=True)
    def person(each: Any) -> object:
        return each.person.person

    @said(Answer("post now", "post_now"), at=lambda placed: ("People", "post now", placed.person), of_input=True)
    def post_now(each: Any) -> object:
        return each.person.post_now

    @said(Answer("line", "line"), at=lambda placed: ("Structure", "line", placed.line), of_input=True)
    def line(each: Any) -> object:
        return each.line.line if each.line else None

    @column(Unit.PENCE, "salary now", answer=Answer("salary now", "salary_now", _YEARLY), tells=Tells.PAY)
    def salary_now(of: Each) -> Form:
        """a year, full-time, as table People has it"""
        return of.salary + 0

    @said(
        Answer("point", "point", published=False), Unit.POINT, of_input=True,
        cell=lambda of: of.slot.points.at("point", of.slot.place),
    )  # fmt: skip
    def point(each: Any) -> object:
        return each.slot.point if each.slot else None

    @column(
        Unit.PENCE, "salary new", answer=Answer("salary new", "salary_new", _YEARLY), tells=Tells.PAY, shown=_is_placed
    )
    def salary_new(of: Each) -> Form:
        """a year, full-time, as it is slotted"""
        return of.slot.salary_new + 0

    @column(
        Unit.PENCE,
        "change",
        answer=Answer("change", "change", _YEARLY, published=False),
        tells=Tells.PAY,
        shown=_is_placed,
    )
    def change(of: Each) -> Form:
        """salary new less salary now"""
        return of.salary_new - of.salary_now

    @column(
        Unit.BASIS_POINTS, "change in percent", answer=Answer("change %", "change_percent", published=False),
        tells=Tells.PAY, shown=_is_placed,
    )  # fmt: skip
    def change_share(of: Each) -> Form:
        """of the salary now"""
        return share_of(of.change, of.salary_now)

    @column(Unit.WORDS, "outcome by number", answer=Answer("outcome", "outcome"), tells=Tells.PAY, words=OUTCOMES)
    def outcome(of: Each) -> Form:
        """what slotting does to the salary, and where it lay; whether nobody knows, or no line is proposed"""
        return choose(of.placed > 0, known_or(of.slot.outcome, _UNKNOWN), of.otherwise)

    @said(Answer("protected until", "protected_until"), Unit.DAY, of_input=True)
    def protected_until(each: Any) -> object:
        return each.protected_until

    @column(Unit.YES_NO, "estimated (1)", answer=Answer("estimated", "estimated", published=False))
    def estimated(of: Each) -> Form:
        """whether the salary new rests on a point that was never published"""
        return known_or(of.slot.estimated, 0)

    @said(
        Answer("illustrative", "illustrative", published=False), Unit.YES_NO,
        at=lambda placed: ("People", "illustrative", placed.person), of_input=True,
    )  # fmt: skip
    def illustrative(each: Any) -> object:
        return each.person.illustrative

    @said(Answer("why", "why", published=False), of_input=True)
    def why(each: Any) -> object:
        return each.why

    @column(Unit.PENCE, "pay now for the time worked", tells=Tells.PAY)
    def pay_now(of: Each) -> Form:
        """of the salary now"""
        return pay_for_time(of.salary, of.fte, of.of_parts)

    @column(Unit.PENCE, "pay new for the time worked", tells=Tells.PAY)
    def pay_new(of: Each) -> Form:
        """of the salary new"""
        return pay_for_time(of.salary_new, of.fte, of.of_parts)
