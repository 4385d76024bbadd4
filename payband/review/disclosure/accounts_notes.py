"""The notes to the accounts as they are published: senior officers by law, and nobody else's pay.

The law shows senior officers one by one, so that they hide nobody: only others are counted behind a figure. Counts of
few others are withheld, exit bands are merged until enough people are behind each, and the ratios are said where each
quarter of staff has enough. Last year's counts are not repeated: they are as they were published, and merged in
another way they could tell what was withheld then.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from payband.review.answers import MONEY, PERCENT, TEXT, WHOLE
from payband.review.disclosure.published import HIDDEN, Choices, PublishedTable, published_column, unless
from payband.review.disclosure.small_counts import hidden_counts, hidden_in_list
from payband.review.inputs.inputs import Inputs
from payband.review.parts.accounts.officers import (
    bracket_counts,
    counted_in_brackets,
    is_named,
    listed,
    officers,
    pay_in_bracket,
    salary_text,
)
from payband.review.parts.accounts.packages import BandOfExits, exits_by_band
from payband.review.parts.accounts.pay import Paid, notes_row, paid_in_year
from payband.review.parts.accounts.ratios import (
    PERCENTILES,
    changes,
    fair_pay_rows,
    is_senior,
    multiple_of_workforce,
    staff_pays,
)
from payband.review.parts.accounts.scales import bracket_of, brackets
from payband.review.parts.tables.accounts_notes import (
    BENEFITS,
    BONUS,
    KINDS_OF_EXIT,
    NOTES,
    SENIOR_POSTS,
    WITH_FAIR_PAY,
)
from payband.review.results import Results
from payband.rules.leaving.exit_bands import ExitBand
from payband.rules.remuneration import brackets_on
from payband.rules.shares import share_of
from payband.units import half_up, pounds_text

__all__ = ["accounts_notes_published", "file_of", "has_notes", "shown_by_law"]

_SHOWN_TO = 10  # basis points that a change of pay is told to: finer, it could tell one person's
_QUARTERS = 4


def has_notes(results: Results) -> bool:
    """Whether a review has the notes to the accounts."""
    return bool(results.inputs.rows_of(NOTES.name))


def shown_by_law(inputs: Inputs) -> frozenset[str]:
    """The senior officers, in small letters: what they are paid is public, so that they hide nobody else's pay."""
    return frozenset(row.person.casefold() for row in inputs.rows_of(SENIOR_POSTS.name) if row.senior)


def accounts_notes_published(results: Results, choices: Choices) -> list[PublishedTable]:
    """The notes that the kind of body has, each as far as it may be told; none for a review without the part."""
    if not has_notes(results):
        return []
    inputs = results.inputs
    paid = paid_in_year(inputs)
    made = [_brackets(inputs, paid, choices), _officers(inputs, paid), _salary_list(inputs, paid)]
    made += [_exits(inputs, choices), *_fair_pay(inputs, paid, choices), _multiple(inputs, paid, choices)]
    return [each for each in made if each is not None]


def _of_year(inputs: Inputs) -> str:
    return str(notes_row(inputs).year)


# --- counts --------------------------------------------------------------------------------------------------------


def _brackets(inputs: Inputs, paid: Sequence[Paid], choices: Choices) -> PublishedTable | None:
    """People by bracket, with those below the scale, whose number would tell one that is withheld."""
    counts = bracket_counts(inputs, paid)
    scale = brackets(inputs)
    others = counted_in_brackets(inputs, paid)
    below = sum(1 for each in others if not bracket_of(pay_in_bracket(inputs, each), scale))
    least = 1 if choices.people else choices.least
    numbers = [below, *(count for _, count, _ in counts)]
    hidden = hidden_in_list(numbers, least)
    assert hidden is not None  # no total has to stay
    texts = [f"under {pounds_text(scale.first, pence_shown=False)}", *(text for text, _, _ in counts)]
    rows: list[tuple[str, Any]] = [
        (text, unless(few, number)) for text, few, number in zip(texts, hidden, numbers, strict=False)
    ]
    rows = [row for row, number in zip(rows, numbers, strict=True) if number]
    rows.append(("All but senior officers", unless(hidden[-1], len(others))))
    return PublishedTable(
        "NotesBrackets",
        "Pay brackets",
        f"People by bracket of remuneration, {_of_year(inputs)}, senior officers apart",
        (published_column("Remuneration", TEXT, "£"), published_column("People", WHOLE)),
        rows,
        ["A bracket that is not listed has nobody in it.", "Remuneration is without pension contributions."],
        has_total=True,
    )


class _Group(NamedTuple):
    """Bands of exit packages that are published as one."""

    bands: tuple[BandOfExits, ...]

    def of_kind(self, kind: str) -> int:
        """How many departures of a kind."""
        return sum(len(band.packages[kind]) for band in self.bands)

    @property
    def people(self) -> int:
        """How many departures."""
        return sum(band.people for band in self.bands)

    @property
    def cost(self) -> int:
        """What they come to, pence."""
        return sum(band.cost for band in self.bands)

    @property
    def text(self) -> str:
        """The bands as one."""
        return ExitBand(self.bands[0].band.over, self.bands[-1].band.to).text

    def others(self, known: frozenset[str]) -> int:
        """How many whose pay is not public anyway."""
        found = (each for band in self.bands for of_kind in band.packages.values() for each in of_kind)
        return sum(1 for each in found if each.row.person.casefold() not in known)


def _merged(rows: Sequence[BandOfExits], known: frozenset[str], least: int) -> list[_Group]:
    """Neighbouring bands together, the lowest first, until each group has enough people or none is left."""
    groups: list[_Group] = []
    waiting: list[BandOfExits] = []
    for row in rows:
        waiting.append(row)
        if _Group(tuple(waiting)).others(known) >= least:
            groups.append(_Group(tuple(waiting)))
            waiting = []
    if waiting and groups:
        groups[-1] = _Group((*groups[-1].bands, *waiting))
    elif waiting:
        groups.append(_Group(tuple(waiting)))
    return groups


def _exits(inputs: Inputs, choices: Choices) -> PublishedTable | None:
    rows = exits_by_band(inputs)
    if not any(row.people for row in rows):
        return None
    known = shown_by_law(inputs)
    groups = _merged(rows, known, choices.least)
    counts = [[group.of_kind(kind) for kind in KINDS_OF_EXIT] for group in groups]
    hidden = hidden_counts(counts, choices.least)
    assert hidden is not None  # no total has to stay
    few = any(group.others(known) < choices.least for group in groups)
    shown: list[tuple[Any, ...]] = [
        (
            group.text,
            *(unless(*each) for each in zip(row, (*numbers, sum(numbers)), strict=True)),
            unless(few, group.cost),
        )
        for group, numbers, row in zip(groups, counts, hidden, strict=False)
    ]
    if len(groups) > 1:
        totals = [sum(column) for column in zip(*counts, strict=True)]
        cells = (unless(*each) for each in zip(hidden[-1], (*totals, sum(totals)), strict=True))
        shown.append(("All exit packages", *cells, sum(group.cost for group in groups)))
    notes = ["A package is all that is paid for going, with what is paid to the pension fund."]
    if any(len(group.bands) > 1 for group in groups):
        notes.append(f"Bands are merged where fewer than {choices.least} people would be in one.")
    return PublishedTable(
        "NotesExits",
        "Exit packages",
        f"Exit packages by band and kind, {_of_year(inputs)}",
        (
            published_column("Package with pension strain", TEXT, "£"),
            published_column("Compulsory redundancies", WHOLE, "people"),
            published_column("Other departures", WHOLE, "people"),
            published_column("All", WHOLE, "people"),
            published_column("Cost", MONEY, "£"),
        ),
        shown,
        notes,
        has_total=len(groups) > 1,
    )


# --- senior officers -----------------------------------------------------------------------------------------------


def _officers(inputs: Inputs, paid: Sequence[Paid]) -> PublishedTable | None:
    """Senior officers one by one, as the law has them shown."""
    scale = brackets_on(notes_row(inputs).year.ends_on)
    rows = [
        (
            each.post,
            (each.row.name or HIDDEN) if is_named(each, scale) else "",
            *(unless(False, v) for v in each.cells()),
        )
        for each in officers(inputs, paid)
    ]
    if not rows:
        return None
    headings = (
        "Salary, fees and allowances", "Bonus", "Expense allowance", "Compensation for loss of office",
        "Benefits in kind", "Remuneration", "Employer's pension contribution", "With pension contribution",
    )  # fmt: skip
    return PublishedTable(
        "NotesOfficers",
        "Senior officers",
        f"Remuneration of senior officers, {_of_year(inputs)}",
        (
            published_column("Job title", TEXT),
            published_column("Name", TEXT),
            *(published_column(each, MONEY, "£") for each in headings),
        ),
        rows,
        [f"Senior officers with a salary from {pounds_text(scale.named_from, pence_shown=False)} are named."],
    )


def _salary_list(inputs: Inputs, paid: Sequence[Paid]) -> PublishedTable | None:
    """The Code's list: the salary bracket of senior officers alone, as others' would tell the brackets withheld."""
    if notes_row(inputs).body in WITH_FAIR_PAY:
        return None
    scale = brackets_on(notes_row(inputs).year.ends_on)
    rows = []
    for each in listed(inputs, paid):
        row = each.row
        rows.append((
            each.post, row.name if is_named(each, scale) else "", salary_text(each, scale) if row.senior else HIDDEN,
            each.paid.of_year[BONUS], each.paid.of_year[BENEFITS], row.services or "not given",
            unless(False, row.budget), unless(False, row.staff),
        ))  # fmt: skip
    if not rows:
        return None
    first = pounds_text(scale.first, pence_shown=False)
    return PublishedTable(
        "NotesSalaryList",
        "Senior salaries",
        f"Posts with a salary from {first}, {_of_year(inputs)}",
        (
            published_column("Job title", TEXT),
            published_column("Name", TEXT),
            published_column("Salary", TEXT, "£ a year, bracket"),
            published_column("Bonus", MONEY, "£"),
            published_column("Benefits in kind", MONEY, "£"),
            published_column("Services and functions", TEXT),
            published_column("Budget held", MONEY, "£"),
            published_column("Number of staff", WHOLE),
        ),
        rows,
        ["The salary of anybody but senior officers is withheld: it would tell who is in a bracket."],
    )


# --- ratios --------------------------------------------------------------------------------------------------------


def _fair_pay(inputs: Inputs, paid: Sequence[Paid], choices: Choices) -> list[PublishedTable | None]:
    rows = fair_pay_rows(inputs, paid)
    if not rows:
        return []
    known = shown_by_law(inputs)
    staff = len(staff_pays(inputs, paid)[0]) - sum(
        1 for each in paid if each.in_post and each.person.person.casefold() in known
    )
    few = staff < _QUARTERS * choices.least
    shown = [
        (PERCENTILES[each.percent], each.middle, unless(few, each.pay), unless(few, _times(each.ratio)),
         each.middle_salary, unless(few, each.salary), unless(few, _times(each.salary_ratio)))
        for each in rows
    ]  # fmt: skip
    method = (
        f"Percentiles by the method '{notes_row(inputs).percentile_method}'; staff full-time, at the end of the year."
    )
    ratios = PublishedTable(
        "NotesFairPay",
        "Fair pay",
        f"Fair pay ratios, {_of_year(inputs)}",
        (
            published_column("Staff", TEXT),
            published_column("Highest-paid director", MONEY, "£, middle of the band"),
            published_column("Pay", MONEY, "£ a year"),
            published_column("Ratio", TEXT),
            published_column("Director's salary", MONEY, "£, middle of the band"),
            published_column("Salary", MONEY, "£ a year"),
            published_column("Salary ratio", TEXT),
        ),
        shown,
        [method, *([f"Withheld: fewer than {choices.least} people in a quarter of staff."] if few else [])],
    )
    return [ratios, _changes(inputs, paid, few)]


def _changes(inputs: Inputs, paid: Sequence[Paid], few: bool) -> PublishedTable | None:
    """By how much pay changed, to a tenth of a percent: averages themselves would tell what a few were paid."""
    rows = []
    for item, before, now in changes(inputs, paid):
        share = int(share_of(now - before, before)) if before else None
        told = None if share is None else int(half_up(share, _SHOWN_TO)) * _SHOWN_TO
        rows.append((item[:1].upper() + item[1:], unless(few and item.startswith("staff"), told)))
    if not rows:
        return None
    return PublishedTable(
        "NotesChange",
        "Change of pay",
        f"Pay on the year before, {_of_year(inputs)}",
        (published_column("Of whom", TEXT), published_column("Change", PERCENT)),
        rows,
    )


def _multiple(inputs: Inputs, paid: Sequence[Paid], choices: Choices) -> PublishedTable | None:
    found = multiple_of_workforce(inputs, paid)
    if found is None:
        return None
    others = found.people - sum(1 for each in paid if each.in_post and is_senior(inputs, each.person.person))
    few = others < 2 * choices.least
    private = choices.least > 1 and not found.of_senior
    cells = {
        "Highest taxable earnings": unless(private, found.highest),
        "Median earnings": unless(few or private, found.median),
        "Pay multiple": unless(few, _times(found.multiple)),
    }
    notes = [f"Earnings are {notes_row(inputs).multiple_of}, without pension contributions."]
    if private:
        notes.append("The highest-paid is not a senior officer, so the earnings are withheld.")
    return PublishedTable(
        "NotesMultiple",
        "Pay multiple",
        f"Pay multiple, {_of_year(inputs)}",
        (
            published_column("Year", TEXT),
            published_column("Highest taxable earnings", MONEY, "£"),
            published_column("Median earnings", MONEY, "£ a year"),
            published_column("Pay multiple", TEXT),
        ),
        [(_of_year(inputs), *cells.values())],
        notes,
    )


def _times(hundredths: int) -> str:
    return f"{hundredths // 100}.{hundredths % 100:02d}"


_FILES: Mapping[str, str] = {
    "NotesBrackets": "pay-brackets.csv",
    "NotesOfficers": "senior-officers.csv",
    "NotesSalaryList": "senior-salaries.csv",
    "NotesExits": "exit-packages.csv",
    "NotesFairPay": "fair-pay.csv",
    "NotesChange": "change-of-pay.csv",
    "NotesMultiple": "pay-multiple.csv",
}
"""The file that each note is published in."""


def file_of(table: PublishedTable) -> str:
    """The name of the CSV file that a note is published in."""
    return _FILES[table.name]
