"""Employers' pension contribution rates of public schemes."""

from datetime import date

from payband.errors import UnknownFigure, UnknownName, nearest_name
from payband.library.files import Row, not_covered, rows_of
from payband.library.used import note_used
from payband.units import percent_text

__all__ = ["DAY_PAID", "arrears_schemes", "pension_rate_on_arrears", "scheme_rate"]

_FILE = "pensions/employer_rates.csv"
_ARREARS = "pensions/arrears.csv"
_ALL = "any"

DAY_PAID = "day paid"
"""Whose rate an award that is paid late takes: that of the day on which it is paid."""


def scheme_rate(scheme: str, employer: str, on: date) -> Row:
    """The row of a scheme's employer rate on a day: the employer's own where it has one, else that of all employers.

    Raises UnknownName for a scheme that payband does not hold or whose rates differ by employer, UnknownFigure for a
    day that no rate covers.
    """
    rows = [row for row in rows_of(_FILE) if row.values["scheme"].casefold() == scheme.casefold()]
    if not rows:
        known = {row.values["scheme"] for row in rows_of(_FILE)}
        raise UnknownName(f"'{scheme}' is not a pension scheme in the library; {nearest_name(scheme, known)}")
    of_employer = [row for row in rows if row.values["employer"].casefold() == employer.casefold()]
    of_all = [row for row in rows if row.values["employer"] == _ALL]
    for found in (of_employer, of_all):
        for row in found:
            if row.effective_from <= on <= row.effective_to:
                return row
    if not of_all and not of_employer:
        raise UnknownName(
            f"the rates of the {rows[0].values['scheme']} differ from employer to employer: give the rate of yours"
        )
    name = f"the employer's rate of the {rows[0].values['scheme']}"
    raise UnknownFigure(not_covered(name, on, [*of_employer, *of_all], _FILE))


def arrears_schemes() -> tuple[Row, ...]:
    """The schemes whose rule for pay that is paid late is known, with the days on which it holds."""
    return tuple(rows_of(_ARREARS))


def pension_rate_on_arrears(scheme: str, paid_on: date) -> int:
    """The employer's rate, in basis points, on an award that is paid late, by the scheme's own dated rule.

    Raises UnknownName for a scheme that payband does not hold, UnknownFigure for one whose rule is not known and for a
    day that rule or rate does not reach.
    """
    rate = scheme_rate(scheme, _ALL, paid_on)
    name = rate.values["scheme"]
    rules = [row for row in arrears_schemes() if row.values["scheme"] == name]
    if not rules:
        raise UnknownFigure(
            f"which rate the {name} takes of pay that is paid late is not known: ask it and give the rate, or add its "
            f"rule to data/{_ARREARS}"
        )
    for row in rules:
        if row.effective_from <= paid_on <= row.effective_to:
            note_used(row, f"{name}, pay that is paid late", f"the rate of the {row.values['rate_of']}")
            points = int(rate.values["basis_points"])
            note_used(rate, f"employer's rate of the {name}", percent_text(points))
            return points
    raise UnknownFigure(not_covered(f"the rule of the {name} for pay that is paid late", paid_on, rules, _ARREARS))
