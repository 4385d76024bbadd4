"""Approvals as formulas: the pay that a rule measures, at the bottom and the top of a range, against its threshold."""

from typing import Any

from payband import library
from payband.review.approvals import VACANT
from payband.review.on_cost_terms import terms_of_line, terms_of_person
from payband.review.tables import ApprovalRuleRow, Person, StructureLine
from payband.rules.shares import pay_for_time
from payband.rules.thresholds import reaches
from payband.workbook.native_book import Book, parts_for, parts_of
from payband.workbook.native_costs import NativeCosts
from payband.workbook.native_ranges import NativeRanges
from payband.workbook.native_sheets import Col, F, Workings
from payband.workbook.native_slotting import NativeSlots

__all__ = ["NativeApprovals"]


class NativeApprovals:
    """The approvals of a review in workings."""

    def __init__(self, book: Book, ranges: NativeRanges, slots: NativeSlots, costs: NativeCosts) -> None:
        self._book, self._ranges, self._slots, self._costs = book, ranges, slots, costs
        self._vacant: dict[str, str] = {}
        self.vacant = f"0*{book.basis.guard}"
        self._guard = self._vacancies()
        self.sheet = book.sheet(
            Workings(
                "Workings_approvals",
                "What each rule measures of a line or a person, and the threshold that it is held against",
                (
                    Col("what", "line or person", "text", 34),
                    Col("rule", "rule", "text", 26),
                    Col("full", "full-time salary"),
                    Col("parts", "full time in parts", "number"),
                    Col("fte", "time counted in parts", "number"),
                    Col("salary", "salary"),
                    Col("elements", "pay elements"),
                    Col("on_costs", "on-costs"),
                    Col("amount", "amount"),
                    Col("threshold", "threshold"),
                    Col("comparison", "comparison", "text", 14),
                    Col("needed", "needed (1)", "number"),
                ),
            )
        )
        rows = book.results.tables["ApprovalsNeeded"].records()
        self.rows = [self._add(record) for record in rows]

    def _vacancies(self) -> str:
        """A cell that is 0, or #N/A once a line's posts or vacancies begin or end: then other rows are wanted."""
        book, lines = self._book, self._book.inputs.lines("proposed")
        sheet = Workings(
            "Workings_vacancies",
            "Which proposed lines have posts and vacancies: the table of approvals has a row for each",
            (
                Col("line", "line", "text", 34),
                Col("posts", "posts", "number"),
                Col("held", "people in it", "number"),
                Col("was", "as it was", "text", 18),
                Col("now", "as it is", "text", 18),
                Col("guard", "same (0)", "number"),
                Col("vacant", "vacant", "number"),
            ),
        )
        if not lines:
            return book.basis.guard
        book.sheet(sheet)
        rules = {str(row["rule"]) for row in book.results.tables["ApprovalsNeeded"].records()}
        found = [self._rule(name) for name in rules]
        by_holder = any(
            measure != "severance" and self._tested_at(row, name) == "actual"
            for name, (row, measure, _, _) in zip(rules, found, strict=True)
        )
        for line in lines:
            row = sheet.next_row
            held = sum(
                1
                for each in book.results.tables["SlottingList"].rows
                if each[2] is not None and str(each[2]).casefold() == line.line.casefold()
            )
            posts, here = book.input("Structure", "posts", line), sheet.here
            was = "no posts" if not line.posts else "a vacancy" if line.posts > held else "no vacancy"
            sheet.add(
                line=F(book.input("Structure", "line", line)),
                posts=F(posts),
                held=held,
                was=was,
                now=F(
                    f'IF(B{row}=0,"no posts",IF(B{row}>C{row},"a vacancy","no vacancy"))'
                    if by_holder
                    else f'IF(B{row}=0,"no posts","{was}")'
                ),
                guard=F(f"IF({here('was')}={here('now')},0,NA())"),
                vacant=F(f"MAX(B{row}-C{row},0)+{book.basis.guard}"),
            )
            self._vacant[line.line] = sheet.at("vacant", row)
        self.vacant = f"SUM({sheet.block('vacant', 5, sheet.next_row - 1)})"
        return f"SUM({sheet.block('guard', 5, sheet.next_row - 1)})"

    def _rule(self, name: str) -> tuple[ApprovalRuleRow | None, str, str, str]:
        """A rule: its row if it is the workbook's, its measure, its threshold in pence, and its comparison."""
        book = self._book
        on = book.inputs.settings.implementation_date
        rows = [
            each
            for each in book.inputs.approval_rules
            if each.rule.casefold() == name.casefold() and each.effective_from <= on
        ]
        if rows:
            row = max(rows, key=lambda each: each.effective_from)
            comparison = book.input("ApprovalRules", "comparison", row)
            return row, row.measure, book.pence(book.input("ApprovalRules", "threshold", row)), comparison
        with library.figures_used() as used:
            rule = library.approval_rule(name, on)
        [figure] = used
        amount = book.figures.amount(figure, rule.threshold)
        return None, rule.measure, f"ROUND({amount}*100,0)+{book.basis.guard}", f'"{rule.comparison}"'

    def _tested_at(self, row: ApprovalRuleRow | None, name: str) -> str:
        if row is not None:
            return row.tested_at
        return library.approval_rule(name, self._book.inputs.settings.implementation_date).tested_at

    def _add(self, record: dict[str, Any]) -> int:
        book, sheet = self._book, self.sheet
        row = sheet.next_row
        here = {each.key: sheet.here(each.key, row) for each in sheet.columns}
        rule, measure, threshold, comparison = self._rule(str(record["rule"]))
        tested_at = self._tested_at(rule, str(record["rule"]))
        name = str(record["what"])
        person = next((each for each in book.inputs.people if each.person == name), None)
        line = book.inputs.proposed_line(name)
        vacant = str(record["reason"]).startswith(VACANT)
        cells: dict[str, Any] = {"what": name, "rule": record["rule"]}
        if measure == "severance":
            cells["full"] = F(f"0*{book.basis.guard}")
            cells["elements"] = F(self._elements((name,), severance=True))
            cells["on_costs"] = F(f"0*{book.basis.guard}")
        else:
            own, salary = self._salary(person, line, tested_at, vacant=vacant)
            names = (name,) if person is None else (name, own.line)
            if vacant and line is not None:  # a range is tested as it stands, a vacant post for the time that it has
                cells["parts"] = parts_for(line.fte_each)
                cells["fte"] = F(parts_of(book.input("Structure", "FTE each", line), str(here["parts"]), 1))
            cells["full"] = F(salary)
            cells["elements"] = F("0" if measure == "base salary" else self._elements(names, severance=False))
            cells["on_costs"] = F(self._on_costs(name, here, row, person, own) if measure == "employer cost" else "0")
        at_or_over, over = (
            reaches(here["amount"], here["threshold"], each)  # type: ignore[arg-type]
            for each in ("at or over", "over")
        )
        return sheet.add(
            **cells,
            salary=pay_for_time(here["full"], here["fte"], here["parts"]) if "fte" in cells else here["full"] + 0,
            amount=F(f"{here['salary'] + here['elements'] + here['on_costs']}+{self._guard}"),
            threshold=F(threshold),
            comparison=F(comparison),
            needed=F(f'IF(IF({here["comparison"]}="over",{over},{at_or_over}),1,0)'),
        )

    def _salary(
        self, person: Person | None, line: StructureLine | None, tested_at: str, *, vacant: bool
    ) -> tuple[StructureLine, str]:
        """The line that a row rests on, and the salary that is tested."""
        book = self._book
        if person is not None:
            own = book.inputs.proposed_line(person.proposed_line)
            assert own is not None
            if tested_at == "actual":
                at = book.inputs.people.index(person)
                return own, self._slots.sheet.at("pay_new", self._slots.rows[at])
            line = own
        assert line is not None
        if not line.grade:
            return line, "NA()"
        end = "bottom" if tested_at == "bottom of range" and not vacant else "top"
        both = [self._ranges.cell(line.grade, each) for each in ("bottom", "top")]
        cell = both[0] if end == "bottom" else both[1]
        return line, f"IF(COUNT({both[0]},{both[1]})=2,{cell},NA())"

    def _elements(self, names: tuple[str, ...], *, severance: bool) -> str:
        keys = [name.casefold() for name in names]
        cells = [
            f"ROUND({self._book.input('Package', 'amount a year', each)}*100,0)"
            for each in self._book.inputs.package
            if each.line_or_person.casefold() in keys
            and each.counts
            and (each.element.casefold() == "severance") == severance
        ]
        return "+".join(cells) or "0"

    def _on_costs(self, name: str, here: Any, row: int, person: Person | None, line: StructureLine) -> str:
        book = self._book
        if person is not None:
            terms = terms_of_person(book.inputs, person, line)
            profile = book.profile(person.on_cost_profile or line.on_cost_profile)
        else:
            terms, profile = terms_of_line(book.inputs, line), book.profile(line.on_cost_profile)
        if terms is None or profile is None:
            return "NA()"
        return self._costs.on_costs_of(f"{name}, for approval", self.sheet.at("salary", row), terms, profile)

    def answer_rows(self) -> list[dict[str, str]]:
        """The formulas of the approvals by the keys of their columns."""
        found = []
        for row, record in zip(self.rows, self._book.results.tables["ApprovalsNeeded"].records(), strict=True):
            at = {each.key: self.sheet.at(each.key, row) for each in self.sheet.columns}
            found.append(
                {
                    "amount": f'IFERROR({at["amount"]}/100,"unknown")',
                    "needed": f'IFERROR(IF({at["needed"]}=1,"yes","no"),"unknown")',
                    "posts": f'IFERROR({self._posts(record)}+0*{self._guard},"unknown")',
                }
            )
        return found

    def _posts(self, record: dict[str, Any]) -> str:
        book = self._book
        name = str(record["what"])
        line = book.inputs.proposed_line(name)
        severance = self._rule(str(record["rule"]))[1] == "severance"
        if (
            line is None
            or severance
            or any(each.person == name for each in book.inputs.people)
            or record["posts"] is None
        ):
            return f"1+{book.basis.guard}"
        posts = book.input("Structure", "posts", line)
        if str(record["reason"]).startswith(VACANT):
            return self._vacant[line.line]
        return f"{posts}+{book.basis.guard}"
