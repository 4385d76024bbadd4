"""What one exit costs: statutory and scheme redundancy pay, notice, special payments, and pension strain."""

from typing import NamedTuple

from payband.errors import UnknownFigure, UnknownName, WrongInput
from payband.review.inputs.inputs import Inputs
from payband.review.parts.tables.exit_costs import (
    ANY,
    FACTORS,
    OF_PENSION,
    REDUNDANCY,
    ExitRow,
    StrainFactorRow,
)
from payband.rules.leaving.pension_strain import strain_on
from payband.rules.leaving.redundancy import check_service, redundancy_on, week_limit
from payband.rules.leaving.scheme_redundancy import scheme_redundancy_on
from payband.rules.pay.term_time import UNIT
from payband.units import half_up, pounds_text

__all__ = ["Exit", "exit_of", "factor_of", "has_strain", "strain_of"]


class Exit(NamedTuple):
    """What one exit costs, pence, and how the strain came about."""

    row: ExitRow
    statutory: int
    scheme_above: int
    strain: int
    strain_why: str

    @property
    def package(self) -> int:
        """All that is paid, with strain."""
        row = self.row
        return self.statutory + self.scheme_above + row.notice_pay + row.special_payment + self.strain

    @property
    def special(self) -> int:
        """What is paid above entitlement: strain and the scheme count only where the row says that they are chosen."""
        found = self.row.special_payment
        if self.row.scheme_discretionary:
            found += self.scheme_above
        if self.row.strain_discretionary:
            found += self.strain
        return found


def has_strain(row: ExitRow) -> bool:
    """Whether a pension is paid early: its amount, or a salary and membership, or the strain itself is given."""
    return row.strain_stated is not None or any(each is not None for each in (row.pension, row.pay, row.membership))


def factor_of(inputs: Inputs, row: ExitRow) -> StrainFactorRow:
    """The factor of the fund's table for somebody's age and sex.

    Raises UnknownFigure where the table is empty or does not reach the age, UnknownName where it goes by sex and the
    row does not say it.
    """
    rows: list[StrainFactorRow] = list(inputs.rows_of(FACTORS.name))
    if not rows:
        raise UnknownFigure(f"table {FACTORS.name} has no rows: paste the fund's factors, or give the strain it states")
    of_age = [each for each in rows if each.age == row.age]
    if not of_age:
        ages = sorted({each.age for each in rows})
        raise UnknownFigure(
            f"the fund's factors are for ages {ages[0]} to {ages[-1]}, and {row.person} is {row.age}: check the age, "
            f"add the row to table {FACTORS.name}, or give the strain that the fund states"
        )
    found = next((each for each in of_age if each.sex == row.sex), None)
    found = found or next((each for each in of_age if each.sex == ANY), None)
    if found is None:
        sexes = ", ".join(each.sex for each in of_age)
        raise UnknownName(f"the fund's factors for age {row.age} go by sex ({sexes}): give it in column 'sex'")
    return found


def strain_of(inputs: Inputs, row: ExitRow) -> tuple[int, str]:
    """Pence of somebody's pension strain, and how it came about. Raises PaybandError where it cannot be worked out."""
    if row.strain_stated is not None:
        return row.strain_stated, "strain as the fund states it"
    if not has_strain(row):
        return 0, ""
    factor = factor_of(inputs, row)
    shown = f"{float(factor.factor):g}"
    if factor.of == OF_PENSION:
        if row.pension is None:
            raise WrongInput("is empty, and the fund's factor is of the yearly pension: give it")
        why = f"strain {shown} for each £1 of a pension of {pounds_text(row.pension)} a year, age {row.age}"
        return strain_on(row.pension, factor.factor), why
    if row.pay is None or row.membership is None:
        raise WrongInput("is empty, and the fund's factor is of salary and years of membership: give both")
    years = f"{float(row.membership):g} years"
    why = f"strain {shown} for each £1 of {pounds_text(row.pay)} and year of membership, {years}, age {row.age}"
    return strain_on(row.pay, factor.factor, row.membership), why


def exit_of(inputs: Inputs, row: ExitRow) -> Exit:
    """What one exit costs. Raises PaybandError for an age, service or day that is not possible or not known."""
    statutory = above = 0
    if row.reason == REDUNDANCY:
        check_service(row.age, row.full_years)
        limit = week_limit(row.leaves_on)
        statutory = int(redundancy_on(row.age, row.full_years, row.week_pay, limit))
        if row.multiplier is not None:
            week = min(row.week_pay, limit) if row.scheme_capped else row.week_pay
            times = int(half_up(row.multiplier.numerator * UNIT, row.multiplier.denominator))
            above = int(scheme_redundancy_on(row.age, row.full_years, week, times, statutory)) - statutory
    return Exit(row, statutory, above, *strain_of(inputs, row))
