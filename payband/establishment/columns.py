"""Which column of an establishment list holds what: by a map or by its heading; asked where neither tells."""

import re
from collections.abc import Mapping, Sequence

from payband.establishment.amounts import ends_of_range
from payband.establishment.candidates import (
    BY_MAP,
    SALARIES,
    TIMES,
    Candidate,
    Candidates,
    Recognised,
    TakenColumn,
)
from payband.establishment.content import shown
from payband.establishment.headings import (
    Grid,
    Headings,
    column_kinds,
    kind_of_heading,
    no_salary_of_a_year,
    plain_heading,
)
from payband.establishment.questions import ASKED, LEFT_OUT, Question, Terms
from payband.establishment.rows_asked import ask_about_rows
from payband.establishment.salaries import ask_which, decide_salary
from payband.establishment.unused_columns import ask_about_unused
from payband.establishment.words import nothing_there

__all__ = ["recognise"]

OF_BUDGET = ("cost centre", "subjective", "fund")
"""The kinds of columns that say where a cost falls."""
OF_PAY_GAP = ("ordinary pay",)
"""The kinds of columns that the gender pay gap takes."""

# A figure, or how many: the order of headings must not decide which one is true.
_ASK_WHEN_SEVERAL = (*SALARIES, "FTE", "FTE %", "posts")
_FIGURES = (*SALARIES, *TIMES, "posts", "leaves on", "started on")
_BY_CONTENT = {"FTE": "FTE", "hours": "hours", "NI category": "NI category", "grade": "grade", "person": "reference"}
_AN_AMOUNT = re.compile(r"\b(?:salary|salaries|pay|cost|costs|budget)\b")
_A_COUNT = re.compile(r"\b(?:posts|positions|jobs|fte|headcount|head count|staff|establishment|strength)\b")


def recognise(
    grid: Grid, headings: Headings, data: Sequence[int], terms: Terms, given: Mapping[str, str] | None = None
) -> Recognised:
    """Says of each column what it is taken as: what the map says, or what its heading names; never by its values.

    `data` are the indices of the rows of data; `given` is a map from headings to kinds, which decides for the columns
    that it names. Raises UnknownName for a kind or a needed heading that there is not.
    """
    columns = Candidates(grid, headings, data, terms)
    given = given or {}
    columns.check_map(given)
    for column in columns.columns:
        if given.get(column.heading, ASKED) != ASKED:
            column.kind, column.why = given[column.heading], BY_MAP
            named = kind_of_heading(column.readings)
            if column.kind == LEFT_OUT and named is not None:
                _keep_beside(column, named[0].name)
        else:
            _by_name(columns, column)
    for kind in column_kinds().values():
        if kind.used:
            _one_of(columns, kind.name)
    _one_share_of_time(columns)
    _ask_of_unknown(columns)
    decide_salary(columns)
    ask_about_unused(columns)
    ask_about_rows(columns)
    _need(columns)
    _ask_what_the_map_asks(columns, [heading for heading, kind in given.items() if kind == ASKED])
    taken = [
        TakenColumn(
            column.index, column.heading, column.kind, column.why,
            () if column.personal or column.kind == LEFT_OUT else column.content.examples, column.choices,
        )
        for column in columns.columns
    ]  # fmt: skip
    return Recognised(
        taken,
        columns.questions,
        [column.index for column in columns.columns if column.is_name],
        [(column.index, column.heading) for column in columns.columns if column.is_characteristic],
        [(column.index, column.of_parts) for column in columns.columns if column.of_parts],
    )


def _keep_beside(column: Candidate, kind: str) -> None:
    """Notes of a column that is left out whether it is a name, a characteristic, or of a further part."""
    column.is_name, column.is_characteristic = kind == "name", kind == "characteristic"
    column.of_parts = kind if kind in (*OF_BUDGET, *OF_PAY_GAP) else ""


def _by_name(columns: Candidates, column: Candidate) -> None:
    """Takes a column for what its heading says, unless its values say otherwise."""
    content, found = column.content, kind_of_heading(column.readings)
    if not content.filled:
        column.why = "left out: it is empty"
        return
    if (found is None and "salary" in content.could_be) or (found is not None and found[0].name in SALARIES):
        word = no_salary_of_a_year(column.readings[0] if column.readings else "")
        if word:
            column.not_of_a_year = True
            column.why = f"left out: its name says '{word}': no salary of a year"
            return
    if found is None:
        column.personal = "personal" in content.could_be or "names" in content.could_be
        column.why, column.unknown = f"left out: heading not known; looks like {content.words}", True
        return
    kind, column.rank = found
    if "personal" in content.could_be and kind.used:
        kind = column_kinds()["personal"]
    if kind.name == "person" and "names" in content.could_be:
        kind = column_kinds()["name"]
    if kind.name == "post title" and {"reference", "number"} & content.could_be:
        kind = column_kinds()["post number"]
    if kind.name == "other pay" and _says_ni(column) and columns.fits("NI category", column):
        column.ask("its name says National Insurance, its values are letters", ("NI category",))
        columns.ask(
            f"its values ({', '.join(content.examples)}) could be the NI category, and its name does not say so: what "
            'is it? Write "" to leave it out',
            column,
        )
        return
    if not kind.used:
        column.not_of_a_year = kind.name == "other pay" and bool(no_salary_of_a_year(column.readings[0]))
        column.personal = kind.personal
        _keep_beside(column, kind.name)
        column.why = f"left out: {kind.what}"
        return
    if kind.name == "grade" and (ranges := [each for each in content.examples if ends_of_range(each)]):
        column.ask("its name says grade, and its values are pay ranges", ("grade", *SALARIES[:2]))
        columns.ask(
            f"its values ({', '.join(ranges)}) are pay ranges: is it the grade, or the pay of the post? Pay ranges "
            "need an answer to pay_ranges too",
            column,
        )
        return
    if kind.name in _FIGURES and not columns.fits(kind.name, column):
        if kind.name in ("FTE", "post FTE") and columns.fits("posts", column):
            column.kind, column.why = kind.name, "by its name"  # more than one post in a row: asked about below
            return
        column.ask(f"its name says {kind.name}, its values do not", (kind.name,))
        columns.ask(f"its values ({', '.join(content.examples)}) do not look like {kind.what}", column)
        return
    if kind.name == "NI category" and not columns.fits(kind.name, column):
        column.why = "left out: its values are not single letters"
        return
    column.kind, column.why = kind.name, "by its name"


def _says_ni(column: Candidate) -> bool:
    return any("ni" in plain_heading(reading).split() for reading in column.readings)


def _one_of(columns: Candidates, kind: str) -> None:
    """Keeps one column of a kind: the map's, else the one with the better heading; asks where it is a figure."""
    found = sorted(columns.of(kind), key=lambda column: (column.why != BY_MAP, column.rank, column.index))
    if len(found) < 2:
        return
    first, *others = found
    for other in others:
        if columns.values(other.index) == columns.values(first.index):
            other.leave(f"the same as '{first.heading}'")
        elif first.why == BY_MAP or not (kind in _ASK_WHEN_SEVERAL or _grades_apart(columns, first, other)):
            other.leave(f"'{first.heading}' is taken as {kind}")
    rivals = [column for column in found if column.kind == kind]
    if len(rivals) > 1:
        ask_which(columns, rivals, f"could each be the {kind}")


def _grades_apart(columns: Candidates, first: Candidate, other: Candidate) -> bool:
    """Whether two columns name the same grades and do not agree: codes and words for them are not two grades."""
    if first.kind != "grade":
        return False
    pairs = [
        (shown(one).casefold(), shown(two).casefold())
        for one, two in zip(columns.values(first.index), columns.values(other.index), strict=True)
        if not nothing_there(one) and not nothing_there(two)
    ]
    alike = {one for one, _ in pairs} & {two for _, two in pairs}
    return bool(alike) and any(one != two for one, two in pairs)


def _one_share_of_time(columns: Candidates) -> None:
    """Leaves a number of posts out that says the same as the FTE; asks where it has parts of posts next to an FTE."""
    count, time = columns.first("posts"), columns.first("FTE", "FTE %")
    if count is None or time is None or count.why == BY_MAP:
        return
    numbers = columns.read("posts", count)
    if numbers == columns.read(time.kind, time):
        count.leave(f"the same as '{time.heading}'")
    elif any(number is not None and number.denominator > 1 for number in numbers):
        count.ask(f"'{time.heading}' is next to it", ("posts",))
        columns.ask(
            f"its values ({', '.join(count.content.examples)}) are parts of posts, and '{time.heading}' is next "
            "to it: leave one of them out",
            count,
        )


def _ask_of_unknown(columns: Candidates) -> None:
    """Asks about each column of unknown heading whose values could be of a kind that the list has no column of."""
    timed = columns.first(*TIMES) or set(TIMES) & columns.could_become()
    counted = columns.of("posts") or "posts" in columns.could_become()
    needed = {
        kind: look
        for kind, look in _BY_CONTENT.items()
        if not (columns.of(kind) or kind in columns.could_become() or (kind in TIMES and timed))
    }
    for column in columns.columns:
        if column.kind != LEFT_OUT or not column.unknown:
            continue
        kinds = [kind for kind, look in needed.items() if look in column.content.could_be]
        if not set(column.content.examples) - {"1", "1.0", "1.00"}:  # ones alone say nothing, and may be a count
            kinds = [kind for kind in kinds if kind not in TIMES]
        names = [plain_heading(reading) for reading in column.readings]
        says_count = any(_A_COUNT.search(name) and not _AN_AMOUNT.search(name) for name in names)
        if says_count and not counted and any(number and number > 1 for number in columns.read("posts", column)):
            kinds.insert(0, "posts")
        if not kinds:
            continue
        if "salary" in column.content.could_be and not columns.first(*SALARIES, "pay floor", "pay ceiling", "point"):
            kinds += SALARIES[:2]
        what = " or ".join(f"the {kind}" if kind != "posts" else "the number of posts" for kind in kinds)
        column.ask(f"its values could be {what}", kinds)
        columns.ask(
            f"its values ({', '.join(column.content.examples)}) could be {what}, and its name does not say so: what is "
            'it? Write "" to leave it out',
            column,
        )


def _ask_what_the_map_asks(columns: Candidates, headings: Sequence[str]) -> None:
    """Asks about the columns that have "?" in the map, if they are clear by themselves."""
    for column in columns.columns:
        if column.heading in headings and column.kind != ASKED:
            column.ask("by the map", [kind.name for kind in column_kinds().values() if kind.used])
            columns.ask('the map still has "?" for it: what is it taken as?', column)


# --- what cannot be done without -------------------------------------------------------------------------------------


def _need(columns: Candidates) -> None:
    could_be, terms = columns.could_become(), columns.terms
    unknown = tuple(column.heading for column in columns.columns if column.kind == LEFT_OUT and not column.is_name)
    if not columns.of("post title") and "post title" not in could_be:
        columns.questions.append(
            Question(
                'no column of post titles was found: write "post title" next to one in the map',
                unknown, pick="post title",
            )
        )  # fmt: skip
    has_salary = columns.first(*SALARIES[:2], "pay floor", "pay ceiling")
    if not has_salary and not could_be & set(SALARIES):
        _need_salary(columns, unknown)
    timed = columns.first("FTE", "FTE %") or could_be & {"FTE", "FTE %"}
    of_year = columns.first("hours a year")
    if of_year and not timed and not columns.first("hours") and "hours" not in could_be:
        columns.ask_term(
            "full_time_hours_a_year",
            f"column '{of_year.heading}' gives hours a year, and nothing says what full time is: how many hours a year "
            "has a full-time post, counted as these are, with leave or without it, such as 1924? Take the column as "
            '"" if everybody is full-time',
        )
    has_hours = columns.first("hours")
    if has_hours and not timed and not columns.of("full-time hours"):
        columns.ask_term(
            "full_time_hours",
            f"column '{has_hours.heading}' gives hours a week, and nothing says what full time is: give "
            "--full-time-hours 37, or full_time_hours = 37 in the map",
        )
    elif "hours" in could_be and not columns.of("full-time hours") and not terms.said("full_time_hours"):
        named = next(column.heading for column in columns.of(ASKED) if "hours" in column.choices)
        columns.ask_term(
            "full_time_hours",
            f"if '{named}' gives hours a week: how many are full time, such as 37?",
        )
    if (
        (actual := columns.first("actual salary"))
        and not timed
        and not has_hours
        and not of_year
        and "hours" not in could_be
    ):
        columns.questions.append(
            Question(
                f"column '{actual.heading}' has pay for the time worked, and no column says how much of full time that "
                "is: add a column of FTE or hours, or one of full-time salaries",
                (actual.heading,),
                ("full-time salary", LEFT_OUT),
            )
        )


def _need_salary(columns: Candidates, unknown: tuple[str, ...]) -> None:
    if not columns.of("point"):
        columns.questions.append(
            Question(
                'no column of salaries was found: write "full-time salary" or "actual salary" next to one in the map',
                unknown, pick="full-time salary",
            )
        )  # fmt: skip
        for column in columns.columns:
            if column.not_of_a_year:
                column.choices = (*SALARIES[:2], LEFT_OUT)
                columns.ask(
                    "its name says that it is not the salary of a year alone, and it is left out: add a column of "
                    '£ a year to the list; write "full-time salary" or "actual salary" only if it is £ a year',
                    column,
                )
    elif not columns.of("spine"):
        columns.ask_term(
            "spine",
            "salaries are given as spinal points alone: say of which spine, such as --spine NJC@2025-04-01, or "
            'spine = "NJC@2025-04-01" in the map',
        )
