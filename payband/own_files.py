"""What payband may replace: a file that it wrote itself and that nobody has changed since.

A workbook, a document and a web page carry the fingerprint of their own bytes at their end, where no program shows it
and which no program keeps when it saves the file anew. Of a file of another kind the fingerprint goes into a list of
the user's own, which holds nothing else.
"""

import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from hashlib import file_digest, sha256
from typing import IO, Literal

from payband.errors import WrongInput

__all__ = [
    "as_sealed",
    "check_is_file",
    "check_replaceable",
    "is_as_written",
    "is_sealed",
    "note_written",
    "overwriting",
    "own_folder",
    "seal_of_zip",
]

LIST_NAME = "files-written.txt"
_MOST_LISTED = 20_000
_AT_ONCE = 1 << 20

_MARK = b"payband:"
_DIGITS = 64  # of a SHA-256
_ZIP_COMMENT = len(_MARK) + _DIGITS
_END_OF_ZIP = b"PK\5\6" + bytes(4)
_SIZE_OF_END = 22  # bytes of the end of a zip file without a comment, of which the last two are the comment's length
_PAGE_SEAL = b"<!-- " + _MARK + b"%s -->\n"
_SEAL = re.compile(
    rb"(?:" + re.escape(_ZIP_COMMENT.to_bytes(2, "little")) + _MARK + rb"([0-9a-f]{64})"
    rb"|<!-- " + _MARK + rb"([0-9a-f]{64}) -->\n)\Z"
)
_LONGEST_SEAL = 128

Choice = Literal["ask", "replace"]
_IN_COMMAND: ContextVar[Choice | None] = ContextVar("whether a command may replace any file", default=None)


@contextmanager
def overwriting(anything: bool) -> Iterator[None]:
    """Within this block, which is a command's, nothing else is replaced; with `anything` whatever is there is."""
    before = _IN_COMMAND.set("replace" if anything else "ask")
    try:
        yield
    finally:
        _IN_COMMAND.reset(before)


def check_replaceable(path: str, known: frozenset[str] = frozenset(), *, in_commands: bool = False) -> None:
    """Refuses to replace what is not a file, and a file that is not as payband wrote it. Raises WrongInput.

    `known` are fingerprints of what earlier runs wrote there, by their log. With `in_commands` a program of somebody
    else's is not asked, which answers for itself.
    """
    size = check_is_file(path)
    choice = _IN_COMMAND.get()
    if choice == "replace" or (choice is None and in_commands) or not size:
        return
    if not is_as_written(os.path.realpath(path), known):
        raise WrongInput(
            f"{path} was not written by payband, or has been changed since, so it is not replaced: give another name, "
            "or --overwrite to replace it"
        )


def check_is_file(path: str) -> int:
    """Refuses a device or a pipe, or a link to one, as a file to write. Gives the size of what is there.

    Raises WrongInput. Nothing, a folder, and what cannot be seen are passed over: what comes next tells of them.
    """
    try:
        there = os.stat(path)
    except OSError:
        return 0
    if stat.S_ISREG(there.st_mode):
        return there.st_size
    if not stat.S_ISDIR(there.st_mode):
        raise WrongInput(f"{path} is a device or a pipe and no file that can be replaced: give the name of a file")
    return 0


def is_as_written(path: str, known: frozenset[str] = frozenset()) -> bool:
    """Whether a file is one that payband wrote, byte for byte."""
    try:
        with open(path, "rb") as file:
            size = file.seek(0, os.SEEK_END)
            start = max(size - _LONGEST_SEAL, 0)
            file.seek(start)
            found = _SEAL.search(file.read())
            file.seek(0)
            if found is not None:
                sealed = (found[1] or found[2]).decode()
                return _digest(file, start + found.start()) == sealed
            whole = file_digest(file, "sha256").hexdigest()
    except OSError:
        return False
    return whole in known or whole in _listed()


def is_sealed(content: bytes) -> bool:
    """Whether bytes carry their own fingerprint, and it is right.

    >>> page = as_sealed("page.html", b"<html></html>")
    >>> is_sealed(page), is_sealed(page.replace(b"html", b"HTML"))
    (True, False)
    """
    found = _SEAL.search(content, max(len(content) - _LONGEST_SEAL, 0))
    sealed = memoryview(content)[: found.start()] if found is not None else b""
    return found is not None and sha256(sealed).hexdigest() == (found[1] or found[2]).decode()


def note_written(path: str) -> None:
    """Remembers a file that carries no fingerprint itself. What cannot be noted is asked about later."""
    with suppress(OSError):
        with open(path, "rb") as file:
            line = file_digest(file, "sha256").hexdigest()
        place = _list_place()
        os.makedirs(os.path.dirname(place), mode=0o700, exist_ok=True)
        listed = _lines()
        if line in listed:
            return
        if len(listed) >= _MOST_LISTED:
            with open(place, "w", encoding="ascii") as file_of_lines:
                file_of_lines.writelines(f"{each}\n" for each in listed[-_MOST_LISTED // 2 :])
        with open(place, "a", encoding="ascii") as file_of_lines:
            file_of_lines.write(f"{line}\n")


def as_sealed(path: str, content: bytes) -> bytes:
    """Bytes for a file with their fingerprint, where a file of this name can carry one; as they are for any other.

    >>> as_sealed("page.html", b"<html></html>")[13:26]
    b'<!-- payband:'
    """
    ending = os.path.splitext(path)[1].casefold()
    if ending == ".html":
        return content + _PAGE_SEAL % sha256(content).hexdigest().encode()
    return _sealed_zip(content) if ending in (".xlsx", ".xlsm", ".docx") else content


def _sealed_zip(content: bytes) -> bytes:
    """The bytes of a zip file with their fingerprint as its comment; as they are for what is not a plain zip file."""
    end = content[-_SIZE_OF_END:]
    if not end.startswith(_END_OF_ZIP) or end[-2:] != bytes(2):
        return content
    return content[:-2] + seal_of_zip(sha256(content[:-2]).hexdigest())


def seal_of_zip(digest: str) -> bytes:
    """How a zip file ends whose bytes up to the length of its comment have this fingerprint."""
    return _ZIP_COMMENT.to_bytes(2, "little") + _MARK + digest.encode()


def _digest(file: IO[bytes], size: int) -> str:
    digest = sha256()
    while size > 0:
        block = file.read(min(size, _AT_ONCE))
        if not block:
            break
        digest.update(block)
        size -= len(block)
    return digest.hexdigest()


def own_folder() -> str:
    """The user's own folder for what payband keeps between runs, where programs keep such things."""
    folder = os.environ.get("XDG_STATE_HOME") or os.environ.get("LOCALAPPDATA")
    return os.path.join(folder or os.path.expanduser("~/.local/state"), "payband")


def _list_place() -> str:
    """The user's own list of fingerprints."""
    return os.path.join(own_folder(), LIST_NAME)


def _lines() -> list[str]:
    try:
        with open(_list_place(), encoding="ascii") as file:
            return file.read().split()
    except (OSError, UnicodeDecodeError):
        return []


def _listed() -> frozenset[str]:
    return frozenset(_lines())
