"""Pay gaps: mean and median pay of a group, one group's pay against another's, and when a gap is looked into."""

from collections.abc import Sequence

from payband import library
from payband.errors import WrongInput
from payband.forms import Form
from payband.kinds import RATIO, SALARY
from payband.registry import Value, worksheet_function
from payband.rules.shares import share_of
from payband.units import half_up, percent_text

__all__ = ["gap_limit", "gap_reaches", "mean_pay", "median_pay", "pay_gap"]

FILE = "equality/gaps.csv"


def mean_pay(total: Form, people: Form) -> Form:
    """Mean pay in pence: what a group is paid together over its people, half a penny upwards.

    >>> mean_pay(100_01, 2)
    5001
    """
    return half_up(total, people)


def median_pay(pays: Sequence[int]) -> int:
    """Median pay in pence: the middle of a group's pays; of an even number halfway between the two in the middle.

    Half a penny goes upwards. Raises WrongInput for a group of nobody.

    >>> median_pay([300, 100, 200]), median_pay([100, 201])
    (200, 151)
    """
    if not pays:
        raise WrongInput("there is no pay to take the median of: give that of one person or more")
    in_order = sorted(pays)
    upper = len(in_order) // 2
    lower = (len(in_order) - 1) // 2
    return mean_pay(int(in_order[lower]) + int(in_order[upper]), 2)  # type: ignore[no-any-return]


def gap_reaches(base: Form, other: Form, limit: Form) -> Form:
    """Whether a pay lies below the one it is compared with by a share of that or more, in basis points.

    The pays are compared as they are, so that a gap of 4.996% does not reach 5% by being rounded. For a pay that lies
    above, give twice the base less the pay.

    >>> gap_reaches(100_00, 95_00, 500), gap_reaches(100_00, 95_01, 500)
    (True, False)
    """
    return (base - other) * 10_000 >= base * limit


def gap_limit(name: str) -> int:
    """The share from which a gap is looked into, in basis points: of any "gap", or of a "recurring gap"."""
    row = library.newest_row(FILE, name, "the share from which to look into a")
    limit = int(row.values["basis_points"])
    library.note_used(row, f"share from which to look into a {name}", percent_text(limit))
    return limit


@worksheet_function(
    "PAYGAP",
    Value(RATIO, ("compared_with",)),
    compared_with=(SALARY, "Pay of the group compared with, such as men's mean or median pay, £"),
    pay=(SALARY, "Pay of the other group, such as women's, on the same basis, £"),
)
def pay_gap(compared_with: Form, pay: Form) -> Form:
    """A pay gap: how far one group's pay lies below another's, as a share of that other's.

    To four decimals (hundredths of a percent), half upwards. Below 0 where the group is paid more.

    Source: Equality Act 2010 (Gender Pay Gap Information) Regulations 2017, with men's pay as the base; Folkestone
    & Hythe District Council, gender pay gap report (£17.98 against £18.29 is 1.69%).

    >>> import payband
    >>> payband.pay_gap("£18.29", "£17.98")
    Decimal('0.0169')
    """
    return share_of(compared_with - pay, compared_with)
