"""One row of an establishment list: the posts that it stands for, who is in them and what they are paid."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from payband.calendar import date_text
from payband.errors import PaybandError
from payband.establishment.candidates import TIMES, Recognised
from payband.establishment.cells import (
    full_time_share,
    hours,
    ni_letter,
    percent_reader,
    posts,
    share_of_hours,
    vacancy,
    weeks_a_year,
    yearly_hours,
)
from payband.establishment.days import day_reader, first_day, last_day
from payband.establishment.headings import Grid
from payband.establishment.lines import share_text
from payband.establishment.questions import Terms, days_of_leave, gone_by
from payband.establishment.result import LEFT_EMPTY, LeftOut, Note, NotPlaced
from payband.establishment.row_pay import RowPay
from payband.establishment.rows_asked import ALL_YEAR
from payband.establishment.words import is_vacant_word, says_left, says_nothing, title_of_several, vacant_title
from payband.establishment.working import WorkingWeeks, working_weeks
from payband.kinds import blank
from payband.rules.pay.term_time import annualised_share, term_time_share
from payband.units import share_held

__all__ = ["ALL_YEAR", "FULL_TIME", "Place", "RowReader"]

FULL_TIME = Fraction(1)
_APART = Fraction(2, 100)  # of full time: an FTE of two decimals is closer to that of the hours


class Place(NamedTuple):
    """A row that can be placed. `parts` are how many posts of which FTE it stands for."""

    number: int
    person: str
    title: str
    grade: str
    department: str
    post_number: str
    salary: int | None
    estimated: bool
    parts: tuple[tuple[int, Fraction], ...]
    ni_category: str
    leaves_on: date | None
    started_on: date | None
    read: int
    full_time: int
    """Pence a year of the full-time post by the list's own figures, of a vacant post too; 0 where it has none."""
    in_terms: bool
    characteristics: tuple[tuple[str, str], ...] = ()
    working_weeks: WorkingWeeks | None = None
    falls: tuple[tuple[str, str], ...] = ()
    """Where its cost falls: cost centre, subjective code and fund, as far as the list says it."""

    @property
    def posts(self) -> int:
        """How many posts the row stands for."""
        return sum(count for count, _ in self.parts)

    @property
    def fte(self) -> Fraction:
        """The full-time equivalents of all its posts."""
        return sum((count * fte for count, fte in self.parts), Fraction(0))


class RowReader(RowPay):
    """Reads the rows of a list one by one; keeps what was not placed, was left out, or is to be said."""

    def __init__(self, grid: Grid, data: Sequence[int], columns: Recognised, terms: Terms) -> None:
        super().__init__(grid, columns, terms)
        self._full_time_hours_a_year = yearly_hours(terms.said("full_time_hours_a_year"))
        self._gone_by = gone_by(terms.said("leavers"))
        self.notes: list[Note] = []
        self.not_placed: list[NotPlaced] = []
        self.left_out: list[LeftOut] = []
        self.unpriced: list[Place] = []
        percentages = self.column("FTE %", data)
        self._percent = percent_reader(percentages)
        self._last_day = day_reader(self.column("leaves on", data), last_day)
        self._first_day = day_reader(self.column("started on", data), first_day)

    # --- one row -----------------------------------------------------------------------------------------------------

    def place(self, index: int) -> Place | None:
        """The posts of a row; None where it is left out or cannot be placed, which is kept with the reason."""
        self._row, self._why, self._said = self._rows[index], [], []
        number = index + 1
        leaves_on = self._read_beside("leaves on", self._last_day, None)
        if why := self._has_left(leaves_on):
            self.left_out.append(LeftOut(number, why, self.amount_of(index)))
            return None
        title = self._named("post title")
        if not title and not self._why:
            self._why.append("it has no post title")
        elif title and sum(1 for value in self._row if not blank(value)) == 1:
            self._why.append(
                "it has nothing but a post title: take it out if it is the heading of a section, or give its grade"
            )
        if several := "" if "posts" in self.at else title_of_several(title):
            self._why.append(
                f"the title '{title}' says several posts ('{several}'): give their number in a column of posts, or "
                "one row for each"
            )
        vacant_as = vacant_title(title)
        person = self._person(number, vacant_title=bool(vacant_as))
        if vacant_as and vacant_as != title:
            self._said.append(f"the title '{title}' says that it is vacant: a vacant post of '{vacant_as}'")
        if not person:  # nobody's last day is missing in a vacant post
            self._said = [what for what in self._said if LEFT_EMPTY not in what]
        share = self._fte(vacant=not person)
        parts = self._parts(share, self._known_person(person, number))
        read, paid = self._pay(share) if person else (self._loose_amount(), None)
        full_time = paid.pence if paid else self._full_time(read, share)
        unpriced = person and paid is None and not self._why
        place = Place(
            number, "" if unpriced else person, vacant_as or title, self._named("grade"),
            self._reference("department"), self._reference("post number"), paid.pence if paid else None,
            bool(paid and paid.estimated), parts or ((1, share or FULL_TIME),),
            self._read_beside("NI category", ni_letter, "") if person else "", leaves_on if person else None,
            self._read_beside("started on", self._first_day, None) if person else None, read, full_time,
            (self._answer("weeks", weeks_a_year, None)[0] or ALL_YEAR) < ALL_YEAR,
            self._characteristics_said() if person else (), self._working_weeks(), self._where_it_falls(),
        )  # fmt: skip
        if self._why:
            self.not_placed.append(NotPlaced(number, "; ".join(dict.fromkeys(self._why))))
            return None
        if unpriced:
            self.unpriced.append(place)
        self.notes += [Note(number, what) for what in self._said]
        return place

    def _has_left(self, leaves_on: date | None) -> str:
        """Why a row is left out, because whoever was in the post has gone; empty where it stays."""
        if self._gone_by is None:
            return ""
        if leaves_on is not None and leaves_on < self._gone_by:
            return f"the last day in post, {date_text(leaves_on)}, is before {date_text(self._gone_by)}"
        status, heading = self._cell("employment status"), self.heading.get("employment status", "")
        return f"'{heading}' is '{status}'" if says_left(status, heading) else ""

    def _known_person(self, person: str, number: int) -> str:
        """The reference of somebody whom the list itself knows; empty for one that is known by the row alone."""
        return "" if person == f"Row {number}" and not self._occupied() else person

    def _person(self, number: int, *, vacant_title: bool) -> str:
        """The reference of the person in post; empty for a vacant post."""
        said_vacant = is_vacant_word(self._cell("person"))
        reference = self._reference("person") if not said_vacant else ""
        flag = self._read("vacant", lambda value: vacancy(value, self.heading["vacant"]), None)
        names = self._in_names()
        says_vacant = flag or said_vacant or vacant_title or any(map(is_vacant_word, names))
        if not reference.strip("0-"):
            reference = ""
        named = self._occupied()
        if says_vacant:
            if reference or (named and flag):
                self._why.append("it says that the post is vacant, and that somebody is in it: put one of them right")
            elif named and not any(map(is_vacant_word, names)):
                self._said.append("it says that the post is vacant, and names somebody: it is counted as vacant")
            return ""
        if reference:
            return reference
        occupied = named or flag is False
        if "person" in self.at:
            if occupied:
                self._why.append("somebody is in post, but has no reference: give one")
            return ""
        tells = bool(self._names) or "vacant" in self.at
        if tells and not occupied and (word := next(filter(says_nothing, names), "")):
            self._said.append(f"its name is '{word}': it is counted as a vacant post")
        return f"Row {number}" if occupied or not tells else ""

    # --- how many posts, and what part of full time ------------------------------------------------------------------

    def _parts(self, share: Fraction | None, known: str) -> tuple[tuple[int, Fraction], ...]:
        """How many posts of which FTE the row stands for; a reason where that is not known.

        Full-time equivalents are so many full-time posts and one for the rest: 40.5 are 40 posts and a half.
        """
        count = self._read("posts", posts, None) or FULL_TIME
        whole, rest = divmod(count, 1)
        if count > 1 and known:
            self._why.append(
                f"column '{self.heading['posts']}': the row stands for {share_text(count)} posts and has one person: "
                "give one row for each post"
            )
            return ()
        timed = bool(set(TIMES) & self.at.keys())
        if not timed or count == 1:
            full = share if share is not None else FULL_TIME
            return tuple((number, fte) for number, fte in ((int(whole), full), (int(rest > 0), rest)) if number)
        if rest:
            self._why.append(
                f"column '{self.heading['posts']}': {share_text(count)} is not a whole number of posts, and FTE or "
                "hours are given too: leave one of them out"
            )
            return ()
        return ((int(whole), share),) if share is not None else ()

    def _fte(self, *, vacant: bool) -> Fraction | None:
        """The share of full time of each post; None, with the reason, where it is not known."""
        before = len(self._why)
        if vacant and (share := self._read("post FTE", full_time_share, None)):
            return share
        count = self._answer("posts", posts, None)[0] or FULL_TIME
        if count != 1 and self._terms.said("several_fte") == "the row":
            return self._fte_of_row(count)
        share = self._read("FTE", full_time_share, None) or self._read("FTE %", self._percent, None)
        if share is not None:
            self._compare_with_hours(share)
            return self._in_weeks(share, by_hours=False)
        if len(self._why) > before:
            return None
        worked = self._read("hours", hours, None)
        full = self._read("full-time hours", hours, None) or self._full_time_hours
        if worked is not None and full is not None:
            try:
                return self._in_weeks(share_of_hours(worked, full), by_hours=True)
            except PaybandError as error:
                self._why.append(f"column '{self.heading['hours']}': {error}")
                return None
        if len(self._why) > before:
            return None
        of_year = self._read("hours a year", yearly_hours, None)
        if of_year is not None and self._full_time_hours_a_year is not None:
            if of_year <= self._full_time_hours_a_year:
                return share_held(annualised_share(of_year, self._full_time_hours_a_year))
            self._why.append(
                f"column '{self.heading['hours a year']}': {float(of_year):g} hours are more than the "
                f"{float(self._full_time_hours_a_year):g} of full time"
            )
        if len(self._why) > before:
            return None
        kinds = [kind for kind in TIMES if kind in self.at]
        if not kinds:
            return self._in_weeks(FULL_TIME, by_hours=True)
        self._why.append(f"column '{self.heading[kinds[0]]}' is empty: give the share of full time")
        return None

    def _compare_with_hours(self, share: Fraction) -> None:
        """Says where the hours a week of the row make another FTE than the one that is given, and taken."""
        worked, full = (self._answer(kind, hours, None)[0] for kind in ("hours", "full-time hours"))
        full = full or self._full_time_hours
        in_terms = (self._answer("weeks", weeks_a_year, None)[0] or ALL_YEAR) < ALL_YEAR
        if worked and full and not in_terms and abs(worked / full - share) > _APART:
            self._said.append(
                f"its FTE is {share_text(share)}, and {float(worked):g} of {float(full):g} hours a week are "
                f"{float(worked / full):.4g}: the FTE is taken; make sure that it is right"
            )

    def _fte_of_row(self, count: Fraction) -> Fraction | None:
        """The FTE of each post where the list has that of all posts of the row together."""
        together = self._read("FTE", posts, None)
        if together is None:
            self._why.append("the FTE of the row is not given: give it, or one row for each post")
            return None
        share = share_held(together / count)
        if share > 1:
            self._why.append(f"an FTE of {share_text(together)} is more than the {share_text(count)} posts of the row")
            return None
        self._said.append(f"{share_text(together)} FTE of {share_text(count)} posts: {share_text(share)} each")
        return share

    def _in_weeks(self, share: Fraction, *, by_hours: bool) -> Fraction | None:
        """The share of full time of a post for fewer weeks than the year has, from its hours or as it was given."""
        weeks = self._read("weeks", weeks_a_year, None)
        if weeks is None or weeks >= ALL_YEAR:
            return share
        if not by_hours and (self._terms.said("term_time_fte") != "hours alone" or self._counts_weeks(share)):
            return share
        said = self._terms.said("term_time")
        if not said:
            self._why.append(
                f"it is for fewer than {ALL_YEAR} weeks a year, which hours a week do not tell: give its FTE"
            )
            return None
        worked = term_time_share(share, weeks, None if said == "paid" else days_of_leave(said))
        how = "paid" if said == "paid" else f"worked, with {said} days of leave and bank holidays for full time"
        hours_said = f"{share_text(share)} of full-time hours"
        self._said.append(f"FTE {float(worked):.4f} worked out from {hours_said} for {float(weeks):g} weeks {how}")
        return share_held(worked)

    def _working_weeks(self) -> WorkingWeeks | None:
        """The weeks and hours of a post for part of the year, as the list has them."""
        return working_weeks(
            self._terms.said("term_time"),
            self._answer("weeks", weeks_a_year, None)[0],
            (
                self._answer("hours", hours, None)[0],
                self._answer("full-time hours", hours, None)[0] or self._full_time_hours,
            ),
            (self._answer("hours a year", yearly_hours, None)[0], self._full_time_hours_a_year),
        )
