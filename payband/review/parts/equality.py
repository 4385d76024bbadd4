"""The equality profile: shares of each count, compared with the workforce and the population, and what reconciles."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from payband.errors import Problem
from payband.review.answers import AnswerRows
from payband.review.check import Check, passed
from payband.review.inputs.inputs import Inputs
from payband.review.parts.answering import Calculated, PartAnswer
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
from payband.rules.printed_share import share_as_printed
from payband.units import counted, percent_text

__all__ = ["PROBLEMS", "answer"]

DECIMALS = 1  # of a share that no paper prints
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


# --- one body of people --------------------------------------------------------------------------------------------


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
    def people(self) -> int | None:
        """How many people it has: the printed total, or the sum of its groups where no total is printed."""
        if self.total is not None and self.total.people is not None:
            return self.total.people
        counts = [row.people for row in self.rows.values()]
        known = [count for count in counts if count is not None]
        return sum(known) if len(known) == len(counts) else None

    def held(self, group: str) -> int | None:
        """How many are of a group; nobody where no row names it."""
        row = self.rows.get(group)
        return 0 if row is None else row.people

    def share(self, group: str, decimals: int = DECIMALS) -> int | None:
        """The share of a group in basis points, rounded once to as many decimals of a percent as are shown."""
        held, people = self.held(group), self.people
        return None if held is None or not people else share_as_printed(held, people, decimals)

    def above(self, group: str, other: "_Body | None") -> int | None:
        """How far the share of a group lies above another body's, in basis points; None where that does not name it."""
        if other is None or other is self or group not in other.rows:
            return None
        held, people, held_there, people_there = self.held(group), self.people, other.held(group), other.people
        if held is None or not people or held_there is None or not people_there:
            return None
        # Over one denominator, so that the difference of the exact shares is rounded, and once.
        above: int = share_as_printed(held * people_there - held_there * people, people * people_there, DECIMALS)
        return above

    def as_printed(self, row: EqualityCount) -> bool | None:
        """Whether a printed share is the one of the counts, to as many decimals; None where one of them is missing."""
        share = self.share(row.group.casefold(), _decimals(row))
        return None if row.printed_share is None or share is None else share == row.printed_share


def _decimals(row: EqualityCount) -> int:
    return DECIMALS if row.decimals is None else row.decimals


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


# --- the answers ---------------------------------------------------------------------------------------------------


class _Sum(NamedTuple):
    """Counts that must add up to another: which, of what group, in words, the sum, and what it should be."""

    characteristic: str
    what: str
    group: str
    words: str
    found: int | None
    expected: int | None

    @property
    def agrees(self) -> bool | None:
        """Whether they do; None where a count is not known."""
        return None if self.found is None or self.expected is None else self.found == self.expected


def answer(calculated: Calculated) -> PartAnswer:
    """The profile, the sums that must agree, and a check of each characteristic."""
    bodies = _bodies(calculated.inputs.rows_of(COUNTS.name))
    by_name = {(body.characteristic, body.of_whom, body.outcome, body.tier): body for body in bodies}
    profile = [row for body in bodies for row in _profile(body, by_name)]
    sums = [*_outcomes(bodies), *_tiers(bodies), *_totals(bodies)]
    names = list(dict.fromkeys(body.characteristic for body in bodies))
    return PartAnswer(
        (AnswerRows(PROFILE, profile), AnswerRows(RECONCILED, [_sum_row(each) for each in sums])),
        checks=[check for name in names for check in _checks(name, bodies, sums)],
        warnings=list(_warnings(bodies, by_name)),
        summary=[line for name in names for line in _summary(name, bodies, by_name)],
    )


_ByName = Mapping[tuple[str, str, str, str], _Body]


def _profile(body: _Body, by_name: _ByName) -> Iterator[tuple[Any, ...]]:
    workforce, population = (by_name.get((body.characteristic, each, "", "")) for each in (WORKFORCE, POPULATION))
    for group, row in body.rows.items():
        yield (
            body.characteristic, body.of_whom, body.outcome or None, body.tier or None, row.group, row.people,
            body.share(group, _decimals(row)), row.printed_share, body.as_printed(row),
            None if body.of_whom == POPULATION else body.above(group, workforce), body.above(group, population),
        )  # fmt: skip


def _added(what: str, parts: Sequence[_Body], whole: _Body, labels: Sequence[str]) -> Iterator[_Sum]:
    """The parts of a body added up group by group, and all groups together."""
    groups = list(dict.fromkeys(group for body in (whole, *parts) for group in body.rows))
    for group in groups:
        counts = [body.held(group) for body in parts]
        shown = next(body.rows[group].group for body in (whole, *parts) if group in body.rows)
        yield _Sum(whole.characteristic, what, shown, *_sum_of(counts, labels), whole.held(group))
    if len(groups) > 1:
        counts = [body.people for body in parts]
        yield _Sum(whole.characteristic, what, "all", *_sum_of(counts, labels), whole.people)


def _sum_of(counts: Sequence[int | None], labels: Sequence[str]) -> tuple[str, int | None]:
    words = " + ".join(
        f"{'?' if count is None else f'{count:,}'} {label}" for count, label in zip(counts, labels, strict=True)
    )
    return words, None if None in counts else sum(count for count in counts if count is not None)


def _outcomes(bodies: Sequence[_Body]) -> Iterator[_Sum]:
    """The outcomes of the review group, or of a tier of it."""
    for whole in bodies:
        if whole.of_whom == REVIEW_GROUP:
            parts = [
                body
                for body in bodies
                if body.of_whom == OUTCOME and (body.characteristic, body.tier) == (whole.characteristic, whole.tier)
            ]
            if parts:
                tier = f", {whole.tier}" if whole.tier else ""
                yield from _added(f"outcomes and review group{tier}", parts, whole, [body.outcome for body in parts])


def _tiers(bodies: Sequence[_Body]) -> Iterator[_Sum]:
    """The tiers of a body that is also given as a whole."""
    for whole in bodies:
        if not whole.tier:
            key = whole[:3]
            parts = [body for body in bodies if body[:3] == key and body.tier]
            if parts:
                yield from _added(f"tiers and {whole.name}", parts, whole, [body.tier for body in parts])


def _totals(bodies: Sequence[_Body]) -> Iterator[_Sum]:
    """The groups of a body and its printed total."""
    for body in bodies:
        if body.total is not None and body.total.people is not None:
            rows = list(body.rows.values())
            added = _sum_of([row.people for row in rows], [row.group for row in rows])
            what = f"groups and printed total, {body.name}"
            yield _Sum(body.characteristic, what, "all", *added, body.total.people)


def _sum_row(each: _Sum) -> tuple[Any, ...]:
    known = each.found is not None and each.expected is not None
    difference = each.found - each.expected if known else None  # type: ignore[operator]
    return (*each, difference, each.agrees)


def _checks(name: str, bodies: Sequence[_Body], sums: Sequence[_Sum]) -> Iterator[Check]:
    of_name = [each for each in sums if each.characteristic == name]
    if of_name:
        wrong, untold = (
            [f"{each.what}, {each.group}: {_wrong(each)}" for each in of_name if each.agrees is agrees]
            for agrees in (False, None)
        )
        expected = f"{counted(len(of_name), 'sum')} agree"
        found = f"{len(of_name) - len(wrong) - len(untold)} agree"
        detail = "; ".join([*wrong, *untold])
        yield Check(f"The counts of {name} add up", expected, found, passed(wrong, untold), detail)
    printed = [
        (body, row, body.as_printed(row))
        for body in bodies
        if body.characteristic == name
        for row in body.rows.values()
        if row.printed_share is not None
    ]
    if any(agrees is not None for *_, agrees in printed):  # a paper may print shares alone
        wrong, untold = (
            [
                f"{body.name}, {row.group}: {_shown(body.share(row.group.casefold(), _decimals(row)))} by the counts, "
                f"{_shown(row.printed_share)} printed"
                for body, row, each in printed
                if each is agrees
            ]
            for agrees in (False, None)
        )
        yield Check(
            f"The printed shares of {name} are those of the counts",
            f"{counted(len(printed), 'share')} as printed",
            f"{len(printed) - len(wrong) - len(untold)} as printed",
            passed(wrong, untold),
            "; ".join([*wrong, *untold]),
        )


def _shown(share: int | None) -> str:
    return "not known" if share is None else percent_text(share)


def _wrong(each: _Sum) -> str:
    expected = "not known" if each.expected is None else f"{each.expected:,}"
    found = "not known" if each.found is None else f"{each.found:,}"
    return f"{each.words} is {found}, not {expected}"


def _warnings(bodies: Sequence[_Body], by_name: _ByName) -> Iterator[str]:
    for name in dict.fromkeys(body.characteristic for body in bodies if body.of_whom == OUTCOME):
        if not any(key[0] == name and key[1] == REVIEW_GROUP for key in by_name):
            yield f"Equality profile: outcomes are given by {name} and no review group, so that nothing is reconciled"


def _summary(name: str, bodies: Sequence[_Body], by_name: _ByName) -> Iterator[tuple[str, str, Any, str]]:
    """The review group next to the workforce and the population."""
    parts = []
    for of_whom in (REVIEW_GROUP, WORKFORCE, POPULATION):
        body = by_name.get((name, of_whom, "", ""))
        if body is not None:
            shares = [
                f"{row.group} {percent_text(share)}"
                for group, row in body.rows.items()
                if (share := body.share(group)) is not None
            ]
            parts.append(f"{of_whom}: {', '.join(shares)}")
    if parts:
        yield "Equality", name, "; ".join(parts), "text"
