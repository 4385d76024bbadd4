"""The equality profile: shares of each count, compared with the workforce and the population, and what reconciles."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from payband.errors import Problem
from payband.forms import Form
from payband.review.answers import AnswerRows
from payband.review.check import Check, passed
from payband.review.inputs.inputs import Inputs
from payband.review.parts.answering import Calculated, PartAnswer, WorkedOut
from payband.review.parts.fairness.equality_sheets import DECIMALS, Added, Body, Group, Reconciled
from payband.review.parts.tables.equality import (
    COUNTS,
    OUTCOME,
    POPULATION,
    PROFILE,
    RECONCILED,
    REVIEW_GROUP,
    TOTAL,
    WORKFORCE,
    EqualityCount,
)
from payband.sheets.answers import answer_columns
from payband.sheets.figures import Figures
from payband.sheets.rows import NO_ROW, Picked, Rows
from payband.sheets.sheet import Each, Sheet
from payband.sheets.unknown import Unknown
from payband.units import counted, percent_text

__all__ = ["PROBLEMS", "answer"]

MOST_DECIMALS = 2  # a share is held in hundredths of a percent


# --- what must hold ------------------------------------------------------------------------------------------------


def _at(row: EqualityCount, column: str, message: str) -> Problem:
    return Problem(message, sheet=COUNTS.sheet, table=COUNTS.name, row=row.row, column=column)


def _counts(inputs: Inputs) -> Iterator[Problem]:
    """Everything that is wrong with the counts. That they do not add up is a check and no problem."""
    first: dict[tuple[str, ...], int] = {}
    for row in inputs.readable_rows(COUNTS.name):
        if row.of_whom == OUTCOME and not row.outcome:
            yield _at(row, "outcome", "is empty: name the outcome, such as assimilated or competing")
        elif row.of_whom != OUTCOME and row.outcome:
            message = f"'{row.outcome}' is given with '{row.of_whom}': say '{OUTCOME}' in column 'of whom', or clear it"
            yield _at(row, "outcome", message)
        if row.people is None and row.printed_share is None:
            yield _at(row, "people", "is empty, and so is the printed share: give one of them")
        if (row.decimals or 0) > MOST_DECIMALS:
            message = f"{row.decimals} is out of range: give 0 to {MOST_DECIMALS}"
            yield _at(row, "decimals", message)
        key = tuple(part.casefold() for part in (row.characteristic, row.of_whom, row.outcome, row.tier, row.group))
        if key in first:
            yield _at(row, "group", f"the same count is already in row {first[key]}: delete one of the two rows")
        first.setdefault(key, row.row)


PROBLEMS = (_counts,)


# --- the rows --------------------------------------------------------------------------------------------------------


class _Body(NamedTuple):
    """The counts of one body of people by one characteristic: the rows by group, and the printed total."""

    characteristic: str
    of_whom: str
    outcome: str
    tier: str
    rows: dict[str, EqualityCount]
    total: EqualityCount | None

    @property
    def name(self) -> str:
        return f"{self.outcome or self.of_whom}{f', {self.tier}' if self.tier else ''}"

    @property
    def printed_total(self) -> int | None:
        return None if self.total is None else self.total.people


class _Sum(NamedTuple):
    """Counts that must add up to another: of what group (none for all), which bodies, and the one that has the sum."""

    what: str
    group: str
    parts: Sequence[tuple[str, _Body, str]]
    """Of each count what it is called, its body, and its group in small letters; none for all groups."""
    whole: _Body


def _bodies(rows: Sequence[EqualityCount]) -> list[_Body]:
    """The bodies of people in the order of their first rows, each characteristic and body spelt as first."""
    spelt: dict[str, str] = {}
    found: dict[tuple[str, ...], _Body] = {}
    for row in rows:
        parts = (row.characteristic, row.of_whom, row.outcome, row.tier)
        key = tuple(part.casefold() for part in parts)
        for part in parts:
            spelt.setdefault(part.casefold(), part)
        body = found.setdefault(key, _Body(spelt[key[0]], spelt[key[1]], spelt[key[2]], spelt[key[3]], {}, None))
        if row.group.casefold() == TOTAL:
            found[key] = body._replace(total=row)
        else:
            body.rows[row.group.casefold()] = row
    return sorted(found.values(), key=lambda body: list(spelt).index(body.characteristic.casefold()))


def _sums(bodies: Sequence[_Body]) -> Iterator[_Sum]:
    """What must add up: outcomes to the review group, tiers to all tiers, and groups to a printed total."""
    for whole in bodies:
        if whole.of_whom == REVIEW_GROUP:
            alike = (whole.characteristic, whole.tier)
            parts = [each for each in bodies if each.of_whom == OUTCOME and (each.characteristic, each.tier) == alike]
            tier = f", {whole.tier}" if whole.tier else ""
            yield from _added(f"outcomes and review group{tier}", [(each.outcome, each) for each in parts], whole)
    for whole in bodies:
        if not whole.tier:
            parts = [each for each in bodies if each[:3] == whole[:3] and each.tier]
            yield from _added(f"tiers and {whole.name}", [(each.tier, each) for each in parts], whole)
    for body in bodies:
        if body.printed_total is not None:
            groups = [(row.group, body, group) for group, row in body.rows.items()]
            yield _Sum(f"groups and printed total, {body.name}", "", groups, body)


def _added(what: str, parts: Sequence[tuple[str, _Body]], whole: _Body) -> Iterator[_Sum]:
    """The parts of a body added up group by group, and all groups together."""
    if not parts:
        return
    groups = dict.fromkeys(group for body in (whole, *(body for _, body in parts)) for group in body.rows)
    for group in (*groups, *([""] if len(groups) > 1 else [])):
        yield _Sum(what, group, [(name, body, group) for name, body in parts], whole)


_NOT_PRINTED = Unknown("it is not printed")
_NOBODY = Unknown("there is nobody to take a share of")


class _Rows:
    """The rows of the sheets."""

    def __init__(self, bodies: Sequence[_Body]) -> None:
        self._bodies = bodies
        self.sums = list(_sums(bodies))
        self._groups = [(at, group) for at, body in enumerate(bodies) for group in body.rows]
        self._at = {place: row for row, place in enumerate(self._groups)}
        self._body_at = {body[:4]: at for at, body in enumerate(bodies)}

    def _like(self, of_whom: str) -> list[int]:
        """For each group the row of its like in a body; no row where that does not name it, or is its own."""
        found = []
        for at, group in self._groups:
            other = self._body_at.get((self._bodies[at].characteristic, of_whom, "", ""))
            found.append(NO_ROW if other in (None, at) else self._at.get((other or 0, group), NO_ROW))
        return found

    def _place(self, body: _Body, group: str) -> tuple[tuple[type[Sheet], str], int]:
        """The figure of a count: that of a group, of all groups together, or of nobody where no row names it."""
        at = self._body_at[body[:4]]
        if not group:
            return (Body, "people"), at
        row = self._at.get((at, group))
        return ((Body, "nobody"), at) if row is None else ((Group, "people"), row)

    def _picked(self, counts: Sequence[tuple[_Body, str]]) -> Picked:
        found = [self._place(*each) for each in counts]
        kinds = ((Group, "people"), (Body, "people"), (Body, "nobody"))
        return Picked(kinds, [kinds.index(kind) for kind, _ in found], [row for _, row in found])

    def rows(self) -> list[Rows]:
        bodies, groups = self._bodies, [(self._bodies[at], self._bodies[at].rows[group]) for at, group in self._groups]
        population = self._like(POPULATION)
        workforce = [
            NO_ROW if body.of_whom == POPULATION else row
            for (body, _), row in zip(groups, self._like(WORKFORCE), strict=True)
        ]
        counts = [(of, name, body, group) for of, each in enumerate(self.sums) for name, body, group in each.parts]
        return [
            Rows(Body, len(bodies), {
                "printed_total": [0 if each.printed_total is None else each.printed_total for each in bodies],
                "has_total": [int(each.printed_total is not None) for each in bodies],
            }, [None if each.printed_total is None else each.total for each in bodies]),
            Rows(Group, len(groups), {
                "body": [at for at, _ in self._groups], "workforce": workforce, "population": population,
                "counted": [_NOT_PRINTED if row.people is None else row.people for _, row in groups],
                "places": [DECIMALS if row.decimals is None else row.decimals for _, row in groups],
                "printed": [0 if row.printed_share is None else row.printed_share for _, row in groups],
                "is_printed": [int(row.printed_share is not None) for _, row in groups],
                "has_workforce": [int(row != NO_ROW) for row in workforce],
                "has_population": [int(row != NO_ROW) for row in population],
                "unknown": [_NOBODY] * len(groups),
                "characteristic": [body.characteristic for body, _ in groups],
                "of_whom": [body.of_whom for body, _ in groups],
                "outcome": [body.outcome or None for body, _ in groups],
                "tier": [body.tier or None for body, _ in groups],
                "group": [row.group for _, row in groups],
            }, [row for _, row in groups]),
            Rows(Reconciled, len(self.sums), {
                "characteristic": [each.whole.characteristic for each in self.sums],
                "what": [each.what for each in self.sums],
                "group": [self._name(each) for each in self.sums],
                "whole": self._picked([(each.whole, each.group) for each in self.sums]),
            }),
            Rows(Added, len(counts), {
                "of": [of for of, *_ in counts], "name": [name for _, name, *_ in counts],
                "count": self._picked([(body, group) for *_, body, group in counts]),
            }),
        ]  # fmt: skip

    def _name(self, of: _Sum) -> str:
        """The group as it is spelt first, or all."""
        bodies = (of.whole, *(body for _, body, _ in of.parts))
        return next((body.rows[of.group].group for body in bodies if of.group in body.rows), "all")


# --- the answers -----------------------------------------------------------------------------------------------------


def answer(calculated: Calculated) -> PartAnswer:
    """The profile, the sums that must agree, and a check of each characteristic."""
    bodies = _bodies(calculated.inputs.rows_of(COUNTS.name))
    figures = Figures(_Rows(bodies).rows())
    groups, sums = figures.each_row(Group), figures.each_row(Reconciled)
    names = list(dict.fromkeys(body.characteristic for body in bodies))
    return PartAnswer(
        (
            AnswerRows.of_columns(PROFILE, answer_columns(figures, Group)),
            AnswerRows.of_columns(RECONCILED, answer_columns(figures, Reconciled)),
        ),
        checks=[check for name in names for check in _checks(name, groups, sums)],
        warnings=list(_warnings(bodies)),
        summary=[line for name in names for line in _summary(name, groups)],
        worked_out=WorkedOut(figures, {PROFILE.name: Group, RECONCILED.name: Reconciled}),
    )


def _checks(name: str, groups: Sequence[Each], sums: Sequence[Each]) -> Iterator[Check]:
    of_name = [each for each in sums if each.characteristic == name]
    if of_name:
        wrong, untold = _apart([(each.agrees, f"{each.what}, {each.group}: {_wrong(each)}") for each in of_name])
        yield Check(
            f"The counts of {name} add up",
            f"{counted(len(of_name), 'sum')} agree",
            f"{len(of_name) - len(wrong) - len(untold)} agree",
            passed(wrong, untold),
            "; ".join([*wrong, *untold]),
        )
    printed = [each for each in groups if each.characteristic == name and each.is_printed]
    if any(not isinstance(each.as_printed, Unknown) for each in printed):  # a paper may print shares alone
        wrong, untold = _apart([
            (each.as_printed, f"{_body_of(each)}, {each.group}: {_percent(each.share)} by the counts, "
                              f"{_percent(each.printed)} printed")
            for each in printed
        ])  # fmt: skip
        yield Check(
            f"The printed shares of {name} are those of the counts",
            f"{counted(len(printed), 'share')} as printed",
            f"{len(printed) - len(wrong) - len(untold)} as printed",
            passed(wrong, untold),
            "; ".join([*wrong, *untold]),
        )


def _apart(said: Sequence[tuple[Form, str]]) -> tuple[list[str], list[str]]:
    """What is said of those that do not agree, and of those of which it cannot be told."""
    wrong = [text for agrees, text in said if not isinstance(agrees, Unknown) and agrees <= 0]
    return wrong, [text for agrees, text in said if isinstance(agrees, Unknown)]


def _body_of(group: Each) -> str:
    return f"{group.outcome or group.of_whom}{f', {group.tier}' if group.tier else ''}"


def _percent(share: Form) -> str:
    return "not known" if isinstance(share, Unknown) else percent_text(share)


def _number(people: Form) -> str:
    return "not known" if isinstance(people, Unknown) else f"{people:,}"


def _wrong(each: Each) -> str:
    return f"{Reconciled.texts['detail'].rule(each)} is {_number(each.found)}, not {_number(each.expected)}"


def _warnings(bodies: Sequence[_Body]) -> Iterator[str]:
    for name in dict.fromkeys(body.characteristic for body in bodies if body.of_whom == OUTCOME):
        if not any(body.characteristic == name and body.of_whom == REVIEW_GROUP for body in bodies):
            yield f"Equality profile: outcomes are given by {name} and no review group, so that nothing is reconciled"


def _summary(name: str, groups: Sequence[Each]) -> Iterator[tuple[str, str, Any, str]]:
    """The review group next to the workforce and the population."""
    parts = []
    for of_whom in (REVIEW_GROUP, WORKFORCE, POPULATION):
        mine = [
            each for each in groups
            if (each.characteristic, each.of_whom, each.outcome, each.tier) == (name, of_whom, None, None)
        ]  # fmt: skip
        shares = [
            f"{each.group} {percent_text(each.in_words)}" for each in mine if not isinstance(each.in_words, Unknown)
        ]
        if mine:
            parts.append(f"{of_whom}: {', '.join(shares)}")
    if parts:
        yield "Equality", name, "; ".join(parts), "text"
