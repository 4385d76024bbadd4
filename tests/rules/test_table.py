"""The table that an answer comes in."""

from __future__ import annotations

from decimal import Decimal

from payband.table import Table

TABLE = Table(["point", "salary"], [["6", Decimal("76725.00")], ["W33", None]])


def test_rows_columns_and_records() -> None:
    assert len(TABLE) == 2
    assert list(TABLE) == TABLE.rows == [["6", Decimal("76725.00")], ["W33", None]]
    assert TABLE.column("salary") == [Decimal("76725.00"), None]
    assert TABLE.records()[1] == {"point": "W33", "salary": None}


def test_equality() -> None:
    assert Table(TABLE.columns, TABLE.rows) == TABLE
    assert Table(["point", "pay"], TABLE.rows) != TABLE
    assert TABLE.rows != TABLE


def test_text() -> None:
    assert str(TABLE) == "point     salary\n-----  ---------\n6      76,725.00\nW33"
    assert str(Table(["a"], [])) == "a\n-"
    assert str(Table(["needed"], [[True], [False]])) == "needed\n------\nyes\nno"


def test_pandas() -> None:
    frame = TABLE.to_pandas()
    assert list(frame.columns) == ["point", "salary"]
    assert frame["salary"][0] == Decimal("76725.00")


def test_a_table_is_its_own_copy() -> None:
    rows = [["6", 1]]
    table = Table(["point", "salary"], rows)
    rows[0][1] = 2
    assert table.rows == [["6", 1]]
