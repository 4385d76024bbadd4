"""Explains any figure of a sheet from what it was made of, where no chain leads to it yet."""

from collections.abc import Collection, Iterator, Sequence

from payband.review.answers import MONEY, PERCENT, WHOLE
from payband.review.explanation.chains import Answer, Chain, Step
from payband.sheets.figures import Figures
from payband.sheets.sheet import Given, Sheet, Unit
from payband.sheets.trace import made_of
from payband.sheets.unknown import Unknown

__all__ = ["further_chains"]

_FORMS = {Unit.PENCE: MONEY, Unit.BASIS_POINTS: PERCENT}
_NO_AMOUNTS = (Unit.YES_NO, Unit.WORDS)


def further_chains(
    figures: Figures,
    sheet: type[Sheet],
    row: int,
    chains: Sequence[Chain],
    table: str,
    key: tuple[tuple[str, str], ...],
    *,
    of: str = "",
    but: Collection[str] = (),
) -> Iterator[Chain]:
    """A chain for each figure of a row of an answer table that none of some chains shows; `but` are shown in a rule.

    `of` ends the title of each, where a heading alone would not say of what.
    A figure that only repeats another has none, as it is shown where that is; nor has one that is nothing or not known.
    """
    led_to = {chain.answer.key for chain in chains if chain.answer is not None}
    shown = {step.name for chain in chains for step in chain.steps}
    values = figures.row(sheet, row)
    for name, answer, _ in sheet.answers():
        declared = sheet.columns.get(name)
        if declared is None or name in but or answer.key in led_to or declared.heading in shown:
            continue
        if declared.unit in _NO_AMOUNTS:
            continue
        if declared.shown is not None and (isinstance(seen := declared.shown(values), Unknown) or seen <= 0):
            continue
        read = made_of(figures, sheet, name, row)
        value = getattr(values, name)
        if isinstance(value, Unknown) or not value:
            continue
        if len(read) < 2 and all(each.value == value for each in read):
            continue
        # What is unknown and given is what would be answered instead: the figure that is known took another branch.
        steps = [
            _step(each.declared.heading, each.declared.unit, each.value, each.says)
            for each in read
            if not (isinstance(each.declared, Given) and isinstance(each.value, Unknown))
        ]
        last = _step(declared.heading, declared.unit, value, declared.says)
        yield Chain(f"{declared.heading.capitalize()}{of}", (*steps, last), Answer(table, key, answer.key))


def _step(heading: str, unit: Unit, value: object, says: str) -> Step:
    if isinstance(value, Unknown):
        return Step(heading, None, _FORMS.get(unit, WHOLE), value.why)
    return Step(heading, value, _FORMS.get(unit, WHOLE), says)
