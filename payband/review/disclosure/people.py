"""What is published of people: how many rise, stay and fall, and how many are in each bracket of senior pay."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from payband.review.answers import CHART_PEOPLE, FORM_OF, MONEY, TEXT, WHOLE, AnswerRows
from payband.review.chart_data import MOST_LINES
from payband.review.core.slotting import Slotted
from payband.review.disclosure.accounts_notes import shown_by_law
from payband.review.disclosure.published import HIDDEN, Choices, PublishedTable, column_of, published_column, unless
from payband.review.disclosure.small_counts import hidden_counts, hidden_in_list, with_totals
from payband.review.disclosure.structure import withheld_costs
from payband.review.results import Results
from payband.review.slotting_list import full_time_share
from payband.rules.remuneration import Brackets, bracket_number, bracket_text
from payband.sheets.sheet import Tells, Unit
from payband.units import counted, half_up, to_multiple

__all__ = ["OutcomeCounts", "averages", "named_posts", "outcome_counts", "outcomes", "people_listed", "senior_pay"]

OUTCOMES = {
    "rise": "Salary rises",
    "same": "Salary stays",
    "fall": "Salary falls",
    "displaced": "Displaced",
    "leaves": "Leaves before the start",
    "unknown": "Salary not known",
}
ALWAYS_SHOWN = 3  # of these outcomes: the others only where somebody has them
NO_LINE = "No line of the proposed structure"
UNDER_A_YEAR = "£ a year, full-time"


class OutcomeCounts:
    """How many people of each line have each outcome, with totals, and what of it must be hidden."""

    def __init__(self, results: Results, choices: Choices) -> None:
        slotting = results.tables["SlottingList"]
        lines = [line or NO_LINE for line in column_of(slotting, "line")]
        found = [outcome.kind for outcome in column_of(slotting, "outcome")]
        there = set(found)
        self.outcomes = [each for n, each in enumerate(OUTCOMES) if n < ALWAYS_SHOWN or each in there]
        counted = Counter(zip(lines, found, strict=True))
        rows = {line: [counted[line, each] for each in self.outcomes] for line in dict.fromkeys(lines)}
        least = 1 if choices.people else choices.least
        self.lines = _few_together(rows, least)
        self._together = {line.casefold() for line in rows} - {line.casefold() for line in self.lines}
        counts = list(self.lines.values())
        hidden = hidden_counts(counts, least)
        assert hidden is not None  # without a total that has to stay, hiding everything is always left
        self.counts, self.hidden = with_totals(counts), hidden

    @property
    def people(self) -> Any:
        """How many people there are, or the mark."""
        return unless(self.hidden[-1][-1], self.counts[-1][-1])

    @property
    def falls(self) -> Any:
        """How many salaries fall, or the mark."""
        column = self.outcomes.index("fall")
        return unless(self.hidden[-1][column], self.counts[-1][column])

    def hides_people_of(self, line: str) -> bool:
        """Whether the number of people of a line is hidden, alone or together with others."""
        places = {name.casefold(): place for place, name in enumerate(self.lines)}
        place = places.get(line.casefold())
        return line.casefold() in self._together if place is None else self.hidden[place][-1]


def _few_together(rows: dict[str, list[int]], least: int) -> dict[str, list[int]]:
    """The lines of few people as one, where that makes enough people to be counted."""
    few = [line for line, row in rows.items() if 0 < sum(row) < least]
    together = [sum(each) for each in zip(*(rows[line] for line in few), strict=True)]
    if len(few) < 2 or sum(together) < least:
        return rows
    kept = {line: row for line, row in rows.items() if line not in few}
    return {**kept, f"{len(few)} lines of fewer than {least} people each, together": together}


def outcome_counts(results: Results, choices: Choices) -> OutcomeCounts | None:
    """The outcomes counted; None for a review without people."""
    return OutcomeCounts(results, choices) if len(results.tables["SlottingList"]) else None


def outcomes(found: OutcomeCounts) -> PublishedTable:
    """The outcomes of slotting: a row for each line and the total."""
    columns = [
        published_column("Line of the structure", TEXT),
        *(published_column(OUTCOMES[each], WHOLE, "people") for each in found.outcomes),
        published_column("All outcomes", WHOLE, "people"),
    ]
    rows = [
        (line, *(unless(*each) for each in zip(hidden, row, strict=True)))
        for line, hidden, row in zip((*found.lines, "All lines"), found.hidden, found.counts, strict=True)
    ]
    return PublishedTable(
        "SlottingOutcomes",
        "Slotting outcomes",
        "People by what slotting does to their salary, by line of the proposed structure",
        tuple(columns),
        rows,
        has_total=True,
    )


def averages(results: Results, choices: Choices) -> tuple[PublishedTable, AnswerRows]:
    """Average salaries before and after of the lines that have enough people, as a table and as a chart's data."""
    slotting = results.tables["SlottingList"]
    of_line: dict[str, list[tuple[int, int]]] = {}
    hiding: Counter[str] = Counter()  # of each line, the people whose pay is not public by law
    public = shown_by_law(results.inputs)
    headings = ("person", "line", "salary now", "salary new")
    for person, line, now, new in zip(*(column_of(slotting, each) for each in headings), strict=True):
        if line is not None and now is not None and new is not None:
            of_line.setdefault(line, []).append((now, new))
            hiding[line] += person.casefold() not in public
    step = results.inputs.settings.report_rounding
    rows = []
    # The average and the number of people of a line come to the cost that is withheld.
    costs = withheld_costs(results, choices.least)
    withheld = costs.now | costs.proposed
    few_own = [line for line in of_line if line.casefold() in costs.averages]
    few_change = [line for line, pairs in of_line.items() if 0 < sum(now != new for now, new in pairs) < choices.least]
    for line, pairs in of_line.items():
        if hiding[line] >= choices.least and line not in {*withheld, *few_own, *few_change}:
            sums = (sum(each) for each in zip(*pairs, strict=True))
            rows.append((line, *(to_multiple(half_up(each, len(pairs)), step) for each in sums)))
    columns = (
        published_column("Line of the structure", TEXT),
        published_column("Average salary now", MONEY, UNDER_A_YEAR),
        published_column("Average salary new", MONEY, UNDER_A_YEAR),
    )
    caption = "Average salary before and after slotting, by line"
    notes = [f"Only lines in which at least {counted(choices.least, 'person', 'people')} have both salaries are shown."]
    if withheld:
        notes.append("Lines whose cost is withheld are left out.")
    if few_own:
        notes.append("Lines are left out whose average and cost would tell the pay elements of few people.")
    if few_change:
        notes.append("Lines are left out in which few salaries change: two averages would tell by how much.")
    table = PublishedTable("AverageSalaries", "Average salaries", caption, columns, rows, notes, chart="ChartPeople")
    largest = set(sorted(of_line, key=lambda line: -len(of_line[line]))[:MOST_LINES])
    drawn = [(line, None, now, new) for line, now, new in rows if line in largest]
    if len(drawn) < len(rows):
        table = table._replace(notes=[*notes, f"The chart shows the {MOST_LINES} lines with most people."])
    return table, AnswerRows(CHART_PEOPLE, drawn)


# --- senior pay ----------------------------------------------------------------------------------------------------


def _pay_now(results: Results) -> list[int]:
    """What each person is paid a year now for the time worked, in pence."""
    return [full_time_share(person.salary_now, person) for person in results.inputs.people]


def senior_pay(results: Results, choices: Choices, brackets: Brackets, found: OutcomeCounts) -> PublishedTable | None:
    """How many people are in each bracket of pay; None where that would tell more than may be told.

    The posts that are named are apart. Their number is the length of their list, so it hides nothing; the total of
    all is in the table of outcomes, so it has to stay as it is there.
    """
    pays = _pay_now(results)
    numbers = [bracket_number(pay, *brackets[:2]) for pay in pays if pay < brackets.named_from]
    named = len(pays) - len(numbers)
    counts = Counter(numbers)
    shown = range(max(numbers, default=0) + 1)
    least = 1 if choices.people else choices.least
    hidden = hidden_in_list([counts[number] for number in shown], least, keep_total=True)
    if found.people == HIDDEN or hidden is None or (not any(shown) and not named):
        return None
    rows: list[Sequence[Any]] = [
        (bracket_text(number, brackets), unless(hidden[number], counts[number])) for number in shown if counts[number]
    ]
    if named:
        lowest = bracket_text(bracket_number(brackets.named_from, *brackets[:2]), brackets).partition(" ")[0]
        rows.append((f"{lowest} or more: each post is in the table of named posts", named))
    rows.append(("All people", len(pays)))
    return PublishedTable(
        "SeniorPay",
        "Senior pay",
        "People by bracket of pay before the review",
        (published_column("Basic pay now", TEXT, "£ a year"), published_column("People", WHOLE)),
        rows,
        [
            "Pay is basic salary for the time worked, without allowances, benefits or employer's pension contribution.",
            "A bracket that is not listed has nobody in it.",
        ],
        has_total=True,
    )


def named_posts(results: Results, brackets: Brackets) -> PublishedTable | None:
    """The posts paid so much that they are named, each with its bracket; None where there is none."""
    rows = [
        (person.post_now or "Post title not given", bracket_text(bracket_number(pay, *brackets[:2]), brackets))
        for person, pay in zip(results.inputs.people, _pay_now(results), strict=True)
        if pay >= brackets.named_from
    ]
    if not rows:
        return None
    columns = (published_column("Post", TEXT), published_column("Basic pay now", TEXT, "£ a year, bracket"))
    caption = "Senior posts that are named, by bracket of pay before the review"
    return PublishedTable("NamedPosts", "Named posts", caption, columns, sorted(rows))


# --- the list of people, where it was chosen -----------------------------------------------------------------------


def people_listed(results: Results, brackets: Brackets) -> PublishedTable:
    """Everybody by reference and post title, with outcome and brackets of salary; no exact salary and no reason."""
    slotting = results.tables["SlottingList"]
    published = sorted(
        ((name, answer, unit) for name, answer, unit in Slotted.answers() if answer.published),
        key=lambda each: list(_NAMED).index(each[0]) if each[0] in _NAMED else len(_NAMED),
    )

    def told(name: str, unit: Unit, value: Any) -> Any:
        if unit is Unit.WORDS:
            return OUTCOMES[value.kind]
        declared = Slotted.columns.get(name)
        if declared is None:
            return value or _NAMED[name][1]
        if declared.tells is not Tells.PAY:
            return unless(False, value)
        if unit is not Unit.PENCE or (value is not None and value < 0):
            return HIDDEN
        return unless(False, None if value is None else bracket_text(bracket_number(value, *brackets[:2]), brackets))

    columns = []
    found = []
    for name, answer, unit in published:
        heading, _ = _NAMED.get(name, (answer.heading.capitalize(), ""))
        in_brackets = unit is Unit.PENCE and Slotted.columns[name].tells is Tells.PAY
        form = TEXT if in_brackets else FORM_OF[unit]
        columns.append(published_column(heading, form, "£ a year, bracket" if in_brackets else ""))
        found.append([told(name, unit, value) for value in column_of(slotting, answer.heading)])
    caption = "People by reference and post, with the outcome of slotting"
    return PublishedTable("PeopleListed", "People", caption, tuple(columns), list(zip(*found, strict=True)))


_NAMED = {
    "person": ("Reference", ""),
    "post_now": ("Post now", "not given"),
    "line": ("Line of the structure", NO_LINE),
    "outcome": ("Outcome", ""),
    "salary_now": ("Salary now", ""),
    "salary_new": ("Salary new", ""),
    "protected_until": ("Protected until", "none"),
}
"""What comes first in the list of people: the heading of each column, and what is said where it is empty."""
