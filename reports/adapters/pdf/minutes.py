"""Biên bản kiểm tra as PDF: form 1.9 of Decree 30/2020/NĐ-CP with the fields of an inspection."""

from __future__ import annotations

from collections.abc import Sequence

from audit.inspections.domain import minutes as words
from reports.adapters.pdf.blocks import LINE, SPACING, TABLE_START, clause, ended, heading, paragraph, points
from reports.adapters.pdf.canvas import LEFT, Canvas
from reports.adapters.pdf.foot import recipients_only, signatures, signatures_with_recipients
from reports.adapters.pdf.head import letterhead
from reports.adapters.pdf.minutes_signing import (
    closing_text,
    is_site,
    person_line,
    signature_places,
    signed_text_lines,
    signing_remarks,
)
from reports.adapters.pdf.minutes_tables import figures_table, requests_table
from reports.adapters.pdf.structure import ARTIFACT
from reports.domain.dates import minutes_moment
from reports.domain.letterhead import Clause
from reports.domain.minutes_document import (
    InspectedParty,
    MinutesDocument,
    Participant,
    SiteShortcoming,
)
from reports.domain.numbering import roman

BLANK_LINES = 3


def render_minutes(content: MinutesDocument) -> bytes:
    """The minutes as the bytes of a PDF, ready to be signed by both sides.

    What is not yet known (hour of closing, opinion of the visited side) is left as dots to write on.
    """
    head = content.letterhead
    canvas = Canvas(
        title=f"{head.type_name} {head.summary}",
        author=head.agency_in_text,
        subject=head.number_line,
        created=head.dated,
    )
    canvas.start_part()
    letterhead(canvas, head, dated=False)
    paragraph(canvas, words.opening_sentence(minutes_moment(content.started_at), content.place))
    number = _participants(canvas, content, 1)
    number = _contents(canvas, content.contents, number)
    number = _results(canvas, content, number)
    number = _opinions(canvas, content, number)
    if content.requests:
        heading(canvas, f"{roman(number)}. KIẾN NGHỊ TẠI CHỖ", level=0, keep=TABLE_START - 10)
        canvas.y += SPACING
        requests_table(canvas, content.requests)
        number += 1
    if content.attachments:
        heading(canvas, f"{roman(number)}. TÀI LIỆU KÈM THEO", level=0)
        points(canvas, content.attachments)
    canvas.y += SPACING
    for remark in signing_remarks(content):
        paragraph(canvas, remark)
    paragraph(canvas, ended(closing_text(content)), keep=50.0)
    if content.signed is None:
        signatures(canvas, signature_places(content))
        recipients_only(canvas, head.recipients)
    else:
        signatures_with_recipients(canvas, signature_places(content), head.recipients)
        signed_text_lines(canvas, content.signed)
    canvas.small_print([f"Mã kiểm tra nội dung (SHA-256): {content.snapshot_sha256}"])
    return canvas.output()


def _participants(canvas: Canvas, content: MinutesDocument, number: int) -> int:
    heading(canvas, f"{roman(number)}. {words.PARTICIPANTS}", level=0)
    clause(canvas, "1.", Clause(words.inspecting_side(content.kind), _named(content.inspectors)))
    clause(canvas, "2.", Clause(words.inspected_side(content.kind), _party(content.inspected)))
    if content.witnesses:
        clause(canvas, "3.", Clause("Người chứng kiến", _named(content.witnesses)))
    return number + 1


def _named(people: Sequence[Participant]) -> tuple[str, ...]:
    return words.ended_lines([person_line(person) for person in people])


def _party(party: InspectedParty) -> tuple[str, ...]:
    return words.party_lines(
        party.name,
        address=party.address,
        business=party.business,
        licence=party.licence,
        representatives=[person_line(person) for person in party.representatives],
    )


def _contents(canvas: Canvas, contents: Sequence[Clause], number: int) -> int:
    if not contents:
        return number
    heading(canvas, f"{roman(number)}. {words.CONTENTS}", level=0)
    for position, part in enumerate(contents, start=1):
        clause(canvas, f"{position}.", part)
    return number + 1


def _results(canvas: Canvas, content: MinutesDocument, number: int) -> int:
    keep = TABLE_START if content.figures else 2 * LINE
    heading(canvas, f"{roman(number)}. KẾT QUẢ KIỂM TRA", level=0, keep=keep)
    order = 1
    if content.figures:
        side = "cơ sở" if is_site(content) else "đơn vị"
        heading(canvas, f"{order}. Số liệu {side} báo cáo và kết quả đối chiếu", level=1, keep=TABLE_START)
        canvas.y += SPACING
        figures_table(canvas, content.figures)
        order += 1
    clause(canvas, f"{order}.", Clause("Kết quả xác minh, đánh giá", content.results or (words.DOTS * 11,)))
    title = "Tồn tại, hạn chế"
    if content.shortcomings:
        clause(canvas, f"{order + 1}.", Clause(title, _shortcomings(content.shortcomings), "a"))
    else:
        none = "Qua kiểm tra, chưa ghi nhận tồn tại, hạn chế."
        clause(canvas, f"{order + 1}.", Clause(title, (none,), "", run_in=True))
    return number + 1


def _shortcomings(items: Sequence[SiteShortcoming]) -> tuple[str, ...]:
    return tuple(
        f"{item.text.rstrip('. ')} (căn cứ: {item.legal_basis.rstrip('.')})."
        if item.legal_basis
        else item.text
        for item in items
    )


def _opinions(canvas: Canvas, content: MinutesDocument, number: int) -> int:
    heading(canvas, f"{roman(number)}. {words.opinion_heading(content.kind)}", level=0)
    if content.opinions:
        points(canvas, content.opinions, marker="" if len(content.opinions) == 1 else "-")
    else:
        dotted_lines(canvas, BLANK_LINES)
    return number + 1


def dotted_lines(canvas: Canvas, count: int) -> None:
    """Lines of dots over the full width, to be written on by hand."""
    full = int(canvas.width / canvas.faces.width(".", "", 14))
    for _line in range(count):
        canvas.need(8.0)
        with canvas.tags.within(ARTIFACT):
            canvas.text(LEFT, canvas.y + 6.0, "." * full, "", 14)
        canvas.y += 8.0
