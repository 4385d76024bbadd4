"""What each LAMBDA answers: the rules' own formula text, with the figures it looks up."""

from collections.abc import Mapping, Sequence
from typing import Any

from payband.calendar import last_day_after_text
from payband.forms import Cell
from payband.hosts.lambda_figures import Block, dated_row
from payband.hosts.lambda_posts import answers_of_posts
from payband.hosts.lambda_protection import answers_of_protection, helpers_of_protection
from payband.hosts.lambda_text import cells, let
from payband.kinds import UNKNOWN
from payband.rules.cost.benefits_in_kind import class_1a_on
from payband.rules.cost.levy import levy_on
from payband.rules.cost.national_insurance import WEEKS_A_YEAR, employer_ni_on, limit_of_weeks
from payband.rules.cost.on_costs import OnCosts, share_of_pay
from payband.rules.leaving.redundancy import LEAST_AGE, MOST_AGE, redundancy_on
from payband.rules.measures.pay_gap import pay_gap
from payband.rules.measures.pay_multiple import pay_multiple
from payband.rules.pay.hay import total_of
from payband.rules.pay.high_cost_area import supplement_on
from payband.rules.pay.pay_award import uplift
from payband.rules.pay.pay_range import position_in_range, ratio_to_midpoint
from payband.rules.pay.salary_months import pay_between_text, pay_in_month, pay_in_months
from payband.rules.placing.slotting_steps import NUMBER_OF, OUTCOMES, TIES, Slotting
from payband.rules.thresholds import COMPARISONS, reaches
from payband.sheets.search import LambdaRun
from payband.sheets.worked import Steps

__all__ = ["answers", "helpers"]


# --- what the answers share ----------------------------------------------------------------------------------------


def helpers(blocks: dict[str, Block]) -> dict[str, str]:
    """The names that more than one answer uses, as a person types their LAMBDAs."""
    rates, thresholds, letters, levies = (blocks[name] for name in ("rates", "thresholds", "categories", "levy"))
    periods = f"XMATCH(period,{thresholds.headings_between('week', 'year')})"
    threshold_row = dated_row(thresholds, "threshold", "name", "on")
    levy_row = dated_row(levies, "item", '"rate"', "on")
    found = {
        "NI_RATE": f"LAMBDA(name,on,INDEX({rates.column('basis points')},{dated_row(rates, 'rate', 'name', 'on')}))",
        "NI_THRESHOLD": "LAMBDA(name,on,period,weeks,"
        f"LET(annual,INDEX({thresholds.columns_between('week', 'year')},{threshold_row},{periods}),"
        f"{cells(limit_of_weeks, 'annual', 'weeks')}*100))",
        "NI": _employer_ni(letters),
        "LEVY_RATE": f"LAMBDA(on,INDEX({levies.column('value')},{levy_row}))",
        "PAY_DATE": "LAMBDA(year,month,EOMONTH(DATE(year,4,1),month-1))",
        "NI_OF_YEAR": "LAMBDA(annual,year,category,contracted_out,SUM(MAP(SEQUENCE(12),LAMBDA(month,"
        f"PAYBAND._NI({cells(pay_in_month, 'annual', 'month')},PAYBAND._PAY_DATE(year,month),category,"
        f'"month",contracted_out,{WEEKS_A_YEAR})))))',
        # each run of months with the same rate is brought to the penny once
        "LEVY_OF_YEAR": "LAMBDA(annual,year,"
        + let(
            ("rates", "MAP(SEQUENCE(12),LAMBDA(month,PAYBAND._LEVY_RATE(PAYBAND._PAY_DATE(year,month))))"),
            then="SUM(MAP(UNIQUE(rates),LAMBDA(rate,LET(first,XMATCH(rate,rates),"
            f"last,first+SUM(IF(rates=rate,1,0))-1,pay,{cells(pay_in_months, 'annual', 'first', 'last')},"
            f"{cells(share_of_pay, 'pay', 'rate')}))))",
        )
        + ")",
        "ON_COSTS": "LAMBDA(annual,year,pension_rate,category,contracted_out,levy,other_rate,"
        + let(
            ("ni", "PAYBAND._NI_OF_YEAR(annual,year,category,contracted_out)"),
            ("pension", cells(share_of_pay, "annual", "pension_rate")),
            ("levy_cost", "IF(levy=1,PAYBAND._LEVY_OF_YEAR(annual,year),0)"),
            ("other", cells(share_of_pay, "annual", "other_rate")),
            then=str(OnCosts(*map(Cell, ("ni", "pension", "levy_cost", "other"))).total),
        )
        + ")",
        "SLOTTED_ROW": _slotted_row(),
        "SLOTTED": _slotted(),
        "OUTCOME": _outcome(),
        "PAY_BETWEEN": f"LAMBDA(annual,first,last,by,{pay_between_text('annual', 'first', 'last', 'by')})",
        "LAST_DAY": f"LAMBDA(start,months,{last_day_after_text('start', 'months')})",
        **helpers_of_protection(blocks["roundings"]),
    }
    return {f"PAYBAND._{name}": formula for name, formula in found.items()}


def _employer_ni(letters: Block) -> str:
    row = dated_row(letters, "category", "UPPER(category)", "on")
    names = ("pay", "starts_at", "upper_limit", "rate", "rebate_from", "rebate_to", "rebate")
    return (
        "LAMBDA(pay,on,category,period,contracted_out,weeks,"
        + let(
            (
                "employer_rate",
                'LET(rate,PAYBAND._NI_RATE("employer",on),'
                'IF(period="year",IFERROR(PAYBAND._NI_RATE("employer_year",on),rate),rate))',
            ),
            ("row", row),
            ("starts", f"INDEX({letters.column('starts at')},row)"),
            ("out_of", f"INDEX({letters.column('contracted out')},row)"),
            ("upper_limit", 'PAYBAND._NI_THRESHOLD("upper_earnings_limit",on,period,weeks)'),
            ("starts_at", 'IF(starts="never",0,PAYBAND._NI_THRESHOLD(starts,on,period,weeks))'),
            ("rate", 'IF(starts="never",0,employer_rate)'),
            ("is_out", 'OR(out_of="always",contracted_out=1)'),
            (
                "rebate",
                'IF(is_out,IF(out_of="no",#VALUE!,IFERROR(PAYBAND._NI_RATE("contracted_out_rebate",on),#VALUE!)),0)',
            ),
            ("rebate_from", 'IF(is_out,PAYBAND._NI_THRESHOLD("lower_earnings_limit",on,period,weeks),0)'),
            ("rebate_to", 'IF(is_out,PAYBAND._NI_THRESHOLD("upper_accrual_point",on,period,weeks),0)'),
            then=f'IF(OR(weeks<1,weeks>{WEEKS_A_YEAR},AND(weeks<>{WEEKS_A_YEAR},period<>"year")),#VALUE!,'
            f"IF(ISERROR(rebate),rebate,{cells(employer_ni_on, *names)}))",
        )
        + ")"
    )


def _by_number(word: str, numbers: Mapping[str, int]) -> str:
    """The number of a word; #VALUE! for any other."""
    text = "#VALUE!"
    for each, number in numbers.items():
        text = f'IF({word}="{each}",{number},{text})'
    return text


def _word_of(number: str, words: Sequence[str]) -> str:
    """The word of a number."""
    text = "#VALUE!"
    for each, word in enumerate(words):
        text = f'IF({number}={each},"{word}",{text})'
    return text


def _slotting(**given: Any) -> Steps:
    """The steps of a slotting, over the names of a LET."""
    names = {"salary": "salary", "bottom": "bottom", "top": "top", "rule": "rule_number", "no_point": "#VALUE!"}
    return Steps(Slotting, **({name: Cell(text) for name, text in names.items()} | given))


_RULE = ("rule_number", _by_number("rule", NUMBER_OF))
_PAYS = LambdaRun(salary="pays")
_ENDS = (("bottom", str(_PAYS.first("salary"))), ("top", str(_PAYS.last("salary"))))


def _slotted_row() -> str:
    """Which of the salaries in a column a salary goes to; #N/A for what was never published, #VALUE! for the rest."""
    tie = Cell(_by_number("tie", {each: int(each == TIES[0]) for each in TIES}))
    found = _slotting(points=_PAYS, has_points=1, tie=tie)
    place = str(found.place)  # which makes the steps to it
    known = f"IF(ISERROR({place}),{place},IF(ISNUMBER(INDEX(pays,{place})),{place},NA()))"
    return f"LAMBDA(salary,pays,rule,tie,{let(_RULE, *_ENDS, *found.steps, then=known)})"


def _slotted() -> str:
    """A row: the point as text, its salary in pence."""
    found = _slotting()
    pay = str(found.within)
    within = let(_RULE, *_ENDS, *found.steps, then=f'IF(ISNUMBER({pay}),HSTACK("",{pay}),NA())')
    by_years = (
        "LET(step,PAYBAND._STEP(points,on,full_years),pay,IF(ISNUMBER(step),INDEX(pays,step),step),"
        "IF(ISNUMBER(pay),HSTACK(INDEX(names,step),pay),LET(wrong,IF(ISERROR(pay),pay,NA()),HSTACK(wrong,wrong))))"
    )
    return (
        "LAMBDA(salary,points,rule,tie,on,full_years,"
        + let(
            ("table", "PAYBAND._GRADE(points,on)"),
            ("names", "CHOOSECOLS(table,1)"),
            ("pays", "CHOOSECOLS(table,2)"),
            then=f'IF(full_years<>"",{by_years},IF(INDEX(names,1)="",{within},'
            "LET(row,PAYBAND._SLOTTED_ROW(salary,pays,rule,tie),IF(ISNUMBER(row),"
            "HSTACK(INDEX(names,row),INDEX(pays,row)),HSTACK(row,row)))))",
        )
        + ")"
    )


def _outcome() -> str:
    found = _slotting(salary_new=Cell("slotted"), rule=Cell(f'IF(full_years="",rule_number,{NUMBER_OF["bottom"]})'))
    pays = ("pays", "CHOOSECOLS(PAYBAND._GRADE(points,on),2)")
    words = _word_of(str(found.outcome), OUTCOMES)
    return f"LAMBDA(salary,points,rule,on,full_years,slotted,{let(pays, _RULE, *_ENDS, *found.steps, then=words)})"


# --- the answers ---------------------------------------------------------------------------------------------------


def answers(blocks: dict[str, Block]) -> dict[str, str]:
    """What each function answers in pounds, over its arguments as they were read."""
    on_costs = "PAYBAND._ON_COSTS(annual_salary,financial_year,pension_rate,category,contracted_out,levy,other_rate)"
    slotted = "PAYBAND._SLOTTED(salary,points,rule,tie,on_date,full_years)"
    end = (
        "LET(pays,CHOOSECOLS(PAYBAND._GRADE(grade,on_date),2),pence,INDEX(pays,{}),IF(ISNUMBER(pence),pence/100,NA()))"
    )
    in_order = "IF(range_min>range_max,#VALUE!,{})"
    return {
        **answers_of_posts(blocks),
        **answers_of_protection(),
        "COMPARATIO": in_order.format(f"({cells(ratio_to_midpoint, 'salary', 'range_min', 'range_max')})/10000"),
        "EMPLOYERCOST": f"(annual_salary+{on_costs})/100",
        "EMPLOYERNI": "PAYBAND._NI(pay,pay_date,category,period,contracted_out,weeks)/100",
        "HAYTOTAL": _hay_total(blocks["hay_numbers"]),
        "NIOFBENEFITS": 'LET(rate,IFERROR(PAYBAND._NI_RATE("employer_year",on_date),'
        'PAYBAND._NI_RATE("employer",on_date)),' + cells(class_1a_on, "benefit", "rate") + "/100)",
        "LEVY": "LET(rate,PAYBAND._LEVY_RATE(pay_date)," + cells(levy_on, "pay_bill", "rate", "allowance") + "/100)",
        "NEEDSAPPROVAL": _needs_approval(blocks["approvals"]),
        "ONCOSTS": f"{on_costs}/100",
        "PAYGAP": f"({cells(pay_gap.rule, 'compared_with', 'pay')})/10000",
        "PAYMULTIPLE": f"({cells(pay_multiple.rule, 'highest', 'median')})/100",
        "PAYRANGE": _pay_range(),
        "PENETRATION": in_order.format(
            f"IF(range_min=range_max,#VALUE!,({cells(position_in_range, 'salary', 'range_min', 'range_max')})/10000)"
        ),
        "RANGEMAX": end.format("ROWS(pays)"),
        "RANGEMIN": end.format("1"),
        "REDUNDANCY": _redundancy(blocks["week_limits"]),
        "HCAS": _supplement(blocks["supplements"]),
        "SALARY": _salary(),
        "SLOTPOINT": f'LET(point,INDEX({slotted},1,1),IF(point="",#VALUE!,PAYBAND._POINT(point)))',
        "SLOTSALARY": f"INDEX({slotted},1,2)/100",
        "UPLIFT": f"({cells(uplift.rule, 'salary', 'percent', 'flat', 'round_to', 'at_least')})/100",
    } | {
        # what SLOT answers, a column each
        "SLOT.point": f'LET(point,INDEX({slotted},1,1),IF(point="","",PAYBAND._POINT(point)))',
        "SLOT.salary": f"INDEX({slotted},1,2)/100",
        "SLOT.change": f"(INDEX({slotted},1,2)-salary)/100",
        "SLOT.outcome": f"PAYBAND._OUTCOME(salary,points,rule,on_date,full_years,INDEX({slotted},1,2))",
    }


def _hay_total(numbers: Block) -> str:
    scores = ("know_how", "problem_solving", "accountability")
    of_the_method = "*".join(f"ISNUMBER(XMATCH({score},{numbers.column('number')}))" for score in scores)
    return f"IF({of_the_method}*(additional>=0),{cells(total_of, *scores, 'additional')},#VALUE!)"


def _redundancy(limits: Block) -> str:
    row = dated_row(limits, "item", '"week_pay"', "leaves_on")
    impossible = f"OR(age<{LEAST_AGE},age>{MOST_AGE},years<0,years>age-{LEAST_AGE}+1)"
    answer = f"({cells(redundancy_on, 'age', 'years', 'week_pay', 'limit')})/100"
    return f"IF({impossible},#VALUE!,LET(limit,INDEX({limits.column('value')},{row})*100,{answer}))"


def _supplement(supplements: Block) -> str:
    row = dated_row(supplements, "zone", "zone", "on_date")
    rate, least, most = (supplements.column(each) for each in ("basis points", "minimum", "maximum"))
    answer = f"({cells(supplement_on, 'salary', 'rate', 'least', 'most')})/100"
    return f"LET(row,{row},rate,INDEX({rate},row),least,INDEX({least},row)*100,most,INDEX({most},row)*100,{answer})"


def _needs_approval(approvals: Block) -> str:
    by_name = f"({approvals.column('rule')}=rule)+({approvals.column('rule with body')}=rule)"
    tests = [str(reaches(Cell("tested"), Cell("threshold"), each)) for each in COMPARISONS]
    return let(
        ("number", 'IF(ISERROR(PAYBAND._NUMBER(rule)),"",PAYBAND._PENCE(rule))'),
        ("row", f"IF(ISERROR(number),0,IF(ISNUMBER(number),0,MATCH(1,{by_name},0)))"),
        ("pounds", f"INDEX({approvals.column('threshold')},MAX(row,1))"),
        (
            "threshold",
            "IF(ISERROR(number),number,IF(ISNUMBER(number),IF(number<=0,#VALUE!,number),ROUND(pounds*100,0)))",
        ),
        (
            "by",
            f'IF(comparison<>"",comparison,IF(ISNUMBER(number),"{COMPARISONS[0]}",'
            f"INDEX({approvals.column('comparison')},MAX(row,1))))",
        ),
        ("tested", 'IF(range_top="",amount,IF(range_top<amount,#VALUE!,range_top))'),
        then=f'IF(ISERROR(tested),tested,IF(ISERROR(threshold),threshold,IF(by="{COMPARISONS[0]}",{tests[0]},{tests[1]})))',
    )


def _ladder(point: str) -> tuple[tuple[str, str], ...]:
    """The points and salaries of a spine, of a grade, or of the grade that the point names after a body."""
    return (
        ("named", "IF(ROWS(spine)*COLUMNS(spine)=1,PAYBAND._TEXT(spine),#VALUE!)"),
        ("of_spine", "PAYBAND._SPINE(spine,on_date)"),
        ("is_spine", "OR(ISERROR(named),NOT(ISERROR(INDEX(of_spine,1,1))))"),
        ("of_name", "IF(is_spine,of_spine,PAYBAND._GRADE(named,on_date))"),
        ("by_body", "IF(is_spine,FALSE,ISERROR(INDEX(of_name,1,1)))"),
        ("grade", f'IF(by_body,named&" "&{point},named)'),
        ("found", "IF(by_body,PAYBAND._GRADE(grade,on_date),of_name)"),
        ("low", f'IF(by_body,"",{point})'),
    )


def _salary() -> str:
    known = "SUM(MAP(pays,LAMBDA(pay,IF(ISNUMBER(pay),0,1))))=0"
    one = f'(INDEX(found,1,1)<>"")*NOT(is_spine)*({known})*(MIN(pays)=MAX(pays))'
    by_years = 'IF(OR(is_spine,low<>"",INDEX(found,1,1)=""),#VALUE!,PAYBAND._STEP(grade,on_date,full_years))'
    return let(
        *_ladder("point"),
        ("pays", "CHOOSECOLS(found,2)"),
        (
            "by_name",
            f'IF(low="",IF(ISERROR(INDEX(found,1,1)),NA(),IF({one},1,#VALUE!)),XMATCH(low,CHOOSECOLS(found,1)))',
        ),
        ("row", f'IF(full_years="",by_name,{by_years})'),
        ("pence", "INDEX(pays,row)"),
        then="IF(ISERROR(row),row,IF(ISNUMBER(pence),pence/100,IF(ISERROR(pence),pence,NA())))",
    )


def _pay_range() -> str:
    top = 'OR(top_point="",IF(by_body,top_point=bottom_point,FALSE))'
    return let(
        *_ladder("bottom_point"),
        ("bottom", 'IF(low="",1,XMATCH(low,CHOOSECOLS(found,1)))'),
        ("top", f"IF({top},ROWS(found),XMATCH(top_point,CHOOSECOLS(found,1)))"),
        ("count", "IF(bottom>top,#VALUE!,top-bottom+1)"),
        ("places", "SEQUENCE(ROWS(found))"),
        ("kept", "FILTER(found,(places>=bottom)*(places<=top))"),
        ("points", "CHOOSECOLS(kept,1)"),
        ("pays", "CHOOSECOLS(kept,2)"),
        ("below", "LAMBDA(place,INDEX(pays,MAX(place-1,1)))"),
        (
            "steps",
            'MAP(pays,SEQUENCE(count),LAMBDA(pay,place,IF(place=1,"",'
            f'IF(ISNUMBER(pay)*ISNUMBER(below(place)),(pay-below(place))/100,"{UNKNOWN}"))))',
        ),
        then="IF(ISERROR(count),count,HSTACK(MAP(points,PAYBAND._POINT),"
        f'MAP(pays,LAMBDA(pay,IF(ISNUMBER(pay),pay/100,"{UNKNOWN}"))),steps))',
    )
