"""What an explanation is made of, chains of steps and the figures they rest on, and how it reads as text."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from textwrap import wrap
from typing import Any, NamedTuple

from payband.calendar import date_text
from payband.library import Figure
from payband.review.answers import DAY, MONEY, PERCENT, TEXT, WHOLE, Form
from payband.units import percent_text, pounds_text
from payband.worksheet import Step as FunctionStep

__all__ = ["COLUMNS", "Chain", "Explanation", "Step", "day", "from_function", "money", "percent", "said", "whole"]

COLUMNS = ("chain", "step", "value", "rule", "figure", "in force from", "source")
"""What a row of an explanation holds."""

WIDTH = 110  # characters of a line of text
_NAME_WIDTH, _VALUE_WIDTH, _GAP, _INDENT = 34, 16, "  ", "  "


class Step(NamedTuple):
    """One step of a chain: what it is, what it comes to, by which rule, and the figures it rests on."""

    name: str
    value: Any
    form: Form
    rule: str = ""
    figures: tuple[Figure, ...] = ()

    @property
    def given(self) -> Any:
        """The value as a script or a cell takes it: pounds, a share, a date, text; None where it is not known."""
        return None if self.value is None else self.form.give(self.value)

    @property
    def shown(self) -> str:
        """The value as a person reads it."""
        if self.value is None:
            return "not known"
        if self.form is MONEY:
            return pounds_text(self.value)
        if self.form is PERCENT:
            return percent_text(self.value) if self.value >= 0 else f"({percent_text(-self.value)})"
        if self.form is DAY:
            return f"{self.value:%d/%m/%Y}"
        return f"{self.value:,}" if isinstance(self.value, int) else str(self.value)


class Answer(NamedTuple):
    """The cell of an answer table that a chain leads to: the table, what names the row, and the column."""

    table: str
    row: tuple[tuple[str, str], ...]
    key: str


class Chain(NamedTuple):
    """The steps that lead to one figure, last of all that figure itself."""

    title: str
    steps: tuple[Step, ...]
    answer: Answer | None = None


# --- steps of each kind --------------------------------------------------------------------------------------------


def money(name: str, pence: int | None, rule: str = "", figures: Iterable[Figure] = ()) -> Step:
    """A step that comes to an amount in pence."""
    return Step(name, pence, MONEY, rule, tuple(figures))


def whole(name: str, number: int, rule: str = "", figures: Iterable[Figure] = ()) -> Step:
    """A step that comes to a number."""
    return Step(name, number, WHOLE, rule, tuple(figures))


def percent(name: str, basis_points: int | None, rule: str = "", figures: Iterable[Figure] = ()) -> Step:
    """A step that comes to a rate in basis points."""
    return Step(name, basis_points, PERCENT, rule, tuple(figures))


def day(name: str, on: date, rule: str = "", figures: Iterable[Figure] = ()) -> Step:
    """A step that comes to a date."""
    return Step(name, on, DAY, rule, tuple(figures))


def said(name: str, text: str, rule: str = "", figures: Iterable[Figure] = ()) -> Step:
    """A step that comes to words."""
    return Step(name, text, TEXT, rule, tuple(figures))


def from_function(step: FunctionStep, figures: Iterable[Figure] = ()) -> Step:
    """A step as a worksheet function explains it; its amounts are pounds."""
    if isinstance(step.value, Decimal):
        return money(step.name, int(step.value.scaleb(2)), step.rule, figures)
    return said(step.name, str(step.value), step.rule, figures)


# --- the explanation -----------------------------------------------------------------------------------------------


class Explanation:
    """The chains that lead to the figures of a person or of a line."""

    def __init__(self, title: str, about: str, chains: Sequence[Chain]) -> None:
        self.title = title
        self.about = about
        self.chains = tuple(chains)
        self.figures = tuple(
            dict.fromkeys(figure for chain in chains for step in chain.steps for figure in step.figures)
        )
        """The figures in the order in which they are first used: a step names them by their places, from 1 on."""
        self._places = {figure: number for number, figure in enumerate(self.figures, start=1)}

    def references(self, step: Step) -> str:
        """The figures of a step by their places in the list, such as [1] [4-6]."""
        runs: list[list[int]] = []
        for place in sorted({self._places[figure] for figure in step.figures}):
            if runs and place == runs[-1][-1] + 1:
                runs[-1].append(place)
            else:
                runs.append([place])
        return " ".join(f"[{run[0]}]" if len(run) == 1 else f"[{run[0]}-{run[-1]}]" for run in runs)

    def rows(self) -> list[tuple[str, str, Any, str, str, date | None, str]]:
        """A row of `COLUMNS` for each step, in pounds, shares and dates; one more for each further figure of it."""
        found: list[tuple[str, str, Any, str, str, date | None, str]] = []
        for chain in self.chains:
            for step in chain.steps:
                first, *others = step.figures or (None,)
                found.append((chain.title, step.name, step.given, step.rule, *_of_figure(first)))
                found += [(chain.title, "", None, "", *_of_figure(figure)) for figure in others]
        return found

    def text(self) -> str:
        """The explanation for a terminal: a paragraph for each chain, and the list of the figures at the end."""
        lines = [*wrap(self.title, WIDTH), *wrap(self.about, WIDTH)]
        for chain in self.chains:
            lines += ["", *wrap(chain.title, WIDTH)]
            for step in chain.steps:
                lines += self._step_lines(step)
        if self.figures:
            lines += ["", "Figures"]
            for number, figure in enumerate(self.figures, start=1):
                lead = f"{_INDENT}[{number}] ".ljust(len(_INDENT) + len(f"[{len(self.figures)}] "))
                lines += wrap(
                    figure_text(figure), WIDTH, initial_indent=lead, subsequent_indent=" " * len(lead),
                    break_on_hyphens=False,
                )  # fmt: skip
        return "\n".join(line.rstrip() for line in lines)

    def __str__(self) -> str:
        return self.text()

    def _step_lines(self, step: Step) -> Iterator[str]:
        """A step in three columns: its name, its value, and how it came about with the numbers of its figures."""
        names = wrap(step.name, _NAME_WIDTH) or [""]
        shown = step.shown
        if len(shown) < _VALUE_WIDTH or shown.endswith(")"):
            # A bracket closes a negative amount: the digits of the others stand above and below its own.
            values = [(shown if shown.endswith(")") else shown + " ").rjust(_VALUE_WIDTH)]
        else:
            values = wrap(shown, _VALUE_WIDTH)
        room = WIDTH - len(_INDENT) - _NAME_WIDTH - _VALUE_WIDTH - 2 * len(_GAP)
        rules = wrap(" ".join(part for part in (step.rule, self.references(step)) if part), room)
        for number in range(max(len(names), len(values), len(rules))):
            name, value, rule = (part[number] if number < len(part) else "" for part in (names, values, rules))
            yield f"{_INDENT}{name.ljust(_NAME_WIDTH)}{_GAP}{value.ljust(_VALUE_WIDTH)}{_GAP}{rule}"


def figure_text(figure: Figure) -> str:
    """A figure in one sentence: what it is, its value, from when, where it is printed and how sure it is."""
    start = figure.in_force or "no date given"
    if figure.effective_from is not None and figure.effective_to is None:
        start = f"from {date_text(figure.effective_from)}"
    source = figure.source or "no source given"
    return f"{figure.name}: {figure.value}; {start}; {source} ({figure.status}, {figure.file})"


def _of_figure(figure: Figure | None) -> tuple[str, date | None, str]:
    if figure is None:
        return "", None, ""
    return f"{figure.name}: {figure.value}", figure.effective_from, figure.source or f"given, {figure.file}"
