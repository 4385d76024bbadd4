"""People with several posts in a run over many files: what each piece must know of the others before it is answered."""

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256

import pyarrow as pa

from payband.batch.many.pieces import FilePiece, opened_piece
from payband.batch.many.store import DIGITS
from payband.batch.posts.answers import PostRules
from payband.batch.posts.column_names import EMPLOYEE
from payband.batch.posts.file import Piece, PostsFile
from payband.batch.posts.people import NOBODY, PeopleInTable, note_of, people_in
from payband.errors import PaybandError
from payband.review.inputs.inputs import Inputs
from payband.review.inputs.settings import APART

__all__ = ["PeopleOfRun", "mark_of"]


class _OnePiece(PostsFile):
    """A piece as a table of posts that is opened each time it is looked through: a run may have thousands."""

    def __init__(self, piece: FilePiece) -> None:
        super().__init__(piece.path, pa.schema([]), 1)
        self._piece = piece
        self.unreadable = False

    def pieces(self) -> Iterator[Piece]:
        """The rows, some at a time; none of a piece that cannot be read, which the run says by itself."""
        try:
            with opened_piece(self._piece) as posts:
                self.cells = posts.cells
                yield from posts.pieces()
        except (PaybandError, pa.ArrowException, OSError):
            self.unreadable = True


class PeopleOfRun:
    """What is known of the people of every piece, by the name of the piece, and what a person should be told of it."""

    def __init__(
        self, pieces: Sequence[FilePiece], found: Mapping[str, str], inputs: Inputs, unreadable: Sequence[str] = ()
    ) -> None:
        """`unreadable` are files that could not be opened, and so are not pieces."""
        tables = [_OnePiece(piece) for piece in pieces]
        together = people_in(tables, found, inputs, PostRules(inputs))
        self._of = {piece.name: each for piece, each in zip(pieces, together.tables, strict=True)}
        missing = [piece.name for piece, table in zip(pieces, tables, strict=True) if table.unreadable]
        if EMPLOYEE in found and inputs.settings.several_posts != APART:
            missing += unreadable
        self.notes = note_of(together, inputs) + [
            f"{name} could not be read: people who have another post in it are answered without that one. Mend the "
            "file, then use --resume"
            for name in missing
        ]

    def of(self, piece: FilePiece) -> PeopleInTable:
        """What is known of the people of a piece."""
        return self._of.get(piece.name, NOBODY)


def mark_of(people: PeopleInTable) -> str:
    """A mark that is the same when, and only when, what is known of the people of a piece is."""
    refused = sorted((row, *map(str, each)) for row, each in people.refused.items())
    known = f"{people.rows.tolist()}|{people.ni.tolist()}|{refused}"
    return sha256(known.encode()).hexdigest()[:DIGITS]
