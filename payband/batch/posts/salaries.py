"""A column of salaries to whole pence: every answer is that of `pence_from` for the value by itself."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from payband.batch.posts.column_names import SALARY
from payband.batch.posts.values import ValueReader, cannot_be_a_cell, plain_value, why_not
from payband.errors import WrongInput
from payband.kinds import blank
from payband.review.inputs.fields import LEAST_SALARY, MOST_SALARY, SalaryPence
from payband.review.inputs.raw.raw_tables import BadCell

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["SalaryColumn"]

_PLAIN_POUNDS = r"^\s*\d{1,12}(\.\d{1,2})?\s*$"


class SalaryColumn:
    """A column of salaries, to whole pence: the quick way for pounds and pence, the review's own way for the rest."""

    name = SALARY

    def __init__(self, *, cells: bool) -> None:
        self._read = ValueReader(SalaryPence, cells=cells)

    def pence(self, array: pa.Array) -> tuple["NDArray[np.int64]", "NDArray[np.bool_]"]:
        """The salaries in pence, and which rows have one that can be read.

        Every answer is that of `pence_from` for the value by itself, and within the limits of a salary.
        """
        if pa.types.is_dictionary(array.type):
            if array.null_count == 0 and len(array.dictionary) < len(array):
                pence, read = self.pence(array.dictionary)
                rows = array.indices.to_numpy()
                return pence[rows], read[rows]
            array = array.dictionary_decode()
        pence, read = _quick_pence(array)
        read &= (pence >= LEAST_SALARY) & (pence <= MOST_SALARY)
        odd = np.flatnonzero(~read)
        if len(odd):
            pence[odd], read[odd] = self.pence_of_cells(array.take(pa.array(odd)).to_pylist())
        return pence, read

    def pence_of_cells(self, cells: Sequence[Any]) -> tuple["NDArray[np.int64]", "NDArray[np.bool_]"]:
        """The same for the cells of a sheet, of whatever kinds they are."""
        remembered: dict[Any, int] = {}
        pence = np.zeros(len(cells), dtype=np.int64)
        for row, raw in enumerate(cells):
            value = plain_value(raw)
            if isinstance(value, BadCell) or cannot_be_a_cell(value) or blank(value):
                continue
            key = (type(value), value)
            if key not in remembered:
                try:
                    remembered[key] = self._read(value)
                except WrongInput:
                    remembered[key] = 0
            pence[row] = remembered[key]
        return pence, pence > 0

    def why(self, value: Any) -> str:
        """Why a value is no salary."""
        if blank(value) and not cannot_be_a_cell(value):
            return "is empty: it must be filled in"
        return why_not(self._read, value)


def _quick_pence(array: pa.Array) -> tuple["NDArray[np.int64]", "NDArray[np.bool_]"]:
    """Pence of the values that are pounds and pence at sight, and which those are; others are left for later."""
    nothing = np.zeros(len(array), dtype=np.int64), np.zeros(len(array), dtype=bool)
    kind = array.type
    given = np.ones(len(array), dtype=bool) if not array.null_count else array.is_valid().to_numpy(zero_copy_only=False)
    if pa.types.is_float64(kind):
        pounds = array.to_numpy(zero_copy_only=False)
        near = np.rint(np.where(np.abs(pounds) < MOST_SALARY, pounds, 0) * 100)
        # A float is the nearest one to pounds and pence exactly when dividing the pence by 100 gives it back.
        return near.astype(np.int64), given & (near / 100 == pounds)
    if pa.types.is_float32(kind):  # which has seven digits, and what they are nearest to is meant
        held = array.to_numpy(zero_copy_only=False)
        pounds = held.astype(np.float64)
        near = np.rint(np.where(np.abs(pounds) < MOST_SALARY, pounds, 0) * 100)
        return near.astype(np.int64), given & ((near / 100).astype(np.float32) == held)
    if pa.types.is_integer(kind) and not pa.types.is_uint64(kind):
        whole = array.fill_null(0).to_numpy(zero_copy_only=False).astype(np.int64)
        inside = np.abs(whole) < MOST_SALARY
        return np.where(inside, whole, 0) * 100, given & inside
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        plain = pc.match_substring_regex(array, _PLAIN_POUNDS).fill_null(False)
        text = pc.if_else(plain, pc.utf8_trim_whitespace(array), pa.scalar("0", type=kind))
        return _pence_of_decimals(text.cast(pa.decimal128(19, 2))), plain.to_numpy(zero_copy_only=False)
    if pa.types.is_decimal(kind):
        try:
            return _pence_of_decimals(array.fill_null(0).cast(pa.decimal128(19, 2))), given
        except pa.ArrowInvalid:  # more than two decimals, or more digits than a salary has
            return nothing
    return nothing


def _pence_of_decimals(array: pa.Array) -> "NDArray[np.int64]":
    """The unscaled values of decimals of at most 19 digits: an Arrow decimal is 128 bits, the lower 64 first.

    What does not fit into the lower half is given as 0, which is no salary.
    """
    halves = np.frombuffer(array.buffers()[1], dtype=np.int64)[2 * array.offset :][: 2 * len(array)].reshape(-1, 2)
    return np.where(halves[:, 1] == halves[:, 0] >> 63, halves[:, 0], 0)
