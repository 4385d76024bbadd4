"""Which column of a table of posts is which: by the names that payband knows, by a map, or by its heading."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import NamedTuple

from payband.batch.posts.column_names import CATEGORY, FTE, GRADE, KNOWN, LEAVES, LINE, POSTS, SALARY
from payband.errors import UnknownName, WrongInput, did_you_mean, nearest, nearest_name
from payband.establishment.candidates import BY_MAP, Recognised, TakenColumn
from payband.establishment.headings import column_kinds, kind_of_heading
from payband.establishment.questions import ASKED, LEFT_OUT, Question
from payband.establishment.unused_columns import speaks_of_time

__all__ = ["Matched", "match"]

_OF_KIND = {"full-time salary": SALARY, "FTE": FTE, "NI category": CATEGORY, "leaves on": LEAVES, "posts": POSTS}
"""The columns of a list of staff that a table of posts is read by, under their names here."""

_TIMES = ("FTE %", "post FTE", "hours", "hours a year")  # the kinds that say what part is worked, not read here
_NOT_READ = {
    "employment status": "people who have left are answered like all others. Take their rows out first",
    "vacant": "a vacant post is answered as if somebody were in it, at the salary of its row",
    "weeks": "the FTE is used as given. Make sure that it allows for the weeks",
}
"""The kinds of column that an import asks about, and what comes of them here, where each row is answered by itself."""

_SALARIES = ("salary", "actual salary")  # of which it is not certain that they are £ a year of the full-time post


class Matched(NamedTuple):
    """The columns under the names that payband knows, what a person should be told, and what must be answered first."""

    found: Mapping[str, str]
    notes: Sequence[str]
    recognised: Recognised


def match(columns: Sequence[str], written: Sequence[str], given: Mapping[str, str] | None = None) -> Matched:
    """The columns of a table under the names that payband knows.

    Capitals, spaces, hyphens and underscores do not matter: salary_now is "salary now". What is missing is looked for
    among the columns that a map names (`given`, headings to kinds), then among the headings that lists of staff have,
    such as WTE. Raises WrongInput where the salary or the place it goes to has no column, where one is there twice, or
    where a column has the name of an answer (`written`); UnknownName for what a map cannot say.

    >>> match(["Salary_Now", "proposed line", "WTE"], []).found
    {'salary now': 'Salary_Now', 'proposed line': 'proposed line', 'FTE': 'WTE'}
    """
    given = dict(given or {})
    _check_map(given, columns)
    found = _by_name(columns)
    why = dict.fromkeys(found.values(), "by its name")
    for heading, kind in given.items():
        name = _OF_KIND.get(kind)
        if name and name not in found:
            found[name], why[heading] = heading, BY_MAP
    asked: dict[str, Question] = {}
    left = [each for each in columns if each not in why and given.get(each, ASKED) == ASKED]
    _by_heading(left, found, why, asked)
    strangers = [column for column in columns if column not in why]
    if not asked:
        _check_needed(found, strangers)
    answers = {_key(name) for name in written}
    for column in columns:
        if _key(column) in answers:
            raise WrongInput(f"the column '{column}' has the name of an answer that is to be written: rename it")
    notes = [f"'{column}' is read as {name}" for name, column in found.items() if why[column] != "by its name"]
    notes += _not_read(column for column in columns if column not in why and column not in asked)
    missing = {_key(name): name for name in KNOWN if name not in found}
    for column in strangers:
        near = get_close_matches(_key(column), missing, n=1, cutoff=0.8)
        if near and column not in asked:
            notes.append(f"the column '{column}' is carried through and not read; did you mean '{missing[near[0]]}'?")
    return Matched(found, notes, _recognised(columns, found, why, asked))


def _not_read(columns: Iterable[str]) -> Iterator[str]:
    """What is said of columns that would decide whether and how a row of a list of staff counts."""
    for column in columns:
        meant = kind_of_heading([column])
        if meant and meant[0].name in _NOT_READ:
            yield f"the column '{column}' is carried through and not read: {_NOT_READ[meant[0].name]}"


def _by_name(columns: Sequence[str]) -> dict[str, str]:
    by_key = {_key(name): name for name in KNOWN}
    found: dict[str, str] = {}
    for column in columns:
        name = by_key.get(_key(column))
        if name and name in found:
            raise WrongInput(
                f"the columns '{found[name]}' and '{column}' are both the {name}: rename or delete one of them"
            )
        if name:
            found[name] = column
    return found


def _by_heading(columns: Sequence[str], found: dict[str, str], why: dict[str, str], asked: dict[str, Question]) -> None:
    """Takes the columns whose headings name what is missing; asks about those that may be it."""
    kinds: dict[str, list[str]] = {}
    for column in columns:
        if meant := kind_of_heading([column]):
            kinds.setdefault(meant[0].name, []).append(column)
    for kind, name in _OF_KIND.items():
        rivals = [] if name in found else kinds.get(kind, [])
        if len(rivals) == 1:
            found[name], why[rivals[0]] = rivals[0], f"its heading names the {kind}"
        for rival in rivals if len(rivals) > 1 else ():
            others = ", ".join(f"'{each}'" for each in rivals if each != rival)
            asked[rival] = Question(
                f"column '{rival}' could be the {kind}, and so could {others}", (rival,), (kind, "")
            )
    if SALARY not in found:
        for column in (each for kind in _SALARIES for each in kinds.get(kind, ())):
            text = f"column '{column}': is it £ a year of the full-time post? Its name does not say"
            asked[column] = Question(text, (column,), ("full-time salary", LEFT_OUT))
    if FTE not in found and not any("FTE" in question.choices for question in asked.values()):
        for column in (each for kind in _TIMES for each in kinds.get(kind, ())):
            text = (
                f"the column '{column}' says what part of full time is worked, and without a column '{FTE}' every post "
                f"is costed as full time: call it '{FTE}', with values such as 0.5 or 18.5/37, or leave it out"
            )
            asked[column] = Question(text, (column,), ("FTE", LEFT_OUT))
        _ask_of_time(columns, kinds, found, asked)


def _ask_of_time(
    columns: Sequence[str], kinds: Mapping[str, Sequence[str]], found: Mapping[str, str], asked: dict[str, Question]
) -> None:
    """Asks about what speaks of the time worked under a heading of no such kind, where there is no FTE."""
    for column in columns:
        meant = kind_of_heading([column])
        if column not in asked and not (meant and meant[0].used) and speaks_of_time(column):
            text = (
                f"the column '{column}' speaks of the time worked, and without a column '{FTE}' every post is costed "
                f"as full time: give a column '{FTE}', with values such as 0.5 or 18.5/37, or leave this one out"
            )
            asked[column] = Question(text, (column,), ("FTE", LEFT_OUT))
    for column in kinds.get("actual salary", ()) if SALARY in found else ():
        if column not in asked:
            text = (
                f"the column '{column}' is pay for the time worked, and without a column '{FTE}' every post is costed "
                f"as full time: give a column '{FTE}', or leave this one out"
            )
            asked[column] = Question(text, (column,), (LEFT_OUT,))


def _check_map(given: Mapping[str, str], columns: Sequence[str]) -> None:
    kinds = [kind.name for kind in column_kinds().values() if kind.used]
    for heading, kind in given.items():
        if kind and kind != ASKED and kind not in kinds:
            raise UnknownName(
                f"the map takes '{heading}' as '{kind}', which is not a kind of column; {nearest_name(kind, kinds)}"
            )
        if _OF_KIND.get(kind) and heading not in columns:
            raise UnknownName(
                f"the map takes a column '{heading}' which the table does not have; {nearest_name(heading, columns)}"
            )


def _check_needed(found: Mapping[str, str], strangers: Sequence[str]) -> None:
    if SALARY not in found:
        raise WrongInput(f"the column '{SALARY}' is missing{_hint(SALARY, strangers)}")
    if LINE not in found and GRADE not in found:
        raise WrongInput(
            f"neither a column '{LINE}' nor a column '{GRADE}' says where a salary goes{_hint(LINE, strangers)}"
        )


def _recognised(
    columns: Sequence[str], found: Mapping[str, str], why: Mapping[str, str], asked: Mapping[str, Question]
) -> Recognised:
    """The columns as the map of a list of staff has them."""
    kinds = {found[name]: kind for kind, name in _OF_KIND.items() if name in found}
    taken = []
    for at, column in enumerate(columns):
        question = asked.get(column)
        kind = ASKED if question else kinds.get(column, LEFT_OUT)
        reason = "to be answered" if question else why.get(column, "carried through as it is")
        taken.append(TakenColumn(at, column, kind, reason, (), question.choices if question else ()))
    return Recognised(taken, list(asked.values()))


def _key(name: str) -> str:
    return " ".join(re.sub(r"[-_]", " ", name).split()).casefold()


def _hint(name: str, strangers: Sequence[str]) -> str:
    meant = nearest(name, strangers)
    return ": add it" if meant is None else f": {did_you_mean(meant)} Rename it"
