"""The benchmark of many files: payband on one and on two processes, beside Polars and DuckDB on all cores.

    python tests/benchmarks/scale.py [MILLIONS OF POSTS [ROUNDS]]

Goals with twenty million posts: two processes at least 1.8 times as fast as one and 3.5 times as fast as Polars, with
at most 1.5 GB in all. The files are one file of two million posts again and again; each way answers them a file at a
time and totals them by department. Timed is the whole process with its start, in turn, and the medians are given, on
the clock and of the processors' time, which a busy machine changes less; memory is what all its processes hold
together, looked at twenty times a second.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import psutil

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.benchmarks import posts

ROUNDS = 2
MILLIONS_A_FILE = 2


def commands(folder: Path) -> dict[str, list[str]]:
    """How each way is started."""
    payband = [sys.executable, "-m", "payband", "batch", str(folder / "posts"), "--settings",
               str(folder / "settings.xlsx"), "--by", "department", "-o", str(folder / "out")]  # fmt: skip
    return {
        "payband, 2 processes": [*payband, "--workers", "2"],
        "payband, 1 process": [*payband, "--workers", "1"],
        "Polars, lazy": [sys.executable, __file__, "by_polars", str(folder)],
        "DuckDB": [sys.executable, __file__, "by_duckdb", str(folder)],
    }


def timed(command: list[str], folder: Path) -> tuple[float, float, float]:
    """Seconds on the clock and of the processors, and the most megabytes that all processes hold together."""
    shutil.rmtree(folder / "out", ignore_errors=True)
    os.sync()
    start, busy, most = time.perf_counter(), _busy(), 0
    ran = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    watched = psutil.Process(ran.pid)
    while ran.poll() is None:
        held = 0
        for each in [watched, *_below(watched)]:
            try:
                held += each.memory_info().rss
            except psutil.Error:
                continue
        most = max(most, held)
        time.sleep(0.05)
    assert ran.returncode == 0, command
    return time.perf_counter() - start, _busy() - busy, most / 2**20


def _busy() -> float:
    """The processors' time of all processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _below(process: psutil.Process) -> list[psutil.Process]:
    try:
        found: list[psutil.Process] = process.children(recursive=True)
    except psutil.Error:
        return []
    return found


def main() -> None:
    """Runs the benchmark and prints its ratios."""
    if len(sys.argv) > 1 and sys.argv[1].startswith("by_"):
        from tests.benchmarks import rivals

        folder = Path(sys.argv[2])
        sources = sorted((folder / "posts").iterdir())
        (folder / "out").mkdir()
        print(getattr(rivals, sys.argv[1])(sources, [folder / "out" / each.name for each in sources]))
        return
    millions, rounds = (*map(int, sys.argv[1:]), *(20, ROUNDS)[len(sys.argv) - 1 :])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        posts.write_inputs(folder, MILLIONS_A_FILE * 1_000_000, 0.1)
        (folder / "posts").mkdir()
        for number in range(max(millions // MILLIONS_A_FILE, 1)):
            os.link(folder / "posts.parquet", folder / "posts" / f"posts-{number:03d}.parquet")
        measured: dict[str, list[tuple[float, float, float]]] = {way: [] for way in commands(folder)}
        for _ in range(rounds):
            for way, command in commands(folder).items():
                measured[way].append(timed(command, folder))
    print(f"{millions:,},000,000 posts in {max(millions // MILLIONS_A_FILE, 1)} files, medians of {rounds}")
    ours = [median(column) for column in zip(*measured["payband, 2 processes"], strict=True)]
    for way, each in measured.items():
        clock, busy, _ = (median(column) for column in zip(*each, strict=True))
        memory = max(held for _, _, held in each)
        print(
            f"  {way:<21} {clock:7.2f} s, {clock / ours[0]:5.2f} times; processor {busy:7.2f} s, "
            f"{busy / ours[1]:5.2f} times; at most {memory:,.0f} MB"
        )


if __name__ == "__main__":
    main()
