"""Compares the scenarios of a review: results side by side, and as differences from the review as it stands."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from payband.calendar import FinancialYear
from payband.errors import InputProblems, Problem
from payband.progress import through
from payband.review.answers import MONEY, TEXT, WHOLE, AnswerColumn, AnswerRows, AnswerTable, Form
from payband.review.calculate import calculate
from payband.review.displaced import notes_on_displaced
from payband.review.fewer_posts import ENDS, Overfilled, overfilled, with_displaced
from payband.review.inputs.inputs import Inputs
from payband.review.inputs.settings import MOVE
from payband.review.inputs.tables import input_table
from payband.review.ranges import Ranges
from payband.review.results import Results
from payband.review.scenarios.scenarios import BASE, Scenarios, without_scenarios
from payband.review.scenarios.stated_costs import with_model_beside
from payband.review.slotting_list import DISPLACED, outcomes_counted, placements
from payband.review.years.outlook import STEADY_STATE, LineYear, Memo, Outlook, outlook
from payband.table import Table
from payband.units import counted, half_up, pounds_text

__all__ = ["COMPARED_REVIEWS", "COMPARED_YEARS", "Compared", "Comparison", "compare"]

FTE = Form("fte", "FTE", lambda hundredths: Decimal(hundredths).scaleb(-2))
_MEASURES = ("cost now", "cost proposed", "saving", "protection", "net saving", "net saving to date")


def _column(heading: str, form: Form, unit: str = "") -> AnswerColumn:
    return AnswerColumn(heading, heading.replace(", ", "_").replace(" ", "_"), form, unit or form.unit)


COMPARED_YEARS = AnswerTable(
    "ComparedYears",
    "Compared years",
    (
        _column("scenario", TEXT),
        _column("financial year", TEXT, "April to March"),
        *(_column(measure, MONEY) for measure in _MEASURES),
        *(_column(f"{measure}, difference", MONEY, "£, less the base") for measure in _MEASURES[1:]),
        _column("rests on", TEXT, "what is assumed"),
    ),
    "A scenario in a financial year, and in the steady state",
)
COMPARED_REVIEWS = AnswerTable(
    "ComparedReviews",
    "Compared reviews",
    (
        _column("scenario", TEXT),
        _column("what is changed", TEXT),
        _column("posts now", WHOLE),
        _column("posts proposed", WHOLE),
        _column("FTE now", FTE),
        _column("FTE proposed", FTE),
        _column("people rising", WHOLE),
        _column("people staying", WHOLE),
        _column("people falling", WHOLE),
        _column("people displaced", WHOLE),
        _column("people protected", WHOLE),
        _column("approvals needed", WHOLE),
        _column("checks failed", WHOLE),
    ),
    "A scenario: its posts, people, approvals and checks",
)


class Compared(NamedTuple):
    """One scenario: its inputs, its outlook and its other answers."""

    name: str
    inputs: Inputs
    outlook: Outlook
    results: Results
    changes: str
    notes: Sequence[str] = ()
    """What is to be known of it besides."""


class Comparison(NamedTuple):
    """Scenarios side by side, the base first."""

    scenarios: Sequence[Compared]

    def years(self) -> AnswerRows:
        """Each scenario in each financial year and in the steady state, with the differences from the base."""
        base = {row[0]: row[1:] for row in _years(self.scenarios[0].outlook)}
        rows = []
        for each in self.scenarios:
            for label, *measures, assumed in _years(each.outlook):
                beside = base.get(label, (None,) * (len(_MEASURES) + 1))
                differences = [_less(one, other) for one, other in zip(measures[1:], beside[1:], strict=False)]
                rows.append((each.name, label, *measures, *differences, assumed))
        return AnswerRows(COMPARED_YEARS, rows)

    def reviews(self) -> AnswerRows:
        """Each scenario's posts, people, approvals and checks."""
        return AnswerRows(COMPARED_REVIEWS, [_review(each) for each in self.scenarios])

    def to_dict(self) -> dict[str, Any]:
        """The comparison as one object of plain values; amounts are `Decimal` pounds."""
        return {"years": self.years().records(), "reviews": self.reviews().records(), "warnings": self.warnings}

    def text(self) -> str:
        """The comparison as aligned tables: each measure, the differences from the base, and the counts."""
        years, reviews = self.years(), self.reviews()
        measures = [column for column in years.table.columns if "difference" not in column.heading]
        differences = [
            column for column in years.table.columns if "difference" in column.heading or column.form is TEXT
        ][:-1]
        others = [record for record in years.records() if record["scenario"] != BASE]
        parts = [_table(measures, years.records()), _table(reviews.table.columns, reviews.records())]
        if others:
            parts.insert(1, _table(differences, others))
        return "\n\n".join(parts) + "\n"

    def _own_notes(self, each: Compared) -> Sequence[str]:
        """What is to be known of a scenario; not what is known of the review itself, which the base says."""
        base = self.scenarios[0]
        return [note for note in each.notes if each is base or note not in base.notes]

    @property
    def warnings(self) -> list[str]:
        """What is to be known of each scenario's years, and which changes a stated cost leaves without effect."""
        found = [
            f"{each.name}: {warning}"
            for each in self.scenarios
            for warning in (*self._own_notes(each), *each.outlook.warnings)
        ]
        base = {(line.line.casefold(), line.state): line for line in self.scenarios[0].inputs.structure}
        for each in self.scenarios[1:]:
            found += [f"{each.name}: {said}" for said in _moved(each)]
            found += [
                f"{each.name}: {line.line} ({line.state}) keeps its stated cost, because it cannot be modelled: give "
                "its grade and on-costs for the change to move it"
                for line in each.inputs.structure
                if line.stated_cost is not None
                and line.modelled_when_stated is None
                and each.inputs.settings.stated_costs == MOVE
                and line == base.get((line.line.casefold(), line.state))
            ]
            found += [
                f"{each.name}: {line.line} ({line.state}) is changed and keeps its stated cost, which wins over the "
                "model: change the stated cost too, or make it none"
                for line in each.inputs.structure
                if line.stated_cost is not None
                and line.modelled_when_stated is None
                and (before := base.get((line.line.casefold(), line.state))) is not None
                and before.stated_cost == line.stated_cost
                and before != line
            ]
        return found


def compare(inputs: Inputs, names: Sequence[str] = ()) -> Comparison:
    """Compares the review as it stands with its scenarios: those named, or all.

    Raises UnknownName for a scenario that there is not, InputProblems where one cannot be worked out or a year lies
    past the published rates and no assumption carries them on.
    """
    scenarios = Scenarios(with_model_beside(inputs))
    spelled = {name.casefold(): name for name in scenarios.names}
    chosen = {name.casefold(): spelled.get(name.casefold(), name) for name in names or scenarios.names}
    chosen.pop(BASE, None)
    memo = Memo()
    found = []
    for name in through([BASE, *chosen.values()], "scenarios"):
        for title, of_scenario, note in _ends(name, scenarios.inputs_of(name), scenarios.base):
            looked = outlook(of_scenario, memo)
            _check_known(name, looked)
            results = calculate(without_scenarios(of_scenario))
            notes = (
                *filter(None, (note,)),
                *notes_on_displaced(of_scenario, placements(of_scenario, Ranges(of_scenario))),
            )
            found.append(Compared(title, of_scenario, looked, results, scenarios.changes_of(name), notes))
    return Comparison(found)


def _ends(name: str, inputs: Inputs, base: Inputs) -> Iterator[tuple[str, Inputs, str]]:
    """The scenario; or, where it leaves fewer posts than people, both ends of what it could come to, and a note."""
    crowded = [] if inputs.structure is base.structure and inputs.people is base.people else _newly(inputs, base)
    if not crowded:
        yield name, inputs, ""
        return
    lines = ", ".join(
        f"{each.line.line} ({counted(each.line.posts, 'post')} for {counted(len(each.people), 'person', 'people')})"
        for each in crowded
    )
    note = f"who is displaced is not decided, so both ends are worked out by pay: {lines}"
    for end, words in ENDS.items():
        yield f"{name}: {words}", with_displaced(inputs, crowded, end), note


def _newly(inputs: Inputs, base: Inputs) -> list[Overfilled]:
    """The lines with more people too many than the review itself has there."""
    before, now = (overfilled(each, placements(each, Ranges(each))) for each in (base, inputs))
    too_many = {each.line.line.casefold(): each.too_many for each in before}
    return [each for each in now if each.too_many > too_many.get(each.line.line.casefold(), 0)]


def _moved(compared: Compared) -> Iterator[str]:
    """The stated costs that a scenario moves, and by how much."""
    costs = {each.name.casefold(): each for each in compared.results.structure_cost.lines}
    for line in compared.inputs.structure:
        costed = costs[line.line.casefold()]
        cost = (costed.now if line.state == "now" else costed.proposed).cost
        if line.modelled_when_stated is not None and line.stated_cost is not None and cost != line.stated_cost:
            moved = "not known" if cost is None else f"{pounds_text(cost - line.stated_cost)} a year"
            yield f"{line.line} ({line.state}): the stated cost moves with the model: {moved}"


def _table(columns: Sequence[AnswerColumn], records: Sequence[Mapping[str, Any]]) -> str:
    rows = [[record[column.key] for column in columns] for record in records]
    return str(Table([column.heading for column in columns], rows))


def _check_known(name: str, looked: Outlook) -> None:
    unrated = [warning for warning in looked.warnings if "later years are not known" in warning]
    if unrated:
        table = input_table("Assumptions")
        raise InputProblems([Problem(f"scenario '{name}': {unrated[0]}", sheet=table.sheet, table=table.name)])


def _less(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one - other


def _years(looked: Outlook) -> list[tuple[Any, ...]]:
    """The label of each year, its measures, and what it rests on; net savings add up over the years alone."""
    years: list[FinancialYear] = list(looked.years)
    whole = [*(looked.total(year) for year in years), looked.steady_state]
    to_date = [*looked.cumulative_net_savings(), None]
    labels = [*map(str, years), STEADY_STATE]
    return [
        (label, *_measures(found, before), assumed)
        for label, found, before, assumed in zip(labels, whole, to_date, looked.assumed, strict=True)
    ]


def _measures(found: LineYear | None, to_date: int | None) -> tuple[int | None, ...]:
    if found is None:
        return (None,) * len(_MEASURES)
    return (found.now.cost, found.proposed.cost, found.saving, found.protection_cost, found.net_saving, to_date)


def _review(each: Compared) -> tuple[Any, ...]:
    tables = each.results.tables
    outcomes = outcomes_counted(tables["SlottingList"])
    needed = {record["what"] for record in tables["ApprovalsNeeded"].records() if record["needed"]}

    def posts(state: str) -> int:
        return sum(line.posts for line in each.inputs.lines(state))

    def fte(state: str) -> int:
        whole = each.results.structure_cost.fte[state]
        hundredths: int = half_up(whole.numerator * 100, whole.denominator)
        return hundredths

    return (
        each.name, each.changes, posts("now"), posts("proposed"), fte("now"), fte("proposed"),
        outcomes["rise"], outcomes["same"], outcomes["fall"], outcomes[DISPLACED],
        each.results.protection_cost.people, len(needed), len(each.results.failed),
    )  # fmt: skip
