"""One run over a table of posts: the files it reads and writes, whole or not at all, and the log to repeat it by."""

import json
import os
import platform
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from hashlib import sha256
from typing import Any, NamedTuple

import pyarrow as pa

from payband import __version__
from payband.batch.figures_held import figures_held
from payband.batch.posts.files import kind_of, open_posts
from payband.batch.posts.output import FEW_VALUES
from payband.batch.posts.posts import BatchOutcome, PostsBatch, Rejected
from payband.batch.posts.writers import CsvWriter, ParquetWriter, Writer, behind
from payband.csv_text import CSV_ENCODING, csv_rows
from payband.errors import WrongInput
from payband.establishment.map import map_in, map_text, with_answers
from payband.establishment.questions import Terms
from payband.library import figures_used, fingerprint
from payband.ooxml.saving import check_target
from payband.table import Table
from payband.whole_files import replacing, write_whole
from payband.workbook.read import open_review

__all__ = ["BatchRequest", "Done", "answered_map", "fingerprint_of", "questions_said", "run_batch", "write_totals"]

_AT_ONCE = 1 << 20


class BatchRequest(NamedTuple):
    """What is asked for: the table of posts, the review with the settings, and where everything goes.

    `rejected` and `log` are next to the output where they are not given.
    """

    posts: str
    settings: str
    output: str
    by: Sequence[str] = ()
    rejected: str = ""
    log: str = ""
    totals: str = ""
    """The file that the totals are written to as CSV; empty for none."""
    map: str = ""
    """The map of the columns; empty for the one next to the output, if there is one."""
    answers: Sequence[str] = ()
    """Answers to questions, each as NAME=ANSWER."""

    @property
    def rejected_path(self) -> str:
        """The file of rejected rows."""
        return self.rejected or f"{os.path.splitext(self.output)[0]}.rejected.csv"

    @property
    def map_path(self) -> str:
        """The file of the map."""
        return self.map or f"{os.path.splitext(self.output)[0]}.map.toml"

    @property
    def log_path(self) -> str:
        """The file of the run log."""
        return self.log or f"{os.path.splitext(self.output)[0]}.run.json"


class Done(NamedTuple):
    """What came of a run, what a person should be told, and where everything was written."""

    outcome: BatchOutcome
    notes: Sequence[str]
    request: BatchRequest


def run_batch(request: BatchRequest, arguments: Mapping[str, Any] | None = None) -> Done:
    """Calculates a table of posts under the settings of a review and writes the answers, the rejected rows and a log.

    Nothing is written unless the whole table could be read. `arguments` are what the log says was asked.

    Raises WrongInput for files that cannot be read or written, InputProblems for settings that cannot be used.
    """
    try:
        return _run(request, dict(arguments or request._asdict()))
    except OSError as error:
        raise WrongInput(
            f"{error.filename or request.output} could not be read or written ({error.strerror or error}): check the "
            "disk and the folder, and run it again; nothing was changed"
        ) from None


def _run(request: BatchRequest, arguments: Mapping[str, Any]) -> Done:
    kind = kind_of(request.output, "the output")
    _check_apart(request)
    for path in (request.output, request.rejected_path, request.log_path, request.totals):
        if path:
            check_target(path)
    posts = open_posts(request.posts)
    with figures_used() as used, ThreadPoolExecutor(1) as beside:
        posts_print = beside.submit(fingerprint_of, request.posts)
        review = open_review(request.settings)
        terms, columns = answered_map(request, posts.columns)
        fte_of_each = terms.said("several_fte") == "each post"
        batch = PostsBatch(posts, review.inputs, request.by, columns, fte_of_each=fte_of_each, whole=True)
        if batch.matched.recognised.asked:
            raise WrongInput(questions_said(request, batch, terms))
        with replacing(request.rejected_path) as rejected_file, replacing(request.output) as output_file:
            if kind == "xlsx":
                from payband.batch.posts.workbook_out import write_workbook  # only a workbook needs it

                outcome = write_workbook(batch, output_file, rejected_file)
            else:
                outcome = _write_flat(batch, kind, output_file, rejected_file)
        if request.totals:
            write_totals(outcome.totals, request.totals)
        figures = list(used)
        entry = {
            "run": datetime.now().astimezone().isoformat(timespec="seconds"),
            "payband": __version__,
            "python": platform.python_version(),
            "folder": os.getcwd(),
            "arguments": dict(arguments),
            "fingerprints": {
                "posts": posts_print.result(),
                "settings": fingerprint_of(request.settings),
                "figures used": fingerprint(figures),
                "figures held": {each.folder: each.fingerprint for each in figures_held()},
            },
            "rows": {"read": outcome.read, "answered": outcome.answered, "rejected": outcome.rejected},
            "totals": [
                {name: value if isinstance(value, int | str) else str(value) for name, value in record.items()}
                for record in outcome.totals.records()
            ],
            "figures": [f"{each.name}: {each.value} [{each.source}]" for each in figures],
        }
    with replacing(request.log_path) as log, open(log, "w", encoding="utf-8") as file:
        json.dump(entry, file, ensure_ascii=False, indent=2)
    return Done(outcome, batch.notes, request)


def answered_map(request: BatchRequest, headings: Sequence[str]) -> tuple[Terms, dict[str, str]]:
    """What the map says, if there is one, with the answers next to it."""
    terms, columns = Terms(), {}
    if request.map or os.path.exists(request.map_path):
        known = map_in(request.map_path)
        terms, columns = known.terms, {name: kind for name, kind in known.columns.items() if name in headings}
    return with_answers(request.answers, headings, terms, columns)


def questions_said(request: BatchRequest, batch: PostsBatch, terms: Terms) -> str:
    """What must be said before anything is calculated; the map is written for it where there is none."""
    recognised = batch.matched.recognised
    if not os.path.exists(request.map_path):
        text = map_text(recognised, terms, "", os.path.basename(request.posts))
        write_whole(request.map_path, text.encode())
    lines = ["before anything is calculated, say:"]
    lines += [f"  {number}. {question.text}" for number, question in enumerate(recognised.asked, start=1)]
    return "\n".join([*lines, f"Answer in {request.map_path}, or with --answer NAME=ANSWER, and run it again."])


def _check_apart(request: BatchRequest) -> None:
    """Refuses an output that would take the place of an input or of another output."""
    taken = {os.path.realpath(request.posts): "the posts", os.path.realpath(request.settings): "the settings"}
    outputs = {
        "the output": request.output,
        "the rejected rows": request.rejected_path,
        "the log": request.log_path,
        "the totals": request.totals,
    }
    for what, path in outputs.items():
        if not path:
            continue
        real = os.path.realpath(path)
        if real in taken:
            raise WrongInput(f"{path} is the file of {taken[real]}: give another name for {what}")
        taken[real] = what.removeprefix("the output") or "the answers"


def _write_flat(batch: PostsBatch, kind: str, output: str, rejected: str) -> BatchOutcome:
    def opened(schema: pa.Schema) -> Writer:
        if kind == "csv":
            return CsvWriter(output, schema)
        return ParquetWriter(output, schema, batch.written, FEW_VALUES)

    with behind(opened) as writer_of, Rejected.at(rejected) as list_of_rejected:
        return batch.run(writer_of, list_of_rejected)


def write_totals(totals: Table, path: str) -> None:
    """Writes totals as CSV."""
    with replacing(path) as temporary, open(temporary, "w", encoding=CSV_ENCODING, newline="") as file:
        write = csv_rows(file)
        write(totals.columns)
        for row in totals:
            write(row)


def fingerprint_of(path: str) -> str:
    """Twelve characters that are the same when, and only when, a file's bytes are."""
    digest = sha256()
    with open(path, "rb") as file:
        while block := file.read(_AT_ONCE):
            digest.update(block)
    return digest.hexdigest()[:12]
