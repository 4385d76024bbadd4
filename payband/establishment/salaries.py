"""Which column of an establishment list has the salary: full-time or for the time worked, of a year, or a range."""

from collections.abc import Sequence
from statistics import median_low

from payband.establishment.amounts import ENDS, ends_of_range
from payband.establishment.candidates import BY_MAP, SALARIES, TIMES, Candidate, Candidates
from payband.establishment.cells import LEAST_OF_A_YEAR
from payband.establishment.questions import ASKED, LEFT_OUT
from payband.units import counted, pounds_text

__all__ = ["ask_which", "decide_salary"]

FLOOR, CEILING = "pay floor", "pay ceiling"


def decide_salary(columns: Candidates) -> None:
    """One column of full-time salaries, or of actual pay, or a pay range; asked where the headings do not say which."""
    if not any(column.kind == ASKED and "actual salary" in column.choices for column in columns.columns):
        _decide(columns)
    _ask_ranges(columns)


def _decide(columns: Candidates) -> None:
    points_tell = columns.of("point") and (columns.terms.said("spine") or columns.of("spine"))
    ends_tell = columns.first(FLOOR, CEILING)
    if not any(columns.of(kind) for kind in SALARIES) and not points_tell and not ends_tell:
        _by_content(columns)
    full_time, actual, general = (columns.of(kind) for kind in SALARIES)
    if full_time:
        for column in general + actual:
            column.leave(f"'{full_time[0].heading}' has the full-time salary")
    elif general and actual:
        general[0].kind = "full-time salary"
        general[0].why += f"; '{actual[0].heading}' is next to it"
        actual[0].leave(f"'{general[0].heading}' has the full-time salary")
    elif general:
        _ask_if_by_month(columns, general[0])
        if general[0].kind == "salary":
            _which(columns, general[0])
    for column in columns.of("full-time salary") + columns.of("actual salary"):
        _ask_if_by_month(columns, column)


def _ask_ranges(columns: Candidates) -> None:
    """Asks which end of pay ranges counts; two columns of ends are left out where another has the salary."""
    salary = columns.first(*SALARIES[:2]) or next(
        (column for column in columns.of(ASKED) if set(column.choices) & set(SALARIES)), None
    )
    ends = [*columns.of(FLOOR), *columns.of(CEILING)]
    if salary is None and columns.of("point") and (columns.terms.said("spine") or columns.of("spine")):
        salary = columns.of("point")[0]
    if salary is not None:
        for column in ends:
            column.leave(f"'{salary.heading}' has the salary")
        found = [value for value in columns.values(salary.index) if ends_of_range(value)]
        if found:
            columns.ask_term(
                "pay_ranges",
                f"column '{salary.heading}' has pay ranges in {counted(len(found), 'row')}, such as {found[0]}: which "
                f"counts as the salary, {', '.join(ENDS[:-1])} or {ENDS[-1]}? Such salaries are marked as estimated",
            )
    elif len(ends) == 2:
        columns.ask_term(
            "pay_ranges",
            f"columns '{ends[0].heading}' and '{ends[1].heading}' give pay as ranges: which counts as the salary, "
            "bottom, middle or top? Such salaries are marked as estimated",
        )
    elif ends:
        only = "bottom" if ends[0].kind == FLOOR else "top"
        columns.ask_term(
            "pay_ranges",
            f"column '{ends[0].heading}' gives the {only} of a pay range, and there is no other salary: write {only} "
            "if it counts as the salary. Such salaries are marked as estimated",
        )


def _ask_if_by_month(columns: Candidates, column: Candidate) -> None:
    """Asks where amounts are too low for the year of a full-time post; a map that names the column has answered."""
    if column.why == BY_MAP:
        return
    pay = columns.read("salary", column)
    shares = columns.shares()
    if column.kind != "full-time salary" and any(shares):  # pay for part of the time may well be so low
        pay = [one for one, share in zip(pay, shares, strict=False) if share == 1]
    paid = [one for one in pay if one]
    if paid and (middle := median_low(paid)) < LEAST_OF_A_YEAR:
        column.ask("its amounts are low for a year: by month or week?", SALARIES[:2])
        columns.ask(
            f"its middle value for full-time posts is {pounds_text(middle)}: is it by month or week? Give £ a year "
            "in the list; or, if it is by year, say so in the map",
            column,
        )


def _by_content(columns: Candidates) -> None:
    """Asks about columns of amounts: their values alone do not tell a salary from a ledger code or a budget."""
    found = [
        column
        for column in columns.columns
        if column.kind == LEFT_OUT and column.unknown and "salary" in column.content.could_be
    ]
    if len(found) == 1:
        column = found[0]
        column.ask("its values could be salaries", SALARIES[:2])
        columns.ask(
            f"its values ({', '.join(column.content.examples)}) could be salaries, and its name does not say so: "
            "is it the £ a year of the full-time post, the pay for the time worked, or something else"
            + ("? If something else, say of which spine the points are" if columns.of("point") else "?"),
            column,
        )
    elif found:
        ask_which(columns, found, "could each be the salary")


def ask_which(columns: Candidates, rivals: Sequence[Candidate], what: str) -> None:
    """Asks which of some columns is what each of them could be."""
    shown = "; ".join(f"'{column.heading}' has {', '.join(column.content.examples)}" for column in rivals)
    for column in rivals:
        is_salary = column.kind in SALARIES or "salary" in column.content.could_be
        column.ask("it could be more than one thing", SALARIES[:2] if is_salary else (column.kind,))
    columns.ask(f"{what} ({shown})", *rivals)


def _which(columns: Candidates, column: Candidate) -> None:
    """Full-time or actual: no matter if nobody is part-time; else what staff on the same point are paid tells."""
    part_time, same, by_time = _part_time_pay(columns, column)
    unsure = "" if columns.first(*TIMES) else next((kind for kind in TIMES if kind in columns.could_become()), "")
    if unsure or (part_time and (bool(same) == bool(by_time))):
        column.ask("full-time or actual pay: its name does not say", SALARIES[:2])
        among = "some rows may be of part-time posts" if unsure else f"{counted(part_time, 'row')} of part-time posts"
        columns.ask(
            f"{among}: is it the salary of the full-time post or the pay for the time worked? Its name does not say",
            column,
        )
        return
    column.kind = "actual salary" if by_time else "full-time salary"
    if part_time:
        column.why += (
            "; part-time staff on the same grade and point have "
            + ("less by their FTE" if by_time else "the same salary")
        )  # fmt: skip
    else:
        column.why += "; nobody is part-time"


def _part_time_pay(columns: Candidates, salary: Candidate) -> tuple[int, int, int]:
    """Rows of part-time staff; those paid as a full-timer on the same grade and point, and those paid by time."""
    shares = columns.shares()
    part_time = [at for at, share in enumerate(shares) if share is not None and share < 1]
    points, grades = columns.of("point"), columns.of("grade")
    if not part_time or not points:
        return len(part_time), 0, 0
    steps = columns.values(points[0].index)
    bands = columns.values(grades[0].index) if grades else [""] * len(steps)
    pay = columns.read("salary", salary)
    full: dict[tuple[str, str], int] = {}
    for at, share in enumerate(shares):
        if share == 1 and (one := pay[at]):
            full.setdefault((str(bands[at]), str(steps[at])), one)
    same = by_time = 0
    for at in part_time:
        whole, one, share = full.get((str(bands[at]), str(steps[at]))), pay[at], shares[at]
        if whole and one and share:
            same += one == whole
            by_time += abs(one - whole * share) <= 100
    return len(part_time), same, by_time
