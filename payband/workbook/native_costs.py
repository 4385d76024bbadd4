"""The structure's cost as formulas: salaries, the on-costs of each, what a line costs and what others pay of it."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any, NamedTuple

from payband.forms import Cell
from payband.review.on_cost_terms import terms_of_line
from payband.review.slotting_list import DISPLACED, LEAVES
from payband.review.tables import OnCostProfile, StructureLine
from payband.rules.national_insurance import employer_ni_on
from payband.rules.on_costs import (
    OnCostTerms,
    months_with_a_penny_more,
    ni_of_both,
    share_of_pay,
    twelfth_of,
)
from payband.rules.salary_months import pay_in_months
from payband.rules.shares import paid_by_others, pay_for_time, share_of
from payband.workbook.native_book import Book, basis_points, parts_for, parts_of
from payband.workbook.native_ranges import NativeRanges
from payband.workbook.native_sheets import Col, F, Workings
from payband.workbook.native_slotting import NativeSlots

__all__ = ["LineRow", "NativeCosts"]


class LineRow(NamedTuple):
    """A line in one state: its row in the workings of lines, and its salaries' first and last row (0 for none)."""

    line: StructureLine
    row: int
    first: int
    last: int


class NativeCosts:
    """Costs in workings."""

    def __init__(self, book: Book, ranges: NativeRanges, slots: NativeSlots) -> None:
        self._book = book
        self._ranges = ranges
        self._slots = slots
        self._ni = book.sheet(
            Workings(
                "Workings_NI",
                "Employer's NI of a year: each month pays a twelfth or a penny more, at the figures of its pay date",
                (
                    Col("what", "salary of", "text", 34),
                    Col("first", "first month, April 1", "number"),
                    Col("last", "last month", "number"),
                    Col("annual", "a year"),
                    Col("starts_at", "NI starts at"),
                    Col("limit", "upper earnings limit"),
                    Col("rate", "NI rate", "basis points"),
                    Col("rebate_from", "rebate from"),
                    Col("rebate_to", "rebate to"),
                    Col("rebate", "rebate", "basis points"),
                    Col("twelfth", "whole pence of a twelfth"),
                    Col("more", "months with a penny more", "number"),
                    Col("ni", "NI on a twelfth"),
                    Col("ni_more", "NI on a penny more"),
                    Col("total", "NI of these months"),
                ),
            )
        )
        self.salaries = book.sheet(
            Workings(
                "Workings_salaries",
                "Posts that are paid alike: a year's salary for the time worked, and its on-costs",
                (
                    Col("what", "salary of", "text", 34),
                    Col("posts", "posts", "number"),
                    Col("full", "full-time salary"),
                    Col("parts", "full time in parts", "number"),
                    Col("fte", "time worked in parts", "number"),
                    Col("annual", "salary a year"),
                    Col("ni", "employer's NI"),
                    Col("pension", "pension"),
                    Col("levy", "levy"),
                    Col("other", "other"),
                    Col("on_costs", "on-costs"),
                    Col("each", "cost of a post"),
                    Col("total", "cost of the posts"),
                    Col("without", "cost but pension"),
                ),
            )
        )
        self.lines = book.sheet(
            Workings(
                "Workings_lines",
                "Each line now and proposed: what its posts cost, less what others pay for the months that they pay it",
                (
                    Col("line", "line", "text", 34),
                    Col("state", "state", "text", 11),
                    Col("posts", "posts", "number"),
                    Col("gross", "cost of its posts"),
                    Col("parts", "whole in parts", "number"),
                    Col("share", "external share in parts", "number"),
                    Col("months", "months paid by others", "number"),
                    Col("external", "paid by others"),
                    Col("modelled", "modelled"),
                    Col("stated", "stated"),
                    Col("cost", "cost"),
                    Col("salaries", "salaries"),
                    Col("net_salaries", "salaries less what others pay"),
                ),
            )
        )
        self._price_base = book.setting("price base")
        self.found: dict[tuple[str, str], LineRow] = {}
        self.held: dict[str, str] = {}
        for line in book.inputs.structure:
            self.found[(line.line.casefold(), line.state)] = self._line(line)

    # --- one salary --------------------------------------------------------------------------------------------------

    def ni(self, what: str, annual: str, terms: OnCostTerms) -> str:
        """Employer's NI of the price base on a yearly salary: the cells of its runs of months."""
        sheet, rows = self._ni, []
        months = self._book.inputs.settings.price_base.months
        dated = [
            (month.number, *self._book.figures.ni(month.pay_date, terms.category, terms.contracted_out))
            for month in months
        ]
        for (figures, cells), run in groupby(dated, key=lambda each: each[1:]):
            numbers = [number for number, *_ in run]
            first, last = numbers[0], numbers[-1]
            here = {each.key: sheet.here(each.key) for each in sheet.columns}
            keys = ["starts_at", "limit", "rate"] + (["rebate_from", "rebate_to", "rebate"] if figures.rebate else [])
            values = dict(zip(keys, (F(each) for each in cells), strict=False))
            at = [here[key] for key in keys]
            rows.append(
                sheet.add(
                    what=what,
                    first=first,
                    last=last,
                    annual=F(annual),
                    **values,
                    twelfth=twelfth_of(here["annual"]),
                    more=months_with_a_penny_more(here["annual"], here["twelfth"], here["first"], here["last"]),
                    ni=employer_ni_on(here["twelfth"], *at),
                    ni_more=employer_ni_on(here["twelfth"] + 1, *at),
                    total=ni_of_both(here["ni"], here["ni_more"], here["last"] - here["first"] + 1, here["more"]),
                )
            )
        return f"SUM({sheet.block('total', rows[0], rows[-1])})"

    def levy(self, annual: Cell) -> Cell:
        """The levy of the price base on a yearly salary."""
        total: Any = None
        months = self._book.inputs.settings.price_base.months
        dated = [(month.number, *self._book.figures.levy(month.pay_date)) for month in months]
        for (_, cell), run in groupby(dated, key=lambda each: each[1:]):
            numbers = [number for number, *_ in run]
            part = share_of_pay(pay_in_months(annual, numbers[0], numbers[-1]), Cell(cell))
            total = part if total is None else total + part
        found: Cell = total
        return found

    def salary(
        self, what: str, posts: str, full: str, terms: OnCostTerms, profile: OnCostProfile, fte: tuple[str, int] | None
    ) -> int:
        """A row for posts paid alike; without `fte` the salary is already that of the time worked."""
        book, sheet = self._book, self.salaries
        row = sheet.next_row
        here = {each.key: sheet.here(each.key, row) for each in sheet.columns}
        pension = Cell(basis_points(book.pension_rate(profile)))
        other = Cell(basis_points(book.input("OnCosts", "other rate", profile)))
        time: dict[str, Any] = {"annual": here["full"] + 0}
        if fte is not None:
            share, parts = fte
            time = {
                "parts": parts,
                "fte": F(parts_of(share, str(here["parts"]), 1)),
                "annual": pay_for_time(here["full"], here["fte"], here["parts"]),
            }
        return sheet.add(
            what=what,
            posts=F(posts),
            full=F(full),
            **time,
            ni=F(self.ni(what, sheet.at("annual", row), terms)),
            pension=share_of_pay(here["annual"], pension),
            levy=self.levy(here["annual"]) if terms.levy else F("0"),
            other=share_of_pay(here["annual"], other),
            on_costs=here["ni"] + here["pension"] + here["levy"] + here["other"],
            each=here["annual"] + here["on_costs"],
            total=here["posts"] * here["each"],
            without=here["posts"] * (here["each"] - here["pension"]),
        )

    # --- one line ----------------------------------------------------------------------------------------------------

    def _line(self, line: StructureLine) -> LineRow:
        book, sheet, pays = self._book, self.lines, self.salaries
        name, state = (book.input("Structure", key, line) for key in ("line", "state"))
        posts = book.input("Structure", "posts", line)
        posts_cell = f"IF(ISNUMBER({posts}),{posts},NA())+{book.basis.guard}"
        first = pays.next_row
        is_known = bool(line.grade) and self._salaries(line, sheet.at("posts", sheet.next_row))
        last = pays.next_row - 1
        row = sheet.next_row
        here = {each.key: sheet.here(each.key, row) for each in sheet.columns}
        stated = book.input("Structure", "stated cost", line)
        cells: dict[str, Any] = {
            "line": F(name), "state": F(state), "posts": F(posts_cell),
            "stated": F(f'IF({stated}="","",{book.pence(stated)})'),
            "cost": F(f'IF({here["stated"]}="",{here["modelled"]},{here["stated"]})'),
        }  # fmt: skip
        if is_known:
            blocks = {key: pays.block(key, first, last) for key in ("total", "posts", "annual")}
            of_year = (here["share"], here["parts"], here["months"])
            cells |= {
                "gross": F(f"IF({here['posts']}=0,0,SUM({blocks['total']}))"),
                "parts": parts_for(line.external_share),
                "share": F(parts_of(book.input("Structure", "external share", line), str(here["parts"]), 0)),
                "months": F(self._months(line)),
                "external": paid_by_others(here["gross"], *of_year),
                "modelled": here["gross"] - here["external"],
                "salaries": F(f"IF({here['posts']}=0,0,SUMPRODUCT({blocks['posts']},{blocks['annual']}))"),
                "net_salaries": here["salaries"] - paid_by_others(here["salaries"], *of_year),
            }
        else:  # a line without posts costs nothing; one with posts and no pay range is not known
            nothing = f"IF({here['posts']}=0,0,NA())"
            cells |= {key: F(nothing) for key in ("gross", "external", "modelled", "salaries", "net_salaries")}
            first = last = 0
        return LineRow(line, sheet.add(**cells), first, last)

    def _months(self, line: StructureLine) -> str:
        """How many whole months of the price base others pay for."""
        if line.externally_funded_until is None:
            return "12"
        until = self._book.input("Structure", "externally funded until", line)
        april = f"VALUE(LEFT({self._price_base},4))"
        return f"MAX(0,MIN(12,(YEAR({until}+1)-{april})*12+MONTH({until}+1)-4))"

    def _salaries(self, line: StructureLine, posts: str) -> bool:
        """Rows for the salaries of a line; false where nothing can be said of them."""
        book = self._book
        terms, profile = terms_of_line(book.inputs, line), book.profile(line.on_cost_profile)
        costed_at = line.costed_at or book.inputs.settings.costed_at
        if terms is None or profile is None or costed_at is None:
            return False
        fte = (book.input("Structure", "FTE each", line), parts_for(line.fte_each))
        what = f"{line.line}, {line.state}"
        if costed_at != "actual":
            self.salary(what, posts, self._ranges.cell(line.grade, costed_at), terms, profile, fte)
            return True
        held = self._held(line)
        first = self.salaries.next_row
        for person, pay in held:
            self.salary(f"{what}: {person}", f"IF({posts}=0,0,1)", pay, terms, profile, None)
        holders = f"COUNT({self.salaries.block('posts', first, self.salaries.next_row - 1)})" if held else "0"
        vacant = f"MAX({posts}-{holders},0)"
        top = self._ranges.cell(line.grade, "top")
        # A range whose top is unknown does not matter to a line without a vacancy.
        own = self.salaries.at("posts", self.salaries.next_row)
        self.salary(f"{what}: vacant", vacant, f"IF({own}=0,0,{top})", terms, profile, fte)
        return True

    def _held(self, line: StructureLine) -> list[tuple[str, str]]:
        book, slots = self._book, self._slots
        key = line.line.casefold()
        outcomes: Sequence[str] = [str(row[8]) for row in book.results.tables["SlottingList"].rows]
        held = []
        for person, row, outcome in zip(book.inputs.people, slots.rows, outcomes, strict=True):
            if line.state == "now":
                if person.post_now.casefold() == key:
                    held.append((person.person, slots.sheet.at("pay_now", row)))
            elif outcome not in (DISPLACED, LEAVES) and person.proposed_line.casefold() == key:
                held.append((person.person, slots.sheet.at("pay_new", row)))
        return held

    # --- the answer table --------------------------------------------------------------------------------------------

    def answer_rows(self) -> list[dict[str, str]]:
        """The formulas of the structure cost by the keys of its columns."""
        rows = []
        book = self._book
        for index, costed in enumerate(book.results.structure_cost.lines):
            own = {
                key: book.own(book.answer("StructureCost", heading, index))
                for key, heading in (("now", "cost now"), ("proposed", "cost proposed"), ("modelled", "modelled"))
            }
            formulas: dict[str, str] = {}
            for state, posts, cost, modelled in (
                ("now", "posts_now", "cost_now", "modelled_now"),
                ("proposed", "posts_proposed", "cost_proposed", "modelled"),
            ):
                line = self.found.get((costed.name.casefold(), state))
                if line is None:
                    formulas |= dict.fromkeys((posts, cost, modelled), f"0*{self._any_row()}")
                    if state == "proposed":
                        formulas["external"] = f"0*{self._any_row()}"
                    continue
                cell = {each.key: self.lines.at(each.key, line.row) for each in self.lines.columns}
                formulas[posts] = f'IFERROR({cell["posts"]},"unknown")'
                formulas[cost] = f'IFERROR({cell["cost"]}/100,"unknown")'
                formulas[modelled] = f'IFERROR({cell["modelled"]}/100,"unknown")'
                if state == "proposed":
                    formulas["external"] = f'IFERROR({cell["external"]}/100,"unknown")'
                formulas["line"] = cell["line"]
            formulas["saving"] = f'IFERROR(ROUND({own["now"]}-{own["proposed"]},2),"unknown")'
            formulas |= self.variance(own["modelled"], own["proposed"])
            rows.append(formulas)
        return rows

    def _any_row(self) -> str:
        """A cell that is #N/A once the formulas cannot follow the inputs."""
        return self._book.basis.guard

    @staticmethod
    def variance(modelled: str, proposed: str) -> dict[str, str]:
        """Modelled less stated, in pounds and as a share of the stated."""
        part = share_of(Cell(f"ROUND(({modelled}-{proposed})*100,0)"), Cell(f"ROUND({proposed}*100,0)"))
        return {
            "variance": f'IFERROR(ROUND({modelled}-{proposed},2),"unknown")',
            "variance_percent": f'IFERROR(IF({proposed}=0,"",{part}/10000),"unknown")',
        }
