"""The on-cost ratio and the pension rate that stated costs imply, as formulas: a search by halves, step by step."""

from typing import Any

from payband.forms import Cell
from payband.formulas.native.book import Book
from payband.formulas.native.costs import LineRow, NativeCosts
from payband.review.core.on_costs import Stretch
from payband.review.core.structure import Line, Posts
from payband.rules.cost.on_costs import share_of_pay
from payband.rules.shares import paid_by_others
from payband.workbook.building.workings_sheets import Col, F, Workings

__all__ = ["NativeFit"]

STEPS = 14
"""How often 0% to 100% in hundredths of a percent is halved until one rate is left."""


class NativeFit:
    """The search for the rate at which lines cost what is stated."""

    def __init__(self, book: Book, costs: NativeCosts) -> None:
        self._costs = costs
        self.sheet = book.sheet(
            Workings(
                "Workings_fit",
                "The pension rate that a stated cost implies: 0% to 100% halved until one rate is left",
                (
                    Col("what", "line", "text", 34),
                    Col("low", "lowest rate left", "basis points"),
                    Col("high", "highest rate left", "basis points"),
                    Col("rate", "rate tried", "basis points"),
                    Col("gross", "cost of the posts"),
                    Col("net", "cost less what others pay"),
                    Col("target", "stated cost"),
                ),
            )
        )
        found = book.results.structure_cost.lines
        fitted: list[LineRow] = []
        for number, each in enumerate(found):
            row = costs.proposed(number)
            if row is not None and row.last >= row.first and row.line.stated_cost is not None and row.line.posts:
                fitted.append(row)
                costs.fits[number] = self._implied([row], each.name)
        with_posts = [each for each in found if each.proposed.posts]
        self.total = self._implied(fitted, "Total") if fitted and len(fitted) == len(with_posts) else ""
        """The cell of the one pension rate that all stated costs imply; nothing where a line has none."""

    def _implied(self, lines: list[LineRow], name: str) -> str:
        """The cell of the rate, -1 where there is none."""
        at = self._costs.calculation.at
        target = "+".join(at(Line, "stated", each.row) for each in lines)
        head = self.sheet.add(what=f"{name}: stated", target=F(target))
        return self._search(lines, name, str(self.sheet.here("target", head)))

    def _search(self, lines: list[LineRow], name: str, target: str) -> str:
        here = self.sheet.here
        least = self._try(lines, f"{name}: least", F("0"))
        most = self._try(lines, f"{name}: most", F("10000"))
        low: Any = F("0")
        high: Any = F("10000")
        row = 0
        for step in range(1, STEPS + 1):
            if row:
                below = f"{here('net', row)}<{target}"
                open_ = f"{here('low', row)}<{here('high', row)}"
                low = F(f"IF(AND({open_},{below}),{here('rate', row)}+1,{here('low', row)})")
                high = F(f"IF(AND({open_},NOT({below})),{here('rate', row)},{here('high', row)})")
            row = self._try(lines, f"{name}: step {step}", None, low, high)
        below = f"{here('net', row)}<{target}"
        last = self._try(
            lines,
            f"{name}: rate found",
            F(f"IF(AND({here('low', row)}<{here('high', row)},{below}),{here('rate', row)}+1,{here('low', row)})"),
        )
        before = self._try(lines, f"{name}: a hundredth of a percent less", F(f"{here('rate', last)}-1"))
        nearer = f"{target}-{here('net', before)}<{here('net', last)}-{target}"
        answer = self.sheet.add(
            what=f"{name}: nearest",
            rate=F(
                f"IF(OR({target}<{here('net', least)},{target}>{here('net', most)}),-1,"
                f"IF(AND({here('rate', last)}>0,{nearer}),{here('rate', before)},{here('rate', last)}))"
            ),
        )
        return self.sheet.at("rate", answer)

    def _try(self, lines: list[LineRow], name: str, rate: F | None, low: Any = None, high: Any = None) -> int:
        """What the lines cost at a rate: a row for each if there are several, and one for them together."""
        sheet, alone = self.sheet, len(lines) == 1
        row = sheet.next_row + (0 if alone else len(lines))
        tried = sheet.here("rate", row)
        parts = []
        for each in lines:
            cells = self._cost(each, tried, sheet.next_row)
            parts.append(cells)
            if not alone:
                sheet.add(what=f"{name}: {each.line.line}", **cells)
        middle = (sheet.here("low", row) + sheet.here("high", row)) // 2
        if alone:
            together: dict[str, Any] = parts[0]
        else:
            together = {"net": F(f"SUM({sheet.here('net', row - len(lines))}:{sheet.here('net', row - 1)})")}
        return sheet.add(what=name, low=low, high=high, rate=middle if rate is None else rate, **together)

    def _cost(self, line: LineRow, rate: Cell, row: int) -> dict[str, Any]:
        found = self._costs.calculation
        posts, rest = (found.all_of(Posts, key, line.first, line.last) for key in ("posts", "without_pension"))
        pay = found.all_of(Stretch, "pay", line.first, line.last)
        gross = self.sheet.here("gross", row)
        of = found.row(Line, line.row)
        return {
            "gross": F(f"SUM({rest})+SUMPRODUCT({posts}*{share_of_pay(Cell(pay), rate)})"),
            "net": gross - paid_by_others(gross, of.share, of.of_parts, of.months),
        }
