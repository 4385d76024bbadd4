"""What worksheet functions take from cells, scripts and data frames, and what they say when they cannot."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest

import payband as public
from payband import kinds, registry, rules
from payband.registry import Row, TableOf, Value

rules.load()

payband: Any = public  # much of what is tried here is what the types forbid

MAY = "31/05/2025"
NI_ON_3000 = Decimal("387.45")  # HMRC NIM12031, 2025-26


# --- one value -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "pay",
    [
        3000,
        3000.0,
        "3000",
        " 3,000 ",
        "£3,000",
        "£3,000.00",
        "£ 3 000",
        "3\u00a0000.00",
        Decimal(3000),
        Decimal("3E+3"),
        Fraction(3000),
        np.int64(3000),
        np.float64(3000),
        2999.999999999999,  # what a cell makes of a sum of thirds
        "3,000.0000",
    ],
)
def test_amounts_as_people_and_cells_write_them(pay: Any) -> None:
    assert payband.employer_ni(pay, MAY) == NI_ON_3000


@pytest.mark.parametrize(
    "day",
    [
        MAY,
        "31.5.2025",
        "31-05-2025",
        "2025-05-31",
        "2025-05-31 00:00:00",
        "31 May 2025",
        "31st May, 2025",
        45808,
        45808.75,
        date(2025, 5, 31),
        datetime(2025, 5, 31, 9, 30),
        pd.Timestamp("2025-05-31"),
        np.datetime64("2025-05-31"),
        np.datetime64("2025-05-31T00:00:00", "ns"),
    ],
)
def test_dates_as_people_and_cells_write_them(day: Any) -> None:
    assert payband.employer_ni(3000, day) == NI_ON_3000


@pytest.mark.parametrize("said", ["yes", "Y", "TRUE", True, 1, 1.0, "1", np.bool_(True)])
def test_yes(said: Any) -> None:
    assert payband.employer_ni(3000, "31/05/2011", "A", "month", said) == Decimal("238.07")


@pytest.mark.parametrize("said", ["no", "N", "FALSE", False, 0, 0.0, "0", None, "", " "])
def test_no_and_nothing_said(said: Any) -> None:
    assert payband.employer_ni(3000, "31/05/2011", "A", "month", said) == Decimal("332.72")


@pytest.mark.parametrize("blank", [None, "", "  ", float("nan"), np.nan, pd.NA, pd.NaT])
def test_blanks_take_the_default_and_are_missed_where_there_is_none(blank: Any) -> None:
    assert payband.employer_ni(3000, MAY, blank, blank, blank) == NI_ON_3000
    assert payband.uplift(30_000, "2%", blank, blank, blank) == 30_600
    with pytest.raises(payband.WrongInput) as error:
        payband.employer_ni(blank, MAY)
    assert str(error.value) == (
        "EMPLOYERNI needs pay (£, 0 or more): "
        "EMPLOYERNI(pay, pay date, [category = A], [period = month], [contracted out = no], "
        "[weeks = 52])"
    )


@pytest.mark.parametrize("blank", [None, "", " ", [], [[]], [[None]], [[None, ""], ["", None]], (), ("", "")])
def test_blank_tables_take_the_default(blank: Any) -> None:
    assert payband.protection(50_000, 40_000, "01/04/2024", 12, "frozen", blank, blank) == 10_000


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: payband.employer_ni(True, MAY), "pay is TRUE: give a number"),
        (lambda: payband.on_costs(False, "2025-26", 0), "annual salary is FALSE: give a number"),
        (
            lambda: payband.on_costs(0, "2025-26", 0),
            "annual salary is 0: give an amount above £0 (an empty cell counts",
        ),
        (lambda: payband.on_costs("£(30,000)", "2025-26", 0), "above £0"),
        (lambda: payband.on_costs("0.004", "2025-26", 0), "has parts of a penny"),
        (lambda: payband.employer_ni("(3,000)", MAY), "give an amount of £0 or more"),
        (lambda: payband.employer_ni(-0.01, MAY), "give an amount of £0 or more"),
        (lambda: payband.employer_ni("three", MAY), "pay is 'three': give a number"),
        (lambda: payband.employer_ni("3,000 pm", MAY), "pay is '3,000 pm': give a number"),
        (lambda: payband.employer_ni("NaN", MAY), "pay is NaN: give a number"),
        (lambda: payband.employer_ni("Infinity", MAY), "pay is Infinity: give a number"),
        (lambda: payband.employer_ni(float("inf"), MAY), "pay is inf: give a number"),
        (lambda: payband.employer_ni(Decimal("NaN"), MAY), "EMPLOYERNI needs pay"),
        (lambda: payband.employer_ni(10**12, MAY), "no amount over £100,000,000,000 is read, check the figure"),
        (
            lambda: payband.employer_ni(date(2025, 5, 31), MAY),
            "of a kind that payband cannot read (date): give a number",
        ),
        (lambda: payband.employer_ni(3000, "31/06/2025"), "pay date is '31/06/2025', which is not a date: write it as"),
        (lambda: payband.employer_ni(3000, "05/31/2025"), "which is not a date"),
        (lambda: payband.employer_ni(3000, "soon"), "which is not a date"),
        (lambda: payband.employer_ni(3000, 2025 - 1990), "not a date from 1 March 1900 on"),
        (lambda: payband.employer_ni(3000, True), "give a date such as 31/05/2025"),
        (lambda: payband.employer_ni(3000, "2525-05-31"), "give a date between 1900 and 2199"),
        (
            lambda: payband.employer_ni(3000, MAY, "A", "month", "perhaps"),
            "contracted out is 'perhaps': write yes or no",
        ),
        (lambda: payband.uplift(30_000, "150%"), "150%"),
        (lambda: payband.uplift(30_000, True), "percent is TRUE: give a number"),
        (lambda: payband.protection(50_000, 40_000, MAY, 0), "months is 0: give between 1 and 600 months"),
        (lambda: payband.protection(50_000, 40_000, MAY, 1.5), "months is '1.5': give a whole number of months"),
        (lambda: payband.protection(50_000, 40_000, MAY, 601), "give between 1 and 600 months"),
        (lambda: payband.on_costs(1, date(2025, 4, 1), 0), "type an apostrophe first: '2011-12"),
        (lambda: payband.on_costs(1, 2025, 0), "type an apostrophe first"),
    ],
)
def test_values_that_are_refused(call: Any, said: str) -> None:
    with pytest.raises(payband.WrongInput) as error:
        call()
    assert said in str(error.value)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: payband.employer_ni(3000, MAY, "A", "moth"), "period is 'moth'; did you mean 'month'?"),
        (lambda: payband.slot(1, [[1, 1]], "nearest point"), "rule is 'nearest point'; did you mean 'nearest'?"),
        (lambda: payband.slot(1, [[1, 1]], "nearest", "up"), "tie is 'up'; known: higher, lower"),
        (lambda: payband.slot(1, "City Oficer"), "did you mean 'City Officer'?"),
        (lambda: payband.protection(1, 1, MAY, 24, "uplift"), "form is 'uplift'; did you mean 'uplifted'?"),
        (lambda: payband.approval(1, None, "Harow"), "did you mean 'Harrow'?"),
        (lambda: payband.approval(1, None, "Harrow", "above"), "comparison is 'above'"),
    ],
)
def test_unknown_words_name_the_nearest(call: Any, said: str) -> None:
    with pytest.raises(payband.UnknownName) as error:
        call()
    assert said in str(error.value)
    assert error.value.cell_value == "#N/A"


def test_words_are_read_whatever_their_case_and_spaces() -> None:
    assert payband.slot_point(97_575, " divisional  DIRECTOR ", "Next  Above") == 9
    assert payband.employer_ni(700, MAY, "a", "Four Weeks") == payband.employer_ni(700, MAY, "A", "four weeks")


# --- columns -------------------------------------------------------------------------------------------------------

PAY = [3000, 8000, 417]
NI = [Decimal("387.45"), Decimal("1137.45"), Decimal("0.00")]


@pytest.mark.parametrize(
    "column",
    [PAY, tuple(PAY), [[3000], [8000], [417]], ((3000,), (8000,), (417,)), [PAY], ["£3,000", "8,000", 417.0]],
    ids=["list", "tuple", "n x 1 list", "n x 1 tuple", "row", "mixed"],
)
def test_lists_give_lists(column: Any) -> None:
    got = payband.employer_ni(column, MAY)
    assert type(got) is list
    assert got == NI


@pytest.mark.parametrize("column", [np.array(PAY), np.array([[each] for each in PAY], dtype=float)])
def test_numpy_gives_numpy(column: Any) -> None:
    got = payband.employer_ni(column, MAY)
    assert isinstance(got, np.ndarray)
    assert got.shape == (3,)
    assert list(got) == NI


@pytest.mark.parametrize("dtype", ["int64", "float64", "object", "Int64"])
def test_a_series_gives_a_series_with_its_index(dtype: str) -> None:
    pay = pd.Series(PAY, index=["b", "a", "c"], dtype=dtype)
    got = payband.employer_ni(pay, MAY)
    assert isinstance(got, pd.Series)
    assert list(got.index) == ["b", "a", "c"]
    assert list(got) == NI


def test_a_series_beside_single_values_and_lists() -> None:
    frame = pd.DataFrame({"pay": [3000, 3000], "day": pd.to_datetime(["2025-05-31", "2022-10-31"])}, index=[7, 5])
    got = payband.employer_ni(frame["pay"], frame["day"], ["A", "H"])
    assert list(got.index) == [7, 5]
    assert list(got) == [NI_ON_3000, 0]


def test_a_frame_of_one_column_is_a_column() -> None:
    assert payband.employer_ni(pd.DataFrame({"pay": PAY}), MAY) == NI


def test_the_answer_takes_its_container_from_the_columns_and_not_from_a_table_beside_them() -> None:
    shares = pd.Series([1, 0.5])
    got = payband.protection([50_000, 60_000, 30_000], 40_000, "01/04/2024", 24, "tapered", shares)
    assert got == [15_000, 30_000, 0]


@pytest.mark.parametrize("blank", [None, "", float("nan")])
def test_blanks_below_a_column_are_left_off(blank: Any) -> None:
    assert payband.employer_ni([*PAY, blank, blank], MAY) == NI
    got = payband.employer_ni(pd.Series([*PAY, blank], index=list("wxyz"), dtype=object), MAY)
    assert list(got.index) == ["w", "x", "y"]


def test_blanks_below_a_column_of_something_optional_are_its_default() -> None:
    assert payband.employer_ni([3000, 3000, 3000], MAY, ["H", "A", None]) == [0, NI_ON_3000, NI_ON_3000]
    assert payband.employer_ni([3000, 3000, None], MAY, [None, None, None]) == [NI_ON_3000, NI_ON_3000]


def test_a_blank_inside_a_column_is_a_problem_of_its_row() -> None:
    with pytest.raises(payband.InputProblems) as error:
        payband.employer_ni([3000, None, "x", 8000, -1], MAY)
    assert [problem.row for problem in error.value.problems] == [2, 3, 5]
    assert str(error.value).splitlines() == [
        "EMPLOYERNI: 3 problems to put right",
        "  row 2: EMPLOYERNI needs pay (£, 0 or more): "
        "EMPLOYERNI(pay, pay date, [category = A], [period = month], [contracted out = no], "
        "[weeks = 52])",
        "  row 3: pay is 'x': give a number",
        "  row 5: pay is -1: give an amount of £0 or more",
    ]


def test_every_bad_row_is_told_of_what_the_rule_refuses_too() -> None:
    with pytest.raises(payband.InputProblems) as error:
        payband.employer_ni(3000, ["31/05/2025", "31/05/2009", "05/04/2009", "06/04/2027"])
    assert [problem.row for problem in error.value.problems] == [3, 4]


@pytest.mark.parametrize("length", [3, 199, 200, 1_000])
def test_a_long_column_with_a_bad_row_names_that_row(length: int) -> None:
    """Long columns go through NumPy at once; the rows that cannot be read are told all the same."""
    column: list[Any] = [3000] * length
    assert payband.employer_ni(column, MAY) == [NI_ON_3000] * length
    column[1] = "x"
    with pytest.raises(payband.InputProblems, match="1 problem to put right") as error:
        payband.employer_ni(column, MAY)
    assert [problem.row for problem in error.value.problems] == [2]


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (
            lambda: payband.employer_ni([[3000, 1], [8000, 2]], MAY),
            "pay is a block of several columns: give one column",
        ),
        (lambda: payband.employer_ni([3000, 8000], [MAY] * 3), "the columns given have different lengths"),
        (lambda: payband.employer_ni([], MAY), "pay has no values in it"),
        (lambda: payband.employer_ni([None, ""], MAY), "pay has no values in it"),
        (lambda: payband.employer_ni([[]], MAY), "pay has no values in it"),
        (lambda: payband.on_cost_table([36_000], "2025-26", 0), "answers a table of its own, so give it single values"),
        (lambda: payband.employer_ni(PAY, "soon"), "which is not a date"),
    ],
)
def test_columns_that_are_refused(call: Any, said: str) -> None:
    with pytest.raises(payband.WrongInput) as error:
        call()
    assert said in str(error.value)


def test_a_row_answer_gives_a_row_for_each() -> None:
    table = payband.slot([63_000, 97_575], "City Officer", "bottom")
    assert table.columns == ["point", "salary", "change", "outcome"]
    assert table.rows == [[1, 63_945, 945, "rise"], [1, 63_945, -33_630, "fall"]]


# --- arguments -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "error", "said"),
    [
        (
            lambda: payband.levy(1, MAY, 0, 1),
            payband.WrongInput,
            "LEVY takes at most 3 arguments: LEVY(pay bill, pay date",
        ),
        (lambda: payband.levy(), payband.WrongInput, "LEVY needs pay bill"),
        (lambda: payband.levy(1), payband.WrongInput, "LEVY needs pay date (a date)"),
        (lambda: payband.levy(1, pay_day=MAY), payband.WrongInput, "no argument 'pay_day'; did you mean 'pay_date'?"),
        (lambda: payband.levy(1, MAY, pay_date=MAY), payband.WrongInput, "LEVY: pay date is given twice"),
        (lambda: registry.function("EMPLOYERNIC"), payband.UnknownName, "did you mean 'EMPLOYERNI'?"),
        (lambda: registry.function("payband.slots"), payband.UnknownName, "is not a function of payband; did you mean"),
    ],
)
def test_calls_that_are_refused(call: Any, error: type[Exception], said: str) -> None:
    with pytest.raises(error) as raised:
        call()
    assert said in str(raised.value)


def test_keywords() -> None:
    assert payband.employer_ni(pay=3000, pay_date=MAY, category="A") == NI_ON_3000
    assert payband.employer_ni(3000, pay_date=MAY, contracted_out="no") == NI_ON_3000


@pytest.mark.parametrize(
    "name", ["EMPLOYERNI", "employerni", "PAYBAND.EMPLOYERNI", "payband_employer_ni", " EmployerNI "]
)
def test_functions_are_found_by_the_names_that_hosts_give_them(name: str) -> None:
    assert registry.function(name) is payband.employer_ni


# --- every function ------------------------------------------------------------------------------------------------

FUNCTIONS = list(registry.functions())


def test_every_function_is_public_under_its_own_name() -> None:
    public = {name for name, home in payband._HOMES.items() if home.startswith("rules.")}
    assert {function.__name__ for function in FUNCTIONS} == public
    for function in FUNCTIONS:
        assert getattr(payband, function.__name__) is function
        assert function.name == function.__name__.replace("_", "").upper()


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.name)
def test_every_function_explains_itself(function: registry.WorksheetFunction) -> None:
    assert function.name.isalnum()  # so that every host can carry it
    assert function.help.endswith(".")
    assert len(function.help) < 160
    assert (
        ">>> payband." in (function.__doc__ or "")
        or ">>> print(payband." in (function.__doc__ or "")
        or (">>> [payband." in (function.__doc__ or ""))
    )
    assert function.usage.startswith(f"{function.name}(")
    for argument in function.arguments:
        assert argument.help, argument.name
        assert argument.parameter == argument.name.replace(" ", "_")
    assert isinstance(function.answer, Value | Row | TableOf)


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.name)
def test_every_function_names_what_it_lacks(function: registry.WorksheetFunction) -> None:
    first = next(argument for argument in function.arguments if argument.required)
    with pytest.raises(payband.WrongInput, match=f"{function.name} needs {first.name}"):
        function()


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.name)
def test_required_arguments_come_before_optional_ones(function: registry.WorksheetFunction) -> None:
    required = [argument.required or argument.kind.may_be_blank for argument in function.arguments]
    assert required == sorted(required, reverse=True)


def test_defaults_are_shown_as_people_type_them() -> None:
    shown = {argument.parameter: argument.default_text for argument in payband.uplift.arguments}
    assert shown == {"salary": "", "percent": "", "flat": "0", "round_to": "0", "at_least": "0"}
    assert "start date, months, [form = frozen], [shares], [awards], [leaves on]" in payband.protection.usage
    assert "[contracted out = no]" in payband.on_costs.usage
    assert "[other rate = 0%]" in payband.on_costs.usage


def test_arguments_described_wrongly_are_refused_at_once() -> None:
    with pytest.raises(TypeError, match="are not the parameters"):

        @registry.worksheet_function("NOTHING", Value(kinds.MONEY), wrong=(kinds.MONEY, ""))
        def nothing(right: int) -> int:
            return right

    with pytest.raises(payband.UnknownName):
        registry.function("NOTHING")


def test_points_are_given_as_numbers_where_they_are_numbers() -> None:
    assert payband.slot_point(97_575, "Divisional Director") == 9
    assert payband.slot_point(36_271, "Wychavon Grade 10") == "W33"
    assert payband.slot_point(10, [["007", 10], ["008", 20]]) == "007"
