"""The pension rate that stated costs imply: at which the model of the lines comes nearest to them."""

from collections.abc import Callable, Sequence

from payband.forms import Form
from payband.review.core.line_cost import LineCost
from payband.review.core.solve import rate_that_costs
from payband.review.core.structure import PostInLine, Posts
from payband.rules.cost.on_costs import share_of_pay
from payband.rules.shares import paid_by_others
from payband.sheets.figures import Figures
from payband.sheets.sheet import Each
from payband.sheets.unknown import Unknown

__all__ = ["implied_rate", "implied_rates"]

_NO_RATE = -1


def implied_rates(figures: Figures) -> list[Form]:
    """The pension rate at which the model of each proposed line comes nearest to its stated cost, basis points."""
    rows = [figures.row(LineCost, number) for number in range(figures.rows_of(LineCost).size)]
    return [implied_rate([row]) if _is_fitted(row) else 0 for row in rows]


def implied_rate(lines: Sequence[Each]) -> Form:
    """The one pension rate at which some lines together come nearest to their stated costs, in basis points; or -1."""
    target = sum(each.proposed.stated for each in lines)
    found = rate_that_costs(target, _cost_at([each.proposed for each in lines]))
    return _NO_RATE if found is None else found


def _is_fitted(row: Each) -> bool:
    return not isinstance(row.fitted, Unknown) and row.fitted > 0


def _cost_at(lines: Sequence[Each]) -> Callable[[int], int]:
    """What some lines cost by their pension rate: all but the pension stays from one rate to the next."""
    paid = [[(each.posts, each.of.pay, each.without_pension) for each in line.rows(Posts)] for line in lines]
    together = [line.total(PostInLine, "correction") for line in lines]
    share = [(line.share, line.of_parts, line.months) for line in lines]

    def cost(rate: int) -> int:
        total = 0
        for posts, more, of_line in zip(paid, together, share, strict=True):
            gross = more + sum(rest + number * share_of_pay(pay, rate) for number, pay, rest in posts if number)
            total += gross - paid_by_others(gross, *of_line)
        return total

    return cost
