"""What must hold in the tables of the notes, and between these and the others; what nobody said is asked for."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from itertools import pairwise

from payband.calendar import FinancialYear
from payband.errors import PaybandError, Problem, nearest_name
from payband.review.inputs.input_table import InputRow, InputTable
from payband.review.inputs.inputs import Inputs
from payband.review.inputs.raw.row_words import rows_told
from payband.review.inputs.tables import IN_KIND, Person, input_table
from payband.review.parts.accounts.officers import Officer, counted_in_brackets, is_named
from payband.review.parts.accounts.packages import kind_of, reported_in
from payband.review.parts.accounts.pay import column_of_element, elements_now, notes_row, paid_in_year
from payband.review.parts.accounts.ratios import CHANGES_TOLD, MULTIPLE_ITEM, PERCENTILES, highest_paid, staff_pays
from payband.review.parts.accounts.scales import asks_for_bands, bands, bracket_texts, brackets
from payband.review.parts.exits.costs import exit_of
from payband.review.parts.tables.accounts_notes import (
    COUNCIL,
    ELEMENTS,
    EXIT_BANDS,
    EXIT_KINDS,
    FULL_TIME,
    KINDS_OF_EXIT,
    LAST_YEAR,
    LOSS,
    NONE,
    NOTES,
    OF_BRACKET,
    OF_CHANGE,
    OF_EXIT,
    OF_RATIO,
    OTHERS,
    SENIOR_POSTS,
    WITH_FAIR_PAY,
    ExitBandRow,
    LastYearRow,
)
from payband.review.parts.tables.exit_costs import EXITS
from payband.rules.leaving.exit_bands import ExitBand
from payband.rules.measures.fair_pay import QUARTERS, percentile_pay
from payband.rules.remuneration import brackets_on
from payband.units import pounds_text

__all__ = ["PROBLEMS"]

MOST_BRACKETS = 400
MOST_PACKAGE = 500_000_000  # pence: bands of last year beyond it are a slip of the keyboard


def _problem(table: InputTable, row: InputRow | None, column: str, message: str) -> Problem:
    return Problem(message, sheet=table.sheet, table=table.name, row=None if row is None else row.row, column=column)


def _one_row(inputs: Inputs) -> Iterator[Problem]:
    """There is one row that says what the notes are of, and there are people whom they are of."""
    rows = inputs.rows_of(NOTES.name)
    if not rows:
        yield _problem(NOTES, None, "", "has no row: give the financial year and the kind of body")
    for row in rows[1:]:
        yield _problem(NOTES, row, "financial year", "is a second row: the notes are of one year, delete the others")
    people = input_table("People")
    if not inputs.people:
        said = "has no rows: the notes to the accounts count people, give those of the year"
        yield Problem(said, sheet=people.sheet, table=people.name)


def _scales(inputs: Inputs) -> Iterator[Problem]:
    """The scale of brackets is known for the year, and one of the body's own is whole."""
    for row in inputs.readable_rows(NOTES.name):
        try:
            brackets_on(row.year.ends_on)
        except PaybandError as error:
            yield _problem(NOTES, row, "financial year", str(error))
        if (row.first_bracket is None) != (row.bracket_width is None):
            empty = "first bracket" if row.first_bracket is None else "bracket width"
            yield _problem(NOTES, row, empty, "is empty: give both of your own scale, or neither")
        for name, value in (("bracket width", row.bracket_width), ("band width", row.band_width)):
            if value is not None and value < 100:
                yield _problem(NOTES, row, name, f"is {pounds_text(value)}: give £1 or more, such as £5,000")


def _left_open(inputs: Inputs) -> Iterator[Problem]:
    """What the sources leave open is said, where a note rests on it."""
    notes = notes_row(inputs)
    asked = {
        "percentile method": (
            not notes.percentile_method,
            "nearest rank, inclusive or exclusive, as your auditor took",
        ),
        "band width": (notes.band_width is None, "how wide a band of the table of directors is, such as £5,000"),
        "director among staff": (notes.director_counted is None, "yes where the director is one of the staff, or no"),
    }
    if notes.body in WITH_FAIR_PAY:
        for name, (empty, what) in asked.items():
            if empty:
                yield _problem(NOTES, notes, name, f"is empty, and the fair pay ratios rest on it: give {what}")
        if not any(row.senior for row in inputs.rows_of(SENIOR_POSTS.name)):
            said = "has no senior officer: the fair pay ratios are of the highest-paid one"
            yield _problem(SENIOR_POSTS, None, "", said)
    if notes.body == COUNCIL and not notes.multiple_of:
        said = "is empty: give full-time pay, or pay for the time worked, as your pay policy statement has it"
        yield _problem(NOTES, notes, "multiple is of", said)
    full_time = notes.body in WITH_FAIR_PAY or notes.multiple_of == FULL_TIME
    if full_time and not notes.part_time_elements:
        part_timers = [each.person for each in inputs.people if each.fte != 1 and _has_paid_elements(inputs, each)]
        if part_timers:
            said = f"is empty, and {part_timers[0]} works part time and has pay elements: say what becomes of them"
            yield _problem(NOTES, notes, "pay elements of part-timers", said)


def _has_paid_elements(inputs: Inputs, person: Person) -> bool:
    found = elements_now(inputs, person)
    return any(each.amount and each.costed_as != IN_KIND and column_of_element(inputs, each) != NONE for each in found)


def _elements(inputs: Inputs) -> Iterator[Problem]:
    """Each pay element is in a column of the notes."""
    package = input_table("Package")
    unknown: dict[str, list[int]] = {}
    for each in inputs.package:
        if each.state != "proposed" and column_of_element(inputs, each) is None:
            unknown.setdefault(each.element, []).append(each.row)
    for element, rows in unknown.items():
        said = (
            f"'{element}' is in no column of the notes: name its column in table {ELEMENTS.name} "
            f"(sheet {ELEMENTS.sheet})"
        )
        message = rows_told(said, rows)
        yield Problem(message, sheet=package.sheet, table=package.name, row=rows[0], column="element")
    for row in inputs.readable_rows(ELEMENTS.name):
        if row.element.casefold() == "severance" and row.stands_in != LOSS:
            yield _problem(ELEMENTS, row, "column", f"severance is what is paid for going: its column is '{LOSS}'")


def _loss(inputs: Inputs) -> Iterator[Problem]:
    """Whether what is paid for going counts towards a bracket is said where somebody is paid it."""
    notes = notes_row(inputs)
    if notes.loss_counted is not None:
        return
    for each in counted_in_brackets(inputs, paid_in_year(inputs)):
        if each.of_year[LOSS]:
            said = f"is empty, and {each.person.person} is paid for going in the year: give yes or no"
            yield _problem(NOTES, notes, "loss of office in brackets", said)
            return


def _names(inputs: Inputs) -> Iterator[Problem]:
    """Nobody is named whom the law does not ask to be."""
    scale = brackets_on(notes_row(inputs).year.ends_on)
    paid = {each.person.person.casefold(): each for each in paid_in_year(inputs)}
    for row in inputs.rows_of(SENIOR_POSTS.name):
        found = paid.get(row.person.casefold())
        if row.name and found is not None and not is_named(Officer(row, found), scale):
            said = f"is given, and only senior officers with a salary from {pounds_text(scale.named_from)} are named"
            yield _problem(SENIOR_POSTS, row, "name to print", f"{said}: empty it")


def _exits(inputs: Inputs) -> Iterator[Problem]:
    """Everybody who leaves in the year is of a kind, on the day that table People says."""
    notes = notes_row(inputs)
    people = {each.person.casefold(): each for each in inputs.people}
    for row in inputs.rows_of(EXITS.name):
        person = people.get(row.person.casefold())
        if person is not None and person.leaves_on not in (None, row.leaves_on):
            said = f"is not the day in table People, {person.leaves_on:%d/%m/%Y}: mend one of them"
            yield _problem(EXITS, row, "leaves on", said)
        if kind_of(inputs, row) is None and reported_in(inputs, row) == notes.year:
            kinds = " or ".join(KINDS_OF_EXIT)
            said = f"{row.person} leaves in {notes.year}: say in table {EXIT_KINDS.name} whether it is {kinds}"
            yield _problem(EXITS, row, "person", said)
    reported = [row for row in inputs.rows_of(EXITS.name) if reported_in(inputs, row) == notes.year]
    if reported and asks_for_bands(inputs):
        said = f"has no rows: give the bands in which the accounts of a body such as yours ({notes.body}) print exits"
        yield _problem(EXIT_BANDS, None, "", said)


def _bands(inputs: Inputs) -> Iterator[Problem]:
    """The body's own bands begin at £0 and leave no gap and no overlap; each package lies in one."""
    rows: Sequence[ExitBandRow] = sorted(inputs.rows_of(EXIT_BANDS.name), key=lambda row: row.over)
    if not rows:
        return
    wrong = False
    if rows[0].over:
        wrong = True
        yield _problem(EXIT_BANDS, rows[0], "over", f"is {pounds_text(rows[0].over)}: the first band begins at £0")
    for lower, upper in pairwise(rows):
        if lower.to is None:
            wrong = True
            yield _problem(EXIT_BANDS, lower, "up to", "is empty, and only the last band has no end: give it")
        elif lower.to != upper.over:
            wrong = True
            what = "a gap" if lower.to < upper.over else "an overlap"
            said = (
                f"is {pounds_text(upper.over)}, and the band below ends at {pounds_text(lower.to)}: this leaves {what}"
            )
            yield _problem(EXIT_BANDS, upper, "over", f"{said}; begin a band where the one below ends")
    for row in rows:
        if row.to is not None and row.to <= row.over:
            wrong = True
            yield _problem(EXIT_BANDS, row, "up to", f"is not above {pounds_text(row.over)}: swap or mend them")
    if wrong:
        return
    made = [ExitBand(row.over, row.to) for row in rows]
    for row in inputs.rows_of(EXITS.name):
        if kind_of(inputs, row) is not None and reported_in(inputs, row) == notes_row(inputs).year:
            package = exit_of(inputs, row).package
            if not any(band.holds(package) for band in made):
                said = f"the package of {row.person}, {pounds_text(package)}, lies above the last band: add a band"
                yield _problem(EXIT_BANDS, rows[-1], "up to", said)


def _percentiles(inputs: Inputs) -> Iterator[Problem]:
    """There are enough staff for the method."""
    notes = notes_row(inputs)
    nobody = any(not other.number for other in inputs.rows_of(OTHERS.name))  # which is said there
    if notes.body not in WITH_FAIR_PAY or not notes.percentile_method or nobody:
        return
    paid = paid_in_year(inputs)
    if highest_paid(inputs, paid) is None and any(row.senior for row in inputs.rows_of(SENIOR_POSTS.name)):
        said = f"has no senior officer in post on {notes.year.ends_on:%d/%m/%Y}: the ratios are of the highest-paid one"
        yield _problem(SENIOR_POSTS, None, "", said)
    for percent in QUARTERS:
        try:
            percentile_pay(staff_pays(inputs, paid)[0], percent, notes.percentile_method)
        except PaybandError as error:
            yield _problem(NOTES, notes, "percentile method", str(error))
            return


def _other_staff(inputs: Inputs) -> Iterator[Problem]:
    """The salary of other staff is part of their pay, and there is somebody in each row."""
    for row in inputs.readable_rows(OTHERS.name):
        if not row.number:
            yield _problem(OTHERS, row, "number", "is 0: give how many people, or delete the row")
        if row.salary is not None and row.salary > row.pay:
            said = f"is more than the pay, {pounds_text(row.pay)}, that it is part of: mend one of them"
            yield _problem(OTHERS, row, "of it salary and allowances", said)


_NEEDED = {
    OF_BRACKET: ("number",),
    OF_EXIT: ("kind", "number", "amount"),
    OF_RATIO: ("ratio",),
    OF_CHANGE: ("amount",),
}
_HEADINGS = {"kind": "kind of exit"}


def _last_year(inputs: Inputs) -> Iterator[Problem]:
    """Each figure of last year is of a row of this year's notes, and has what the note has."""
    for row in inputs.rows_of(LAST_YEAR.name):
        for field in ("kind", "number", "amount", "ratio"):
            given = getattr(row, field) not in (None, "")
            heading = _HEADINGS.get(field, field)
            if given and field not in _NEEDED[row.note]:
                yield _problem(LAST_YEAR, row, heading, f"is given, and a '{row.note}' has none: empty it")
            elif not given and field in _NEEDED[row.note]:
                yield _problem(LAST_YEAR, row, heading, f"is empty: a '{row.note}' has one")
        known = _items(inputs, row)
        if row.item not in known:
            said = f"'{row.item}' is not a row of this note; {nearest_name(row.item, known)}"
            yield _problem(LAST_YEAR, row, "item", said)


def _items(inputs: Inputs, row: LastYearRow) -> Sequence[str]:
    if row.note == OF_BRACKET:
        return bracket_texts(MOST_BRACKETS, brackets(inputs))
    if row.note == OF_EXIT:
        return [band.text for band in bands(inputs, MOST_PACKAGE)]
    return [*PERCENTILES.values(), MULTIPLE_ITEM] if row.note == OF_RATIO else list(CHANGES_TOLD)


def _year_of_exit(inputs: Inputs) -> Iterator[Problem]:
    """An exit is not agreed after the person has left."""
    for row in inputs.rows_of(EXITS.name):
        said = kind_of(inputs, row)
        left = FinancialYear.containing(row.leaves_on)
        if said is not None and said.year is not None and said.year > left:
            yield _problem(EXIT_KINDS, said, "agreed in", f"is after {left}, in which {row.person} leaves: mend one")


def _of_sound_notes(check: Callable[[Inputs], Iterator[Problem]]) -> Callable[[Inputs], Iterator[Problem]]:
    """A check of reviews that say what the notes are of. It ends where a figure or an exit is at fault, which the
    check of the scales or the part exit costs says.
    """

    def found(inputs: Inputs) -> Iterator[Problem]:
        if inputs.rows_of(NOTES.name):
            with suppress(PaybandError):
                yield from check(inputs)

    return found


_OF_NOTES = (_left_open, _elements, _loss, _names, _exits, _bands, _percentiles, _last_year, _year_of_exit)

PROBLEMS = (_one_row, _scales, _other_staff, *map(_of_sound_notes, _OF_NOTES))
