"""Approvals: every proposed line, and every person where a rule looks at actual pay, tested against every rule."""

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from payband import library
from payband.library import ApprovalRule, Figure
from payband.review.answers import APPROVALS_NEEDED, AnswerRows
from payband.review.columns import on_costs_by_salary
from payband.review.inputs import Inputs
from payband.review.on_cost_terms import terms_of_line, terms_of_person
from payband.review.ranges import Ranges
from payband.review.slotting_list import DISPLACED, LEAVES, Placement, full_time_share
from payband.review.tables import StructureLine
from payband.rules.on_costs import OnCosts, OnCostTerms, on_costs_of_year
from payband.rules.shares import pay_for_time
from payband.rules.thresholds import Approval, decide_tiers, policies_named
from payband.units import pounds_text

__all__ = ["Tested", "approval_rows", "approvals"]

SEVERANCE = "severance"
VACANT = "vacant"
"""How the reason of a test of vacant posts starts."""


class Tested(NamedTuple):
    """A line or a person tested against a rule; `needed` is None where the pay is not known."""

    what: str
    posts: int
    amount: int | None
    rule: ApprovalRule
    needed: bool | None
    reason: str


def _rules(inputs: Inputs) -> list[Sequence[ApprovalRule]]:
    """The rules in force on the implementation date: the workbook's, and the policies that the settings name.

    Each is its tiers, the highest first; a rule without tiers is one alone.
    """
    on = inputs.settings.implementation_date
    newest: dict[str, tuple[object, ApprovalRule]] = {}
    for row in inputs.approval_rules:
        key = row.rule.casefold()
        if row.effective_from <= on and (key not in newest or newest[key][0] < row.effective_from):  # type: ignore[operator]
            rule = ApprovalRule(
                row.rule, row.measure, row.tested_at, row.comparison, row.threshold, row.approving_body, row.source
            )
            newest[key] = (row.effective_from, rule)
            value = f"{row.comparison} {pounds_text(row.threshold)}"
            figure = Figure(
                f"approval rule {row.rule}", value, row.effective_from, None, "given", row.source, "table ApprovalRules"
            )
            library.note_figure(figure)
    rules: list[Sequence[ApprovalRule]] = [(rule,) for _, rule in newest.values()]
    for policy in policies_named(inputs.settings.approval_policy):
        if policy.casefold() not in newest:
            rules.append(library.approval_tiers(policy, on))
    return rules


class _Tester:
    def __init__(self, inputs: Inputs, ranges: Ranges, placed: Sequence[Placement]) -> None:
        self.inputs = inputs
        self.ranges = ranges
        self.placed = [each for each in placed if each.outcome not in (DISPLACED, LEAVES)]
        self._packages: dict[tuple[str, bool], int] = {}  # by whose it is and whether it is severance
        for element in inputs.package:
            if element.counts:
                key = element.line_or_person.casefold(), element.element.casefold() == SEVERANCE
                self._packages[key] = self._packages.get(key, 0) + element.amount
        self._with_own: dict[int, list[Placement]] = {}  # the holders of each line with pay elements of their own
        for each in self.placed:
            if self._packages and each.line is not None and self._elements((each.person.person,), severance=False):
                self._with_own.setdefault(id(each.line), []).append(each)
        self._on_costs: dict[OnCostTerms, dict[int, OnCosts]] = {}
        self._tiers: dict[str, Sequence[ApprovalRule]] = {}
        self._decisions: dict[tuple[int, int | None, ApprovalRule], tuple[Approval, ApprovalRule]] = {}

    def test(self, tiers: Sequence[ApprovalRule]) -> Iterator[Tested]:
        """Everything that a rule looks at, tested against its tiers."""
        rule = tiers[0]
        self._tiers[rule.name] = tiers
        if rule.measure == "severance":
            yield from self.severance(rule)
        elif rule.tested_at == "actual":
            yield from self.people(rule)
            yield from self.vacancies(rule)
        else:
            yield from self.lines(rule)

    def _elements(self, names: Sequence[str], *, severance: bool) -> int:
        """What the Package table adds for a line or a person."""
        return sum(self._packages.get((key, severance), 0) for key in {name.casefold() for name in names})

    def _measured(self, rule: ApprovalRule, salary: int, names: Sequence[str], terms: OnCostTerms | None) -> int | None:
        """A salary as the rule measures it; None where the rule's measure cannot be made out."""
        if rule.measure == "base salary":
            return salary
        package = salary + self._elements(names, severance=False)
        if rule.measure == "package":
            return package
        if terms is None:
            return None
        return package + self._on_costs_of(salary, terms)

    def _on_costs_of(self, salary: int, terms: OnCostTerms) -> int:
        """A salary's on-costs; those of everybody on the same terms are worked out when the first are asked for."""
        year = self.inputs.settings.price_base
        if terms not in self._on_costs:
            paid = [full_time_share(each.slot.salary, each.person) for each in self.placed if each.slot is not None]
            self._on_costs[terms] = on_costs_by_salary([salary, *paid], year, terms)
        known = self._on_costs[terms]
        if salary not in known:
            known[salary] = on_costs_of_year(salary, year, terms)
        total: int = known[salary].total
        return total

    def severance(self, rule: ApprovalRule) -> Iterator[Tested]:
        """Everyone for whom a severance element is given."""
        names = dict.fromkeys(
            each.line_or_person for each in self.inputs.package if each.element.casefold() == SEVERANCE and each.counts
        )
        for name in names:
            amount = self._elements((name,), severance=True)
            decided, tier = decide_tiers(amount, None, self._tiers[rule.name])
            yield Tested(name, 1, amount, tier, decided.needed, f"severance of {decided.reason}")

    def people(self, rule: ApprovalRule) -> Iterator[Tested]:
        """Everyone placed in the structure, at the pay that the review gives them."""
        for each in self.placed:
            name = each.person.person
            if each.slot is None:
                yield Tested(name, 1, None, rule, None, "the salary is not known")
                continue
            salary = full_time_share(each.slot.salary, each.person)
            terms = terms_of_person(self.inputs, each.person, each.line)
            amount = self._measured(rule, salary, self._names(each), terms)
            yield self._decided(name, 1, amount, None, rule, estimated=each.slot.estimated)

    def vacancies(self, rule: ApprovalRule) -> Iterator[Tested]:
        """The posts without a holder, at the top of their range: what somebody appointed to one can be paid."""
        held = Counter(each.line.line.casefold() for each in self.placed if each.line is not None)
        for line in self.inputs.lines("proposed"):
            vacant = line.posts - held[line.line.casefold()]
            if vacant > 0:
                of_time = "" if line.fte_each == 1 else f", {line.fte_each} of full time"
                yield from (
                    each._replace(posts=vacant, reason=f"{VACANT}{of_time}: {each.reason}")
                    for each in self.lines(rule._replace(tested_at="top of range"), only=line)
                    if each.what == line.line
                )

    def lines(self, rule: ApprovalRule, only: StructureLine | None = None) -> Iterator[Tested]:
        """Every proposed line with posts, over the whole of its pay range."""
        for line in self.inputs.lines("proposed") if only is None else [only]:
            if not line.posts:
                continue
            if not line.grade:
                yield Tested(
                    line.line, line.posts, None, rule, None, "its grade is not given, so its pay range is not known"
                )
                continue
            pay_range = self.ranges.of(line.grade)
            if pay_range.bottom is None or pay_range.top is None:
                yield Tested(line.line, line.posts, None, rule, None, f"the pay range is not known: {pay_range.span}")
                continue
            tested: list[tuple[str, int, tuple[str, ...], OnCostTerms | None]] = [
                (line.line, line.posts, (line.line,), terms_of_line(self.inputs, line))
            ]
            for each in self._with_own.get(
                id(line), ()
            ):  # a holder with pay elements of their own can reach what the line does not
                if rule.measure != "base salary":
                    terms = terms_of_person(self.inputs, each.person, line)
                    tested.append((each.person.person, 1, self._names(each), terms))
            estimated = pay_range.end_is_estimated("bottom" if rule.tested_at == "bottom of range" else "top")
            for what, posts, names, terms in tested:
                # A range is tested as it stands, for full time; a vacant post for the time that it has.
                time = Fraction(1) if only is None else only.fte_each
                bottom, top = (
                    self._measured(rule, pay_for_time(end, time.numerator, time.denominator), names, terms)
                    for end in (pay_range.bottom, pay_range.top)
                )
                yield self._decided(what, posts, bottom, top, rule, estimated=estimated)

    @staticmethod
    def _names(each: Placement) -> tuple[str, ...]:
        """The names that a holder's pay elements stand under: the holder's own, and the line's for each post of it."""
        return (each.person.person, each.line.line) if each.line else (each.person.person,)

    def _decided(
        self, what: str, posts: int, bottom: int | None, top: int | None, rule: ApprovalRule, *, estimated: bool
    ) -> Tested:
        if bottom is None:
            return Tested(what, posts, None, rule, None, "the employer cost is not known without an on-cost profile")
        if (bottom, top, rule) not in self._decisions:  # many are paid the same
            tiers = [tier._replace(tested_at=rule.tested_at) for tier in self._tiers[rule.name]]
            self._decisions[bottom, top, rule] = decide_tiers(bottom, top, tiers)
        decided, tier = self._decisions[bottom, top, rule]
        amount = bottom if top is None or rule.tested_at == "bottom of range" else top
        reason = f"{decided.reason}; rests on an estimated point" if estimated else decided.reason
        return Tested(what, posts, amount, tier, decided.needed, reason)


def approvals(inputs: Inputs, ranges: Ranges, placed: Sequence[Placement]) -> list[Tested]:
    """Tests every rule: over the range of each proposed line, or, at actual pay, each person and vacancy."""
    tester = _Tester(inputs, ranges, placed)
    return [tested for tiers in _rules(inputs) for tested in tester.test(tiers)]


def approval_rows(tested: Sequence[Tested]) -> AnswerRows:
    """The approvals as an answer table."""
    rows = [
        (each.what, each.posts, each.amount, each.rule.name, each.needed, each.reason, each.rule.approving_body)
        for each in tested
    ]
    return AnswerRows(APPROVALS_NEEDED, rows)
