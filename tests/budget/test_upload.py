"""payband budget: what a ledger takes up, read back by pandas, equals the review's budget; payroll comes from a CSV."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from payband.calendar import FinancialYear
from payband.cli import main
from payband.errors import UnknownName, WrongInput
from payband.review.budget.layout import Layout, Period, layout_text, read_layout
from payband.review.budget.upload import upload_of
from payband.review.results import Results
from tests.budget.district import CODES, district, part_of
from tests.budget.payroll import cost
from tests.budget.test_reconciled import payroll

POSTING = ["cost centre", "fund", "subjective"]


@pytest.fixture(scope="module")
def results() -> Results:
    return district()


@pytest.fixture(scope="module")
def workbook(results: Results, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("district") / "review.xlsx"
    results.save(path)
    return path


def _run(capsys: pytest.CaptureFixture[str], *words: str | Path) -> tuple[int, str]:
    status = main(["budget", *map(str, words)])
    said = capsys.readouterr()
    return status, said.out + said.err


def _read(path: Path) -> pd.DataFrame:
    frame = pd.read_csv(path, dtype=str)
    frame["amount"] = frame["amount"].map(Decimal)
    return frame


def _budgeted(results: Results, year: str, which: str = "proposed") -> dict[tuple[str, ...], Decimal]:
    sums: dict[tuple[str, ...], Decimal] = {}
    for row in part_of(results)["BudgetByCostCentre"]:
        if row["financial_year"] == year:
            key = (row["cost_centre"], row["fund"], row["subjective"])
            amount = row["proposed"] - row["now"] if which == "change" else row[which]
            sums[key] = sums.get(key, Decimal(0)) + amount
    return {key: amount for key, amount in sums.items() if amount}


def test_twelve_periods_read_back_by_pandas_equal_the_table(
    results: Results, workbook: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, said = _run(capsys, workbook, "-o", tmp_path / "upload.csv")
    assert status == 0
    frame = _read(tmp_path / "upload.csv")
    assert list(frame.columns) == ["period", "cost centre", "fund", "subjective", "amount", "description"]
    assert frame.groupby(POSTING)["amount"].sum().to_dict() == _budgeted(results, "2026-27")
    assert sorted(set(frame["period"])) == [f"{number:02}" for number in range(1, 13)]
    total = f"£{frame['amount'].sum():,.2f}"
    assert f"of 2026-27: {total} (proposed, costs positive)" in said
    assert f"The review's own total of 2026-27: {total}" in said
    grant = frame[frame["subjective"] == "9100"]
    assert set(grant["amount"]) == {Decimal("-3679.90")}  # £44,158.80 of income in twelve
    assert set(grant["description"]) == {"external funding, Customer services and revenues 2026 (illustrative)"}


def test_a_layout_is_written_once_and_remembered(
    results: Results, workbook: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    layout = tmp_path / "ledger.toml"
    status, said = _run(capsys, workbook, "-o", tmp_path / "upload.csv", "--layout", layout)
    assert (status, "is written with what is taken" in said) == (0, True)
    text = layout.read_text(encoding="utf-8")
    changes: dict[str, str] = {
        'year = ""': 'year = "2027-28"', "periods = 12": "periods = 1", '"costs positive"  ': '"costs negative"',
        '"penny"   ': '"pound"', "vacancies = false": "vacancies = true",
        'columns = ["period", "cost centre", "fund", "subjective", "amount", "description"]':
            'columns = ["cost centre", "fund", "subjective", "amount"]',
        "[headings]": '[headings]\n"cost centre" = "CostCentre"\namount = "Value"',
    }  # fmt: skip
    for old, new in changes.items():
        assert old in text, old
        text = text.replace(old, new)
    layout.write_text(text, encoding="utf-8")
    status, said = _run(capsys, workbook, "-o", tmp_path / "upload.csv", "--layout", layout)
    assert (status, "is written with what is taken" in said) == (0, False)
    frame = pd.read_csv(tmp_path / "upload.csv", dtype=str)
    assert list(frame.columns) == ["CostCentre", "fund", "subjective", "Value"]
    values = frame["Value"].map(int)
    budgeted = _budgeted(results, "2027-28")
    apart: dict[tuple[str, ...], Decimal] = {
        ("CC10", "General Fund", "1990"): Decimal("-4378.86"),
        ("CC20", "General Fund", "1991"): Decimal(-4000),
    }
    whole = sum(budgeted.values()) + sum(apart.values())
    assert -values.sum() == round(whole)
    keys = [tuple(map(str, row)) for row in frame[["CostCentre", "fund", "subjective"]].values.tolist()]
    found: dict[tuple[str, ...], int] = dict(zip(keys, (-values).tolist(), strict=True))
    assert set(found) == set(budgeted) | set(apart)
    assert all(abs(found[key] - amount) < 1 for key, amount in {**budgeted, **apart}.items())
    assert "Taken off for vacancies and turnover: £8,378.86" in said
    assert f"The file adds up to (£{round(whole):,}.00), since costs are below zero in it" in said
    assert f"Rounding to whole pounds: {'(' if round(whole) < whole else ''}£0." in said


def test_a_change_is_below_zero_where_it_saves(results: Results) -> None:
    made = upload_of(results, Layout(budget="change", periods=1, year="2027-28"), "the layout")
    change = _budgeted(results, "2027-28", "change")
    place = made.headings.index("amount")
    assert sum(Decimal(row[place]) for row in made.rows) == sum(change.values()) < 0
    assert made.total == made.of_review == int(sum(change.values()) * 100)


def test_profiles_and_own_periods(results: Results) -> None:
    quarters = (("Q1", date(2026, 4, 1), date(2026, 6, 30)), ("Q2", date(2026, 7, 1), date(2027, 3, 31)))
    year = FinancialYear(2026)
    assert Layout(period=quarters).periods_of(year, "x") == [Period("Q1", 91), Period("Q2", 274)]
    for layout in (Layout(period=quarters), Layout(profile=(1, 0, 0, 3, 1, 1, 1, 1, 1, 1, 1, 1))):
        made = upload_of(results, layout, "the layout")
        held = [dict(zip(made.headings, row, strict=True)) for row in made.rows]
        sums: dict[tuple[str, ...], Decimal] = {}
        for row in held:
            key = (row["cost centre"], row["fund"], row["subjective"])
            sums[key] = sums.get(key, Decimal(0)) + Decimal(row["amount"])
        assert sums == _budgeted(results, "2026-27")
        assert len({row["period"] for row in held}) == (2 if layout.period else 10)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("periods = 13", r"x\.toml: periods is 13: give 12 or 1, or \[\[period\]\] tables"),
        ("profile = [1, 2]", r"profile has 2 numbers for 12 periods: give one for each"),
        ('signs = "costs minus"', r"signs is 'costs minus'; did you mean 'costs positive'\?|; "),
        ('columns = ["period", "amount"]', r"columns lack 'cost centre', without which no ledger can post a row"),
        ('colour = "red"', r"'colour' is nothing that a layout says"),
        ('description = "{name}"', r"in braces it may have \{component\}, \{cost centre\}"),
        ('description = "{component!r}"', r"in braces it may have \{component\}, \{cost centre\}"),
        ('columns = "amount"', r"columns is 'amount': give a list"),
        ('columns = ["amount", "cost centre", "amount", "subjective"]', r"columns have 'amount' twice: take one out"),
        ('[headings]\namount = "Code"\nsubjective = "Code"', r"two columns of the file are called 'Code'"),
        (
            f"profile = {[1] * 12}\n[[period]]\nname = 'Y'\nfirst = 2026-04-01\nlast = 2027-03-31",
            r"profile says how 12 periods share the year, and \[\[period\]\] gives others",
        ),
        ("[[period]]\nname = 'Y'\nfirst = 2026-04-01\nlast = 2026-04-30\n" * 2, r"two periods are called 'Y'"),
        ("period = 1", r"period is 1: give \[\[period\]\] tables"),
        ("vacancies = 1", r"vacancies is 1: write true or false"),
        ('[[period]]\nname = "Q1"\nfirst = "1 April"\nlast = 2026-06-30', r"first of period 'Q1' is not a date"),
        ("periods = ", r"x\.toml is not a layout that can be read"),
    ],
)
def test_a_layout_that_says_nothing_sound(text: str, said: str) -> None:
    with pytest.raises(WrongInput, match=said):
        read_layout(text, "x.toml")


@pytest.mark.parametrize(
    ("second", "said"),
    [
        ((date(2026, 6, 15), date(2027, 3, 31)),
         "period 'Q2' begins on 15 June 2026, within period 'Q1': periods may not overlap, so begin it on 1 July 2026"),
        ((date(2026, 7, 2), date(2027, 3, 31)), "period 'Q2' begins on 2 July 2026 and not on 1 July 2026"),
        ((date(2026, 7, 1), date(2027, 3, 30)), "the last period ends on 30 March 2027 and not on 31 March 2027"),
        ((date(2026, 7, 1), date(2026, 6, 30)), "period 'Q2' ends on 30 June 2026, before it begins"),
    ],
)  # fmt: skip
def test_periods_that_overlap_or_leave_a_gap(second: tuple[date, date], said: str) -> None:
    layout = Layout(period=(("Q1", date(2026, 4, 1), date(2026, 6, 30)), ("Q2", *second)))
    with pytest.raises(WrongInput, match=said):
        layout.periods_of(FinancialYear(2026), "x.toml")


def test_a_year_that_the_review_does_not_look_at(results: Results) -> None:
    with pytest.raises(UnknownName, match=r"'2031-32' is not a year of this budget"):
        upload_of(results, read_layout(layout_text().replace('year = ""', 'year = "2031-32"'), "x"), "x")


def test_no_upload_without_a_code() -> None:
    with pytest.raises(WrongInput, match="no subjective code is given for basic pay, pension: add a row for each"):
        upload_of(district(SubjectiveCodes=[*CODES[1:3], *CODES[4:]]), Layout(), "x")


# --- payroll from a file -------------------------------------------------------------------------------------------


def _payroll_file(path: Path, **renamed: str) -> Path:
    rows: list[dict[str, Any]] = payroll()
    with path.open("w", newline="", encoding="utf-8") as file:
        write = csv.writer(file)
        write.writerow([renamed.get(name, name) for name in rows[0]] + ["Payslip"])
        write.writerows([[*row.values(), "x"] for row in rows])
    return path


def test_payroll_from_a_file_and_the_differences_in_one(
    workbook: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paid, out = _payroll_file(tmp_path / "payroll.csv"), tmp_path / "differences.csv"
    status, said = _run(
        capsys, workbook, "-o", tmp_path / "upload.csv", "--payroll", paid, "--differences", out
    )  # fmt: skip
    assert status == 0, said
    assert "not read, since the sheet Payroll has no such column: payslip" in said
    assert f"payroll, vacancy: (£{cost(27_709):,.2f})" in said
    frame = pd.read_csv(out)
    assert set(frame["cause"]) == {"vacancy", "point", "another cost centre"}
    assert set(frame["explained"]) == {"yes"}


@pytest.mark.parametrize(
    ("renamed", "said"),
    [
        ({"cost to date": "Net pay"}, "payroll.csv has a column 'net pay': net pay is not what a post costs"),
        ({"person": "Name"}, "payroll.csv has no column 'person'"),
    ],
)
def test_a_payroll_that_is_none(
    renamed: dict[str, str], said: str, workbook: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paid = _payroll_file(tmp_path / "payroll.csv", **renamed)
    status, found = _run(capsys, workbook, "-o", tmp_path / "upload.csv", "--payroll", paid)
    assert (status, said in found) == (2, True), found
    assert not (tmp_path / "upload.csv").exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "has no rows below its headings"),
        ("P03,CC10,34811,1,23226.58,30/09/2026,7\n", "row 2 of payroll.csv has 7 cells, and there are 6 headings"),
        ("P03,CC10,34811,1,23,226.58,30/09/2026\n", "has 7 cells, and there are 6 headings: is a comma in an amount"),
    ],
)
def test_a_payroll_file_that_is_cut_or_doubled(
    text: str, said: str, workbook: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    head = "person,cost centre,salary,FTE,cost to date,paid to\n"
    (tmp_path / "payroll.csv").write_text(head + text, encoding="utf-8")
    status, found = _run(capsys, workbook, "-o", tmp_path / "upload.csv", "--payroll", tmp_path / "payroll.csv")
    assert status == 2
    assert said in found.replace(f"{tmp_path}/", "")
    doubled = head.replace("FTE", "cost to date") + "P03,CC10,34811,1,23226.58,30/09/2026\n"
    (tmp_path / "doubled.csv").write_text(doubled, encoding="utf-16")
    _, found = _run(capsys, workbook, "-o", tmp_path / "upload.csv", "--payroll", tmp_path / "doubled.csv")
    assert "has two columns 'cost to date', and only one can be meant" in found


def test_a_review_that_does_not_say_where_costs_fall(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    district(CostCentres=[], CostAllocations=[], SubjectiveCodes=[]).save(tmp_path / "plain.xlsx")
    status, said = _run(capsys, tmp_path / "plain.xlsx", "-o", tmp_path / "upload.csv")
    assert status == 2
    assert "does not say where costs fall: add the sheets with payband add" in said
