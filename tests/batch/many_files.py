"""Made-up posts in many files, and what a run makes of them, for the tests of many files."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as parquet

from payband.batch.many.log import LOG_NAME
from tests.batch.test_batch_posts import LINES

REGIONS = ("North", "South", "Isle of Man / Channel", None)


def posts(count: int, seed: int = 2011, first: int = 0) -> pa.Table:
    """Posts of which a few are rejected, each with a reference of its own."""
    dice = random.Random(seed)
    rows: list[dict[str, Any]] = [
        {
            "ref": f"P{first + number:06d}",
            "region": dice.choice(REGIONS),
            "salary now": dice.choice([dice.randrange(1_500_000, 6_500_000) / 100, float(22_222), -1.0])
            if dice.random() < 0.1
            else dice.randrange(1_500_000, 6_500_000) / 100,
            "FTE": dice.choice([1.0, 0.5, 0.6]),
            "proposed line": dice.choice([line["line"] for line in LINES]),
        }
        for number in range(count)
    ]
    kinds = [("ref", pa.string()), ("region", pa.string()), ("salary now", pa.float64()), ("FTE", pa.float64())]
    return pa.Table.from_pylist(rows, pa.schema([*kinds, ("proposed line", pa.string())]))


def folder_of(folder: Path, files: int, rows: int) -> Path:
    """A folder of Parquet files."""
    folder.mkdir()
    for number in range(files):
        parquet.write_table(posts(rows, number, number * rows), folder / f"posts-{number:03d}.parquet")
    return folder


def written_in(folder: Path) -> dict[str, bytes]:
    """The files of an output but for its log, by their names."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != LOG_NAME
    }


def refs_in(folder: Path) -> list[str]:
    """The references of all posts answered, in their order."""
    return sorted(
        ref for path in folder.rglob("*.parquet") for ref in parquet.ParquetFile(path).read()["ref"].to_pylist()
    )
