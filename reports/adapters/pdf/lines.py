"""Paragraphs of mixed styles broken greedily into lines of measured tokens."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from reports.adapters.pdf.faces import MM_PER_POINT, Faces
from reports.domain.blocks import Run as Run


class Token(NamedTuple):
    """What stands between two spaces; more than one piece when the style changes inside a word."""

    pieces: tuple[tuple[str, str], ...]
    units: float


class Line(NamedTuple):
    """Tokens of one line; ``units`` counts the tokens and the single spaces between them.

    ``cut`` when its word goes on in the next line.
    """

    tokens: tuple[Token, ...]
    units: float
    last: bool
    cut: bool = False


def paragraphs(faces: Faces, runs: Iterable[Run]) -> list[list[Run]]:
    """Cleaned runs, cut into paragraphs where a text holds line ends."""
    result: list[list[Run]] = [[]]
    for run in runs:
        first, *others = faces.clean(run.text).split("\n")
        result[-1].append(Run(first, run.style))
        result.extend([Run(other, run.style)] for other in others)
    kept = [runs for runs in result if any(run.text.strip(" ") for run in runs)]
    return kept or [[]]


def tokens(faces: Faces, runs: Sequence[Run]) -> Iterator[Token]:
    """Tokens of one cleaned paragraph; runs that meet without a space share a token."""
    open_pieces: list[tuple[str, str]] = []
    for text, style in runs:
        words = text.split(" ")
        for position, word in enumerate(words):
            if position and open_pieces:
                yield _token(faces, open_pieces)
                open_pieces = []
            if word:
                open_pieces.append((word, style))
    if open_pieces:
        yield _token(faces, open_pieces)


def _token(faces: Faces, pieces: list[tuple[str, str]]) -> Token:
    return Token(tuple(pieces), sum(faces.units(word, style) for word, style in pieces))


def break_lines(faces: Faces, runs: Sequence[Run], size: float, first: float, rest: float) -> list[Line]:
    """Lines of one cleaned paragraph; ``first`` and ``rest`` are the widths in millimetres."""
    scale = size * MM_PER_POINT / 1000
    limit, next_limit = first / scale, rest / scale
    space = faces.units(" ", "")
    lines: list[Line] = []
    held: list[Token] = []
    used = 0.0
    for token in tokens(faces, runs):
        if held and used + space + token.units <= limit:
            held.append(token)
            used += space + token.units
            continue
        if held:
            lines.append(Line(tuple(held), used, last=False))
            limit = next_limit
        if token.units > limit:
            *whole, token = _cut(faces, token, limit, next_limit)
            for piece in whole:
                lines.append(Line((piece,), piece.units, last=False, cut=True))
                limit = next_limit
        held, used = [token], token.units
    lines.append(Line(tuple(held), used, last=True))
    return lines


def _cut(faces: Faces, token: Token, first: float, rest: float) -> list[Token]:
    """An over-long token as several that fit; the first may be shorter than the others."""
    smallest = min(first, rest)
    cut: list[Token] = []
    for word, style in token.pieces:
        cut.extend(_token(faces, [(part, style)]) for part in faces.pieces(word, style, smallest))
    return cut
