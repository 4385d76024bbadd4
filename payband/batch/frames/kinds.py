"""Data frames of each kind: taken as an Arrow table, and given back as what they were.

A kind is known by the module of its class, so that no library is imported but that of the frame itself.
"""

import pickle
from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa

from payband.batch.frames.table import AnsweredTable, answered_table
from payband.batch.posts.column_names import POSTS
from payband.errors import WrongInput
from payband.review.inputs.inputs import Inputs

__all__ = ["answered"]


def answered(frame: Any, inputs: Inputs, columns: Mapping[str, str]) -> Any:
    """A frame with the answers, of the same kind. Raises WrongInput for what is not a data frame."""
    library, kind = type(frame).__module__.partition(".")[0], type(frame).__name__
    if library == "dask" and kind == "DataFrame":
        return _dask(frame, inputs, columns)
    if library == "polars" and kind == "LazyFrame":
        return _lazy(frame, inputs, columns)
    if library == "pandas" and kind == "DataFrame":
        return _pandas(frame, inputs, columns)
    if library == "polars" and kind == "DataFrame":
        return _polars(frame, inputs, columns)
    if isinstance(frame, pa.RecordBatch):
        whole = answered_table(pa.Table.from_batches([frame]), inputs, columns).whole.combine_chunks()
        return (whole.to_batches() or [pa.RecordBatch.from_pylist([], whole.schema)])[0]
    if hasattr(frame, "__arrow_c_stream__"):
        return answered_table(pa.table(frame), inputs, columns).whole
    raise WrongInput(
        f"{library}.{kind} is not a data frame that payband.posts takes: give one of pandas, Polars, pyarrow or Dask"
    )


# --- pandas and Dask -----------------------------------------------------------------------------------------------


def _pandas(frame: Any, inputs: Inputs, columns: Mapping[str, str], *, whole: bool = True) -> Any:
    import pandas as pd

    odd = [name for name in frame.columns if not isinstance(name, str)]
    if odd:
        raise WrongInput(f"the column {odd[0]!r} has a heading that is not text: rename it")
    try:
        table = pa.Table.from_pandas(frame, preserve_index=False)
    except pa.ArrowException as error:
        said = " ".join(str(each) for each in error.args)
        raise WrongInput(f"a column mixes kinds of value ({said}): make it one kind, or text") from None
    found = answered_table(table, inputs, columns, whole=whole)

    def kept_exact(kind: pa.DataType) -> Any:
        # As NumPy's objects these would take many times the memory and the time, and "no" is not missing.
        if pa.types.is_boolean(kind):
            return pd.BooleanDtype()
        return pd.ArrowDtype(kind) if pa.types.is_decimal(kind) or pa.types.is_date(kind) else None

    answers = found.answers.to_pandas(types_mapper=kept_exact)
    own = frame.copy(deep=False) if found.is_row_by_row else frame.take(found.rows)
    for name in _changed(found, frame.columns):
        own[name] = found.own.column(name).to_pandas().to_numpy()
    answers.index = own.index
    return pd.concat([own, answers], axis=1)


def _changed(found: AnsweredTable, columns: Any) -> list[str]:
    """The column of posts, which says of each row what it stands for, where rows stand for several."""
    repeated = len(np.unique(found.rows)) < len(found.rows)
    return [name for name in columns if repeated and " ".join(name.replace("_", " ").split()).casefold() == POSTS]


def _dask(frame: Any, inputs: Inputs, columns: Mapping[str, str]) -> Any:
    meta = _pandas(frame._meta, inputs, columns)
    whole = frame.npartitions == 1
    return frame.map_partitions(_of_partition, pickle.dumps(inputs), dict(columns), whole, meta=meta)


def _of_partition(frame: Any, pickled: bytes, columns: Mapping[str, str], whole: bool) -> Any:
    return _pandas(frame, pickle.loads(pickled), columns, whole=whole)


# --- Polars --------------------------------------------------------------------------------------------------------


def _polars(frame: Any, inputs: Inputs, columns: Mapping[str, str]) -> Any:
    import polars as pl

    found = answered_table(frame.to_arrow(), inputs, columns)
    own = frame if found.is_row_by_row else frame[found.rows]
    for name in _changed(found, frame.columns):
        changed = pl.Series(name, found.own.column(name).to_pylist(), strict=False)
        own = own.with_columns(changed.cast(frame[name].dtype))
    answers = pl.from_arrow(found.answers)
    assert isinstance(answers, pl.DataFrame)
    return own.hstack(answers)


def _lazy(frame: Any, inputs: Inputs, columns: Mapping[str, str]) -> Any:
    schema = _polars(frame.collect_schema().to_frame(), inputs, columns).schema

    def answer(rows: Any) -> Any:
        return _polars(rows, inputs, columns)

    # What follows may need fewer columns or rows, but an answer needs them all.
    return frame.map_batches(
        answer, predicate_pushdown=False, projection_pushdown=False, slice_pushdown=False, schema=schema
    )
