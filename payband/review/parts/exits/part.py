"""Exits: what each costs with pension strain, two tests of who approves it, and collective consultation.

**Redundancy pay** is the statutory one at the limit of a week's pay on the day of leaving; above it a scheme of the
body's own pays the same weeks at the actual week's pay times its multiplier.

**Strain** is the fund's own factor, from the table that the body pastes in, times what the factor is of; or the sum
that the fund states. No factor is known here, and none is guessed between two ages.

**Two tests** stay apart. The special part (what is paid above entitlement) is compared with the tiers of the guidance
of May 2022. The whole package, strain included, is compared with the body's own policy. Strain, and what a scheme pays
above the statutory, are special only where the row says that the authority chose it.

These costs are not in the savings or in the money over years: name them in table OneOffCosts for that.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from payband import library
from payband.calendar import date_text
from payband.errors import PaybandError, Problem, WrongInput
from payband.review.answers import AnswerRows
from payband.review.check import Check
from payband.review.inputs.inputs import Inputs
from payband.review.parts.answering import Calculated, PartAnswer, Problems
from payband.review.parts.exits.consulting import Consultation, begins_on, consultations
from payband.review.parts.exits.costs import Exit, exit_of, has_strain, strain_of
from payband.review.parts.tables.exit_costs import (
    CONSULTATION,
    COSTS,
    EXITS,
    FACTORS,
    OF_PENSION,
    POLICIES,
    REDUNDANCY,
    ExitPolicyRow,
    ExitRow,
)
from payband.rules.leaving.redundancy import check_service, week_limit
from payband.rules.thresholds import decide_tiers, reaches
from payband.units import counted, pounds_text

__all__ = ["PROBLEMS", "answer"]

GUIDANCE = "Severance 2022"


# --- what must hold ------------------------------------------------------------------------------------------------


def _problem(row: ExitRow, column: str, message: str) -> Problem:
    return Problem(message, sheet=EXITS.sheet, table=EXITS.name, row=row.row, column=column)


def _redundancies(inputs: Inputs) -> Iterator[Problem]:
    """Redundancy pay can be worked out for the age and service, at a limit that is known on the day."""
    for row in inputs.readable_rows(EXITS.name):
        if row.reason != REDUNDANCY:
            if row.multiplier is not None:
                message = "is given, and nobody is redundant: empty it, or give the reason 'redundancy'"
                yield _problem(row, "multiplier", message)
            continue
        try:
            check_service(row.age, row.full_years)
        except WrongInput as error:
            yield _problem(row, "age", str(error))
        if not row.week_pay:
            yield _problem(row, "week's pay", "is £0, and so is the redundancy: give what a week is paid")
        try:
            week_limit(row.leaves_on)
        except PaybandError as error:
            yield _problem(row, "leaves on", str(error))


def _strains(inputs: Inputs) -> Iterator[Problem]:
    """Strain is stated or worked out, by a factor that is there, from what the factor is of."""
    factors = inputs.rows_of(FACTORS.name)
    of_pension = any(each.of == OF_PENSION for each in factors)
    for row in inputs.readable_rows(EXITS.name):
        given = [each for each in (row.pension, row.pay, row.membership) if each is not None]
        if row.strain_stated is not None and given:
            yield _problem(row, "strain stated", "is given, and so is what it would be worked out from: empty one")
            continue
        if row.strain_discretionary and not has_strain(row):
            yield _problem(row, "strain discretionary", "is yes, and no strain is given: give it, or write no")
            continue
        try:
            strain_of(inputs, row)
        except WrongInput as error:
            of_salary = "pensionable pay" if row.pay is None else "years of membership"
            yield _problem(row, "pension a year" if of_pension else of_salary, str(error))
        except PaybandError as error:
            yield _problem(row, "sex" if "go by sex" in str(error) else "age", str(error))


def _nobody(inputs: Inputs) -> Iterator[Problem]:
    """Somebody leaves."""
    if not inputs.rows_of(EXITS.name):
        yield Problem("has no rows: give each person who leaves", sheet=EXITS.sheet, table=EXITS.name)


PROBLEMS: Problems = (_nobody, _redundancies, _strains)


# --- the two tests -------------------------------------------------------------------------------------------------


def _by_guidance(each: Exit) -> tuple[str | None, str]:
    """Who approves the special part by the guidance of May 2022, and why; None where nothing is special."""
    if not each.special:
        return None, "nothing is special"
    try:
        tiers = library.approval_tiers(GUIDANCE, each.row.leaves_on)
    except PaybandError as error:
        return None, f"special part: {error}"
    decided, tier = decide_tiers(each.special, None, tiers)
    return tier.approving_body, f"special part: {decided.reason}"


def _by_policy(each: Exit, policies: Sequence[ExitPolicyRow]) -> tuple[str | None, str]:
    """Who approves the whole package by the body's own policy: of the thresholds that it reaches the highest."""
    if not policies:
        return None, f"package: table {POLICIES.name} gives no policy"
    met = [row for row in policies if reaches(each.package, row.threshold, row.comparison)]
    if not met:
        return None, f"package: {pounds_text(each.package)} reaches no threshold of the policy"
    highest = max(met, key=lambda row: row.threshold)
    said = f"package: {pounds_text(each.package)} is {highest.comparison} {pounds_text(highest.threshold)}"
    return highest.approving_body, f"{said}, {highest.policy}"


# --- the answers ---------------------------------------------------------------------------------------------------


def answer(calculated: Calculated) -> PartAnswer:
    """Each exit with both tests, and what the redundancies of each establishment ask for."""
    inputs = calculated.inputs
    exits = [exit_of(inputs, row) for row in inputs.rows_of(EXITS.name)]
    policies: Sequence[ExitPolicyRow] = inputs.rows_of(POLICIES.name)
    needed, begins = list(consultations(inputs)), begins_on(inputs)
    rows = [_cost(each, policies) for each in exits]
    total = ("Total", None, *(sum(row[place] for row in rows) for place in range(2, 8)), None, None, None, None)
    tables = (
        AnswerRows(COSTS, rows),
        AnswerRows(CONSULTATION, [_consultation(each, begins) for each in needed]),
    )
    checks = [check for each in needed for check in _begins(each, begins)]
    warnings = list(_warnings(exits, needed, begins))
    return PartAnswer(tables, (AnswerRows(COSTS, [total]),), checks, warnings, _summary(exits))


def _cost(each: Exit, policies: Sequence[ExitPolicyRow]) -> tuple[Any, ...]:
    row = each.row
    guidance, of_special = _by_guidance(each)
    policy, of_package = _by_policy(each, policies)
    why = "; ".join(filter(None, (each.strain_why, of_package, of_special)))
    return (
        row.person, row.leaves_on, each.statutory, each.scheme_above, row.notice_pay, row.special_payment, each.strain,
        each.package, policy, each.special, guidance, why,
    )  # fmt: skip


def _consultation(each: Consultation, begins: Any) -> tuple[Any, ...]:
    if each.days_before is None:
        why = each.why
    elif not each.days_before:
        why = "fewer than the law asks for within 90 days: no collective duty"
    else:
        why = f"{each.days_before} days before {date_text(each.first)}, and in good time"
    by = each.begins_by
    return (
        each.establishment or None, each.first, each.dismissals, each.days_before, by, by,
        begins if each.days_before else None, why,
    )  # fmt: skip


def _begins(each: Consultation, begins: Any) -> Iterator[Check]:
    """Collective consultation begins in time, where the timetable has it."""
    by = each.begins_by
    if by is None or begins is None:
        return
    at = f" at {each.establishment}" if each.establishment else ""
    name = f"Collective consultation{at} on dismissals from {date_text(each.first)} begins in time"
    late = begins > by
    detail = f"it would begin {counted((begins - by).days, 'day')} too late" if late else ""
    yield Check(name, f"by {date_text(by)}", date_text(begins), not late, detail)


def _warnings(exits: Sequence[Exit], needed: Sequence[Consultation], begins: Any) -> Iterator[str]:
    for each in needed:
        if each.days_before is None:
            yield f"Whether collective consultation is due is not known: {each.why}"
        elif each.days_before and begins is None:
            yield (
                f"{counted(each.dismissals, 'redundancy', 'redundancies')} within 90 days from {date_text(each.first)} "
                f"ask for collective consultation from {date_text(each.begins_by or each.first)} at the latest: give "
                "the stage in table Stages"
            )
    if any(each.strain_why and each.row.strain_stated is None for each in exits):
        yield "Pension strain by the fund's factors is an estimate: the fund states the sum that it will ask for"
    yield "Exit costs are not in the savings or in the money over years: name them in table OneOffCosts for that"


def _summary(exits: Sequence[Exit]) -> list[tuple[str, str, Any, str]]:
    text = f"{counted(len(exits), 'person', 'people')}; the sheet {COSTS.sheet} has their packages"  # a sum could tell
    return [("Exits", "People who leave", text, "text")]
