"""Pay protection as bodies write it: how long, in which form, and what is protected, by service and date."""

from datetime import date
from functools import cache
from typing import NamedTuple

from payband.library.files import Row, folders
from payband.library.names import look_up, newest
from payband.library.used import note_used

__all__ = ["FORM_NOT_SAID", "ProtectionPolicy", "note_protection_policy", "protection_lengths", "protection_policy"]

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
    by_years = _rows_of(name, on)
    reached = [row for row in by_years if int(row.values["full_years"]) <= full_years]
    row = (reached or by_years)[-1 if reached else 0]
    _note(row)
    found = _policy(row)
    return found if reached else found._replace(months=0)


def protection_lengths(name: str, on: date) -> tuple[ProtectionPolicy, ...]:
    """What a protection policy gives on a day, for the fewest years of service first.

    Raises UnknownName for a policy that the library lacks, UnknownFigure for a day that none of its rows covers.
    """
    return _lengths(folders(), name, on)


def note_protection_policy(name: str, on: date) -> None:
    """Notes each length of a policy as a figure that was used."""
    for row in _rows_of(name, on):
        _note(row)


@cache
def _lengths(folders: tuple[str, ...], name: str, on: date) -> tuple[ProtectionPolicy, ...]:
    return tuple(map(_policy, _rows_of(name, on)))


def _rows_of(name: str, on: date | None) -> list[Row]:
    """The rows of a policy in force, the fewest years of service first."""
    rows = look_up(KIND, "policy", name, "protection policy")
    return sorted(
        newest(rows, on, f"protection policy {name}", rows[0].file), key=lambda row: int(row.values["full_years"])
    )


def _policy(row: Row) -> ProtectionPolicy:
    values = row.values
    return ProtectionPolicy(
        values["policy"],
        int(values["full_years"]),
        int(values["months"]),
        values["form"],
        values["shares"],
        values["base"],
        values["ends_early"],
        row.source,
    )


def _note(row: Row) -> None:
    values, years = row.values, int(row.values["full_years"])
    after = f" after {years} full years" if years else ""
    note_used(row, f"protection policy {values['policy']}", f"{values['months']} months, {values['form']}{after}")
