"""Explains what the notes to the accounts count of a person: the year in post, each column of pay, and the bracket."""

from collections.abc import Iterator

from payband.library import figures_used
from payband.review.explanation.chains import Answer, Chain, Step, day, money, said
from payband.review.inputs.inputs import Inputs
from payband.review.parts.accounts.pay import Paid, column_of_element, elements_now, notes_row, paid_in_year
from payband.review.parts.accounts.ratios import is_senior
from payband.review.parts.accounts.scales import bracket_of, brackets
from payband.review.parts.tables.accounts_notes import (
    ALLOWANCES,
    COLUMNS_OF_ELEMENTS,
    LOSS,
    NONE,
    NOTES,
    REMUNERATION,
)
from payband.review.results import Results
from payband.rules.remuneration import bracket_text

__all__ = ["accounts_chains"]


def accounts_chains(results: Results, key: str) -> Iterator[Chain]:
    """The chain of a person's remuneration of the year, by the reference in small letters; none without the notes."""
    inputs = results.inputs
    if not inputs.rows_of(NOTES.name):
        return
    found = next((each for each in paid_in_year(inputs) if each.person.person.casefold() == key), None)
    if found is not None:
        yield _remuneration(inputs, found)


def _remuneration(inputs: Inputs, paid: Paid) -> Chain:
    notes = notes_row(inputs)
    year, name = notes.year, paid.person.person
    steps: list[Step] = [money("salary now", paid.person.salary_now, "a year, full-time")]
    if paid.person.fte != 1:
        steps.append(said("FTE", str(paid.person.fte), "share of full time"))
    if (paid.first, paid.last) != (year.starts_on, year.ends_on):
        by = inputs.settings.part_months
        steps += [day("first day", paid.first, f"in {year}"), day("last day", paid.last, f"part months by {by}")]
    for each in elements_now(inputs, paid.person):
        column = column_of_element(inputs, each)
        rule = "left out" if column == NONE else f"a year, in '{column}'"
        steps.append(money(each.element, each.amount, f"{rule}; of {each.line_or_person}, table Package"))
    for column in COLUMNS_OF_ELEMENTS[:-1]:
        if paid.of_year[column] or column == ALLOWANCES:
            going = (
                "tables Exits and Package, without what goes to the pension fund" if column == LOSS else f"in {year}"
            )
            steps.append(money(column, paid.of_year[column], going))
    row = (("person", name),)
    title = f"Remuneration of {year} in the notes to the accounts"
    if is_senior(inputs, name):
        total = money("remuneration", paid.remuneration(), "of a senior officer, who is counted in no bracket")
        return Chain(title, (*steps, total), Answer(REMUNERATION.name, row, "remuneration"))
    counted = paid.remuneration(with_loss=bool(notes.loss_counted))
    without = "" if notes.loss_counted or not paid.of_year[LOSS] else ", without what is paid for going"
    steps.append(money("remuneration", counted, f"what decides the bracket{without}"))
    with figures_used() as used:
        scale = brackets(inputs)
    text = bracket_text(bracket_of(counted, scale), scale)
    steps.append(said("bracket", text, "a bracket holds its lowest pay and not that of the next", used))
    return Chain(title, tuple(steps))
