"""A review as it is published: which tables, with which notes, for a reader who may know no single person's pay."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from payband.calendar import date_text
from payband.library import Figure, figures_used, fingerprint
from payband.review.answers import DAY, TEXT, WHOLE, AnswerRows
from payband.review.disclosure.accounts_notes import accounts_notes_published, has_notes
from payband.review.disclosure.approvals import approvals_published, published_columns
from payband.review.disclosure.costs import Protected, pay_ranges, protection, protection_by_month, savings, structure
from payband.review.disclosure.pay_gaps import equal_pay, gender_pay_gap
from payband.review.disclosure.people import (
    OutcomeCounts,
    averages,
    named_posts,
    outcome_counts,
    outcomes,
    people_listed,
    senior_pay,
)
from payband.review.disclosure.published import (
    HIDDEN,
    NOT_AVAILABLE,
    Choices,
    Publication,
    PublishedTable,
    published_column,
    rounded_to,
)
from payband.review.disclosure.structure import withheld_costs
from payband.review.results import Results
from payband.rules.remuneration import brackets_on
from payband.units import counted, pounds_text

__all__ = ["publication"]


def publication(results: Results, choices: Choices) -> Publication:
    """What is published of a review's results. Raises UnknownFigure for a day that the scale of brackets misses."""
    settings = results.inputs.settings
    tables: list[PublishedTable | None] = []
    charts: dict[str, AnswerRows] = {}

    def charted(made: tuple[PublishedTable, AnswerRows] | None) -> PublishedTable | None:
        if made is None or not made[0].rows:
            return None
        charts[made[1].table.name] = made[1]
        return made[0]

    with figures_used() as of_publishing:
        brackets = brackets_on(choices.on)
    tables += [charted(structure(results, choices.least)), charted(pay_ranges(results))]
    found = outcome_counts(results, choices)
    if found is not None:
        tables += [outcomes(found), charted(averages(results, choices))]
        if not has_notes(results):  # which count people by bracket too: two such counts would tell of the few between
            tables.append(senior_pay(results, choices, brackets, found))
        tables.append(named_posts(results, brackets))
    with figures_used() as of_notes:
        tables += accounts_notes_published(results, choices)
    protected = Protected(results, choices, found.falls if found is not None else 0)
    tables += [protection(results, protected), charted(protection_by_month(results, protected))]
    tables.append(charted(savings(results, protected)))
    tables.append(_approvals(results, choices, found))
    tables += [gender_pay_gap(results, choices.least), equal_pay(results, choices.least)]
    if choices.people and found is not None:
        tables.append(people_listed(results, brackets))
    if choices.assumptions:
        tables.append(_assumptions(results))
    tables.append(_sources(dict.fromkeys([*results.figures_used, *of_publishing, *of_notes])))
    name = " – ".join(each for each in (settings.body, settings.review_name) if each) or "Review of a structure"
    return Publication(
        title=name,
        subject="Pay ranges, slotting, protection, costs and approvals of a proposed structure",
        on=choices.on,
        headline=_headline(results, choices, found.people if found is not None else None),
        tables=[each for each in tables if each is not None],
        notes=_notes(results, choices),
        charts=charts,
    )


def _headline(results: Results, choices: Choices, people: Any) -> list[tuple[str, str]]:
    settings, total = results.inputs.settings, results.structure_cost.total

    withheld = withheld_costs(results, choices.least)

    def money(pence: int | None, hidden: bool) -> str:
        if hidden:
            return "withheld"
        if pence is None:
            return "not known"
        return pounds_text(rounded_to(pence, settings.report_rounding), pence_shown=False)

    lines = [
        ("New structure starts on", date_text(settings.implementation_date)),
        ("Prices and rates of", str(settings.price_base)),
        ("Posts", f"{total.now.posts:,} now, {total.proposed.posts:,} proposed"),
        (
            "Cost a year",
            f"{money(total.now.cost, withheld.total_now)} now, "
            f"{money(total.proposed.cost, withheld.total_proposed)} proposed",
        ),
        ("Saving in a full year", money(total.saving, withheld.total_saving)),
    ]
    if people is not None:
        lines.append(("People in the review", "withheld" if people == HIDDEN else f"{people:,}"))
    count = len(results.tables["Checks"])
    lines.append(("Checks of the calculation", f"{count - len(results.not_passed)} of {count} passed"))
    return lines


def _notes(results: Results, choices: Choices) -> list[str]:
    settings = results.inputs.settings
    least = choices.least
    step = pounds_text(settings.report_rounding, pence_shown=False)
    notes = [
        f"Costs are rounded to the nearest {step}, so that they may not add up exactly.",
        "An amount in brackets is below zero: a saving in brackets is a cost.",
    ]
    if choices.people:
        notes.append(
            "People are listed by reference and post, so that counts of people are not withheld. "
            f"{HIDDEN} stands for costs that would tell the pay of fewer than {least} people."
        )
    elif least > 1:
        notes.append(
            f"{HIDDEN} stands for what is withheld: counts of fewer than {least} people, and as many other counts as "
            "keep those from being worked out. Figures that would tell the pay of so few people are left out."
        )
    notes.append(f"{NOT_AVAILABLE} stands for what is not available: it was never published or is not known.")
    if any(person.illustrative for person in results.inputs.people):
        notes.append(
            "Salaries of people are illustrative: no document prints them, so slotting and protection show the method "
            "and not a record."
        )
    if results.failed:
        notes.append("Some checks of the calculation failed, so figures may be wrong.")
    if results.untold:
        notes.append("Some checks of the calculation could not be made, because what they look at is not known.")
    notes.append(f"The figures used have the fingerprint {fingerprint(results.figures_used)}.")
    return notes


# --- approvals, assumptions, sources -------------------------------------------------------------------------------


def _approvals(results: Results, choices: Choices, found: OutcomeCounts | None) -> PublishedTable | None:
    """The approvals that are needed: lines of posts one by one, people only as a number."""
    needed = approvals_published(results, choices, found).needed
    if not needed:
        return None
    columns = published_columns()
    rows = [tuple(each.cells.values()) for each in needed]
    return PublishedTable("Approvals", "Approvals", "Posts whose pay needs approval", columns, rows)


def _assumptions(results: Results) -> PublishedTable | None:
    rows = [
        (each.assumption, *(part or "not given" for part in (each.value, each.basis, each.risk, each.agreed_on)))
        for each in results.inputs.assumptions
    ]
    if not rows:
        return None
    columns = (
        published_column("Assumption", TEXT),
        published_column("Value", TEXT),
        published_column("Basis", TEXT),
        published_column("Risk", TEXT),
        published_column("Agreed on", DAY),
    )
    return PublishedTable("Assumptions", "Assumptions", "Assumptions of the review", columns, rows)


def _sources(figures: Iterable[Figure]) -> PublishedTable | None:
    """The documents that the figures were taken from, each once."""
    counts = Counter((figure.source, figure.status) for figure in figures if figure.source)
    rows = [(source, status, count) for (source, status), count in counts.items()]
    if not rows:
        return None
    columns = (
        published_column("Source", TEXT),
        published_column("Status", TEXT),
        published_column("Figures taken from it", WHOLE),
    )
    note = f"Status 'given' is a figure of the review itself. {counted(len(rows), 'source')} in all."
    return PublishedTable("Sources", "Sources", "Sources of the figures", columns, rows, [note])
