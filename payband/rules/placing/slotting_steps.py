"""Slotting, declared once: the steps from a salary to a point of a range, and what comes of it."""

from enum import StrEnum

from payband.forms import Form, choose, known_or, larger, smaller
from payband.sheets.sheet import Each, Sheet, Unit, column, given, run
from payband.sheets.unknown import Unknown

__all__ = [
    "BOTTOM",
    "NO_POINT_SAID",
    "NUMBER_OF",
    "OUTCOMES",
    "RULES",
    "SAME_POINT",
    "TIES",
    "Outcome",
    "Slotting",
    "known_pence",
    "tie_number",
]

RULES = ("nearest", "next above", "next below", "bottom", "same point")
"""The slotting rules: the nearest point; the first at or above; the last at or below; the bottom; the same salary."""

TIES = ("higher", "lower")
"""Which point a salary exactly between two goes to."""

_NEXT_ABOVE, _NEXT_BELOW, SAME_POINT, BOTTOM = 1, 2, 3, 4
NUMBER_OF = {"nearest": 0, "next above": 1, "next below": 2, "same point": 3, "bottom": 4}
"""The rules by number, those that make a like choice beside each other."""


class Outcome(StrEnum):
    """What slotting does to a salary, and where it lay. Its text is what answers say."""

    FALL = "fall"
    FALL_ABOVE = "fall, above the top"
    FALL_BELOW = "fall, below the bottom"
    SAME = "same"
    SAME_ABOVE = "same, above the top"
    SAME_BELOW = "same, below the bottom"
    RISE = "rise"
    RISE_ABOVE = "rise, above the top"
    RISE_BELOW = "rise, below the bottom"
    DISPLACED = "displaced"
    LEAVES = "leaves"
    UNKNOWN = "unknown"

    @property
    def kind(self) -> "Outcome":
        """the outcome wherever the salary lay.

        >>> Outcome.FALL_ABOVE.kind.value
        'fall'
        """
        return _KINDS[self]


OUTCOMES = tuple(Outcome)
"""The outcomes by their numbers: fall, same and rise, each within the range, above its top and below its bottom."""

_OF_A_KIND = 3
_KINDS = {
    each: OUTCOMES[number // _OF_A_KIND * _OF_A_KIND] if number < 3 * _OF_A_KIND else each
    for number, each in enumerate(OUTCOMES)
}
_ABOVE, _BELOW = 1, 2


class Slotting(Sheet):
    """A salary among the points of the range it goes to; #N/A where a step is not needed or has no answer."""

    points = run()
    salary = given(Unit.PENCE, "salary now")
    bottom = given(Unit.PENCE, "bottom of the range")
    top = given(Unit.PENCE, "top of the range")
    has_points = given(Unit.NUMBER, "1 where the range has points")
    rule = given(Unit.NUMBER, "slotting rule by number")
    tie = given(Unit.NUMBER, "1 where a tie goes to the higher point")
    no_point = given(Unit.NUMBER, "where a salary goes that is on no point and has to be: not known")

    @column(Unit.NUMBER, "place if at an end")
    def at_end(of: Each) -> Form:
        """1 at the bottom or below it, and by the rule "bottom"; the last at the top or above it; else 0"""
        at_top = choose(known_or(of.salary >= of.top, False), of.points.size, 0)
        return choose(of.rule >= BOTTOM, 1, choose(known_or(of.salary <= of.bottom, False), 1, at_top))

    @column(Unit.NUMBER, "place of the point below")
    def lower_at(of: Each) -> Form:
        """the last known point at or below the salary"""
        return of.points.place_at_or_below("salary", of.salary)

    @column(Unit.NUMBER, "place of the point above")
    def upper_at(of: Each) -> Form:
        """the one that follows"""
        return smaller(of.lower_at + 1, of.points.size)

    @column(Unit.PENCE, "above the point below")
    def down(of: Each) -> Form:
        """the salary less that of the point below"""
        return of.salary - of.points.at("salary", of.lower_at)

    @column(Unit.PENCE, "below the point above")
    def up(of: Each) -> Form:
        """the salary of the point above less the salary"""
        return of.points.at("salary", of.upper_at) - of.salary

    @column(Unit.NUMBER, "place of the nearest")
    def nearest_at(of: Each) -> Form:
        """the nearer of the two; a tie goes as the settings say"""
        return choose(of.down < of.up, of.lower_at, choose(of.up < of.down, of.upper_at, of.lower_at + of.tie))

    @column(Unit.NUMBER, "place by the rule")
    def between_at(of: Each) -> Form:
        """of the two points, which the rule chooses"""
        upwards = choose(of.rule >= _NEXT_ABOVE, of.upper_at, lambda: of.nearest_at)
        return choose(of.rule >= SAME_POINT, of.no_point, choose(of.rule >= _NEXT_BELOW, of.lower_at, upwards))

    @column(Unit.NUMBER, "place taken")
    def place(of: Each) -> Form:
        """at an end or on a point that place; else the rule's choice, which rests on both points"""
        return choose(of.at_end > 0, of.at_end, lambda: choose(of.down <= 0, of.lower_at, lambda: _between(of)))

    @column(Unit.PENCE, "salary in a range without points")
    def within(of: Each) -> Form:
        """it stays as it is, unless it lies outside"""
        return choose(of.rule >= BOTTOM, smaller(of.bottom, of.top), smaller(larger(of.salary, of.bottom), of.top))

    @column(Unit.PENCE, "salary new")
    def salary_new(of: Each) -> Form:
        """that of the point; in a range without points the salary, or the nearer end"""
        return choose(of.has_points > 0, lambda: of.points.at("salary", of.place), lambda: of.within)

    @column(Unit.PENCE, "change")
    def change(of: Each) -> Form:
        """salary new less salary now"""
        return of.salary_new - of.salary

    @column(Unit.NUMBER, "above the top (1), below the bottom (2)")
    def note(of: Each) -> Form:
        """where the salary lay outside the range; nothing by the rule of the bottom"""
        above = choose(known_or(of.salary > of.top, False), _ABOVE, 0)
        return choose(of.rule >= BOTTOM, 0, choose(known_or(of.salary < of.bottom, False), _BELOW, above))

    @column(Unit.NUMBER, "outcome by number")
    def outcome(of: Each) -> Form:
        """fall, same or rise, and what is to be noted of it"""
        kind = choose(of.change > 0, 2, choose(of.change < 0, 0, 1))
        return kind * _OF_A_KIND + of.note

    @column(Unit.NUMBER, "estimated (1)")
    def estimated(of: Each) -> Form:
        """whether the point is; between two, whether either is, the one not chosen included"""
        return choose(of.has_points > 0, lambda: _estimated_point(of), 0)


def _estimated_point(of: Each) -> Form:
    lower, upper = (of.points.at("estimated", at) for at in (of.lower_at, of.upper_at))
    at_end = of.points.at("estimated", larger(of.at_end, 1))
    return choose(of.at_end > 0, at_end, choose(of.down <= 0, lower, larger(lower, upper)))


def _between(of: Each) -> Form:
    """The rule's choice between two points, which rests on both."""
    return choose(of.up > 0, lambda: of.between_at, of.upper_at)


NO_TIE_SAID = Unknown("it is not said where a tie goes")
NO_POINT_SAID = Unknown("it is on no point")
_NEVER = Unknown("it was never published")


def tie_number(tie: str | None) -> Form:
    """Where a tie goes, by number; not known where nobody says."""
    return NO_TIE_SAID if tie is None else int(tie == TIES[0])


def known_pence(pence: int | None) -> Form:
    """A salary, or that it was never published."""
    return _NEVER if pence is None else pence
