"""Where the files of a run are: folders of this machine, or a store of objects that fsspec opens (s3:// and others).

A path says which. What is asked of either is the same and little, so that the rest of a run does not know the
difference. In a store an object appears whole when its upload ends, and needs no other name before.
"""

import glob
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from hashlib import file_digest, sha256
from io import BufferedReader
from tempfile import TemporaryDirectory
from typing import IO, Any, NamedTuple, Protocol

from payband.errors import WrongInput
from payband.whole_files import TEMPORARY, put_in_place

__all__ = ["DIGITS", "Found", "Store", "is_remote", "shown", "store_of"]

DIGITS = 16  # of a fingerprint
_REMOTE = re.compile(r"^[a-z][a-z0-9+.-]+(?:::|://)", re.I)
_PASSWORD = re.compile(r"(//[^/:@\s]*:)[^/@\s]+@")
_NAMES_OF_SECRETS = re.compile(r"SECRET|TOKEN|PASSWORD|_KEY|CONNECTION_STRING|CREDENTIAL|SAS")
_LEAST_SECRET = 8  # characters: a shorter value is a word such as "true"
_AT_ONCE = 1 << 20


class Found(NamedTuple):
    """A file of posts: where it is, and its name from the top of what was searched on."""

    path: str
    name: str


class Store(Protocol):
    """What a run asks of the place where its files are."""

    def found(self, given: str) -> list[Found]:
        """The files that a path, a pattern or a folder means, in the order of their names."""

    def listed(self, folder: str) -> list[str]:
        """The files below a folder, named from there on."""

    def opened(self, path: str) -> IO[bytes]:
        """A file to be read."""

    def here(self, path: str) -> Any:
        """A block within which the file has a path on this machine, which it gives."""

    def fingerprint(self, path: str, ranges: Sequence[tuple[int, int]] = ()) -> str:
        """The same when, and only when, the bytes of a file are, or of some ranges of it; empty where there is none."""

    def mark(self, path: str) -> str:
        """What changes when somebody changes a file, told without reading it; empty where there is none."""

    def written(self, path: str) -> Any:
        """A block that gives a path to write to. When it ends well the file is in its place, whole."""

    def append(self, path: str, lines: Sequence[str], text: str) -> None:
        """Adds lines to a file, which then holds `text`."""

    def text(self, path: str) -> str:
        """The text of a file; empty where there is none."""

    def remove(self, path: str) -> None:
        """Removes a file, if it is there."""

    def cleared(self, folder: str) -> None:
        """Removes what a run that was killed had begun to write."""


def is_remote(path: str) -> bool:
    """Whether a path is one of a store of objects. A letter is a disk of Windows.

    >>> is_remote("s3://pay/posts"), is_remote("C:/pay/posts"), is_remote("posts.csv")
    (True, False, False)
    """
    return _REMOTE.match(path) is not None


def store_of(path: str) -> Store:
    """The store that a path is of. Raises WrongInput where what opens it is not installed."""
    return _Remote(path) if is_remote(path) else _Local()


def shown(text: str) -> str:
    """A text without passwords: those of addresses, and what the environment holds under the name of a secret.

    >>> shown("sftp://clerk:opensesame@pay.example/posts")
    'sftp://clerk:***@pay.example/posts'
    """
    for name, value in os.environ.items():
        if _NAMES_OF_SECRETS.search(name.upper()) and len(value) >= _LEAST_SECRET:
            text = text.replace(value, "***")
    return _PASSWORD.sub(r"\1***@", text)


class _Local:
    """The folders of this machine."""

    def found(self, given: str) -> list[Found]:
        if os.path.isdir(given):
            return [Found(os.path.join(given, *name.split("/")), name) for name in self.listed(given)]
        if os.path.exists(given) or not glob.has_magic(given):
            return [Found(given, os.path.basename(given))]
        top = given
        while glob.has_magic(top):
            top = os.path.dirname(top)
        matched = sorted(each for each in glob.glob(given, recursive=True) if os.path.isfile(each))
        return [Found(each, os.path.relpath(each, top or ".").replace(os.sep, "/")) for each in matched]

    def listed(self, folder: str) -> list[str]:
        names = []
        for inside, folders, files in os.walk(folder):
            folders[:] = [each for each in folders if not each.startswith(".")]
            names += [os.path.relpath(os.path.join(inside, name), folder).replace(os.sep, "/") for name in files]
        return sorted(name for name in names if not os.path.basename(name).startswith("."))

    def opened(self, path: str) -> IO[bytes]:
        return open(path, "rb")

    @contextmanager
    def here(self, path: str) -> Iterator[str]:
        yield path

    def fingerprint(self, path: str, ranges: Sequence[tuple[int, int]] = ()) -> str:
        try:
            with open(path, "rb") as file:
                return _digest(file, ranges)
        except FileNotFoundError:
            return ""

    def mark(self, path: str) -> str:
        try:
            there = os.stat(path)
        except FileNotFoundError:
            return ""
        return f"{there.st_size}-{there.st_mtime_ns}"

    @contextmanager
    def written(self, path: str) -> Iterator[str]:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with put_in_place(os.path.realpath(path)) as temporary:
            yield temporary

    def append(self, path: str, lines: Sequence[str], text: str) -> None:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "a", encoding="utf-8", newline="\n") as file:
            file.writelines(lines)

    def text(self, path: str) -> str:
        try:
            with open(path, encoding="utf-8", newline="") as file:
                return file.read()
        except FileNotFoundError:
            return ""

    def remove(self, path: str) -> None:
        with suppress(OSError):
            os.unlink(path)

    def cleared(self, folder: str) -> None:
        for inside, _, files in os.walk(folder):
            for name in files:
                if name.startswith(TEMPORARY):
                    self.remove(os.path.join(inside, name))


class _Remote:
    """A store of objects, by fsspec. What it says of a fault is handed on, without secrets."""

    def __init__(self, path: str) -> None:
        try:
            import fsspec
        except ImportError:
            raise WrongInput(
                f'{shown(path)} needs fsspec, which is not installed: for s3:// pip install "payband[s3]"; for others '
                "see the guide"
            ) from None
        scheme = path.partition("://")[0]
        try:
            self._files, _ = fsspec.core.url_to_fs(path)
        except (ImportError, ValueError) as error:
            raise WrongInput(f"{shown(path)} cannot be opened: {shown(str(error))}") from None
        self._scheme = scheme

    def found(self, given: str) -> list[Found]:
        with _told(given):
            plain = self._files._strip_protocol(given)
            if glob.has_magic(plain):
                top = plain
                while glob.has_magic(top):
                    top = top.rpartition("/")[0]
                matched = sorted(each for each in self._files.glob(plain) if not self._files.isdir(each))
                return [Found(self._whole(each), each[len(top) :].lstrip("/")) for each in matched]
            if self._files.isfile(plain):
                return [Found(given, plain.rpartition("/")[2])]
        names = self.listed(given)
        return [Found(f"{given.rstrip('/')}/{name}", name) for name in names] or [
            Found(given, plain.rpartition("/")[2])
        ]

    def listed(self, folder: str) -> list[str]:
        with _told(folder):
            top = self._files._strip_protocol(folder).rstrip("/")
            self._files.invalidate_cache()
            try:
                names = sorted(each[len(top) :].lstrip("/") for each in self._files.find(top))
            except FileNotFoundError:
                return []
            return [name for name in names if name and not name.rpartition("/")[2].startswith(".")]

    def opened(self, path: str) -> IO[bytes]:
        with _told(path):
            # Arrow reads ahead in each column; what is read ahead in the file as a whole would be thrown away.
            file: IO[bytes] = self._files.open(path, "rb", cache_type="none")
            return file

    @contextmanager
    def here(self, path: str) -> Iterator[str]:
        with TemporaryDirectory() as folder:
            copy = os.path.join(folder, path.rpartition("/")[2])
            with _told(path):
                self._files.get_file(self._files._strip_protocol(path), copy)
            yield copy

    def fingerprint(self, path: str, ranges: Sequence[tuple[int, int]] = ()) -> str:
        """Of what the store itself says of the object, such as its ETag: it is not read for this."""
        with _told(path):
            try:
                self._files.invalidate_cache()
                about = self._files.info(path)
            except FileNotFoundError:
                return ""
        said = next(
            (str(about[key]) for key in ("ETag", "etag", "md5Hash", "content_md5", "checksum") if about.get(key)), ""
        )
        if not said:
            said = str(about.get("LastModified") or about.get("mtime") or about.get("last_modified") or "")
        return sha256(f"{said}|{about.get('size')}|{list(ranges)}".encode()).hexdigest()[:DIGITS]

    def mark(self, path: str) -> str:
        return self.fingerprint(path)

    @contextmanager
    def written(self, path: str) -> Iterator[str]:
        with TemporaryDirectory() as folder:
            copy = os.path.join(folder, path.rpartition("/")[2])
            yield copy
            with _told(path):
                self._files.put_file(copy, self._files._strip_protocol(path))

    def append(self, path: str, lines: Sequence[str], text: str) -> None:
        with _told(path):
            self._files.pipe_file(self._files._strip_protocol(path), text.encode())

    def text(self, path: str) -> str:
        with _told(path):
            try:
                content: bytes = self._files.cat_file(self._files._strip_protocol(path))
            except FileNotFoundError:
                return ""
            return content.decode()

    def remove(self, path: str) -> None:
        with _told(path), suppress(FileNotFoundError):
            self._files.rm_file(self._files._strip_protocol(path))

    def cleared(self, folder: str) -> None:
        """An object that was not finished is not there."""

    def _whole(self, plain: str) -> str:
        return str(self._files.unstrip_protocol(plain))


@contextmanager
def _told(path: str) -> Iterator[None]:
    """Within this block what a store says of a fault is said with the path, and without secrets."""
    try:
        yield
    except WrongInput:
        raise
    except FileNotFoundError as error:
        raise WrongInput(f"there is no {shown(path)}: check the name and the folder") from error
    except MemoryError:
        raise
    except Exception as error:  # each store has errors of its own
        said = " ".join(shown(str(error)).split()) or type(error).__name__
        raise WrongInput(
            f"{shown(path)} cannot be reached: {said.rstrip('.')}. Check the credentials and the address of the store"
        ) from None


def _digest(file: BufferedReader, ranges: Sequence[tuple[int, int]]) -> str:
    if not ranges:
        return file_digest(file, "sha256").hexdigest()[:DIGITS]
    digest = sha256()
    for start, end in ranges:
        file.seek(start)
        left = end - start
        while left > 0 and (block := file.read(min(left, _AT_ONCE))):
            digest.update(block)
            left -= len(block)
    return digest.hexdigest()[:DIGITS]
