"""How one value of a table of posts is read: as the review reads a cell, in the same words where it cannot be."""

from datetime import datetime, time
from typing import Any

from pydantic import TypeAdapter, ValidationError

from payband.errors import WrongInput
from payband.review.inputs.raw.raw_tables import BadCell

__all__ = ["ValueReader", "cannot_be_a_cell", "plain_value", "why_not"]


class ValueReader:
    """Reads one value as the review reads a cell of the same column."""

    def __init__(self, kind: Any, *, cells: bool) -> None:
        self._adapter: TypeAdapter[Any] = TypeAdapter(kind)
        self._context = {"cells": cells}

    def __call__(self, value: Any) -> Any:
        """What a value stands for. Raises WrongInput where it cannot be read."""
        if isinstance(value, datetime) and value.tzinfo is not None and value.time() != time():
            raise WrongInput(
                f"{value} is a time in a zone, and midnight in Britain may be the day before elsewhere: give a date"
            )
        try:
            return self._adapter.validate_python(value, context=self._context)
        except ValidationError as error:
            each = error.errors()[0]
            raise WrongInput(str(each.get("ctx", {}).get("error", each["msg"]))) from None


def plain_value(value: Any) -> Any:
    """A value of an Arrow column as a cell would hold it."""
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else value


def cannot_be_a_cell(value: Any) -> str:
    """Why a value is such as no cell holds; empty for one that a cell may hold.

    A missing value is no such: it is None. NaN is written by programs for a number that could not be worked out.
    """
    if isinstance(value, (list, dict, tuple)):
        return "holds several values in one: give one value in each row"
    if isinstance(value, float) and value != value:
        return "is NaN, which is not a number: give the number, or leave it empty"
    return ""


def why_not(read: ValueReader, value: Any) -> str:
    """Why a value cannot be read, in words; for the few that are refused."""
    if isinstance(value, BadCell):
        return value.message
    if why := cannot_be_a_cell(value):
        return why
    try:
        read(plain_value(value))
    except WrongInput as error:
        return str(error)
    raise AssertionError(f"{value!r} can be read")
