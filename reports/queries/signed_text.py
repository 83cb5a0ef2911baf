"""The signed text of a visit as its minutes carry it, compared with what holds now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from audit.kernel.i18n import LANGUAGES, in_language
from audit.offline.domain.handwriting import bounded_strokes
from audit.offline.domain.outcomes import Side
from audit.offline.queries.minutes import Minutes, Signed, holding_minutes
from checklists.domain.kinds import AnswerStatus
from checklists.queries.wording import answer_text
from reports.domain.dates import minutes_moment
from reports.domain.minutes_document import Participant, Refusal
from reports.domain.signed_differences import PresentAnswer, differences, essence, remarks_of
from reports.domain.signed_text import MAX_SIGNATURES, SignedText, SiteSignature, points_of_each
from reports.domain.wording import lines_of
from reports.queries.visit_facts import AskedItem, VisitFacts

REMARKS = "ý kiến của bên được kiểm tra"
ENDING = "giờ kết thúc buổi kiểm tra"


@dataclass(frozen=True, slots=True)
class SigningFacts:
    """What signing on the spot adds to minutes; nothing at all when nobody signed."""

    signed: SignedText | None = None
    refusal: Refusal | None = None
    witnesses: tuple[Participant, ...] = ()
    opinions: tuple[str, ...] = ()
    ended_at: datetime | None = None


def signing_facts(facts: VisitFacts) -> SigningFacts:
    """The latest text that was signed or refused on a tablet, and who signed it; three queries.

    The remarks of the visited side are those it signed, unless others were written down for the visit. The
    closing hour is the one it signed, if the signed words say it.
    """
    minutes = holding_minutes(facts.visit.id)
    if minutes is None:
        return SigningFacts()
    valid = minutes.valid[:MAX_SIGNATURES]
    signatures = tuple(_signature(one, points_of_each(len(valid))) for one in valid)
    witnesses = [_participant(one) for one in signatures if one.side is Side.WITNESS and not one.refused]
    ended_at = minutes.ended_at.astimezone(UTC) if minutes.ended_at is not None else None
    said = ended_at is None or any(minutes_moment(ended_at) in block.text for block in minutes.blocks)
    signed = SignedText(
        sha256=minutes.row.digest,
        made_at=minutes.row.made_at,
        signatures=signatures,
        differences=(
            *differences(minutes.blocks, _present(facts.items)),
            *_other_remarks(minutes, facts),
            *(() if said else (ENDING,)),
        ),
    )
    return SigningFacts(
        signed=signed,
        refusal=_refusal(signed, witnesses),
        witnesses=tuple(witnesses),
        opinions=lines_of(facts.visit.unit_opinion) or lines_of(remarks_of(minutes.blocks)),
        ended_at=ended_at if said else None,
    )


def _signature(one: Signed, points: int) -> SiteSignature:
    row = one.row
    return SiteSignature(
        side=Side(row.side),
        name=row.name,
        signed_at=row.signed_at,
        function=row.function,
        strokes=bounded_strokes(one.strokes, points) if not row.refused else (),
        refused=row.refused,
        reason=row.reason,
        skew_minutes=one.skew_minutes,
    )


def _participant(one: SiteSignature) -> Participant:
    return Participant(one.name, one.function)


def _refusal(signed: SignedText, witnesses: Sequence[Participant]) -> Refusal | None:
    """The visited side's refusal, when nobody signed for it; the first witness stands in."""
    refused = next((one for one in signed.refusals if one.side is Side.UNIT), None)
    if refused is None or signed.of(Side.UNIT):
        return None
    return Refusal(refused.reason or "không nêu lý do", next(iter(witnesses), Participant("")))


def _present(items: Sequence[AskedItem]) -> list[PresentAnswer]:
    found = []
    for item in items:
        answer = item.answer
        wordings: tuple[str, ...] = ()
        if answer is not None and answer.status is not AnswerStatus.CLEARED and not answer.conflict:
            wordings = tuple(_words(item, language) for language in LANGUAGES)
        found.append(PresentAnswer(item.spec.text, wordings, answer.note if answer else ""))
    return found


def _words(item: AskedItem, language: str) -> str:
    """The answer as pages and tablets write it in this language."""
    assert item.answer is not None
    with in_language(language):
        return answer_text(item.spec, item.answer.status, item.answer.value)


def _other_remarks(minutes: Minutes, facts: VisitFacts) -> tuple[str, ...]:
    written = essence(facts.visit.unit_opinion)
    return (REMARKS,) if written and written != essence(remarks_of(minutes.blocks)) else ()
