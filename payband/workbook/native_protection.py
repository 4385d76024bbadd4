"""Protection as formulas: the spells of each person, the months they fall in, and what protection adds in each."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from payband.calendar import FinancialYear, Month, last_day_after, last_day_after_text
from payband.errors import PaybandError
from payband.forms import Cell, choose
from payband.review.answers import AnswerRows
from payband.review.on_cost_terms import terms_of_person
from payband.review.slotting_list import DISPLACED, LEAVES, terms_of
from payband.review.tables import PayAwardRow, Person
from payband.rules.national_insurance import employer_ni_on
from payband.rules.on_costs import share_of_pay
from payband.rules.pay_award import after_award
from payband.rules.protection import difference_protected, periods, tapered
from payband.rules.salary_months import (
    BY_365,
    CALENDAR_DAYS,
    OF_YEAR,
    pay_in_month,
    pay_in_part_month,
    weekdays_between,
)
from payband.rules.shares import pay_for_time
from payband.units import half_up, pounds
from payband.workbook.cells import Formula
from payband.workbook.native_book import Book, basis_points, pence
from payband.workbook.native_sheets import Col, F, Workings
from payband.workbook.native_slotting import NativeSlots

__all__ = ["NativeProtection"]


class NativeProtection:
    """The protection of a review in workings, and the rows of its answer tables."""

    def __init__(self, book: Book, slots: NativeSlots) -> None:
        self._book = book
        self._slots = slots
        self._by = book.inputs.settings.part_months
        self.until: dict[int, str] = {}
        self._months: list[dict[str, Any]] = []
        self._years: list[dict[str, Any]] = []
        self._people: list[tuple[int, Person]] = []
        outcomes = [str(row[8]) for row in book.results.tables["SlottingList"].rows]
        if book.inputs.settings.protection_months:
            self._people = [
                (index, person)
                for index, person in enumerate(book.inputs.people)
                if not person.protection_waived and outcomes[index] not in (DISPLACED, LEAVES)
            ]
        if not self._people:
            return
        self._add_dates()
        self._sheets()
        for index, person in self._people:
            self._person(index, person)

    # --- the days on which it changes --------------------------------------------------------------------------------

    def _add_dates(self) -> None:
        book, settings = self._book, self._book.inputs.settings
        self.dates = book.sheet(
            Workings(
                "Workings_dates",
                "The days on which protection changes: its start, pay awards and, for a taper, each year",
                (
                    Col("what", "what", "text", 30),
                    Col("first", "from", "date"),
                    Col("share", "share paid", "basis points"),
                    Col("rate", "award", "basis points"),
                    Col("flat", "flat sum"),
                    Col("multiple", "rounded to"),
                    Col("at_least", "at least"),
                ),
            )
        )
        dates = self.dates
        start, months = book.setting("implementation date"), book.setting("protection months")
        rows = getattr(book.results.source, "tables", {})["Settings"].rows
        if not any(row.number == book.setting_rows.get("protection months") and row.cells.get("value") for row in rows):
            said = self._slots.settings.add(
                what="protection months, as nothing is said", value=settings.protection_months
            )
            months = self._slots.settings.at("value", said)
        self._end = dates.at(
            "first", dates.add(what="the last protected day", first=F(last_day_after_text(start, months)))
        )
        self._starts: list[tuple[Any, int]] = []
        first = settings.implementation_date
        ends_on = last_day_after(first, settings.protection_months)
        awards = {
            each.effective_from: each for each in book.inputs.pay_awards if first < each.effective_from <= ends_on
        }
        shares = settings.protection_shares if settings.protection_form == "tapered" else ()
        years = {}
        for number in range(1, len(shares) + 1):
            day = last_day_after(first, 12 * number) + timedelta(days=1)
            if day <= ends_on:
                years[day] = number
        year = 0
        for day in sorted({first, *awards, *years}):
            year = years.get(day, year)
            cells: dict[str, Any] = {"what": "protection starts", "first": F(start)}
            award = awards.get(day)
            if day in years:
                text = last_day_after_text(start, f"12*{years[day]}")
                cells |= {"what": f"year {years[day] + 1} of protection", "first": F(f"{text}+1")}
            if award is not None:
                cells |= {"what": "a pay award", "first": F(book.input("PayAwards", "effective from", award))}
                cells |= self._award(award)
            if shares:
                cells["share"] = shares[year] if year < len(shares) else 0
            self._starts.append((day, dates.add(**cells)))
        self._awards = set(awards)

    def _award(self, award: PayAwardRow) -> dict[str, Any]:
        book = self._book
        return {
            "rate": F(basis_points(book.input("PayAwards", "percent", award))),
            "flat": F(pence(f"N({book.input('PayAwards', 'flat sum', award)})")),
            "multiple": F(book.figures.rounding(book.input("PayAwards", "rounding", award))),
            "at_least": F(pence(f"N({book.input('PayAwards', 'at least', award)})")),
        }

    def _sheets(self) -> None:
        book = self._book
        self.spells = book.sheet(
            Workings(
                "Workings_spells",
                "Each person's protection by spell: the salary before and after, and what protection adds in a year",
                (
                    Col("person", "person", "text", 16),
                    Col("first", "from", "date"),
                    Col("last", "to", "date"),
                    Col("before", "protected salary"),
                    Col("after", "new salary"),
                    Col("difference", "difference"),
                    Col("addition_full", "addition, full-time"),
                    Col("substantive", "new salary for the time worked"),
                    Col("addition", "addition for the time worked"),
                    Col("active", "still protected (1)", "number"),
                ),
            )
        )
        self.people = book.sheet(
            Workings(
                "Workings_protected",
                "The last day on which each person's protection pays anything; 0 for none",
                (Col("person", "person", "text", 16), Col("ends", "ends at the latest", "date"),
                 Col("until", "protected until", "date")),
            )
        )  # fmt: skip
        self.months = book.sheet(
            Workings(
                "Workings_months",
                "Each month of each spell: its days, and the pay and the protection that fall in them",
                (
                    Col("person", "person", "text", 16),
                    Col("first", "from", "date"),
                    Col("last", "to", "date"),
                    Col("number", "month, April 1", "number"),
                    Col("days", "days", "number"),
                    Col("of_days", "of", "number"),
                    Col("substantive", "new salary a year"),
                    Col("addition", "addition a year"),
                    Col("pay", "new pay in these days"),
                    Col("cost", "protection in these days"),
                    *(
                        (Col("counted", "days that count", "number"), Col("of_year", "of a year's", "number"))
                        if self._by != CALENDAR_DAYS
                        else ()
                    ),
                ),
            )
        )
        if book.inputs.settings.protection_on_costs:
            self.extras = book.sheet(
                Workings(
                    "Workings_protection_on_costs",
                    "On-costs of protection: what NI and the rest rise by when it comes on top of the month's pay",
                    (
                        Col("person", "person", "text", 16),
                        Col("month", "month", "date"),
                        Col("annual", "new salary a year"),
                        Col("pay", "pay of the month"),
                        Col("cost", "protection"),
                        Col("starts_at", "NI starts at"),
                        Col("limit", "upper earnings limit"),
                        Col("rate", "NI rate", "basis points"),
                        Col("rebate_from", "rebate from"),
                        Col("rebate_to", "rebate to"),
                        Col("rebate", "rebate", "basis points"),
                        Col("ni_without", "NI without"),
                        Col("ni_with", "NI with"),
                        Col("pension", "pension"),
                        Col("levy", "levy"),
                        Col("other", "other"),
                        Col("total", "on-costs"),
                    ),
                )
            )

    # --- one person --------------------------------------------------------------------------------------------------

    def _person(self, index: int, person: Person) -> None:
        book, slots, spells = self._book, self._slots, self.spells
        slot_row = self._slots.rows[index]
        terms = terms_of(person, book.inputs)
        at = {key: slots.sheet.at(key, slot_row) for key in ("salary", "salary_new", "change", "fte", "parts")}
        fte, parts = Cell(at["fte"]), Cell(at["parts"])
        leaves = book.input("People", "leaves on", person) if person.leaves_on else ""
        people_row = self.people.next_row
        until = self.people.at("until", people_row)
        starts = [(day, row) for day, row in self._starts if day <= terms.ends_on]
        first_row = spells.next_row
        form = book.inputs.settings.protection_form
        name = F(slots.sheet.at("person", slot_row))
        for number, (day, date_row) in enumerate(starts):
            row = spells.next_row
            here = {each.key: spells.here(each.key, row) for each in spells.columns}
            last_in_list = number == len(starts) - 1
            ends = self.people.at("ends", people_row)
            last = ends if last_in_list else f"MIN({ends},{self.dates.at('first', starts[number + 1][1])}-1)"
            before: Any = F(at["salary"]) if number == 0 else spells.here("before", row - 1)
            after: Any = F(at["salary_new"]) if number == 0 else spells.here("after", row - 1)
            if day in self._awards:
                award = [Cell(self.dates.at(key, date_row)) for key in ("rate", "flat", "multiple", "at_least")]
                after = after_award(after, *award)
                if form == "uplifted":
                    before = after_award(before, *award)
            addition: Any = here["difference"]
            if form == "tapered":
                addition = tapered(addition, Cell(self.dates.at("share", date_row)))
            spells.add(
                person=name,
                first=F(self.dates.at("first", date_row)),
                last=F(last),
                before=before,
                after=after,
                difference=F(f"IF({at['change']}<0,{difference_protected(here['before'], here['after'])},0)"),
                addition_full=addition if form == "tapered" else F(here["difference"]),
                substantive=pay_for_time(here["after"], fte, parts),
                addition=pay_for_time(here["addition_full"], fte, parts),
                active=F(f"IF({here['last']}<={until},1,0)"),
            )
        last_row = spells.next_row - 1
        additions, lasts = (spells.block(key, first_row, last_row) for key in ("addition", "last"))
        self.people.add(
            person=name,
            ends=F(f"MIN({self._end},{leaves})" if leaves else self._end),
            until=F(f"SUMPRODUCT(MAX(({additions}>0)*{lasts}))"),
        )
        self.until[index] = until
        self._periods(index, person, name, until, terms, [day for day, _ in starts], first_row)

    def _periods(
        self, index: int, person: Person, name: F, until: str, terms: Any, starts: list[Any], first_spell: int
    ) -> None:
        months = self.months
        by_year: dict[str, list[int]] = defaultdict(list)
        extras_by_year: dict[str, list[int]] = defaultdict(list)
        first_day: dict[str, str] = {}
        days: str = ""
        for number, (month_name, first, last) in enumerate(periods(terms.starts_on, terms.ends_on, "month")):
            month_rows: list[int] = []
            spell_at = []
            for spell, day in enumerate(starts):
                spell_last = starts[spell + 1] - timedelta(days=1) if spell + 1 < len(starts) else terms.ends_on
                if day <= last and spell_last >= first:
                    month_rows.append(self._segment(name, number, days, first_spell + spell, len(month_rows) > 0))
                    spell_at.append(first_spell + spell)
            days = months.at("first", month_rows[0])
            year = str(FinancialYear.containing(first))
            by_year[year] += month_rows
            first_day.setdefault(year, days)
            record: dict[str, Any] = {
                "index": index, "person": person, "name": name, "period": month_name, "until": until,
                "first": days, "last": months.at("last", month_rows[-1]), "rows": month_rows,
            }  # fmt: skip
            if self._book.inputs.settings.protection_on_costs:
                extra = self._extra(person, name, Month(first, last), month_rows, spell_at)
                extras_by_year[year].append(extra)
                record["extra"] = [extra]
            self._months.append(record)
        for year, rows in by_year.items():
            self._years.append(
                {"index": index, "person": person, "name": name, "period": year, "until": until,
                 "first": first_day[year], "rows": rows, "extra": extras_by_year.get(year)}
            )  # fmt: skip

    def _segment(self, name: F, number: int, before: str, spell: int, later: bool) -> int:
        """The days of one month that lie in one spell."""
        months, spells = self.months, self.spells
        row = months.next_row
        here = {each.key: months.here(each.key, row) for each in months.columns}
        start = spells.at("first", spell)
        if number == 0 or later:
            first = start
        else:
            first = f"EOMONTH({before.partition('!')[2]},0)+1"
        active = spells.at("active", spell)
        return months.add(
            person=name,
            first=F(first),
            last=F(f"MIN(EOMONTH({here['first']},0),{spells.at('last', spell)})"),
            number=F(f"MOD(MONTH({here['first']})-4,12)+1"),
            days=F(f"{here['last']}-{here['first']}+1"),
            of_days=F(f"DAY(EOMONTH({here['first']},0))"),
            substantive=F(f"{spells.at('substantive', spell)}*{active}"),
            addition=F(f"{spells.at('addition', spell)}*{active}"),
            **{key: self._paid_in(amount, here) for key, amount in (("pay", "substantive"), ("cost", "addition"))},
            **self._counted(here),
        )

    def _paid_in(self, amount: str, here: Mapping[str, Any]) -> Any:
        """What is paid in some days of a month: of the month's pay, or of the year's where whole months are not."""
        if self._by == CALENDAR_DAYS:
            return pay_in_part_month(here[amount], here["number"], here["days"], here["of_days"])
        whole = pay_in_month(here[amount], here["number"])
        part = half_up(here[amount] * here["counted"], here["of_year"])
        return choose(here["days"] >= here["of_days"], whole, part)

    def _counted(self, here: Mapping[str, Any]) -> dict[str, Any]:
        """The days that count, and of how many in a year, where part months are not of their month."""
        if self._by == CALENDAR_DAYS:
            return {}
        first, last = (Cell(f"({here[end]}-2)") for end in ("first", "last"))  # counted from a Monday
        days = Cell(str(here["days"])) if self._by == BY_365 else weekdays_between(first, last)
        return {"counted": days, "of_year": OF_YEAR[self._by]}

    def _extra(self, person: Person, name: F, month: Month, rows: list[int], spells: list[int]) -> int:
        """The on-costs of the protection of one month."""
        book, sheet, months = self._book, self.extras, self.months
        line = book.inputs.proposed_line(person.proposed_line)
        terms = terms_of_person(book.inputs, person, line)
        assert terms is not None  # the inputs are checked for it
        profile = book.profile(person.on_cost_profile or (line.on_cost_profile if line else ""))
        assert profile is not None
        row = sheet.next_row
        here = {each.key: sheet.here(each.key, row) for each in sheet.columns}
        annual = months.at("substantive", rows[0])
        for later, spell in zip(rows[1:], spells[1:], strict=True):  # the month's last spell that still pays
            annual = f"IF({self.spells.at('active', spell)}=1,{months.at('substantive', later)},{annual})"
        number = Cell(months.at("number", rows[0]))
        cost = f"SUM({months.block('cost', rows[0], rows[-1])})"
        refused = ""
        try:
            figures, cells, rate = book.figures.of_month(month, terms)
            levy = F(share_of_pay(here["cost"], Cell(rate))) if terms.levy else F("0")
        except PaybandError:
            refused = "NA()"
        if refused:
            cells_of = dict.fromkeys(("starts_at", "limit", "rate", "rebate_from", "rebate_to", "rebate"), F(refused))
            levy = F(refused)
            has_rebate = True
        else:
            names = ("starts_at", "limit", "rate", "rebate_from", "rebate_to", "rebate")
            cells_of = dict(zip(names, (F(each) for each in cells), strict=True))
            has_rebate = bool(figures.rebate)
        terms_here = [here[key] for key in ("starts_at", "limit", "rate")]
        if has_rebate:
            terms_here += [here[key] for key in ("rebate_from", "rebate_to", "rebate")]
        else:
            cells_of = {key: value for key, value in cells_of.items() if not key.startswith("rebate")}
        pension = Cell(basis_points(book.pension_rate(profile)))
        other = Cell(basis_points(book.input("OnCosts", "other rate", profile)))
        return sheet.add(
            person=name,
            month=F(months.at("first", rows[0])),
            annual=F(annual),
            pay=pay_in_month(here["annual"], number),
            cost=F(cost),
            **cells_of,
            ni_without=employer_ni_on(here["pay"], *terms_here),
            ni_with=employer_ni_on(here["pay"] + here["cost"], *terms_here),
            pension=share_of_pay(here["cost"], pension),
            levy=levy,
            other=share_of_pay(here["cost"], other),
            total=here["ni_with"] - here["ni_without"] + here["pension"] + here["levy"] + here["other"],
        )

    # --- the answer tables -------------------------------------------------------------------------------------------

    def rows(self, by: str, table: AnswerRows) -> list[list[Any]]:
        """The rows of an answer table: formulas with the values that payband computed, nothing where it has no row."""
        on_costs = self._book.inputs.settings.protection_on_costs
        known = {(str(row[0]), str(row[1])): row for row in table.rows}
        found = []
        for each in self._months if by == "month" else self._years:
            rows, until = each["rows"], each["until"]
            value = known.get((each["person"].person, each["period"]))
            money = {key: f"SUM({self.months.block(key, rows[0], rows[-1])})" for key in ("pay", "cost")}
            if on_costs:
                money["extra"] = f"SUM({self.extras.block('total', each['extra'][0], each['extra'][-1])})"

            def shown(text: str, until: str = until, first: str = each["first"]) -> str:
                return f'IFERROR(IF({first}>{until},"",{text}),"unknown")'

            def pay(*keys: str, money: dict[str, str] = money) -> str:
                return f"({'+'.join(money[key] for key in keys)})/100"

            amounts = [shown(pay("pay", "cost")), shown(pay("pay")), shown(pay("cost"))]
            amounts.append(shown(pay("extra")) if on_costs else '""')
            dates = []
            if by == "month":
                dates = [shown(each["first"]), shown(f"MIN({each['last']},{until})")]
                period = f'TEXT({each["first"]},"mmmm yyyy")'
            else:
                april = f"YEAR(EDATE({each['first']},-3))"
                period = f'{april}&"-"&RIGHT({april}+1,2)'
            values = list(value[2:]) if value else [None] * (len(dates) + 4)
            given = [
                None if item is None else pounds(item) if place >= len(dates) else item
                for place, item in enumerate(values)
            ]
            found.append(
                [
                    Formula(str(each["name"]), each["person"].person),
                    Formula(period, each["period"]),
                    *(Formula(text, item) for text, item in zip([*dates, *amounts], given, strict=True)),
                ]
            )
        return found
