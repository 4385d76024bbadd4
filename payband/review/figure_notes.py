"""What a reader must know of the figures that a review rests on: estimates, single sources, pay that runs out."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from payband.calendar import date_text
from payband.library import SINGLE_SOURCE, Figure
from payband.units import counted

__all__ = ["figure_notes"]

_SHOWN = 6


def figure_notes(figures: Iterable[Figure], horizon_ends_on: date, *, estimating: bool) -> list[str]:
    """A note on each kind of figure that is less than a confirmed one, and on pay that ends before the horizon.

    `estimating` says whether the review uses what an award makes of points that no document prints.
    """
    used = list(figures)
    notes = [*_estimates(used)] if estimating else []
    single = [each for each in used if each.status == SINGLE_SOURCE]
    if single:
        is_pay = any(each.pay is not None for each in single)
        of_pay = ". Ranges, slotting and totals that use them are no more certain" if is_pay else ""
        names = _some(list(dict.fromkeys(each.name for each in single)))
        notes.append(f"Figures of a single source, which no second one confirms: {names}{of_pay}")
    return [*notes, *_running_out(used, horizon_ends_on)]


def _estimates(figures: Sequence[Figure]) -> Iterator[str]:
    by_reason: dict[str, list[str]] = {}
    for each in figures:
        if each.pay is not None and each.pay.estimate:
            by_reason.setdefault(each.pay.estimate, []).append(each.name)
    for reason, names in by_reason.items():
        yield f"ESTIMATED, {reason}: {_some(list(dict.fromkeys(names)))}"


def _running_out(figures: Sequence[Figure], horizon_ends_on: date) -> Iterator[str]:
    """Of each spine or grade of the library the day to which its pay is published, where the horizon goes on."""
    last: dict[str, date] = {}
    for each in figures:
        if each.pay is not None and each.effective_to is not None:
            last[each.pay.of] = max(each.effective_to, last.get(each.pay.of, each.effective_to))
    by_day: dict[date, list[str]] = {}
    for name, day in last.items():
        if day < horizon_ends_on:
            by_day.setdefault(day, []).append(name)
    for day, names in sorted(by_day.items()):
        yield (
            f"Pay of {_some(names)} is taken from what is published to {date_text(day)}: from "
            f"{date_text(day + timedelta(days=1))} on it is assumed to change by the pay awards of the review alone"
        )


def _some(names: Sequence[str]) -> str:
    more = f" and {counted(len(names) - _SHOWN, 'other')}" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + more
