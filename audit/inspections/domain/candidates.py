"""What speaks for inspecting a commune or an establishment, and the order it gives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from audit.kernel.text import vietnamese_key


class OpenRecommendations(Protocol):
    """Counts recommendations that are not carried out yet; given by the package that keeps them."""

    def __call__(self, unit_ids: Sequence[int]) -> Mapping[int, int]:
        """Open recommendations by commune id; a commune without any may be left out."""
        ...


@dataclass(frozen=True, slots=True)
class Candidate:
    """A commune that could be inspected, with what speaks for it.

    ``last_score`` is the score (0 to 100) of the last completed visit, ``last_day`` its Vietnamese day.
    ``elsewhere`` tells that another plan of the same year and kind has chosen it already.
    """

    unit_id: int
    code: str
    name: str
    establishments: int
    unsigned: int
    last_day: date | None
    last_score: float | None
    recommendations: int
    chosen: bool
    elsewhere: bool


SORTS = ("rank", "name", "establishments", "last", "score", "recommendations")


def sorted_candidates(candidates: Sequence[Candidate], sort: str) -> list[Candidate]:
    """Candidates in the order of ``sort`` (a name of ``SORTS``, with ``-`` in front for the other way round).

    ``rank``, the default, puts those with most establishments first (plan of 2023, part III: "có nhiều cơ
    sở kinh doanh dịch vụ dễ bị lợi dụng"), then those longest not inspected, then those with most open
    recommendations. Unknown names fall back to it.
    """
    name, backwards = sort.removeprefix("-"), sort.startswith("-")
    by_name = sorted(candidates, key=lambda c: vietnamese_key(c.name))
    match name:
        case "name":
            return by_name[::-1] if backwards else by_name
        case "establishments":
            return sorted(by_name, key=lambda c: c.establishments, reverse=backwards)
        case "recommendations":
            return sorted(by_name, key=lambda c: c.recommendations, reverse=backwards)
        case "last":
            return sorted(by_name, key=lambda c: c.last_day or date.min, reverse=backwards)
        case "score":
            # Not scored yet comes last either way: an unknown is neither good nor bad.
            known = sorted(
                (c for c in by_name if c.last_score is not None),
                key=lambda c: c.last_score or 0.0,
                reverse=backwards,
            )
            return known + [c for c in by_name if c.last_score is None]
    return sorted(
        by_name,
        key=lambda c: (-c.establishments, c.last_day or date.min, -c.recommendations),
    )


def reason_from_facts(candidate: Candidate) -> str:
    """The reason in the words of a plan, from the facts alone; used when nobody typed one."""
    parts = [
        f"có {candidate.establishments} cơ sở kinh doanh dịch vụ dễ bị lợi dụng"
        if candidate.establishments
        else "chưa có cơ sở kinh doanh dịch vụ trong sổ theo dõi"
    ]
    if candidate.unsigned:
        parts.append(f"{candidate.unsigned} cơ sở chưa ký cam kết")
    if candidate.last_day is None:
        parts.append("chưa được kiểm tra lần nào")
    else:
        parts.append(f"kiểm tra lần gần nhất năm {candidate.last_day.year}")
        if candidate.last_score is not None:
            parts.append(f"đạt {candidate.last_score:.1f}/100 điểm".replace(".", ","))
    if candidate.recommendations:
        parts.append(f"còn {candidate.recommendations} kiến nghị chưa thực hiện xong")
    text = "; ".join(parts)
    return text[:1].upper() + text[1:]
