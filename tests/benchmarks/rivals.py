"""The same table of posts by Polars and by DuckDB, in pounds as floats, as somebody would write it who wants it fast.

Both read and write Parquet by themselves, on all cores, and keep the order of the rows. The formulas are those of the
pandas version in `posts.py`, so that a penny differs here and there from what payband answers.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

START, STEP, POINTS_EACH, GRADES, LINES = 23_150, 1_150, 6, 12, 30
TOTALLED = (
    "FTE", "pay now", "pay new", "protection 2025-26", "protection 2026-27", "protection 2027-28", "protection cost",
    "employer cost",
)  # fmt: skip


def by_polars(sources: list[Path], outputs: list[Path]) -> str:
    """Lazily, a file at a time, with `join_asof`."""
    import polars as pl

    at = range(GRADES * POINTS_EACH)
    lines = pl.LazyFrame(
        {"proposed line": [f"Line {line}" for line in range(LINES)], "grade": [line % GRADES for line in range(LINES)]}
    )
    points = pl.LazyFrame(
        {
            "grade": [each // POINTS_EACH for each in at],
            "point": [str(each + 1) for each in at],
            "salary new": [float(START + STEP * each) for each in at],
        }
    ).with_columns(salary=pl.col("salary new"))
    for source, output in zip(sources, outputs, strict=True):
        frame = (
            pl.scan_parquet(source)
            .with_row_index("row")
            .join(lines, on="proposed line", how="left")
            .sort("salary now")
            .join_asof(
                points.sort("salary"),
                left_on="salary now",
                right_on="salary",
                by="grade",
                strategy="nearest",
                check_sortedness=False,
            )
            .sort("row")
        )
        now, new, fte = pl.col("salary now"), pl.col("salary new"), pl.col("FTE")
        frame = frame.with_columns(
            change=(new - now).round(2),
            top=START + STEP * (pl.col("grade") * POINTS_EACH + POINTS_EACH - 1),
        )
        bottom = pl.col("top") - STEP * (POINTS_EACH - 1)
        kind = pl.when(pl.col("change") > 0).then(pl.lit("rise")).when(pl.col("change") < 0).then(pl.lit("fall"))
        above = pl.when(now > pl.col("top")).then(pl.lit(", above the top"))
        frame = frame.with_columns(
            outcome=kind.otherwise(pl.lit("same"))
            + above.when(now < bottom).then(pl.lit(", below the bottom")).otherwise(pl.lit("")),
            gap=((-pl.col("change")).clip(lower_bound=0) * fte).round(2),
            pay=(new * fte).round(2),
        ).with_columns(month=(pl.col("gap") / 12).round(2), paid=(pl.col("pay") / 12).round(2))
        gap, month, paid, pay = (pl.col(name) for name in ("gap", "month", "paid", "pay"))
        lower = ((paid.clip(upper_bound=4189) - 417).clip(lower_bound=0) * 0.15).round(2)
        upper = ((paid - 4189).clip(lower_bound=0) * 0.15).round(2)
        frame = frame.with_columns(
            pl.when(gap > 0).then(pl.lit(date(2027, 4, 14))).alias("protected until"),
            ((gap / 12 * 16 / 30).round(2) + 11 * month).round(2).alias("protection 2025-26"),
            (12 * month).round(2).alias("protection 2026-27"),
            (gap / 12 * 14 / 30).round(2).alias("protection 2027-28"),
            (now * fte).round(2).alias("pay now"),
            pay.alias("pay new"),
            (12 * (lower + upper)).round(2).alias("employer NI"),
            (pay * 0.196).round(2).alias("pension"),
            (pay * 0.005).round(2).alias("levy"),
            pl.lit(0.0).alias("other on-costs"),
            pl.lit(False).alias("estimated"),
        )
        years = [pl.col(name) for name in TOTALLED[3:6]]
        cost = pay + pl.col("employer NI") + pl.col("pension") + pl.col("levy")
        frame = frame.with_columns(
            pl.sum_horizontal(years).round(2).alias("protection cost"), cost.round(2).alias("employer cost")
        )
        frame.drop("row", "grade", "top", "gap", "pay", "month", "paid", "salary", strict=False).sink_parquet(output)
    written = pl.scan_parquet(outputs)
    return str(written.group_by("department").agg(pl.col(TOTALLED).sum().round(2)).collect())


def by_duckdb(sources: list[Path], outputs: list[Path]) -> str:
    """In SQL, a file at a time, with an ASOF join to the point below and one to the point above."""
    import duckdb

    base = duckdb.connect()
    base.sql(
        f"create table points as select i // {POINTS_EACH} as grade, (i + 1)::varchar as point, "
        f"({START} + {STEP} * i)::double as salary from range({GRADES * POINTS_EACH}) t(i)"
    )
    base.sql(
        f"create table lines as select 'Line ' || i as line, i % {GRADES} as grade, "
        f"{START} + {STEP} * (i % {GRADES} * {POINTS_EACH} + {POINTS_EACH - 1}) as top from range({LINES}) t(i)"
    )
    for source, output in zip(sources, outputs, strict=True):
        base.sql(_SQL.format(source=source, output=output, down=STEP * (POINTS_EACH - 1)))
    sums = ", ".join(f'round(sum("{name}"), 2)' for name in TOTALLED)
    files = [str(each) for each in outputs]
    return str(base.sql(f"select department, {sums} from read_parquet({files}) group by department"))


_SQL = """
copy (
with placed as (
    select p.*, l.grade, l.top from (select *, row_number() over () as row from '{source}') p
    left join lines l on p."proposed line" = l.line
), below as (
    select a.*, b.point as point_below, b.salary as below from placed a
    asof left join points b on a.grade = b.grade and a."salary now" >= b.salary
), near as (
    select a.*, b.point as point_above, b.salary as above from below a
    asof left join points b on a.grade = b.grade and a."salary now" <= b.salary
), slotted as (
    select *, above is null or (below is not null and "salary now" - below < above - "salary now") as goes_down
    from near
), paid as (
    select *, case when goes_down then point_below else point_above end as point,
        case when goes_down then below else above end as new,
        round(new - "salary now", 2) as change, round(greatest(-change, 0) * "FTE", 2) as gap,
        round(gap / 12, 2) as monthly, round(new * "FTE", 2) as pay, round(pay / 12, 2) as of_month,
        12 * (round(greatest(least(of_month, 4189) - 417, 0) * 0.15, 2) + round(greatest(of_month - 4189, 0) * 0.15, 2))
            as ni
    from slotted
)
select post, department, "salary now", "FTE", "proposed line", point, new as "salary new", change,
    case when change > 0 then 'rise' when change < 0 then 'fall' else 'same' end
        || case when "salary now" > top then ', above the top' when "salary now" < top - {down}
        then ', below the bottom' else '' end as outcome,
    case when gap > 0 then date '2027-04-14' end as "protected until",
    round(round(gap / 12 * 16 / 30, 2) + 11 * monthly, 2) as "protection 2025-26",
    round(12 * monthly, 2) as "protection 2026-27",
    round(gap / 12 * 14 / 30, 2) as "protection 2027-28",
    round("protection 2025-26" + "protection 2026-27" + "protection 2027-28", 2) as "protection cost",
    round("salary now" * "FTE", 2) as "pay now", pay as "pay new", round(ni, 2) as "employer NI",
    round(pay * 0.196, 2) as pension, round(pay * 0.005, 2) as levy, 0.0::double as "other on-costs",
    round(pay + ni + round(pay * 0.196, 2) + round(pay * 0.005, 2), 2) as "employer cost", false as estimated
from paid order by row
) to '{output}' (format parquet)
"""
