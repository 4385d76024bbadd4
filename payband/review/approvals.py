"""Approvals: every proposed line, and every person where a rule looks at actual pay, tested against every rule."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from payband import library
from payband.library import ApprovalRule, Figure
from payband.review.answers import APPROVALS_NEEDED, AnswerRows
from payband.review.inputs import Inputs
from payband.review.on_cost_terms import terms_of_line, terms_of_person
from payband.review.ranges import Ranges
from payband.review.slotting_list import DISPLACED, LEAVES, Placement, full_time_share
from payband.review.tables import StructureLine
from payband.rules.on_costs import OnCostTerms, on_costs_of_year
from payband.rules.thresholds import decide
from payband.units import pounds_text

__all__ = ["Tested", "approval_rows", "approvals"]

SEVERANCE = "severance"


class Tested(NamedTuple):
    """A line or a person tested against a rule; `needed` is None where the pay is not known."""

    what: str
    posts: int
    amount: int | None
    rule: ApprovalRule
    needed: bool | None
    reason: str


def _rules(inputs: Inputs) -> list[ApprovalRule]:
    """The rules in force on the implementation date: the workbook's, and the policy that the settings name."""
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
    rules = [rule for _, rule in newest.values()]
    policy = inputs.settings.approval_policy
    if policy and policy.casefold() not in newest:
        rules.append(library.approval_rule(policy, on))
    return rules


class _Tester:
    def __init__(self, inputs: Inputs, ranges: Ranges, placed: Sequence[Placement]) -> None:
        self.inputs = inputs
        self.ranges = ranges
        self.placed = placed

    def _elements(self, names: Sequence[str], *, severance: bool) -> int:
        """What the Package table adds for a line or a person."""
        keys = [name.casefold() for name in names]
        return sum(
            each.amount
            for each in self.inputs.package
            if each.line_or_person.casefold() in keys
            and each.counts
            and (each.element.casefold() == SEVERANCE) == severance
        )

    def _measured(self, rule: ApprovalRule, salary: int, names: Sequence[str], terms: OnCostTerms | None) -> int | None:
        """A salary as the rule measures it; None where the rule's measure cannot be made out."""
        if rule.measure == "base salary":
            return salary
        package = salary + self._elements(names, severance=False)
        if rule.measure == "package":
            return package
        if terms is None:
            return None
        on_costs: int = on_costs_of_year(salary, self.inputs.settings.price_base, terms).total
        return package + on_costs

    def severance(self, rule: ApprovalRule) -> Iterator[Tested]:
        """Everyone for whom a severance element is given."""
        names = dict.fromkeys(
            each.line_or_person for each in self.inputs.package if each.element.casefold() == SEVERANCE and each.counts
        )
        for name in names:
            amount = self._elements((name,), severance=True)
            decided = decide(amount, None, rule)
            yield Tested(name, 1, amount, rule, decided.needed, f"severance of {decided.reason}")

    def people(self, rule: ApprovalRule) -> Iterator[Tested]:
        """Everyone placed in the structure, at the pay that the review gives them."""
        for each in self._placed():
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
        held = Counter(each.line.line.casefold() for each in self._placed() if each.line is not None)
        for line in self.inputs.lines("proposed"):
            vacant = line.posts - held[line.line.casefold()]
            if vacant > 0:
                yield from (
                    each._replace(posts=vacant, reason=f"vacant: {each.reason}")
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
            for each in self._placed():  # a holder with pay elements of their own can reach what the line does not
                own = rule.measure != "base salary" and self._elements((each.person.person,), severance=False)
                if own and each.line is line:
                    terms = terms_of_person(self.inputs, each.person, line)
                    tested.append((each.person.person, 1, self._names(each), terms))
            estimated = pay_range.end_is_estimated("bottom" if rule.tested_at == "bottom of range" else "top")
            for what, posts, names, terms in tested:
                bottom = self._measured(rule, pay_range.bottom, names, terms)
                top = self._measured(rule, pay_range.top, names, terms)
                yield self._decided(what, posts, bottom, top, rule, estimated=estimated)

    def _placed(self) -> Iterator[Placement]:
        return (each for each in self.placed if each.outcome not in (DISPLACED, LEAVES))

    @staticmethod
    def _names(each: Placement) -> tuple[str, ...]:
        """The names that a holder's pay elements stand under: the holder's own, and the line's for each post of it."""
        return (each.person.person, each.line.line) if each.line else (each.person.person,)

    @staticmethod
    def _decided(
        what: str, posts: int, bottom: int | None, top: int | None, rule: ApprovalRule, *, estimated: bool
    ) -> Tested:
        if bottom is None:
            return Tested(what, posts, None, rule, None, "the employer cost is not known without an on-cost profile")
        decided = decide(bottom, top, rule)
        amount = bottom if top is None or rule.tested_at == "bottom of range" else top
        reason = f"{decided.reason}; rests on an estimated point" if estimated else decided.reason
        return Tested(what, posts, amount, rule, decided.needed, reason)


def approvals(inputs: Inputs, ranges: Ranges, placed: Sequence[Placement]) -> list[Tested]:
    """Tests every rule: over the range of each proposed line, or, at actual pay, each person and vacancy."""
    tester = _Tester(inputs, ranges, placed)
    found: list[Tested] = []
    for rule in _rules(inputs):
        if rule.measure == "severance":
            found += tester.severance(rule)
        elif rule.tested_at == "actual":
            found += [*tester.people(rule), *tester.vacancies(rule)]
        else:
            found += tester.lines(rule)
    return found


def approval_rows(tested: Sequence[Tested]) -> AnswerRows:
    """The approvals as an answer table."""
    rows = [
        (each.what, each.posts, each.amount, each.rule.name, each.needed, each.reason, each.rule.approving_body)
        for each in tested
    ]
    return AnswerRows(APPROVALS_NEEDED, rows)
