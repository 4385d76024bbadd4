"""The benchmark of a table of posts: Parquet to Parquet by payband beside pandas, Polars and DuckDB in floats.

    python tests/benchmarks/posts.py [POSTS]

All read the same file, slot every salary to the nearest point of its grade, cost the new salary month by month,
protect the old one for two years by financial year, write every answer beside the table's own columns, and total by
department. Public pay stands on the points of spines, nine salaries of ten in the first data: there payband is to be
twelve times as fast as pandas, and eight times in processor time; and 2.5 times as fast as Polars with one million
posts, 3.5 times with five and ten. The second data, in which hardly two salaries are the same, shows what is left of
that at worst.

Each runs in a process of its own, in turn, several times; the medians are given as ratios, of the time on
the clock and of the processors' time (which a busy machine changes less), with the most memory that each has held.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

ROUNDS, MANY = 3, 1_000_000
GRADES, LINES, DEPARTMENTS = 12, 30, 40
OLD_POINTS = 140
DATA = {"nine salaries of ten on a point": 0.1, "every salary anywhere": 1.0}
START, STEP, POINTS_EACH = 23_150, 1_150, 6


def write_inputs(folder: Path, count: int, off_points: float) -> None:
    """Made-up posts and a review with the settings. Salaries stand on the points of an old spine, but for a share."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet as parquet

    import payband
    from payband.workbook.write import package_of

    dice = np.random.default_rng(2011)

    def names(what: str, number: int) -> pa.Array:
        return pa.DictionaryArray.from_arrays(
            pa.array(dice.integers(0, number, count, dtype=np.int32)), [f"{what} {each}" for each in range(number)]
        ).dictionary_decode()

    on_points = 2_245_000 + 71_300 * dice.integers(0, OLD_POINTS, count)
    anywhere = dice.integers(2_200_000, 13_000_000, count)
    posts = pa.table(
        {
            "post": [f"P{number:07d}" for number in range(count)],
            "department": names("Department", DEPARTMENTS),
            "salary now": np.where(dice.random(count) < off_points, anywhere, on_points) / 100,
            "FTE": np.array([1.0, 1.0, 1.0, 0.5, 0.6, 0.8])[dice.integers(0, 6, count)],
            "proposed line": names("Line", LINES),
        }
    )
    parquet.write_table(posts, folder / "posts.parquet")
    points = range(GRADES * POINTS_EACH)
    review = payband.Review(
        settings={
            "protection months": 24, "protection form": "frozen",
            "implementation date": "15/04/2025", "price base": "2025-26", "costed at": "actual",
            "on-cost profile": "all", "tie goes to": "higher",
        },
        on_costs=[{"profile": "all", "pension rate": "19.6%", "apprenticeship levy": "yes"}],
        spines=[
            {"spine": "Main", "point": str(at + 1), "salary": START + STEP * at, "effective from": "2025-04-01"}
            for at in points
        ],
        grades=[
            {
                "grade": f"G{grade}", "spine": "Main", "bottom point": str(grade * POINTS_EACH + 1),
                "top point": str((grade + 1) * POINTS_EACH),
            }
            for grade in range(GRADES)
        ],
        posts=[
            {"line": f"Line {line}", "state": "proposed", "grade": f"G{line % GRADES}", "posts": 1}
            for line in range(LINES)
        ],
    )  # fmt: skip
    package_of(review.inputs).save(str(folder / "settings.xlsx"))


def by_payband(folder: Path) -> None:
    """The way of `payband batch`, with its log and its list of rejected rows."""
    from payband.batch.posts.run import BatchRequest, run_batch

    posts, settings, output = (str(folder / name) for name in ("posts.parquet", "settings.xlsx", "payband.parquet"))
    print(run_batch(BatchRequest(posts, settings, output, ["department"])).outcome.totals)


def by_pandas(folder: Path) -> None:
    """The same in pounds as floats with `.round(2)`, as a hand-written model has it."""
    import numpy as np
    import pandas as pd

    frame = pd.read_parquet(folder / "posts.parquet")
    lines = pd.DataFrame(
        {"proposed line": [f"Line {line}" for line in range(LINES)], "grade": [line % GRADES for line in range(LINES)]}
    )
    at = np.arange(GRADES * POINTS_EACH)
    points = pd.DataFrame({"grade": at // POINTS_EACH, "point": (at + 1).astype(str), "salary new": START + STEP * at})
    points["salary"] = points["salary new"].astype(float)
    frame = frame.merge(lines, on="proposed line", how="left").reset_index().sort_values("salary now")
    frame = pd.merge_asof(
        frame, points.sort_values("salary"), left_on="salary now", right_on="salary", by="grade", direction="nearest"
    )
    frame = frame.sort_values("index").drop(columns=["index", "salary", "grade"]).reset_index(drop=True)
    frame["change"] = (frame["salary new"] - frame["salary now"]).round(2)
    top = frame["proposed line"].map(
        {f"Line {line}": START + STEP * (line % GRADES * POINTS_EACH + POINTS_EACH - 1) for line in range(LINES)}
    )
    bottom = top - STEP * (POINTS_EACH - 1)
    outcome = np.select([frame["change"] > 0, frame["change"] < 0], ["rise", "fall"], "same")
    note = np.select(
        [frame["salary now"] > top, frame["salary now"] < bottom], [", above the top", ", below the bottom"], ""
    )
    frame["outcome"] = pd.Series(outcome) + pd.Series(note)
    gap = ((-frame["change"]).clip(lower=0) * frame["FTE"]).round(2)
    frame["protected until"] = pd.Timestamp(2027, 4, 14)
    frame.loc[gap == 0, "protected until"] = pd.NaT
    frame["protection 2025-26"] = (gap / 12 * 16 / 30).round(2)
    for _ in range(11):
        frame["protection 2025-26"] = frame["protection 2025-26"] + (gap / 12).round(2)
    frame["protection 2026-27"] = 0.0
    for _ in range(12):
        frame["protection 2026-27"] = frame["protection 2026-27"] + (gap / 12).round(2)
    frame["protection 2027-28"] = (gap / 12 * 14 / 30).round(2)
    years = ["protection 2025-26", "protection 2026-27", "protection 2027-28"]
    frame["protection cost"] = frame[years].sum(axis=1).round(2)
    frame["pay now"] = (frame["salary now"] * frame["FTE"]).round(2)
    frame["pay new"] = pay = (frame["salary new"] * frame["FTE"]).round(2)
    insurance = pay * 0
    for _ in range(12):
        month = (pay / 12).round(2)
        lower = ((month.clip(upper=4189) - 417).clip(lower=0) * 0.15).round(2)
        upper = ((month - 4189).clip(lower=0) * 0.15).round(2)
        insurance = insurance + lower + upper
    frame["employer NI"] = insurance
    frame["pension"] = (pay * 0.196).round(2)
    frame["levy"] = (pay * 0.005).round(2)
    frame["other on-costs"] = 0.0
    frame["employer cost"] = (pay + frame["employer NI"] + frame["pension"] + frame["levy"]).round(2)
    frame["estimated"] = False
    frame.to_parquet(folder / "pandas.parquet", index=False)
    measures = ["FTE", "pay now", "pay new", *years, "protection cost", "employer cost"]
    print(frame.groupby("department")[measures].sum().round(2))


def by_polars(folder: Path) -> None:
    """Polars, lazily, on all cores."""
    from tests.benchmarks import rivals

    print(rivals.by_polars([folder / "posts.parquet"], [folder / "polars.parquet"]))


def by_duckdb(folder: Path) -> None:
    """DuckDB, on all cores."""
    from tests.benchmarks import rivals

    print(rivals.by_duckdb([folder / "posts.parquet"], [folder / "duckdb.parquet"]))


WAYS = {"payband batch": by_payband, "pandas": by_pandas, "Polars, lazy": by_polars, "DuckDB": by_duckdb}


def run_one(way: str, folder: Path) -> None:
    """One way once, and how long its work took and how much memory it held, imports left out of the time."""
    import resource

    # All have their libraries loaded before the clock starts.
    import duckdb  # noqa: F401
    import pandas  # noqa: F401
    import polars  # noqa: F401
    import pyarrow.parquet  # noqa: F401

    import payband.batch.posts.run
    import payband.workbook.reading.read_tables  # noqa: F401

    start, busy = time.perf_counter(), time.process_time()
    WAYS[way](folder)
    seconds, processor = time.perf_counter() - start, time.process_time() - busy
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "processor": processor, "megabytes": peak}))


def differences(folder: Path) -> dict[str, int]:
    """On how many posts the float version is a penny or more away."""
    import numpy as np
    import pyarrow.parquet as parquet

    found = {}
    for name in ("employer NI", "pension", "employer cost", "protection cost"):
        exact, floats = (
            parquet.read_table(folder / f"{way}.parquet", columns=[name])[name].cast("double").to_numpy()
            for way in ("payband", "pandas")
        )
        found[name] = int(np.count_nonzero(np.rint(exact * 100) != np.rint(floats * 100)))
    return found


def main() -> None:
    """Runs the benchmark and prints its ratios."""
    if len(sys.argv) > 2:
        run_one(sys.argv[1], Path(sys.argv[2]))
        return
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    for data, off_points in list(DATA.items())[: None if count <= MANY else 1]:
        with tempfile.TemporaryDirectory() as name:
            write_inputs(Path(name), count, off_points)
            compare(Path(name), f"{count:,} posts, Parquet to Parquet, {data}")


def compare(folder: Path, what: str) -> None:
    """Runs the ways in turn on the same files and prints their ratios."""
    measured: dict[str, list[dict[str, Any]]] = {way: [] for way in WAYS}
    compiled = {**os.environ, "PYTHONPYCACHEPREFIX": str(folder / "compiled")}  # as in an installation
    compiled.pop("PYTHONDONTWRITEBYTECODE", None)
    for _ in range(ROUNDS):
        for way, results in measured.items():
            if hasattr(os, "sync"):
                os.sync()  # what the last run left unwritten is no part of this one
            command = [sys.executable, __file__, way, str(folder)]
            ran = subprocess.run(command, check=True, capture_output=True, text=True, env=compiled)
            results.append(json.loads(ran.stdout.splitlines()[-1]))
    middle = {
        way: {name: median(each[name] for each in results) for name in results[0]} for way, results in measured.items()
    }
    ours = middle["payband batch"]
    print(f"{what}, medians of {ROUNDS}")
    for way, each in middle.items():
        print(
            f"  {way:<18} {each['seconds']:7.3f} s, {each['seconds'] / ours['seconds']:6.2f} times payband's; "
            f"processor {each['processor']:7.3f} s, {each['processor'] / ours['processor']:6.2f} times; "
            f"at most {each['megabytes']:,.0f} MB"
        )
    wrong = differences(folder)
    print("  the float version differs on " + ", ".join(f"{number:,} ({name})" for name, number in wrong.items()))


if __name__ == "__main__":
    main()
