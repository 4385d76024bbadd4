"""The run log: a JSON line for each run and each workbook, enough to repeat a run and to know what is up to date."""

import os
import platform
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from types import TracebackType
from typing import IO, Any

from payband import __version__
from payband.batch.figures_held import HeldFigures
from payband.batch.outcome import RECALCULATED, UNCHANGED, UP_TO_DATE, Outcome
from payband.errors import WrongInput
from payband.own_files import check_is_file
from payband.whole_files import not_written

__all__ = ["LOG_NAME", "RunLog"]

LOG_NAME = "payband-run-log.jsonl"
_FIRST = '{"kind": "run"'
_DONE = (RECALCULATED, UNCHANGED, UP_TO_DATE)


class RunLog:
    """A log that is added to, a line as soon as a workbook is done, so that a run that is killed leaves its log too.

    Files below the log's own folder are named from there, so that the folder can be moved with its log.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self._folder = os.path.abspath(os.path.dirname(path))
        self._earlier: dict[tuple[str, str], Mapping[str, Any]] = {}
        self._written: dict[str, set[str]] = {}
        self._file: IO[str] | None = None
        self.trouble = ""
        """Why the log tells only a part of the run; empty where it tells all."""
        self._run: dict[str, Any] = {}

    def open(self, arguments: Mapping[str, Any], figures: Sequence[HeldFigures]) -> None:
        """Reads what earlier runs did, and writes the line of this run.

        Raises WrongInput where the log cannot be written.
        """
        check_is_file(self.path)
        try:
            # Open for as long as the run lasts.
            self._file = open(self.path, "a+", encoding="utf-8", newline="\n")  # noqa: SIM115
            self._file.seek(0)
            text = self._file.read()
        except (OSError, UnicodeDecodeError) as error:
            why = getattr(error, "strerror", "") or "it is not a text file"
            raise WrongInput(f"the run log {self.path} cannot be written ({why}): give another with --log") from None
        if text.strip() and not text.startswith(_FIRST):
            self._file.close()
            raise WrongInput(
                f"{self.path} is not a run log of payband, so nothing was added to it: give another with --log"
            )
        self._read(text)
        if text and not text.endswith("\n"):
            self._file.write("\n")  # the last run was killed in the middle of a line
        self._run = {
            "run": datetime.now().astimezone().isoformat(timespec="seconds"),
            "payband": __version__,
            "figures": "-".join(each.fingerprint for each in figures),
        }
        self._write(
            {
                "kind": "run",
                **self._run,
                "python": platform.python_version(),
                "platform": sys.platform,
                "folder": os.getcwd(),
                "arguments": dict(arguments),
                "figures_held": [each._asdict() for each in figures],
            }
        )
        if self.trouble:
            raise WrongInput(self.trouble)

    def __enter__(self) -> "RunLog":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            with suppress(OSError):  # what could not be written before still cannot
                self._file.close()

    def earlier(self, path: str, target: str) -> Mapping[str, Any] | None:
        """The line of the last run that finished this workbook with this payband and these figures."""
        entry = self._earlier.get((self._name(path), self._name(target)))
        if entry is None or entry.get("status") not in _DONE:
            return None
        same = entry.get("payband") == __version__ and entry.get("figures") == self._run["figures"]
        return entry if same else None

    def written(self, target: str) -> frozenset[str]:
        """The fingerprints of all that earlier runs put there: what has another is somebody's work."""
        return frozenset(self._written.get(self._name(target), ()))

    def add(self, outcome: Outcome, target: str) -> None:
        """Writes the line of a workbook."""
        self._write(
            {
                "kind": "workbook",
                **self._run,
                "file": self._name(outcome.file),
                "target": self._name(target),
                "status": outcome.status,
                "output": self._name(outcome.output) if outcome.output else "",
                "fingerprints": outcome.fingerprints,
                **outcome.figures(),
                "seconds": round(outcome.seconds, 3),
                "messages": list(outcome.messages),
            }
        )

    def _write(self, entry: Mapping[str, Any]) -> None:
        import json

        if self._file is not None and not self.trouble:
            line = json.dumps(entry, ensure_ascii=False)
            try:
                # A file's name may have bytes that are no letters: they are written as JSON writes any character.
                self._file.write(line.encode(errors="backslashreplace").decode() + "\n")
                self._file.flush()
            except OSError as error:
                self.trouble = str(not_written(f"the run log {self.path}", error))

    def _read(self, text: str) -> None:
        import json

        for line in text.split("\n"):  # a name may hold other ends of lines
            try:
                entry = json.loads(line)
                if entry["kind"] == "workbook":
                    self._earlier[entry["file"], entry["target"]] = entry
                    if entry["output"] == entry["target"]:
                        self._written.setdefault(entry["target"], set()).add(entry["fingerprints"]["output"])
            except (ValueError, KeyError, TypeError):
                continue  # half a line of a run that was killed says nothing

    def _name(self, path: str) -> str:
        """How the log names a file: from its own folder on where the file is below it, else from the top."""
        whole = os.path.abspath(path)
        if whole.startswith(self._folder + os.sep):
            whole = whole[len(self._folder) + 1 :]
        return whole.replace(os.sep, "/")
