"""Live answers: the cells of the answer tables as calls of the worksheet functions over the workbook's own tables.

Each such cell carries the value that the review calculated, which shows where the functions are absent. What no
function can say from the cells (a person's actual pay in a line, a point that is estimated) is a plain formula over
sheets of workings, as in a hand-over copy.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from payband.formulas.live.answers import answers_from_answers
from payband.formulas.live.costs import live_structure_cost, live_structure_totals
from payband.formulas.live.parts import live_part_rows, live_part_totals
from payband.formulas.native.native import PlainFormulas, plain_formulas
from payband.formulas.places import Places
from payband.ooxml.cells import Formula
from payband.ooxml.package import Package
from payband.review.core.ranges import Range
from payband.review.core.slotting import Slotted
from payband.review.inputs.protection_named import protected_months
from payband.review.inputs.tables import Person
from payband.review.results import Results
from payband.review.slotting_list import is_protected, spells_of, terms_of
from payband.rules.protection import TAPERS, cost_between, periods, substantive_between
from payband.spelling import call, check_spelling, respell
from payband.units import percent_text, pounds
from payband.workbook.building.workings_sheets import add_sheets
from payband.workbook.filling.answers_written import fill_answers
from payband.workbook.filling.fill import keep_calculated

__all__ = ["fill_live_answers", "respell_workbook"]


class _ProtectedBy(NamedTuple):
    """What spells the months, the form and the shares of a protection."""

    months: str
    form: str
    shares: str


_FORMULA = re.compile(r"(<f\b[^>]*>)([^<]*)(</f>)")


def fill_live_answers(package: Package, results: Results, setting_rows: dict[str, int], spelling: str) -> None:
    """Fills the answers as calls, spelt for a host, and has Excel keep the values until somebody calculates.

    What no call says is a plain formula over the same cells and sheets of workings, as in a hand-over copy.
    """
    check_spelling(spelling)
    plain = plain_formulas(package, results, setting_rows)
    live = _Live(package, results, setting_rows, spelling)
    calls = live.rows() | live_part_rows(live, live.call)
    rows = {name: _over(found, calls.get(name, ())) for name, found in plain.rows.items()}
    totals = {name: _over([found], [calls_of])[0] for name, found, calls_of in _totals(plain, live)}
    fill_answers(package, results, rows, totals, plain.summary)
    add_sheets(package, plain.sheets)
    keep_calculated(package)


def _over(plain: Sequence[Sequence[Any]], calls: Sequence[Sequence[Any]]) -> list[list[Any]]:
    """Rows of plain formulas with a call in its place wherever there is one.

    A table in which the calls have not the same rows, as somebody's slotting is not known, stays plain.
    """
    if len(calls) != len(plain):
        return [list(row) for row in plain]
    return [
        [call if isinstance(call, Formula) else cell for cell, call in zip(row, calls_of, strict=True)]
        for row, calls_of in zip(plain, calls, strict=True)
    ]


def _totals(plain: PlainFormulas, live: "_Live") -> Iterator[tuple[str, list[Any], list[Any]]]:
    calls = live.totals() | live_part_totals(live)
    for name, found in plain.totals.items():
        yield name, found, calls.get(name, found)


def respell_workbook(package: Package, spelling: str) -> int:
    """Spells every call of payband in a workbook for another host, and gives how many formulas hold one."""
    check_spelling(spelling)
    changed = 0
    for part in package.sheets.values():
        text = package.read(part).decode("utf-8-sig")

        def spelt(found: re.Match[str]) -> str:
            nonlocal changed
            formula = respell(found[2], spelling)
            changed += "PAYBAND" in formula.upper()
            return f"{found[1]}{formula}{found[3]}"

        package.write(part, _FORMULA.sub(spelt, text).encode())
    return changed


class _Live(Places):
    def __init__(self, package: Package, results: Results, setting_rows: dict[str, int], spelling: str) -> None:
        super().__init__(package, results, setting_rows)
        self._spelling = spelling
        self._rows: dict[str, list[list[Any]]] = {}

    def call(self, name: str, *arguments: str) -> str:
        """A call of a worksheet function as the host spells it."""
        return call(self._spelling, name, *arguments)

    def _range_points(self, grade: str) -> str:
        """The cells of a grade's points and salaries; nothing where they are not the workbook's, or estimated."""
        row = self.grade(grade)
        if row is None or not row.spine:
            return ""
        on = self.inputs.settings.implementation_date
        key = row.spine.casefold()
        in_force = [each for each in self.inputs.spines if each.spine.casefold() == key and each.effective_from <= on]
        if not in_force:
            return ""
        newest = max(each.effective_from for each in in_force)
        version = [each for each in in_force if each.effective_from == newest]
        points = [each.point for each in version]
        rows = version[points.index(row.bottom_point) : points.index(row.top_point) + 1]
        if self.inputs.settings.unpublished_points == "estimate" and any(each.salary is None for each in rows):
            return ""
        return self.block("Spines", "point", "salary", rows)

    # --- the tables ----------------------------------------------------------------------------------------------

    def rows(self) -> dict[str, list[list[Any]]]:
        """The rows of each answer table that has live cells."""
        self._rows = {
            "PayRanges": self._pay_ranges(),
            "SlottingList": self._slotting_list(),
            "ProtectionByYear": self._protection("year") if self._calls_follow else [],
            "ProtectionByMonth": self._protection("month") if self._calls_follow else [],
            "StructureCost": self._structure_cost(),
            "ApprovalsNeeded": self._approvals(),
        }
        return self._rows

    def _records(self, name: str) -> list[dict[str, Any]]:
        return self.results.tables[name].records()

    @staticmethod
    def _with(record: dict[str, Any], formulas: dict[str, str]) -> list[Any]:
        """A row of values, with a formula over its value where one is given."""
        return [Formula(formulas[key], value) if formulas.get(key) else value for key, value in record.items()]

    def _pay_ranges(self) -> list[list[Any]]:
        rows = []
        for index, record in enumerate(self._records("PayRanges")):
            formulas: dict[str, str] = {}
            points = self._range_points(record["grade"])
            grade = self.grade(record["grade"])
            if record["bottom"] is not None and record["top"] is not None:
                if points:
                    formulas = {"bottom": self.call("RANGEMIN", points), "top": self.call("RANGEMAX", points)}
                elif grade is not None and not grade.spine:
                    formulas = {end: self.input("Grades", f"{end} salary", grade) for end in ("bottom", "top")}
                formulas |= answers_from_answers(self, Range, "PayRanges", index)
            rows.append(self._with(record, formulas))
        return rows

    def _slotting_list(self) -> list[list[Any]]:
        people = {person.person: person for person in self.inputs.people}
        return [
            self._with(record, self._slotted(people[record["person"]], index, record))
            for index, record in enumerate(self._records("SlottingList"))
        ]

    def _slotted(self, person: Person, index: int, record: dict[str, Any]) -> dict[str, str]:
        formulas = {"salary_now": self.input("People", "salary now", person)}
        line = self.inputs.proposed_line(person.proposed_line) if person.proposed_line else None
        if record["salary_new"] is None or line is None or person.full_years is not None:
            return formulas  # no function of the add-in is asked for the step that years lead to
        now = self.answer("SlottingList", "salary now", index)
        points = self._range_points(line.grade)
        at = self.range_index(line.grade)
        if points:
            arguments = (now, points, self.setting("slotting rule"), self.setting("tie goes to"))
            formulas["point"] = self.call("SLOTPOINT", *arguments)
            formulas["salary_new"] = self.call("SLOTSALARY", *arguments)
            formulas["outcome"] = f"INDEX({self.call('SLOT', *arguments)},1,4)"
        elif at is not None and record["point"] is None:
            bottom, top = (self.answer("PayRanges", end, at) for end in ("bottom", "top"))
            if self.inputs.settings.slotting_rule == "bottom":
                formulas["salary_new"] = bottom
            else:
                formulas["salary_new"] = f"MAX({bottom},MIN({now},{top}))"
        formulas |= answers_from_answers(self, Slotted, "SlottingList", index)
        if self._plain_protection(person):
            start, months = self.setting("implementation date"), self._protected_by(person).months
            ends = self.call("PROTECTIONENDS", start, months)
            change = self.answer("SlottingList", "change", index)
            formulas["protected_until"] = f'IF({change}<0,{ends},"")'
        return formulas

    def _plain_protection(self, person: Person) -> bool:
        """Whether a fall in pay alone decides when protection ends: nobody leaves, waives or catches up."""
        inputs = self.inputs
        return not (
            person.protection_waived
            or person.leaves_on
            or person.protection_ends_on
            or inputs.pay_awards
            or inputs.settings.increments != "none"
            or inputs.settings.protection.form in TAPERS
            or not protected_months(person, inputs.settings)
        )

    def _protected_by(self, person: Person) -> "_ProtectedBy":
        """The cells of the months, the form and the shares; where a policy gives them, what it gives this person.

        The formulas are #N/A once another policy is named.
        """
        settings = self.inputs.settings
        if not settings.protection_policy:
            return _ProtectedBy(*(self.setting(f"protection {each}") for each in ("months", "form", "shares")))
        terms = settings.protection
        shares = ", ".join(percent_text(each) for each in terms.shares)
        return _ProtectedBy(str(protected_months(person, settings)), f'"{terms.form}"', f'"{shares}"' if shares else "")

    # --- protection ----------------------------------------------------------------------------------------------

    @property
    def _calls_follow(self) -> bool:
        """Whether the functions know all that wears protection away: neither increments nor awards up to a salary."""
        inputs = self.inputs
        return inputs.settings.increments == "none" and all(award.up_to is None for award in inputs.pay_awards)

    def _protection(self, by: str) -> list[list[Any]]:
        """A row for everybody whom a change of salary could give protection, in each financial year or month of it."""
        table = "ProtectionByYear" if by == "year" else "ProtectionByMonth"
        rows: list[list[Any]] = []
        for person, at in self._protectable():
            call_of = self._protection_call(person, at)
            terms = terms_of(person, self.inputs)
            found = spells_of(person, self.results.tables["SlottingList"].values("salary_new")[at], terms)
            for place, (name, first, last) in enumerate(periods(terms.starts_on, terms.ends_on, by), start=2):
                cost, substantive = cost_between(found, first, last), substantive_between(found, first, last)
                days = [] if by == "year" else [first, last]
                index = len(rows)
                substantive_cell, cost_cell = (self.answer(table, each, index) for each in ("substantive pay", "cost"))
                year_cell = self.answer(table, "financial year", index) if by == "year" else ""
                rows.append(
                    [
                        person.person,
                        name,
                        *days,
                        Formula(f"{substantive_cell}+{cost_cell}", pounds(substantive + cost)),
                        Formula(f"INDEX({call_of('PROTECTIONTABLE', by)},{place},3)", pounds(substantive)),
                        Formula(
                            call_of("PROTECTIONYEAR", year_cell)
                            if by == "year"
                            else f"INDEX({call_of('PROTECTIONTABLE', by)},{place},4)",
                            pounds(cost),
                        ),
                        None,
                    ]
                )
        return rows

    def _protectable(self) -> list[tuple[Person, int]]:
        """Everybody who is placed and has not waived protection, with the place in the slotting list."""
        people = {person.person: person for person in self.inputs.people}
        return [
            (people[record["person"]], index)
            for index, record in enumerate(self._records("SlottingList"))
            if record["salary_new"] is not None and is_protected(people[record["person"]], self.inputs.settings)
        ]

    def _protection_call(self, person: Person, at: int) -> Callable[[str, str], str]:
        """What spells a protection function for a person; its fourth or sixth argument comes with each call."""
        now, new = (self.answer("SlottingList", column, at) for column in ("salary now", "salary new"))
        if person.fte != 1:  # protection depends on the difference, which is of the time worked
            fte = self.input("People", "FTE", person)
            now, new = f"ROUND({new}*{fte},2)+ROUND(({now}-{new})*{fte},2)", f"ROUND({new}*{fte},2)"
        awards = ""
        if self.inputs.pay_awards:
            awards = self.block("PayAwards", "effective from", "at least", self.inputs.pay_awards)
        start = self.setting("implementation date")
        months, form, shares = self._protected_by(person)
        rest: tuple[str, ...] = (shares, awards, self._last_day(person))
        counted_by = self.setting("part months")  # which an older workbook has no row for
        if counted_by:
            rest = (*rest, counted_by)

        def spelt(name: str, which: str) -> str:
            if name == "PROTECTIONYEAR":
                return self.call(name, now, new, start, which, months, form, *rest)
            return self.call(name, now, new, start, months, form, f'"{which}"', *rest)

        return spelt

    def _last_day(self, person: Person) -> str:
        """The cell of the last day on which protection may be paid; the earlier one where there are two."""
        days = {"leaves on": person.leaves_on, "protection ends on": person.protection_ends_on}
        cells = [self.input("People", name, person) for name, day in days.items() if day is not None]
        return f"MIN({','.join(cells)})" if len(cells) > 1 else "".join(cells)

    # --- costs and approvals -------------------------------------------------------------------------------------

    def _structure_cost(self) -> list[list[Any]]:
        return [
            self._with(record, {key: text for key, text in formulas.items() if record[key] is not None})
            for record, formulas in zip(
                self._records("StructureCost"), live_structure_cost(self, self.call), strict=True
            )
        ]

    def _approvals(self) -> list[list[Any]]:
        """Whether approval is needed as a call over the amount tested, which stands beside it as a plain formula."""
        rows = []
        tests = self.results.approvals_tested.tests
        for index, (test, record) in enumerate(zip(tests, self._records("ApprovalsNeeded"), strict=True)):
            formulas: dict[str, str] = {}
            rule = test.subject.rule.given
            if rule is not None and test.amount is not None:
                amount = self.answer("ApprovalsNeeded", "amount", index)
                terms = (self.input("ApprovalRules", each, rule) for each in ("threshold", "comparison"))
                needed = self.call("NEEDSAPPROVAL", amount, amount, *terms)
                formulas["needed"] = f'IFERROR(IF({needed},"yes","no"),"unknown")'
            rows.append(self._with(record, formulas))
        return rows

    # --- totals and headlines ------------------------------------------------------------------------------------

    def totals(self) -> dict[str, list[Any]]:
        """The totals below the tables as sums of them; one that is not known stays as it is."""
        return {"StructureCost": self._structure_total()}

    def _structure_total(self) -> list[Any]:
        record = self.results.totals["StructureCost"].records()[0]
        formulas = live_structure_totals(lambda heading: self._column("StructureCost", heading))
        return self._with(record, {key: text for key, text in formulas.items() if record[key] is not None})

    def _column(self, table: str, heading: str) -> str:
        count = max(len(self._rows[table]), 1)
        last = self.answer(table, heading, count - 1).partition("!")[2]
        return f"{self.answer(table, heading, 0)}:{last}"
