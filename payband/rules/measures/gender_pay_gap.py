"""The gender pay gap of the regulations: hourly pay out of a pay period, gaps as published, and four quarters."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from payband import library
from payband.errors import UnknownName, WrongInput, nearest_name
from payband.forms import Form
from payband.kinds import AMOUNT, HOURLY, PAYS_AND_GROUPS, QUANTITY, RATIO, TEXT
from payband.registry import Row, Step, Value, worksheet_function
from payband.rules.measures.printed_share import share_as_printed
from payband.rules.pay.term_time import UNIT
from payband.rules.pay.wage_floor import HOURLY_UNIT
from payband.rules.shares import shared_among
from payband.units import half_up, pounds, pounds_text

__all__ = [
    "LEAST_EMPLOYEES",
    "PERIODS",
    "QUARTERS",
    "bonus_of_period",
    "days_of",
    "gap_of_means",
    "gap_of_medians",
    "hourly_of_period",
    "pay_gap_hourly",
    "quarters",
    "quartile_shares",
]

FILE = "equality/pay_periods.csv"
PERIODS = ("week", "two weeks", "four weeks", "month", "year")
QUARTERS = ("lower", "lower middle", "upper middle", "upper")
LEAST_EMPLOYEES = 250
"""From how many employees on the snapshot date an employer must publish (regulation 1 of SI 2017/172)."""

_OF_A_DAY = 100  # days are in hundredths
_ONE_MORE = ((), (0,), (0, 2), (0, 1, 2))
"""The quarters that take one person more, by how many are left over when the people are divided by four."""


# --- hourly pay ----------------------------------------------------------------------------------------------------


def days_of(period: str) -> int:
    """The days of a pay period in hundredths: a month has 30.44. Raises UnknownName for a period that is none.

    >>> days_of("month"), days_of("two weeks")
    (3044, 1400)
    """
    if period not in PERIODS:
        raise UnknownName(f"'{period}' is not a pay period; {nearest_name(period, PERIODS)}")
    row = library.newest_row(FILE, period, "the days of the pay period")
    days = int(row.values["hundredths_of_a_day"])
    library.note_used(row, f"days of a pay period, {period}", f"{days / _OF_A_DAY:g}")
    return days


def bonus_of_period(bonus: Form, parts: Form, periods: Form) -> Form:
    """Pence of a bonus that belong to one pay period, of the `periods` / `parts` periods it is for; half a penny up.

    >>> bonus_of_period(12_000_00, 1, 12), bonus_of_period(4_000_00, 1, 8)
    (100000, 50000)
    """
    return half_up(bonus * parts, periods)


def hourly_of_period(pay: Form, days: Form, hours: Form) -> Form:
    """Millionths of a pound an hour that the pay of a period in pence comes to, half of one upwards.

    A period's pay is brought to a week (seven days of the period's, which are in hundredths) and divided by the weekly
    hours, in ten-thousandths.

    >>> hourly_of_period(2_000_00, 3044, 37_0000)
    12430302
    """
    return half_up(pay * (7 * _OF_A_DAY * HOURLY_UNIT * UNIT), days * hours)


# --- gaps ----------------------------------------------------------------------------------------------------------


def gap_of_means(base: Sequence[int], other: Sequence[int], decimals: int = 1) -> int | None:
    """How far one group's mean lies below another's in basis points, rounded once to decimals of a percent.

    None where a group has nobody, or the one compared with is paid nothing.

    >>> gap_of_means([1807], [1744]), gap_of_means([1633, 1633], [1537])
    (350, 590)
    """
    total, of_other = sum(base), sum(other)
    if not base or not other or not total:
        return None
    whole = total * len(other)
    gap: int = share_as_printed(whole - of_other * len(base), whole, decimals)
    return gap


def gap_of_medians(base: Sequence[int], other: Sequence[int], decimals: int = 1) -> int | None:
    """How far one group's median lies below another's, as `gap_of_means`.

    >>> gap_of_medians([1655], [1611]), gap_of_medians([1600, 1680, 1640], [1640])
    (270, 0)
    """
    if not base or not other or not (whole := _twice_the_median(base)):
        return None
    gap: int = share_as_printed(whole - _twice_the_median(other), whole, decimals)
    return gap


def _twice_the_median(pays: Sequence[int]) -> int:
    in_order = sorted(pays)
    return in_order[len(in_order) // 2] + in_order[(len(in_order) - 1) // 2]


# --- quarters ------------------------------------------------------------------------------------------------------


def quarters(people: Sequence[tuple[int, str]]) -> list[dict[str, int]]:
    """How many people of each group are in the lower, lower middle, upper middle and upper quarter of hourly pay.

    `people` are hourly pay and group. Quarters have equal numbers as far as possible: one person left over is in the
    lower one, two are in the lower and the upper middle, three in all but the upper. People with one rate of pay who
    fall into several quarters are shared out so that each has the same proportion of the groups, as far as whole
    people can.

    >>> quarters([(900, "women"), (1000, "men"), (1000, "women"), (1000, "men"), (1100, "men")])
    [{'women': 2, 'men': 0}, {'women': 0, 'men': 1}, {'women': 0, 'men': 1}, {'women': 0, 'men': 1}]
    """
    groups = list(dict.fromkeys(group for _, group in people))
    base, left = divmod(len(people), len(QUARTERS))
    room = [base + (quarter in _ONE_MORE[left]) for quarter in range(len(QUARTERS))]
    found = [dict.fromkeys(groups, 0) for _ in QUARTERS]
    for at_rate in _by_rate(people):
        taken = _places(room, sum(at_rate.values()))
        room = [places - each for places, each in zip(room, taken, strict=True)]
        for group in sorted(at_rate, key=lambda group: (at_rate[group], group)):
            shares = shared_among(at_rate[group], taken)
            taken = [places - share for places, share in zip(taken, shares, strict=True)]
            for quarter, share in zip(found, shares, strict=True):
                quarter[group] += share
    return found


def _by_rate(people: Sequence[tuple[int, str]]) -> list[Mapping[str, int]]:
    """The people of each rate by group, lowest rate first."""
    rates: dict[int, dict[str, int]] = {}
    for rate, group in people:
        of_rate = rates.setdefault(rate, {})
        of_rate[group] = of_rate.get(group, 0) + 1
    return [rates[rate] for rate in sorted(rates)]


def _places(room: Sequence[int], people: int) -> list[int]:
    """How many of some people go into each quarter, the lower ones first."""
    taken = []
    for places in room:
        taken.append(min(places, people))
        people -= taken[-1]
    return taken


# --- worksheet functions -------------------------------------------------------------------------------------------


@worksheet_function(
    "PAYGAPHOURLY",
    Value(HOURLY),
    pay=(AMOUNT, "Ordinary pay of the pay period, with the bonus that belongs to it, £"),
    period=(TEXT, "week, two weeks, four weeks, month or year"),
    weekly_hours=(QUANTITY, "Working hours of a week, without overtime"),
)
def pay_gap_hourly(pay: int, period: str, weekly_hours: int) -> int:
    """Hourly pay for the gender pay gap: the pay of a pay period, brought to a week, over the weekly hours.

    Pay times 7, divided by the days of the period (a month has 30.44) and by the hours; £ with six decimals. The pay is
    before deductions and after salary sacrifice, with allowances, shift premium pay and pay for leave; without
    overtime, redundancy pay and what belongs to another period.

    Raises UnknownName for another period, and WrongInput for no hours.

    Source: SI 2017/172 regulation 6 and SI 2017/353 Schedule 1; the days of periods by Access SelectPay.

    >>> import payband
    >>> payband.pay_gap_hourly(2000, "month", 37)
    Decimal('12.430302')
    """
    if not weekly_hours:
        raise WrongInput("the weekly hours are 0, and pay has no rate an hour: give the hours that the pay is for")
    hourly: int = hourly_of_period(pay, days_of(period.casefold()), weekly_hours)
    return hourly


@pay_gap_hourly.explained
def _hourly_steps(pay: int, period: str, weekly_hours: int) -> list[Step]:
    days, hours = Decimal(days_of(period.casefold())) / _OF_A_DAY, (Decimal(weekly_hours) / UNIT).normalize()
    return [
        Step("pay of the pay period", pounds(pay), f"one {period.casefold()}"),
        Step("days of the pay period", f"{days.normalize():f}", "as the gender pay gap counts them"),
        Step("weekly hours", f"{hours:f}", "without overtime"),
        Step("hourly pay", f"{pounds_text(pay)} x 7 / {days.normalize():f} / {hours:f}", "six decimals, half upwards"),
    ]


@worksheet_function(
    "QUARTILESHARES",
    Row(tuple((f"{quarter} quarter", RATIO) for quarter in QUARTERS)),
    people=(PAYS_AND_GROUPS, "Two columns of cells: hourly pay, and the group such as female or male"),
    group=(TEXT, "The group whose share is asked for, such as female"),
)
def quartile_shares(people: tuple[tuple[int, str], ...], group: str) -> tuple[int, ...]:
    """The share of a group in each quarter of hourly pay, the lower one first, with four decimals.

    The people are ranked by hourly pay and divided into four quarters of equal numbers as far as possible. Who is paid
    one rate and falls into two quarters is shared out, so that both have the same proportion of the group.

    Raises UnknownName for a group of nobody, and WrongInput for fewer people than quarters.

    Source: SI 2017/172 regulation 13 and SI 2017/353 Schedule 1; for people left over a council's published
    methodology of its gender pay gap.

    >>> import payband
    >>> pays = [[10, "female"], [10, "female"], [11, "male"], [12, "male"]]
    >>> print(payband.quartile_shares(pays, "female"))
    lower quarter  lower middle quarter  upper middle quarter  upper quarter
    -------------  --------------------  --------------------  -------------
           1.0000                1.0000                0.0000         0.0000
    """
    if len(people) < len(QUARTERS):
        raise WrongInput(f"there are {len(people)} people: four quarters need four people or more")
    names = {name.casefold(): name for _, name in people}
    if group.casefold() not in names:
        raise UnknownName(f"nobody is of the group '{group}'; {nearest_name(group, list(names.values()))}")
    found = quarters([(pay, name.casefold()) for pay, name in people])
    return tuple(int(half_up(quarter[group.casefold()] * 10_000, sum(quarter.values()))) for quarter in found)
