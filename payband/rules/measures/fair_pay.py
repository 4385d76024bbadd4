"""Fair pay: the middle of the band of the highest-paid director, and the pay of staff at a percentile."""

from collections.abc import Sequence

from payband.errors import WrongInput
from payband.forms import Form
from payband.kinds import HUNDREDTHS, SALARY
from payband.registry import Value, worksheet_function
from payband.rules.measures.pay_multiple import pay_multiple_of
from payband.units import half_up

__all__ = ["METHODS", "QUARTERS", "band_midpoint", "fair_pay", "percentile_pay"]

NEAREST_RANK, INCLUSIVE, EXCLUSIVE = METHODS = ("nearest rank", "inclusive", "exclusive")
"""How the pay at a percentage of people is found: of the person there, or on a straight line between two people, from
the lowest to the highest (PERCENTILE.INC) or as if one more stood at either end (PERCENTILE.EXC)."""

QUARTERS = (25, 50, 75)
"""The percentages of staff whose pay is disclosed."""


def band_midpoint(pay: Form, width: Form) -> Form:
    """The middle of the band that a pay falls in, all in pence; a band holds its lowest pay and not that of the next.

    Half a penny goes upwards.

    >>> [band_midpoint(pay, 500_000) for pay in (17_500_000, 17_999_999, 18_000_000)]
    [17750000, 17750000, 18250000]
    """
    return pay // width * width + half_up(width, 2)


def percentile_pay(pays: Sequence[int], percent: int, method: str) -> int:
    """The pay in pence below which a percentage of people lie, by one of `METHODS`; half a penny upwards.

    Raises WrongInput for a group of nobody, or of too few for the exclusive method.

    >>> [percentile_pay([100, 200, 300, 400], 25, method) for method in METHODS]
    [100, 175, 125]
    """
    count = len(pays)
    if not count:
        raise WrongInput("there is no pay to take a percentile of: give that of one person or more")
    in_order = sorted(pays)
    if method == NEAREST_RANK:
        return int(in_order[max(-(-percent * count // 100), 1) - 1])
    place, part = divmod((count - 1) * percent if method == INCLUSIVE else (count + 1) * percent, 100)
    if method == EXCLUSIVE:
        place -= 1  # counted from 1
        if place < 0 or place + bool(part) >= count:
            raise WrongInput(
                f"the exclusive method gives no {percent}th percentile of {count} pays: give more, or another method"
            )
    step = in_order[place + 1] - in_order[place] if part else 0
    return int(half_up(100 * in_order[place] + step * part, 100))


@worksheet_function(
    "FAIRPAY",
    Value(HUNDREDTHS, ("highest",)),
    highest=(SALARY, "What the highest-paid director is paid a year, full-time, £"),
    pay=(SALARY, "The pay at the 25th, 50th or 75th percentile of staff, full-time, £ a year"),
    band_width=(SALARY, "How wide a band of the directors' table is, such as 5000"),
)
def fair_pay(highest: Form, pay: Form, band_width: Form) -> Form:
    """The fair pay ratio: the middle of the highest-paid director's band over the pay of staff, to two decimals.

    Half upwards. Both are of a full-time year, without severance, employer's pension contributions and the value of
    pension transfers. A pay at the end of a band is in the band above. The spreadsheet's own PERCENTILE.INC or
    PERCENTILE.EXC gives the pay of staff: no source says which.

    Source: HM Treasury, Financial Reporting Manual 2011-12, paragraph 5.2.20, and Hutton Review of Fair Pay,
    implementation guidance; NHS Resolution, annual report 2021-22, page 91 (£175,000 to £180,000: £177,500).

    >>> import payband
    >>> payband.fair_pay(178_250, 35_500, 5_000)
    Decimal('5.00')
    """
    return pay_multiple_of(band_midpoint(highest, band_width), pay)
