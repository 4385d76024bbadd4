"""An establishment list becomes lines of the structure as it is now, and the people in it; what cannot is listed."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from statistics import median_low
from typing import Any

from payband.calendar import date_text
from payband.errors import WrongInput
from payband.establishment.amounts import ENDS
from payband.establishment.candidates import TIMES, Recognised
from payband.establishment.cells import LEAST_OF_A_YEAR, are_shares
from payband.establishment.contradictions import pay_apart, sums_of_rows
from payband.establishment.figures import grade_rows, listed, rows_text
from payband.establishment.headings import Grid
from payband.establishment.lines import LineKey, line_names
from payband.establishment.places import ALL_YEAR, Place, RowReader
from payband.establishment.questions import Terms
from payband.establishment.result import LEFT_EMPTY, Establishment, NotPlaced, Totals
from payband.library import spine
from payband.progress import through
from payband.review.inputs.fields import LEAST_SALARY
from payband.rules.shares import pay_for_time
from payband.units import counted, pounds_text

__all__ = ["establishment"]


def establishment(
    grid: Grid, data: Sequence[int], columns: Recognised, terms: Terms, source: str = "the list"
) -> Establishment:
    """Places every row of a list that can be placed.

    `data` are the indices of the rows of data. Nothing is lost: each of them is people, vacant posts, left out as
    asked, or listed with the reason. Raises WrongInput where `terms` asks for what the list does not have.
    """
    return _Placer(grid, data, columns, terms).place(source)


class _Placer:
    def __init__(self, grid: Grid, data: Sequence[int], columns: Recognised, terms: Terms) -> None:
        self._grid, self._data, self._columns, self._terms = grid, data, columns, terms
        self._reader = RowReader(grid, data, columns, terms)
        self._at, self._heading = self._reader.at, self._reader.heading
        self._by_department = self._read_line(terms.line)

    def _read_line(self, line: str) -> bool:
        parts = [part.strip().casefold() for part in line.split(",")]
        if parts[:1] != ["post title"] or set(parts[1:]) - {"department"}:
            raise WrongInput(
                f"a line of the structure cannot be made from '{line}': give post title, or post title, department"
            )
        if "department" in parts and "department" not in self._at:
            raise WrongInput(
                "lines by department were asked for, and no column is taken as department: name it in the map"
            )
        return "department" in parts

    def place(self, source: str) -> Establishment:
        reader, data = self._reader, self._data
        read = [found for index in through(data, "placing rows") if (found := reader.place(index)) is not None]
        places = self._without_doubles(self._without_sums(read))
        names, posts = self._lines(places)
        vacant_at = self._vacant_at(places)
        structure = [
            {
                "line": names[key], "state": "now", "grade": key.grade, "posts": count, "fte_each": key.fte,
                "vacant_at": vacant_at.get(key),
            }
            for key, count in posts.items()
        ]  # fmt: skip
        people = self._people(places, names)
        grades, remarks = grade_rows(structure, source)
        totals = self._totals(places, people)
        return Establishment(
            structure,
            people,
            grades,
            sorted(reader.not_placed),
            reader.left_out,
            sorted(reader.notes),
            [*self._remarks(places, posts), *remarks],
            totals,
            self._working_weeks(places, people, names, source),
            self._falls(places, people, names),
        )

    def _totals(self, places: Sequence[Place], people: Sequence[Mapping[str, Any]]) -> Totals:
        reader, data = self._reader, self._data
        occupied = [place for place in places if place.person]
        vacant = [place for place in places if not place.person]
        amounts = {index + 1: reader.amount_of(index) for index in data}
        return Totals(
            rows_read=len(data),
            rows_of_people=len(occupied),
            rows_of_vacant_posts=len(vacant),
            left_out=len(reader.left_out),
            not_placed=len(reader.not_placed),
            people=len(people),
            vacant_posts=sum(place.posts for place in vacant),
            fte=sum((place.fte for place in places), Fraction(0)),
            salaries_read=sum(amounts.values()),
            salaries_of_people=sum(place.read for place in occupied),
            salaries_of_vacant_posts=sum(place.read for place in vacant),
            salaries_left_out=sum(each.paid for each in reader.left_out),
            salaries_not_placed=sum(amounts[each.number] for each in reader.not_placed),
            full_time_salaries=sum(person["salary_now"] for person in people),
            pay=sum(
                pay_for_time(person["salary_now"], person["fte"].numerator, person["fte"].denominator)
                for person in people
            ),
            pay_of_vacant_posts=sum(
                count * pay_for_time(place.full_time, fte.numerator, fte.denominator)
                for place in vacant
                for count, fte in place.parts
            ),
            estimated=sum(person["illustrative"] for person in people),
        )

    def _working_weeks(
        self,
        places: Sequence[Place],
        people: Sequence[Mapping[str, Any]],
        names: Mapping[LineKey, str],
        source: str,
    ) -> list[Mapping[str, Any]]:
        """The weeks and hours of those who work for part of the year, and of the vacant posts of a line."""
        found = [(person["person"], person["working_weeks"]) for person in people]
        for place in places:
            if not place.person:
                lines = dict.fromkeys(names[self._first[self._key(place, fte).folded()]] for _, fte in place.parts)
                found += [(line, place.working_weeks) for line in lines]
        rows = {(name.casefold(), weeks): name for name, weeks in found if weeks is not None}
        return [{"person_or_line": name, **weeks._asdict(), "source": source} for (_, weeks), name in rows.items()]

    def _falls(
        self, places: Sequence[Place], people: Sequence[Mapping[str, Any]], names: Mapping[LineKey, str]
    ) -> list[tuple[str, str, Mapping[str, str]]]:
        """Where the cost of each person's post and of each vacant one falls: the line, the person and what is said."""
        found: list[tuple[str, str, Mapping[str, str]]] = [
            (person["post_now"], person["person"], dict(person["falls"])) for person in people
        ]
        for place in places:
            if not place.person:
                lines = dict.fromkeys(names[self._first[self._key(place, fte).folded()]] for _, fte in place.parts)
                found += [(line, "", dict(place.falls)) for line in lines]
        return found

    # --- lines and people --------------------------------------------------------------------------------------------

    def _key(self, place: Place, fte: Fraction) -> LineKey:
        return LineKey(place.title, place.grade, place.department if self._by_department else "", fte)

    def _lines(self, places: Sequence[Place]) -> tuple[Mapping[LineKey, str], Mapping[LineKey, int]]:
        """The name of each line, and how many posts it has."""
        first: dict[Any, LineKey] = {}
        posts: dict[LineKey, int] = {}
        for place in places:
            for count, fte in place.parts:
                key = self._key(place, fte)
                key = first.setdefault(key.folded(), key)
                posts[key] = posts.get(key, 0) + count
        names = line_names(posts)
        self._first = first
        return names, posts

    def _vacant_at(self, places: Sequence[Place]) -> Mapping[LineKey, int]:
        """The highest full-time salary at which the list itself has a vacant post of a line."""
        found: dict[LineKey, int] = {}
        for place in places:
            if not place.person and place.full_time >= LEAST_SALARY:
                for _, fte in place.parts:
                    key = self._first[self._key(place, fte).folded()]
                    found[key] = max(found.get(key, 0), place.full_time)
        return found

    def _people(self, places: Sequence[Place], names: Mapping[LineKey, str]) -> list[dict[str, Any]]:
        people = []
        for place, (person, post) in zip(places, self._references(places), strict=True):
            if not person:
                continue
            of_row = [fte for count, fte in place.parts for _ in range(count)]
            for number, fte in enumerate(of_row, start=1):
                is_one = bool(post) and len(of_row) == 1  # a row for several posts is hardly one person's
                people.append(
                    {
                        "person": person if len(of_row) == 1 else f"{person} post {number}",
                        "employee": place.person if is_one else "", "post_number": post if is_one else "",
                        "post_now": names[self._first[self._key(place, fte).folded()]],
                        "grade_now": place.grade, "salary_now": place.salary, "fte": fte,
                        "ni_category": place.ni_category, "leaves_on": place.leaves_on,
                        "started_on": place.started_on, "illustrative": place.estimated, "reference": place.person,
                        "characteristics": place.characteristics, "working_weeks": place.working_weeks,
                        "falls": place.falls, "weekly_hours": place.weekly_hours,
                    }
                )  # fmt: skip
        return people

    def _without_sums(self, places: Sequence[Place]) -> Sequence[Place]:
        """The places but for those without a grade that are the sum of rows above: most likely totals."""
        self._sums = sums_of_rows(places)
        if not self._sums or "grade" not in self._at:
            return places
        self._reader.not_placed += [
            NotPlaced(
                number,
                f"it has no grade, and its pay is the sum of rows {rows}: take it out if it is a total, or give the "
                "grade of the post",
            )
            for number, rows in self._sums.items()
        ]
        self._reader.notes = [note for note in self._reader.notes if note.number not in self._sums]
        return [place for place in places if place.number not in self._sums]

    def _without_doubles(self, places: Sequence[Place]) -> list[Place]:
        """The places but for those with one reference twice in one post, which are not placed."""
        same_post: dict[tuple[str, ...], list[Place]] = {}
        for place in places:
            if place.person:
                key = (place.person, place.title, place.grade, place.post_number)
                same_post.setdefault(tuple(part.casefold() for part in key), []).append(place)
        doubles: set[int] = set()
        for rows in same_post.values():
            if len(rows) > 1:
                where = listed(f"{place.number}" for place in rows)
                for place in rows:
                    doubles.add(place.number)
                    why = (
                        f"the reference {place.person} appears more than once in the same post (rows {where}): make "
                        f"one "
                        "row of them if it is one post, or give each post its own number"
                    )
                    self._reader.not_placed.append(NotPlaced(place.number, why))
        self._reader.notes = [note for note in self._reader.notes if note.number not in doubles]
        return [place for place in places if place.number not in doubles]

    def _references(self, places: Sequence[Place]) -> list[tuple[str, str]]:
        """The reference of each place; the posts of one person have it with the number of each post."""
        posts_of: dict[str, list[Place]] = {}
        for place in places:
            if place.person:
                posts_of.setdefault(place.person.casefold(), []).append(place)
        self._with_several = sum(1 for rows in posts_of.values() if len(rows) > 1)
        used = set(posts_of)
        found = []
        for place in places:
            number = ""
            reference, rows = place.person, posts_of.get(place.person.casefold(), [])
            if len(rows) > 1:
                numbers = [each.post_number.casefold() for each in rows]
                of_their_own = len({*numbers, ""}) == len(rows) + 1
                count = rows.index(place) + 1
                number = place.post_number if of_their_own else str(count)
                while f"{place.person} post {number}".casefold() in used:
                    count += 1
                    number = str(count)
                reference = f"{place.person} post {number}"
                used.add(reference.casefold())
            found.append((reference, number))
        return found

    # --- what is to be known of the whole ----------------------------------------------------------------------------

    def _remarks(self, places: Sequence[Place], posts: Mapping[LineKey, int]) -> list[str]:
        return [
            *self._remarks_on_time(places),
            *self._remarks_on_pay(places),
            *self._remarks_on_rows(places),
            *self._remarks_on_columns(posts),
        ]

    def _remarks_on_time(self, places: Sequence[Place]) -> list[str]:
        said = []
        if not set(TIMES) & self._at.keys():
            said.append(
                "no column of FTE or hours: full-time equivalents are those of "
                f"'{self._heading['posts']}', and every post is counted as full-time"
                if "posts" in self._at
                else "no column of FTE or hours: everybody is counted "
                + ("at full-time hours a week" if "weeks" in self._at else "as full-time")
            )
        several = [place for place in places if place.posts > 1]
        if several:
            said.append(
                f"{counted(len(several), 'row')} for several posts: {sum(place.posts for place in several):,} posts of "
                f"{float(sum(place.fte for place in several)):,.2f} FTE, of which a part of one is a post of its own"
            )
        in_terms = [place.number for place in places if place.in_terms]
        if in_terms and not self._terms.said("term_time"):
            said.append(
                f"posts for fewer than {ALL_YEAR} weeks a year: {rows_text(in_terms)}. Their FTE is taken "
                "as it stands, as it counts the weeks too"
            )
        if self._reader.column("FTE %", self._data) and are_shares(self._reader.column("FTE %", self._data)):
            said.append(f"'{self._heading['FTE %']}' has shares of full time and no percentages: 0.6 is read as 60%")
        return said

    def _remarks_on_pay(self, places: Sequence[Place]) -> list[str]:
        said = []
        salaries = {place.number: place.salary for place in places if place.person and place.salary}
        low = [number for number, pence in salaries.items() if pence < LEAST_OF_A_YEAR]
        if salaries and (middle := median_low(salaries.values())) < LEAST_OF_A_YEAR:
            said.append(
                f"the middle full-time salary is {pounds_text(middle)}: make sure that it is £ a year, not a month"
            )
        elif low:
            said.append(
                f"{len(low)} of {len(salaries)} full-time salaries are below "
                f"{pounds_text(LEAST_OF_A_YEAR, pence_shown=False)} ({rows_text(low)}): make sure that they are £ a "
                "year, not a month or an hour"
            )
        end = self._terms.said("pay_ranges")
        if end in ENDS and (estimated := [place.number for place in places if place.estimated]):
            said.append(
                f"the {end} of a pay range counts as the salary in {counted(len(estimated), 'row')} "
                f"({rows_text(estimated)}): these salaries are estimated, and marked as illustrative in table People"
            )
        if unpriced := self._reader.unpriced:
            said.append(
                f"{counted(len(unpriced), 'row')} of {float(sum(place.fte for place in unpriced)):,.2f} FTE have £0 "
                f"as their pay ({rows_text([place.number for place in unpriced])}): their posts are in Structure "
                "without a person, and cost nothing until their grade has a range or their line a stated cost"
            )
        said += pay_apart(self._grid, self._columns, places)
        if self._sums and "grade" not in self._at:
            said.append(
                f"the pay of {rows_text(list(self._sums))} is the sum of rows above: take such rows out of the list if "
                "they are totals"
            )
        if "point" in self._at and self._reader.pay_kind:
            said.append(f"'{self._heading['point']}' is read only where a row has no salary")
        names = (name for (name, _), found in self._reader.points.items() if isinstance(found, int))
        for name in dict.fromkeys(names):
            since = date_text(spine(name, self._reader.spine_on).rows[0].effective_from)
            said.append(f"where only a point is given, its salary is that of spine {name} in force from {since}")
        return said

    def _remarks_on_rows(self, places: Sequence[Place]) -> list[str]:
        said = []
        if gone := self._reader.left_out:
            said.append(
                f"{counted(len(gone), 'row')} of people who have left {'is' if len(gone) == 1 else 'are'} left out as "
                "asked, with "
                f"{pounds_text(sum(each.paid for each in gone))} in the list's column: "
                f"{rows_text([each.number for each in gone])}"
            )
        elif self._terms.said("leavers") == "pass over":
            said.append("leaving dates and employment status are passed over as asked: leavers may be among the people")
        if self._with_several:
            said.append(
                f"{counted(self._with_several, 'person', 'people')} with several posts: each post is a row "
                "of People, with the person in 'employee' and the number of the post. National Insurance is worked out "
                "on the sum of their pay; where other employers pay them, empty 'employee' and 'post number'"
            )
        for kind in ("leaves on", "started on", "NI category"):
            begins = f"column '{self._heading.get(kind)}' {LEFT_EMPTY}"
            if unread := [note.number for note in self._reader.notes if note.what.startswith(begins)]:
                said.append(
                    f"'{self._heading[kind]}' cannot be read in {rows_text(sorted(unread))} and is left empty: fill it "
                    "in by hand in table People"
                )
        return said

    def _remarks_on_columns(self, posts: Mapping[LineKey, int]) -> list[str]:
        said = []
        if "person" not in self._at:
            said.append("no column of references: each person is known by the row of the list, such as 'Row 12'")
        if "grade" not in self._at:
            said.append("no column of grades: fill in the grades of table Structure, or the stated costs")
        elif without := sum(1 for key in posts if not key.grade):
            said.append(f"{without} of {len(posts)} lines have no grade: fill it in, or a stated cost")
        if "department" in self._at and not self._by_department:
            said.append(
                f"'{self._heading['department']}' makes no lines of its own: ask for --line \"post title, department\""
            )
        return said
