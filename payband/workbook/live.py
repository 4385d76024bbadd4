"""Live answers: the cells of the answer tables as calls of the worksheet functions over the workbook's own tables.

Each such cell carries the value that the review calculated, which shows where the functions are absent. What no
function can say from the cells (a person's actual pay in a line, a point that is estimated) stays a value.
"""

import re
from collections.abc import Callable, Sequence
from typing import Any

from payband.forms import Cell
from payband.review.answers import TOTAL_BELOW, AnswerRows
from payband.review.results import Results
from payband.review.slotting_list import spells_of, terms_of
from payband.review.tables import Person, StructureLine
from payband.rules.pay_range import midpoint
from payband.rules.protection import cost_between, periods, substantive_between
from payband.rules.shares import share_of
from payband.spelling import call, check_spelling, respell
from payband.units import pounds
from payband.workbook.cells import Formula
from payband.workbook.chart_cells import chart_formulas, summary_savings
from payband.workbook.fill import keep_calculated
from payband.workbook.live_parts import live_part_rows, live_part_totals, say_as_of_the_run
from payband.workbook.package import Package
from payband.workbook.places import Places
from payband.workbook.write import fill_answers

__all__ = ["fill_live_answers", "respell_workbook"]

NOT_LIVE = "not live: run payband review"
"""What stands for an answer that no function gives, so that no old figure stands beside new ones."""

STRUCTURE_TOTALS = (
    "posts now",
    "posts proposed",
    "cost now",
    "cost proposed",
    "saving",
    "modelled",
    "external",
    "variance",
)

_OF_ON_COSTS = {
    "ChartProtection": ("on-costs",),
    "ChartSavings": ("on-costs of it", "net saving", "net saving to date"),
}

_FORMULA = re.compile(r"(<f\b[^>]*>)([^<]*)(</f>)")


def fill_live_answers(package: Package, results: Results, setting_rows: dict[str, int], spelling: str) -> None:
    """Fills the answers as calls, spelt for a host, and has Excel keep the values until somebody calculates."""
    live = _Live(package, results, setting_rows, check_spelling(spelling))
    rows = live.rows()
    rows |= live.chart_rows() | live.part_rows()
    fill_answers(package, results, rows, live.totals() | live_part_totals(live), live.summary())
    say_as_of_the_run(live)
    keep_calculated(package)


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


def _pence(pounds: str) -> Cell:
    """An amount of a cell in whole pence, as the rules take it."""
    return Cell(f"ROUND(({pounds})*100,0)")


def _share(part: str, whole: str) -> str:
    """An amount of a cell as a share of another."""
    return f"{share_of(_pence(part), _pence(whole))}/10000"


class _Live(Places):
    def __init__(self, package: Package, results: Results, setting_rows: dict[str, int], spelling: str) -> None:
        super().__init__(package, results, setting_rows)
        self._spelling = spelling
        self._rows: dict[str, list[list[Any]]] = {}

    def _call(self, name: str, *arguments: str) -> str:
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
            "ProtectionByYear": self._protection("year"),
            "ProtectionByMonth": self._protection("month"),
            "StructureCost": self._structure_cost(),
            "ApprovalsNeeded": self._approvals(),
        }
        return self._rows

    def chart_rows(self) -> dict[str, list[list[Any]]]:
        """The figures of the charts over the answers; those that rest on on-costs are not live, as these are not."""
        with_on_costs = self.inputs.settings.protection_on_costs
        return chart_formulas(self, self._rows, _OF_ON_COSTS if with_on_costs else {}, NOT_LIVE)

    def part_rows(self) -> dict[str, list[list[Any]]]:
        """The rows of the parts' tables that have live cells."""
        return live_part_rows(self, self._call)

    def _records(self, name: str) -> list[dict[str, Any]]:
        return self.results.tables[name].records()

    @staticmethod
    def _with(record: dict[str, Any], formulas: dict[str, str]) -> list[Any]:
        """A row of values, with a formula over its value where one is given."""
        return [Formula(formulas[key], value) if formulas.get(key) else value for key, value in record.items()]

    def _pay_ranges(self) -> list[list[Any]]:
        rows = []
        for index, record in enumerate(self._records("PayRanges")):
            cell = {key: self.answer("PayRanges", key, index) for key in ("bottom", "top")}
            formulas = {}
            points = self._range_points(record["grade"])
            grade = self.grade(record["grade"])
            if record["bottom"] is not None and record["top"] is not None:
                if points:
                    formulas = {"bottom": self._call("RANGEMIN", points), "top": self._call("RANGEMAX", points)}
                elif grade is not None and not grade.spine:
                    formulas = {end: self.input("Grades", f"{end} salary", grade) for end in ("bottom", "top")}
                formulas["midpoint"] = f"{midpoint(_pence(cell['bottom']), _pence(cell['top']))}/100"
                formulas["spread"] = _share(f"{cell['top']}-{cell['bottom']}", cell["bottom"])
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
        if record["salary_new"] is None or line is None:
            return formulas
        now = self.answer("SlottingList", "salary now", index)
        new = self.answer("SlottingList", "salary new", index)
        change = self.answer("SlottingList", "change", index)
        points = self._range_points(line.grade)
        at = self.range_index(line.grade)
        if points:
            arguments = (now, points, self.setting("slotting rule"), self.setting("tie goes to"))
            formulas["point"] = self._call("SLOTPOINT", *arguments)
            formulas["salary_new"] = self._call("SLOTSALARY", *arguments)
            formulas["outcome"] = f"INDEX({self._call('SLOT', *arguments)},1,4)"
        elif at is not None and record["point"] is None:
            bottom, top = (self.answer("PayRanges", end, at) for end in ("bottom", "top"))
            if self.inputs.settings.slotting_rule == "bottom":
                formulas["salary_new"] = bottom
            else:
                formulas["salary_new"] = f"MAX({bottom},MIN({now},{top}))"
        formulas["change"] = f"{new}-{now}"
        formulas["change_percent"] = _share(change, now)
        if self._plain_protection(person):
            start, months = self.setting("implementation date"), self.setting("protection months")
            ends = self._call("PROTECTIONENDS", start, months)
            formulas["protected_until"] = f'IF({change}<0,{ends},"")'
        return formulas

    def _plain_protection(self, person: Person) -> bool:
        """Whether a fall in pay alone decides when protection ends: nobody leaves, waives or catches up."""
        inputs = self.inputs
        return not (
            person.protection_waived
            or person.leaves_on
            or inputs.pay_awards
            or inputs.settings.protection_form == "tapered"
            or not inputs.settings.protection_months
        )

    # --- protection ----------------------------------------------------------------------------------------------

    def _protection(self, by: str) -> list[list[Any]]:
        """A row for everybody whom a change of salary could give protection, in each financial year or month of it."""
        table = "ProtectionByYear" if by == "year" else "ProtectionByMonth"
        rows: list[list[Any]] = []
        for person, at in self._protectable():
            call_of = self._protection_call(person, at)
            terms = terms_of(person, self.inputs)
            found = spells_of(person, self.results.tables["SlottingList"].rows[at][5], terms)
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
                        NOT_LIVE if self.inputs.settings.protection_on_costs else None,
                    ]
                )
        return rows

    def _protectable(self) -> list[tuple[Person, int]]:
        """Everybody who is placed and has not waived protection, with the place in the slotting list."""
        people = {person.person: person for person in self.inputs.people}
        return [
            (people[record["person"]], index)
            for index, record in enumerate(self._records("SlottingList"))
            if record["salary_new"] is not None
            and not people[record["person"]].protection_waived
            and self.inputs.settings.protection_months
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
        start, months = self.setting("implementation date"), self.setting("protection months")
        rest = (
            self.setting("protection shares"),
            awards,
            self.input("People", "leaves on", person) if person.leaves_on else "",
        )
        form = self.setting("protection form")

        def spelt(name: str, which: str) -> str:
            if name == "PROTECTIONYEAR":
                return self._call(name, now, new, start, which, months, form, *rest)
            return self._call(name, now, new, start, months, form, f'"{which}"', *rest)

        return spelt

    # --- costs and approvals -------------------------------------------------------------------------------------

    def _structure_cost(self) -> list[list[Any]]:
        by_key: dict[tuple[str, str], StructureLine] = {
            (line.line.casefold(), line.state): line for line in self.inputs.structure
        }
        rows = []
        for index, record in enumerate(self._records("StructureCost")):
            key = record["line"].casefold()
            formulas: dict[str, str] = {}
            for state, posts, cost, modelled in (
                ("now", "posts_now", "cost_now", "modelled_now"),
                ("proposed", "posts_proposed", "cost_proposed", "modelled"),
            ):
                line = by_key.get((key, state))
                if line is None:
                    continue
                formulas[posts] = self.input("Structure", "posts", line)
                heading = modelled.replace("_", " ")
                gross = self._gross(line)
                if gross and record[modelled] is not None:
                    external = self._external(line, gross)
                    formulas[modelled] = f"{gross}-{external}" if external else gross
                    if state == "proposed":
                        formulas["external"] = external
                if line.stated_cost is not None:
                    formulas[cost] = self.input("Structure", "stated cost", line)
                elif record[modelled] is not None:
                    formulas[cost] = self.answer("StructureCost", heading, index)
            now, proposed, modelled = (
                self.answer("StructureCost", column, index) for column in ("cost now", "cost proposed", "modelled")
            )
            if record["saving"] is not None:
                formulas["saving"] = f"{now}-{proposed}"
            if record["variance"] is not None:
                formulas["variance"] = f"{modelled}-{proposed}"
            if record["variance_percent"] is not None:
                variance = self.answer("StructureCost", "variance", index)
                formulas["variance_percent"] = _share(variance, proposed)
            rows.append(self._with(record, formulas))
        return rows

    def _gross(self, line: StructureLine) -> str:
        """What a line costs before others pay their part; nothing for a line that is costed at actual pay."""
        costed_at = line.costed_at or self.inputs.settings.costed_at
        profile = self.profile(line.on_cost_profile)
        at = self.range_index(line.grade) if line.grade else None
        if not line.posts or at is None or profile is None or profile.by_scheme or costed_at not in ("bottom", "top"):
            return ""
        salary = self.answer("PayRanges", costed_at, at)
        if line.fte_each != 1:
            salary = f"ROUND({salary}*{self.input('Structure', 'FTE each', line)},2)"
        cost = self._call(
            "EMPLOYERCOST",
            salary,
            self.setting("price base"),
            *(
                self.input("OnCosts", column, profile)
                for column in ("pension rate", "NI category", "contracted out", "apprenticeship levy", "other rate")
            ),
        )
        return f"{self.input('Structure', 'posts', line)}*{cost}"

    def _external(self, line: StructureLine, gross: str) -> str:
        """The part of a line's cost that others pay, for the months of the price base that they pay it."""
        if not line.external_share:
            return ""
        share = self.input("Structure", "external share", line)
        if line.externally_funded_until is None:
            return f"ROUND({gross}*{share},2)"
        until = self.input("Structure", "externally funded until", line)
        april = f"VALUE(LEFT({self.setting('price base')},4))"
        months = f"MAX(0,MIN(12,(YEAR({until}+1)-{april})*12+MONTH({until}+1)-4))"
        return f"ROUND({gross}*{share}*{months}/12,2)"

    def _approvals(self) -> list[list[Any]]:
        lines = {line.line.casefold(): line for line in self.inputs.lines("proposed")}
        rules = {rule.rule.casefold(): rule for rule in self.inputs.approval_rules}
        extras = {element.line_or_person.casefold() for element in self.inputs.package}
        rows = []
        for record in self._records("ApprovalsNeeded"):
            line, rule = lines.get(record["what"].casefold()), rules.get(record["rule"].casefold())
            formulas: dict[str, str] = {}
            at = self.range_index(line.grade) if line is not None and line.grade else None
            plain = rule is not None and rule.measure in ("base salary", "package") and rule.tested_at == "top of range"
            alone = line is not None and line.line.casefold() not in extras
            if alone and plain and line is not None and rule is not None and at is not None:
                bottom, top = (self.answer("PayRanges", end, at) for end in ("bottom", "top"))
                given = (
                    bottom,
                    top,
                    self.input("ApprovalRules", "threshold", rule),
                    self.input("ApprovalRules", "comparison", rule),
                )
                formulas["amount"] = top
                formulas["needed"] = f'IF({self._call("NEEDSAPPROVAL", *given)},"yes","no")'
            rows.append(self._with(record, formulas))
        return rows

    # --- totals and headlines ------------------------------------------------------------------------------------

    def totals(self) -> dict[str, list[Any]]:
        """The totals below the tables as sums of them; one that is not known stays as it is."""
        return {
            "StructureCost": self._total("StructureCost", STRUCTURE_TOTALS),
            "ProtectionByYear": self._total("ProtectionByYear", ("cost",)),
        }

    def _total(self, table: str, columns: Sequence[str]) -> list[Any]:
        rows: AnswerRows = self.results.totals[table]
        record = rows.records()[0]
        formulas = {}
        for column in rows.table.columns:
            if column.heading in columns and record[column.key] is not None:
                formulas[column.key] = f"SUM({self._column(table, column.heading)})"
        if record.get("on_costs") is not None:
            record["on_costs"] = NOT_LIVE
        return self._with(record, formulas)

    def _column(self, table: str, heading: str) -> str:
        count = max(len(self._rows[table]), 1)
        last = self.answer(table, heading, count - 1).partition("!")[2]
        return f"{self.answer(table, heading, 0)}:{last}"

    def _total_cell(self, table: str, heading: str) -> str:
        return self.answer(table, heading, max(len(self._rows[table]), 1) - 1 + TOTAL_BELOW)

    def summary(self) -> dict[str | int, Formula | str]:
        """The headlines that follow the tables, by their label."""
        cells = {
            "Posts now": self._total_cell("StructureCost", "posts now"),
            "Posts proposed": self._total_cell("StructureCost", "posts proposed"),
            "Cost now, a year": self._total_cell("StructureCost", "cost now"),
            "Cost proposed, a year": self._total_cell("StructureCost", "cost proposed"),
            "Saving, a full year": self._total_cell("StructureCost", "saving"),
            "Modelled cost of the proposed structure": self._total_cell("StructureCost", "modelled"),
            "Modelled less stated": self._total_cell("StructureCost", "variance"),
            "Cost in all, basic pay": self._total_cell("ProtectionByYear", "cost"),
        }
        if self.inputs.people:
            change = self._column("SlottingList", "change")
            for label, test in (("Salary rises", ">0"), ("Salary stays", "=0"), ("Salary falls", "<0")):
                cells[label] = f'COUNTIF({change},"{test}")'
            cells["People protected"] = f"COUNT({self._column('SlottingList', 'protected until')})"
        for year in self.results.protection_cost.total_by_year or {}:
            years, costs = (self._column("ProtectionByYear", heading) for heading in ("financial year", "cost"))
            cells[f"Cost in {year}"] = f'SUMIF({years},"{year}",{costs})'
        values = {label: value for _, label, value, _ in self.results.summary()}
        known: dict[str | int, Formula | str] = {}
        for label, text in cells.items():
            if values.get(label) is not None:
                known[label] = Formula(text, values[label])
        if values.get("On-costs of it") is not None:
            known["On-costs of it"] = NOT_LIVE
        with_on_costs = self.inputs.settings.protection_on_costs
        known |= {number: NOT_LIVE if with_on_costs else each for number, each in summary_savings(self).items()}
        shown = self.results.summary()
        still = [item for part in self.results.parts for item in part.summary]
        return known | {number: NOT_LIVE for number, each in enumerate(shown) if each[0] == "In short" or each in still}
