"""The parts of a review in a live copy: calls where one function answers a cell, and else what payband answered.

What no function answers stays a plain formula, which shows the answer of the run while no input has changed.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from payband.formulas.places import Places
from payband.ooxml.cells import Formula
from payband.review.inputs.on_cost_terms import profile_of
from payband.review.parts.one_off_costs import leaves_on
from payband.review.parts.role_changes import CONSULTED, NOT_CONSULTED
from payband.review.parts.tables.arrears import BY_PERSON as ARREARS
from payband.review.parts.tables.arrears import LATE_AWARDS, PEOPLE, ArrearsPersonRow, LateAwardRow
from payband.review.parts.tables.job_sizes import GRADES, SCORES, SIZES
from payband.review.parts.tables.one_off_costs import COSTS, ONE_OFF_COSTS, STATUTORY
from payband.review.parts.tables.pay_gaps import PAY_GAPS
from payband.review.parts.tables.placement import LEAVE_OPEN, LIST, RULES
from payband.review.parts.tables.role_changes import CHANGES, DUTIES, POLICY
from payband.review.parts.tables.wage_floor import BY_YEAR as FLOOR_BY_YEAR
from payband.review.parts.tables.wage_floor import PEOPLE as FLOOR_PEOPLE
from payband.review.parts.tables.wage_floor import POINTS as FLOOR_POINTS
from payband.review.parts.tables.wage_floor import WAGE_FLOORS, WageFloorRow
from payband.rules.pay.term_time import UNIT
from payband.rules.placing.placement import OUTCOMES

__all__ = ["live_part_rows", "live_part_totals"]

Call = Callable[..., str]
"""Spells a call: the function's name, then its arguments."""
Formulas = list[dict[str, str]]


def live_part_rows(places: Places, call: Call) -> dict[str, list[list[Any]]]:
    """The rows of the parts' tables that have a call in one of their cells."""
    makers: Mapping[str, Callable[[Places, Call], Formulas]] = {
        COSTS.name: _one_off_costs,
        CHANGES.name: _role_changes,
        LIST.name: _placements,
        PAY_GAPS.name: _pay_gaps,
        SIZES.name: _job_sizes,
        ARREARS.name: _arrears,
        FLOOR_BY_YEAR.name: _wage_floors,
        FLOOR_POINTS.name: lambda places, call: _hourly_pay(FLOOR_POINTS.name, places, call),
        FLOOR_PEOPLE.name: lambda places, call: _hourly_pay(FLOOR_PEOPLE.name, places, call),
    }
    found = {}
    for name, maker in makers.items():
        if name in places.results.tables and name in places.first_rows:
            records = places.results.tables[name].records()
            found[name] = [
                [Formula(formulas[key], value) if key in formulas else value for key, value in record.items()]
                for record, formulas in zip(records, maker(places, call), strict=True)
            ]
    return found


def live_part_totals(places: Places) -> dict[str, list[Any]]:
    """The total of the one-off costs, whose amounts are live."""
    name = COSTS.name
    if name not in places.results.totals or name not in places.first_rows:
        return {}
    record = places.results.totals[name].records()[0]
    last = len(places.results.tables[name]) - 1
    first, end = (places.answer(name, "amount", index).rpartition("!")[2] for index in (0, last))
    return {name: list((record | {"amount": Formula(f"ROUND(SUM({first}:{end}),2)", record["amount"])}).values())}


def _records(places: Places, name: str) -> list[dict[str, Any]]:
    return places.results.tables[name].records()


def _own(places: Places, table: str, index: int) -> Callable[[str], str]:
    """What names a cell of a row on its own sheet, by its heading."""
    return lambda heading: places.answer(table, heading, index).rpartition("!")[2]


def _job_sizes(places: Places, call: Call) -> Formulas:
    scores = {row.job.casefold(): row for row in places.inputs.rows_of(SCORES.name)}
    table = places.block(GRADES.name, "Hay grade", "points from", places.inputs.rows_of(GRADES.name))
    found: Formulas = []
    for index, record in enumerate(_records(places, SIZES.name)):
        score = scores.get(str(record["job"]).casefold())
        if score is None:
            found.append({})
            continue
        columns = ("know-how", "problem solving", "accountability", "additional")
        given = [places.input(SCORES.name, column, score) for column in columns]
        formulas = {
            column.replace(" ", "_").replace("-", "_"): f"N({cell})"
            for column, cell in zip(columns, given, strict=True)
        }
        formulas["total"] = call("HAYTOTAL", *given)
        if table and record["grade"] is not None:
            graded = call("HAYGRADE", _own(places, SIZES.name, index)("total"), table)
            for place, key in ((1, "grade"), (2, "above_its_start"), (3, "to_next_grade"), (5, "steps_to_next")):
                formulas[key] = f"INDEX({graded},1,{place})"
        found.append(formulas)
    return found


def _one_off_costs(places: Places, call: Call) -> Formulas:
    found: Formulas = []
    for row in places.inputs.rows_of(ONE_OFF_COSTS.name):
        if row.kind != STATUTORY:
            found.append({"amount": places.input(ONE_OFF_COSTS.name, "amount", row)})
            continue
        person = next((each for each in places.inputs.people if each.leaves_on == leaves_on(row, places.inputs)
                       and each.person.casefold() == row.person_or_line.casefold()), None)  # fmt: skip
        on = places.input("People", "leaves on", person) if person else places.input(ONE_OFF_COSTS.name, "paid on", row)
        given = [places.input(ONE_OFF_COSTS.name, column, row) for column in ("age", "full years", "week's pay")]
        found.append({"amount": call("REDUNDANCY", *given, on)})
    return found


def _pay_gaps(places: Places, call: Call) -> Formulas:
    found: Formulas = []
    for index, record in enumerate(_records(places, PAY_GAPS.name)):
        own = _own(places, PAY_GAPS.name, index)
        found.append(
            {
                f"{what}_gap": call("PAYGAP", own(f"{what} compared with"), own(what))
                for what in ("mean", "median")
                if record[f"{what}_gap"] is not None
            }
        )
    return found


def _role_changes(places: Places, call: Call) -> Formulas:
    policy = places.inputs.rows_of(POLICY.name)[0]
    duties = places.inputs.rows_of(DUTIES.name)
    found: Formulas = []
    for index, record in enumerate(_records(places, CHANGES.name)):
        rows = [row for row in duties if row.post.casefold() == str(record["post"]).casefold()]
        now, new = (places.down(DUTIES.name, column, rows) for column in ("share now", "share new"))
        if not now or policy.limit is not None:
            found.append({})
            continue
        named = places.input(POLICY.name, "policy", policy)
        answer = call("ROLECHANGE", now, new, named, places.setting("implementation date"))
        told = _own(places, CHANGES.name, index)("more than limit")
        found.append(
            {
                "share_changed": f"INDEX({answer},1,1)",
                "more_than_limit": f'IF(INDEX({answer},1,2),"yes","no")',
                "consultation": f'IF({told}="yes","{CONSULTED}","{NOT_CONSULTED}")',
            }
        )
    return found


def _placements(places: Places, call: Call) -> Formulas:
    rule = places.inputs.rows_of(RULES.name)[0]
    of_library = rule.assimilate_from is None
    found: Formulas = []
    for index, record in enumerate(_records(places, LIST.name)):
        is_open = record["not_covered"] and rule.gaps == LEAVE_OPEN
        if not of_library or is_open or record["people"] is None or record["outcome"] not in OUTCOMES:
            found.append({})
            continue
        own = _own(places, LIST.name, index)
        facts = [own(heading) for heading in ("share of current", "share of new", "grades apart", "people", "posts")]
        gaps = "" if rule.gaps == LEAVE_OPEN else places.input(RULES.name, "cases not covered", rule)
        named, on = places.input(RULES.name, "policy", rule), places.setting("implementation date")
        found.append({"outcome": f"INDEX({call('PLACEMENT', *facts, named, gaps, on)},1,1)"})
    return found


def _policies(places: Places) -> dict[str, WageFloorRow]:
    return {row.policy: row for row in places.inputs.rows_of(WAGE_FLOORS.name)}


def _wage_floors(places: Places, call: Call) -> Formulas:
    policies = _policies(places)
    found: Formulas = []
    for index, record in enumerate(_records(places, FLOOR_BY_YEAR.name)):
        row, on = policies[record["policy"]], _own(places, FLOOR_BY_YEAR.name, index)("from")
        known = record["an_hour"] is not None
        found.append({"an_hour": call("WAGEFLOOR", on, places.input(WAGE_FLOORS.name, "floor", row))} if known else {})
    return found


def _hourly_pay(table: str, places: Places, call: Call) -> Formulas:
    """Hourly pay by a divisor of the library; by weeks of a body's own no function works it out."""
    policies = _policies(places)
    found: Formulas = []
    for index, record in enumerate(_records(places, table)):
        row, own = policies[record["policy"]], _own(places, table, index)
        follows = row.own_weeks is None and (row.full_time_hours * UNIT).denominator == 1
        if not follows or not record["pay_that_counts"]:
            found.append({})
            continue
        hours, divisor = (places.input(WAGE_FLOORS.name, column, row) for column in ("full-time hours", "divisor"))
        found.append({"hourly_pay": call("HOURLYPAY", own("pay that counts"), hours, divisor, own("from"))})
    return found


def _arrears(places: Places, call: Call) -> Formulas:
    """Arrears and their NI; not where other posts, or a contracted-out pension, count too, which no function takes."""
    rows: Sequence[ArrearsPersonRow] = places.inputs.rows_of(PEOPLE.name)
    awards: Mapping[str, LateAwardRow] = {row.award.casefold(): row for row in places.inputs.rows_of(LATE_AWARDS.name)}
    found: Formulas = []
    for index, row in enumerate(rows):
        own = _own(places, ARREARS.name, index)
        profile = profile_of(places.inputs, row.on_cost_profile)
        if profile is None or profile.contracted_out or row.other_pay:
            found.append({})
            continue
        paid_on = places.input(LATE_AWARDS.name, "paid on", awards[row.award.casefold()])
        category = f'"{row.ni_category or profile.ni_category}"'
        left_on = places.input(PEOPLE.name, "left on", row) if row.left_on else ""
        by = places.setting("part months") or f'"{places.inputs.settings.part_months}"'
        of = call(
            "ARREARS", own("salary before"), own("salary after"), own("first day"), paid_on, "0", category, '"no"',
            left_on, by,
        )  # fmt: skip
        found.append({"arrears": f"INDEX({of},1,1)", "NI": f"INDEX({of},1,2)"})
    return found
