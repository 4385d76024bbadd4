"""The money of a committee report: the costed structure as committee papers print it, savings, and salary ranges."""

from collections.abc import Iterator, Sequence

from payband.calendar import date_text
from payband.report.committee_withheld import structure_withheld
from payband.report.content import Block, Heading, Note, Paragraph, Section, Table, amount, widths_of
from payband.report.draft import Draft
from payband.review.cost_holds import turnover_taken_off, what_cost_holds
from payband.review.disclosure.published import HIDDEN
from payband.review.fixed_sums import fixed_sums
from payband.review.ranges import PayRange, Ranges
from payband.review.structure_cost import CostedLine
from payband.units import counted, percent_text, pounds_text

__all__ = ["financial_implications", "salary_ranges", "structure_sentences"]


def financial_implications(draft: Draft) -> Section:
    """What the structure costs now and new, line by line; stated next to modelled; savings and protection by year."""
    results = draft.results
    total = results.structure_cost.total
    step = pounds_text(draft.settings.report_rounding, pence_shown=False)
    blocks: list[Block] = [
        Paragraph(structure_sentences(draft)),
        _structure_table(draft),
        Note(
            f"Costs include on-costs, are net of what other bodies pay and are rounded to {step}. A saving in brackets "
            "is a cost: the line costs more than now."
        ),
        Note(f"The cost holds: {what_cost_holds(results.inputs, results.tables['SlottingList'], draft.least)}."),
        *_fixed_sums(draft),
    ]
    if _estimated(total):
        blocks.append(Note("Lines marked (estimated) rest on points of the pay spine that were never published."))
    withheld = structure_withheld(draft)
    if withheld.any:
        blocks.append(
            Note(
                f"{HIDDEN} withheld: a cost at what fewer than {draft.shown.least} people are paid, a saving that "
                "as few people make, or one that would let such a cost or saving be worked out."
            )
        )
    blocks += draft.chart("ChartStructure")
    blocks += _stated_beside_modelled(draft)
    blocks += _by_year(draft)
    return Section("Financial implications", blocks)


def structure_sentences(draft: Draft) -> str:
    """Posts and cost now and proposed, and the saving."""
    total, withheld = draft.results.structure_cost.total, structure_withheld(draft)
    posts = f"The structure has {counted(total.now.posts, 'post')} now and {total.proposed.posts} as proposed. "
    costs = [
        f"{draft.money(state.cost)} a year {when}"
        for state, when, hidden in (
            (total.now, "now", withheld.total_now),
            (total.proposed, "as proposed", withheld.total_proposed),
        )
        if state.cost is not None and state.posts and not hidden
    ]
    known = f"It costs {' and '.join(costs)}, in prices of {draft.settings.price_base}. " if costs else ""
    if withheld.total_saving:
        return f"{posts}{known}The saving is withheld, since it would tell what a few people are paid."
    return posts + known + _saving_text(draft, total.saving)


def _fixed_sums(draft: Draft) -> Iterator[Block]:
    """What is paid whatever posts there are, and the cost with it where that is not withheld."""
    fixed, total = fixed_sums(draft.results.inputs), draft.results.structure_cost.total
    if not fixed.profiles:
        return
    withheld = structure_withheld(draft)
    costs = [
        f"{draft.money(fixed.with_cost(state.cost))} a year {when}"
        for state, when, hidden in (
            (total.now, "now", withheld.total_now),
            (total.proposed, "as proposed", withheld.total_proposed),
        )
        if state.cost is not None and not hidden
    ]
    known = f" With them the structure costs {' and '.join(costs)}." if costs else ""
    yield Paragraph(
        f"Fixed on-costs of {draft.money(fixed.total)} a year are paid whatever posts there are, now and as proposed. "
        f"They are in no line and in no saving.{known}"
    )


def _saving_text(draft: Draft, saving: int | None) -> str:
    if saving is None:
        return "The saving is not known, since the cost of a line is not known."
    if saving < 0:
        return f"That is {draft.money(-saving)} more in a full year."
    return f"The saving is {draft.money(saving)} in a full year." if saving else "There is no saving in a full year."


def _estimated(line: CostedLine) -> bool:
    return line.now.estimated or line.proposed.estimated


def _structure_table(draft: Draft) -> Table:
    """Posts and cost now and new with the saving, as printed in such papers."""
    structure, withheld = draft.results.structure_cost, structure_withheld(draft)

    def rounded(pence: int | None, hidden: bool) -> str:
        if hidden:
            return HIDDEN
        return amount(None if pence is None else draft.rounded(pence))

    def row(line: CostedLine, name: str, hidden: tuple[bool, bool, bool]) -> list[str]:
        mark = " (estimated)" if _estimated(line) else ""
        now, new = line.now, line.proposed
        return [
            f"{name}{mark}",
            f"{now.posts}",
            rounded(now.cost, hidden[0]),
            f"{new.posts}",
            rounded(new.cost, hidden[1]),
            rounded(line.saving, hidden[2]),
        ]

    rows = [row(line, line.name, withheld.of_line(line.name)) for line in structure.lines]
    rows.append(row(structure.total, "Total", withheld.of_total()))
    headings = ("Post", "Posts now", "£ now", "Posts new", "£ new", "Saving £")
    numbers = (False, True, True, True, True, True)
    return Table("Cost of the structure a year, now and new", headings, rows, numbers, (34, 9, 14, 9, 14, 14), True)


def _stated_beside_modelled(draft: Draft) -> Iterator[Block]:
    """The cost that a document states next to the modelled one; nothing where no cost is stated."""
    structure = draft.results.structure_cost
    lines = [line for line in structure.lines if line.proposed.stated is not None]
    if not lines:
        return

    withheld = structure_withheld(draft).modelled

    def row(line: CostedLine, name: str) -> list[str]:
        if name in withheld:
            return [name, amount(line.proposed.cost), HIDDEN, HIDDEN, HIDDEN]
        variance, stated = line.variance, line.proposed.cost
        share = "not known"
        if variance is not None and stated:
            share = percent_text((variance * 20_000 + stated) // (2 * stated))
        return [name, *(amount(each) for each in (stated, line.proposed.modelled, variance)), share]

    rows = [row(line, line.name) for line in lines]
    whole = len(lines) == sum(1 for line in structure.lines if line.proposed.posts)
    # With the modelled cost of a line withheld the total would give it away, and so would the rate fitted to it.
    whole = whole and not withheld
    if whole:
        rows.append(row(structure.total, "Total"))
    headings = ("Post", "Stated £ a year", "Modelled £ a year", "Variance £", "Variance %")
    yield Heading("Stated and modelled cost")
    yield Paragraph(
        "The review gives the cost of these lines as stated figures, which are used above. The modelled cost is worked "
        "out from the salary, National Insurance and pension rates. The variance is modelled less stated."
    )
    yield Table(
        "Stated and modelled cost of the new structure",
        headings,
        rows,
        (False, True, True, True, True),
        (30, 15, 15, 12, 12),
        whole,
    )
    if any(line.name in withheld for line in lines):
        yield Note(f"{HIDDEN} withheld: modelled on what fewer than {draft.shown.least} people are paid.")
    rate = structure.total.implied_pension_rate
    if rate is not None and not withheld:
        yield Note(
            f"The stated costs together imply a pension rate of {percent_text(rate)}. That is a fit, and not the "
            "method behind the stated costs."
        )


def _by_year(draft: Draft) -> Iterator[Block]:
    found = draft.table("Savings")
    if structure_withheld(draft).years:
        yield Paragraph("Savings by financial year are withheld, since they would tell what a few people are paid.")
    elif draft.results.structure_cost.total.saving is None:
        yield Paragraph("Savings by financial year are not known, since the cost of a line is not known.")
    elif found is not None:
        table, notes = found
        yield Heading("Savings by financial year")
        yield Paragraph(
            f"The new structure starts on {date_text(draft.settings.implementation_date)}. "
            + (
                "The first year is a full year."
                if _starts_a_year(draft)
                else "The first year has part of the saving only."
            )
        )
        displaced = draft.results.yearly_savings.displaced
        if any(displaced):
            cost = None if None in displaced else sum(filter(None, displaced))
            yield Paragraph(f"Displaced people are paid {draft.money(cost)} until their last day, which is taken off.")
        yield from (Paragraph(f"{each}.") for each in turnover_taken_off(draft.results.inputs))
        yield table
        yield from (Note(each) for each in notes)
        yield from draft.chart("ChartSavings")
    found = draft.table("ProtectionByYear")
    if found is not None:
        table, notes = found
        yield Heading("Cost of pay protection by financial year")
        yield table
        yield from (Note(each) for each in notes)
        yield from draft.chart("ChartProtection")


def _starts_a_year(draft: Draft) -> bool:
    on = draft.settings.implementation_date
    return (on.month, on.day) == (4, 1)


# --- salary ranges -------------------------------------------------------------------------------------------------


def salary_ranges(draft: Draft) -> Section | None:
    """The pay range of each grade, and each point with its salary; None where the review has no grade."""
    grades = draft.results.tables["PayRanges"]
    if not len(grades):
        return None
    ranges = Ranges(draft.results.inputs)
    found = [ranges.of(name) for name in grades.column("grade")]
    blocks: list[Block] = [
        Paragraph(
            f"The pay ranges are those in force on {date_text(draft.settings.implementation_date)}. "
            "Salaries are full-time."
        ),
        _ranges_table(found),
    ]
    if any(each.provisional for each in found):
        blocks.append(Note("Grades marked (provisional) are not confirmed."))
    blocks += draft.chart("ChartRanges")
    if any(each.points for each in found):
        blocks += [Heading("Salary at each point"), _points_table(found)]
        points = [point for each in found for point in each.points]
        if any(point.pence is None for point in points):
            blocks.append(Note("Not published: no document gives the salary of the point, and none is assumed."))
        if any(point.estimated for point in points):
            blocks.append(
                Note(
                    "Estimated: no document prints the salary of the point. It is worked out from the pay award "
                    "where that is known, and otherwise lies on a straight line between its neighbours."
                )
            )
    return Section("Salary ranges", blocks)


def _end(found: PayRange, pence: int | None, which: str) -> str:
    if pence is None:
        return "not published"
    return amount(pence) + (" (estimated)" if found.end_is_estimated(which) else "")


def _ranges_table(found: Sequence[PayRange]) -> Table:
    rows = []
    for each in found:
        points = f"{each.points[0].point} to {each.points[-1].point}" if each.points else "no points"
        name = (each.title or each.grade) + (" (provisional)" if each.provisional else "")
        rows.append([name, points, _end(each, each.bottom, "bottom"), _end(each, each.top, "top")])
    headings = ("Grade", "Points", "Bottom £ a year", "Top £ a year")
    return Table("Pay ranges", headings, rows, (False, False, True, True), (34, 14, 18, 18))


def _points_table(found: Sequence[PayRange]) -> Table:
    rows = []
    for each in found:
        for point in each.points:
            salary = "not published" if point.pence is None else amount(point.pence)
            rows.append([each.title or each.grade, point.point, salary + (" (estimated)" if point.estimated else "")])
    headings = ("Grade", "Point", "Salary £ a year")
    numbers = (False, False, True)
    return Table("Salary at each point of the pay ranges", headings, rows, numbers, widths_of(headings, rows, numbers))
