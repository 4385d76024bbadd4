"""An .xlsx package: its parts, where its sheets and tables are, and saving with every untouched part as it was."""

import hashlib
import posixpath
import re
import zlib
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import BinaryIO, NamedTuple
from urllib.parse import unquote
from xml.etree import ElementTree

from payband.errors import WrongInput
from payband.ooxml import saving
from payband.ooxml.archive import Archive, Entry, new_entry, write_entries, write_sealed
from payband.ooxml.opening import as_utf_8, content_of, refuse_other_zip, refuse_unsafe_xml
from payband.own_files import is_sealed

__all__ = ["Package", "TablePlace"]

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
TYPES = "[Content_Types].xml"
_RELATION_IDS = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}id",
)
_WORKBOOK_TYPES = ("application/vnd.openxmlformats-officedocument.spreadsheetml", "application/vnd.ms-excel")
_STRING = re.compile(rb"<((?:\w+:)?)si(?:\s[^>]*)?(?:/>|>(.*?)</\1si>)", re.S)
_XML = (".xml", ".rels", ".vml")
_LARGE = 1 << 20  # bytes: such a part is packed at once
_REF = re.compile(r"\$?[A-Z]{1,3}\$?[1-9]\d{0,6}(?::\$?[A-Z]{1,3}\$?[1-9]\d{0,6})?")


class TablePlace(NamedTuple):
    """Where a table is: its sheet, the parts of both, and the cells it covers."""

    name: str
    sheet: str
    sheet_part: str
    table_part: str
    ref: str
    columns: tuple[str, ...] = ()


class _Written(NamedTuple):
    """A part that was written: its content, or, of a large part, only the packed entry, so that it takes less room.

    `made` are the bytes of it that payband made itself, as `Package.write_pieces` says.
    """

    content: bytes | None
    entry: Entry | None
    made: range


class Package:
    """The parts of a workbook. Only the parts that are written are changed by saving.

    Made from a path or from a file's bytes. Raises WrongInput for what is not a workbook, saying what it is instead.
    """

    def __init__(self, source: str | bytes, name: str = "") -> None:
        self.name = name or (source if isinstance(source, str) else "the workbook")
        self._content = content_of(source) if isinstance(source, str) else source
        self._archive = Archive(self._content, self.name)
        self.names = list(self._archive.entries)
        self._known = {each.casefold(): each for each in self.names}
        self._written: dict[str, _Written] = {}
        self._removed: set[str] = set()
        self._sheets: dict[str, str] | None = None
        self._tables: dict[str, TablePlace] | None = None
        self._strings: list[bytes] | None = None
        refuse_other_zip(self.names, self.read("mimetype") if "mimetype" in self.names else b"", self.name)

    def copy(self) -> "Package":
        """The same package, to be changed without changing this one."""
        other = Package.__new__(Package)
        other.__dict__.update(self.__dict__)
        other._written = dict(self._written)
        other._removed = set(self._removed)
        other._known = dict(self._known)
        return other

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of the file as it was read."""
        return hashlib.sha256(self._content).hexdigest()

    def part(self, name: str) -> str:
        """The part of a name as the package spells it, capitals or not; empty where there is none."""
        return self._known.get(name.casefold()) or self._known.get(unquote(name).casefold(), "")

    def size(self, part: str) -> int:
        """How many bytes a part has, unpacked."""
        return self.entry(part).size

    def read(self, part: str) -> bytes:
        """The content of a part, as it was or as it has been written; XML always in UTF-8."""
        written = self._written.get(part)
        if written is not None and written.content is not None:
            return written.content
        entry = written.entry if written is not None else self._archive.entries.get(part)
        if entry is None:
            raise WrongInput(f"{self.name} is damaged ({part} is missing): open it in Excel and save it again")
        try:
            content = entry.content()
            return as_utf_8(content) if part.casefold().endswith(_XML) else content
        except (zlib.error, ValueError) as error:
            raise WrongInput(f"{self.name} is damaged ({part}: {error}): open it in Excel and save it again") from None

    def entry(self, part: str) -> Entry:
        """A part as it goes into a zip file: an untouched one as it stands there, still compressed."""
        old = self._archive.entries.get(part)
        written = self._written.get(part)
        if written is None:
            return old if old is not None else new_entry(part, [self.read(part)])
        new = written.entry or new_entry(part, [self.read(part)])
        if old is None:
            return new
        return old._replace(method=new.method, crc=new.crc, size=new.size, packed=new.packed)

    def write(self, part: str, content: bytes) -> None:
        """Gives a part new content."""
        self.write_pieces(part, [(content, False)])

    def write_pieces(self, part: str, pieces: Iterable[tuple[bytes, bool]]) -> None:
        """Gives a part new content, piece by piece: a large one is packed as it comes and never is in memory.

        Each piece comes with whether it is whole elements of XML that payband made of plain values. The longest run of
        those is not looked through for faults before it is saved: only what is around it can have any.
        """
        made = run = range(0)
        self._strings = None

        def noted() -> Iterator[bytes]:
            nonlocal made, run
            at = 0
            for content, is_made in pieces:
                end = at + len(content)
                if is_made:
                    run = range(run.start if run.stop == at else at, end)
                    made = max(made, run, key=len)
                at = end
                yield content

        coming = noted()
        held: list[bytes] = []
        for content in coming:
            held.append(content)
            if sum(map(len, held)) > _LARGE:
                entry = new_entry(part, chain(held, coming))
                self._written[part] = _Written(None, entry, made)
                break
        else:
            self._written[part] = _Written(b"".join(held), None, made)
        if part not in self._archive.entries and part not in self.names:
            self.names = [*self.names, part]
            self._known[part.casefold()] = part
            self._sheets = self._tables = None

    def remove(self, part: str) -> None:
        """Leaves a part out when saving."""
        self._removed.add(part)

    def tree(self, part: str) -> ElementTree.Element:
        """A part's XML. A part that declares entities is refused: no workbook needs them and some are traps."""
        content = self.read(part)
        refuse_unsafe_xml(content, part, self.name)
        try:
            return ElementTree.fromstring(content)
        except (ElementTree.ParseError, ValueError, LookupError) as error:
            raise WrongInput(f"{self.name} is damaged ({part}: {error}): open it in Excel and save it again") from None

    # --- where things stand --------------------------------------------------------------------------------------

    def related(self, part: str) -> dict[str, tuple[str, str]]:
        """The parts a part points to: the kind and the name of each by relationship id."""
        folder = posixpath.dirname(part)
        found = {}
        for each in self._relations(part):
            if each.get("TargetMode") != "External":
                target = each.get("Target", "").replace("\\", "/")
                whole = (
                    target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
                )
                found[each.get("Id", "")] = (each.get("Type", "").rpartition("/")[2], self.part(whole) or whole)
        return found

    def outside(self, part: str) -> list[tuple[str, str]]:
        """What a part points to outside of the package: the kind and the target of each. Nothing is ever fetched."""
        return [
            (each.get("Type", "").rpartition("/")[2], each.get("Target", ""))
            for each in self._relations(part)
            if each.get("TargetMode") == "External"
        ]

    def _relations(self, part: str) -> Iterator[ElementTree.Element]:
        folder, name = posixpath.split(part)
        relations = self.part(posixpath.join(folder, "_rels", f"{name}.rels"))
        return self.tree(relations).iter(RELATIONSHIP) if relations else iter(())

    @property
    def workbook_part(self) -> str:
        """The part that lists the sheets."""
        for kind, part in self.related("").values():
            if kind == "officeDocument":
                return part
        raise WrongInput(f"{self.name} is not an Excel workbook: save it in Excel as .xlsx")

    def _check_type(self, part: str) -> None:
        """The list of content types must call the workbook part a workbook, or Excel opens nothing."""
        for each in self.tree(self.part(TYPES) or TYPES):
            stated = each.get("ContentType", "")
            if each.get("PartName", "").lstrip("/") == part and not stated.startswith(_WORKBOOK_TYPES):
                raise WrongInput(
                    f"{self.name} is not an Excel workbook (its main part calls itself {stated or 'nothing'}): "
                    "save it in Excel as .xlsx"
                )

    @property
    def sheets(self) -> dict[str, str]:
        """The part of each worksheet by its name."""
        if self._sheets is None:
            workbook = self.workbook_part
            self._check_type(workbook)
            root = self.tree(workbook)
            if root.tag not in (f"{MAIN}workbook", f"{STRICT}workbook"):
                raise WrongInput(f"{self.name} is not an Excel workbook ({workbook}): save it in Excel as .xlsx")
            related = self.related(workbook)
            self._sheets = {}
            for element in root.iter():
                if element.tag in (f"{MAIN}sheet", f"{STRICT}sheet"):
                    identity = next((element.get(key) for key in _RELATION_IDS if element.get(key)), "")
                    kind, part = related.get(identity or "", ("", ""))
                    if kind == "worksheet" and part in self.names:
                        self._sheets[element.get("name", "")] = part
        return self._sheets

    @property
    def tables(self) -> dict[str, TablePlace]:
        """Every table by its name in small letters."""
        if self._tables is None:
            self._tables = {}
            for sheet, sheet_part in self.sheets.items():
                for kind, part in self.related(sheet_part).values():
                    if kind == "table" and part in self.names:
                        place = self._table(sheet, sheet_part, part)
                        self._tables[place.name.casefold()] = place
        return self._tables

    def tables_changed(self) -> None:
        """Has the tables looked up again: the part of one was given other columns, or another place."""
        self._tables = None

    def _table(self, sheet: str, sheet_part: str, part: str) -> TablePlace:
        root = self.tree(part)
        ref = root.get("ref", "")
        if not _REF.fullmatch(ref):
            raise WrongInput(f"{self.name} is damaged ({part} has no cells): open it in Excel and save it again")
        name = root.get("displayName") or root.get("name") or ""
        columns = tuple(
            " ".join(each.get("name", "").replace("_x000a_", " ").split())
            for each in root.iter()
            if each.tag in (f"{MAIN}tableColumn", f"{STRICT}tableColumn")
        )
        return TablePlace(name, sheet, sheet_part, part, ref, columns)

    @property
    def shared_strings(self) -> list[bytes]:
        """The texts that cells name by their number, as XML: Excel keeps nearly all texts in a part of their own."""
        if self._strings is None:
            related = self.related(self.workbook_part).values()
            part = next((part for kind, part in related if kind == "sharedStrings" and part in self.names), "")
            self._strings = [found[2] or b"" for found in _STRING.finditer(self.read(part))] if part else []
        return self._strings

    @property
    def counts_from_1904(self) -> bool:
        """Whether dates are counted from 1904, as old workbooks from a Mac do."""
        for element in self.tree(self.workbook_part).iter():
            if element.tag in (f"{MAIN}workbookPr", f"{STRICT}workbookPr"):
                return element.get("date1904", "") in ("1", "true")
        return False

    # --- saving --------------------------------------------------------------------------------------------------

    def save(self, target: str, known: frozenset[str] = frozenset()) -> None:
        """Writes the package in the target's place, whole or not at all: the module `saving` says how.

        `known` are fingerprints of what payband wrote there before, by its log.
        """
        saving.save(self, target, known)

    def write_to(self, file: BinaryIO, *, sealed: bool = False) -> None:
        """Writes the package: parts that were not touched as they are, still compressed, in their order.

        Sealed, the file carries its own fingerprint, by which payband may replace it while nobody changes it.
        """
        write = write_sealed if sealed else write_entries
        write(file, map(self.entry, self._parts_to_save()))

    @property
    def is_sealed(self) -> bool:
        """Whether the file was as payband wrote it when it was read."""
        return is_sealed(self._content)

    def _parts_to_save(self) -> list[str]:
        there = self._archive.entries
        new = sorted(self._written.keys() - there.keys())
        return [part for part in [*there, *new] if part not in self._removed]

    def check_saved(self, saved_file: bytes) -> None:
        """Opens what was written and finds every part in it: untouched ones as they were, written ones well formed.

        Raises WrongInput where anything is not as it must be.
        """
        saved = Package(saved_file, self.name)
        if list(saved._archive.entries) != self._parts_to_save() or list(saved.sheets) != list(self.sheets):
            raise WrongInput(f"the new copy of {self.name} lacks parts, so nothing was changed: try again")
        for part, entry in saved._archive.entries.items():
            self._check_part(part, entry)

    def _check_part(self, part: str, saved: Entry) -> None:
        written = self._written.get(part)
        try:
            whole = self._is_as_meant(part, saved)
            if whole and written is not None and part.casefold().endswith(_XML):
                _check_well_formed(saved.pieces(), part, self.name, written.made)
        except zlib.error:
            whole = False
        if not whole:
            raise WrongInput(f"the new copy of {self.name} was damaged on the way ({part}): check the disk")

    def _is_as_meant(self, part: str, saved: Entry) -> bool:
        """Whether a saved part holds what it should. Raises zlib.error where it cannot be unpacked.

        A part that is packed must be the same packed bytes. One that was packed while saving must unpack to what
        was written: ISA-L may pack the same content in two ways, rarely, and both are right.
        """
        written = self._written.get(part)
        if written is not None and written.content is not None:
            return saved.content() == written.content
        meant = self._archive.entries[part] if written is None else written.entry
        if meant is None or (saved.size, saved.crc, len(saved.packed)) != (meant.size, meant.crc, len(meant.packed)):
            return False
        return bytes(saved.packed) == bytes(meant.packed)  # of views, each byte would be looked at by itself


def _check_well_formed(pieces: Iterable[bytes], part: str, name: str, made: range) -> None:
    """Parses all of a part but the bytes `made`."""
    from xml.parsers import expat

    parser = expat.ParserCreate()
    at = 0
    try:
        for piece in pieces:
            parser.Parse(piece[: max(made.start - at, 0)], False)
            parser.Parse(piece[max(made.stop - at, 0) :], False)
            at += len(piece)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise WrongInput(
            f"the new copy of {name} would be damaged ({part}: {error}), so nothing was changed: open the workbook in "
            "Excel, save it, and try again"
        ) from None
