"""The dated figures: what is in force on which day, a body's own figures before the built-in ones, what was used."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import payband
from payband import library

DAY = timedelta(days=1)
BUILT_IN = Path(library.BUILT_IN)

STATUTORY = ["ni/thresholds.csv", "ni/rates.csv", "ni/categories.csv", "levy/levy.csv"]


def periods(kind: str) -> dict[str, list[tuple[date, date, dict[str, str]]]]:
    """The dated rows of each figure of a file, read here once more by itself."""
    [column] = library.TABLES[kind]
    found: dict[str, list[tuple[date, date, dict[str, str]]]] = {}
    with open(BUILT_IN / kind, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            dates = date.fromisoformat(row["effective_from"]), date.fromisoformat(row["effective_to"])
            found.setdefault(row[column], []).append((*dates, row))
    return found


# --- boundary dates ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", STATUTORY)
def test_every_row_is_in_force_from_its_first_day_to_its_last(kind: str) -> None:
    tested = 0
    for key, rows in periods(kind).items():
        for first, last, values in rows:
            for day in (first, first + (last - first) // 2, last):
                assert library.in_force(kind, key, day, key).values == values, (key, day)
                tested += 1
    assert tested >= 9


@pytest.mark.parametrize("kind", STATUTORY)
def test_the_day_before_and_after_every_row_has_its_neighbour_or_an_error_that_names_the_file(kind: str) -> None:
    for key, rows in periods(kind).items():
        for first, last, _ in rows:
            for day in (first - DAY, last + DAY):
                neighbours = [values for start, end, values in rows if start <= day <= end]
                if neighbours:
                    assert library.in_force(kind, key, day, key).values == neighbours[0]
                    continue
                with pytest.raises(payband.UnknownFigure, match=f"data/{kind}") as error:
                    library.in_force(kind, key, day, f"the figure {key}")
                assert str(error.value).startswith(f"the figure {key} on {day.day} {day:%B %Y} was asked for but is ")


NAMED: dict[str, tuple[str, Callable[..., Any]]] = {
    # kind of file: the column that names a figure, and how it is looked up on a date
    "spines/*/spine*.csv": ("spine", lambda name, on: library.spine(name, on).rows[0]),
    "spines/*/grades*.csv": ("grade", library.grade),
    "policies/*/approvals*.csv": ("rule", library.approval_rule),
}


@pytest.mark.parametrize("pattern", NAMED)
def test_spines_grades_and_rules_at_the_ends_of_their_dates(pattern: str) -> None:
    column, look_up = NAMED[pattern]
    dated: dict[str, set[tuple[date, date]]] = {}
    for path in sorted(BUILT_IN.glob(pattern)):
        with open(path, encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                dates = date.fromisoformat(row["effective_from"]), date.fromisoformat(row["effective_to"])
                dated.setdefault(f"{row['body']} {row[column]}", set()).add(dates)
    assert len(dated) >= 3
    for name, rows in dated.items():
        for first, last in rows:
            for day in (first, last):
                found = look_up(name, day)
                if hasattr(found, "effective_from"):
                    assert (found.effective_from, found.effective_to) == (first, last), (name, day)
            for day in (first - DAY, last + DAY):
                if not any(start <= day <= end for start, end in rows):
                    with pytest.raises(payband.UnknownFigure, match=r"data/(spines|policies)/[a-z-]+/[a-z-]+\.csv"):
                        look_up(name, day)


def test_the_error_says_how_far_the_figures_reach() -> None:
    said = []
    for key, on in [
        ("secondary_threshold", date(2009, 4, 5)),
        ("secondary_threshold", date(2027, 4, 6)),
        ("upper_accrual_point", date(2016, 4, 6)),
    ]:
        with pytest.raises(payband.UnknownFigure) as error:
            library.in_force("ni/thresholds.csv", key, on, key)
        said.append(str(error.value).partition("but ")[2].partition(":")[0])
    assert said == ["is known from 6 April 2009 only", "is known to 5 April 2027 only", "is known to 5 April 2016 only"]


def test_a_gap_between_rows_is_told_as_one() -> None:
    with pytest.raises(payband.UnknownFigure, match="not known between 5 April 2016 and 6 April 2024"):
        library.in_force("ni/categories.csv", "K", date(2020, 1, 1), "NI category K")


def test_a_figure_that_is_in_no_file() -> None:
    with pytest.raises(payband.UnknownFigure, match=r"add rows to data/ni/rates\.csv, or give your own with --data"):
        library.in_force("ni/rates.csv", "employee", date(2025, 5, 1), "the employee's rate")


def test_every_row_has_a_status_and_a_source() -> None:
    kinds = [*library.TABLES, "spines/*/spine*", "spines/*/grades*", "policies/*/approvals*"]
    for kind in kinds:
        rows = library.rows_of(kind)
        assert rows, kind
        for row in rows:
            assert row.source, row
            assert row.status, row


# --- what was used -------------------------------------------------------------------------------------------------


def test_an_answer_names_the_figures_it_rests_on_once_each() -> None:
    with payband.figures_used() as used:
        payband.employer_ni([3000, 8000], "31/05/2025")
        payband.employer_ni(3000, "30/06/2025")
    assert [(figure.name, figure.value) for figure in used] == [
        ("the rate of employer's NI", "15%"),
        ("NI category A", "standard"),
        ("NI upper earnings limit, month", "£4189"),
        ("NI secondary threshold, month", "£417"),
    ]
    assert {figure.effective_from for figure in used} >= {date(2025, 4, 6)}
    assert all(figure.source and figure.status and figure.file.startswith("ni/") for figure in used)


def test_spines_grades_and_rules_are_named_too() -> None:
    with payband.figures_used() as used:
        payband.range_max("City Officer")
        payband.approval(1, None, "Harrow")
    names = [figure.name for figure in used]
    assert names[:3] == ["UCOC/T point 1", "UCOC/T point 2", "UCOC/T point 3"]
    assert "Leicester City Officer" in names
    assert "approval rule Harrow" in names


def test_nothing_is_collected_outside_the_block_and_blocks_nest() -> None:
    with payband.figures_used() as outer:
        with payband.figures_used() as inner:
            payband.levy(1, "31/05/2025")
        assert len(inner) == 1
        payband.range_max("DPCC")
    payband.levy(1, "31/05/2025")
    assert len(inner) == 1
    assert [figure.name for figure in outer] == ["Essex PCC DPCC"]


def test_the_fingerprint_is_of_the_figures_and_not_of_their_order() -> None:
    def used(days: Iterable[str]) -> list[library.Figure]:
        with payband.figures_used() as figures:
            for day in days:
                payband.employer_ni(3000, day)
        return list(figures)

    one, other = used(["31/05/2025", "31/05/2024"]), used(["31/05/2024", "31/05/2025"])
    assert one != other
    assert library.fingerprint(one) == library.fingerprint(other)
    assert library.fingerprint(one) != library.fingerprint(used(["31/05/2025"]))
    assert len(library.fingerprint(one)) == 12


# --- a body's own figures ------------------------------------------------------------------------------------------

SPINE = "effective_from,effective_to,body,spine,point,salary,status,source\n"
GRADES = "effective_from,effective_to,body,grade,title,order,spine,points,bottom_salary,top_salary,status,source\n"

Write = Callable[[str, str], None]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a file below a data folder of a body's own."""

    def write_file(name: str, text: str) -> None:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    return write_file


def test_own_figures_win_and_the_built_in_ones_stand_behind_them(write: Write, tmp_path: Path) -> None:
    write(
        "ni/rates.csv",
        "effective_from,effective_to,rate,basis_points,status,source\n"
        "2027-04-06,2028-04-05,employer,1600,estimate,Budget assumption\n",
    )
    with payband.using_data(str(tmp_path)):
        assert payband.employer_ni(3000, "31/05/2025") == Decimal("387.45")
        with pytest.raises(payband.UnknownFigure):  # the letters and the thresholds of that year are still missing
            payband.employer_ni(3000, "31/05/2027")
    with pytest.raises(payband.UnknownFigure, match="rate of employer's NI"):
        payband.employer_ni(3000, "31/05/2027")


def test_own_rates_of_a_year_that_is_built_in(write: Write, tmp_path: Path) -> None:
    write(
        "levy/levy.csv",
        "effective_from,effective_to,item,value,unit,status,source\n"
        "2025-04-06,2026-04-05,rate,60,basis points,estimate,What if\n",
    )
    with payband.using_data(str(tmp_path)), payband.figures_used() as used:
        assert payband.levy(100, "31/05/2025") == Decimal("0.60")
        assert payband.levy(100, "31/05/2024") == Decimal("0.50")
    assert [Path(figure.file).is_absolute() for figure in used] == [True, False]
    assert payband.levy(100, "31/05/2025") == Decimal("0.50")


def test_own_spine_and_grade(write: Write, tmp_path: Path) -> None:
    write(
        "spines/borough/spine-main.csv",
        SPINE
        + "2025-04-01,2026-03-31,Borough,Main,1,20000,confirmed,Pay table 2025\n"
        + "2025-04-01,2026-03-31,Borough,Main,2,21000.50,confirmed,Pay table 2025\n",
    )
    write(
        "spines/borough/grades.csv",
        GRADES + "2025-04-01,2026-03-31,Borough,Officer,Officer,1,Main,1 2,,,confirmed,Pay table 2025\n",
    )
    with payband.using_data(str(tmp_path)):
        assert payband.salary("Main", 2) == Decimal("21000.50")
        assert payband.range_max("Borough Officer", "31/03/2026") == Decimal("21000.50")
        assert payband.salary("UCOC/T", 1) == 63_945  # the built-in ones are still there
    with pytest.raises(payband.UnknownName, match="'Main' is not a spine"):
        payband.salary("Main", 2)


def test_a_grade_follows_its_spine_from_year_to_year(write: Write, tmp_path: Path) -> None:
    """A grade's points may stand for years while the spine gets an award each April."""
    rows = [
        f"{year}-04-01,{year + 1}-03-31,Borough,Main,{point},{20_000 + 1_000 * (year - 2023) + point},confirmed,Table\n"
        for year in (2023, 2024, 2025)
        for point in (1, 2)
    ]
    write("spines/borough/spine-main.csv", SPINE + "".join(rows))
    write(
        "spines/borough/grades.csv",
        GRADES
        + "2023-04-01,2027-03-31,Borough,Officer,Officer,1,Main,1 2,,,confirmed,Table\n"
        + "2023-04-01,2024-03-31,Borough,Assistant,Assistant,2,Main,1,,,confirmed,Table\n",
    )
    with payband.using_data(str(tmp_path)):
        assert payband.range_max("Officer", "01/04/2023") == 20_002
        assert payband.range_max("Officer", "31/03/2025") == 21_002
        assert payband.range_max("Officer", "01/04/2025") == 22_002
        assert payband.range_max("Officer") == 22_002  # the newest that the spine has
        assert payband.range_max("Assistant") == 20_001  # the newest that the grade had
        with pytest.raises(payband.UnknownFigure, match="spine Main on 1 April 2026"):
            payband.range_max("Officer", "01/04/2026")


def test_a_name_of_two_bodies_must_be_told_apart(write: Write, tmp_path: Path) -> None:
    for body, top in (("North", 50_000), ("South", 60_000)):
        write(
            f"spines/{body.lower()}/grades.csv",
            GRADES + f"2025-04-01,2026-03-31,{body},Head,Head,1,,,40000,{top},confirmed,Table\n",
        )
    with payband.using_data(str(tmp_path)):
        with pytest.raises(payband.UnknownName, match="more than one body has a grade called 'Head'") as error:
            payband.range_max("Head")
        assert "'North Head', 'South Head'" in str(error.value)
        assert payband.range_max("north head") == 50_000
        assert payband.range_max("South Head") == 60_000


def test_a_bodys_own_name_wins_over_the_same_name_elsewhere(write: Write, tmp_path: Path) -> None:
    write(
        "spines/borough/grades.csv",
        GRADES + "2025-04-01,2026-03-31,Borough,D1,Director,1,,,90000,99999,confirmed,Table\n",
    )
    with payband.using_data(str(tmp_path)):
        assert payband.range_max("D1") == 99_999
        assert payband.range_max("Harrow D1") == 107_264


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            "01/04/2025,2026-03-31,Borough,Main,1,20000,confirmed,Table",
            "row 2: effective_from and effective_to must be",
        ),
        ("2025-04-01,,Borough,Main,1,20000,confirmed,Table", "row 2: effective_from and effective_to must be"),
        ("2025-04-01,2026-03-31,Borough,Main,1,£20k,confirmed,Table", "holds '£20k' where an amount belongs"),
    ],
)
def test_a_data_file_that_cannot_be_read(write: Write, tmp_path: Path, line: str, said: str) -> None:
    write("spines/borough/spine-main.csv", SPINE + line + "\n")
    with payband.using_data(str(tmp_path)), pytest.raises(payband.WrongInput, match=said):
        payband.salary("Main", 1)


def test_an_empty_folder_changes_nothing(tmp_path: Path) -> None:
    with payband.using_data(str(tmp_path)):
        assert payband.employer_ni(3000, "31/05/2025") == Decimal("387.45")
