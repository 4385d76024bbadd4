"""The check of data folders: the built-in figures pass it, and every kind of mistake in a body's own is named."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from datetime import date
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

from payband.data_schema import KINDS, STATUSES, check_folder
from payband.library import BUILT_IN, TABLES, using_data

NI = Path(BUILT_IN) / "ni"


def problems_of(folder: Path) -> list[str]:
    return [str(problem) for problem in check_folder(folder)]


# --- the built-in figures ------------------------------------------------------------------------------------------


def test_the_built_in_figures_are_right() -> None:
    assert problems_of(Path(BUILT_IN)) == []


def test_every_kind_of_file_is_there_and_checked() -> None:
    for pattern, model in KINDS.items():
        files = list(Path(BUILT_IN).glob(pattern))
        assert files, pattern
        for path in files:
            with open(path, encoding="utf-8", newline="") as file:
                reader = csv.DictReader(file)
                columns = set(reader.fieldnames or ())
                assert columns <= set(model.model_fields), path
                assert columns >= {name for name, each in model.model_fields.items() if each.is_required()}, path
                assert list(reader), path
    assert set(TABLES) <= set(KINDS)
    assert {name: KINDS[name].key for name in TABLES} == TABLES


def thresholds() -> list[dict[str, str]]:
    with open(NI / "thresholds.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_month_is_a_twelfth_of_the_year_to_the_nearest_pound() -> None:
    """The lower earnings limit and the upper accrual point are set by the week; their months are 52/12 weeks, up."""
    for row in thresholds():
        month = Decimal(row["year"]) / 12
        if row["threshold"] in ("lower_earnings_limit", "upper_accrual_point"):
            expected = (Decimal(row["week"]) * 52 / 12).quantize(Decimal(1), ROUND_CEILING)
        else:
            expected = month.quantize(Decimal(1), ROUND_HALF_UP)
        assert int(row["month"]) == expected, row


def test_fortnights_and_four_weeks_are_parts_of_the_year_rounded_up() -> None:
    for row in thresholds():
        for column, weeks in (("fortnight", 2), ("four_weeks", 4)):
            if row["threshold"] in ("lower_earnings_limit", "upper_accrual_point"):
                expected = Decimal(row["week"]) * weeks
            else:
                expected = (Decimal(row["year"]) / 52 * weeks).quantize(Decimal(1), ROUND_CEILING)
            assert int(row[column]) == expected, (column, row)


def test_thresholds_are_given_for_whole_tax_years() -> None:
    for row in thresholds():
        first, last = date.fromisoformat(row["effective_from"]), date.fromisoformat(row["effective_to"])
        assert (first.month, first.day, last.month, last.day) == (4, 6, 4, 5)
        assert last.year == first.year + 1


# --- broken copies of the built-in figures -------------------------------------------------------------------------

LEVY, RATES, CATEGORIES = "levy/levy.csv", "ni/rates.csv", "ni/categories.csv"
THRESHOLDS, PENSIONS = "ni/thresholds.csv", "pensions/employer_rates.csv"
UCOR, HAY_A = "spines/leicester/spine-ucor-s.csv", "spines/west-sussex/spine-hay-a.csv"
NJC, WYCHAVON = "spines/njc/spine-njc.csv", "spines/wychavon/spine-wychavon.csv"
LEICESTER, HARROW = "spines/leicester/grades.csv", "policies/harrow/approvals.csv"
BANDS = "spines/nhs-england/steps.csv"
D1 = "spines/harrow/grades.csv"

BROKEN = [
    # (file, old text, new text, where, what is said)
    (
        RATES,
        "2009-04-06",
        "06/04/2009",
        "row 2, column 'effective_from'",
        "'06/04/2009' is not a date: write it as 2025-04-01",
    ),
    (RATES, "2011-04-05", "2011-02-29", "row 2, column 'effective_to'", "'2011-02-29' is not a date"),
    (RATES, "2011-04-05", "", "row 2, column 'effective_to'", "'' is not a date"),
    (RATES, "2011-04-05", "2008-04-05", "row 2", "begins on 6 April 2009, after its end on 5 April 2008: put"),
    (
        RATES,
        "2011-04-05",
        "2011-04-06",
        "row 3, column 'effective_from'",
        "employer is given twice for 6 April 2011, here and in row 2",
    ),
    (
        RATES,
        "1280",
        "12.8",
        "row 2, column 'basis_points'",
        "'12.8' is not a whole number of basis points: write 1380 for 13.8%",
    ),
    (RATES, "1280", "12.8%", "row 2, column 'basis_points'", "'12.8%' is not a whole number of basis points"),
    (RATES, "1280", "-1", "row 2, column 'basis_points'", "'-1' is not a whole number"),
    (RATES, "1280", "10001", "row 2, column 'basis_points'", "'10001' is not a whole number of basis points"),
    (RATES, ",employer,", ",employers,", "row 2, column 'rate'", "did you mean 'employer'?"),
    (RATES, 'confirmed,"Social', 'sure,"Social', "row 2, column 'status'", "'sure' is not known here; known: "),
    (
        RATES,
        'confirmed,"Social Security Contributions and Benefits Act 1992, section 9: 12.8%"',
        "confirmed, ",
        "row 2, column 'source'",
        "no source is given: name the document and its date",
    ),
    (RATES, "SI 2009/591;", "SI 2009/591,", "row 2", "it has 8 cells under 7 headings: check its commas"),
    (RATES, "basis_points,", "", "row 1, column 'basis_points'", "the column is missing: add it"),
    (RATES, "\n2011", "\n,,,,,\n2011", "row 3", "the row is blank: take it out"),
    (
        THRESHOLDS,
        ",25000,",
        ',"25,000",',
        "row 2, column 'year'",
        "'25,000' is not a whole number: write digits only, such as 9100",
    ),
    (THRESHOLDS, ",2083,", ",2083.33,", "row 2, column 'month'", "'2083.33' is not a whole number"),
    (THRESHOLDS, ",962,", ",,", "row 2, column 'fortnight'", "'' is not a whole number"),
    (
        THRESHOLDS,
        ",962,",
        ",9620,",
        "row 2",
        "the four_weeks has £1924 and the fortnight £9620: a longer period has more",
    ),
    (
        THRESHOLDS,
        "freeport_upper",
        "free_port_upper",
        "row 2, column 'threshold'",
        "did you mean 'freeport_upper_secondary_threshold'?",
    ),
    (CATEGORIES, ",A,", ",a,", "row 2, column 'category'", "'a' is not an NI category: write one capital letter"),
    (CATEGORIES, ",may be,", ",maybe,", "row 2, column 'contracted_out'", "did you mean 'may be'?"),
    (CATEGORIES, "A,secondary_threshold", "A,threshold", "row 2, column 'starts_at'", "'threshold' is not known here"),
    (CATEGORIES, ",standard,", ",,", "row 2, column 'who'", "this is empty: fill it in"),
    (LEVY, "50,basis points", "50,%", "row 2, column 'unit'", "'%' is not known here"),
    (LEVY, "50,basis points", "50,£", "row 2", "the rate is given in £: give it in basis points"),
    (LEVY, "1250,£", "1250.00,£", "row 4, column 'value'", "'1250.00' is not a whole number"),
    (LEVY, "allowance_month", "allowance", "row 4, column 'item'", "'allowance' is not known here"),
    (PENSIONS, "2100", "21%", "row 2, column 'basis_points'", "'21%' is not a whole number of basis points"),
    (
        PENSIONS,
        "Kent County",
        " Kent County",
        "row 2, column 'employer'",
        "has spaces at an end or more than one between words",
    ),
    (
        PENSIONS,
        "2018-03-31",
        "2018-04-30",
        "row 5, column 'effective_from'",
        "Local Government Pension Scheme NILGOSC main group is given twice",
    ),
    (UCOR, "110484", "£110,484".replace(",", ""), "row 2, column 'salary'", "'£110484' is not an amount: write pounds"),
    (UCOR, "110484", "110484.125", "row 2, column 'salary'", "'110484.125' is not an amount"),
    (UCOR, "110484", "0", "row 2, column 'salary'", "'0' is not an amount"),
    (UCOR, "110484", "", "row 2", "no amount is given in salary: give one, or the status 'not published'"),
    (
        UCOR,
        "110484,confirmed",
        "110484,not published",
        "row 2",
        "the status is 'not published', but there is an amount",
    ),
    (
        UCOR,
        "127485",
        "122485",
        "row 6, column 'salary'",
        "point 20 (£122,485.00) pays less than point 19 (£123,231.00)",
    ),
    (
        UCOR,
        "UCOR/S,20",
        "UCOR/S,19",
        "row 6, column 'effective_from'",
        "Leicester UCOR/S 19 is given twice for 1 April 2011, here and in row 5",
    ),
    (
        UCOR,
        "UCOR/S,20",
        "UCOR/S,22",
        "row 6, column 'point'",
        "point 22 of UCOR/S follows 19 on 1 April 2011: add a row for each point between, with the status "
        "'not published' where its salary was not published, or 'not used' where the spine has no such point",
    ),
    (
        NJC,
        "26016,single source,Salary paid",
        "26016,,Salary paid",
        "row 435, column 'status'",
        "'' is not known here; known: ",
    ),
    (
        NJC,
        "31015,derived",
        "31015,confirmed",
        "row 446",
        "column estimate is filled in, but the status is 'confirmed': leave it blank, or give the status derived or",
    ),
    (
        WYCHAVON,
        "Wychavon,10,,not used",
        "Wychavon,10,21700,not used",
        "row 11",
        "the status is 'not used', but there is a salary: a point that is not used has none",
    ),
    (HAY_A, "West Sussex Hay A,5", "west sussex hay a,4", "row 6, column 'effective_from'", "is given twice"),
    (
        LEICESTER,
        "UCOR/S,19 20",
        "UCOR/S,19 21",
        "row 5, column 'points'",
        "spine UCOR/S has no point 21 on 1 April 2011, it runs from 16 to 20",
    ),
    (
        LEICESTER,
        "UCOR/S,19 20",
        "UCOR/S,20 19",
        "row 5, column 'points'",
        "the points 20 19 are not in the order of spine UCOR/S",
    ),
    (LEICESTER, "UCOR/S,19 20", "UCOR/S,19 19", "row 5, column 'points'", "write each once, lowest first"),
    (LEICESTER, "UCOR/S,19 20", "UCOR,19 20", "row 5, column 'spine'", "'UCOR' is not a spine; did you mean 'UCOR/S'?"),
    (LEICESTER, "UCOR/S,19 20", "UCOR/S,", "row 5", "a spine is named but no points"),
    (LEICESTER, "UCOR/S,19 20", ",19 20", "row 5", "points are given but no spine"),
    (LEICESTER, "UCOR/S,19 20,,", "UCOR/S,19 20,123231,127485", "row 5", "both points and salaries are given"),
    (
        LEICESTER,
        "2011-04-01,2012-03-31,Leicester,Head",
        "2011-03-01,2012-03-31,Leicester,Head",
        "row 5, column 'points'",
        "spine UCOR/S has no points on 1 March 2011",
    ),
    (LEICESTER, "Paid Service,4,", "Paid Service,four,", "row 5, column 'order'", "'four' is not a whole number"),
    (
        D1,
        "91269,107264",
        "107264,91269",
        "row 2",
        "the range runs from £107,264.00 down to £91,269.00: put bottom and top in order",
    ),
    (D1, "91269,107264", "91269,", "row 2", "no amount is given in bottom_salary and top_salary"),
    (BANDS, "Band 5,top,4", "Band 5,top,four", "row 10, column 'full_years'", "'four' is not a whole number"),
    (BANDS, "Band 5,top,4", "Band 5,top,2", "row 10, column 'full_years'", "the years rise with the steps"),
    (BANDS, "Band 5,top,4", "Band 5,highest,4", "row 10, column 'point'", "NHS England Band 5 has no step 'highest'"),
    (BANDS, "Band 5,entry,0", "Band 5,entry,1", "row 8, column 'full_years'", "the first step: give it 0 years"),
    (BANDS, "Band 5,top,4,confirmed", "Band 5,top,4,", "row 10, column 'status'", "'' is not known here"),
    (HARROW, "top of range", "top of the range", "row 2, column 'tested_at'", "did you mean 'top of range'?"),
    (HARROW, "at or over", "at least", "row 2, column 'comparison'", "'at least' is not known here"),
    (HARROW, ",package,", ",pay,", "row 2, column 'measure'", "'pay' is not known here"),
    (HARROW, ",100000,", ",,", "row 2, column 'threshold'", "no threshold is given"),
    (HARROW, ",100000,", ",100k,", "row 2, column 'threshold'", "'100k' is not an amount"),
    (
        HARROW,
        "Harrow,Harrow minutes 2022",
        "Harrow,Harrow",
        "row 3, column 'effective_from'",
        "Harrow Harrow from £100,000 is given twice",
    ),
]


@pytest.mark.parametrize(("file", "old", "new", "where", "said"), BROKEN)
def test_each_mistake_is_named_with_its_place_and_what_to_do(
    tmp_path: Path, file: str, old: str, new: str, where: str, said: str
) -> None:
    folder = tmp_path / "data"
    shutil.copytree(BUILT_IN, folder)
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text, f"nothing to change: {old}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    [problem] = problems_of(folder)
    assert problem.startswith(f"table {file}, {where}: ")
    assert said in problem


def test_a_heading_written_wrongly(tmp_path: Path) -> None:
    shutil.copytree(BUILT_IN, tmp_path / "data")
    path = tmp_path / "data" / RATES
    path.write_text(path.read_text(encoding="utf-8").replace("basis_points", "basis_point", 1), encoding="utf-8")
    assert problems_of(tmp_path / "data") == [
        f"table {RATES}, row 1, column 'basis_point': there is no such column; did you mean 'basis_points'?",
        f"table {RATES}, row 1, column 'basis_points': the column is missing: add it, even where its cells are blank",
    ]


def test_mistakes_of_several_files_are_told_together_in_order(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    shutil.copytree(BUILT_IN, folder)
    for file, old, new in ((RATES, "1280", "x"), (RATES, "1380", "y"), (LEVY, "1250", "z")):
        path = folder / file
        path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    assert [(problem.table, problem.row, problem.column) for problem in check_folder(folder)] == [
        (LEVY, 4, "value"),
        (RATES, 2, "basis_points"),
        (RATES, 3, "basis_points"),
    ]


# --- a body's own folder -------------------------------------------------------------------------------------------

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


def test_a_folder_may_hold_some_of_the_files(write: Write, tmp_path: Path) -> None:
    write("spines/borough/spine-main.csv", SPINE + "2025-04-01,2026-03-31,Borough,Main,1,20000,confirmed,Table\n")
    assert problems_of(tmp_path) == []


def test_a_grade_may_lie_on_a_built_in_spine(write: Write, tmp_path: Path) -> None:
    row = "2024-04-01,2026-03-31,Borough,Officer,Officer,1,NJC,20 21 22,,,confirmed,Table\n"
    write("spines/borough/grades.csv", GRADES + row)
    assert problems_of(tmp_path) == []
    with using_data(str(tmp_path)):
        from payband import range_max

        assert range_max("Borough Officer", "31/03/2025") == 32_654  # NJC point 22, 1 April 2024
    write("spines/borough/grades.csv", GRADES + row.replace("20 21 22", "1 2"))
    assert problems_of(tmp_path) == [
        "table spines/borough/grades.csv, row 2, column 'points': spine NJC has no point 1 on 1 April 2024, it runs "
        "from 2 to 43: check the points, or end this row and begin another"
    ]


def test_a_point_that_leaves_the_spine_while_the_grade_goes_on(write: Write, tmp_path: Path) -> None:
    """NJC point 1 was deleted on 1 April 2023."""
    row = "2021-04-01,2026-03-31,Borough,Officer,Officer,1,NJC,1 2,,,confirmed,Table\n"
    write("spines/borough/grades.csv", GRADES + row)
    [problem] = problems_of(tmp_path)
    assert "spine NJC has no point 1 on 1 April 2023" in problem


def test_overlaps_across_files_and_over_a_short_row_between(write: Write, tmp_path: Path) -> None:
    row = "2025-04-01,2026-03-31,Borough,Main,1,20000,confirmed,Table\n"
    write("spines/borough/spine-a.csv", SPINE + row)
    write("spines/borough/spine-b.csv", SPINE + row)
    [problem] = problems_of(tmp_path)
    assert problem.startswith(
        "table spines/borough/spine-b.csv, row 2, column 'effective_from': Borough Main 1 is given"
    )
    assert "here and in spines/borough/spine-a.csv, row 2" in problem
    write(
        "spines/borough/spine-b.csv",
        SPINE.strip()
        + """
2000-04-01,2024-03-31,Borough,Main,1,20000,confirmed,Table
2001-04-01,2002-03-31,Borough,Main,1,20000,confirmed,Table
2005-04-01,2006-03-31,Borough,Main,1,20000,confirmed,Table
""",
    )
    assert [problem.row for problem in check_folder(tmp_path)] == [3, 4]


def test_a_fall_is_seen_on_every_day_that_rows_meet(write: Write, tmp_path: Path) -> None:
    """The points of one spine may have other dates: what counts is which are in force together."""
    write(
        "spines/borough/spine-main.csv",
        SPINE.strip()
        + """
2024-04-01,2026-03-31,Borough,Main,1,20000,confirmed,Table
2024-04-01,2025-03-31,Borough,Main,2,21000,confirmed,Table
2025-04-01,2026-03-31,Borough,Main,2,19000,confirmed,Table
2024-04-01,2026-03-31,Borough,Main,3,,not published,Table
2024-04-01,2026-03-31,Borough,Main,4,22000,confirmed,Table
""",
    )
    [problem] = check_folder(tmp_path)
    assert (problem.row, problem.column) == (4, "salary")


def test_points_out_of_order_are_told_though_they_pay_alike(write: Write, tmp_path: Path) -> None:
    rows = [f"2025-04-01,2026-03-31,Borough,Main,{point},20000,confirmed,Table" for point in ("1", "3", "2", "4")]
    write("spines/borough/spine-main.csv", SPINE + "\n".join(rows) + "\n")
    assert [(each.row, each.column) for each in check_folder(tmp_path)] == [(4, "point")]
    regular = [f"2025-04-01,2026-03-31,Borough,Main,{point},20000,confirmed,Table" for point in ("10", "20", "30")]
    write("spines/borough/spine-main.csv", SPINE + "\n".join(regular) + "\n")
    assert check_folder(tmp_path) == []


def test_years_that_a_step_has_not_and_a_grade_that_is_not_there(write: Write, tmp_path: Path) -> None:
    heading = "effective_from,effective_to,body,grade,point,full_years,status,source\n"
    row = "2026-04-01,2027-03-31,NHS England,{},entry,0,confirmed,Table\n"
    write("spines/trust/steps.csv", heading + row.format("Band 5"))
    [problem] = problems_of(tmp_path)
    assert "row 2, column 'point': the years to intermediate, top of Band 5 are missing on 1 April 2026" in problem
    write("spines/trust/steps.csv", heading + row.format("Band 15"))
    [problem] = problems_of(tmp_path)
    assert "NHS England Band 15 has no step 'entry' on 1 April 2026; it has none: give the days that" in problem


@pytest.mark.parametrize(
    "name", ["ni/rate.csv", "ni/old/rates.csv", "spines/borough/points.csv", "spines/spine-main.csv"]
)
def test_a_file_that_would_not_be_read_is_told_of(write: Write, tmp_path: Path, name: str) -> None:
    write(name, "a,b\n1,2\n")
    [problem] = problems_of(tmp_path)
    assert problem.startswith(f"table {name}: payband does not read a file of this name: it reads ")


def test_other_files_are_left_alone(write: Write, tmp_path: Path) -> None:
    write("spines/borough/spine-main.csv", SPINE + "2025-04-01,2026-03-31,Borough,Main,1,20000,confirmed,Table\n")
    write("README.md", "")
    write("reviews/ours.csv", "")
    write("ni/notes.txt", "")
    assert problems_of(tmp_path) == []


def test_a_folder_without_figures(tmp_path: Path) -> None:
    [problem] = problems_of(tmp_path)
    assert "holds no file that payband reads: ni/thresholds.csv, " in problem


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "the column is missing"),
        (b"effective_from;effective_to\n", "the column is missing"),
        ("# £\n".encode("latin-1"), "not UTF-8 text: save it as 'CSV UTF-8'"),
        (b'effective_from,"effective_to\n', "not a CSV file"),
        (
            b"effective_from,effective_to,rate,basis_points,status,source,rate\n",
            "the column is there twice: delete one",
        ),
    ],
)
def test_files_that_cannot_be_read(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "ni").mkdir()
    (tmp_path / "ni" / "rates.csv").write_bytes(content)
    problems = problems_of(tmp_path)
    assert problems
    assert any(said in problem for problem in problems)


def test_a_byte_order_mark_and_empty_lines_are_no_mistake(write: Write, tmp_path: Path) -> None:
    text = (NI / "rates.csv").read_text(encoding="utf-8")
    write("ni/rates.csv", "\ufeff" + text.replace("\n", "\r\n") + "\r\n")
    assert problems_of(tmp_path) == []


def test_the_statuses_are_the_six_that_the_figures_use() -> None:
    assert STATUSES == ("confirmed", "derived", "single source", "estimate", "not published", "not used")


# --- gaps in dates -------------------------------------------------------------------------------------------------

TWO_YEARS = """
2023-04-01,2024-03-31,Borough,Main,1,20000,confirmed,Table
2023-04-01,2024-03-31,Borough,Main,2,21000,confirmed,Table
2025-04-01,2026-03-31,Borough,Main,1,22000,confirmed,Table
2025-04-01,2026-03-31,Borough,Main,2,23000,confirmed,Table
"""
MARKS = "effective_from,effective_to,file,figure,status,source\n"
MAIN = "spines/borough/spine-main.csv"
NO_YEAR = f"2024-04-01,2025-03-31,{MAIN},Borough Main,not published,no circular of the year was seen\n"


def test_a_gap_in_dates_that_is_not_marked_is_refused(write: Write, tmp_path: Path) -> None:
    write(MAIN, SPINE.strip() + TWO_YEARS)
    assert problems_of(tmp_path) == [
        f"table {MAIN}, row 4, column 'effective_from': Borough Main 1 and 1 more have no figure from 1 April 2024 to "
        "31 March 2025: add a row for these days, or mark them in dates/gaps.csv with the reason"
    ]
    write("dates/gaps.csv", MARKS + NO_YEAR)
    assert problems_of(tmp_path) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("Borough Main", "Borough Main 1", "Borough Main 2 has no figure from 1 April 2024"),
        ("2024-04-01", "2024-04-02", "have no figure from 1 April 2024"),
        ("2025-03-31", "2025-03-30", "have no figure from 1 April 2024"),
        ("Borough Main", "Borough Mai", "'Borough Mai' of spines/borough/spine-main.csv has no gap within these days"),
        (MAIN, "spines/borough/spine-a.csv", "has no gap within these days: take the row out"),
        ("not published", "confirmed", "'confirmed' is not known here; known: "),
        ("no circular of the year was seen", "", "no source is given"),
    ],
)
def test_a_mark_that_does_not_fit_its_gap(write: Write, tmp_path: Path, old: str, new: str, said: str) -> None:
    write(MAIN, SPINE.strip() + TWO_YEARS)
    write("dates/gaps.csv", MARKS + NO_YEAR.replace(old, new))
    assert any(said in problem for problem in problems_of(tmp_path))


def test_every_gap_of_the_built_in_figures_needs_its_mark(tmp_path: Path) -> None:
    """Without any one of the marks the check refuses the figures."""
    folder = tmp_path / "data"
    shutil.copytree(BUILT_IN, folder)
    heading, *marks = (folder / "dates/gaps.csv").read_text(encoding="utf-8").splitlines()
    (folder / "dates/gaps.csv").write_text(
        "\n".join([heading, "2010-01-01,2010-01-02,ni/rates.csv,x,not used,y,"]) + "\n"
    )
    told = problems_of(folder)
    assert len(told) == 1  # those of the built-in figures still count; this one marks nothing
    from payband.data_schema.check import _of_kind
    from payband.data_schema.dates import GAPS, unmarked_gaps

    rows = [_of_kind(Path(BUILT_IN), kind, []) for kind in KINDS if kind != GAPS]
    own = _of_kind(Path(BUILT_IN), GAPS, [])
    assert len(own) == len(marks) > 50
    for left_out in own:
        others = [each for each in own if each is not left_out]
        assert list(unmarked_gaps(rows, others, [])), left_out


def test_a_pack_of_one_built_in_file_takes_over_its_marks(tmp_path: Path) -> None:
    """The NJC spine has no rows for 2013 to 2017: the built-in figures say so, and a copy of the file need not."""
    (tmp_path / "spines/njc").mkdir(parents=True)
    shutil.copy(Path(BUILT_IN) / NJC, tmp_path / NJC)
    assert problems_of(tmp_path) == []


@pytest.mark.parametrize("column", ["source", "status"])
def test_a_row_without_source_or_status_is_refused(write: Write, tmp_path: Path, column: str) -> None:
    row = "2025-04-01,2026-03-31,Borough,Main,1,20000,confirmed,Table\n"
    write(MAIN, SPINE + row.replace({"source": "Table", "status": "confirmed"}[column], ""))
    [problem] = problems_of(tmp_path)
    assert problem.startswith(f"table {MAIN}, row 2, column '{column}': ")
    heading = SPINE.replace(f",{column}", "", 1)
    write(MAIN, heading + "2025-04-01,2026-03-31,Borough,Main,1,20000,x\n")
    [problem] = problems_of(tmp_path)
    assert problem.startswith(f"table {MAIN}, row 1, column '{column}': the column is missing")
