"""What every section of a committee report draws on: the results, what of people may be told, and the charts."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from payband.report.charts import draw_tables
from payband.report.content import PictureBlock, Table, table_of
from payband.report.pictures import Picture
from payband.review.answers import MONEY, AnswerRows
from payband.review.disclosure.approvals import approvals_published
from payband.review.disclosure.costs import Protected, pay_ranges, protection, protection_by_month, savings, structure
from payband.review.disclosure.pay_structure import chart_without_posts
from payband.review.disclosure.people import OutcomeCounts, averages, outcome_counts, outcomes
from payband.review.disclosure.published import HIDDEN, NOT_AVAILABLE, Choices, PublishedTable, rounded_to
from payband.review.inputs.inputs import Inputs
from payband.review.parts.tables.arrears import PEOPLE as ARREARS_PEOPLE
from payband.review.parts.tables.exit_costs import EXITS
from payband.review.results import Results
from payband.units import pounds_text

__all__ = ["Draft", "Front", "PeopleShown"]


CHARTS_OF_PARTS = frozenset(["WageFloorPoints"])
"""The answer tables of parts that a chart shows, and that tell of nobody."""
HEADINGS = {
    "Financial year (April to March)": "Financial year",
    "On-costs of it (£, if asked for)": "On-costs of protection (£)",
}
"""Headings of a workbook that a paper has in other words."""


class Front(NamedTuple):
    """What the review's own front sheet says of it; empty where it says nothing."""

    author: str = ""
    on: date | None = None
    caveats: Sequence[str] = ()
    sources: Sequence[str] = ()


class PeopleShown(NamedTuple):
    """What may be told of people: from which count on, and whether they are listed by reference."""

    least: int
    listed: bool


class Draft:
    """A review on its way into a report. A count of few people is hidden in it, unless people are listed."""

    def __init__(self, results: Results, shown: PeopleShown, front: Front) -> None:
        self.results, self.shown, self.front = results, shown, front
        self.settings = results.inputs.settings
        choices = Choices(self.settings.implementation_date, shown.least, shown.listed)
        self.outcomes: OutcomeCounts | None = outcome_counts(results, choices)
        self.approvals = approvals_published(results, choices, self.outcomes, one_by_one=shown.listed)
        protected = Protected(results, choices, self.outcomes.falls if self.outcomes is not None else 0)
        charted = [structure(results, self.least), pay_ranges(results), protection_by_month(results, protected)]
        charted.append(savings(results, protected))
        if self.outcomes is not None:
            charted.append(averages(results, choices))
        given = [each for each in charted if each is not None and each[0].rows]
        drawn = [data for _, data in given]
        drawn += [rows for name, rows in results.tables.items() if name in CHARTS_OF_PARTS]
        pay_line = chart_without_posts(results, shown.least)
        drawn += [] if pay_line is None else [pay_line]
        self._pictures: Mapping[str, Picture] = {
            each.name: each for each in draw_tables({data.table.name: data for data in drawn if _any_amount(data)})
        }
        plain = [protection(results, protected), outcomes(self.outcomes) if self.outcomes is not None else None]
        tables = [table for table, _ in given] + [each for each in plain if each is not None]
        self._tables = {table.name: table for table in tables}
        self._references = {} if shown.listed else _by_first_word(_people_named(results.inputs))

    @property
    def least(self) -> int:
        """From how many people on a cost at their pay is shown: from one where they are listed with their salaries."""
        return 1 if self.shown.listed else self.shown.least

    def money(self, pence: int | None) -> str:
        """An amount in a sentence, rounded as the settings ask."""
        return "not known" if pence is None else pounds_text(self.rounded(pence), pence_shown=False)

    def rounded(self, pence: int) -> int:
        """An amount rounded as the settings ask."""
        return rounded_to(pence, self.settings.report_rounding)

    def published(self, name: str) -> PublishedTable | None:
        """A table that hides what few people are behind; None where the review has nothing for it."""
        return self._tables.get(name)

    def table(self, name: str) -> tuple[Table, Sequence[str]] | None:
        """The same as the report shows it, with its notes."""
        found = self.published(name)
        if found is None:
            return None
        made = table_of(found)
        plain = replace(made, headings=[HEADINGS.get(each, each) for each in made.headings])
        return plain, [*found.notes, *self.legend(found.rows)]

    def chart(self, name: str) -> list[PictureBlock]:
        """The chart of a name; none where there is nothing to draw."""
        return [PictureBlock(self._pictures[name])] if name in self._pictures else []

    def legend(self, rows: Sequence[Sequence[object]]) -> list[str]:
        """What the marks in some rows mean."""
        marks = {value for row in rows for value in row if isinstance(value, str)}
        notes = []
        if HIDDEN in marks:
            notes.append(
                f"{HIDDEN} withheld: counts under {self.shown.least} people, and what would let them be worked out."
            )
        if NOT_AVAILABLE in marks:
            notes.append(f"{NOT_AVAILABLE} not available: never published, or not known.")
        return notes

    def tells_of_somebody(self, *texts: object) -> bool:
        """Whether a text names a post holder by reference, where people are not listed."""
        return bool(self._references) and any(isinstance(text, str) and self._names_somebody(text) for text in texts)

    def counts_few(self, text: str) -> bool:
        """Whether a text counts people who are too few to be told of, where people are not listed."""
        return any(0 < int(each.replace(",", "")) < self.least for each in _COUNT.findall(text))

    def _names_somebody(self, text: str) -> bool:
        folded = text.casefold()
        words = {*_WORD.findall(folded), ""}
        return any(each.search(folded) for word in words for each in self._references.get(word, ()))


def _people_named(inputs: Inputs) -> Iterator[str]:
    """The references of all people of the review, also of those who are in a table of a part alone."""
    for rows in (inputs.people, inputs.rows_of(EXITS.name), inputs.rows_of(ARREARS_PEOPLE.name)):
        yield from (row.person for row in rows)


def _any_amount(data: AnswerRows) -> bool:
    """Whether a chart has anything to show but nothing."""
    columns = zip(data.table.columns, data.columns(), strict=True)
    return any(value for column, values in columns if column.form is MONEY for value in values)


_WORD = re.compile(r"\w+")
_COUNT = re.compile(r"\b(\d[\d,]*) (?:[a-z]+ )?(?:people|person)\b")  # 3 people, 1 displaced person


def _by_first_word(references: Iterable[str]) -> dict[str, list[re.Pattern[str]]]:
    """What finds each reference as words of their own, by its first word, so that a text is not compared with all."""
    found: dict[str, list[re.Pattern[str]]] = {}
    for each in {reference.casefold() for reference in references}:
        first = _WORD.search(each)
        found.setdefault(first[0] if first else "", []).append(re.compile(rf"(?<!\w){re.escape(each)}(?!\w)"))
    return found
