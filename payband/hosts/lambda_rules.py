"""What each LAMBDA answers: the rules' own formula text, with the figures it looks up."""

from collections.abc import Mapping, Sequence
from typing import Any

from payband.calendar import last_day_after_text
from payband.forms import Cell
from payband.hosts.lambda_figures import Block, dated_row
from payband.hosts.lambda_posts import answers_of_posts
from payband.hosts.lambda_text import cells, let
from payband.kinds import UNKNOWN
from payband.rules.hay import total_of
from payband.rules.high_cost_area import supplement_on
from payband.rules.levy import levy_on
from payband.rules.national_insurance import WEEKS_A_YEAR, employer_ni_on, limit_of_weeks
from payband.rules.on_costs import OnCosts, share_of_pay
from payband.rules.pay_award import after_award, uplift
from payband.rules.pay_gap import pay_gap
from payband.rules.pay_multiple import pay_multiple
from payband.rules.pay_range import position_in_range, ratio_to_midpoint
from payband.rules.protection import difference_protected, tapered
from payband.rules.redundancy import LEAST_AGE, MOST_AGE, redundancy_on
from payband.rules.salary_months import pay_between_text, pay_in_month, pay_in_months
from payband.rules.slotting_steps import NUMBER_OF, OUTCOMES, TIES, Slotting
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
        **_protection(blocks["roundings"]),
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


# --- protection ----------------------------------------------------------------------------------------------------


def _protection(roundings: Block) -> dict[str, str]:
    award = cells(after_award, "pay", "rate", "flat", "round_to", "at_least")
    named = f"INDEX({roundings.column('multiple')},XMATCH(PAYBAND._TEXT(given),{roundings.column('rounding')}))"
    part = "INDEX(awards,number,{})"
    spell = let(
        ("first", "INDEX(starts,place)"),
        ("last", "IF(place=ROWS(starts),ends,INDEX(starts,MIN(place+1,ROWS(starts)))-1)"),
        ("now", "PAYBAND._AFTER_AWARDS(after,awards,start,first)"),
        ("kept", 'IF(form="uplifted",PAYBAND._AFTER_AWARDS(before,awards,start,first),before)'),
        ("difference", cells(difference_protected, "kept", "now")),
        ("years", "SUM(IF(anniversaries<=first,1,0))"),
        (
            "share",
            'IF(form="tapered",IF(years<ROWS(shares),INDEX(shares,MIN(years+1,ROWS(shares))),0),0)',
        ),
        ("addition", f'IF(form="tapered",{cells(tapered, "difference", "share")},difference)'),
        then='PAYBAND._PAY_BETWEEN(IF(what="cost",addition,now),MAX(first,from_day),MIN(last,to_day),by)',
    )
    return {
        # the multiple in pence that an award's rounding brings a salary to
        "ROUND_TO": 'LAMBDA(given,IF(PAYBAND._TEXT(given)="",1,'
        f"LET(pence,IFERROR(PAYBAND._AMOUNT(given),{named}*100),MAX(pence,1))))",
        "OPTIONAL": 'LAMBDA(table,column,IF(COLUMNS(table)<column,SEQUENCE(ROWS(table))*0&"",'
        "CHOOSECOLS(table,MIN(column,COLUMNS(table)))))",
        # five columns: from date, rate, flat sum, rounding, least rise; the text "" where there are no awards
        "AWARDS": 'LAMBDA(given,IF(SUM(IF(TRIM(given&"")="",0,1))=0,"",'
        + let(
            ("days", "CHOOSECOLS(given,1)"),
            ("heading", "IF(SEQUENCE(ROWS(given))=1,MAP(days,PAYBAND._HEADING),FALSE)"),
            ("blank", 'MAP(SEQUENCE(ROWS(given)),LAMBDA(row,SUM(IF(TRIM(CHOOSEROWS(given,row)&"")="",0,1))=0))'),
            ("table", "FILTER(given,(heading=FALSE)*(blank=FALSE),#VALUE!)"),
            then="LET(read,HSTACK(MAP(CHOOSECOLS(table,1),PAYBAND._DAY),MAP(CHOOSECOLS(table,2),PAYBAND._RATE_OR_NONE),"
            "MAP(PAYBAND._OPTIONAL(table,3),PAYBAND._AMOUNT_OR_NONE),MAP(PAYBAND._OPTIONAL(table,4),PAYBAND._ROUND_TO),"
            "MAP(PAYBAND._OPTIONAL(table,5),PAYBAND._AMOUNT_OR_NONE)),"
            # one award for a day, as nobody can tell which of two comes first
            "IF(ROWS(UNIQUE(CHOOSECOLS(read,1)))<ROWS(read),#VALUE!,SORTBY(read,CHOOSECOLS(read,1),1)))",
        )
        + "))",
        "RATE_OR_NONE": 'LAMBDA(given,IF(PAYBAND._TEXT(given)="",0,PAYBAND._RATE(given)))',
        "AMOUNT_OR_NONE": 'LAMBDA(given,IF(PAYBAND._TEXT(given)="",0,PAYBAND._AMOUNT(given)))',
        "AFTER_AWARDS": "LAMBDA(salary,awards,start,on,IF(COLUMNS(awards)=1,salary,"
        "REDUCE(salary,SEQUENCE(ROWS(awards)),LAMBDA(pay,number,"
        f"IF((INDEX(awards,number,1)>start)*(INDEX(awards,number,1)<=on),LET(rate,{part.format(2)},"
        f"flat,{part.format(3)},round_to,{part.format(4)},at_least,{part.format(5)},{award}),pay)))))",
        # a column of shares in hundredths of a percent, from cells or from a text such as 100%, 50%
        "SHARES": "LAMBDA(given,IF(ROWS(given)*COLUMNS(given)>1,LET(cells,TOCOL(given),"
        'filled,FILTER(cells,TRIM(cells&"")<>"",""),IF(INDEX(filled,1)="","",MAP(filled,PAYBAND._RATE))),'
        'IF(PAYBAND._TEXT(given)="","",IF(ISNUMBER(given),TOCOL(PAYBAND._RATE(given)),LET('
        'parts,TOCOL(TEXTSPLIT(SUBSTITUTE(SUBSTITUTE(given,";",","),"/",","),",")),'
        'numbers,MAP(parts,PAYBAND._NUMBER),percents,AND(ISERROR(FIND("%",given)),MAX(numbers)>1),'
        "MAP(numbers,LAMBDA(number,PAYBAND._RATE(IF(percents,number/100,number)))))))))",
        "ANNIVERSARIES": 'LAMBDA(start,ends,form,shares,IF(form="tapered",LET(days,'
        "MAP(SEQUENCE(ROWS(shares)),LAMBDA(year,PAYBAND._LAST_DAY(start,12*year)+1)),"
        "FILTER(days,days<=ends,ends+1)),ends+1))",
        "SPELL_STARTS": "LAMBDA(start,ends,awards,anniversaries,LET("
        "days,IF(COLUMNS(awards)=1,start,CHOOSECOLS(awards,1)),all,VSTACK(start,days,anniversaries),"
        "SORT(UNIQUE(FILTER(all,(all>=start)*(all<=ends))))))",
        "PROTECTED": "LAMBDA(before,after,start,ends,form,shares,awards,from_day,to_day,what,by,"
        + let(
            ("anniversaries", "PAYBAND._ANNIVERSARIES(start,ends,form,shares)"),
            ("starts", "PAYBAND._SPELL_STARTS(start,ends,awards,anniversaries)"),
            then=f'IF(AND(form="tapered",INDEX(shares,1)=""),#VALUE!,'
            f"SUM(MAP(SEQUENCE(ROWS(starts)),LAMBDA(place,{spell}))))",
        )
        + ")",
        "PROTECTION_ENDS": 'LAMBDA(start,months,leaves_on,IF(leaves_on="",PAYBAND._LAST_DAY(start,months),'
        "IF(leaves_on<start,#VALUE!,MIN(leaves_on,PAYBAND._LAST_DAY(start,months)))))",
    }


_PROTECTED = (
    "LET(ends,PAYBAND._PROTECTION_ENDS(start_date,months,leaves_on),year_shares,PAYBAND._SHARES(shares),"
    "pay_awards,PAYBAND._AWARDS(awards),{})"
)
_COST = (
    "PAYBAND._PROTECTED(salary_before,salary_after,start_date,ends,form,year_shares,pay_awards,{},{},{},part_months)"
)


def _protection_table() -> str:
    """Rows of period, protected pay, substantive pay and cost, in pence, below their headings."""
    year_of = "YEAR({0})-IF(MONTH({0})<4,1,0)"
    first = 'IF(by="month",EDATE(start_date-DAY(start_date)+1,place-1),DATE(first_year+place-1,4,1))'
    last = 'IF(by="month",EOMONTH(from_day,0),DATE(first_year+place,4,1)-1)'
    months = "(YEAR(ends)-YEAR(start_date))*12+MONTH(ends)-MONTH(start_date)+1"
    each = "MAP(places,LAMBDA(place,LET(from_day," + first + ",to_day," + last + ",{})))"
    name = 'IF(by="month",TEXT(from_day,"mmmm yyyy"),PAYBAND._YEARNAME(first_year+place-1))'
    return _PROTECTED.format(
        let(
            ("first_year", year_of.format("start_date")),
            ("last_year", year_of.format("ends")),
            ("places", f'SEQUENCE(IF(by="month",{months},last_year-first_year+1))'),
            ("names", each.format(name)),
            ("costs", each.format(_COST.format("from_day", "to_day", '"cost"'))),
            ("pays", each.format(_COST.format("from_day", "to_day", '"pay"'))),
            then="HSTACK(names,(pays+costs)/100,pays/100,costs/100)",
        )
    )


# --- the answers ---------------------------------------------------------------------------------------------------


def answers(blocks: dict[str, Block]) -> dict[str, str]:
    """What each function answers in pounds, over its arguments as they were read."""
    on_costs = "PAYBAND._ON_COSTS(annual_salary,financial_year,pension_rate,category,contracted_out,levy,other_rate)"
    year = ("DATE(financial_year,4,1)", "DATE(financial_year+1,4,1)-1")
    slotted = "PAYBAND._SLOTTED(salary,points,rule,tie,on_date,full_years)"
    end = (
        "LET(pays,CHOOSECOLS(PAYBAND._GRADE(grade,on_date),2),pence,INDEX(pays,{}),IF(ISNUMBER(pence),pence/100,NA()))"
    )
    in_order = "IF(range_min>range_max,#VALUE!,{})"
    return {
        **answers_of_posts(blocks),
        "COMPARATIO": in_order.format(f"({cells(ratio_to_midpoint, 'salary', 'range_min', 'range_max')})/10000"),
        "EMPLOYERCOST": f"(annual_salary+{on_costs})/100",
        "EMPLOYERNI": "PAYBAND._NI(pay,pay_date,category,period,contracted_out,weeks)/100",
        "HAYTOTAL": _hay_total(blocks["hay_numbers"]),
        "LEVY": "LET(rate,PAYBAND._LEVY_RATE(pay_date)," + cells(levy_on, "pay_bill", "rate", "allowance") + "/100)",
        "NEEDSAPPROVAL": _needs_approval(blocks["approvals"]),
        "ONCOSTS": f"{on_costs}/100",
        "PAYGAP": f"({cells(pay_gap.rule, 'compared_with', 'pay')})/10000",
        "PAYMULTIPLE": f"({cells(pay_multiple.rule, 'highest', 'median')})/100",
        "PAYRANGE": _pay_range(),
        "PENETRATION": in_order.format(
            f"IF(range_min=range_max,#VALUE!,({cells(position_in_range, 'salary', 'range_min', 'range_max')})/10000)"
        ),
        "PROTECTION": _PROTECTED.format(_COST.format("start_date", "ends", '"cost"') + "/100"),
        "PROTECTIONENDS": "PAYBAND._LAST_DAY(start_date,months)",
        "PROTECTIONTABLE": _protection_table(),
        "PROTECTIONYEAR": _PROTECTED.format(_COST.format(*year, '"cost"') + "/100"),
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
