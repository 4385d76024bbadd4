"""Employer's NI: HMRC's own test data to the penny, the figures of each year, dates and letters that change."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
import pytest

import payband
from payband.rules.cost.national_insurance import limit_of_weeks, ni_figures
from tests.support.case_files import case_rows

HMRC = case_rows("hmrc_employer_ni.csv")
STATUTORY = case_rows("statutory_employer_ni.csv")

FIRST, LAST = date(2009, 4, 6), date(2027, 4, 5)


# --- HMRC's test data ----------------------------------------------------------------------------------------------


def test_hmrc_cases_are_all_here() -> None:
    assert len(HMRC) == 1205


def test_hmrc_cases_one_by_one() -> None:
    wrong = []
    for row in HMRC:
        got = payband.employer_ni(row["pay"], row["pay_date"], row["category"], row["period"])
        if got != Decimal(row["expected"]):
            wrong.append(f"{row['source']}: {got} instead of {row['expected']}")
    assert wrong == []


def grouped() -> dict[tuple[str, str, str], list[dict[str, str]]]:
    groups = defaultdict(list)
    for row in HMRC:
        groups[row["pay_date"], row["category"], row["period"]].append(row)
    return groups


@pytest.mark.parametrize("as_column", [list, np.array], ids=["list", "NumPy"])
def test_hmrc_cases_as_columns(as_column: Any) -> None:
    tested = 0
    for (pay_date, category, period), rows in grouped().items():
        got = payband.employer_ni(as_column([float(row["pay"]) for row in rows]), pay_date, category, period)
        assert list(got) == [Decimal(row["expected"]) for row in rows], (pay_date, category, period)
        tested += len(rows)
    assert tested == 1205


def test_hmrc_cases_as_whole_columns_of_every_argument() -> None:
    columns = [[row[name] for row in HMRC] for name in ("pay", "pay_date", "category", "period")]
    assert payband.employer_ni(*columns) == [Decimal(row["expected"]) for row in HMRC]


# --- the figures of each year --------------------------------------------------------------------------------------


def tax_year(row: dict[str, str]) -> tuple[date, date]:
    start = int(row["tax_year"][:4])
    return date(start, 4, 6), date(start + 1, 4, 5)


@pytest.mark.parametrize("row", STATUTORY, ids=lambda row: row["tax_year"])
@pytest.mark.parametrize("period", ["week", "month", "year"])
def test_thresholds_and_rate_on_the_first_and_last_day_of_each_tax_year(row: dict[str, str], period: str) -> None:
    contracted_out = bool(row["rebate_pct"])
    for day in tax_year(row):
        figures = ni_figures(day, "A", period, contracted_out)
        assert figures.starts_at == int(row[f"st_{period}"]) * 100
        if period == "week":
            assert figures.upper_earnings_limit == int(row["uel_week"]) * 100
        if row["rate_pct"]:  # 2022-23 had two rates, tested below
            assert figures.rate == Decimal(row["rate_pct"]) * 100
        if contracted_out:
            assert figures.rebate == Decimal(row["rebate_pct"]) * 100
            assert figures.rebate_from == int(row[f"lel_{period}"]) * 100
        if contracted_out and period == "week":
            assert figures.rebate_to == int(row["uap_week"]) * 100


RATE_CHANGES = [
    # (pay date, employer's rate in basis points, rebate in basis points or None where there was none, source)
    ("2011-04-05", 1280, 370, "SI 2010/834"),
    ("2011-04-06", 1380, 370, "SI 2011/940"),
    ("2012-04-05", 1380, 370, "SI 2011/940"),
    ("2012-04-06", 1380, 340, "HMRC NIM01207"),
    ("2016-04-05", 1380, 340, "HMRC NIM01207"),
    ("2016-04-06", 1380, None, "Pensions Act 2014: contracting out ended"),
    ("2022-04-05", 1380, None, "HMRC NIM01610"),
    ("2022-04-06", 1505, None, "HMRC NIM01610"),
    ("2022-11-05", 1505, None, "HMRC NIM01610"),
    ("2022-11-06", 1380, None, "HMRC NIM01610"),
    ("2025-04-05", 1380, None, "HMRC NIM01610"),
    ("2025-04-06", 1500, None, "HMRC NIM12031"),
]


@pytest.mark.parametrize(("day", "rate", "rebate", "source"), RATE_CHANGES)
def test_rates_on_the_day_before_and_the_day_of_each_change(
    day: str, rate: int, rebate: int | None, source: str
) -> None:
    on = date.fromisoformat(day)
    assert ni_figures(on).rate == rate
    if rebate is not None:
        assert ni_figures(on, contracted_out=True).rebate == rebate
    else:
        with pytest.raises(payband.WrongInput, match="contracting out ended on 5 April 2016"):
            ni_figures(on, contracted_out=True)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        # £5,000 in the month; the threshold is £758 and the limit £4,189 on both days
        ("2022-11-05", "638.41"),  # 516.3655 -> 516.36 and 122.0555 -> 122.05, both down from a third decimal of 5
        ("2022-11-06", "585.40"),  # 473.478 -> 473.48 and 111.918 -> 111.92
    ],
)
def test_the_change_of_6_november_2022(day: str, expected: str) -> None:
    assert payband.employer_ni(5000, day) == Decimal(expected)


# --- the ends of the figures ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("day", [FIRST, LAST])
def test_the_first_and_last_known_day_answer(day: date) -> None:
    assert payband.employer_ni(3000, day) > 0


@pytest.mark.parametrize(
    ("day", "known"), [(FIRST - timedelta(days=1), "from 6 April 2009"), (LAST + timedelta(days=1), "to 5 April 2027")]
)
@pytest.mark.parametrize("category", ["A", "H", "X", "D"])
def test_a_day_outside_the_figures_is_an_error_that_names_the_file(day: date, known: str, category: str) -> None:
    with pytest.raises(payband.UnknownFigure, match=known) as error:
        payband.employer_ni(3000, day, category)
    assert "data/ni/rates.csv" in str(error.value)


# --- letters -------------------------------------------------------------------------------------------------------

LETTERS = [
    # (letter, first day, last day, what £3,000 a month costs on both). Letters were re-used with other meanings.
    # 2009-10: (3,000 - 476) x 12.8% = 323.072; rebate (3,000 - 412) x 3.7% = 95.756 -> 95.76
    # 2015-16: (3,000 - 676) x 13.8% = 320.712; rebate (3,000 - 486) x 3.4% = 85.476 -> 85.48; under 21: no NI to 3,532
    # 2025-26: (3,000 - 2,083) x 15% = 137.55 in a freeport or investment zone; (3,000 - 417) x 15% = 387.45 elsewhere
    ("A", "2009-04-06", "2027-04-05", "323.07", "387.45"),
    ("B", "2009-04-06", "2027-04-05", "323.07", "387.45"),
    ("C", "2009-04-06", "2027-04-05", "323.07", "387.45"),
    ("D", "2009-04-06", "2016-04-05", "227.31", "235.23"),
    ("D", "2024-04-06", "2027-04-05", "126.55", "137.55"),
    ("E", "2009-04-06", "2016-04-05", "227.31", "235.23"),
    ("E", "2024-04-06", "2027-04-05", "126.55", "137.55"),
    ("F", "2022-04-06", "2027-04-05", "138.01", "137.55"),
    ("H", "2016-04-06", "2027-04-05", "0", "0"),
    ("I", "2015-04-06", "2016-04-05", "-85.48", "-85.48"),
    ("I", "2022-04-06", "2027-04-05", "138.01", "137.55"),
    ("J", "2009-04-06", "2027-04-05", "323.07", "387.45"),
    ("K", "2015-04-06", "2016-04-05", "-85.48", "-85.48"),
    ("K", "2024-04-06", "2027-04-05", "126.55", "137.55"),
    ("L", "2009-04-06", "2016-04-05", "227.31", "235.23"),
    ("L", "2022-04-06", "2027-04-05", "138.01", "137.55"),
    ("M", "2015-04-06", "2027-04-05", "0", "0"),
    ("N", "2024-04-06", "2027-04-05", "126.55", "137.55"),
    ("S", "2022-04-06", "2027-04-05", "138.01", "137.55"),
    ("V", "2022-04-06", "2027-04-05", "0", "0"),
    ("X", "2009-04-06", "2027-04-05", "0", "0"),
    ("Z", "2015-04-06", "2027-04-05", "0", "0"),
]


@pytest.mark.parametrize(("letter", "first", "last", "on_first", "on_last"), LETTERS)
def test_letters_on_their_first_and_last_day(letter: str, first: str, last: str, on_first: str, on_last: str) -> None:
    assert payband.employer_ni(3000, first, letter) == Decimal(on_first)
    assert payband.employer_ni(3000, last, letter) == Decimal(on_last)


def in_use(letter: str, day: date) -> bool:
    return any(
        letter == each and date.fromisoformat(first) <= day <= date.fromisoformat(last)
        for each, first, last, _, _ in LETTERS
    )


def test_letters_the_day_before_their_first_and_the_day_after_their_last() -> None:
    for letter, first, last, _, _ in LETTERS:
        for day in (date.fromisoformat(first) - timedelta(days=1), date.fromisoformat(last) + timedelta(days=1)):
            if not FIRST <= day <= LAST:
                continue  # outside all figures, tested above
            assert not in_use(letter, day)
            if day > date.fromisoformat(max(last for each, _, last, _, _ in LETTERS if each == letter)):
                # The figures end for the letter, which is not to say that the letter ended.
                with pytest.raises(payband.UnknownFigure, match=f"NI category {letter} .* is known to"):
                    payband.employer_ni(3000, day, letter)
                continue
            with pytest.raises(payband.UnknownName, match=f"NI category {letter} is not in use") as error:
                payband.employer_ni(3000, day, letter)
            listed = str(error.value).partition("the letters are ")[2].split(", ")
            assert listed == sorted({each for each, _, _, _, _ in LETTERS if in_use(each, day)})


def test_a_letter_may_be_written_small() -> None:
    assert payband.employer_ni(3000, "2025-05-31", " m ") == 0


@pytest.mark.parametrize("letter", ["AA", "Q", "1", "None"])
def test_letters_that_never_were(letter: str) -> None:
    with pytest.raises(payband.UnknownName, match="the letters are A, B, C"):
        payband.employer_ni(3000, "2025-05-31", letter)


@pytest.mark.parametrize("letter", ["C", "X"])
def test_letters_that_were_never_contracted_out(letter: str) -> None:
    with pytest.raises(payband.WrongInput, match="never contracted out"):
        payband.employer_ni(3000, "2011-05-31", letter, contracted_out=True)


# --- thresholds ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pay", "expected"),
    [
        ("0", "0"),
        ("416.99", "0"),
        ("417", "0"),
        ("417.03", "0"),  # 0.45p
        ("417.04", "0.01"),  # 0.6p: the tenth of a penny is 6, so up
        ("417.10", "0.01"),  # 1.5p: the tenth of a penny is 5, so down
        ("4189", "565.80"),
        ("4189.04", "565.81"),
    ],
)
def test_around_the_thresholds(pay: str, expected: str) -> None:
    assert payband.employer_ni(pay, "2025-05-31") == Decimal(expected)


def test_a_month_below_the_secondary_threshold_can_cost_less_than_nothing_when_contracted_out() -> None:
    # 2011-12: £500 is above the lower earnings limit (442) and below the secondary threshold (589): 58 x 3.7% = 2.146
    assert payband.employer_ni(500, "2011-05-31", contracted_out=True) == Decimal("-2.15")


@pytest.mark.parametrize("period", ["day", "quarter", "yeer"])
def test_an_unknown_period_names_what_is_known(period: str) -> None:
    with pytest.raises(payband.UnknownName, match="period is"):
        payband.employer_ni(3000, "2025-05-31", "A", period)


# --- directors -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("annual", "weeks", "expected"),
    [
        (6_396, 23, 2_829),
        (12_570, 23, 5_560),
        (9_100, 23, 4_025),
        (50_270, 23, 22_235),
        (5_000, 52, 5_000),
        (5_000, 1, 97),
    ],
)
def test_the_limits_of_a_director_appointed_within_the_year(annual: int, weeks: int, expected: int) -> None:
    """BrightPay's help prints those of week 30 of 2024-25: 23 weeks are left."""
    assert limit_of_weeks(annual, weeks) == expected


@pytest.mark.parametrize(
    ("pay", "day", "weeks", "expected", "source"),
    [
        (50_000, "06/04/2022", 52, "5942.77", "14.53% of 40,900, HMRC NIM01615"),
        (50_000, "05/04/2023", 52, "5942.77", "the same at the end of the year"),
        (50_000, "05/04/2022", 52, "5680.08", "13.8% of 41,160 in 2021-22"),
        (50_000, "06/04/2023", 52, "5644.20", "13.8% of 40,900 in 2023-24"),
        (56_000, "31/10/2025", 52, "7650.00", "HMRC NIM12029"),
        (4_025, "31/10/2024", 23, "0.00", "the threshold of 23 weeks"),
        (4_026, "31/10/2024", 23, "0.14", "13.8% of £1"),
    ],
)
def test_the_annual_earnings_period(pay: int, day: str, weeks: int, expected: str, source: str) -> None:
    assert payband.employer_ni(pay, day, period="year", weeks=weeks) == Decimal(expected), source


def test_the_blended_rate_is_of_the_year_alone() -> None:
    assert [payband.employer_ni(3_000, day) for day in ("31/10/2022", "30/11/2022")] == [
        Decimal("337.42"),  # 15.05% of 2,242
        Decimal("309.40"),  # 13.8%
    ]
