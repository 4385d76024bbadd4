"""The structure's cost in a native workbook: where its inputs are, and the answers over its workings."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from payband.calendar import last_day_after
from payband.forms import Cell, Form
from payband.formulas.cell_units import in_units
from payband.formulas.native.book import Book, basis_points, pence
from payband.formulas.native.calculation import NativeCalculation, SheetOfWorkings, answer_formulas
from payband.formulas.native.ranges import NativeRanges
from payband.formulas.native.several_posts import several_posts_shown
from payband.formulas.native.slotting import NativeSlots
from payband.formulas.places import Places
from payband.review.answers import YEAR_BY_YEAR, YEARS
from payband.review.core.cost_components import (
    LineComponents,
    LineInComponents,
    PaidInComponents,
    PartMonthComponents,
    PostsComponents,
    SpanComponents,
    StretchComponents,
    all_components,
)
from payband.review.core.courses import Course
from payband.review.core.line_cost import LineCost
from payband.review.core.on_costs import (
    BenefitRate,
    MonthRates,
    NIRun,
    PartMonth,
    PayAward,
    Raise,
    Salary,
    Span,
    Stretch,
    Terms,
)
from payband.review.core.outlook import LineOutlook
from payband.review.core.pay_elements import Element
from payband.review.core.people import Person
from payband.review.core.protection import Protected, ProtectedMonth, ProtectedYear, SpellDays, SpellOfPay
from payband.review.core.ranges import Grade, Point
from payband.review.core.rows.approval_rows import ApprovalRows
from payband.review.core.rows.outlook_rows import OutlookRows
from payband.review.core.rows.protection_rows import ProtectionRows, protectable
from payband.review.core.rows.raise_rows import RaiseRows
from payband.review.core.rows.structure_rows import StructureRows
from payband.review.core.rows.year_rows import YearRows
from payband.review.core.structure import Line, Posts
from payband.review.core.years import Causes, Climb, LineIn, LineWhole, LineYear, NewHolders, PaidIn, StatedIn, Year
from payband.review.inputs.pay_awards import horizon_years
from payband.review.inputs.tables import OnCostProfile, StructureLine
from payband.sheets.rows import NO_ROW, Rows, place_of_rows
from payband.sheets.sheet import Sheet, Unit

__all__ = ["Beside", "LineRow", "NativeCosts", "months_paid_by_others"]


class LineRow(NamedTuple):
    """A line in one state: its row, and the first and last row of its posts (0 and -1 for none)."""

    line: StructureLine
    row: int
    first: int
    last: int


def months_paid_by_others(places: Places, line: StructureLine) -> Form:
    """How many whole months of the price base others pay for, by the cells of the day until which they do."""
    if line.externally_funded_until is None:
        return 12
    until = places.input("Structure", "externally funded until", line)
    april = f"VALUE(LEFT({places.setting('price base')},4))"
    return Cell(f"MAX(0,MIN(12,(YEAR({until}+1)-{april})*12+MONTH({until}+1)-4))")


def _said_on(day: date) -> str:
    return "once all has settled" if day == date.max else f"on {day:%d/%m/%Y}"


def _said_of(course: Course) -> str:
    """What a course leaves out, or that all has settled, as it is called on a sheet of workings."""
    happens = [name for name in ("awarded", "increments", "leavers") if getattr(course, name)]
    said = ["settled"] if course.settled else []
    if len(happens) < 3:
        said.append(f"only {' and '.join(happens)}" if happens else "as on the first day")
    if course.base_rates:
        said.append("at the rates of the price base")
    return "".join(f", {each}" for each in said)


class Beside(NamedTuple):
    """Sheets alongside those of the costs, as `NativeCalculation` takes them."""

    rows: Sequence[Rows]
    shown: Sequence[SheetOfWorkings]
    sources: Mapping[tuple[type[Sheet], str], Any]


class NativeCosts:
    """The structure's cost in workings; with `components`, what each kind of pay and on-costs adds to it too."""

    def __init__(self, book: Book, ranges: NativeRanges, slots: NativeSlots, *, components: bool = False) -> None:
        self._book = book
        self._in_components = components
        self._ranges = ranges
        self._slots = slots
        placed = slots.placed
        self._collected = StructureRows(book.inputs, ranges.ranges, placed)
        settings = book.inputs.settings
        protected_until = last_day_after(settings.implementation_date, settings.protection.months)
        raises = RaiseRows(book.inputs, max(horizon_years(settings)[-1].ends_on, protected_until))
        self._years = YearRows(book.inputs, ranges.ranges, placed, self._collected, raises, for_formulas=True)
        self._protection = ProtectionRows(
            book.inputs, ranges.ranges, placed, self._collected.on_costs, raises, strict=False
        )
        self.protected = {place: self._protection.whole_term(place) for place in protectable(book.inputs, placed)}
        """By the place of somebody whose pay is protected where it falls, the row of the protection."""
        self._outlook: OutlookRows | None = None
        if {YEAR_BY_YEAR.name, YEARS.name} <= set(book.first_rows):  # a workbook may be without them
            self._outlook = OutlookRows(book.inputs, self._years, self._protection, self.protected, placed)
        self.tests = ApprovalRows(book.inputs, placed, self._collected)
        """What is tested for approval, whose salaries are costed with the others."""
        self._beside: list[Beside] = []
        self.fits: dict[int, str] = {}
        """By the row of a line, the cell of the pension rate that its stated cost implies."""

    # --- what is collected before the sheets are made ----------------------------------------------------------------

    def add(self, beside: Beside) -> None:
        """Adds sheets to those of the costs."""
        self._beside.append(beside)

    def holders(self, line: int) -> int:
        """How many people are in a line, by its row."""
        each = self._book.inputs.structure[line]
        return len(self._collected.in_lines.get((each.line.casefold(), each.state), ()))

    @cached_property
    def calculation(self) -> NativeCalculation:
        """The sheets of workings, once all that is costed is known."""
        ranges, slots = self._ranges, self._slots
        beside = [rows for each in self._beside for rows in each.rows]
        outlook = [] if self._outlook is None else self._outlook.rows()
        found = [*self._collected.rows(), *self._years.rows(), *self._protection.rows(), *outlook, *beside]
        if self._in_components:
            found += all_components(found)
        names = self._collected.on_costs.names
        rows = place_of_rows(found)
        stretch_of, salary_of = rows[NIRun].given["stretch"], rows[Stretch].given["salary"]

        def of_stretch(row: int) -> str:
            name: str = names[salary_of[row]]
            return name

        lines: Any = rows[Line].inputs
        days = self._years.raises.days
        span_names = self._span_names(rows, names)
        line_days = [
            f"{lines[each.line].line}, {'displaced' if each.displaced else lines[each.line].state}, "
            f"{each.first:%d/%m/%Y} to {each.last:%d/%m/%Y}{_said_of(each.course)}"
            for each in self._years.lines_in
        ]

        def protected(sheet: type[Sheet], link: str, row: int) -> str:
            name: str = rows[Protected].inputs[rows[sheet].given[link][row]].person
            return name

        def line_year(row: int) -> str:
            given = rows[LineYear].given
            of, year = max(given["now"][row], given["after"][row]), given["year"][row]
            when = "once all has settled" if year == NO_ROW else self._years.years[year]
            return f"{lines[rows[LineIn].given['line'][of]].line}, {when}"

        shown: tuple[SheetOfWorkings, ...] = (
            SheetOfWorkings(MonthRates, "Rates", self._rates_label),
            SheetOfWorkings(Element, "Workings_elements", lambda row: str(rows[Element].inputs[row].element)),
            SheetOfWorkings(Salary, "Workings_salaries", names.__getitem__),
            SheetOfWorkings(Stretch, "Workings_on_costs", of_stretch),
            SheetOfWorkings(NIRun, "Workings_NI", lambda row: of_stretch(stretch_of[row])),
            SheetOfWorkings(Posts, "Workings_posts", lambda row: of_stretch(rows[Posts].given["of"][row])),
            SheetOfWorkings(Line, "Workings_lines", lambda row: f"{lines[row].line}, {lines[row].state}"),
            SheetOfWorkings(LineCost, "Workings_structure", lambda row: str(rows[LineCost].inputs[row])),
            SheetOfWorkings(
                PayAward, "Workings_awards", lambda row: f"{self._years.raises.awards[row][1].effective_from:%d/%m/%Y}"
            ),
            SheetOfWorkings(Raise, "Workings_raises", lambda row: _said_on(days[rows[Raise].given["day"][row]])),
            SheetOfWorkings(Climb, "Workings_increments", lambda row: lines[rows[Climb].given["of"][row]].line),
            SheetOfWorkings(
                PartMonth, "Workings_part_months", lambda row: of_stretch(rows[PartMonth].given["month"][row])
            ),
            SheetOfWorkings(Span, "Workings_spans", span_names.__getitem__),
            SheetOfWorkings(PaidIn, "Workings_paid", lambda row: span_names[rows[PaidIn].given["span"][row]]),
            SheetOfWorkings(LineIn, "Workings_line_days", line_days.__getitem__),
            *several_posts_shown(rows),
            SheetOfWorkings(StatedIn, "Workings_stated", lambda row: line_days[rows[StatedIn].given["of"][row]]),
            SheetOfWorkings(LineYear, "Workings_line_years", line_year),
            *self._shown_of_outlook(rows, line_days, line_year),
            SheetOfWorkings(Year, "Workings_years", lambda row: str(self._years.years[row])),
            SheetOfWorkings(Protected, "Workings_protected", lambda row: rows[Protected].inputs[row].person),
            SheetOfWorkings(SpellOfPay, "Workings_spells", lambda row: protected(SpellOfPay, "of", row)),
            SheetOfWorkings(
                SpellDays, "Workings_protected_days",
                lambda row: protected(ProtectedMonth, "of", rows[SpellDays].given["month"][row]),
            ),
            SheetOfWorkings(
                ProtectedMonth, "Workings_protected_months", lambda row: protected(ProtectedMonth, "of", row)
            ),
            SheetOfWorkings(ProtectedYear, "Workings_protected_years", lambda row: protected(ProtectedYear, "of", row)),
        )  # fmt: skip

        if self._in_components:
            of_month = rows[PartMonth].given["month"]
            shown += (
                SheetOfWorkings(StretchComponents, "Workings_pay_components", of_stretch),
                SheetOfWorkings(
                    PartMonthComponents, "Workings_month_components", lambda row: of_stretch(of_month[row])
                ),
                SheetOfWorkings(SpanComponents, "Workings_span_components", span_names.__getitem__),
                SheetOfWorkings(
                    PaidInComponents,
                    "Workings_paid_components",
                    lambda row: span_names[rows[PaidIn].given["span"][row]],
                ),
                SheetOfWorkings(LineInComponents, "Workings_days_components", line_days.__getitem__),
                SheetOfWorkings(
                    PostsComponents, "Workings_post_components", lambda row: of_stretch(rows[Posts].given["of"][row])
                ),
                SheetOfWorkings(
                    LineComponents, "Workings_line_components", lambda row: f"{lines[row].line}, {lines[row].state}"
                ),
            )

        def end(which: str) -> Any:
            return lambda row: Cell(ranges.cell(rows[Grade].inputs[row].grade, which))

        def salary(which: str) -> Any:
            return lambda row: Cell(slots.sheet.at(which, slots.rows[row]))

        def rate(which: str) -> Any:
            return lambda row: self._rate(which, row)

        sources: dict[tuple[type[Sheet], str], Any] = {
            (Grade, "bottom"): end("bottom"), (Grade, "top"): end("top"),
            (Person, "salary_now"): salary("salary"), (Person, "salary_new"): salary("salary_new"),
            (Terms, "pension_rate"): self._pension_rate,
            (BenefitRate, "rate"): self._class_1a,
            (Line, "months"): self._months,
            (LineIn, "turnover_rate"): self._turnover,
            (LineCost, "fit"): lambda row: Cell(self.fits[row]) if row in self.fits else -1,
            (Point, "salary"): self._point,
            (PayAward, "round_to"): self._rounding,
            (PayAward, "up_to"): self._up_to,
            **{(MonthRates, name): rate(name) for name in MonthRates.givens},
        }  # fmt: skip
        for each in self._beside:
            shown, sources = (*shown, *each.shown), {**sources, **each.sources}
        return NativeCalculation(self._book, found, shown, sources)

    def _shown_of_outlook(
        self, rows: Mapping[type[Sheet], Rows], line_days: Sequence[str], line_year: Callable[[int], str]
    ) -> Sequence[SheetOfWorkings]:
        if self._outlook is None:
            return ()
        return (
            SheetOfWorkings(NewHolders, "Workings_holders", list(self._outlook.lines).__getitem__),
            SheetOfWorkings(Causes, "Workings_causes", lambda row: line_days[rows[Causes].given["of"][row]]),
            SheetOfWorkings(LineWhole, "Workings_outlook", lambda row: line_year(rows[LineWhole].given["of"][row])),
        )

    def outlook_rows(self, count: int) -> list[dict[str, str]]:
        """The formulas of so many rows of the outlook by the keys of its columns; none for years without rates.

        The rows are each line in each year, and once everything has settled.
        """
        rows, found = self.calculation.rows_of(LineOutlook).size, list[dict[str, str]]()
        for number in range(count):
            if number < rows:
                guard = f"{self._book.basis.guard}+{self.calculation.at(LineWhole, 'missing', number)}"
                row = self.calculation.row(LineOutlook, number)
                found.append(answer_formulas(self._book, LineOutlook, row, guard))
            else:
                found.append({})
        return found

    def _rates_label(self, row: int) -> str:
        month, terms = self._collected.on_costs.rate_months[row]
        contracted_out = ", contracted out" if terms.contracted_out else ""
        return f"from {month.first:%B %Y}, category {terms.category.upper()}{contracted_out}"

    def _rate(self, name: str, row: int) -> Form:
        """The cell of a figure of NI or of the levy; a rebate that there is not is not a cell."""
        on_costs = self._collected.on_costs
        figures, cells, levy = self._book.figures.of_month(*on_costs.rate_months[row])
        if on_costs.is_levy(row) or name == "levy":
            return Cell(levy) if on_costs.is_levy(row) and name == "levy" else 0
        return Cell(getattr(cells, name)) if getattr(figures, name) or not name.startswith("rebate") else 0

    def _class_1a(self, row: int) -> Form:
        return Cell(self._book.figures.class_1a(self._collected.on_costs.benefit_months[row]))

    def _pension_rate(self, row: int) -> Form:
        profile: OnCostProfile = self._collected.on_costs.profiles[row]
        return Cell(basis_points(self._book.pension_rate(profile)))

    def _turnover(self, row: int) -> Form:
        """The cell of the turnover allowance; nothing of what displaced people are paid, or without such a row."""
        cell = self._book.setting("turnover allowance")
        displaced = list(self._years.lines_in)[row].displaced
        return Cell(basis_points(cell)) if cell and not displaced else 0

    def _point(self, row: int) -> Form:
        found, at = self._years.raises.points[row]
        return Cell(self._ranges.point(found.grade, at))

    def _rounding(self, row: int) -> Form:
        award = self._years.raises.awards[row][1]
        return Cell(self._book.figures.rounding(self._book.input("PayAwards", "rounding", award)))

    def _up_to(self, row: int) -> Form:
        """The highest salary that an award is for; 0 for one without a limit, which no change of a cell gives one."""
        award = self._years.raises.awards[row][1]
        return 0 if award.up_to is None else Cell(pence(self._book.input("PayAwards", "salaries up to", award)))

    @staticmethod
    def _span_names(rows: Mapping[type[Sheet], Rows], names: Sequence[str]) -> list[str]:
        """What the days are called on which a salary is paid."""
        salaries = rows[Stretch].given["salary"]
        found = [""] * rows[Span].size
        for stretch, span in enumerate(rows[Stretch].given["span"]):
            if span != NO_ROW:
                found[span] = names[salaries[stretch]]
        for stretch, span in zip(rows[PartMonth].given["month"], rows[PartMonth].given["span"], strict=True):
            found[span] = found[span] or names[salaries[stretch]]
        return found

    def saving(self, year: int) -> Form:
        """The cell of the saving of a financial year of the horizon, by its place."""
        return self.calculation.row(Year, year).saving

    def displaced(self) -> str:
        """The formula of what displaced people cost until their last day, all years together, in pounds."""
        years = [self.calculation.row(Year, number).displaced for number in range(len(self._years.years))]
        return in_units(Cell(f"({'+'.join(map(str, years))})"), Unit.PENCE)

    def months_protected(self, place: int) -> range:
        """The rows of the months of somebody's protection, by the place among the people."""
        return self._protection.months(self.protected[place])

    def years_protected(self, place: int) -> range:
        """The rows of the financial years of somebody's protection, by the place among the people."""
        return self._protection.years(self.protected[place])

    def _months(self, row: int) -> Form:
        return months_paid_by_others(self._book, self._book.inputs.structure[row])

    # --- the workings of a line --------------------------------------------------------------------------------------

    def proposed(self, row: int) -> LineRow | None:
        """The proposed line of a row of the answer, where it is modelled."""
        rows = place_of_rows(self._collected.rows())
        at = rows[LineCost].given["proposed"][row]
        if at == NO_ROW:
            return None
        posts = [number for number, each in enumerate(self._collected.posts) if each[0] == at]
        line = self._book.inputs.structure[at]
        return LineRow(line, at, posts[0], posts[-1]) if posts else LineRow(line, at, 0, -1)

    # --- the answer table --------------------------------------------------------------------------------------------

    def answer_rows(self) -> list[dict[str, str]]:
        """The formulas of the structure cost by the keys of its columns."""
        names = list({line.line.casefold(): line for line in self._book.inputs.structure}.values())
        return [
            {**self.calculation.answers(LineCost, number), "line": self._book.input("Structure", "line", line)}
            for number, line in enumerate(names)
        ]

    def total(self, fit: str) -> dict[str, str]:
        """The formulas of the total by the keys of its columns; `fit` is the cell of the rate that all imply."""
        return answer_formulas(self._book, LineCost, self.calculation.totals(LineCost, {"fit": fit or "-1"}))
