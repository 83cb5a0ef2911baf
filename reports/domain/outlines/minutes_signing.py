"""How minutes close: the closing words, the places to sign or what was signed there, the signed digest."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from audit.inspections.domain import minutes as words
from audit.offline.domain.handwriting import bounded_strokes
from audit.offline.domain.outcomes import Side
from reports.domain.blocks import Remark, Signature
from reports.domain.dates import clock_time, local, minutes_moment, short_date
from reports.domain.minutes_document import MinutesDocument, MinutesKind, Participant
from reports.domain.signed_text import MAX_SIGNATURES, SignedText, SiteSignature, same_person

NOTE: Final = 11.0


def is_site(content: MinutesDocument) -> bool:
    """Whether an establishment was visited."""
    return content.kind is MinutesKind.ESTABLISHMENT


def person_line(person: Participant) -> str:
    """The person in one line, with what is known."""
    return words.person_line(person.name, person.position, person.role, person.card)


def closing_text(content: MinutesDocument) -> str:
    """When the visit ended, how many copies there are, and that both sides sign or who would not."""
    end = minutes_moment(content.ended_at) if content.ended_at is not None else None
    if content.signed is not None and content.signed.differences:
        # Nobody has heard or acknowledged what was changed afterwards.
        text = (
            f"{words.ending_sentence(end, content.copies)}; chữ ký dưới đây được ký tại chỗ, "
            "trên máy tính bảng, dưới bản có mã ghi ở cuối biên bản"
        )
    else:
        text = words.closing_sentence(end, content.copies)
    if content.refusal is None:
        return text + _acknowledged(content)
    side = "cơ sở" if is_site(content) else "đơn vị"
    text = (
        f"{text}. Đại diện {side} được kiểm tra không ký biên bản, lý do: "
        f"{content.refusal.reason.rstrip('. ')}. "
    )
    if not content.refusal.witness.name:
        return f"{text}Không có người chứng kiến ký biên bản."
    return f"{text}Biên bản có chữ ký của người chứng kiến: {person_line(content.refusal.witness)}."


def _acknowledged(content: MinutesDocument) -> str:
    if content.signed is None:
        return ", công nhận là đúng và cùng ký tên dưới đây."
    if content.signed.differences:
        return "."
    return ", công nhận là đúng và ký tên dưới đây tại chỗ, trên máy tính bảng."


def signing_remarks(content: MinutesDocument) -> list[str]:
    """What must be read before the signatures: where the text differs from what was signed, and refusals
    that the closing words do not name."""
    signed = content.signed
    if signed is None:
        return []
    remarks = []
    if signed.differences:
        named = "; ".join(text.rstrip(".; ") for text in signed.differences)
        remarks.append(f"Biên bản này có nội dung khác bản các bên đã ký tại chỗ: {named}.")
    told = content.refusal.reason if content.refusal is not None else None
    for one in signed.refusals[:MAX_SIGNATURES]:
        if one.side is Side.UNIT and one.reason == told:
            told = None
            continue
        who = ", ".join(part for part in (one.name, one.function) if part) or "Một người có mặt"
        remarks.append(f"{who} không ký biên bản, lý do: {one.reason.rstrip('. ')}.")
    return remarks


def signature_places(content: MinutesDocument) -> list[Signature]:
    """Visited side on the left, head of the team on the right, then secretary and witnesses; what was
    signed on the tablet stands drawn in its place."""
    unit, others = _unit_places(content)
    leader, secretary, members = _team_places(content)
    return [unit, leader, secretary, *others, *members, *_witness_places(content)]


def signed_text_line(signed: SignedText) -> Remark:
    """The digest of the signed text, at the end."""
    both = signed.of(Side.UNIT) and signed.of(Side.TEAM)
    lead = "Nội dung các bên đã ký có mã SHA-256" if both else "Nội dung đã ký tại chỗ có mã SHA-256"
    return Remark(f"{lead}: {signed.sha256}", NOTE, justified=False)


def _signatures_of(content: MinutesDocument, side: Side) -> list[SiteSignature]:
    """The signatures of a side with the strokes that are drawn."""
    signed = content.signed
    if signed is None:
        return []
    return [replace(one, strokes=signed.strokes_of(one)) for one in signed.of(side)[:MAX_SIGNATURES]]


def _unit_places(content: MinutesDocument) -> tuple[Signature, list[Signature]]:
    """The place of the visited side, and more of them when more than one person signed."""
    title = "Đại diện cơ sở được kiểm tra" if is_site(content) else "Đại diện đơn vị được kiểm tra"
    signatures = [_signed(title, one) for one in _signatures_of(content, Side.UNIT)]
    if signatures:
        return signatures[0], signatures[1:]
    people = content.inspected.representatives
    if content.signed is not None and content.refusal is not None:
        return Signature(title, hint="(Không ký biên bản)"), []
    return Signature(title, people[0].name if people and content.refusal is None else ""), []


def _team_places(content: MinutesDocument) -> tuple[Signature, Signature, list[Signature]]:
    """Head of the team, secretary, other members who signed.

    When another than the head signed, it was on behalf of the team (TM.).
    """
    team = "đội kiểm tra" if is_site(content) else "đoàn kiểm tra"
    left = _signatures_of(content, Side.TEAM)
    leader = Signature(content.leader_title, content.leader.name if content.leader else "")
    secretary = Signature("Người ghi biên bản", content.secretary)
    head = _taken(left, leader.name)
    if (writer := _taken(left, content.secretary)) is not None:
        secretary = _signed("Người ghi biên bản", writer)
    if head is not None:
        leader = _signed(content.leader_title, head)
    elif left:
        leader = _signed(f"TM. {team}", left.pop(0))
    return leader, secretary, [_signed(f"Thành viên {team}", one) for one in left]


def _witness_places(content: MinutesDocument) -> list[Signature]:
    left = _signatures_of(content, Side.WITNESS)
    names = [person.name for person in content.witnesses]
    if content.refusal is not None and content.refusal.witness.name not in names:
        names.insert(0, content.refusal.witness.name)
    title = "Người chứng kiến"
    owned = [(name, _taken(left, name)) for name in names]
    places = [Signature(title, name) if own is None else _signed(title, own) for name, own in owned]
    return [*places, *(_signed(title, one) for one in left)]


def _taken(signatures: list[SiteSignature], name: str) -> SiteSignature | None:
    """The signature of the person of this name, taken out of the list."""
    for position, one in enumerate(signatures):
        if same_person(one.name, name):
            return signatures.pop(position)
    return None


def _signed(title: str, one: SiteSignature) -> Signature:
    clock = ""
    if one.skew_minutes:
        way = "nhanh" if one.skew_minutes > 0 else "chậm"
        clock = f"; đồng hồ của máy {way} {abs(one.skew_minutes)} phút"
    # Minutes bear moments of Vietnam, whatever zone they are stored in.
    day = short_date(local(one.signed_at).date())
    return Signature(
        title,
        one.name,
        hint="",
        strokes=bounded_strokes(one.strokes),
        function=one.function,
        note=f"(Đã ký trên máy tính bảng\nlúc {clock_time(one.signed_at)}, ngày {day}{clock})",
    )
