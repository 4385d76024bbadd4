"""Which files of posts are meant, and whether they are tables of the same columns."""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import pyarrow as pa

from payband.batch.many.pieces import FilePiece, facts_of, opened_piece, pieces_of
from payband.batch.many.store import Found, is_remote, shown, store_of
from payband.batch.posts.files import kind_of
from payband.errors import PaybandError, WrongInput

__all__ = ["Scanned", "Unreadable", "find_posts", "is_table", "scanned"]

_ENDINGS = (".parquet", ".pq", ".csv", ".txt", ".tsv", ".xlsx", ".xlsm")
_AT_ONCE = 16  # files whose headings are read: a store answers each after a while
_MOST_NAMED = 5


class Unreadable(NamedTuple):
    """A file that is listed as such while the others are answered."""

    found: Found
    why: str


class Scanned(NamedTuple):
    """The pieces of a run in the order of their names, and the files that cannot be read."""

    pieces: Sequence[FilePiece]
    unreadable: Sequence[Unreadable]


def is_table(path: str) -> bool:
    """Whether a name is that of a table of posts.

    >>> is_table("posts.PARQUET"), is_table("_rejected/posts.csv"), is_table("notes.md")
    (True, False, False)
    """
    return path.casefold().endswith(_ENDINGS) and not any(part.startswith("_") for part in path.split("/"))


def find_posts(given: Sequence[str], output: str) -> list[Found]:
    """The files that paths, patterns and folders mean, each once, in the order of their names.

    Raises WrongInput where there is none, where they are of several kinds, or where two have the same name.
    """
    files: dict[str, Found] = {}
    for each in given:
        found = store_of(each).found(each)
        named = len(found) == 1 and found[0].path == each
        chosen = [one for one in found if named or (is_table(one.name) and not _below(one.path, output))]
        if not chosen:
            what = "the folder" if os.path.isdir(each) else "nothing that matches"
            raise WrongInput(f"{what} {shown(each)} is a table of posts: name .parquet, .csv or .xlsx files")
        for one in chosen:
            kind_of(one.path, "a table of posts")
            files.setdefault(_identity(one.path), one)
    ordered = sorted(files.values(), key=lambda one: one.name)
    kinds = {kind_of(one.path, "a table of posts"): one.path for one in reversed(ordered)}
    if len(kinds) > 1:
        first, second = list(kinds.values())[:2]
        raise WrongInput(
            f"{shown(first)} and {shown(second)} are files of different kinds: give those of one kind alone"
        )
    by_name: dict[str, str] = {}
    for file in ordered:
        name = file.name.rpartition(".")[0].casefold()
        if name in by_name:
            raise WrongInput(
                f"the answers of {shown(file.path)} would take the place of those of {shown(by_name[name])}: "
                "rename one of them"
            )
        by_name[name] = file.path
    return ordered


def _identity(path: str) -> str:
    return path if is_remote(path) else os.path.normcase(os.path.realpath(path))


def _below(path: str, output: str) -> bool:
    return f"{_identity(path)}/".replace(os.sep, "/").startswith(
        f"{_identity(output).rstrip('/')}/".replace(os.sep, "/")
    )


def scanned(found: Sequence[Found]) -> Scanned:
    """Reads the headings of all files.

    Raises WrongInput where their columns differ, naming the files, and where none can be read.
    """
    with ThreadPoolExecutor(_AT_ONCE) as at_once:
        seen = list(at_once.map(_seen, found))
    readable = [(file, one) for file, one in zip(found, seen, strict=True) if not isinstance(one, Unreadable)]
    unreadable = [one for one in seen if isinstance(one, Unreadable)]
    if not readable:
        raise WrongInput(unreadable[0].why)
    _check_same([(file, one[0]) for file, one in readable])
    return Scanned([piece for _, one in readable for piece in one[1]], unreadable)


def _seen(found: Found) -> tuple[pa.Schema, list[FilePiece]] | Unreadable:
    try:
        pieces = pieces_of(found)
        if pieces[0].kind == "parquet":
            return facts_of(found.path).schema, pieces
        with opened_piece(pieces[0]) as posts:
            schema = posts.schema
        if pieces[0].kind == "xlsx":  # whose columns have the kinds of their cells, in each file anew
            schema = pa.schema([(name, pa.string()) for name in schema.names])
        return schema, pieces
    except (PaybandError, OSError) as error:
        return Unreadable(found, shown(str(error)))


def _check_same(files: Sequence[tuple[Found, pa.Schema]]) -> None:
    first, schema = files[0]
    wrong = []
    for file, other in files[1:]:
        if not other.equals(schema):
            wrong.append(f"  {shown(file.path)}: {'; '.join(_differences(schema, other))}")
    if wrong:
        more = [f"  and {len(wrong) - _MOST_NAMED} more"] if len(wrong) > _MOST_NAMED else []
        lines = [f"not all files have the columns of {shown(first.path)}:", *wrong[:_MOST_NAMED], *more]
        raise WrongInput(
            "\n".join([*lines, "Give them the same columns and types, or answer them in runs of their own."])
        )


def _differences(one: pa.Schema, other: pa.Schema) -> Iterator[str]:
    missing = [name for name in one.names if name not in other.names]
    more = [name for name in other.names if name not in one.names]
    if missing:
        yield f"without {', '.join(map(repr, missing))}"
    if more:
        yield f"with {', '.join(map(repr, more))}"
    changed = False
    for name in one.names:
        if name in other.names and one.field(name).type != other.field(name).type:
            changed = True
            yield f"'{name}' is {other.field(name).type}, not {one.field(name).type}"
    if not (missing or more or changed):
        yield "its columns are in another order"
