"""Which rows approvals have: every proposed line, and every person where a rule looks at actual pay, by every rule."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from payband import library
from payband.forms import Form
from payband.library import ApprovalRule, Figure
from payband.review.core.approval_subject import Subject, TestedRule, What
from payband.review.core.approval_words import NO_GRADE, NO_TERMS
from payband.review.core.approvals import Approval, Counted, HigherTier, Tier
from payband.review.core.pay_elements import Elements
from payband.review.core.rows.structure_rows import StructureRows
from payband.review.core.structure import COSTED_AT
from payband.review.inputs.inputs import Inputs
from payband.review.inputs.on_cost_terms import profile_of, terms_of_line, terms_of_person
from payband.review.inputs.tables import ApprovalRuleRow, Person, StructureLine
from payband.review.slotting_list import DISPLACED, LEAVES, Placement
from payband.rules.cost.on_costs import OnCostTerms
from payband.rules.thresholds import COMPARISONS, policies_named
from payband.sheets.collected import columns_of
from payband.sheets.rows import NO_ROW, Rows
from payband.sheets.unknown import Unknown
from payband.units import pounds_text

__all__ = ["ApprovalRows"]

_ACTUAL, _AT_BOTTOM, _AT_TOP = "actual", "bottom of range", "top of range"
_EMPLOYER_COST, _BASE_SALARY, _OF_SEVERANCE = "employer cost", "base salary", "severance"
_BOTTOM, _TOP = COSTED_AT.index("bottom"), COSTED_AT.index("top")
_WIDTH = 9  # links and whole numbers of a row

_Paid = tuple[int, int]
"""The rows of a salary, and of its on-costs over the year where they count."""

_NOTHING: _Paid = (NO_ROW, NO_ROW)


class _Terms(NamedTuple):
    """On-cost terms, and their row."""

    of: OnCostTerms | None
    row: int


_NO_TERMS = _Terms(None, NO_ROW)


class ApprovalRows:
    """Collects the rows of everything that is tested for approval, as well as those of the structure's cost."""

    def __init__(self, inputs: Inputs, placed: Sequence[Placement], structure: StructureRows) -> None:
        self._inputs = inputs
        self._structure = structure
        self._placed = placed
        self._in_structure = [number for number, each in enumerate(placed) if each.outcome not in (DISPLACED, LEAVES)]
        self._number_of = {
            line.line: number for number, line in enumerate(inputs.structure) if line.state == "proposed"
        }
        self._package = inputs.package
        self._elements: dict[tuple[str, bool], list[int]] = {}  # by whose they are, and whether they are severance
        for number, element in enumerate(self._package):
            if not element.counts or (element.state == "now" and not element.is_severance):
                continue
            key = element.line_or_person.casefold(), element.is_severance
            self._elements.setdefault(key, []).append(number)
        self._with_own = self._people_with_own()
        self._paid: dict[object, _Paid] = {}
        self.tiers: list[tuple[ApprovalRule, Figure]] = []
        """Every tier of every rule from which on a body has to approve, with its figure, by its row."""
        self.given: list[ApprovalRuleRow | None] = []
        """For each tier the row of table ApprovalRules that it is in; None for one of the library."""
        self.subjects: list[Subject] = []
        """What is tested, by its row."""
        self.by_holder = False
        """Whether a rule looks at what people are paid, so that vacant posts are tested apart from them."""
        self._rows: list[tuple[int, ...]] = []
        self._missing: list[Form] = []
        self._counted: list[tuple[int, int]] = []
        self._higher: list[tuple[int, int]] = []
        for each in self._rules():
            self._test(*each)

    def rows(self) -> list[Rows]:
        """The rows of every sheet of approvals, as NumPy columns where there are many people."""
        many = self._structure.many
        line, tier, bottom, top, year_at_bottom, year_at_top, tested, over_range, at_bottom = columns_of(
            self._rows, _WIDTH, at_once=many
        )
        counted, element = columns_of(self._counted, 2, at_once=many)
        above, higher = columns_of(self._higher, 2, at_once=many)
        return [
            Rows(Tier, len(self.tiers), {
                "threshold": [each.threshold for each, _ in self.tiers],
                "over": [COMPARISONS.index(each.comparison) for each, _ in self.tiers],
            }, self.given),
            Rows(Approval, len(self._rows), {
                "line": line, "tier": tier, "bottom": bottom, "top": top, "year_at_bottom": year_at_bottom,
                "year_at_top": year_at_top, "tested": tested, "over_range": over_range, "at_bottom": at_bottom,
                "missing": self._missing,
            }, self.subjects),
            Rows(Counted, len(self._counted), {"test": counted, "element": element}),
            Rows(HigherTier, len(self._higher), {"test": above, "tier": higher}),
        ]  # fmt: skip

    # --- rules -------------------------------------------------------------------------------------------------------

    def _rules(self) -> Iterator[tuple[Sequence[ApprovalRule], Sequence[Figure], ApprovalRuleRow | None]]:
        """The rules in force on the implementation date: the workbook's, and the policies that the settings name.

        Each is its tiers, the highest first, with their figures; a rule without tiers is one alone.
        """
        settings = self._inputs.settings
        on = settings.implementation_date
        newest: dict[str, ApprovalRuleRow] = {}
        for row in self._inputs.approval_rules:
            key = row.rule.casefold()
            if row.effective_from <= on and (key not in newest or newest[key].effective_from < row.effective_from):
                newest[key] = row
        for row in newest.values():
            rule = ApprovalRule(
                row.rule, row.measure, row.tested_at, row.comparison, row.threshold, row.approving_body, row.source
            )
            value = f"{row.comparison} {pounds_text(row.threshold)}"
            name, file = f"approval rule {row.rule}", "table ApprovalRules"
            yield (rule,), (Figure(name, value, row.effective_from, None, "given", row.source, file),), row
        for policy in policies_named(settings.approval_policy):
            if policy.casefold() not in newest:
                with library.figures_used() as used:
                    tiers = library.approval_tiers(policy, on)
                yield tiers, list(used), None

    def _test(self, tiers: Sequence[ApprovalRule], figures: Sequence[Figure], row: ApprovalRuleRow | None) -> None:
        """Rows for everything that a rule looks at."""
        for figure in figures:
            library.note_figure(figure)
        rule = TestedRule(tiers, figures, row, tiers[0].tested_at)
        first = len(self.tiers)
        self.tiers += zip(rule.above_nothing, figures, strict=False)
        self.given += [row] * len(rule.above_nothing)
        self._tier, self._higher_tiers = len(self.tiers) - 1, range(first, len(self.tiers) - 1)
        if rule.measure == _OF_SEVERANCE:
            self._severance(rule)
        elif rule.tested_at == _ACTUAL:
            self.by_holder = True
            self._people(rule)
            self._vacancies(TestedRule(tiers, figures, row, _AT_TOP))
        else:
            for line in self._inputs.lines("proposed"):
                self._line(rule, line)

    # --- what is tested ----------------------------------------------------------------------------------------------

    def _severance(self, rule: TestedRule) -> None:
        """Everyone for whom a severance element is given."""
        counted = [each for each in self._package if each.counts and each.is_severance]
        for name in dict.fromkeys(each.line_or_person for each in counted):
            subject = Subject(name, What.SEVERANCE, rule, line=self._inputs.proposed_line(name))
            self._add(subject, _NOTHING, _NOTHING, self._elements[name.casefold(), True])

    def _people(self, rule: TestedRule) -> None:
        """Everyone placed in the structure, at the pay that the review gives them."""
        counts_on_costs, terms = rule.measure == _EMPLOYER_COST, _NO_TERMS
        for number in self._in_structure:
            each = self._placed[number]
            if counts_on_costs:
                terms = self._terms_of(rule, each.person, each.line)
            paid = self._paid.get((number, terms.row))
            if paid is None:
                elements = self._costed(terms, self._of_holder(rule, each))
                salary = self._structure.new_salary_of(number, terms.row, rule.name, elements)
                paid = self._paid[number, terms.row] = self._year_of(salary, terms)
            subject = Subject(each.person.person, What.PERSON, rule, each.person, each.line, terms.of)
            self._add(subject, _NOTHING, paid, self._of_holder(rule, each), self._unless(rule, terms))

    def _vacancies(self, rule: TestedRule) -> None:
        """The posts without a holder, at the top of their range: what somebody appointed to one can be paid."""
        for line in self._inputs.lines("proposed"):
            if line.posts > len(self._structure.in_lines.get((line.line.casefold(), line.state), ())):
                self._over_range(rule, line, What.VACANCY)

    def _line(self, rule: TestedRule, line: StructureLine) -> None:
        """A proposed line with posts, over the whole of its pay range.

        A holder with pay elements of their own can reach what the line does not, and is tested apart.
        """
        if not line.posts:
            return
        self._over_range(rule, line, What.LINE)
        if line.grade and rule.measure != _BASE_SALARY:
            pay_range = self._structure.range_of(line)
            if pay_range.bottom is not None and pay_range.top is not None:
                for number in self._with_own.get(line.line.casefold(), ()):
                    self._over_range(rule, line, What.PERSON, self._placed[number])

    def _over_range(self, rule: TestedRule, line: StructureLine, what: What, holder: Placement | None = None) -> None:
        """The row of a line, of its vacant posts, or of a holder, over the line's pay range.

        A range is tested as it stands, for full time; a vacant post for the time that it has.
        """
        if holder is None:
            name, person, elements = line.line, None, self._of_line(rule, line)
        else:
            name, person, elements = holder.person.person, holder.person, self._of_holder(rule, holder)
        terms = self._terms_of(rule, person, line)
        subject = Subject(name, what, rule, person, line, terms.of)
        if not line.grade:
            self._add(subject, _NOTHING, _NOTHING, elements, Unknown(NO_GRADE), over_range=True)
            return

        full_time = what is not What.VACANCY

        def at(end: int) -> _Paid:
            time = Fraction(1) if full_time else line.fte_each
            key = (line.grade.casefold(), end, time, name, terms.row)
            if key not in self._paid:
                shown = f"{rule.name}: {name}, {COSTED_AT[end]}"
                salary = self._structure.salary_at(
                    line, end, terms.row, shown, full_time=full_time, elements=self._costed(terms, elements)
                )
                self._paid[key] = self._year_of(salary, terms)
            return self._paid[key]

        missing = self._unless(rule, terms)
        self._add(subject, at(_BOTTOM), at(_TOP), elements, missing, over_range=True)

    def _add(
        self,
        subject: Subject,
        bottom: _Paid,
        top: _Paid,
        elements: Sequence[int],
        missing: Form = 0,
        *,
        over_range: bool = False,
    ) -> None:
        row = len(self._rows)
        line = self._line_row(subject.line)
        at_bottom = over_range and subject.rule.tested_at == _AT_BOTTOM
        self._rows.append((
            line, self._tier, bottom[0], top[0], bottom[1], top[1], subject.what.value, int(over_range), int(at_bottom),
        ))  # fmt: skip
        self._missing.append(missing)
        self.subjects.append(subject)
        if elements:
            self._counted += [(row, element) for element in elements]
        if self._higher_tiers:
            self._higher += [(row, tier) for tier in self._higher_tiers]

    def _line_row(self, line: StructureLine | None) -> int:
        """The row of a proposed line; many are in the same."""
        return NO_ROW if line is None else self._number_of[line.line]

    # --- what is measured --------------------------------------------------------------------------------------------

    def _year_of(self, salary: int, terms: _Terms) -> _Paid:
        """A salary with its year on the terms whose on-costs count."""
        return salary, NO_ROW if terms.of is None else self._structure.year_of(salary)

    def _terms_of(self, rule: TestedRule, person: Person | None, line: StructureLine | None) -> _Terms:
        """The on-cost terms of a person or a line, where the rule counts on-costs and they are stated."""
        if rule.measure != _EMPLOYER_COST:
            return _NO_TERMS
        name = "" if line is None else line.on_cost_profile
        if person is not None:
            of, name = terms_of_person(self._inputs, person, line), person.on_cost_profile or name
        else:
            assert line is not None  # a test is of a person or of a line
            of = terms_of_line(self._inputs, line)
        return (
            _NO_TERMS if of is None else _Terms(of, self._structure.on_costs.terms(of, profile_of(self._inputs, name)))
        )

    def _costed(self, terms: _Terms, elements: Sequence[int]) -> Elements:
        """Those of the pay elements that count which are part of the cost of a post, and so bear on-costs."""
        if terms.of is None or not self._inputs.settings.elements_costed:
            return ()
        return tuple(each for each in elements if self._package[each].is_costed)

    @staticmethod
    def _unless(rule: TestedRule, terms: _Terms) -> Form:
        """0, or unknown where the rule counts on-costs that are not stated."""
        return Unknown(NO_TERMS) if rule.measure == _EMPLOYER_COST and terms.of is None else 0

    def _of_line(self, rule: TestedRule, line: StructureLine) -> list[int]:
        """The pay elements that count for each post of a line."""
        return [] if rule.measure == _BASE_SALARY else self._elements.get((line.line.casefold(), False), [])

    def _of_holder(self, rule: TestedRule, each: Placement) -> list[int]:
        """The pay elements that count for a holder: the holder's own, and the line's for each post of it."""
        if not self._elements or rule.measure == _BASE_SALARY:
            return []
        names = dict.fromkeys((each.person.person.casefold(), "" if each.line is None else each.line.line.casefold()))
        return sorted(element for name in names for element in self._elements.get((name, False), ()))

    def _people_with_own(self) -> dict[str, list[int]]:
        """The holders of each line who have pay elements of their own."""
        found: dict[str, list[int]] = {}
        for number in self._in_structure if self._elements else ():
            each = self._placed[number]
            if each.line is not None and self._elements.get((each.person.person.casefold(), False)):
                found.setdefault(each.line.line.casefold(), []).append(number)
        return found
