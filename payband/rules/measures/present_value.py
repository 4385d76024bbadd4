"""Present value: amounts of later years in the money of the first."""

from payband import library
from payband.errors import WrongInput
from payband.kinds import AMOUNTS, MONEY, RATE
from payband.registry import Step, Value, worksheet_function
from payband.units import half_up, percent_text, pounds

__all__ = ["discount_rate", "present_value", "present_value_of"]

_WHOLE = 10_000  # basis points in one


def present_value_of(amounts: tuple[int, ...], rate: int) -> int:
    """Pence of yearly amounts, each discounted by a rate in basis points for each year after the first.

    The sum is worked out exactly and rounded once, half a penny up.

    >>> present_value_of((10_000, 10_350), 350)
    20000
    """
    total, scale = 0, 1  # the sum is total over scale; both grow by one year's factor at each step
    for amount in reversed(amounts):
        total = total * _WHOLE + amount * scale
        scale *= _WHOLE + rate
    # The last step multiplied by one factor too many: the first year is not discounted.
    return half_up(total * (_WHOLE + rate), scale) if amounts else 0


def discount_rate(years: int, name: str = "Green Book") -> int:
    """The newest discount rate of a name that the library holds, in basis points, for amounts of so many years.

    Raises WrongInput where the rate does not hold for as many.
    """
    row = library.newest_row("discounting/rates.csv", name, "the discount rate")
    rate, most = int(row.values["basis_points"]), int(row.values["years"])
    if years - 1 > most:
        raise WrongInput(
            f"the discount rate '{name}', {percent_text(rate)}, holds for {most} years after the first, and the "
            f"amounts are of {years}: state a rate"
        )
    library.note_used(row, f"discount rate, {name}", percent_text(rate))
    return rate


@worksheet_function(
    "PRESENTVALUE",
    Value(MONEY),
    amounts=(AMOUNTS, "Savings of each year, £, costs below 0; the first year is not discounted"),
    rate=(RATE, "The discount rate, such as 3.5%; without one, the Treasury's Green Book rate"),
)
def present_value(amounts: tuple[int, ...], rate: int | None = None) -> int:
    """Net present value of a row or column of yearly amounts, £, in the money of the first year.

    Each year after the first is discounted once more. The sum is rounded once, to the penny. A spreadsheet's own NPV
    discounts the first year too: add the first amount to the NPV of the others to get this.

    Raises WrongInput without a rate for more years than the Treasury's holds for.

    Source: HM Treasury, the Green Book (3.5% a year in real terms for the first 30 years).

    >>> import payband
    >>> payband.present_value([-100000, 50000, 60000], "3.5%")
    Decimal('4319.82')
    """
    if not amounts:
        raise WrongInput("there are no amounts: give a row or column of cells, one for each year")
    return present_value_of(amounts, discount_rate(len(amounts)) if rate is None else rate)


@present_value.explained
def _steps(amounts: tuple[int, ...], rate: int | None) -> list[Step]:
    used = discount_rate(len(amounts)) if rate is None else rate
    return [
        Step(f"year {number}", pounds(present_value_of((*(0,) * (number - 1), amount), used)), f"of {pounds(amount)}")
        for number, amount in enumerate(amounts, start=1)
    ]
