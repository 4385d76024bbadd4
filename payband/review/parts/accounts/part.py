"""The notes to the accounts on pay: people by bracket, senior officers, exit packages, and ratios of pay.

Everything is worked out of tables People, Package and Exits; nothing is typed again. **Brackets** count what everybody
but senior officers is paid in the year; senior officers are shown one by one. **Exit packages** are the whole packages
with pension strain. **Fair pay** (central government, NHS) is the middle of the band of the highest-paid director over
the pay of staff at three percentiles; a **pay multiple** (councils) the highest taxable earnings over the median.

The pay is the salary now for the whole year: what changed within the year is not in the review.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from payband.calendar import FinancialYear, date_text
from payband.review.answers import AnswerRows
from payband.review.check import Check
from payband.review.inputs.inputs import Inputs
from payband.review.parts.accounts.officers import (
    Officer,
    bracket_counts,
    counted_in_brackets,
    is_named,
    listed,
    officers,
    pay_in_bracket,
    salary_text,
)
from payband.review.parts.accounts.packages import BandOfExits, exits_by_band, exits_of_year
from payband.review.parts.accounts.pay import Paid, leaves_in, notes_row, paid_in_year
from payband.review.parts.accounts.problems import PROBLEMS
from payband.review.parts.accounts.ratios import (
    PERCENTILES,
    FairPayRow,
    Multiple,
    changes,
    fair_pay_rows,
    multiple_of_workforce,
)
from payband.review.parts.accounts.scales import bracket_of, brackets
from payband.review.parts.answering import Calculated, PartAnswer
from payband.review.parts.tables.accounts_notes import (
    AGREED,
    BENEFITS,
    BONUS,
    BRACKETS,
    CHANGES,
    COMPULSORY,
    COUNCIL,
    EXIT_PACKAGES,
    FAIR_PAY,
    MULTIPLE,
    REMUNERATION,
    SALARY_LIST,
    SENIOR_POSTS,
    WITH_FAIR_PAY,
)
from payband.review.parts.tables.exit_costs import EXITS
from payband.review.parts.tables.pay_multiples import PAY_MULTIPLES
from payband.rules.measures.pay_multiple import pay_multiple_of
from payband.rules.remuneration import Brackets, brackets_on
from payband.rules.shares import share_of
from payband.units import counted, pounds_text

__all__ = ["PROBLEMS", "answer"]


def answer(calculated: Calculated) -> PartAnswer:
    """Every note of the year that the kind of body has, with the checks of it."""
    inputs = calculated.inputs
    notes, paid = notes_row(inputs), paid_in_year(inputs)
    named = brackets_on(notes.year.ends_on)
    counts, exits = bracket_counts(inputs, paid), exits_by_band(inputs)
    senior = officers(inputs, paid)
    in_list = [] if notes.body in WITH_FAIR_PAY else listed(inputs, paid)
    ratios, multiple = fair_pay_rows(inputs, paid), multiple_of_workforce(inputs, paid)
    tables = (
        AnswerRows(BRACKETS, counts),
        AnswerRows(REMUNERATION, [_officer(each, named) for each in senior]),
        AnswerRows(SALARY_LIST, [_listed(each, inputs, named) for each in in_list]),
        AnswerRows(EXIT_PACKAGES, [_band(each) for each in exits]),
        AnswerRows(FAIR_PAY, [_ratio(each, notes.percentile_method) for each in ratios]),
        AnswerRows(CHANGES, [(item, before, now, _change(before, now)) for item, before, now in changes(inputs, paid)]),
        AnswerRows(MULTIPLE, [] if multiple is None else [_multiple(multiple, str(notes.year), notes.multiple_of)]),
    )
    checks = [*_sums(inputs, paid, counts, exits), *_named(inputs, senior, named)]
    if notes.body == COUNCIL:
        checks += _list_complete(inputs, paid, named)
    if multiple is not None:
        checks += _same_multiple(inputs, multiple)
    warnings = list(_warnings(inputs, paid))
    return PartAnswer(tables, _totals(tables), checks, warnings, list(_summary(inputs, ratios, multiple)))


# --- the tables ----------------------------------------------------------------------------------------------------


def _officer(each: Officer, scale: Brackets) -> tuple[Any, ...]:
    """A senior officer's row."""
    paid = each.paid
    year = FinancialYear.containing(paid.last)
    why = []
    if (paid.first, paid.last) != (year.starts_on, year.ends_on):
        why.append(f"in post from {date_text(paid.first)} to {date_text(paid.last)}; full-time salary a year "
                   f"{pounds_text(paid.person.salary_now)}")  # fmt: skip
    if paid.pension is None:
        why.append("the pension contribution is not known: table OnCosts has no profile")
    why.append(each.row.note)
    name = each.row.name if is_named(each, scale) else None
    return (paid.person.person, each.post, name or None, *each.cells(), "; ".join(filter(None, why)) or None)


def _listed(each: Officer, inputs: Inputs, scale: Brackets) -> tuple[Any, ...]:
    """A row of the Code's list."""
    of_year, row = each.paid.of_year, each.row
    name = row.name if is_named(each, scale) else None
    return (
        each.paid.person.person, each.post, name or None, each.paid.person.grade_now or None,
        salary_text(each, scale), of_year[BONUS], of_year[BENEFITS], row.services or None, row.budget, row.staff,
    )  # fmt: skip


def _band(each: BandOfExits) -> tuple[Any, ...]:
    compulsory, agreed = (len(each.packages[kind]) for kind in (COMPULSORY, AGREED))
    return (each.band.text, compulsory, agreed, each.people, each.cost, *(each.last_year or (None, None)))


def _ratio(each: FairPayRow, method: str) -> tuple[Any, ...]:
    return (
        PERCENTILES[each.percent], each.highest, each.middle, each.pay, each.ratio, each.last_year,
        each.highest_salary, each.middle_salary, each.salary, each.salary_ratio, method,
    )  # fmt: skip


def _change(before: int, now: int) -> int | None:
    return int(share_of(now - before, before)) if before else None


def _multiple(each: Multiple, year: str, basis: str) -> tuple[Any, ...]:
    return (year, each.people, each.highest, each.median, each.multiple, each.last_year, basis)


def _totals(tables: Sequence[AnswerRows]) -> list[AnswerRows]:
    """The totals of people by bracket, of senior officers and of packages."""
    found = []
    for rows in (*tables[:2], *tables[3:4]):
        if len(rows):
            summed = [_sum(column) for column in rows.columns()[1:]]
            found.append(AnswerRows(rows.table, [("Total", *summed)]))
    return found


def _sum(column: Sequence[Any]) -> int | None:
    """What a column of numbers adds up to; None for one of words, or with a number that is not known."""
    return sum(column) if all(isinstance(each, int) for each in column) else None


# --- checks --------------------------------------------------------------------------------------------------------


def _sums(
    inputs: Inputs, paid: Sequence[Paid], counts: Sequence[tuple[str, int, int | None]], exits: Sequence[BandOfExits]
) -> Iterator[Check]:
    """Brackets hold everybody who belongs in them, and bands every exit with its cost."""
    scale = brackets(inputs)
    others = [each for each in counted_in_brackets(inputs, paid) if bracket_of(pay_in_bracket(inputs, each), scale)]
    people, found = len(others), sum(count for _, count, _ in counts)
    name = (
        f"People by bracket add up to those from {pounds_text(scale.first, pence_shown=False)}, senior officers apart"
    )
    yield Check(name, counted(people, "person", "people"), counted(found, "person", "people"), people == found)
    packages = [each.package for _, each in exits_of_year(inputs)]
    if packages or exits:
        expected = f"{counted(len(packages), 'package')}, {pounds_text(sum(packages))}"
        shown = f"{counted(sum(each.people for each in exits), 'package')}, {pounds_text(sum(e.cost for e in exits))}"
        yield Check("Exit packages by band add up to those of the year", expected, shown, expected == shown)


def _named(inputs: Inputs, senior: Sequence[Officer], scale: Brackets) -> Iterator[Check]:
    """Every senior officer whom the law names has a name."""
    to_name = [each for each in senior if is_named(each, scale)]
    if to_name:
        without = [each.post for each in to_name if not each.row.name]
        name = f"Senior officers with a salary from {pounds_text(scale.named_from, pence_shown=False)} are named"
        detail = f"give the name to print in table {SENIOR_POSTS.name}: {', '.join(without)}" if without else ""
        yield Check(name, str(len(to_name)), str(len(to_name) - len(without)), not without, detail)


def _list_complete(inputs: Inputs, paid: Sequence[Paid], scale: Brackets) -> Iterator[Check]:
    """Everybody whom the Code lists is in table SeniorPosts."""
    there = {row.person.casefold() for row in inputs.rows_of(SENIOR_POSTS.name)}
    from_first = [each for each in paid if each.person.salary_now >= scale.first]
    missing = [each.person.person for each in from_first if each.person.person.casefold() not in there]
    name = f"Everybody with a salary from {pounds_text(scale.first, pence_shown=False)} is in table {SENIOR_POSTS.name}"
    detail = f"the Transparency Code lists their responsibilities: add {', '.join(missing)}" if missing else ""
    yield Check(name, str(len(from_first)), str(len(from_first) - len(missing)), not missing, detail)


def _same_multiple(inputs: Inputs, multiple: Multiple) -> Iterator[Check]:
    """The multiple is that of table PayMultiples where it has the year."""
    year = notes_row(inputs).year
    for row in inputs.rows_of(PAY_MULTIPLES.name):
        if row.year == year and row.median is not None:
            stated = int(pay_multiple_of(row.highest, row.median))
            shown = [f"{each // 100}.{each % 100:02d} times" for each in (stated, multiple.multiple)]
            name = f"The pay multiple of the notes is that of table {PAY_MULTIPLES.name} for {year}"
            yield Check(name, shown[0], shown[1], stated == multiple.multiple)


# --- what a reader is told ------------------------------------------------------------------------------------------


def _warnings(inputs: Inputs, paid: Sequence[Paid]) -> Iterator[str]:
    year = notes_row(inputs).year
    yield (
        f"The notes to the accounts take the salary now for the whole of {year}: a rise within the year, as by a late "
        "award, is not in it"
    )
    starts = inputs.settings.implementation_date
    if starts <= year.ends_on:
        yield f"The notes are of pay before the new structure, which starts on {date_text(starts)}, not after {year}"
    in_year = [each for each in inputs.people if each.started_on and year.starts_on < each.started_on <= year.ends_on
               and not (each.service_from and each.service_from >= each.started_on)]  # fmt: skip
    if in_year:
        yield (
            f"{counted(len(in_year), 'person', 'people')} started in the grade within {year}: their pay before is not "
            "known, and the salary now is taken. Give 'service from' for whoever was new"
        )
    people = {each.person.casefold() for each in inputs.people}
    others = [row for row in inputs.rows_of(EXITS.name) if row.person.casefold() not in people]
    if others:
        yield (
            f"{counted(len(others), 'person', 'people')} of table {EXITS.name} not in table People: counted in the "
            "exit packages and in no bracket"
        )
    absent = {row.person.casefold() for row in inputs.rows_of(SENIOR_POSTS.name)} - {
        each.person.person.casefold() for each in paid
    }
    gone = [each.person for each in inputs.people if each.person.casefold() in absent]
    if gone:
        last = leaves_in(inputs, next(each for each in inputs.people if each.person == gone[0]))
        left = f" (left {date_text(last)})" if last is not None and last < year.starts_on else ""
        yield f"Of table {SENIOR_POSTS.name}, not in post in {year} and not shown: {', '.join(gone)}{left}"


def _summary(
    inputs: Inputs, ratios: Sequence[FairPayRow], multiple: Multiple | None
) -> Iterator[tuple[str, str, Any, str]]:
    year = notes_row(inputs).year
    section = "Notes to the accounts"
    if ratios:
        shown = ", ".join(f"{_times(each.ratio)} ({PERCENTILES[each.percent]})" for each in ratios)
        yield section, f"Fair pay ratios of {year}", shown, "text"
    if multiple is not None:
        yield section, f"Pay multiple of {year}", f"{_times(multiple.multiple)} times the median", "text"
    if not ratios and multiple is None:
        yield section, f"Notes of {year}", f"on the sheets {BRACKETS.sheet} to {EXIT_PACKAGES.sheet}", "text"


def _times(hundredths: int) -> str:
    return f"{hundredths // 100}.{hundredths % 100:02d}"
