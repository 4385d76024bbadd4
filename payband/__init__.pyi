"""The types of payband's public names.

Single values give a single value; a list or a tuple as the first argument, with single values, lists or tuples beside
it, gives a list. NumPy arrays and pandas Series are taken too and give their own kind, which is not told apart here.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeAlias, overload

import numpy as np
import pandas as pd

from payband.batch.frames.posts import posts as posts
from payband.calendar import FinancialYear
from payband.errors import InputProblems as InputProblems
from payband.errors import PaybandError as PaybandError
from payband.errors import UnknownFigure as UnknownFigure
from payband.errors import UnknownName as UnknownName
from payband.errors import WrongInput as WrongInput
from payband.library import figures_used as figures_used
from payband.library import using_data as using_data
from payband.review import Results as Results
from payband.review import Review as Review
from payband.table import Table as Table
from payband.workbook import open_review as open_review

__all__ = [
    "InputProblems",
    "PaybandError",
    "Results",
    "Review",
    "Table",
    "UnknownFigure",
    "UnknownName",
    "WrongInput",
    "__version__",
    "approval",
    "arrears",
    "check",
    "compa_ratio",
    "consultation",
    "employer_cost",
    "employer_ni",
    "exit_band",
    "explain",
    "fair_pay",
    "figures_used",
    "grade_for_points",
    "hay_grade",
    "hay_total",
    "hcas",
    "hourly_pay",
    "levy",
    "needs_approval",
    "ni_of_benefits",
    "ni_of_posts",
    "on_cost_table",
    "on_costs",
    "open_review",
    "pay_bracket",
    "pay_gap",
    "pay_gap_hourly",
    "pay_line",
    "pay_multiple",
    "pay_range",
    "penetration",
    "placement",
    "posts",
    "present_value",
    "protection",
    "protection_ends",
    "protection_policy",
    "protection_table",
    "protection_year",
    "quartile_shares",
    "range_max",
    "range_min",
    "redundancy",
    "role_change",
    "salary",
    "scenario",
    "scheme_redundancy",
    "senior_pay",
    "slot",
    "slot_point",
    "slot_salary",
    "term_time_fte",
    "uplift",
    "using_data",
    "wage_floor",
]

__version__: str

# What people and cells write: an amount or a rate as a number or as text ("£30,000", "19.5%"); a date, "31/05/2025" or
# an Excel serial; "2025-26"; a point as a number or as text; yes or no.
_Number: TypeAlias = float | Decimal | Fraction | np.number[Any] | str
_Day: TypeAlias = date | np.datetime64 | float | str
_Year: TypeAlias = FinancialYear | str
_Text: TypeAlias = float | Decimal | str
_YesNo: TypeAlias = bool | float | str

# Tables of cells: (point, salary) or a name in the library; shares by year; (from date, percent).
_Cells: TypeAlias = Sequence[Any] | np.ndarray[Any, Any] | pd.DataFrame
_Range: TypeAlias = str | _Cells
_Shares: TypeAlias = float | str | _Cells | pd.Series[Any]
_Awards: TypeAlias = _Cells

_Column: TypeAlias = list[Any] | tuple[Any, ...]
_AnyColumn: TypeAlias = _Column | pd.Series[Any] | np.ndarray[Any, Any] | pd.DataFrame | pd.Index[Any]

@overload
def approval(amount: _Number, range_top: _Number | None, rule: _Text, comparison: str | None = None) -> str:
    """Says in words whether a pay package, or a severance payment, needs approval, by whom and because of what."""

@overload
def approval(
    amount: _Column, range_top: _Number | _Column | None, rule: _Text | _Column, comparison: str | _Column | None = None
) -> list[str]: ...
@overload
def approval(
    amount: _Number | _AnyColumn,
    range_top: _Number | _AnyColumn | None,
    rule: _Text | _AnyColumn,
    comparison: str | _AnyColumn | None = None,
) -> Any: ...
def arrears(
    salary_before: _Number | _AnyColumn,
    salary_after: _Number | _AnyColumn,
    effective_from: _Day | _AnyColumn,
    paid_on: _Day | _AnyColumn,
    pension: _Number | _AnyColumn,
    category: _Text | _AnyColumn | None = "A",
    levy: _YesNo | _AnyColumn | None = False,
    left_on: _Day | _AnyColumn | None = None,
    part_months: str | _AnyColumn | None = "calendar days",
) -> Table:
    """Arrears of a pay award that is paid late, £, with employer's NI, pension and levy on them."""

@overload
def check(
    function_name: _Text,
    argument_1: Any | None = None,
    argument_2: Any | None = None,
    argument_3: Any | None = None,
    argument_4: Any | None = None,
    argument_5: Any | None = None,
    argument_6: Any | None = None,
    argument_7: Any | None = None,
    argument_8: Any | None = None,
    argument_9: Any | None = None,
    argument_10: Any | None = None,
) -> str:
    """Says in words whether a function can answer its arguments: fine, or what is wrong and what to do."""

@overload
def check(
    function_name: _Column,
    argument_1: Any | None = None,
    argument_2: Any | None = None,
    argument_3: Any | None = None,
    argument_4: Any | None = None,
    argument_5: Any | None = None,
    argument_6: Any | None = None,
    argument_7: Any | None = None,
    argument_8: Any | None = None,
    argument_9: Any | None = None,
    argument_10: Any | None = None,
) -> list[str]: ...
@overload
def check(
    function_name: _Text | _AnyColumn,
    argument_1: Any | None = None,
    argument_2: Any | None = None,
    argument_3: Any | None = None,
    argument_4: Any | None = None,
    argument_5: Any | None = None,
    argument_6: Any | None = None,
    argument_7: Any | None = None,
    argument_8: Any | None = None,
    argument_9: Any | None = None,
    argument_10: Any | None = None,
) -> Any: ...
@overload
def compa_ratio(salary: _Number, range_min: _Number, range_max: _Number) -> Decimal:
    """Compa-ratio: a salary over the midpoint of its range, to four decimals."""

@overload
def compa_ratio(salary: _Column, range_min: _Number | _Column, range_max: _Number | _Column) -> list[Decimal]: ...
@overload
def compa_ratio(
    salary: _Number | _AnyColumn, range_min: _Number | _AnyColumn, range_max: _Number | _AnyColumn
) -> Any: ...
def consultation(dismissals: _Number | _AnyColumn, first_dismissal: _Day | _AnyColumn) -> Table:
    """When collective consultation on redundancies must begin, and the Secretary of State be told, at the latest."""

@overload
def employer_cost(
    annual_salary: _Number,
    financial_year: _Year,
    pension_rate: _Number,
    category: _Text | None = "A",
    contracted_out: _YesNo | None = False,
    levy: _YesNo | None = False,
    other_rate: _Number | None = 0,
) -> Decimal:
    """What a salary costs its employer over a financial year, £: the salary and its on-costs."""

@overload
def employer_cost(
    annual_salary: _Column,
    financial_year: _Year | _Column,
    pension_rate: _Number | _Column,
    category: _Text | _Column | None = "A",
    contracted_out: _YesNo | _Column | None = False,
    levy: _YesNo | _Column | None = False,
    other_rate: _Number | _Column | None = 0,
) -> list[Decimal]: ...
@overload
def employer_cost(
    annual_salary: _Number | _AnyColumn,
    financial_year: _Year | _AnyColumn,
    pension_rate: _Number | _AnyColumn,
    category: _Text | _AnyColumn | None = "A",
    contracted_out: _YesNo | _AnyColumn | None = False,
    levy: _YesNo | _AnyColumn | None = False,
    other_rate: _Number | _AnyColumn | None = 0,
) -> Any: ...
@overload
def employer_ni(
    pay: _Number,
    pay_date: _Day,
    category: _Text | None = "A",
    period: str | None = "month",
    contracted_out: _YesNo | None = False,
    weeks: _Number | None = 52,
) -> Decimal:
    """Employer's National Insurance on the pay of one period, £, exact to the penny."""

@overload
def employer_ni(
    pay: _Column,
    pay_date: _Day | _Column,
    category: _Text | _Column | None = "A",
    period: str | _Column | None = "month",
    contracted_out: _YesNo | _Column | None = False,
    weeks: _Number | _Column | None = 52,
) -> list[Decimal]: ...
@overload
def employer_ni(
    pay: _Number | _AnyColumn,
    pay_date: _Day | _AnyColumn,
    category: _Text | _AnyColumn | None = "A",
    period: str | _AnyColumn | None = "month",
    contracted_out: _YesNo | _AnyColumn | None = False,
    weeks: _Number | _AnyColumn | None = 52,
) -> Any: ...
@overload
def exit_band(
    package: _Number,
    on_date: _Day,
) -> str:
    """The band in which an exit package is published, such as £20,001 to £40,000."""

@overload
def exit_band(
    package: _Column,
    on_date: _Day | _Column,
) -> list[str]: ...
@overload
def exit_band(
    package: _Number | _AnyColumn,
    on_date: _Day | _AnyColumn,
) -> Any: ...
def explain(
    function_name: _Text,
    argument_1: Any | None = None,
    argument_2: Any | None = None,
    argument_3: Any | None = None,
    argument_4: Any | None = None,
    argument_5: Any | None = None,
    argument_6: Any | None = None,
    argument_7: Any | None = None,
    argument_8: Any | None = None,
    argument_9: Any | None = None,
    argument_10: Any | None = None,
) -> Table:
    """Explains a function's answer: each step with its value and rule, each figure used with its date and source."""

@overload
def grade_for_points(points: _Number, table: _Cells) -> str:
    """The grade of a post's job evaluation points in a table of grades."""

@overload
def grade_for_points(points: _Column, table: _Cells) -> list[str]: ...
@overload
def grade_for_points(points: _Number | _AnyColumn, table: _Cells) -> Any: ...
@overload
def fair_pay(
    highest: _Number,
    pay: _Number,
    band_width: _Number,
) -> Decimal:
    """The fair pay ratio: the middle of the highest-paid director's band over the pay of staff, to two decimals."""

@overload
def fair_pay(
    highest: _Column,
    pay: _Number | _Column,
    band_width: _Number | _Column,
) -> list[Decimal]: ...
@overload
def fair_pay(
    highest: _Number | _AnyColumn,
    pay: _Number | _AnyColumn,
    band_width: _Number | _AnyColumn,
) -> Any: ...
def hay_grade(total: _Number | _AnyColumn, table: _Cells) -> Table:
    """The grade of a job's points in the body's own table, and how far the total lies from the boundaries."""

@overload
def hay_total(
    know_how: _Number, problem_solving: _Number, accountability: _Number, additional: _Number | None = 0
) -> int:
    """Points of a job: know-how, problem solving and accountability, each checked to be a number of the method."""

@overload
def hay_total(
    know_how: _Column,
    problem_solving: _Number | _Column,
    accountability: _Number | _Column,
    additional: _Number | _Column | None = 0,
) -> list[int]: ...
@overload
def hay_total(
    know_how: _Number | _AnyColumn,
    problem_solving: _Number | _AnyColumn,
    accountability: _Number | _AnyColumn,
    additional: _Number | _AnyColumn | None = 0,
) -> Any: ...
@overload
def hcas(salary: _Number, zone: str, on_date: _Day) -> Decimal:
    """High cost area supplement of a full-time NHS post in England, £ a year."""

@overload
def hcas(salary: _Column, zone: str | _Column, on_date: _Day | _Column) -> list[Decimal]: ...
@overload
def hcas(salary: _Number | _AnyColumn, zone: str | _AnyColumn, on_date: _Day | _AnyColumn) -> Any: ...
@overload
def hourly_pay(
    annual_salary: _Number,
    full_time_hours: _Number | None = None,
    divisor: _Text | None = "Green Book",
    on_date: _Day | None = None,
) -> Decimal:
    """Pay of an hour of a full-time salary, £, cut after six decimals."""

@overload
def hourly_pay(
    annual_salary: _Column,
    full_time_hours: _Number | _Column | None = None,
    divisor: _Text | _Column | None = "Green Book",
    on_date: _Day | _Column | None = None,
) -> list[Decimal]: ...
@overload
def hourly_pay(
    annual_salary: _Number | _AnyColumn,
    full_time_hours: _Number | _AnyColumn | None = None,
    divisor: _Text | _AnyColumn | None = "Green Book",
    on_date: _Day | _AnyColumn | None = None,
) -> Any: ...
@overload
def levy(pay_bill: _Number, pay_date: _Day, allowance: _Number | None = 0) -> Decimal:
    """Apprenticeship levy on a pay bill, £: 0.5% of it, less the allowance if one is given."""

@overload
def levy(pay_bill: _Column, pay_date: _Day | _Column, allowance: _Number | _Column | None = 0) -> list[Decimal]: ...
@overload
def levy(
    pay_bill: _Number | _AnyColumn, pay_date: _Day | _AnyColumn, allowance: _Number | _AnyColumn | None = 0
) -> Any: ...
@overload
def needs_approval(amount: _Number, range_top: _Number | None, rule: _Text, comparison: str | None = None) -> bool:
    """TRUE if a pay package needs approval; a range is tested at its top."""

@overload
def needs_approval(
    amount: _Column, range_top: _Number | _Column | None, rule: _Text | _Column, comparison: str | _Column | None = None
) -> list[bool]: ...
@overload
def needs_approval(
    amount: _Number | _AnyColumn,
    range_top: _Number | _AnyColumn | None,
    rule: _Text | _AnyColumn,
    comparison: str | _AnyColumn | None = None,
) -> Any: ...
@overload
def ni_of_benefits(benefit: _Number, on_date: _Day) -> Decimal:
    """Employer's Class 1A NI on a benefit in kind, £: 15% of what it is worth, from 6 April 2025."""

@overload
def ni_of_benefits(benefit: _Column, on_date: _Day | _Column) -> list[Decimal]: ...
@overload
def ni_of_benefits(benefit: _Number | _AnyColumn, on_date: _Day | _AnyColumn) -> Any: ...
def ni_of_posts(
    posts: _Cells,
    pay_date: _Day,
    category: _Text | None = "A",
    period: str | None = "month",
    contracted_out: _YesNo | None = False,
) -> Table:
    """Employer's National Insurance of one person's posts with one employer, £: on the sum, shared by pay."""

def on_cost_table(
    annual_salary: _Number,
    financial_year: _Year,
    pension_rate: _Number,
    category: _Text | None = "A",
    contracted_out: _YesNo | None = False,
    levy: _YesNo | None = False,
    other_rate: _Number | None = 0,
) -> Table:
    """On-costs of a salary over a financial year by component: £, share of salary, rate and source."""

@overload
def on_costs(
    annual_salary: _Number,
    financial_year: _Year,
    pension_rate: _Number,
    category: _Text | None = "A",
    contracted_out: _YesNo | None = False,
    levy: _YesNo | None = False,
    other_rate: _Number | None = 0,
) -> Decimal:
    """On-costs of a salary over a financial year, £: employer's NI, pension, levy and other."""

@overload
def on_costs(
    annual_salary: _Column,
    financial_year: _Year | _Column,
    pension_rate: _Number | _Column,
    category: _Text | _Column | None = "A",
    contracted_out: _YesNo | _Column | None = False,
    levy: _YesNo | _Column | None = False,
    other_rate: _Number | _Column | None = 0,
) -> list[Decimal]: ...
@overload
def on_costs(
    annual_salary: _Number | _AnyColumn,
    financial_year: _Year | _AnyColumn,
    pension_rate: _Number | _AnyColumn,
    category: _Text | _AnyColumn | None = "A",
    contracted_out: _YesNo | _AnyColumn | None = False,
    levy: _YesNo | _AnyColumn | None = False,
    other_rate: _Number | _AnyColumn | None = 0,
) -> Any: ...
@overload
def pay_bracket(
    pay: _Number,
    on_date: _Day,
) -> str:
    """The £5,000 bracket in which somebody's remuneration is counted in the accounts, or that it lies below them."""

@overload
def pay_bracket(
    pay: _Column,
    on_date: _Day | _Column,
) -> list[str]: ...
@overload
def pay_bracket(
    pay: _Number | _AnyColumn,
    on_date: _Day | _AnyColumn,
) -> Any: ...
@overload
def pay_gap(compared_with: _Number, pay: _Number) -> Decimal:
    """A pay gap: how far one group's pay lies below another's, as a share of that other's."""

@overload
def pay_gap(compared_with: _Column, pay: _Number | _Column) -> list[Decimal]: ...
@overload
def pay_gap(compared_with: _Number | _AnyColumn, pay: _Number | _AnyColumn) -> Any: ...
@overload
def pay_line(points: _Cells, pays: _Cells, at_points: _Number, shape: str | None = "straight") -> Decimal:
    """Pay that the pay line of an organisation gives for some points, £ a year: by least squares."""

@overload
def pay_line(
    points: _Cells, pays: _Cells, at_points: _Column, shape: str | _Column | None = "straight"
) -> list[Decimal]: ...
@overload
def pay_line(
    points: _Cells, pays: _Cells, at_points: _Number | _AnyColumn, shape: str | _AnyColumn | None = "straight"
) -> Any: ...
@overload
def pay_gap_hourly(pay: _Number, period: str, weekly_hours: _Number) -> Decimal:
    """Hourly pay for the gender pay gap: the pay of a pay period, brought to a week, over the weekly hours."""

@overload
def pay_gap_hourly(pay: _Column, period: str | _Column, weekly_hours: _Number | _Column) -> list[Decimal]: ...
@overload
def pay_gap_hourly(pay: _Number | _AnyColumn, period: str | _AnyColumn, weekly_hours: _Number | _AnyColumn) -> Any: ...
@overload
def pay_multiple(highest: _Number, median: _Number) -> Decimal:
    """The pay multiple: highest earnings over median earnings, to two decimals, half upwards."""

@overload
def pay_multiple(highest: _Column, median: _Number | _Column) -> list[Decimal]: ...
@overload
def pay_multiple(highest: _Number | _AnyColumn, median: _Number | _AnyColumn) -> Any: ...
def pay_range(
    spine: _Range, bottom_point: _Text | None = None, top_point: _Text | None = None, on_date: _Day | None = None
) -> Table:
    """The points of a pay range with their salaries and the step from the point below, £ a year."""

@overload
def penetration(salary: _Number, range_min: _Number, range_max: _Number) -> Decimal:
    """Range penetration: how far up its range a salary lies, to four decimals; 0 the bottom, 1 the top."""

@overload
def penetration(salary: _Column, range_min: _Number | _Column, range_max: _Number | _Column) -> list[Decimal]: ...
@overload
def penetration(
    salary: _Number | _AnyColumn, range_min: _Number | _AnyColumn, range_max: _Number | _AnyColumn
) -> Any: ...
def placement(
    share_of_current: _Number | _AnyColumn,
    share_of_new: _Number | _AnyColumn,
    grades_apart: _Number | _AnyColumn,
    people: _Number | _AnyColumn,
    posts: _Number | _AnyColumn,
    policy: _Text | _AnyColumn,
    gaps: str | _AnyColumn | None = None,
    on_date: _Day | _AnyColumn | None = None,
) -> Table:
    """How a person comes to a post in a new structure: assimilation, matching or the ring-fence, and why."""

@overload
def present_value(amounts: _Cells, rate: _Number | None = None) -> Decimal:
    """Net present value of a row or column of yearly amounts, £, in the money of the first year."""

@overload
def present_value(amounts: _Cells, rate: _Column | None = None) -> list[Decimal]: ...
@overload
def present_value(amounts: _Cells, rate: _Number | _AnyColumn | None = None) -> Any: ...
@overload
def protection(
    salary_before: _Number,
    salary_after: _Number,
    start_date: _Day,
    months: _Number,
    form: str | None = "frozen",
    shares: _Shares | None = (),
    awards: _Awards | None = (),
    leaves_on: _Day | None = None,
    part_months: str | None = "calendar days",
) -> Decimal:
    """Cost of protecting a salary over the whole period, £, without on-costs."""

@overload
def protection(
    salary_before: _Column,
    salary_after: _Number | _Column,
    start_date: _Day | _Column,
    months: _Number | _Column,
    form: str | _Column | None = "frozen",
    shares: _Shares | None = (),
    awards: _Awards | None = (),
    leaves_on: _Day | None = None,
    part_months: str | _Column | None = "calendar days",
) -> list[Decimal]: ...
@overload
def protection(
    salary_before: _Number | _AnyColumn,
    salary_after: _Number | _AnyColumn,
    start_date: _Day | _AnyColumn,
    months: _Number | _AnyColumn,
    form: str | _AnyColumn | None = "frozen",
    shares: _Shares | None = (),
    awards: _Awards | None = (),
    leaves_on: _Day | None = None,
    part_months: str | _AnyColumn | None = "calendar days",
) -> Any: ...
@overload
def protection_ends(start_date: _Day, months: _Number) -> date:
    """The last protected day of a protection that lasts whole months."""

@overload
def protection_ends(start_date: _Column, months: _Number | _Column) -> list[date]: ...
@overload
def protection_ends(start_date: _Day | _AnyColumn, months: _Number | _AnyColumn) -> Any: ...
def protection_policy(
    policy: _Text | _AnyColumn, full_years: _Number | _AnyColumn, on_date: _Day | _AnyColumn | None = None
) -> Table:
    """A body's pay protection by the name of its policy: months, form, shares, what is protected, what ends it."""

def protection_table(
    salary_before: _Number,
    salary_after: _Number,
    start_date: _Day,
    months: _Number,
    form: str | None = "frozen",
    by: str | None = "year",
    shares: _Shares | None = (),
    awards: _Awards | None = (),
    leaves_on: _Day | None = None,
    part_months: str | None = "calendar days",
) -> Table:
    """Protection by financial year or month: protected pay, substantive pay and cost, £."""

@overload
def protection_year(
    salary_before: _Number,
    salary_after: _Number,
    start_date: _Day,
    financial_year: _Year,
    months: _Number,
    form: str | None = "frozen",
    shares: _Shares | None = (),
    awards: _Awards | None = (),
    leaves_on: _Day | None = None,
    part_months: str | None = "calendar days",
) -> Decimal:
    """Cost of protecting a salary in one financial year, £, without on-costs."""

@overload
def protection_year(
    salary_before: _Column,
    salary_after: _Number | _Column,
    start_date: _Day | _Column,
    financial_year: _Year | _Column,
    months: _Number | _Column,
    form: str | _Column | None = "frozen",
    shares: _Shares | None = (),
    awards: _Awards | None = (),
    leaves_on: _Day | None = None,
    part_months: str | _Column | None = "calendar days",
) -> list[Decimal]: ...
@overload
def protection_year(
    salary_before: _Number | _AnyColumn,
    salary_after: _Number | _AnyColumn,
    start_date: _Day | _AnyColumn,
    financial_year: _Year | _AnyColumn,
    months: _Number | _AnyColumn,
    form: str | _AnyColumn | None = "frozen",
    shares: _Shares | None = (),
    awards: _Awards | None = (),
    leaves_on: _Day | None = None,
    part_months: str | _AnyColumn | None = "calendar days",
) -> Any: ...
def quartile_shares(people: _Cells, group: str | _AnyColumn) -> Table:
    """The share of a group in each quarter of hourly pay, the lower one first, with four decimals."""

@overload
def range_max(grade: _Range, on_date: _Day | None = None) -> Decimal:
    """The top of a grade's pay range, £ a year."""

@overload
def range_max(grade: _Range, on_date: _Column | None = None) -> list[Decimal]: ...
@overload
def range_max(grade: _Range, on_date: _Day | _AnyColumn | None = None) -> Any: ...
@overload
def range_min(grade: _Range, on_date: _Day | None = None) -> Decimal:
    """The bottom of a grade's pay range, £ a year."""

@overload
def range_min(grade: _Range, on_date: _Column | None = None) -> list[Decimal]: ...
@overload
def range_min(grade: _Range, on_date: _Day | _AnyColumn | None = None) -> Any: ...
@overload
def redundancy(age: _Number, years: _Number, week_pay: _Number, leaves_on: _Day) -> Decimal:
    """Statutory redundancy pay, £."""

@overload
def redundancy(
    age: _Column, years: _Number | _Column, week_pay: _Number | _Column, leaves_on: _Day | _Column
) -> list[Decimal]: ...
@overload
def redundancy(
    age: _Number | _AnyColumn,
    years: _Number | _AnyColumn,
    week_pay: _Number | _AnyColumn,
    leaves_on: _Day | _AnyColumn,
) -> Any: ...
def role_change(
    shares_now: _Cells,
    shares_new: _Cells,
    policy: _Text | _AnyColumn,
    on_date: _Day | _AnyColumn | None = None,
) -> Table:
    """How much of a role changes, and whether that is past the policy's limit, so that its holder is consulted."""

@overload
def salary(  # type: ignore[overload-overlap]
    spine: _Range, point: _Text | None, on_date: _Day | None = None, full_years: _Number | None = None
) -> Decimal:
    """Annual salary of a spinal point, or of a step of a national pay band, £ a year."""

@overload
def salary(
    spine: _Range,
    point: _Column | None,
    on_date: _Day | _Column | None = None,
    full_years: _Number | _Column | None = None,
) -> list[Decimal]: ...
@overload
def salary(
    spine: _Range,
    point: _Text | _AnyColumn | None,
    on_date: _Day | _AnyColumn | None = None,
    full_years: _Number | _AnyColumn | None = None,
) -> Any: ...
@overload
def scenario(table: _Cells, scenario_name: _Text, measure: _Text, year: _Text | None = "") -> Decimal:
    """One result of one scenario, £ or a number, from the tables that `payband compare` writes."""

@overload
def scenario(
    table: _Cells, scenario_name: _Column, measure: _Text | _Column, year: _Text | _Column | None = ""
) -> list[Decimal]: ...
@overload
def scenario(
    table: _Cells, scenario_name: _Text | _AnyColumn, measure: _Text | _AnyColumn, year: _Text | _AnyColumn | None = ""
) -> Any: ...
def scheme_redundancy(
    age: _Number | _AnyColumn,
    years: _Number | _AnyColumn,
    week_pay: _Number | _AnyColumn,
    leaves_on: _Day | _AnyColumn,
    multiplier: _Number | _AnyColumn | None = None,
    capped: _YesNo | _AnyColumn | None = False,
) -> Table:
    """Redundancy pay of a body's own scheme as well as the statutory, £: actual week's pay and a multiplier."""

@overload
def senior_pay(
    package: _Number,
    bonus: _Number,
    on_date: _Day,
    approval_for: str | None = "appointment",
    package_before: _Number | None = None,
    approved_before: _YesNo | None = False,
    last_holder_interim: _YesNo | None = False,
) -> str:
    """Says in words whether senior pay in central government needs the approval of HM Treasury, and why."""

@overload
def senior_pay(
    package: _Column,
    bonus: _Number | _Column,
    on_date: _Day | _Column,
    approval_for: str | _Column | None = "appointment",
    package_before: _Number | _Column | None = None,
    approved_before: _YesNo | _Column | None = False,
    last_holder_interim: _YesNo | _Column | None = False,
) -> list[str]: ...
@overload
def senior_pay(
    package: _Number | _AnyColumn,
    bonus: _Number | _AnyColumn,
    on_date: _Day | _AnyColumn,
    approval_for: str | _AnyColumn | None = "appointment",
    package_before: _Number | _AnyColumn | None = None,
    approved_before: _YesNo | _AnyColumn | None = False,
    last_holder_interim: _YesNo | _AnyColumn | None = False,
) -> Any: ...
def slot(
    salary: _Number | _AnyColumn,
    points: _Range,
    rule: str | _AnyColumn | None = "nearest",
    tie: str | _AnyColumn | None = None,
    on_date: _Day | _AnyColumn | None = None,
    full_years: _Number | _AnyColumn | None = None,
) -> Table:
    """Slots a salary into a pay range: the point, its salary, the change in £ a year, and rise, same or fall."""

@overload
def slot_point(
    salary: _Number,
    points: _Range,
    rule: str | None = "nearest",
    tie: str | None = None,
    on_date: _Day | None = None,
    full_years: _Number | None = None,
) -> int | str:
    """The point that a salary is slotted to."""

@overload
def slot_point(
    salary: _Column,
    points: _Range,
    rule: str | _Column | None = "nearest",
    tie: str | _Column | None = None,
    on_date: _Day | _Column | None = None,
    full_years: _Number | _Column | None = None,
) -> list[int | str]: ...
@overload
def slot_point(
    salary: _Number | _AnyColumn,
    points: _Range,
    rule: str | _AnyColumn | None = "nearest",
    tie: str | _AnyColumn | None = None,
    on_date: _Day | _AnyColumn | None = None,
    full_years: _Number | _AnyColumn | None = None,
) -> Any: ...
@overload
def slot_salary(
    salary: _Number,
    points: _Range,
    rule: str | None = "nearest",
    tie: str | None = None,
    on_date: _Day | None = None,
    full_years: _Number | None = None,
) -> Decimal:
    """The salary that a salary is slotted to, £ a year."""

@overload
def slot_salary(
    salary: _Column,
    points: _Range,
    rule: str | _Column | None = "nearest",
    tie: str | _Column | None = None,
    on_date: _Day | _Column | None = None,
    full_years: _Number | _Column | None = None,
) -> list[Decimal]: ...
@overload
def slot_salary(
    salary: _Number | _AnyColumn,
    points: _Range,
    rule: str | _AnyColumn | None = "nearest",
    tie: str | _AnyColumn | None = None,
    on_date: _Day | _AnyColumn | None = None,
    full_years: _Number | _AnyColumn | None = None,
) -> Any: ...
@overload
def term_time_fte(
    hours: _Number,
    weeks: _Number,
    leave_days: _Number | None = None,
    method: _Text | None = "Green Book Part 4.12",
    full_time_hours: _Number | None = None,
    on_date: _Day | None = None,
) -> Decimal:
    """The FTE of a post for part of the year, such as term time: its hours and paid weeks of those of full time."""

@overload
def term_time_fte(
    hours: _Column,
    weeks: _Number | _Column,
    leave_days: _Number | _Column | None = None,
    method: _Text | _Column | None = "Green Book Part 4.12",
    full_time_hours: _Number | _Column | None = None,
    on_date: _Day | _Column | None = None,
) -> list[Decimal]: ...
@overload
def term_time_fte(
    hours: _Number | _AnyColumn,
    weeks: _Number | _AnyColumn,
    leave_days: _Number | _AnyColumn | None = None,
    method: _Text | _AnyColumn | None = "Green Book Part 4.12",
    full_time_hours: _Number | _AnyColumn | None = None,
    on_date: _Day | _AnyColumn | None = None,
) -> Any: ...
@overload
def uplift(
    salary: _Number,
    percent: _Number,
    flat: _Number | None = 0,
    round_to: _Number | None = 0,
    at_least: _Number | None = 0,
) -> Decimal:
    """Salary after a pay award, £ a year."""

@overload
def uplift(
    salary: _Column,
    percent: _Number | _Column,
    flat: _Number | _Column | None = 0,
    round_to: _Number | _Column | None = 0,
    at_least: _Number | _Column | None = 0,
) -> list[Decimal]: ...
@overload
def uplift(
    salary: _Number | _AnyColumn,
    percent: _Number | _AnyColumn,
    flat: _Number | _AnyColumn | None = 0,
    round_to: _Number | _AnyColumn | None = 0,
    at_least: _Number | _AnyColumn | None = 0,
) -> Any: ...
@overload
def wage_floor(on_date: _Day, floor: str | None = "statutory", age: _Number | None = None) -> Decimal:
    """The lowest pay of an hour, £, by date and age."""

@overload
def wage_floor(
    on_date: _Column, floor: str | _Column | None = "statutory", age: _Number | _Column | None = None
) -> list[Decimal]: ...
@overload
def wage_floor(
    on_date: _Day | _AnyColumn,
    floor: str | _AnyColumn | None = "statutory",
    age: _Number | _AnyColumn | None = None,
) -> Any: ...
