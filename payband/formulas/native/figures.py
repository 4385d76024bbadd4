"""The sheet Figures: every dated figure that the formulas use, with its dates and source."""

from datetime import date
from typing import Any, NamedTuple

from payband import library
from payband.calendar import Month
from payband.library import Figure
from payband.review.inputs.rates import Rates
from payband.rules.cost.levy import levy_rate
from payband.rules.cost.national_insurance import NIFigures, ni_figures
from payband.rules.cost.on_costs import OnCostTerms
from payband.units import ROUNDINGS, percent_text, pounds
from payband.workbook.building.workings_sheets import Col, Workings

__all__ = ["Figures", "NICells"]

_NI_NAMES = {
    "NI upper earnings limit, month": "upper_earnings_limit",
    "NI lower earnings limit, month": "rebate_from",
    "NI upper accrual point, month": "rebate_to",
    "the rate of employer's NI": "rate",
    "the contracted-out rebate of employer's NI": "rebate",
}
_RATES = ("rate", "rebate")


class NICells(NamedTuple):
    """Formulas of the figures that employer's NI rests on, in pence and basis points."""

    starts_at: str
    upper_earnings_limit: str
    rate: str
    rebate_from: str
    rebate_to: str
    rebate: str


class Figures:
    """The dated figures used, one row for each."""

    def __init__(self, rates: Rates) -> None:
        self._rates = rates
        self._months: dict[tuple[Month, OnCostTerms], tuple[NIFigures, NICells, str]] = {}
        self.sheet = Workings(
            "Figures",
            "The dated figures that the formulas use, each with the days it is in force and its source",
            (
                Col("name", "figure", "text", 44),
                Col("pounds", "amount", "£"),
                Col("rate", "rate", "%"),
                Col("pence", "multiple", "pence"),
                Col("first", "in force from", "date"),
                Col("last", "in force to", "date"),
                Col("status", "status", "text", 16),
                Col("source", "source", "text", 60),
                Col("file", "kept in", "text", 26),
            ),
        )
        self._rows: dict[tuple[Any, ...], int] = {}
        for name, multiple in ROUNDINGS.items():
            self._rows[("rounding", name)] = self.sheet.add(
                name=name, pence=multiple, status="definition", source="multiple in pence that an award is brought to"
            )

    def rounding(self, name_cell: str) -> str:
        """The multiple in pence of a named rounding; of the nearest £1 where none is named."""
        rows = [row for key, row in self._rows.items() if key[0] == "rounding"]
        names, multiples = (self.sheet.block(key, rows[0], rows[-1]) for key in ("name", "pence"))
        return f'INDEX({multiples},MATCH(IF({name_cell}="","nearest £1",{name_cell}),{names},0))'

    def amount(self, figure: Figure, pence: int) -> str:
        """The cell of an amount."""
        return self.sheet.at("pounds", self._row(figure, pounds=pounds(pence)))

    def rate(self, figure: Figure, basis_points: int) -> str:
        """The cell of a rate."""
        return self.sheet.at("rate", self._row(figure, rate=pounds(basis_points) / 100))

    def text(self, figure: Figure) -> None:
        """A figure that is no number, such as what an NI category means."""
        self._row(figure)

    def _row(self, figure: Figure, **value: Any) -> int:
        key = (figure.name, figure.effective_from, figure.effective_to, tuple(value.items()))
        if key not in self._rows:
            self._rows[key] = self.sheet.add(
                name=figure.name,
                first=figure.effective_from,
                last=figure.effective_to,
                status=figure.status,
                source=figure.source,
                file=figure.file,
                **value,
            )
        return self._rows[key]

    def of_month(self, month: Month, terms: OnCostTerms) -> tuple[NIFigures, NICells, str]:
        """The NI figures that a month's pay bears, formulas of them, and one of the levy's rate ("0" for none).

        Past the published figures they are those that table Assumptions asks for. Raises UnknownFigure without it.
        """
        key = (month, terms)
        if key not in self._months:
            self._months[key] = self._of_month(month, terms)
        return self._months[key]

    def _of_month(self, month: Month, terms: OnCostTerms) -> tuple[NIFigures, NICells, str]:
        figures, _ = self._rates(month, terms)
        pay_date, assumed = self._rates.basis(month, terms)
        _, cells = self.ni(pay_date, terms.category, terms.contracted_out)
        if assumed is not None and figures.rate:
            year, rate = assumed
            name = f"the rate of employer's NI from {year}, assumed"
            figure = Figure(name, percent_text(rate), year.starts_on, None, "assumed", "table Assumptions", "")
            cells = cells._replace(rate=f"ROUND({self.rate(figure, rate)}*10000,0)")
        return figures, cells, self.levy(pay_date)[1] if terms.levy else "0"

    def ni(self, pay_date: date, category: str, contracted_out: bool) -> tuple[NIFigures, NICells]:
        """The monthly NI figures on a pay date, and formulas of them over the cells of this sheet."""
        with library.figures_used() as used:
            figures = ni_figures(pay_date, category, "month", contracted_out)
        cells = dict.fromkeys(NICells._fields, "0")
        for each in used:
            field = _NI_NAMES.get(each.name, "starts_at" if each.name.endswith(", month") else "")
            if not field:
                self.text(each)
            elif field in _RATES:
                value = getattr(figures, field)
                name = each.name if value or field == "rebate" else f"{each.name}, NI category {category.upper()}"
                cells[field] = f"ROUND({self.rate(each._replace(name=name), value)}*10000,0)"
            else:
                cells[field] = f"ROUND({self.amount(each, getattr(figures, field))}*100,0)"
        return figures, NICells(**cells)

    def class_1a(self, month: Month) -> str:
        """A formula of the rate of Class 1A NI that a month bears, in basis points: published, or assumed."""
        with library.figures_used() as used:
            rate = self._rates.class_1a(month)
        name = "the rate of Class 1A NI"
        assumed = Figure(f"{name}, assumed", percent_text(rate), None, None, "assumed", "table Assumptions", "")
        figure = next((each for each in used if each.name == name), assumed)
        return f"ROUND({self.rate(figure, rate)}*10000,0)"

    def levy(self, pay_date: date) -> tuple[int, str]:
        """The levy's rate on a pay date in basis points, and a formula of it."""
        with library.figures_used() as used:
            rate = levy_rate(pay_date)
        [figure] = used
        return rate, f"ROUND({self.rate(figure, rate)}*10000,0)"
