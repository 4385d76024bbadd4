"""From the inputs of a review to all its answers."""

from datetime import datetime

from payband import __version__
from payband.library import Figure, figures_used, fingerprint
from payband.library.packs import pack_in_use
from payband.review.answers import PAY_RANGES, RUN_LOG, SLOTTING_LIST, AnswerRows
from payband.review.approvals import Approvals
from payband.review.checks import check_rows, checks
from payband.review.core.ranges import Range
from payband.review.core.rows.approval_rows import ApprovalRows
from payband.review.core.rows.range_rows import RangeRows
from payband.review.core.rows.structure_rows import StructureRows, figures_of
from payband.review.core.slotting import Slotted
from payband.review.cost_holds import elements_left_out, turnover_taken_off
from payband.review.cycles import without_looking_for_cycles
from payband.review.displaced import notes_on_displaced
from payband.review.figure_notes import figure_notes
from payband.review.inputs.cross_checks.oddities import oddities
from payband.review.inputs.inputs import Inputs
from payband.review.inputs.pay_awards import horizon_years
from payband.review.inputs.several_posts import notes_on_several_posts
from payband.review.parts.answering import Calculated, answer_last_parts, answer_parts
from payband.review.parts.duties.duties_apart import apart_checks
from payband.review.protection_cost import protection_cost
from payband.review.ranges import Ranges
from payband.review.results import Results
from payband.review.slotting_list import Placement, placements
from payband.review.structure_cost import structure_cost
from payband.review.years.savings import yearly_savings
from payband.sheets.answers import answer_columns
from payband.units import counted

__all__ = ["calculate"]


def _grade_names(inputs: Inputs) -> list[str]:
    names = {row.grade.casefold(): row.grade for row in inputs.grades}
    for line in inputs.structure:
        if line.grade:
            names.setdefault(line.grade.casefold(), line.grade)
    return list(names.values())


def _range_rows(inputs: Inputs, ranges: Ranges) -> AnswerRows:
    """Every grade of the workbook, and those of the library that its lines name, lowest first."""
    names = sorted(_grade_names(inputs), key=lambda name: ranges.of(name).order)
    return AnswerRows.of_columns(PAY_RANGES, answer_columns(RangeRows(ranges, names).figures(), Range))


def _warnings(inputs: Inputs, ranges: Ranges, placed: list[Placement]) -> list[str]:
    warnings = [*inputs.notes]
    illustrative = sum(each.person.illustrative for each in placed)
    if illustrative:
        warnings.append(
            f"{illustrative} of {len(placed)} people are illustrative: no document prints their salaries, so "
            "slotting and protection show the method and not a record"
        )
    estimated = [each.person.person for each in placed if each.slot is not None and each.slot.estimated]
    if estimated:
        warnings.append(
            f"{counted(len(estimated), 'salary rests', 'salaries rest')} on points that were never published, "
            "estimated: " + ", ".join(estimated)
        )
    drawn = [ranges.of(name).grade for name in _grade_names(inputs) if ranges.of(name).estimated]
    if drawn:
        warnings.append("Pay ranges with estimated points: " + ", ".join(drawn))
    provisional = [row.grade for row in inputs.grades if row.provisional]
    if provisional:
        warnings.append("Provisional grades: " + ", ".join(provisional))
    warnings += elements_left_out(inputs)
    warnings += turnover_taken_off(inputs)
    warnings += notes_on_displaced(inputs, placed)
    unpublished = [row.grade for row in inputs.grades if row.pay_not_published]
    if unpublished:
        warnings.append("Grades whose pay is not published: " + ", ".join(unpublished))
    return warnings


def _run_log(source: str, input_fingerprint: str, figures: list[Figure], warnings: list[str]) -> AnswerRows:
    rows: list[tuple[object, ...]] = [
        ("run at", f"{datetime.now():%d/%m/%Y %H:%M}", None, None),
        ("payband version", __version__, None, None),
        ("input", source, None, None),
        ("input fingerprint", input_fingerprint, None, None),
        ("figures fingerprint", fingerprint(figures), None, None),
        ("figures pack", str(pack_in_use()), None, None),
    ]
    rows += [("warning", warning, None, None) for warning in warnings]
    rows += [
        (figure.name, figure.value, figure.in_force, f"{figure.source} [{figure.status}; {figure.file}]")
        for figure in figures
    ]
    return AnswerRows(RUN_LOG, rows)


@without_looking_for_cycles()
def calculate(inputs: Inputs, source: str = "", input_fingerprint: str = "") -> Results:
    """Every answer of a review: ranges, slotting, protection, costs, approvals, checks, and what they rest on."""
    with figures_used() as used:
        ranges = Ranges(inputs)
        range_rows = _range_rows(inputs, ranges)
        placed = placements(inputs, ranges)
        protection = protection_cost(inputs, ranges, placed)
        collected = StructureRows(inputs, ranges, placed, together=True)
        figures = figures_of(collected, ApprovalRows(inputs, placed, collected).rows())
        structure, tested = structure_cost(inputs, ranges, placed, figures), Approvals(figures)
        savings = yearly_savings(inputs, ranges, placed)
        calculated = Calculated(inputs, ranges, placed, protection, structure, tested, savings)
        answered = answer_parts(calculated)
        slotting = AnswerRows.of_columns(SLOTTING_LIST, answer_columns(placed.figures, Slotted))
        of_every_review = (
            range_rows,
            slotting,
            protection.by_year,
            protection.by_month,
            structure.rows(),
            tested.rows(),
        )
        of_parts = [rows for part in answered for rows in part.tables]
        tables = [*of_every_review, *of_parts, _run_log(source, input_fingerprint, list(used), [])]
        answered += answer_last_parts(calculated, {rows.table.name: rows for rows in tables})
        apart = list(apart_checks(inputs))
    found = checks(inputs, placed, protection, structure, tested) + apart
    found += [each for part in answered for each in part.checks]
    apart_posts = collected.several_posts.left_apart(collected.in_lines)
    warnings = [*_warnings(inputs, ranges, placed), *notes_on_several_posts(inputs, apart_posts)]
    warnings += oddities(inputs, structure.lines)
    warnings += [each.text for each in structure.warnings]
    warnings += protection.warnings
    warnings += savings.warnings
    warnings += figure_notes(
        used, horizon_years(inputs.settings)[-1].ends_on, estimating=inputs.settings.unpublished_points == "estimate"
    )
    warnings += [each for part in answered for each in part.warnings]
    if any(line.implied_ratio is not None for line in [*structure.lines, structure.total]):
        warnings.append(
            "The on-cost ratio and pension rate that a stated cost implies are the fit of that one figure, not a "
            "reproduction of the method behind the stated cost"
        )
    all_used = list(used)
    return Results(
        inputs=inputs,
        ranges=range_rows,
        slotting=slotting,
        protection=protection,
        structure=structure,
        approvals=tested,
        checks=check_rows(found),
        run_log=_run_log(source, input_fingerprint, all_used, warnings),
        figures_used=all_used,
        warnings=list(dict.fromkeys(warnings)),
        savings=savings,
        parts=answered,
    )
