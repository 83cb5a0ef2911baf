"""What both sides signed on a tablet, as minutes carry it: the text's digest, signatures, refusals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from audit.kernel.text import nfc
from audit.offline.domain.handwriting import MAX_POINTS, Stroke, bounded_strokes
from audit.offline.domain.outcomes import Side
from reports.domain.content import Part

# More people than this do not sign; a document with thousands of blocks helps nobody.
MAX_SIGNATURES: Final = 24
# Points drawn in one document, all signatures together: a hand makes some hundreds, and a page must not
# take minutes to draw.
POINTS_OF_ALL: Final = 15_000


@dataclass(frozen=True)
class SiteSignature(Part):
    """One signature drawn on the glass, or one refusal with its reason.

    ``strokes`` are lists of points in whole numbers, in a box of 10,000 by 4,000. ``skew_minutes`` is how
    far the tablet's clock was ahead of the server's, 0 when it was right.
    """

    side: Side
    name: str
    signed_at: datetime
    function: str = ""
    strokes: tuple[tuple[tuple[int, ...], ...], ...] = ()
    refused: bool = False
    reason: str = ""
    skew_minutes: int = 0


@dataclass(frozen=True)
class SignedText(Part):
    """The text that was signed, by its SHA-256, with who signed it and who would not.

    ``differences`` name what the minutes say otherwise than that text.
    """

    sha256: str
    made_at: datetime
    signatures: tuple[SiteSignature, ...] = ()
    differences: tuple[str, ...] = ()

    def of(self, side: Side) -> tuple[SiteSignature, ...]:
        """The signatures of a side, in the order of signing; refusals are not among them."""
        return tuple(one for one in self.signatures if one.side is side and not one.refused)

    def strokes_of(self, signature: SiteSignature) -> tuple[Stroke, ...]:
        """The strokes of one of its signatures as they are drawn: within bounds, whatever was stored."""
        return bounded_strokes(signature.strokes, points_of_each(len(self.signatures)))

    @property
    def refusals(self) -> tuple[SiteSignature, ...]:
        return tuple(one for one in self.signatures if one.refused)


def points_of_each(signatures: int) -> int:
    """How many points one of so many signatures may have."""
    return min(MAX_POINTS, POINTS_OF_ALL // min(max(signatures, 1), MAX_SIGNATURES))


def same_person(one: str, other: str) -> bool:
    """Whether two names as typed are the same but for case, spaces and Unicode form; "" is nobody."""
    first, second = (" ".join(nfc(name).casefold().split()) for name in (one, other))
    return bool(first) and first == second
