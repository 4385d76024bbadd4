"""Names that read what a cell holds, as payband reads it: amounts to pence, rates to basis points, dates, tables."""

from calendar import month_name
from typing import Any

from payband.hosts.lambda_figures import Block
from payband.hosts.lambda_text import let
from payband.kinds import (
    AMOUNT,
    CHANGE,
    DAY,
    MONEY,
    MONTHS,
    POINT,
    QUANTITY,
    RATE,
    SALARY,
    SERVICE,
    TEXT,
    UNKNOWN,
    WHOLE,
    YEAR,
    YESNO,
)
from payband.rules.cost.arrears import PENSION
from payband.units import MOST_POUNDS
from payband.worksheet import Argument

__all__ = ["read", "readers"]

_BY_KIND = {
    AMOUNT: "AMOUNT",
    CHANGE: "CHANGE",
    DAY: "DAY",
    MONEY: "PENCE",
    MONTHS: "MONTHS",
    PENSION: "PENSION",
    POINT: "TEXT",
    QUANTITY: "QUANTITY",
    RATE: "RATE",
    SALARY: "SALARY",
    TEXT: "TEXT",
    WHOLE: "WHOLE",
    SERVICE: "WHOLE",
    YEAR: "YEAR",
    YESNO: "YESNO",
}


def read(argument: Argument, given: str) -> str:
    """The formula that reads one argument from what was given; blank text stands for what was left out."""
    kind = argument.kind._replace(may_be_blank=False)
    if kind.is_table:
        return given
    if kind in _BY_KIND:
        text = f"PAYBAND._{_BY_KIND[kind]}({given})"
    else:  # one of a few words
        words = ",".join(f'"{word}"' for word in kind.words.split(" / "))
        text = f"INDEX({{{words}}},XMATCH(PAYBAND._TEXT({given}),{{{words}}}))"
    if argument.required:
        return text
    return f'IF(PAYBAND._TEXT({given})="",{_constant(argument.default)},{text})'


def _constant(value: Any) -> str:
    if value in (None, "", ()):
        return '""'
    return f'"{value}"' if isinstance(value, str) else str(int(value))


def readers(blocks: dict[str, Block]) -> dict[str, str]:
    """The names that read one value or one table, as a person types their LAMBDAs."""
    digits = "{0,1,2,3,4,5,6,7,8,9}"
    plain = 'SUBSTITUTE(SUBSTITUTE(SUBSTITUTE(given,"£",""),",","")," ","")'
    months = ",".join(f'"{name[:3]}"' for name in month_name[1:])
    # VALUE would take 5-1 and 5Jan for days of this year
    no_number = (
        'OR(LOWER(text)<>UPPER(text),ISNUMBER(FIND("/",text)),ISNUMBER(FIND(":",text)),ISNUMBER(FIND("-",text,2)))'
    )
    found = {
        # a number, or a text that is one; a yes or no is neither
        "NUMBER": f"LAMBDA(given,IF(ISNUMBER(given),given,IF(ISTEXT(given),LET(text,{plain},"
        f"IF({no_number},#VALUE!,VALUE(text))),#VALUE!)))",
        "PENCE": "LAMBDA(given,"
        + let(
            ("number", "PAYBAND._NUMBER(given)"),
            then=f"IF(OR(ABS(number)>{MOST_POUNDS},ROUND(number,2)<>ROUND(number,6)),#VALUE!,"
            "ROUND(ROUND(number,2)*100,0))",
        )
        + ")",
        "AMOUNT": f"LAMBDA(given,{let(('pence', 'PAYBAND._PENCE(given)'), then='IF(pence<0,#VALUE!,pence)')})",
        "SALARY": f"LAMBDA(given,{let(('pence', 'PAYBAND._PENCE(given)'), then='IF(pence<=0,#VALUE!,pence)')})",
        # a number of at most four decimals, in ten-thousandths
        "QUANTITY": "LAMBDA(given,"
        + let(
            ("number", "PAYBAND._NUMBER(given)"),
            ("parts", "ROUND(number*10000,6)"),
            then="IF(OR(number<0,number>1000000,parts<>INT(parts)),#VALUE!,parts)",
        )
        + ")",
        "RATE": "LAMBDA(given,"
        + let(
            ("number", "PAYBAND._NUMBER(given)"),
            ("points", "ROUND(number*10000,6)"),
            then="IF(OR(number<0,number>1,points<>INT(points)),#VALUE!,points)",
        )
        + ")",
        "CHANGE": "LAMBDA(given,"
        + let(
            ("number", "PAYBAND._NUMBER(given)"),
            ("points", "ROUND(number*10000,6)"),
            then="IF(OR(ABS(number)>1,points<>INT(points)),#VALUE!,points)",
        )
        + ")",
        # a rate, or the name of a scheme
        "PENSION": "LAMBDA(given,IF(IF(ISTEXT(given),EXACT(LOWER(given),UPPER(given)),TRUE),PAYBAND._RATE(given),"
        "PAYBAND._TEXT(given)))",
        "TEXT": 'LAMBDA(given,TRIM(given&""))',
        "MONTHS": "LAMBDA(given,"
        + let(
            ("number", "PAYBAND._NUMBER(given)"), then="IF(OR(number<1,number>600,number<>INT(number)),#VALUE!,number)"
        )
        + ")",
        "WHOLE": "LAMBDA(given,"
        + let(
            ("text", "PAYBAND._TEXT(given)"),
            ("number", "VALUE(text)"),
            then='IF(TEXT(number,"0")=text,number,#VALUE!)',
        )
        + ")",
        "YESNO": 'LAMBDA(given,LET(place,XMATCH(PAYBAND._TEXT(given),{"yes","y","true","1","no","n","false","0"}),'
        "IF(ISNUMBER(place),IF(place<=4,1,0),#VALUE!)))",
        # 31/05/2025, 2025-05-31 or a date with its month in letters; a day that its month lacks is refused
        "DAY": "LAMBDA(given,"
        + let(
            (
                "day",
                "IF(ISNUMBER(given),INT(given),IF(ISTEXT(given),PAYBAND._DAY_OF_TEXT(PAYBAND._TEXT(given)),#VALUE!))",
            ),
            then="IF(OR(day<61,day>=110000),#VALUE!,day)",
        )
        + ")",
        "DAY_OF_TEXT": "LAMBDA(text,"
        + let(
            ("parts", 'TEXTSPLIT(text,{"/","-","."," "},,TRUE)'),
            ("first", "INDEX(parts,1,1)"),
            ("last", "IF(COLUMNS(parts)=3,INDEX(parts,1,3),NA())"),
            ("year_first", "LEN(first)=4"),
            ("year", "IF(year_first,first,IF(LEN(last)=4,last,NA()))"),
            ("month", f"IFERROR(VALUE(INDEX(parts,1,2)),XMATCH(LEFT(INDEX(parts,1,2),3),{{{months}}}))"),
            ("day", "VALUE(IF(year_first,last,first))"),
            ("date", "DATE(VALUE(year),month,day)"),
            then="IFERROR(IF(AND(MONTH(date)=month,DAY(date)=day),date,#VALUE!),#VALUE!)",
        )
        + ")",
        # the year in which a financial year starts, from a text such as 2025-26
        "YEAR": "LAMBDA(given,"
        + let(
            ("text", "PAYBAND._TEXT(given)"),
            ("start", "VALUE(LEFT(text,4))"),
            ("end", "MID(text,6,4)"),
            then='IF(NOT(ISTEXT(given)),#VALUE!,IF(ISNUMBER(FIND(MID(text,5,1),"-/–")),'
            'IF(OR(end=TEXT(start+1,"0"),end=RIGHT(TEXT(start+1,"0"),2)),start,#VALUE!),#VALUE!))',
        )
        + ")",
        "YEARNAME": 'LAMBDA(start,start&"-"&RIGHT(TEXT(start+1,"0"),2))',
        "POINT": 'LAMBDA(point,IFERROR(IF(TEXT(VALUE(point),"0")=point,VALUE(point),point),point))',
        "HEADING": "LAMBDA(text,IF(ISTEXT(text),"
        f"SUM(MAP({digits},LAMBDA(digit,IF(ISNUMBER(FIND(digit,text)),1,0))))=0,FALSE))",
        # two columns of cells: each point as text, each salary in pence or the word for one never published
        "CELLS": "LAMBDA(given,"
        + let(
            ("points", "CHOOSECOLS(given,1)"),
            ("pays", "CHOOSECOLS(given,2)"),
            ("named", f'((LOWER(TRIM(pays&""))="{UNKNOWN}")+(TRIM(pays&"")=""))>0'),
            ("heading", "IF((SEQUENCE(ROWS(given))=1)*(named=FALSE),MAP(pays,PAYBAND._HEADING),FALSE)"),
            ("kept", '(TRIM(points&"")&TRIM(pays&"")<>"")*(heading=FALSE)'),
            ("names", 'FILTER(TRIM(points&""),kept,#VALUE!)'),
            ("amounts", f'FILTER(IF(named,"{UNKNOWN}",pays),kept,#VALUE!)'),
            ("pence", f'MAP(amounts,LAMBDA(pay,IF(PAYBAND._TEXT(pay)="{UNKNOWN}","{UNKNOWN}",PAYBAND._SALARY(pay))))'),
            ("known", "FILTER(pence,MAP(pence,LAMBDA(pay,ISNUMBER(pay))),0)"),
            (
                "falls",
                "IF(ROWS(known)<2,FALSE,MIN(DROP(known,1)-DROP(known,-1))<0)",
            ),
            then='IF(OR(falls,ROWS(UNIQUE(names))<ROWS(names),SUM(IF(names="",1,0))>0),#VALUE!,HSTACK(names,pence))',
        )
        + ")",
        # posts of one person: each number as text, or counted where there is pay alone, and its pay in pence
        "POSTS": "LAMBDA(given,"
        + let(
            ("pays", "CHOOSECOLS(given,COLUMNS(given))"),
            ("places", "SEQUENCE(ROWS(given))"),
            ("heading", "IF((places=1)*(ROWS(given)>1),MAP(pays,PAYBAND._HEADING),FALSE)"),
            ("named", "COLUMNS(given)>1"),
            ("posts", 'IF(named,TRIM(CHOOSECOLS(given,1)&""),"")'),
            ("kept", '(posts&TRIM(pays&"")<>"")*(heading=FALSE)'),
            ("amounts", "MAP(FILTER(pays,kept,#VALUE!),PAYBAND._AMOUNT)"),
            ("numbers", 'IF(named,FILTER(posts,kept,#VALUE!),SEQUENCE(ROWS(amounts))&"")'),
            then='IF(OR(COLUMNS(given)>2,AND(named,ROWS(given)=1,ISNUMBER(INDEX(given,1,1))),ROWS(UNIQUE(numbers))<ROWS(numbers),SUM(IF(numbers="",1,0))>0),#VALUE!,'
            "HSTACK(numbers,amounts))",
        )
        + ")",
        # for columns: whether a cell of one is blank, and a column or single value spread over all rows
        "BLANK": 'LAMBDA(given,IF(ROWS(given)*COLUMNS(given)>1,given="",TRUE))',
        "SPREAD": 'LAMBDA(given,grid,LET(filled,IF(given="","",given),IF(grid,filled,filled)))',
        "SPINE": _named_table(blocks["spines"], "spine", "spine with body"),
        "GRADE": _named_table(blocks["grades"], *_GRADE_NAMES),
        "STEP": _step_reached(blocks["grades"]),
    }
    return {f"PAYBAND._{name}": formula for name, formula in found.items()}


def _wanted(block: Block, *nouns: str) -> tuple[tuple[str, str], tuple[str, str]]:
    """Which rows of a table are those of a name on a date (the newest without one)."""
    starts, ends = block.column("effective from"), block.column("effective to")
    in_force = f'IF(on="",{block.column("newest")}="yes",({starts}<=on)*({ends}>=on))'
    is_named = "+".join(f"({block.column(noun)}=name)" for noun in nouns)
    return ("name", "PAYBAND._TEXT(given)"), ("wanted", f'IF(name="",FALSE,({is_named})*{in_force})')


_GRADE_NAMES = ("grade", "grade with body", "grade for short")


def _named_table(block: Block, *nouns: str) -> str:
    """The points and salaries of a name on a date (the newest without one), or of two columns of cells."""
    found = let(
        *_wanted(block, *nouns),
        ("points", f"FILTER({block.column('point')},wanted,NA())"),
        ("pays", f"FILTER({block.column('salary')},wanted,NA())"),
        then=f'HSTACK(points&"",MAP(pays,LAMBDA(pay,IF(ISNUMBER(pay),ROUND(pay*100,0),IF(ISERROR(pay),pay,"{UNKNOWN}")))))',
    )
    return f"LAMBDA(given,on,IF(ROWS(given)*COLUMNS(given)=1,{found},PAYBAND._CELLS(given)))"


def _step_reached(block: Block) -> str:
    """Which step of a grade full years of service in it lead to, counted from the lowest."""
    reached = let(
        *_wanted(block, *_GRADE_NAMES),
        ("years", f"FILTER({block.column('full years')},wanted,NA())"),
        then="IF(full_years<0,#VALUE!,"
        "SUM(MAP(years,LAMBDA(after,IF(ISNUMBER(after),IF(after<=full_years,1,0),NA())))))",
    )
    return f"LAMBDA(given,on,full_years,IF(ROWS(given)*COLUMNS(given)=1,{reached},#VALUE!))"
