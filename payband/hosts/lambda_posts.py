"""What the LAMBDAs of people's posts answer: part of a year, an hour's pay and its floor, several posts, arrears."""

from payband import library
from payband.forms import Cell
from payband.hosts.lambda_figures import Block, dated_row
from payband.hosts.lambda_text import cells, let
from payband.rules.cost.national_insurance import WEEKS_A_YEAR
from payband.rules.cost.on_costs import share_of_pay
from payband.rules.leaving.redundancy import LEAST_AGE as LEAST_LEAVING_AGE
from payband.rules.leaving.redundancy import redundancy_on
from payband.rules.leaving.scheme_redundancy import MOST_TIMES, scheme_redundancy_on
from payband.rules.pay.term_time import UNIT, Ratio, fte_of_weeks, over_the_year, paid_weeks_rounded, weeks_of_year
from payband.rules.pay.wage_floor import HOURLY_UNIT, LEAST_AGE, MOST_AGE, MOST_HOURS, hourly_pay_of

__all__ = ["answers_of_posts"]

_WEEK, _MONTH = '"week"', '"month"'


def answers_of_posts(blocks: dict[str, Block]) -> dict[str, str]:
    """What each of these functions answers in pounds or shares, over its arguments as they were read."""
    return {
        "HOURLYPAY": _hourly_pay(blocks["working_time"]),
        "NIOFPOSTS": _ni_of_posts(),
        "TERMTIMEFTE": _term_time_fte(blocks["working_time"]),
        "WAGEFLOOR": _wage_floor(blocks["wage_floors"]),
        **_consultation(blocks["consultation"]),
        **_scheme_redundancy(blocks["week_limits"]),
        **{f"ARREARS.{name}": answer for name, answer in _arrears(blocks["arrears_rates"]).items()},
    }


def _policy_row(block: Block, wanted: str, on: str) -> str:
    """The place of a policy by its name, alone or after its body: in force on a date, or without one the newest."""
    starts, ends = block.column("effective from"), block.column("effective to")
    named = f"({block.column('policy')}={wanted})+({block.column('policy with body')}={wanted})"
    in_force = f'IF({on}="",{block.column("newest")}="yes",({starts}<={on})*({ends}>={on}))'
    return f"MATCH(1,({named})*{in_force},0)"


def _full_time(policies: Block) -> str:
    """The hours of full time: those given, else those of the policy."""
    return f'IF(full_time_hours="",INDEX({policies.column("hours")},row)*{UNIT},full_time_hours)'


def _term_time_fte(policies: Block) -> str:
    """Weeks paid in the ratio of the policy; where it rounds paid weeks, those come first."""
    weeks, days, year, per, scale = map(Cell, ("weeks", "days", "year", "per", "scale"))
    exact = weeks_of_year(weeks, days, year, per, UNIT)
    rounded = Ratio(paid_weeks_rounded(weeks, days, year, per, scale) * per, year * scale)
    hours, full = Cell("hours"), Cell("full_time")
    answers = [f"({fte_of_weeks(hours, full, share)})/10000000" for share in (exact, rounded)]
    wrong = (
        "hours=0", "weeks=0", "hours>full_time", f'leave="{library.NOT_SAID}"',
        f'(leave="{library.AMONG_THE_WEEKS}")*(days>0)', str(over_the_year(weeks, days, year, per)),
    )  # fmt: skip
    found = [(name, f"INDEX({policies.column(name)},row)") for name in ("year", "per", "leave", "scale")]
    return let(
        ("row", _policy_row(policies, "method", "on_date")),
        *found,
        ("days", 'IF(leave_days="",0,leave_days)'),
        ("full_time", _full_time(policies)),
        then=f'IF(ISERROR(row),row,IF(OR({",".join(wrong)}),#VALUE!,IF(OR(scale="",days=0),{answers[0]},{answers[1]})))',
    )


def _hourly_pay(policies: Block) -> str:
    answer = cells(hourly_pay_of, "annual_salary", "full_time", "year", "per")
    return let(
        ("row", _policy_row(policies, "divisor", "on_date")),
        *((name, f"INDEX({policies.column(name)},row)") for name in ("year", "per")),
        ("full_time", _full_time(policies)),
        then=f"IF(ISERROR(row),row,IF(OR(full_time<=0,full_time>{MOST_HOURS * UNIT}),#VALUE!,"
        f"({answer})/({HOURLY_UNIT}*100)))",
    )


def _wage_floor(floors: Block) -> str:
    first, last, rate = (floors.column(name) for name in ("first age", "last age", "rate"))
    of_age = f'IF(age="",{last}="",({first}<=age)*(({last}="")+({last}>=age)))'
    dated = f"({floors.column('effective from')}<=on_date)*({floors.column('effective to')}>=on_date)"
    row = f"MATCH(1,({floors.column('floor')}=floor)*{dated}*{of_age},0)"
    impossible = f'IF(age="",FALSE,OR(age<{LEAST_AGE},age>{MOST_AGE}))'
    return f"IF({impossible},#VALUE!,INDEX({rate},{row}))"


def _ni_of_posts() -> str:
    """A row a post; the pennies that whole shares leave go to the largest remainders, the first of equal ones."""
    ni = f"PAYBAND._NI({{}},pay_date,category,period,contracted_out,{WEEKS_A_YEAR})"
    return let(
        ("table", "PAYBAND._POSTS(posts)"),
        ("pays", "CHOOSECOLS(table,2)"),
        ("total", "SUM(pays)"),
        ("ni", ni.format("total")),
        ("places", "SEQUENCE(ROWS(pays))"),
        ("shares", "IF(total=0,pays*0,INT(ni*pays/MAX(total,1)))"),
        ("cut", "ni*pays-shares*total"),
        ("before", "MAP(cut,places,LAMBDA(of,place,SUM((cut>of)+(cut=of)*(places<place))))"),
        ("left", "IF(total=0,0,ni-SUM(shares))"),
        ("apart", f"MAP(pays,LAMBDA(pay,{ni.format('pay')}))"),
        then="IF(ISERROR(total+ni),IF(ISERROR(total),total,ni),HSTACK(MAP(CHOOSECOLS(table,1),PAYBAND._POINT),pays/100,"
        "(shares+IF(before<left,1,0))/100,apart/100))",
    )


def _arrears(rates: Block) -> dict[str, str]:
    """What ARREARS answers, a column each: the owed pay of whole and part months, and what rises with it."""
    rate = f"INDEX({rates.column('basis points')},{dated_row(rates, 'scheme', 'pension', 'paid_on')})"
    ni = "PAYBAND._NI({},paid_on,category,{},0," + f"{WEEKS_A_YEAR})"
    spell = (
        ("month_first", "paid_on-DAY(paid_on)+1"),
        ("month_last", "EOMONTH(paid_on,0)"),
        ("leaves", 'IF(left_on="",month_last,left_on)'),
        ("until", "MIN(month_first-1,leaves)"),
        (
            "pay",
            "PAYBAND._PAY_BETWEEN(salary_after,effective_from,until,part_months)"
            "-PAYBAND._PAY_BETWEEN(salary_before,effective_from,until,part_months)",
        ),
        ("month_pay", "PAYBAND._PAY_BETWEEN(salary_after,month_first,MIN(month_last,leaves),part_months)"),
        ("rate", f"IF(ISTEXT(pension),{rate},pension)"),
        (
            "ni",
            f"IF(leaves<month_first,{ni.format('pay', _WEEK)},{ni.format('month_pay+pay', _MONTH)}"
            f"-{ni.format('month_pay', _MONTH)})",
        ),
        ("pensioned", cells(share_of_pay, "pay", "rate")),
        ("levied", f"IF(levy=1,LET(share,PAYBAND._LEVY_RATE(paid_on),{cells(share_of_pay, 'pay', 'share')}),0)"),
        ("total", "pay+ni+pensioned+levied"),
    )
    wrong = 'OR(salary_after<salary_before,paid_on<effective_from,IF(left_on="",FALSE,left_on<effective_from))'
    return {
        name: f"IF({wrong},#VALUE!,{let(*spell, then=f'IF(ISERROR(total),total,{value}/100)')})"
        for name, value in (
            ("arrears", "pay"),
            ("NI", "ni"),
            ("pension", "pensioned"),
            ("levy", "levied"),
            ("total", "total"),
        )
    }


def _consultation(tiers: Block) -> dict[str, str]:
    """The days, and the last day twice; a blank text where there is no collective duty."""
    dated = f"({tiers.column('effective from')}<=first_dismissal)*({tiers.column('effective to')}>=first_dismissal)"
    reached = f"{dated}*({tiers.column('dismissals')}<=dismissals)*{tiers.column('days before')}"
    days = f"IF(dismissals<0,#VALUE!,IF(SUM({dated})=0,NA(),MAX({reached})))"
    by = f'LET(days,{days},IF(ISERROR(days),days,IF(days=0,"",first_dismissal-days)))'
    return {"CONSULTATION.days before": days, "CONSULTATION.begins by": by, "CONSULTATION.notice by": by}


def _scheme_redundancy(limits: Block) -> dict[str, str]:
    row = dated_row(limits, "item", '"week_pay"', "leaves_on")
    impossible = (
        f"OR(age<{LEAST_LEAVING_AGE},age>{MOST_AGE},years<0,years>age-{LEAST_LEAVING_AGE}+1,"
        f'IF(multiplier="",FALSE,OR(multiplier<=0,multiplier>{MOST_TIMES * UNIT})))'
    )
    steps = (
        ("limit", f"INDEX({limits.column('value')},{row})*100"),
        ("times", f'IF(multiplier="",{UNIT},multiplier)'),
        ("week", "IF(capped=1,MIN(week_pay,limit),week_pay)"),
        ("statutory", cells(redundancy_on, "age", "years", "week_pay", "limit")),
        ("scheme", cells(scheme_redundancy_on, "age", "years", "week", "times", "statutory")),
    )
    return {
        f"SCHEMEREDUNDANCY.{name}": f"IF({impossible},#VALUE!,{let(*steps, then=f'({value})/100')})"
        for name, value in (("statutory", "statutory"), ("scheme", "scheme"), ("above", "scheme-statutory"))
    }
