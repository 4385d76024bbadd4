"""What the regressions of an equal pay audit say of each group, in figures and in words."""

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

from payband.review.parts.equal_pay.regression import (
    LEAST_OF_GROUP,
    NEED_STATISTICS,
    Fit,
    Model,
    NoFigure,
    fit,
    has_statistics,
    models,
)
from payband.review.parts.equal_pay.workers import BASIC, TOTAL, Worker
from payband.units import counted, percent_text

__all__ = ["Findings", "findings"]

_MILLION = 1_000_000


class Findings(NamedTuple):
    """The rows of the regression and of its terms."""

    regressions: list[tuple[Any, ...]]
    terms: list[tuple[Any, ...]]


def findings(characteristic: str, people: Sequence[Worker], groups: Sequence[str], base: str, least: int) -> Findings:
    """Each model of basic pay, and of total pay where there are pay elements, for every group but the base."""
    others = [group for group in groups if group != base]
    kinds = [BASIC, *([TOTAL] if any(each.elements for each in people) else [])]
    found = Findings([], [])
    if not has_statistics():
        for group in others:
            found.regressions.append(_no_figure(characteristic, BASIC, "group alone", group, base, NEED_STATISTICS))
        return found
    enough = [group for group in groups if sum(each.group == group for each in people) >= max(LEAST_OF_GROUP, least)]
    for group in others:
        if group not in enough or base not in enough:
            small = group if group not in enough else base
            why = (
                f"{small} has fewer than {max(LEAST_OF_GROUP, least)} people, too few for a regression: no figure is "
                "given"
            )
            found.regressions.append(_no_figure(characteristic, BASIC, "group alone", group, base, why))
    compared = [group for group in others if group in enough] if base in enough else []
    among = [each for each in people if each.group in (base, *compared)]
    for kind in kinds if compared else ():
        for model in models(among):
            _add(found, characteristic, kind, model, compared, base)
    return found


def _add(found: Findings, characteristic: str, kind: str, model: Model, groups: Sequence[str], base: str) -> None:
    """The rows of one model."""
    try:
        if not model.people:
            raise NoFigure("; ".join(model.said))
        made = _fit(model, kind, groups)
    except NoFigure as error:
        for group in groups:
            found.regressions.append(_no_figure(characteristic, kind, model.name, group, base, str(error)))
        return
    for group in groups:
        found.regressions.append(_row(characteristic, kind, model, made, group, base))
    for name, each in made.terms.items():
        millionths = [round(value * _MILLION) for value in each]
        found.terms.append((characteristic, kind, model.name, name, *millionths))


def _fit(model: Model, kind: str, groups: Sequence[str]) -> Fit:
    of_group = {_term(group): [1.0 if each.group == group else 0.0 for each in model.people] for group in groups}
    for group in groups:
        if sum(of_group[_term(group)]) < LEAST_OF_GROUP:
            raise NoFigure(f"fewer than {LEAST_OF_GROUP} people of {group} have all terms of it: no figure is given")
    return fit(_logarithms(model.people, kind), {**of_group, **model.terms})


def _logarithms(people: Sequence[Worker], kind: str) -> list[float]:
    """The logarithm of full-time pay, or of pay an hour where everybody's full-time hours are given."""
    if any(each.full_time_hours is None for each in people):
        return [math.log(each.pay(kind)) for each in people]
    return [math.log(each.pay(kind) / each.full_time_hours) for each in people if each.full_time_hours is not None]


def _term(group: str) -> str:
    """What the term of a group is called, so that no group is taken for points, service or hours."""
    return f"group {group}"


def _row(characteristic: str, kind: str, model: Model, made: Fit, group: str, base: str) -> tuple[Any, ...]:
    each = made.terms[_term(group)]
    difference, lower, upper = (_percent(value) for value in (each.value, each.lower, each.upper))
    why = list(model.said)
    if model.left_out:
        why.append(f"left out: {counted(model.left_out, 'person', 'people')} without one of its terms")
    members = sum(person.group == group for person in model.people)
    return (
        characteristic, kind, model.name, group, base, made.people, members, difference, lower, upper,
        round(made.r_squared * 10_000), _words(model, group, base, difference, lower, upper), "; ".join(why),
    )  # fmt: skip


def _percent(coefficient: float) -> int:
    """Basis points by which pay differs for a coefficient of its logarithm."""
    return round(math.expm1(coefficient) * 10_000)


def _words(model: Model, group: str, base: str, difference: int, lower: int, upper: int) -> str:
    first, _, last = model.name.rpartition(", ")
    like = f" with the same {f'{first} and {last}' if first else last}" if model.terms else ""
    side = "less" if difference < 0 else "more"
    shown = f"{group} are paid {percent_text(abs(difference))} {side} than {base}{like}"
    interval = f"95% interval {percent_text(lower)} to {percent_text(upper)}"
    if lower <= 0 <= upper:
        return f"{shown}, which chance alone may explain ({interval})"
    return f"{shown}, more than chance explains ({interval})"


def _no_figure(characteristic: str, kind: str, model: str, group: str, base: str, why: str) -> tuple[Any, ...]:
    return (characteristic, kind, model, group, base, *([None] * 6), "no figure", why)
