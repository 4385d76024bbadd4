"""The part of a year's saving from the day on which the new structure starts, step by step for a native workbook."""

from payband.forms import Cell, Form
from payband.review.chart_data import MARCH
from payband.rules.salary_months import pay_in_months, pay_in_part_month
from payband.workbook.native_book import Book
from payband.workbook.native_sheets import Col, Workings

__all__ = ["NativeSavings"]


class NativeSavings:
    """The sheet of workings of the first year's saving."""

    def __init__(self, book: Book) -> None:
        self._sheet = book.sheet(
            Workings(
                "Workings_savings",
                "The saving from the day on which the new structure starts to 31 March",
                (
                    Col("full", "saving of a full year"),
                    Col("month", "month of the start, April is 1", "number"),
                    Col("days", "days left of it", "number"),
                    Col("of_days", "days of it", "number"),
                    Col("part", "saving in these days"),
                    Col("rest", "saving in the months after it"),
                    Col("saving", "saving to 31 March"),
                ),
            )
        )

    def first_saving(self, full_year: Form, month: Form, days: Form, of_days: Form) -> Form:
        """The cell of the saving, from the terms of `to_march`."""
        here = self._sheet.here
        full, in_month = here("full"), here("month")
        row = self._sheet.add(
            full=full_year,
            month=month,
            days=days,
            of_days=of_days,
            part=pay_in_part_month(full, in_month, here("days"), here("of_days")),
            rest=pay_in_months(full, in_month + 1, MARCH),
            saving=here("part") + here("rest"),
        )
        return Cell(self._sheet.at("saving", row))
