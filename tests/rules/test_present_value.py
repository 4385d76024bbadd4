"""Present value: against exact fractions, a published factor, and LibreOffice's own NPV."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import payband
from payband.errors import WrongInput
from payband.rules.measures.present_value import present_value_of

AMOUNTS = st.lists(st.integers(-(10**10), 10**10), min_size=1, max_size=30)


@given(AMOUNTS, st.integers(0, 2_000))
def test_it_is_the_exact_sum_rounded_once(amounts: list[int], rate: int) -> None:
    exact = sum(
        (Fraction(amount) / (1 + Fraction(rate, 10_000)) ** year for year, amount in enumerate(amounts)), Fraction(0)
    )
    assert present_value_of(tuple(amounts), rate) == (exact + Fraction(1, 2)).__floor__()


def test_the_treasurys_rate_is_the_default() -> None:
    flows = [-150_000, 265_000, 265_000]
    assert payband.present_value(flows) == payband.present_value(flows, "3.5%")


def test_without_a_rate_it_is_the_sum() -> None:
    assert payband.present_value([100.01, -50, 25.5], 0) == Decimal("75.51")


def test_libreoffices_own_npv(tmp_path: Path, libreoffice_convert: Callable[..., Path]) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    flows: list[list[float]] = [[-265_000, 66_250, 265_000, 265_000, 265_000], [-100_000, 50_000, 60_000, 0, -1_234.56]]
    for number, row in enumerate(flows, start=1):
        sheet.append([*row, f"=ROUND(A{number}+NPV(0.035,B{number}:E{number}),2)"])
    book.save(tmp_path / "npv.xlsx")
    found = openpyxl.load_workbook(libreoffice_convert(tmp_path / "npv.xlsx"), data_only=True).active
    assert found is not None
    for number, row in enumerate(flows, start=1):
        assert payband.present_value(row, "3.5%") == Decimal(str(found.cell(number, 6).value)).quantize(Decimal("0.01"))


def test_bad_input() -> None:
    with pytest.raises(WrongInput, match="year 2: the cell is empty"):
        payband.present_value([100, None, 200])
    with pytest.raises(WrongInput, match=r"write 3\.5% or 0\.035"):
        payband.present_value([100, 200], 3.5)
