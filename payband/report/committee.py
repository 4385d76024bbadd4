"""The draft of a committee report from a review: what it says, section by section."""

from dataclasses import replace

from payband.calendar import date_text
from payband.report.committee_basis import background, checks, run_log, sources
from payband.report.committee_money import financial_implications, salary_ranges, structure_sentences
from payband.report.committee_parts import money_over_years, part_sections
from payband.report.committee_people import (
    approvals,
    outcome_sentence,
    protection_terms,
    slotting_and_protection,
)
from payband.report.committee_withheld import notes_shown, structure_withheld
from payband.report.content import (
    TO_FILL_IN,
    Block,
    Bullets,
    Note,
    Paragraph,
    PictureBlock,
    Recommendations,
    Report,
    Section,
    Table,
)
from payband.report.draft import Draft, Front, PeopleShown
from payband.review.inputs.protection_terms import lengths_in_words
from payband.review.results import Results
from payband.units import counted

__all__ = ["committee_report"]

FINANCE, RANGES, SLOTTING, APPROVALS = (
    "Financial implications",
    "Salary ranges",
    "Slotting and pay protection",
    "Approvals",
)
MOST_WARNINGS = 8  # of the notes of the calculation on the first page; all of them stand with the checks


NOTHING_SAID = Front()


def committee_report(results: Results, shown: PeopleShown, front: Front = NOTHING_SAID) -> Report:
    """The report of a review's results, its tables and pictures numbered.

    Raises WrongInput, saying what to install, where Matplotlib is missing.
    """
    draft = Draft(results, shown, front)
    settings = draft.settings
    finance = financial_implications(draft)
    finance = replace(finance, blocks=[*finance.blocks, *money_over_years(draft)])
    later = [
        background(draft),
        finance,
        salary_ranges(draft),
        slotting_and_protection(draft),
        approvals(draft),
        *part_sections(draft),
        checks(draft),
        sources(draft),
    ]
    sections = [each for each in later if each is not None]
    # The recommendations name the sections, which follow after the purpose and themselves.
    numbers = {section.title: place for place, section in enumerate(sections, start=3)}
    sections = [_purpose(draft), _recommendations(draft, numbers), *sections, run_log(draft)]
    title = settings.review_name or "Review of a structure"
    return Report(
        title=title,
        subject="Pay ranges, slotting, protection, costs and approvals of a proposed structure",
        body=settings.body or "[body to be completed]",
        author=front.author,
        on=front.on or settings.implementation_date,
        front=(
            ("Report to", f"[committee {TO_FILL_IN[1:]}"),
            ("Date of meeting", TO_FILL_IN),
            ("Report author", TO_FILL_IN),
            ("Review prepared by", front.author or "not stated"),
            ("New structure starts on", date_text(settings.implementation_date)),
        ),
        warnings=_warnings(draft),
        sections=_numbered(sections),
        made_by=_made_by(),
    )


def _made_by() -> str:
    from payband import __version__

    return f"payband {__version__}"


def _numbered(sections: list[Section]) -> list[Section]:
    """The sections with their tables and pictures numbered from the first on."""
    tables = pictures = 0
    found = []
    for section in sections:
        blocks: list[Block] = []
        for block in section.blocks:
            if isinstance(block, Table):
                tables += 1
                blocks.append(replace(block, number=tables))
            elif isinstance(block, PictureBlock):
                pictures += 1
                blocks.append(replace(block, number=pictures))
            else:
                blocks.append(block)
        found.append(replace(section, blocks=blocks))
    return found


def _warnings(draft: Draft) -> list[str]:
    """What a reader must know before relying on a figure: failed checks first, then what is estimated or assumed."""
    results = draft.results
    lines = [f"Check failed: {name}." for name in results.failed if not draft.tells_of_somebody(name)]
    lines += [f"Check that could not be made: {name}." for name in results.untold if not draft.tells_of_somebody(name)]
    total = results.structure_cost.total
    if total.now.estimated or total.proposed.estimated or results.protection_cost.estimated:
        lines.append("Some costs are estimated: they rest on points that were never published.")
    notes = notes_shown(draft)
    lines += [f"{each}." for each in notes[:MOST_WARNINGS]]
    if len(notes) > MOST_WARNINGS:
        lines.append(f"{counted(len(notes) - MOST_WARNINGS, 'further note')}: see the section on checks.")
    given = results.inputs.assumptions
    open_ones = sum(1 for each in given if each.agreed_on is None)
    if open_ones:
        agreed = "none has" if open_ones == len(given) else f"{open_ones} of them have not"
        lines.append(f"The figures rest on {counted(len(given), 'assumption')}; {agreed} a stated date of agreement.")
    return lines


def _purpose(draft: Draft) -> Section:
    settings, results = draft.settings, draft.results
    blocks: list[Block] = [
        Paragraph(
            f"This report asks for a decision on the proposed structure of {settings.body or 'the body'}, from "
            f"{date_text(settings.implementation_date)}. It is a draft made from the review's figures, to be edited."
        ),
        Paragraph("In summary:"),
    ]
    lines = [structure_sentences(draft)]
    if draft.outcomes is not None:
        lines += [outcome_sentence(draft), protection_terms(draft)]
        lines += _protection_cost(draft)
    needed, number_told = draft.approvals
    if len(results.tables["ApprovalsNeeded"]):
        posts = _posts(draft) if number_told else "see the section on approvals"
        undecided = None in results.tables["ApprovalsNeeded"].column("needed")
        none = (
            "Whether some posts need approval cannot be decided"
            if undecided
            else "No post needs approval by the rules tested"
        )
        lines.append(f"Approvals needed: {posts}." if needed else f"{none}.")
    lines.append(
        f"Checks of the calculation: {len(results.tables['Checks']) - len(results.not_passed)} of "
        f"{len(results.tables['Checks'])} passed."
    )
    return Section("Purpose and summary", [*blocks, Bullets(lines)])


def _posts(draft: Draft) -> str:
    """How many posts need approval, as the summary counts each once."""
    count = draft.results.posts_that_need_approval
    assert count is not None  # somebody's approval is needed
    return counted(count, "post")


def _protection_cost(draft: Draft) -> list[str]:
    """The cost of protection in all, as far as it may be told."""
    found = draft.published("ProtectionByYear")
    if found is None:
        return []
    cost = found.rows[-1][2]
    return [f"Pay protection costs {draft.money(cost)} in all, basic pay."] if isinstance(cost, int) else []


def _recommendations(draft: Draft, numbers: dict[str, int]) -> Section:
    """What the committee is asked, in the words of a draft."""
    settings, total = draft.settings, draft.results.structure_cost.total
    lines = [
        f"to approve the proposed structure of {counted(total.proposed.posts, 'post')}"
        + (f" in place of {total.now.posts}" if total.now.posts != total.proposed.posts else "")
        + f", from {date_text(settings.implementation_date)} (section {numbers[FINANCE]})"
    ]
    if total.saving is not None and not structure_withheld(draft).total_saving:
        what = "saving" if total.saving >= 0 else "further cost"
        lines.append(
            f"to note the {what} of {draft.money(abs(total.saving))} in a full year (section {numbers[FINANCE]})"
        )
    if RANGES in numbers:
        lines.append(f"to approve the pay ranges (section {numbers[RANGES]})")
    terms = settings.protection
    if SLOTTING in numbers and terms.months:
        lines.append(
            f"to approve pay protection for {lengths_in_words(terms)}, {terms.form} (section {numbers[SLOTTING]})"
        )
    by_body: dict[str, list[str]] = {}
    for each in draft.approvals.needed:
        by_body.setdefault(each.body, []).append(each.rule)
    for body, rules in by_body.items():
        named = "; ".join(dict.fromkeys(rules))
        lines.append(f"to ask for approval by {body} of the pay of posts under: {named} (section {numbers[APPROVALS]})")
    return Section(
        "Recommendations",
        [
            Paragraph("The committee is recommended:"),
            Recommendations([f"{each};" for each in lines[:-1]] + [f"{lines[-1]}."]),
            Note("These are drafts. Edit them, and leave out what is not for this committee to decide."),
        ],
    )
