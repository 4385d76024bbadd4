"""What each LAMBDA on pay protection answers: spells of protected pay along awards and shares by year."""

from payband.hosts.lambda_figures import Block
from payband.hosts.lambda_text import cells, let
from payband.rules.pay.pay_award import after_award
from payband.rules.protection import difference_protected, tapered

__all__ = ["answers_of_protection", "helpers_of_protection"]


def helpers_of_protection(roundings: Block) -> dict[str, str]:
    """What the answers on protection share: awards, shares by year, spells, and what is paid in some days."""
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
            'IF(LEFT(form,7)="tapered",IF(years<ROWS(shares),INDEX(shares,MIN(years+1,ROWS(shares))),0),0)',
        ),
        ("addition", f'IF(LEFT(form,7)="tapered",{cells(tapered, "difference", "share")},difference)'),
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
        "ANNIVERSARIES": 'LAMBDA(start,ends,form,shares,IF(LEFT(form,7)="tapered",LET(days,'
        'MAP(SEQUENCE(ROWS(shares)),LAMBDA(each,PAYBAND._LAST_DAY(start,IF(form="tapered monthly",1,12)*each)+1)),'
        "FILTER(days,days<=ends,ends+1)),ends+1))",
        "SPELL_STARTS": "LAMBDA(start,ends,awards,anniversaries,LET("
        "days,IF(COLUMNS(awards)=1,start,CHOOSECOLS(awards,1)),all,VSTACK(start,days,anniversaries),"
        "SORT(UNIQUE(FILTER(all,(all>=start)*(all<=ends))))))",
        "PROTECTED": "LAMBDA(before,after,start,ends,form,shares,awards,from_day,to_day,what,by,"
        + let(
            ("anniversaries", "PAYBAND._ANNIVERSARIES(start,ends,form,shares)"),
            ("starts", "PAYBAND._SPELL_STARTS(start,ends,awards,anniversaries)"),
            ("given", 'SUM(IF(shares&""="",0,1))'),
            ("taper", 'IF(LEFT(form,7)="tapered",1,0)'),
            then="IF(OR(AND(taper=1,given=0),AND(taper=0,given>0)),#VALUE!,"
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


def answers_of_protection() -> dict[str, str]:
    """What each function on protection answers in pounds, over its arguments as they were read."""
    year = ("DATE(financial_year,4,1)", "DATE(financial_year+1,4,1)-1")
    return {
        "PROTECTION": _PROTECTED.format(_COST.format("start_date", "ends", '"cost"') + "/100"),
        "PROTECTIONENDS": "PAYBAND._LAST_DAY(start_date,months)",
        "PROTECTIONTABLE": _protection_table(),
        "PROTECTIONYEAR": _PROTECTED.format(_COST.format(*year, '"cost"') + "/100"),
    }
