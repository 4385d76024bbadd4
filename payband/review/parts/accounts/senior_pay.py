"""Senior pay control of central government: whose package or bonus HM Treasury approves, and why not others'.

The package is the new salary with the pay elements that count towards approval, for the time worked; thresholds are
pro rata to that. Beside the cases that are given, everybody is looked at whose package or bonus is over a threshold on
the implementation date: nobody is left out because no row names them.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from payband.calendar import date_text
from payband.errors import PaybandError, Problem
from payband.review.answers import AnswerRows
from payband.review.check import Check, passed
from payband.review.inputs.inputs import Inputs
from payband.review.parts.answering import Calculated, PartAnswer
from payband.review.parts.tables.senior_pay import CASES_OF_PAY, CONTROL, SeniorPayCaseRow
from payband.review.slotting_list import DISPLACED, LEAVES, Placement, full_time_share
from payband.rules.senior_pay import CHANGE, Before, Decided, decide_senior_pay
from payband.units import counted

__all__ = ["PROBLEMS", "answer"]


def _days(inputs: Inputs) -> Iterator[Problem]:
    """The policy is known on each day, and what is before an exception is not below nothing."""
    for row in inputs.readable_rows(CASES_OF_PAY.name):
        try:
            decide_senior_pay(0, 0, row.on)
        except PaybandError as error:
            yield _problem(row, "takes effect", str(error))
        if row.package_before == 0:
            yield _problem(row, "package before", "is £0: empty it where there is none")


def _problem(row: SeniorPayCaseRow, column: str, message: str) -> Problem:
    return Problem(message, sheet=CASES_OF_PAY.sheet, table=CASES_OF_PAY.name, row=row.row, column=column)


PROBLEMS = (_days,)


class _Tested(NamedTuple):
    """A person with what is tested, and what is decided; None where the new salary is not known."""

    placed: Placement
    row: SeniorPayCaseRow | None
    on: date
    package: int | None
    bonus: int
    decided: Decided | None
    why: str = ""

    @property
    def needed(self) -> bool | None:
        """Whether approval is needed; None where that is not known."""
        return None if self.decided is None else self.decided.needed


def answer(calculated: Calculated) -> PartAnswer:
    """Everybody of the cases, and everybody else over a threshold."""
    found = list(_tested(calculated))
    return PartAnswer(
        (AnswerRows(CONTROL, [_row(each) for each in found]),),
        checks=list(_checks(found)),
        warnings=list(_warnings(found)),
        summary=_summary(found),
    )


def _tested(calculated: Calculated) -> Iterator[_Tested]:
    inputs = calculated.inputs
    rows = {row.person.casefold(): row for row in inputs.rows_of(CASES_OF_PAY.name)}
    for placed in calculated.placed:
        row = rows.get(placed.person.person.casefold())
        on = inputs.settings.implementation_date if row is None else row.on
        if placed.outcome in (DISPLACED, LEAVES):
            if row is not None:
                yield _Tested(placed, row, on, None, 0, None, f"{placed.outcome.value}: {placed.why}")
            continue
        others, bonus = _elements(inputs, placed)
        if placed.slot is None or placed.slot.salary is None:
            yield _Tested(placed, row, on, None, bonus, None, f"the new salary is not known: {placed.why}")
            continue
        package = full_time_share(placed.slot.salary, placed.person) + others + bonus
        try:
            decided = _decide(placed, row, on, package, bonus)
        except PaybandError as error:  # a day of the review that the policy does not cover
            yield _Tested(placed, row, on, package, bonus, None, str(error))
            continue
        if row is not None or decided.needed is not False:
            yield _Tested(placed, row, on, package, bonus, decided)


def _elements(inputs: Inputs, placed: Placement) -> tuple[int, int]:
    """What the pay elements of somebody come to that count towards approval: those without, and those of bonuses."""
    names = {placed.person.person.casefold(), "" if placed.line is None else placed.line.line.casefold()} - {""}
    counted_ = [each for each in inputs.package if each.counts and not each.is_severance and each.state != "now"
                and each.line_or_person.casefold() in names]  # fmt: skip
    bonus = sum(each.amount for each in counted_ if "bonus" in each.element.casefold())
    return sum(each.amount for each in counted_) - bonus, bonus


def _decide(placed: Placement, row: SeniorPayCaseRow | None, on: date, package: int, bonus: int) -> Decided:
    time = placed.person.fte
    if row is None:
        return decide_senior_pay(package, bonus, on, CHANGE, None, time)
    before = Before(row.package_before, row.approved_before, row.substantive)
    return decide_senior_pay(package, bonus, on, row.case, before, time)


def _row(each: _Tested) -> tuple[Any, ...]:
    line, row = each.placed.line, each.row
    said = [each.why if each.decided is None else each.decided.reason]
    if row is None:
        said.append(f"table {CASES_OF_PAY.name} gives no case")
    elif row.note:
        said.append(row.note)
    return (
        each.placed.person.person, line.line if line is not None else each.placed.person.post_now or None, each.on,
        each.package, each.bonus, each.needed, each.decided.approver if each.needed and each.decided else None,
        None if row is None else row.approved_on, "; ".join(said),
    )  # fmt: skip


def _checks(found: Sequence[_Tested]) -> Iterator[Check]:
    """What needs approval has it before it takes effect."""
    needing = [each for each in found if each.needed]
    late = [
        each for each in needing if each.row is None or each.row.approved_on is None or each.row.approved_on > each.on
    ]
    unsure = [each for each in found if each.needed is None]
    names = [_name(each) for each in late]
    detail = "; ".join([*names, *(f"not known: {_name(each)}" for each in unsure)])
    yield Check(
        "HM Treasury approved senior pay before it takes effect",
        f"{len(needing)} approved",
        f"{len(needing) - len(late)} approved" + (f", {len(unsure)} not known" if unsure else ""),
        passed(late, unsure),
        detail,
    )


def _name(each: _Tested) -> str:
    return f"{each.placed.person.person} on {date_text(each.on)}"


def _warnings(found: Sequence[_Tested]) -> Iterator[str]:
    without = [each.placed.person.person for each in found if each.row is None]
    if without:
        yield (
            f"Senior pay control: {counted(len(without), 'person', 'people')} over a threshold or not known, without "
            f"a row in table {CASES_OF_PAY.name}; no exception is tested for them"
        )


def _summary(found: Sequence[_Tested]) -> list[tuple[str, str, Any, str]]:
    needed = sum(1 for each in found if each.needed)
    text = f"{counted(needed, 'approval')} needed; the sheet {CONTROL.sheet} has them"
    return [("Senior pay control", "HM Treasury", text, "text")]
