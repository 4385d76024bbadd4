"""payband.posts: data frames of every kind with the same answers as the table of posts in a file."""

from __future__ import annotations

import warnings
from decimal import Decimal
from typing import Any

import dask.dataframe
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

import payband
from payband.batch.posts.run import BatchRequest, run_batch
from payband.errors import InputProblems, WrongInput
from tests.batch.many_files import posts
from tests.batch.test_batch_posts import review_of, written

ROWS = 300


@pytest.fixture(scope="module")
def review(tmp_path_factory: pytest.TempPathFactory) -> str:
    return written(review_of([]), tmp_path_factory.mktemp("review"))


@pytest.fixture(scope="module")
def table() -> pa.Table:
    return posts(ROWS)


@pytest.fixture(scope="module")
def expected(table: pa.Table, review: str, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """The rows of the answered file."""
    folder = tmp_path_factory.mktemp("expected")
    parquet.write_table(table, folder / "posts.parquet")
    done = run_batch(BatchRequest(str(folder / "posts.parquet"), review, str(folder / "out.parquet")))
    assert 0 < done.outcome.rejected < ROWS
    rows: list[dict[str, Any]] = parquet.read_table(folder / "out.parquet").to_pylist()
    return rows


def plain(value: Any) -> Any:
    """A value of whichever library as plain Python; nothing where it is missing."""
    if value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and np.isnan(value)):
        return None
    return value.item() if isinstance(value, np.generic) else value


def same(records: list[dict[str, Any]], expected: list[dict[str, Any]]) -> None:
    assert len(records) == ROWS
    answered = [{name: plain(value) for name, value in row.items()} for row in records]
    assert [row for row in answered if row["rejected"] is None] == [{**row, "rejected": None} for row in expected]
    assert [row["ref"] for row in answered] == [f"P{number:06d}" for number in range(ROWS)]
    rejected = [row for row in answered if row["rejected"] is not None]
    assert rejected
    for row in rejected:
        assert row["rejected"].startswith("salary now (")
        assert row["employer cost"] is None
        assert row["outcome"] is None


def test_arrow(table: pa.Table, review: str, expected: list[dict[str, Any]]) -> None:
    found = payband.posts(table, review)
    assert isinstance(found, pa.Table)
    same(found.to_pylist(), expected)
    batch = payband.posts(table.combine_chunks().to_batches()[0], payband.open_review(review))
    assert isinstance(batch, pa.RecordBatch)
    same(batch.to_pylist(), expected)


def test_pandas(table: pa.Table, review: str, expected: list[dict[str, Any]]) -> None:
    frame = table.to_pandas()
    frame.index = pd.Index(range(1000, 1000 + ROWS), name="post")
    frame["FTE"] = frame["FTE"].astype("category")
    before = frame.copy()
    found = payband.posts(frame, review)
    pd.testing.assert_frame_equal(frame, before)
    pd.testing.assert_frame_equal(found[list(frame.columns)], frame)  # types and index as they were
    same(found.to_dict("records"), expected)
    assert found["employer cost"].sum() == sum((row["employer cost"] or 0 for row in expected), Decimal())


def test_polars(table: pa.Table, review: str, expected: list[dict[str, Any]]) -> None:
    frame = pl.from_arrow(table)
    assert isinstance(frame, pl.DataFrame)
    frame = frame.with_columns(pl.col("region").cast(pl.Categorical))
    found = payband.posts(frame, review)
    assert found.select(frame.columns).equals(frame)
    same(found.to_dicts(), expected)


def test_a_lazy_frame_stays_lazy(table: pa.Table, review: str, expected: list[dict[str, Any]]) -> None:
    asked = []

    def seen(frame: pl.DataFrame) -> pl.DataFrame:
        asked.append(len(frame))
        return frame

    frame = pl.from_arrow(table)
    assert isinstance(frame, pl.DataFrame)
    lazy = frame.lazy().map_batches(seen)
    found = payband.posts(lazy, review)
    assert isinstance(found, pl.LazyFrame)
    assert not asked
    assert found.collect_schema()["employer cost"] == pl.Decimal(9, 2)
    same(found.collect().to_dicts(), expected)
    assert asked == [ROWS]
    fewer = found.filter(pl.col("change") < 0).select("ref", "change").collect()
    assert fewer["ref"].to_list() == [row["ref"] for row in expected if (row["change"] or 0) < 0]


def test_dask(table: pa.Table, review: str, expected: list[dict[str, Any]]) -> None:
    frame = dask.dataframe.from_pandas(table.to_pandas(), npartitions=3)
    found = payband.posts(frame, review)
    assert isinstance(found, dask.dataframe.DataFrame)
    assert found.npartitions == 3
    computed = found.compute(scheduler="threads")
    same(computed.to_dict("records"), expected)
    assert list(found.dtypes) == list(computed.dtypes)
    sums = found.groupby("proposed line")["employer cost"].sum().compute(scheduler="threads")
    assert sums.sum() == sum((row["employer cost"] or 0 for row in expected), Decimal())


@pytest.mark.parametrize("kind", [pd.DataFrame, pl.DataFrame, pa.table])
def test_a_row_for_several_posts_is_as_many(kind: Any, review: str) -> None:
    frame = kind({"salary now": [30_000.0, 31_000.0], "proposed line": ["Low posts"] * 2, "Posts": [1.0, 2.5]})
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        found = payband.posts(frame, review)
    found = found.to_pandas() if kind is not pd.DataFrame else found
    assert found["salary now"].tolist() == [30_000, 31_000, 31_000, 31_000]
    assert found["Posts"].tolist() == [1.0, 1.0, 1.0, 0.5]
    assert ["1 rows stand for several posts, 3 in all" in str(each.message) for each in told] == [True]


def test_what_cannot_be_used(review: str, table: pa.Table) -> None:
    with pytest.raises(WrongInput, match=r"builtins.list is not a data frame"):
        payband.posts([1], review)
    with pytest.raises(WrongInput, match="the column 'rejected' has the name of an answer"):
        payband.posts(table.append_column("rejected", pa.nulls(ROWS, pa.string())), review)
    with pytest.raises(WrongInput, match="neither a column 'proposed line'"):
        payband.posts(table.drop_columns(["proposed line"]), review)
    with pytest.raises(WrongInput, match="a heading that is not text"):
        payband.posts(pd.DataFrame({0: [1]}), review)
    with pytest.raises(WrongInput, match="mixes kinds of value"):
        payband.posts(pd.DataFrame({"salary now": [1, "x"], "proposed line": ["a", "b"]}), review)
    pay = pd.DataFrame({"Salary": [30_000.0], "proposed line": ["Low posts"], "FTE": [1.0]})
    with pytest.raises(WrongInput, match=r"is it £ a year of the full-time post\?(.|\n)*columns="):
        payband.posts(pay, review)
    found = payband.posts(pay, review, {"Salary": "full-time salary"})
    assert found["rejected"].isna().all()
    with pytest.raises(InputProblems):
        payband.posts(table, payband.Review(settings={"price base": "2025-26"}))


def test_an_empty_frame_has_the_same_columns(table: pa.Table, review: str) -> None:
    whole, empty = payband.posts(table, review), payband.posts(table.slice(0, 0), review)
    assert empty.schema == whole.schema
    assert empty.num_rows == 0


def test_what_is_to_be_known_is_a_warning(review: str) -> None:
    frame = pd.DataFrame({"salary now": [3_000.0], "proposed line": ["Low posts"], "FTE": [1.0]})
    with pytest.warns(UserWarning, match="make sure that they are £ a year"):
        payband.posts(frame, review)
