"""The equality profile, declared once: bodies of people, their groups, and counts that must add up."""

from payband.forms import Form, choose, larger
from payband.rules.measures.printed_share import share_as_printed
from payband.sheets.sheet import Answer, Each, Sheet, Tells, Unit, column, given, link, said
from payband.sheets.unknown import Unknown

__all__ = ["DECIMALS", "Added", "Body", "Group", "Reconciled"]

DECIMALS = 1
"""Of the percentage of a share that no paper prints."""

_POINTS = "percentage points"
_PEOPLE = ("EqualityCounts", "people")


class Body(Sheet):
    """People who are counted by one characteristic: all who live in the area, all staff, those in the review."""

    printed_total = given(Unit.NUMBER, "printed total", at=_PEOPLE)
    has_total = given(Unit.NUMBER, "1 where the total is printed")

    @column(Unit.NUMBER, "people", tells=Tells.COUNT)
    def people(body: Each) -> Form:
        """the printed total, or its groups together where none is printed"""
        return choose(body.has_total > 0, body.printed_total, body.total(Group, "people"))

    @column(Unit.NUMBER, "nobody", tells=Tells.NOTHING)
    def nobody(body: Each) -> Form:
        """of a group that no row names"""
        return 0 * body.has_total


class Group(Sheet):
    """People of one group in a body, such as the women in the review, and the same group in other bodies."""

    body = link(Body)
    workforce = link(absent=0)
    population = link(absent=0)
    counted = given(Unit.NUMBER, "people", at=_PEOPLE)
    places = given(Unit.NUMBER, "decimals")
    printed = given(Unit.BASIS_POINTS, "printed share", at=("EqualityCounts", "printed share"))
    is_printed = given(Unit.NUMBER, "1 where a share is printed")
    has_workforce = given(Unit.NUMBER, "1 where the workforce has the group")
    has_population = given(Unit.NUMBER, "1 where the population has the group")
    unknown = given(Unit.NUMBER, "share of nobody")

    characteristic = given(Unit.TEXT, "characteristic", answer=Answer("characteristic", "characteristic"))
    of_whom = given(Unit.TEXT, "of whom", answer=Answer("of whom", "of_whom"))
    outcome = given(Unit.TEXT, "outcome", answer=Answer("outcome", "outcome"))
    tier = given(Unit.TEXT, "tier", answer=Answer("tier", "tier"))
    group = given(Unit.TEXT, "group", answer=Answer("group", "group"))

    @column(Unit.NUMBER, "people", tells=Tells.COUNT, answer=Answer("people", "people", "people"))
    def people(of: Each) -> Form:
        """as they are counted"""
        return of.counted + 0

    @column(Unit.NUMBER, "people of all groups", tells=Tells.COUNT)
    def in_all(of: Each) -> Form:
        """of the body"""
        return of.body.people + 0

    @column(Unit.BASIS_POINTS, "share", tells=Tells.COUNT, answer=Answer("share", "share"))
    def share(of: Each) -> Form:
        """of the body, to as many decimals of a percent as are printed"""
        return choose(of.in_all > 0, share_as_printed(of.people, larger(of.in_all, 1), of.places), of.unknown)

    @column(Unit.BASIS_POINTS, "share, to one decimal", tells=Tells.COUNT)
    def in_words(of: Each) -> Form:
        """of the body, as the Summary has it"""
        return choose(of.in_all > 0, share_as_printed(of.people, larger(of.in_all, 1), DECIMALS), of.unknown)

    @column(
        Unit.BASIS_POINTS,
        "printed share",
        tells=Tells.COUNT,
        answer=Answer("printed share", "printed_share"),
        shown=lambda of: of.is_printed,
    )
    def printed_share(of: Each) -> Form:
        """as the paper has it"""
        return of.printed + 0

    @column(
        Unit.YES_NO,
        "as printed",
        answer=Answer("as printed", "as_printed"),
        shown=lambda of: of.is_printed,
    )
    def as_printed(of: Each) -> Form:
        """whether the printed share is that of the counts"""
        return _equal(of.share, of.printed)

    @column(
        Unit.BASIS_POINTS,
        "against workforce",
        tells=Tells.COUNT,
        answer=Answer("against workforce", "against_workforce", _POINTS),
        shown=lambda of: of.has_workforce,
    )
    def against_workforce(of: Each) -> Form:
        """how far the share lies above that of the workforce"""
        return _above(of, of.workforce)

    @column(
        Unit.BASIS_POINTS,
        "against population",
        tells=Tells.COUNT,
        answer=Answer("against population", "against_population", _POINTS),
        shown=lambda of: of.has_population,
    )
    def against_population(of: Each) -> Form:
        """how far the share lies above that of the population"""
        return _above(of, of.population)


class Reconciled(Sheet):
    """Counts that must add up to another."""

    characteristic = given(Unit.TEXT, "characteristic", answer=Answer("characteristic", "characteristic"))
    what = given(Unit.TEXT, "what must agree", answer=Answer("what must agree", "what_must_agree"))
    group = given(Unit.TEXT, "group", answer=Answer("group", "group"))
    whole = given(Unit.NUMBER, "expected", picked=True)

    @said(Answer("detail", "detail", "people, added up"))
    def detail(of: Each) -> str:
        """the counts as a person writes their sum down"""
        counts = ((each.people, each.name) for each in of.rows(Added))
        return " + ".join(f"{'?' if isinstance(count, Unknown) else f'{count:,}'} {name}" for count, name in counts)

    @column(Unit.NUMBER, "found", tells=Tells.COUNT, answer=Answer("found", "found", "people"))
    def found(of: Each) -> Form:
        """the counts together"""
        return of.total(Added, "people")

    @column(Unit.NUMBER, "expected", tells=Tells.COUNT, answer=Answer("expected", "expected", "people"))
    def expected(of: Each) -> Form:
        """the count that they must add up to"""
        return of.whole + 0

    @column(Unit.NUMBER, "difference", tells=Tells.COUNT, answer=Answer("difference", "difference", "people"))
    def difference(of: Each) -> Form:
        """found less expected"""
        return of.found - of.expected

    @column(Unit.YES_NO, "agrees", answer=Answer("agrees", "agrees"))
    def agrees(of: Each) -> Form:
        """whether they add up to it"""
        return _equal(of.found, of.expected)


class Added(Sheet):
    """One of the counts that are added up."""

    of = link(Reconciled)
    name = given(Unit.TEXT, "what is counted")
    count = given(Unit.NUMBER, "people", picked=True)

    @column(Unit.NUMBER, "people", tells=Tells.COUNT)
    def people(of: Each) -> Form:
        """as they are counted"""
        return of.count + 0


def _equal(one: Form, other: Form) -> Form:
    return choose(one > other, 0, choose(other > one, 0, 1))


def _above(of: Each, there: Each) -> Form:
    """How far a share lies above another, in basis points.

    Over one denominator, so that the difference of the exact shares is rounded, and once.
    """
    held, people, held_there, people_there = of.people, of.in_all, there.people, there.in_all
    part = held * people_there - held_there * people
    whole = people * people_there
    return choose(whole > 0, share_as_printed(part, larger(whole, 1), DECIMALS), of.unknown)
