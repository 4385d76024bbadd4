"""A VBA project for an Excel workbook, made from the text of its modules without Excel ([MS-OVBA], [MS-CFB]).

It carries the source alone. Excel, finding no compiled code of its own version, compiles it when the file is opened.
"""

import struct
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

__all__ = ["CODE_PAGE", "Module", "compound_file", "compressed", "vba_project"]

CODE_PAGE = "cp1252"


class Module(NamedTuple):
    """A module of a project: its name, its text, and whether it is behind the workbook or a sheet."""

    name: str
    text: str
    is_document: bool = False


def vba_project(name: str, modules: Sequence[Module], identity: str) -> bytes:
    """The file xl/vbaProject.bin. `identity` is a GUID in braces."""
    streams: dict[str, bytes] = {}
    for module in modules:
        streams[f"VBA/{module.name}"] = compressed(module.text.encode(CODE_PAGE))
    streams["VBA/_VBA_PROJECT"] = struct.pack("<HHBH", 0x61CC, 0xFFFF, 0, 0)  # no compiled code: read the source
    streams["VBA/dir"] = compressed(_directory(name, modules))
    streams["PROJECT"] = _project(name, modules, identity).encode(CODE_PAGE)
    streams["PROJECTwm"] = (
        b"".join(
            module.name.encode(CODE_PAGE) + b"\0" + module.name.encode("utf-16-le") + b"\0\0" for module in modules
        )
        + b"\0\0"
    )
    return compound_file(streams)


# --- [MS-OVBA] -----------------------------------------------------------------------------------------------------


def _record(number: int, content: bytes) -> bytes:
    return struct.pack("<HI", number, len(content)) + content


def _twice(number: int, text: str, number_of_unicode: int) -> bytes:
    return _record(number, text.encode(CODE_PAGE)) + _record(number_of_unicode, text.encode("utf-16-le"))


def _directory(name: str, modules: Sequence[Module]) -> bytes:
    """The dir stream, uncompressed: what the project is called and which modules it has."""
    parts = [
        _record(0x01, struct.pack("<I", 1)),  # for 32-bit Windows, as Excel itself writes; it runs in 64 bits as well
        _record(0x02, struct.pack("<I", 0x0409)),
        _record(0x14, struct.pack("<I", 0x0409)),
        _record(0x03, struct.pack("<H", int(CODE_PAGE.removeprefix("cp")))),
        _record(0x04, name.encode(CODE_PAGE)),
        _twice(0x05, "", 0x40),
        _record(0x06, b"") + _record(0x3D, b""),
        _record(0x07, struct.pack("<I", 0)),
        _record(0x08, struct.pack("<I", 0)),
        struct.pack("<HIIH", 0x09, 4, 1, 1),
        _twice(0x0C, "", 0x3C),
        _twice(0x16, "stdole", 0x3E),
        _reference(
            "*\\G{00020430-0000-0000-C000-000000000046}#2.0#0#C:\\Windows\\System32\\stdole2.tlb#OLE Automation"
        ),
        _record(0x0F, struct.pack("<H", len(modules))),
        _record(0x13, struct.pack("<H", 0xFFFF)),
    ]
    for module in modules:
        parts += [
            _twice(0x19, module.name, 0x47),
            _twice(0x1A, module.name, 0x32),
            _twice(0x1C, "", 0x48),
            _record(0x31, struct.pack("<I", 0)),  # the source starts at once
            _record(0x1E, struct.pack("<I", 0)),
            _record(0x2C, struct.pack("<H", 0xFFFF)),
            _record(0x22 if module.is_document else 0x21, b""),
            _record(0x2B, b""),
        ]
    return b"".join([*parts, _record(0x10, b"")])


def _reference(library: str) -> bytes:
    text = library.encode(CODE_PAGE)
    return _record(0x0D, struct.pack("<I", len(text)) + text + struct.pack("<IH", 0, 0))


def _project(name: str, modules: Sequence[Module], identity: str) -> str:
    lines = [f'ID="{identity}"']
    lines += [
        f"Document={module.name}/&H00000000" if module.is_document else f"Module={module.name}" for module in modules
    ]
    lines += [
        f'Name="{name}"',
        'HelpContextID="0"',
        'VersionCompatible32="393222000"',
        f'CMG="{_hidden(struct.pack("<I", 0), identity, 0x15)}"',  # not protected,
        f'DPB="{_hidden(bytes(1), identity, 0x3F)}"',  # without a password,
        f'GC="{_hidden(bytes([0xFF]), identity, 0x2A)}"',  # shown
        "",
        "[Host Extender Info]",
        "&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000",
        "",
        "[Workspace]",
        *(f"{module.name}=0, 0, 0, 0, C" for module in modules),
        "",
    ]
    return "\r\n".join(lines)


def _hidden(content: bytes, identity: str, seed: int) -> str:
    """Data Encryption of [MS-OVBA] 2.4.3: how a project says that it is not protected."""
    key = sum(identity.encode(CODE_PAGE)) & 0xFF
    version_hidden, key_hidden = seed ^ 2, seed ^ key
    out = [seed, version_hidden, key_hidden]
    plain, last, before_last = key, key_hidden, version_hidden
    for byte in bytes([7] * ((seed & 6) // 2)) + struct.pack("<I", len(content)) + content:
        hidden = byte ^ ((before_last + plain) & 0xFF)
        out.append(hidden)
        plain, last, before_last = byte, hidden, last
    return bytes(out).hex().upper()


def compressed(content: bytes) -> bytes:
    """Compression of [MS-OVBA] 2.4.1: chunks of 4,096 bytes, each of literal bytes and copies of earlier ones."""
    return b"\x01" + b"".join(_chunk(content[start : start + 4096]) for start in range(0, len(content), 4096))


def _chunk(content: bytes) -> bytes:
    packed = b"".join(_token_sequences(content))
    if len(packed) >= 4096:  # what does not get smaller stands as it is, filled up with zeros
        return struct.pack("<H", 0x3000 | 4095) + content.ljust(4096, b"\0")
    return struct.pack("<H", 0xB000 | (len(packed) + 2 - 3)) + packed


def _token_sequences(content: bytes) -> Iterator[bytes]:
    position = 0
    seen: dict[bytes, int] = {}
    while position < len(content):
        flags, tokens = 0, b""
        for bit in range(8):
            if position >= len(content):
                break
            offset_bits = max((position - 1).bit_length(), 4)
            longest = (0xFFFF >> offset_bits) + 3
            start = seen.get(content[position : position + 3], -1)
            length = 0
            if start >= 0:
                while length < longest and position + length < len(content):
                    if content[start + length] != content[position + length]:
                        break
                    length += 1
            if length >= 3:
                flags |= 1 << bit
                token = (position - start - 1) << (16 - offset_bits) | (length - 3)
                tokens += struct.pack("<H", token)
            else:
                length = 1
                tokens += content[position : position + 1]
            for each in range(position, position + length):
                seen[content[each : each + 3]] = each
            position += length
        yield bytes([flags]) + tokens


# --- [MS-CFB] ------------------------------------------------------------------------------------------------------

_SECTOR, _MINI, _SMALL = 512, 64, 4096
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_STORAGE, _STREAM, _ROOT = 1, 2, 5


class _Entry:
    """A storage or a stream in the directory of a compound file."""

    def __init__(self, name: str, kind: int, content: bytes = b"") -> None:
        self.name, self.kind, self.content = name, kind, content
        self.children: list[_Entry] = []
        self.left = self.right = self.child = _FREE
        self.start, self.size = (_END, len(content)) if kind != _STORAGE else (0, 0)
        self.number = 0

    def packed(self) -> bytes:
        name = self.name.encode("utf-16-le") + b"\0\0"
        return struct.pack(
            "<64sHBBIII16sIQQIQ",
            name,
            len(name),
            self.kind,
            1,
            self.left,
            self.right,
            self.child,
            b"",
            0,
            0,
            0,
            self.start,
            self.size,
        )


def compound_file(streams: Mapping[str, bytes]) -> bytes:
    """A compound file (version 3) with streams in the root or one storage below it."""
    root = _Entry("Root Entry", _ROOT)
    storages: dict[str, _Entry] = {"": root}
    for path, content in streams.items():
        parent, _, name = path.rpartition("/")
        if parent not in storages:
            storages[parent] = _Entry(parent, _STORAGE)
            root.children.append(storages[parent])
        storages[parent].children.append(_Entry(name, _STREAM, content))
    entries = [root]
    for entry in entries:
        for child in entry.children:
            child.number = len(entries)
            entries.append(child)
    for entry in entries:
        entry.child = _tree(sorted(entry.children, key=lambda each: (len(each.name), each.name.upper())))

    sectors: list[bytes] = []
    chain: list[int] = []

    def put(content: bytes) -> int:
        """Puts content into sectors of its own; the first of them."""
        start = len(sectors)
        pieces = [content[place : place + _SECTOR] for place in range(0, len(content), _SECTOR)]
        sectors.extend(piece.ljust(_SECTOR, b"\0") for piece in pieces)
        chain.extend([*range(start + 1, start + len(pieces)), _END])
        return start

    mini_chain: list[int] = []
    mini = b""
    for entry in entries:
        if entry.kind != _STREAM or not entry.content:
            continue
        if len(entry.content) >= _SMALL:
            entry.start = put(entry.content)
            continue
        entry.start = len(mini_chain)
        count = -(-len(entry.content) // _MINI)
        mini_chain += [*range(entry.start + 1, entry.start + count), _END]
        mini += entry.content.ljust(count * _MINI, b"\0")
    root.size = len(mini)
    if mini:
        root.start = put(mini)
    mini_fat = struct.pack(f"<{len(mini_chain)}I", *mini_chain)
    mini_fat_start = put(_filled(mini_fat)) if mini_fat else _END
    empty = struct.pack("<64sHBBIII16sIQQIQ", b"", 0, 0, 0, _FREE, _FREE, _FREE, b"", 0, 0, 0, 0, 0)
    directory = b"".join(entry.packed() for entry in entries)
    while len(directory) % _SECTOR:
        directory += empty
    directory_start = put(directory)

    fat_count = 1
    while fat_count * (_SECTOR // 4) < len(sectors) + fat_count:
        fat_count += 1
    if fat_count > 109:
        raise ValueError("a VBA project of more than 7 MB is not written")
    fat_start = len(sectors)
    fat = _filled(struct.pack(f"<{len(chain) + fat_count}I", *chain, *[_FAT] * fat_count))
    header = struct.pack(
        "<8s16sHHHHH6sIIIIIIIII",
        bytes.fromhex("D0CF11E0A1B11AE1"),
        b"",
        0x3E,
        3,
        0xFFFE,
        9,
        6,
        b"",
        0,
        fat_count,
        directory_start,
        0,
        _SMALL,
        mini_fat_start,
        len(mini_fat) and -(-len(mini_fat) // _SECTOR),
        _END,
        0,
    )
    places = [*range(fat_start, fat_start + fat_count)]
    header += struct.pack("<109I", *places, *[_FREE] * (109 - fat_count))
    return header + b"".join(sectors) + fat


def _filled(numbers: bytes) -> bytes:
    """Whole sectors of a chain, the rest of them free."""
    return numbers + b"\xff" * (-len(numbers) % _SECTOR)


def _tree(entries: Sequence[_Entry]) -> int:
    """The entries of a storage as a balanced tree, all of it black; the number of its top."""
    if not entries:
        return _FREE
    middle = len(entries) // 2
    top = entries[middle]
    top.left, top.right = _tree(entries[:middle]), _tree(entries[middle + 1 :])
    return top.number
