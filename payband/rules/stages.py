"""Stages of a review in order: which must end before another begins."""

from collections.abc import Mapping, Sequence

__all__ = ["STAGES", "all_before"]

STAGES = (
    "issue",
    "consultation",
    "comments",
    "slotting list",
    "appeal window",
    "hearings",
    "committee",
    "executive objection",
    "interviews",
    "launch",
    "other",
)
"""The kinds of stages that a policy may speak of."""


def all_before(stage: str, follows: Mapping[str, Sequence[str]]) -> list[str]:
    """Every stage that a stage must follow, at once or by way of another, the nearest first.

    >>> all_before("launch", {"launch": ["interviews"], "interviews": ["hearings"], "hearings": ["interviews"]})
    ['interviews', 'hearings']
    """
    found: list[str] = []
    waiting = list(follows.get(stage, ()))
    while waiting:
        each = waiting.pop(0)
        if each != stage and each not in found:
            found.append(each)
            waiting += follows.get(each, ())
    return found
