"""The answers of figure checks: the arithmetic of each check in words, and whether the stated figure agrees."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from payband.errors import Problem, nearest_name
from payband.review.answers import AnswerRows
from payband.review.check import Check, passed
from payband.review.inputs.input_table import InputTable
from payband.review.inputs.inputs import Inputs
from payband.review.parts.answering import Calculated, PartAnswer
from payband.review.parts.paper.own_figures import AMOUNT, COUNT, OwnFigure, own_figures, own_kind, own_names
from payband.review.parts.tables.figure_checks import (
    AMOUNTS,
    AT_MOST,
    COUNTS,
    FIGURES,
    IS,
    LESS,
    STATED,
    TERMS,
    FigureTermRow,
    PaperFigureRow,
)
from payband.rules.measures.printed_rounding import printed_step
from payband.units import counted, half_up, pounds_text, to_multiple

__all__ = ["AGREES", "DIFFERS", "NOT_CHECKABLE", "PROBLEMS", "ROUNDED", "answer"]

AGREES, ROUNDED = "agrees", "agrees to the rounding stated"
DIFFERS, NOT_CHECKABLE = "does not agree", "not checkable"
_OUTCOMES = {AGREES: "agree", ROUNDED: ROUNDED.replace("agrees", "agree"), DIFFERS: "do not agree"}


class _Figure(NamedTuple):
    """A figure by its name: an amount in pence or a count, None where it is not printed or not known."""

    name: str
    kind: str
    value: int | None
    source: str
    typed: str = ""
    of_paper: bool = False

    @property
    def text(self) -> str:
        """Its value as a person reads it."""
        return f"({self.name}: not printed)" if self.value is None else _text(self.value, self.kind)


def _text(value: int | Fraction, kind: str) -> str:
    if kind == COUNT:
        return f"{float(value):,.10g}"
    pence = half_up(value.numerator, value.denominator)
    return pounds_text(pence, pence_shown=pence % 100 != 0)


def _paper_kind(row: PaperFigureRow) -> str:
    """An amount, a count, or nothing known of a figure that is not printed."""
    return AMOUNT if row.amount is not None else COUNT if row.count is not None else ""


def _checks_of(inputs: Inputs) -> dict[str, list[FigureTermRow]]:
    """The rows of each check, in the order in which the checks begin."""
    found: dict[str, list[FigureTermRow]] = {}
    for row in inputs.rows_of(TERMS.name):
        found.setdefault(row.check.casefold(), []).append(row)
    return found


# --- what must hold ------------------------------------------------------------------------------------------------


def _amounts_and_counts(inputs: Inputs) -> Iterator[Problem]:
    """A figure is an amount or a count."""
    for row in inputs.readable_rows(FIGURES.name):
        if row.amount is not None and row.count is not None:
            yield _at(
                FIGURES, row, "count", "is given as well as an amount: a figure is one of the two, so empty the other"
            )


def _terms(inputs: Inputs) -> Iterator[Problem]:
    """What a figure is multiplied and divided by is above 0, and a rounding is that of a stated figure."""
    for row in inputs.readable_rows(TERMS.name):
        if not row.times or not row.divided_by:
            yield _at(TERMS, row, "divided by" if row.times else "times", "is 0: give 1 or more, or leave it empty")
        if row.nearest is not None and (row.role != IS or not row.nearest):
            message = "belongs to a row with 'is', and is above £0: it says how the stated amount is rounded"
            yield _at(TERMS, row, "to the nearest", message)


def _sides(inputs: Inputs) -> Iterator[Problem]:
    """Every check has one stated figure and something to compare it with."""
    for rows in _checks_of(inputs).values():
        yield from _sides_of(rows)


def _names(inputs: Inputs) -> Iterator[Problem]:
    """Figures that nobody knows or that have the name of an answer, and checks of amounts with counts."""
    own = {name.casefold(): name for name in own_names(inputs)}
    kinds = {name: own_kind(name) for name in own}
    for row in inputs.rows_of(FIGURES.name):
        if row.figure.casefold() in own:
            message = (
                f"'{own[row.figure.casefold()]}' is an answer of this review: give the paper's figure another name"
            )
            yield _at(FIGURES, row, "figure", message)
    kinds |= {row.figure.casefold(): _paper_kind(row) for row in inputs.rows_of(FIGURES.name)}
    known = [*(row.figure for row in inputs.rows_of(FIGURES.name)), *own.values()]
    for rows in _checks_of(inputs).values():
        yield from _names_of(rows, kinds, known)


PROBLEMS = (_amounts_and_counts, _terms, _sides, _names)


def _sides_of(rows: Sequence[FigureTermRow]) -> Iterator[Problem]:
    stated = [row for row in rows if row.role in STATED]
    for row in stated[1:]:
        yield _at(
            TERMS,
            row,
            "role",
            f"the check '{row.check}' already has a stated figure in row {stated[0].row}: delete one of them",
        )
    if not stated:
        yield _at(TERMS, rows[0], "role", f"the check '{rows[0].check}' has no stated figure: give it a row with 'is'")
    for row in rows:
        if stated and row.role not in STATED and row.figure.casefold() == stated[0].figure.casefold():
            message = f"the check '{row.check}' holds '{row.figure}' against itself: name what it is compared with"
            yield _at(TERMS, row, "figure", message)
    if len(stated) == len(rows) == 1:
        message = f"the check '{rows[0].check}' has nothing to compare the figure with: add a row with 'plus'"
        yield _at(TERMS, rows[0], "role", message)


def _names_of(rows: Sequence[FigureTermRow], kinds: Mapping[str, str], known: Sequence[str]) -> Iterator[Problem]:
    for row in rows:
        if row.figure.casefold() not in kinds:
            message = (
                f"'{row.figure}' is neither in table {FIGURES.name} nor an answer; {nearest_name(row.figure, known)}"
            )
            yield _at(TERMS, row, "figure", message)
    found = {kinds.get(row.figure.casefold(), "") for row in rows} - {""}
    if len(found) > 1:
        message = f"the check '{rows[0].check}' compares amounts with counts: all its figures must be of one kind"
        yield _at(TERMS, rows[0], "figure", message)


def _at(table: InputTable, row: Any, column: str, message: str) -> Problem:
    return Problem(message, sheet=table.sheet, table=table.name, row=row.row, column=column)


# --- a check -------------------------------------------------------------------------------------------------------


class _Checked:
    """One check: the stated figure, the terms it is held against, and what came of it."""

    def __init__(self, rows: Sequence[FigureTermRow], figures: Mapping[str, _Figure]) -> None:
        self._rows = rows
        self._stated_row = next(row for row in rows if row.role in STATED)
        found = [(row, figures[row.figure.casefold()]) for row in rows]
        self._terms = sorted(
            (each for each in found if each[0].role not in STATED), key=lambda each: each[0].role == LESS
        )
        self.name = rows[0].check
        self.figure = figures[self._stated_row.figure.casefold()]
        self.stated = self.figure.value
        self.kind = next((figure.kind for _, figure in found if figure.kind), AMOUNT)
        self.exact = self._sum()
        self.nearest = self._step()

    def _step(self) -> int | None:
        """The rounding that the stated amount shows by its own digits, or a finer one that its row gives."""
        if self.kind != AMOUNT or self._stated_row.role != IS or not self.stated:
            return None
        printed = printed_step(self.stated)
        return printed if self._stated_row.nearest is None else min(printed, self._stated_row.nearest)

    @property
    def typed(self) -> str:
        """Why the two sides were not arrived at apart; nothing where they were."""
        if self._stated_row.role != IS or len(self._terms) != 1:
            return ""
        row, figure = self._terms[0]
        sides = (figure, self.figure)
        typed = next((each for each in sides if each.typed), None)
        if typed is None or _factor(row) != 1 or not all(each.typed or each.of_paper for each in sides):
            return ""
        return f"{typed.name}: {typed.typed}"

    def _sum(self) -> Fraction | None:
        """What the terms come to; None where one of them is not known."""
        total = Fraction(0)
        for row, figure in self._terms:
            if figure.value is None:
                return None
            total += figure.value * _factor(row)
        return total

    @property
    def found(self) -> int | None:
        """What the terms come to, to the penny, or to a whole post."""
        return None if self.exact is None else half_up(self.exact.numerator, self.exact.denominator)

    @property
    def difference(self) -> int | None:
        """The stated figure less what the terms come to."""
        return None if self.stated is None or self.found is None else self.stated - self.found

    @property
    def outcome(self) -> str:
        """Whether the stated figure agrees."""
        if self.stated is None or self.found is None or self.exact is None or self.typed:
            return NOT_CHECKABLE
        if self._stated_row.role != IS:
            holds = self.stated <= self.found if self._stated_row.role == AT_MOST else self.stated >= self.found
            return AGREES if holds else DIFFERS
        if self.stated == (self.exact if self.kind == COUNT else self.found):
            return AGREES
        if self.nearest and to_multiple(self.found, self.nearest) == self.stated:
            return ROUNDED
        return DIFFERS

    @property
    def arithmetic(self) -> str:
        """The sum as a person writes it down."""
        text = ""
        for row, figure in self._terms:
            sign = ("-" if text else "0 -") if row.role == LESS else "+" if text else ""
            times = f"{row.times} × " if row.times != 1 else ""
            parts = f" ÷ {row.divided_by}" if row.divided_by != 1 else ""
            text += f"{' ' if text else ''}{sign}{' ' if sign else ''}{times}{figure.text}{parts}"
        if text != self._terms[0][1].text:
            text += "" if self.exact is None else f" = {_text(self.exact, self.kind)}"
        elif self._terms[0][1].value is not None:
            text = f"{self._terms[0][1].name}: {text}"
        return text if self._stated_row.role == IS else f"{self.figure.text} {self._stated_row.role} {text}"

    @property
    def notes(self) -> str:
        """What the user wrote beside the check."""
        return "; ".join(dict.fromkeys(row.note for row in self._rows if row.note))

    @property
    def why(self) -> str:
        """Why it cannot be checked or does not agree, and the notes."""
        said = []
        if self.typed and self.stated is not None and self.found is not None:
            said.append(f"the two were not arrived at apart: {self.typed}")
        elif self.outcome == NOT_CHECKABLE:
            open_terms = [(row, figure) for row, figure in self._terms if figure.value is None]
            names = [figure.name for _, figure in open_terms] + ([self.figure.name] if self.stated is None else [])
            said.append(f"{', '.join(names)}: not printed, or not known")
            if self._stated_row.role == IS and len(names) == 1:
                said.append(f"it would have to be {_text(self._implied(open_terms), self.kind)}")
        if self.outcome == ROUNDED and self.nearest:
            said.append(f"to the nearest {_step_text(self.nearest)}")
        if self.outcome == DIFFERS and self.nearest and self.found is not None:
            rounded = to_multiple(self.found, self.nearest)
            if rounded != self.found:
                nearest = f"to the nearest {_step_text(self.nearest)}, as it is printed"
                said.append(f"{nearest}, it is {_text(rounded, self.kind)}")
        return "; ".join(part for part in (*said, self.notes) if part)

    def _implied(self, open_terms: Sequence[tuple[FigureTermRow, _Figure]]) -> Fraction:
        """What the one figure that is not known would have to be for the check to agree."""
        known = sum(
            (figure.value * _factor(row) for row, figure in self._terms if figure.value is not None), Fraction(0)
        )
        if self.stated is None:
            return known
        return (self.stated - known) / _factor(open_terms[0][0])

    def row(self) -> tuple[Any, ...]:
        """It as a row of its answer table."""
        rounding = (self.nearest,) if self.kind == AMOUNT else ()
        amounts = (self.found, self.stated, self.difference, *rounding)
        return (self.name, self.arithmetic, *amounts, self.outcome, self.why or None, self.figure.source or None)


def _step_text(pence: int) -> str:
    return pounds_text(pence, pence_shown=pence % 100 != 0)


def _factor(row: FigureTermRow) -> Fraction:
    return Fraction(-row.times if row.role == LESS else row.times, row.divided_by)


# --- the answers ---------------------------------------------------------------------------------------------------


def answer(calculated: Calculated) -> PartAnswer:
    """Every check with its arithmetic, and a check that what does not agree is explained."""
    inputs = calculated.inputs
    figures = _figures(inputs, own_figures(calculated))
    found = [_Checked(rows, figures) for rows in _checks_of(inputs).values()]
    tables = (
        AnswerRows(AMOUNTS, [each.row() for each in found if each.kind == AMOUNT]),
        AnswerRows(COUNTS, [each.row() for each in found if each.kind == COUNT]),
    )
    if not found:
        return PartAnswer(tables)
    differ = [each for each in found if each.outcome == DIFFERS]
    unexplained = [each.name for each in differ if not each.notes]
    untold = [each.name for each in found if each.outcome == NOT_CHECKABLE and not each.notes and not each.typed]
    said = f"{len(unexplained)} unexplained"
    check = Check(
        "Every figure that does not agree is explained in a note",
        "0 unexplained",
        f"{said}, {len(untold)} {NOT_CHECKABLE}" if untold else said,
        passed(unexplained, untold),
        "; ".join([*unexplained, *(f"{name}: {NOT_CHECKABLE}, and without a note" for name in untold)]),
    )
    names = "; ".join(each.name for each in differ)
    warnings = [
        f"{counted(len(differ), 'figure')} of the paper {'do' if len(differ) > 1 else 'does'} not agree: {names}"
    ]
    outcomes = Counter(each.outcome for each in found)
    words = [f"{outcomes[each]} {said}" for each, said in _OUTCOMES.items() if outcomes[each]]
    words += [f"{outcomes[NOT_CHECKABLE]} {NOT_CHECKABLE}"] if outcomes[NOT_CHECKABLE] else []
    summary = [("Figure checks", f"Of {counted(len(found), 'check')}", ", ".join(words), "text")]
    return PartAnswer(tables, checks=[check], warnings=warnings if differ else (), summary=summary)


def _figures(inputs: Inputs, own: Mapping[str, OwnFigure]) -> dict[str, _Figure]:
    """The figures of the paper and the review's own answers, by their names in small letters."""
    names = {name.casefold(): name for name in own_names(inputs)}
    found = {name: _Figure(names[name], figure.kind, figure.value, "", figure.typed) for name, figure in own.items()}
    for row in inputs.rows_of(FIGURES.name):
        value = row.count if row.amount is None else row.amount
        found[row.figure.casefold()] = _Figure(row.figure, _paper_kind(row), value, row.source, of_paper=True)
    return found
