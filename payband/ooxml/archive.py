"""The zip file that a workbook is: its entries read within bounds, and copied on as they are, still compressed."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import BinaryIO, NamedTuple

from payband.errors import WrongInput
from payband.ooxml.deflate import checksum, packed
from payband.own_files import seal_of_zip

__all__ = ["Archive", "Entry", "new_entry", "write_entries", "write_sealed"]

# A workbook of 1,000,000 full rows is below these; what is above them is made to fill a computer's memory.
MOST_BYTES = 1 << 30
MOST_PARTS = 50_000
MOST_RATIO = 200
RATIO_COUNTS_FROM = 10_000_000  # a small part of blanks may well shrink to nothing

_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_AT_ONCE = 1 << 16  # bytes of a packed part that are unpacked at a time
_ENCRYPTED = 0x1
_UTF_8 = 0x800
_NO_DATE = 0x0021  # 1 January 1980, of parts that are new, so that the same review makes the same file
_READS_DEFLATE = 20  # the version of the format that every reader of .xlsx knows


class Entry(NamedTuple):
    """A part as it stands in a zip file: its name, its bytes still compressed, and what is said about them."""

    name: bytes
    flags: int
    method: int
    time: int
    date: int
    crc: int
    size: int
    packed: memoryview
    made_by: int = _READS_DEFLATE
    attributes: int = 0

    def pieces(self) -> Iterator[bytes]:
        """The part piece by piece, so that a large one never is in memory as a whole. Raises zlib.error."""
        inflate = zlib.decompressobj(-zlib.MAX_WBITS)
        crc = size = 0
        for start in range(0, len(self.packed), _AT_ONCE):
            piece = inflate.decompress(self.packed[start : start + _AT_ONCE])
            crc, size = checksum(piece, crc), size + len(piece)
            yield piece
        if not inflate.eof or (size, crc) != (self.size, self.crc):
            raise zlib.error("its length or checksum is wrong")

    def content(self) -> bytes:
        """The part itself. Never more than it claims to be: what claims too little is damaged. Raises zlib.error."""
        if self.method == zipfile.ZIP_STORED:
            content, whole = bytes(self.packed), True
        else:
            inflate = zlib.decompressobj(-zlib.MAX_WBITS)
            content = inflate.decompress(self.packed, self.size + 1)
            whole = inflate.eof
        if not whole or len(content) != self.size or checksum(content) != self.crc:
            raise zlib.error("its length or checksum is wrong")
        return content


def new_entry(name: str, pieces: Iterable[bytes]) -> Entry:
    """An entry for a part that is written anew, from its pieces."""
    flags = 0 if name.isascii() else _UTF_8
    stream, crc, size = packed(pieces)
    return Entry(name.encode(), flags, zipfile.ZIP_DEFLATED, 0, _NO_DATE, crc, size, memoryview(stream))


class Archive:
    """The entries of a zip file by the name of their part, in their order.

    Raises WrongInput for what is not a zip file, and for one that would unpack to more than a workbook can be.
    """

    def __init__(self, content: bytes, name: str) -> None:
        self._name = name
        self.entries: dict[str, Entry] = {}
        self._names: dict[str, str] = {}
        view = memoryview(content)
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                listed = archive.infolist()
            self._check_bounds(listed)
            for info in listed:
                self._add(info, view)
        except (zipfile.BadZipFile, NotImplementedError, struct.error, ValueError, EOFError, OSError) as error:
            if isinstance(error, WrongInput):
                raise
            cut = "the end of the file is missing or damaged" if content.startswith(b"PK\3\4") else str(error)
            raise WrongInput(
                f"{name} is not an Excel workbook that can be opened ({cut}): fetch it again, or open it in Excel and "
                "save it as .xlsx"
            ) from None

    def _check_bounds(self, listed: list[zipfile.ZipInfo]) -> None:
        whole = sum(info.file_size for info in listed)
        if whole > MOST_BYTES or len(listed) > MOST_PARTS:
            raise WrongInput(
                f"{self._name} would unpack to {whole / 1e6:,.0f} MB in {len(listed):,} parts, more than payband opens "
                f"({MOST_BYTES / 1e6:,.0f} MB, {MOST_PARTS:,} parts): delete the sheets that the review does not need"
            )
        for info in listed:
            if info.file_size > RATIO_COUNTS_FROM and info.file_size > MOST_RATIO * info.compress_size:
                raise WrongInput(
                    f"{self._name} holds a part that unpacks to {info.file_size / 1e6:,.0f} MB from "
                    f"{info.compress_size / 1e6:,.2f} MB ({info.filename}), as no real workbook does: it is not opened"
                )

    def _add(self, info: zipfile.ZipInfo, view: memoryview) -> None:
        part = info.filename.replace("\\", "/").lstrip("/")
        if info.flag_bits & _ENCRYPTED:
            raise WrongInput(f"{self._name} is protected by a password: save it in Excel as .xlsx without one")
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise WrongInput(
                f"{self._name} was packed in a way that workbooks never are ({part}): open it in Excel and save it"
            )
        if ".." in part.split("/") or part[1:2] == ":":
            raise WrongInput(
                f"{self._name} holds a part that names a place outside the workbook ({part}): it is not opened; ask "
                "who sent it for a clean copy"
            )
        mark, *_, name_length, extra_length = _LOCAL.unpack(view[info.header_offset : info.header_offset + _LOCAL.size])
        start = info.header_offset + _LOCAL.size + name_length + extra_length
        packed = view[start : start + info.compress_size]
        if mark != b"PK\3\4" or len(packed) != info.compress_size:
            raise zipfile.BadZipFile(f"{part} is not where the list of parts says")
        year, month, day, hour, minute, second = info.date_time
        entry = Entry(
            name=info.orig_filename.encode("utf-8" if info.flag_bits & _UTF_8 else "cp437"),
            flags=info.flag_bits & _UTF_8,
            method=info.compress_type,
            time=hour << 11 | minute << 5 | second // 2,
            date=max(year - 1980, 0) << 9 | month << 5 | day,
            crc=info.CRC,
            size=info.file_size,
            packed=packed,
            made_by=info.create_system << 8 | info.create_version,
            attributes=info.external_attr,
        )
        # To a program that opens it a name is the same in capitals.
        there = self.entries.setdefault(self._names.setdefault(part.casefold(), part), entry)
        if (there.crc, there.size) != (entry.crc, entry.size):
            raise WrongInput(
                f"{self._name} holds two different parts of the same name ({part}), and programs differ in which they "
                "show: open it in Excel and save it"
            )


class _Digested:
    """A file that is written, and the fingerprint of what was."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.digest = sha256()

    def write(self, content: bytes | memoryview) -> None:
        self.digest.update(content)
        self._file.write(content)


def write_sealed(file: BinaryIO, entries: Iterable[Entry]) -> None:
    """Writes a zip file of these entries with its own fingerprint, by which payband knows it for its own."""
    digested = _Digested(file)
    digested.write(_written(digested, entries)[:-2])
    file.write(seal_of_zip(digested.digest.hexdigest()))


def write_entries(file: BinaryIO, entries: Iterable[Entry]) -> None:
    """Writes a zip file of these entries, in their order."""
    file.write(_written(file, entries))


def _written(file: "BinaryIO | _Digested", entries: Iterable[Entry]) -> bytes:
    """Writes the entries and their list, and gives the end of the zip file, which has no comment."""
    listed = []
    offset = 0
    for each in entries:
        said = (_READS_DEFLATE, each.flags, each.method, each.time, each.date, each.crc, len(each.packed), each.size)
        header = _LOCAL.pack(b"PK\3\4", *said, len(each.name), 0) + each.name
        file.write(header)
        file.write(each.packed)
        listed.append(
            _CENTRAL.pack(b"PK\1\2", each.made_by, *said, len(each.name), 0, 0, 0, 0, each.attributes, offset)
            + each.name
        )
        offset += len(header) + len(each.packed)
    directory = b"".join(listed)
    file.write(directory)
    return _END.pack(b"PK\5\6", 0, 0, len(listed), len(listed), len(directory), offset, 0)
