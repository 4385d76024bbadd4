"""What each line of the structure costs now and proposed, and what is saved: the answer, declared once."""

from payband.forms import Form, choose, larger
from payband.review.core.structure import Line
from payband.review.core.structure_words import is_estimated, why_of
from payband.rules.measures.saving import saving_of
from payband.rules.shares import share_of
from payband.sheets.sheet import Answer, Each, Sheet, Tells, Unit, column, given, link, said

__all__ = ["LineCost"]

_YEARLY = "£ a year"


class LineCost(Sheet):
    """A line of the structure: posts and yearly cost now and proposed, net of what others pay."""

    now = link(Line, absent=0)
    proposed = link(Line, absent=0)
    fit = given(Unit.BASIS_POINTS, "pension rate that the stated cost implies, -1 for none")

    @said(Answer("line", "line"))
    def line(of: Each) -> object:
        return of.input

    @column(Unit.NUMBER, "posts now", answer=Answer("posts now", "posts_now"), tells=Tells.COUNT, summed=True)
    def posts_now(of: Each) -> Form:
        """posts of the line now"""
        return of.now.posts + 0

    @column(
        Unit.NUMBER, "posts proposed", answer=Answer("posts proposed", "posts_proposed"), tells=Tells.COUNT, summed=True
    )
    def posts_proposed(of: Each) -> Form:
        """posts of the line as proposed"""
        return of.proposed.posts + 0

    @column(Unit.PENCE, "cost now", answer=Answer("cost now", "cost_now", _YEARLY), tells=Tells.PAY, summed=True)
    def cost_now(of: Each) -> Form:
        """the cost that counts, of the line now"""
        return of.now.counted + 0

    @column(
        Unit.PENCE, "cost proposed", tells=Tells.PAY, summed=True,
        answer=Answer("cost proposed", "cost_proposed", _YEARLY),
    )  # fmt: skip
    def cost_proposed(of: Each) -> Form:
        """the cost that counts, of the line as proposed"""
        return of.proposed.counted + 0

    @column(Unit.PENCE, "saving", answer=Answer("saving", "saving", _YEARLY), tells=Tells.PAY)
    def saving(of: Each) -> Form:
        """cost now less cost proposed; in brackets it costs more"""
        return saving_of(of.cost_now, of.cost_proposed)

    @column(
        Unit.PENCE,
        "modelled now",
        answer=Answer("modelled now", "modelled_now", _YEARLY, published=False),
        tells=Tells.PAY,
        summed=True,
    )
    def modelled_now(of: Each) -> Form:
        """what the model says of the line now"""
        return of.now.modelled + 0

    @column(
        Unit.PENCE, "modelled", tells=Tells.PAY, summed=True,
        answer=Answer("modelled", "modelled", "£ a year, proposed", published=False),
    )  # fmt: skip
    def modelled(of: Each) -> Form:
        """what the model says of the line as proposed"""
        return of.proposed.modelled + 0

    @column(
        Unit.PENCE, "external", tells=Tells.PAY, summed=True,
        answer=Answer("external", "external", "£ a year, proposed", published=False),
    )  # fmt: skip
    def external(of: Each) -> Form:
        """what others pay of the line as proposed"""
        return of.proposed.external + 0

    @column(
        Unit.PENCE,
        "variance",
        answer=Answer("variance", "variance", "£, modelled less stated", published=False),
        tells=Tells.PAY,
    )
    def variance(of: Each) -> Form:
        """modelled less stated"""
        return of.modelled - of.cost_proposed

    @column(
        Unit.BASIS_POINTS, "variance in percent",
        answer=Answer("variance %", "variance_percent", "% of stated", published=False), tells=Tells.PAY,
        shown=lambda of: larger(of.cost_proposed, 0 - of.cost_proposed),
    )  # fmt: skip
    def variance_percent(of: Each) -> Form:
        """of the stated cost"""
        return share_of(of.variance, larger(of.cost_proposed, 1))

    @column(Unit.NUMBER, "1 where its stated cost implies on-costs", summed=True)
    def fitted(of: Each) -> Form:
        """a line with a stated cost, and salaries that the model knows"""
        found = choose(of.proposed.net_salaries > 0, 1, 0)
        return choose(of.proposed.is_stated > 0, choose(of.proposed.posts > 0, found, 0), 0)

    @column(Unit.NUMBER, "1 where it has posts", summed=True)
    def with_posts(of: Each) -> Form:
        """a line with posts"""
        return of.proposed.one + 0

    @column(Unit.PENCE, "stated cost that implies on-costs", tells=Tells.PAY, summed=True)
    def fitted_stated(of: Each) -> Form:
        """a published figure"""
        return choose(of.fitted > 0, of.proposed.stated, 0)

    @column(Unit.PENCE, "salaries that it is compared with", tells=Tells.PAY, summed=True)
    def fitted_salaries(of: Each) -> Form:
        """of all posts, less the part that others pay"""
        return choose(of.fitted > 0, of.proposed.net_salaries, 0)

    @column(
        Unit.BASIS_POINTS, "implied on-cost ratio",
        answer=Answer("implied on-cost ratio", "implied_on_cost_ratio", "% of salary", published=False),
        tells=Tells.PAY,
        shown=lambda of: choose(of.with_posts > of.fitted, 0, of.fitted),
    )  # fmt: skip
    def implied_on_cost_ratio(of: Each) -> Form:
        """stated cost over the salaries; a fit of this one figure, not the method behind it"""
        return share_of(of.fitted_stated, larger(of.fitted_salaries, 1))

    @column(
        Unit.BASIS_POINTS, "implied pension rate",
        answer=Answer("implied pension rate", "implied_pension_rate", "% of salary", published=False), tells=Tells.PAY,
        shown=lambda of: choose(of.fit >= 0, choose(of.with_posts > of.fitted, 0, of.fitted), 0),
    )  # fmt: skip
    def implied_pension_rate(of: Each) -> Form:
        """at which the model comes nearest to the stated cost; a fit of this one figure, not the method behind it"""
        return of.fit + 0

    @said(Answer("estimated", "estimated", "yes / no"), Unit.YES_NO)
    def estimated(of: Each) -> object:
        return any(is_estimated(each) for each in (of.now, of.proposed))

    @said(Answer("why", "why", "text", published=False))
    def why(of: Each) -> object:
        states = (("now", of.now), ("proposed", of.proposed))
        return "; ".join(f"{state}: {why}" for state, line in states if (why := why_of(line)))
