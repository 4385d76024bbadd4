"""Policies of senior pay: the bonus from which somebody approves, and the pay up to which nobody need."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from payband.library.names import look_up, newest
from payband.library.used import note_used
from payband.units import percent_text, pounds_text

__all__ = ["LAST_HOLDERS", "SeniorPayPolicy", "senior_pay_policy"]

PREDECESSOR, SUBSTANTIVE = LAST_HOLDERS = ("the predecessor's", "the last substantive holder's")
"""Whose pay a new appointment is held against; an interim is a predecessor, and no substantive holder."""


class SeniorPayPolicy(NamedTuple):
    """What a policy of senior pay says next to its threshold of pay; pence and basis points, None for nothing.

    An appointment to a post that was approved before needs no approval up to so much above the last holder's pay, nor
    does an award up to so much of the pay.
    """

    name: str
    bonus: int
    comparison: str
    appointment_up_to: int | None
    appointment_over: str
    award_up_to: int | None
    source: str

    @property
    def substantive_only(self) -> bool:
        """Whether an interim's pay does not count as that of the last holder."""
        return self.appointment_over == SUBSTANTIVE


def senior_pay_policy(name: str, on: date | None = None) -> SeniorPayPolicy:
    """A policy of senior pay on a date; without a date, the newest that the library holds.

    Its threshold of pay is the approval rule of the same name.
    """
    rows = look_up("policies/*/senior_pay*", "policy", name, "policy of senior pay")
    row = newest(rows, on, f"policy of senior pay {name}", rows[0].file)[0]
    values = row.values
    bonus = int(Decimal(values["bonus"]) * 100)
    up_to, award = (int(values[key]) if values[key] else None for key in ("appointment_up_to", "award_up_to"))
    said = [f"bonus {values['comparison']} {pounds_text(bonus, pence_shown=False)}"]
    if up_to is not None:
        said.append(f"appointments up to {percent_text(up_to)} above {values['appointment_over']}")
    if award is not None:
        said.append(f"awards up to {percent_text(award)}")
    note_used(row, f"policy of senior pay {values['policy']}", ", ".join(said))
    return SeniorPayPolicy(
        values["policy"], bonus, values["comparison"], up_to, values["appointment_over"], award, row.source
    )
