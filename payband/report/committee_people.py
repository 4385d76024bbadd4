"""The people of a committee report: slotting and protection by line, and the approvals that are needed."""

from collections.abc import Iterator, Sequence

from payband.calendar import date_text
from payband.report.content import Block, Bullets, Heading, Note, Paragraph, Section, Table, amount, widths_of
from payband.report.draft import Draft
from payband.review.disclosure.approvals import Needed
from payband.review.disclosure.people import OUTCOMES
from payband.review.disclosure.published import HIDDEN, column_of
from payband.review.inputs.protection_terms import lengths_in_words
from payband.units import counted, percent_text

__all__ = ["approvals", "outcome_sentence", "protection_terms", "slotting_and_protection"]

FORMS = {
    "frozen": "the present salary is held and gets no pay award",
    "uplifted": "the present salary is held and gets pay awards",
    "tapered": "a share of the difference is paid, which falls by year",
    "tapered monthly": "a share of the difference is paid, which falls by month",
}
RULES = {
    "nearest": "the point nearest to the present salary",
    "next above": "the first point at or above the present salary",
    "next below": "the last point at or below the present salary",
    "bottom": "the bottom of the range",
    "same point": "the point with the same salary",
}


def protection_terms(draft: Draft) -> str:
    """The terms of protection in a sentence."""
    terms = draft.settings.protection
    if not terms.months:
        return "Pay is not protected."
    shares = ", ".join(percent_text(each) for each in terms.shares)
    how = FORMS[terms.form] + (f" ({shares})" if shares else "")
    by = f", by the policy {terms.policy}" if terms.policy else ""
    return f"Pay is protected for {lengths_in_words(terms)}{by}: {how}."


def slotting_and_protection(draft: Draft) -> Section | None:
    """Outcomes by line, averages and the terms; None for a review without people."""
    if draft.outcomes is None:
        return None
    settings = draft.settings
    by_years = ""
    if any(person.full_years is not None for person in draft.results.inputs.people):
        by_years = "Where full years in the grade are given, they decide the step of a national band. "
    blocks: list[Block] = [
        Paragraph(
            f"Each post holder was placed in a line of the new structure at {RULES[settings.slotting_rule]}. {by_years}"
            + protection_terms(draft)
        ),
        Paragraph(outcome_sentence(draft)),
    ]
    if any(person.illustrative for person in draft.results.inputs.people):
        blocks.append(
            Paragraph(
                "Salaries of post holders in the review are illustrative: no document prints them. The counts and "
                "costs of slotting and protection show the method and are not a record."
            )
        )
    for name in ("SlottingOutcomes", "AverageSalaries"):
        found = draft.table(name)
        if found is not None:
            blocks += [found[0], *(Note(each) for each in found[1])]
    blocks += draft.chart("ChartPeople")
    if draft.shown.listed:
        blocks += _listed(draft)
    return Section("Slotting and pay protection", blocks)


def outcome_sentence(draft: Draft) -> str:
    """How many people there are and what becomes of their salaries, as far as it may be told."""
    found = draft.outcomes
    assert found is not None
    told, hidden = [], False
    for each, count, hide in zip(found.outcomes, found.counts[-1], found.hidden[-1], strict=False):
        hidden = hidden or hide
        if not hide and count:
            told.append(f"{OUTCOMES[each][0].lower()}{OUTCOMES[each][1:]} for {count}")
    people = "few people" if found.people == HIDDEN else counted(found.people, "person", "people")
    text = f"The review covers {people}" + (f": {', '.join(told)}." if told else ".")
    return text + (f" Counts under {draft.shown.least} are withheld." if hidden else "")


def _listed(draft: Draft) -> Iterator[Block]:
    """Everybody by reference."""
    slotting = draft.results.tables["SlottingList"]
    names = ("person", "line", "salary now", "salary new", "change", "outcome", "protected until", "estimated")
    rows = []
    for person, line, now, new, change, outcome, until, estimated in zip(
        *(column_of(slotting, name) for name in names), strict=True
    ):
        salary = amount(new) + (" (estimated)" if estimated else "")
        rows.append(
            [
                person,
                line or "no line",
                amount(now),
                salary,
                amount(change),
                outcome,
                date_text(until) if until else "-",
            ]
        )
    headings = ("Reference", "Line", "Salary now £", "Salary new £", "Change £", "Outcome", "Protected until")
    numbers = (False, False, True, True, True, False, False)
    yield Heading("Post holders by reference")
    yield Paragraph("This list may be exempt information. Check that before the report is published.")
    widths = widths_of(headings, rows, numbers)
    yield Table("Slotting of each post holder, by reference", headings, rows, numbers, widths)


# --- approvals -----------------------------------------------------------------------------------------------------


def approvals(draft: Draft) -> Section | None:
    """Each post that needs approval with the rule and the body; None where nothing was tested."""
    tested = draft.results.tables["ApprovalsNeeded"]
    if not len(tested):
        return None
    undecided = column_of(tested, "needed").count(None)
    needed, number_told = draft.approvals
    if number_told:
        number = column_of(tested, "needed").count(True)
        text = (
            f"The review makes {counted(len(tested), 'test')} of a line or a post holder against an approval rule. "
            f"Approval is needed for {number or 'none'} of them"
            + (f"; {undecided} cannot be decided." if undecided else ".")
        )
    else:
        text = "The review tests lines and post holders against approval rules. " + (
            "These need approval." if needed else "Some cannot be decided."
        )
    blocks: list[Block] = [Paragraph(text)]
    if needed:
        blocks += [_approvals_table(needed)]
        shown = [[each.posts, each.amount] for each in needed]
        blocks += [Note(each) for each in draft.legend(shown)]
    blocks += _rules(draft, needed)
    return Section("Approvals", blocks)


def _approvals_table(needed: Sequence[Needed]) -> Table:
    rows = [
        [
            each.what,
            str(each.posts),
            amount(each.amount) if isinstance(each.amount, int) else str(each.amount),
            each.rule,
            each.body,
        ]
        for each in needed
    ]
    headings = ("Post", "Posts", "Amount tested £", "Rule", "Approving body")
    numbers = (False, True, True, False, False)
    return Table("Posts whose pay needs approval", headings, rows, numbers, widths_of(headings, rows, numbers))


def _rules(draft: Draft, needed: Sequence[Needed]) -> Iterator[Block]:
    """Why each is needed, and the rules with their sources."""
    reasons = [
        f"{each.what}: {each.reason}" for each in needed if each.reason and not draft.tells_of_somebody(each.reason)
    ]
    if reasons:
        yield Paragraph("The reasons are these.")
        yield Bullets(reasons)
    rules = draft.results.inputs.approval_rules
    if rules:
        yield Paragraph("The rules of the review are these.")
        yield Bullets(
            [
                f"{rule.rule}: {rule.measure}, tested at {rule.tested_at}, {rule.comparison} "
                f"£{amount(rule.threshold)}, from {date_text(rule.effective_from)}. Approval by {rule.approving_body}. "
                f"Source: {rule.source or 'not stated'}"
                for rule in rules
            ]
        )
