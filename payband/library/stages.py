"""Stages of a review as a body's policy has them: what each must follow, and the least time it takes."""

from datetime import date
from typing import NamedTuple

from payband.library.names import look_up, newest
from payband.library.used import note_used

__all__ = ["StageRule", "stage_rules"]


class StageRule(NamedTuple):
    """What a policy says of a stage: the stages it may not begin before the end of, and its least working days."""

    stage: str
    follows: tuple[str, ...]
    least_working_days: int | None
    source: str


def stage_rules(policy: str, on: date | None = None) -> list[StageRule]:
    """The rules of a policy of stages on a date; without a date, the newest that the library holds."""
    rows = look_up("policies/*/stages*", "policy", policy, "policy of stages")
    found = []
    for row in newest(rows, on, f"policy of stages {policy}", rows[0].file):
        values = row.values
        follows = tuple(part.strip() for part in values["follows"].split(";") if part.strip())
        least = int(values["least_working_days"]) if values["least_working_days"] else None
        found.append(StageRule(values["stage"], follows, least, values["source"]))
        words = [f"follows {', '.join(follows)}"] if follows else []
        words += [f"{least} working days or more"] if least is not None else []
        note_used(row, f"stages of {values['policy']}: {values['stage']}", "; ".join(words))
    return found
