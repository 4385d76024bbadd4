"""The formula text of a rule: brackets where they are needed and nowhere else, and no silent decisions."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from payband.forms import Cell, choose, larger, smaller

A, B, C = Cell("A2"), Cell("B2"), Cell("C2")


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (A + B, "A2+B2"),
        (A - B - C, "A2-B2-C2"),
        (A - (B - C), "A2-(B2-C2)"),
        (A - (B + C), "A2-(B2+C2)"),
        (A + (B - C), "A2+B2-C2"),
        ((A + B) * C, "(A2+B2)*C2"),
        (A * B + C, "A2*B2+C2"),
        (A * (B * C), "A2*B2*C2"),
        (A // B, "INT(A2/B2)"),
        (A * B // 10_000, "INT(A2*B2/10000)"),
        ((A + B) // (2 * C), "INT((A2+B2)/(2*C2))"),
        (A // B // C, "INT(INT(A2/B2)/C2)"),
        (A * (B // C), "A2*INT(B2/C2)"),
        (5 - A, "5-A2"),
        (5 + A, "5+A2"),
        (5 * A, "5*A2"),
        (5 // A, "INT(5/A2)"),
        (A + -5, "A2+-5"),
        (A - -5, "A2-(-5)"),
        (A * -5, "A2*(-5)"),
        (larger(A - 5, 0), "MAX(A2-5,0)"),
        (smaller(0, A), "MIN(0,A2)"),
        (choose(A >= B, A + 1, 0), "IF(A2>=B2,A2+1,0)"),
        (choose(A + 1 > B, 1, 2), "IF(A2+1>B2,1,2)"),
        (choose(A <= 5, 1, 2), "IF(A2<=5,1,2)"),
        (choose(A < 5, 1, 2), "IF(A2<5,1,2)"),
        (Cell("ST") * 2, "ST*2"),
    ],
)
def test_formula_text(cell: Cell, text: str) -> None:
    assert str(cell) == text


@pytest.mark.parametrize("decide", [bool, lambda cell: 1 if cell else 0, lambda cell: cell and 1])
def test_a_cell_does_not_decide_by_itself(decide: Any) -> None:
    with pytest.raises(TypeError, match="use choose"):
        decide(A > 1)


def test_integers_and_columns() -> None:
    column = np.array([-5, 0, 5])
    assert (larger(-5, 0), smaller(-5, 0), choose(True, 1, 2)) == (0, -5, 1)
    assert larger(column, 0).tolist() == [0, 0, 5]
    assert smaller(0, column).tolist() == [-5, 0, 0]
    assert choose(column > 0, column, 7).tolist() == [7, 7, 5]
