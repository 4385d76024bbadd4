"""Employers' pension contribution rates of public schemes."""

from datetime import date

from payband.errors import UnknownFigure, UnknownName, nearest_name
from payband.library.files import Row, not_covered, rows_of

__all__ = ["scheme_rate"]

_FILE = "pensions/employer_rates.csv"
_ALL = "any"


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
