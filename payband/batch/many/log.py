"""The log of a run in pieces: a JSON line for the run, for each piece as soon as it is done, and for the end.

By it a run that was stopped is taken up where it was. It is in the output itself, so that both are moved together.
"""

import json
import platform
import time
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from payband import __version__
from payband.batch.many.outputs import joined
from payband.batch.many.store import shown, store_of
from payband.batch.many.task import DONE, FAILED, UP_TO_DATE, PieceDone
from payband.errors import WrongInput
from payband.whole_files import not_written

__all__ = ["LOG_NAME", "BatchLog"]

LOG_NAME = "_payband-log.jsonl"  # what begins so is no table to those who read the folder as one
_SECONDS_UNWRITTEN = 5  # in a store, where a log is written anew each time, a stopped run does so much again


class BatchLog:
    """The log in the folder of the answers."""

    def __init__(self, output: str) -> None:
        self.path = joined(output, LOG_NAME)
        self._store = store_of(output)
        self._text = ""
        self._unwritten: list[str] = []
        self._written_at = 0.0
        self._run = ""
        self.earlier: dict[str, Mapping[str, Any]] = {}
        """What the log tells of each piece that is done."""
        self.begun: set[str] = set()
        """The pieces that earlier runs were to do."""
        self.partition_by: str | None = None
        """The column that earlier runs put the answers apart by."""

    def read(self) -> bool:
        """Reads what earlier runs did; whether there was one."""
        self._text = self._store.text(self.path)
        for line in self._text.split("\n"):
            try:
                entry = json.loads(line)
                if entry["kind"] == "run":
                    self.begun |= set(entry["pieces"])
                    self.partition_by = entry["partition_by"]
                elif entry["kind"] == "piece" and entry["status"] in (DONE, UP_TO_DATE):
                    self.earlier[entry["name"]] = entry
                elif entry["kind"] == "piece":
                    self.earlier.pop(entry["name"], None)
            except (ValueError, KeyError, TypeError):
                continue  # half a line of a run that was killed says nothing
        return bool(self.begun)

    def begin(self, arguments: Mapping[str, Any], fingerprints: Mapping[str, Any], pieces: Sequence[str]) -> None:
        """Writes the line of this run. Raises WrongInput where it cannot be written."""
        self._run = datetime.now().astimezone().isoformat(timespec="seconds")
        if self._text and not self._text.endswith("\n"):
            self._add("")  # the last run was killed in the middle of a line
        self._line(
            {
                "kind": "run",
                "run": self._run,
                "payband": __version__,
                "python": platform.python_version(),
                "arguments": {name: _without_secrets(value) for name, value in arguments.items()},
                "fingerprints": dict(fingerprints),
                "partition_by": arguments.get("partition_by") or "",
                "pieces": list(pieces),
            }
        )
        self.flush()

    def add(self, done: PieceDone, under: str) -> None:
        """Writes the line of a piece."""
        entry = {"kind": "piece", "run": self._run, "under": under, **done._asdict()}
        if done.status == FAILED:
            entry = {name: entry[name] for name in ("kind", "run", "name", "status", "message", "seconds")}
        self._line(entry)
        if time.monotonic() - self._written_at > _SECONDS_UNWRITTEN or not self.path_is_slow:
            self.flush()

    def end(self, entry: Mapping[str, Any]) -> None:
        """Writes the last line of the run: totals and what was listed."""
        self._line({"kind": "end", "run": self._run, **entry})
        self.flush()

    @property
    def path_is_slow(self) -> bool:
        """Whether it is in a store."""
        return "://" in self.path

    def flush(self) -> None:
        """Puts into the file what is not in it yet. Raises WrongInput where that cannot be done."""
        try:
            self._store.append(self.path, self._unwritten, self._text)
        except OSError as error:
            raise not_written(f"the run log {self.path}", error) from None
        self._unwritten.clear()
        self._written_at = time.monotonic()

    def _line(self, entry: Mapping[str, Any]) -> None:
        # A file's name may have bytes that are no letters: they are written as JSON writes any character.
        self._add(json.dumps(entry, ensure_ascii=False).encode(errors="backslashreplace").decode())

    def _add(self, line: str) -> None:
        self._unwritten.append(f"{line}\n")
        self._text += f"{line}\n"

    def check_goes_on(self, pieces: Sequence[str], unreadable: Sequence[str], partition_by: str) -> None:
        """Refuses to take up a run of other files, whose answers would stay among the new ones. Raises WrongInput.

        `unreadable` are the names of files of which it is not known what pieces they have.
        """
        files = {*pieces, *unreadable}
        gone = sorted(name for name in self.begun - files if name.rpartition(".part-")[0] not in unreadable)
        if gone:
            raise WrongInput(
                f"--resume: an earlier run into this folder had '{gone[0]}' too"
                + (f" and {len(gone) - 1} more" if len(gone) > 1 else "")
                + ", which is not among the files now: give the same files, or an empty folder with -o"
            )
        if self.partition_by is not None and self.partition_by != partition_by:
            before = f"--partition-by {self.partition_by}" if self.partition_by else "no --partition-by"
            raise WrongInput(f"--resume: the earlier run had {before}: give the same, or an empty folder with -o")


def _without_secrets(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_secrets(each) for each in value]
    return shown(value) if isinstance(value, str) else value
