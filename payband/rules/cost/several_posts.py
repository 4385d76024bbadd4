"""Several posts of one person with one employer: National Insurance on the sum of their pay, shared by pay."""

from collections.abc import Sequence
from datetime import date

from payband.calendar import FinancialYear
from payband.kinds import DAY, MONEY, POINT, TEXT, YESNO, choice
from payband.post_table import POSTS
from payband.registry import Step, TableOf, worksheet_function
from payband.rules.cost.national_insurance import PERIODS, employer_ni_on, ni_figures
from payband.rules.cost.on_costs import OnCostTerms, ni_of_months
from payband.rules.shares import shared_among
from payband.units import pounds, pounds_text

__all__ = ["ni_of_posts", "ni_of_posts_of_year"]


# --- the rule ------------------------------------------------------------------------------------------------------


def ni_of_posts_of_year(
    salaries: Sequence[int], year: FinancialYear, category: str = "A", contracted_out: bool = False
) -> list[int]:
    """Pence of employer's NI of each post over a financial year of twelve pays, on the sum and shared by pay.

    >>> from payband.calendar import FinancialYear
    >>> ni_of_posts_of_year([639_351, 639_351], FinancialYear(2026))
    [58374, 58374]
    """
    terms = OnCostTerms(0, category, contracted_out)
    return shared_among(int(ni_of_months(sum(salaries), tuple(year.months), terms)), salaries)


# --- worksheet function --------------------------------------------------------------------------------------------


@worksheet_function(
    "NIOFPOSTS",
    TableOf((("post", POINT), ("pay", MONEY), ("NI", MONEY), ("NI apart", MONEY))),
    posts=(POSTS, "Two columns of cells, post number and pay in the period, £; or pay alone"),
    pay_date=(DAY, "The day the pay is paid, which decides the rates"),
    category=(TEXT, "NI category letter of the person"),
    period=(choice(*PERIODS), "The pay period of all the posts: week, fortnight, four weeks, month or year"),
    contracted_out=(YESNO, "yes for a salary-related pension scheme contracted out of the state second pension"),
)
def ni_of_posts(
    posts: tuple[tuple[str, int], ...],
    pay_date: date,
    category: str = "A",
    period: str = "month",
    contracted_out: bool = False,
) -> list[tuple[str, int, int, int]]:
    """Employer's National Insurance of one person's posts with one employer, £: on the sum, shared by pay.

    One row a post: its pay, its share of the NI on the sum of the pay, and what the NI would be if the post stood
    alone. Pay from one employer is added up before NI is worked out, so there is one threshold, unless the pay of each
    is worked out apart and adding it up would not be reasonably practicable. NI is one sum of the person; that it is
    shared by pay follows what regulation 15 says of different employers, by analogy only. Each share is in whole pence,
    the odd pennies to the shares that were cut by the most. Posts with different letters or pay periods are not added:
    ask payroll which letter holds; with different periods the shortest is the period of all (NIM10011).

    For a year of twelve pays, ONCOSTS of the sum of the salaries with a pension rate of 0 is the NI.

    Raises WrongInput for a post number that is given twice, and for a post without its pay.

    Source: Social Security (Contributions) Regulations 2001, reg 14; HMRC NIM01004, NIM10002 and NIM10067.

    >>> import payband
    >>> print(payband.ni_of_posts([("A", 500), ("B", 400)], "30/05/2025", period="week"))
    post     pay     NI  NI apart
    ----  ------  -----  --------
    A     500.00  67.00     60.60
    B     400.00  53.60     45.60
    """
    figures = ni_figures(pay_date, category, period, contracted_out)
    pays = [pay for _, pay in posts]
    shares = shared_among(int(employer_ni_on(sum(pays), *figures)), pays)
    return [
        (post, pay, share, int(employer_ni_on(pay, *figures))) for (post, pay), share in zip(posts, shares, strict=True)
    ]


@ni_of_posts.explained
def _steps(
    posts: tuple[tuple[str, int], ...], pay_date: date, category: str, period: str, contracted_out: bool
) -> list[Step]:
    figures = ni_figures(pay_date, category, period, contracted_out)
    total = sum(pay for _, pay in posts)
    ni = int(employer_ni_on(total, *figures))
    apart = sum(int(employer_ni_on(pay, *figures)) for _, pay in posts)
    return [
        Step("pay of all posts", pounds(total), f"the sum of {len(posts)}: one employer, one payment (regulation 14)"),
        Step("NI on the sum", pounds(ni), f"one threshold a {period}"),
        Step("NI of the posts apart", pounds(apart), f"the sum is {pounds_text(ni - apart)} more"),
        Step("shares", len(posts), "by pay, odd pennies to those cut by the most; no rule of HMRC says how"),
    ]
