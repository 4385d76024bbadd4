"""What a committee report rests on: settings and assumptions, checks, sources, and the record of the run."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date

from payband.calendar import date_text
from payband.library import fingerprint
from payband.report.committee_withheld import notes_shown, one_off_costs_hidden
from payband.report.content import TO_FILL_IN, Block, Bullets, Heading, Note, Paragraph, Section, Table, widths_of
from payband.report.draft import Draft
from payband.review.inputs.settings import SETTINGS
from payband.units import counted

__all__ = ["background", "checks", "run_log", "sources"]

_PEOPLE = re.compile(r"\b(people|person)\b")  # a count of them may be of few
ONE_OFF = "One-off costs"  # how the checks call them
LEFT_OUT = ("body", "review name", "round report to", "horizon")  # said elsewhere, or not about the figures

NOT_ALWAYS = ("protection shares", "protection policy")  # for a taper alone, and where a policy is named


def background(draft: Draft) -> Section:
    """Why the review was made, which the author writes, and the settings and assumptions that the figures rest on."""
    blocks: list[Block] = [
        Paragraph(f"The reasons for the review and what was decided before: {TO_FILL_IN}."),
        Paragraph("The figures rest on these settings."),
        _settings(draft),
    ]
    if draft.front.caveats:
        told = [each for each in draft.front.caveats if not draft.tells_of_somebody(each)]
        blocks += [Paragraph("Readers should note the following."), Bullets(told)]
    blocks += list(_assumptions(draft))
    return Section("Background and assumptions", blocks)


def _settings(draft: Draft) -> Table:
    rows = []
    for column in SETTINGS:
        value = column.cell_value(draft.settings.in_force(column))
        if column.name in LEFT_OUT or (column.name in NOT_ALWAYS and value is None):
            continue
        text = "not stated" if value is None else date_text(value) if isinstance(value, date) else str(value)
        rows.append([column.name[:1].upper() + column.name[1:], text])
    return Table("Settings of the review", ("Setting", "Value"), rows, (False, False), (40, 40))


def _assumptions(draft: Draft) -> Iterator[Block]:
    given = draft.results.inputs.assumptions
    if not given:
        yield Paragraph("The review states no assumptions.")
        return
    rows = []
    for each in given:
        if draft.tells_of_somebody(each.assumption, each.value, each.basis):
            continue
        agreed = date_text(each.agreed_on) if each.agreed_on else "not stated"
        texts = (each.assumption, each.value, each.basis, each.owner, each.risk)
        rows.append([*(text or "not stated" for text in texts), agreed])
    headings = ("Assumption", "Value", "Basis", "Owner", "Risk", "Agreed on")
    yield Heading("Assumptions")
    yield Paragraph(f"The review states {counted(len(given), 'assumption')}, each with its owner and its risk.")
    yield Table("Assumptions", headings, rows, (False,) * 6, widths_of(headings, rows, (False,) * 6))
    if len(rows) < len(given):
        yield Note(
            "Assumptions on single post holders are not shown: they are on the sheet Assumptions of the workbook."
        )


def checks(draft: Draft) -> Section:
    """The checks of the calculation, those that failed first, and its warnings."""
    records = sorted(draft.results.tables["Checks"].records(), key=lambda each: bool(each["passed"]))
    failed = [each for each in records if not each["passed"]]
    blocks: list[Block] = [
        Paragraph(
            f"All {len(records)} checks of the calculation passed."
            if not failed
            else f"{len(failed)} of {counted(len(records), 'check')} did not pass. See to them before the report goes."
        )
    ]
    rows = []
    for each in records:
        result = "passed"
        if not each["passed"]:
            outcome = "CANNOT BE TOLD" if each["passed"] is None else "FAILED"
            result = f"{outcome}: {each['expected']} expected, {each['found']} found"
            if each["detail"]:
                result += f". {each['detail']}"
            of_few = ONE_OFF in each["check"] and one_off_costs_hidden(draft)
            if of_few or draft.tells_of_somebody(result) or (not draft.shown.listed and _PEOPLE.search(result)):
                result = f"{outcome}: see the sheet Checks of the workbook"
        name = each["check"]
        rows.append(["A check on a single post holder" if draft.tells_of_somebody(name) else name, result])
    blocks.append(Table("Checks of the calculation", ("Check", "Result"), rows, (False, False), (55, 30)))
    warnings = notes_shown(draft)
    if warnings:
        blocks += [
            Paragraph("The calculation gave these notes."),
            Bullets(warnings),
        ]
    if len(warnings) < len(draft.results.warnings):
        blocks.append(Note("Notes on a few post holders, or on costs withheld, are not shown: see the sheet Run log."))
    return Section("Checks", blocks)


def sources(draft: Draft) -> Section:
    """Where the figures come from, each source once with its dates; legal advice is left to its author."""
    figures = [each for each in draft.results.figures_used if not draft.tells_of_somebody(each.name, each.value)]
    blocks: list[Block] = [Paragraph(f"Legal implications: {TO_FILL_IN}.")]
    if draft.front.sources:
        blocks += [Paragraph("The documents behind the review."), Bullets(list(draft.front.sources))]
    counts = Counter((each.source or "not stated", each.in_force or "not stated", each.status) for each in figures)
    if counts:
        rows = [[source, dates, status, str(count)] for (source, dates, status), count in counts.items()]
        headings = ("Source", "In force", "Status", "Figures")
        blocks += [
            Paragraph(f"The calculation used {counted(len(figures), 'figure')} from these sources."),
            Table("Sources of the figures", headings, rows, (False, False, False, True), (46, 24, 14, 9)),
            Note("Status 'given' is a figure of the review's own workbook."),
        ]
    return Section("Legal and figure sources", blocks)


def run_log(draft: Draft) -> Section:
    """What the report was made from and with."""
    wanted = ("payband version", "input", "input fingerprint")
    log = dict(zip(*(draft.results.tables["RunLog"].column(key) for key in ("item", "value")), strict=True))
    rows = [[item[:1].upper() + item[1:], str(log[item])] for item in wanted if log.get(item)]
    rows.append(["Figures fingerprint", fingerprint(draft.results.figures_used)])
    rows.append(["Pack of figures", str(log["figures pack"])])
    blocks: list[Block] = [
        Paragraph("The same workbook and the same figures give the same fingerprints and the same answers."),
        Table("Run of the calculation", ("Item", "Value"), rows, (False, False), (30, 50)),
    ]
    return Section("Appendix: run log", blocks, appendix=True)
