"""The budget as formulas: each component of each line's cost, shared over the places that bear it, to the penny.

What falls in a row of the budget is on a sheet of workings, a row for each line and place. The rows of the answers
add it up. A line whose people fall in places of their own has no formulas, nor has what rests on it; nor do exits,
arrears, a payroll that is carried on, and the causes of differences: those are worked out by a new run.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from payband.forms import Cell
from payband.formulas.native.book import Book, basis_points, pence
from payband.formulas.native.budget_lines import Amounts, BudgetLines
from payband.formulas.native.costs import NativeCosts
from payband.formulas.native.one_off_costs import FOLLOWS as OF_ONE_OFF_COSTS
from payband.review.budget.answered import budget_of
from payband.review.budget.cells import Key
from payband.review.budget.costs import OF_POSTS
from payband.review.budget.payroll import year_of
from payband.review.budget.reconciled import BUDGET, PAYROLL
from payband.review.budget.where import parts_of_places
from payband.review.parts.budget import taken_off
from payband.review.parts.tables.budget import (
    APPROVED,
    BY_COST_CENTRE,
    CHART,
    COST_CENTRES,
    FULL_YEAR,
    RECHARGES,
    RECONCILED,
    VACANCIES,
    VACANCY_FACTOR,
)
from payband.review.parts.tables.budget import PAYROLL as PAYROLL_ROWS
from payband.units import half_up
from payband.workbook.building.workings_sheets import FIRST_ROW, Col, F, Workings

__all__ = ["NativeBudget"]

Row = dict[str, str]
Rows = list[Row]


class NativeBudget:
    """The formulas of the answer tables of the budget."""

    TABLES = (BY_COST_CENTRE.name, FULL_YEAR.name, CHART.name, RECHARGES.name, VACANCIES.name, RECONCILED.name)
    FOLLOWS = (
        *OF_ONE_OFF_COSTS,
        *((COST_CENTRES.name, column) for column in ("vacancy factor", "vacancy sum", "turnover", "turnover sum")),
        (APPROVED.name, "amount"),
        (PAYROLL_ROWS.name, "cost to date"),
        (PAYROLL_ROWS.name, "projected"),
    )

    def __init__(self, book: Book, costs: NativeCosts) -> None:
        self._book = book
        self._costs = costs
        self._sheet = Workings(
            "Workings_budget",
            "Where each component of the cost of each line falls: its shares, the odd pennies by largest remainders",
            (
                Col("what", "line and component", "text", 60),
                Col("row", "row of the budget, 0 for none", "number"),
                Col("recharge", "row of the recharges, 0 for none", "number"),
                Col("part", "share", "number"),
                Col("of", "of", "number"),
                Col("whole_now", "what is shared, now"),
                Col("whole_proposed", "what is shared, proposed"),
                Col("cut_now", "what the penny is cut by, now", "number"),
                Col("cut_proposed", "what the penny is cut by, proposed", "number"),
                Col("now", "what falls here, now"),
                Col("proposed", "what falls here, proposed"),
                Col("stray", "what falls in no row of the budget"),
            ),
        )
        self._paid = Workings(
            "Workings_paid_and_approved",
            "What the approved budget and payroll give, a row for each of theirs",
            (
                Col("table", "table", "text"),
                Col("cost_centre", "cost centre", "text"),
                Col("amount", "approved"),
                Col("cost_to_date", "paid to date"),
                Col("projected", "projected"),
            ),
        )
        self._paid_rows: dict[str, tuple[int, int]] = {}
        self._followed: dict[Key, bool] = {}
        self._guard = "0"

    def formulas(self, book: Book) -> tuple[dict[str, Rows], dict[str, Row]]:
        """The formulas of the rows of each table."""
        budget = budget_of(book.results)
        lines = BudgetLines(book, self._costs, budget)
        keys = list(budget.cells)
        by_table = {
            FULL_YEAR.name: [key for key in keys if key.period == lines.full_year],
            BY_COST_CENTRE.name: [key for key in keys if key.period != lines.full_year],
        }
        number = {key: at for at, key in enumerate((each for of in by_table.values() for each in of), start=1)}
        recharged = {
            (each.name, each.to, each.period): at for at, each in enumerate(budget.recharges(), start=1)
        }  # fmt: skip
        self._followed = dict.fromkeys(number, True)
        for each in lines.all():
            self._share(each, number, recharged)
        for key in lines.not_followed:
            self._followed[key] = False
        book.sheet(self._sheet)
        self._guard = book.basis.sheet.at("numbers_now", book.basis.sheet.add(
            what="0 while all that the budget is made of falls in a row of its tables",
            numbers_now=F(f"IF(SUM({self._all('stray')})=0,0,NA())"),
        ))  # fmt: skip
        found = {table: self._rows(table, of, number) for table, of in by_table.items()}
        found[CHART.name] = [self._chart(record) for record in self._records(CHART.name)]
        found[RECHARGES.name] = [
            _names(record) | self._recharge(at) for at, record in enumerate(self._records(RECHARGES.name))
        ]
        rows = [(row, what, rate, amount) for row in budget.where.centres.values()
                for _ in budget.years for what, rate, amount in taken_off(row)]  # fmt: skip
        found[VACANCIES.name] = [
            _names(record) | self._vacancy(at, *each)
            for at, (record, each) in enumerate(zip(self._records(VACANCIES.name), rows, strict=True))
        ]
        if RECONCILED.name in book.results.tables:
            records = self._records(RECONCILED.name)
            found[RECONCILED.name] = [self._reconciled(at, record) for at, record in enumerate(records)]
            book.sheet(self._paid)
        return found, {}

    def _records(self, table: str) -> list[dict[str, Any]]:
        return self._book.results.tables[table].records()

    # --- the shares --------------------------------------------------------------------------------------------------

    def _share(self, each: Amounts, number: Mapping[Key, int], recharged: Mapping[Any, int]) -> None:
        """A row for each place that bears a component of a line in a period."""
        sheet, places = self._sheet, each.places
        parts, whole = parts_of_places(places)
        first, last = sheet.next_row, sheet.next_row + len(places) - 1
        for at, (place, part) in enumerate(zip(places, parts, strict=True)):
            key = each.key_of(place)
            row = sheet.next_row
            cells: dict[str, Any] = {}
            for state, amount in (("now", each.now), ("proposed", each.proposed)):
                shared = sheet.here(f"whole_{state}")
                cells[f"whole_{state}"] = F(str(amount)) if at == 0 else F(str(sheet.here(f"whole_{state}", first)))
                cells[f"cut_{state}"] = F(f"MOD(ABS({shared})*{part},{whole})")
                cells[state] = F(self._to_the_penny(f"cut_{state}", shared, part, whole, (first, row, last)))
            if key not in number:
                cells["stray"] = F(f"ABS({sheet.here('now')})+ABS({sheet.here('proposed')})")
            sheet.add(
                what=f"{each.name}: {key.component}, {key.period}, {place.cost_centre}, {place.fund}",
                row=number.get(key, 0),
                recharge=recharged.get((each.line, place[:2], key.period), 0) if each.is_recharged else 0,
                part=part,
                of=whole,
                **cells,
            )

    def _to_the_penny(self, cut: str, shared: Cell, part: int, whole: int, rows: tuple[int, int, int]) -> str:
        """A share: its whole pence, and a penny more where fewer are cut by more than there are pennies left."""
        first, row, last = rows
        if first == last:
            return str(shared)
        own = self._sheet.here(cut, row)
        before = f'COUNTIF({self._run(cut, first, row - 1)},">="&{own})' if row > first else "0"
        after = f'COUNTIF({self._run(cut, row + 1, last)},">"&{own})' if row < last else "0"
        left = f"SUM({self._run(cut, first, last)})/{whole}"
        return f"SIGN({shared})*(INT(ABS({shared})*{part}/{whole})+IF({left}>{before}+{after},1,0))"

    def _run(self, key: str, first: int, last: int) -> str:
        return f"{self._sheet.here(key, first)}:{self._sheet.here(key, last)}"

    def _all(self, key: str) -> str:
        return self._sheet.block(key, FIRST_ROW, max(self._sheet.next_row - 1, FIRST_ROW))

    # --- the tables --------------------------------------------------------------------------------------------------

    def _rows(self, table: str, keys: Sequence[Key], number: Mapping[Key, int]) -> Rows:
        """What falls in each row; unknown while something falls that the tables have no row for."""
        guard = self._guard
        found: Rows = []
        for at, (key, record) in enumerate(zip(keys, self._records(table), strict=True)):
            if not self._followed[key] or record["now"] is None:
                found.append(_names(record))
                continue
            of_row = {
                state: f"IF(ISNUMBER({guard}),IFERROR(SUMIF({self._all('row')},{number[key]},{self._all(state)})/100,"
                f'"unknown"),{self._book.basis.stale})'
                for state in ("now", "proposed")
            }
            found.append({**_names(record), **of_row, "saving": self._saving(table, at)})
        return found

    def _saving(self, table: str, at: int) -> str:
        now, proposed = (self._own(table, heading, at) for heading in ("now", "proposed"))
        return self._or_stale(f"ROUND({now}-{proposed},2)")

    def _own(self, table: str, heading: str, at: int) -> str:
        return self._book.own(self._book.answer(table, heading, at))

    def _sum(self, table: str, column: str, tests: Sequence[str]) -> str:
        """A column of a table of answers added up over the rows of some tests; unknown while one of these is text."""
        amounts = self._book.column(table, column, len(self._records(table)))
        chosen = "*".join(f"({each})" for each in tests)
        texts = f"SUMPRODUCT({chosen}*ISTEXT({amounts}))"
        return f"IF({texts}>0,{self._book.basis.stale},ROUND(SUMPRODUCT({chosen},{amounts}),2))"

    def _is(self, table: str, heading: str, text: str) -> str:
        """The test of rows of a table that hold a text."""
        return f"{self._book.column(table, heading, len(self._records(table)))}={text}"

    def _chart(self, record: Mapping[str, Any]) -> Row:
        table = FULL_YEAR.name
        columns = (self._book.column(table, each, len(self._records(table))) for each in ("cost centre", "fund"))
        name = _text(str(record["cost_centre_and_fund"]))
        test = f"{_JOIN.join(columns)}={name}"
        states = [state for state in ("now", "proposed") if record[state] is not None]
        return _names(record) | {state: self._sum(table, state, [test]) for state in states}

    def _recharge(self, at: int) -> Row:
        found = {
            state: self._or_stale(f"SUMIF({self._all('recharge')},{at + 1},{self._all(state)})/100")
            for state in ("now", "proposed")
        }
        return {**found, "saving": self._saving(RECHARGES.name, at)}

    def _of_posts(self, centre: str, year: str, state: str) -> str:
        """The pay and on-costs of a cost centre in a year."""
        table = BY_COST_CENTRE.name
        components = self._book.column(table, "component", len(self._records(table)))
        listed = ",".join(map(_text, OF_POSTS))
        tests = [
            f"ISNUMBER(MATCH({components},{{{listed}}},0))",
            self._is(table, "cost centre", centre),
            self._is(table, "financial year", year),
        ]
        return self._sum(table, state, tests)

    def _vacancy(self, at: int, row: Any, what: str, rate: int | None, amount: int | None) -> Row:
        table, book = VACANCIES.name, self._book
        found: Row = {}
        heading = "vacancy" if what == VACANCY_FACTOR else "turnover"
        if rate is not None:
            given = book.input(COST_CENTRES.name, "vacancy factor" if heading == "vacancy" else "turnover", row)
            found["rate"] = self._or_stale(f"{basis_points(given)}/10000")
        for state in ("now", "proposed"):
            own = [self._own(table, each, at) for each in ("cost centre", "financial year")]
            found[f"pay_and_on_costs_{state}"] = self._of_posts(own[0], own[1], state)
            if rate is None:
                off = pence(book.input(COST_CENTRES.name, f"{heading} sum", row))
            else:
                pay = Cell(f"ROUND({self._own(table, f'pay and on-costs {state}', at)}*100,0)")
                off = str(half_up(pay * Cell(f"ROUND({self._own(table, 'rate', at)}*10000,0)"), 10_000))
            found[f"taken_off_{state}"] = self._or_stale(f"({off})/100")
        return found

    def _reconciled(self, at: int, record: Mapping[str, Any]) -> Row:
        table = RECONCILED.name
        centre = self._own(table, "cost centre", at)
        found = _names(record)
        found["establishment"] = self._of_posts(centre, _text(str(year_of(self._book.inputs))), "now")
        for key, of_table, column in (
            ("approved_budget", APPROVED, "amount"),
            ("paid_to_date", PAYROLL_ROWS, "cost to date"),
            ("payroll", PAYROLL_ROWS, "projected"),
        ):
            if record[key] is not None and (formula := self._given(of_table.name, column, centre)):
                found[key] = formula
        for heading, key in ((BUDGET, "budget"), (PAYROLL, "payroll")):
            if record[heading.replace(" ", "_")] is None:
                continue
            own = [self._own(table, each, at) for each in (heading, "establishment")]
            found[f"{key}_less_establishment"] = self._or_stale(f"ROUND({own[0]}-{own[1]},2)")
        return found

    def _given(self, table: str, column: str, centre: str) -> str:
        """What a table of the inputs gives for a cost centre; nothing where a row of it gives no amount."""
        rows = self._book.inputs.rows_of(table)
        if column == "projected" and any(row.projected is None for row in rows):
            return ""
        sheet, first = self._paid, self._paid.next_row
        for row in rows:
            if table not in self._paid_rows:
                sheet.add(
                    table=table, cost_centre=row.cost_centre.casefold(),
                    **{_key(each): F(pence(self._book.input(table, each, row))) for each in _AMOUNTS[table]
                       if each != "projected" or row.projected is not None},
                )  # fmt: skip
        first, last = self._paid_rows.setdefault(table, (first, sheet.next_row - 1))
        amounts, centres = (sheet.block(each, first, last) for each in (_key(column), "cost_centre"))
        return self._or_stale(f"SUMPRODUCT(--({centres}={centre}),{amounts})/100")

    def _or_stale(self, formula: str) -> str:
        """A formula; where it rests on what waits for a new run, it waits too."""
        return f"IFERROR({formula},{self._book.basis.stale})"


_AMOUNTS = {APPROVED.name: ("amount",), PAYROLL_ROWS.name: ("cost to date", "projected")}


def _key(column: str) -> str:
    return "amount" if column == "amount" else column.replace(" ", "_")


_JOIN = '&": "&'


def _names(record: Mapping[str, Any]) -> Row:
    """The texts of a row, which are while no input has changed but those that the formulas follow."""
    return {key: _text(value or "") for key, value in record.items() if value is None or isinstance(value, str)}


def _text(text: str) -> str:
    """A text in a formula."""
    doubled = text.replace('"', '""')
    return f'"{doubled}"'
