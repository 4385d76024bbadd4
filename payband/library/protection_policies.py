"""Pay protection as bodies write it: how long, in which form, and what is protected, by service and date."""

from datetime import date
from typing import NamedTuple

from payband.library.names import look_up, newest
from payband.library.used import note_used

__all__ = ["FORM_NOT_SAID", "ProtectionPolicy", "protection_policy"]

KIND = "policies/*/protection*"
FORM_NOT_SAID = "not said"
"""Of a form or a base of pay that a policy, as far as it could be read, leaves open: never assumed, but asked for."""


class ProtectionPolicy(NamedTuple):
    """What a policy gives someone with some full years of service; no months where it gives nothing."""

    name: str
    least_years: int
    months: int
    form: str
    shares: str
    base: str
    ends_early: str
    source: str


def protection_policy(name: str, full_years: int, on: date | None = None) -> ProtectionPolicy:
    """A protection policy of the library for a length of service; without a date, the newest that the library holds.

    Raises UnknownName for a policy that it lacks, UnknownFigure for a day that none of its rows covers.
    """
    rows = look_up(KIND, "policy", name, "protection policy")
    rows = newest(rows, on, f"protection policy {name}", rows[0].file)
    by_years = sorted(rows, key=lambda row: int(row.values["full_years"]))
    reached = [row for row in by_years if int(row.values["full_years"]) <= full_years]
    row = (reached or by_years)[-1 if reached else 0]
    values, years = row.values, int(row.values["full_years"])
    months = values["months"] if reached else "0"
    after = f" after {years} full years" if years else ""
    note_used(row, f"protection policy {values['policy']}", f"{values['months']} months, {values['form']}{after}")
    return ProtectionPolicy(
        values["policy"],
        years,
        int(months),
        values["form"],
        values["shares"],
        values["base"],
        values["ends_early"],
        row.source,
    )
