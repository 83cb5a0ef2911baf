"""Writing the plan of a closing review: begun from the template, changed, thrown away."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

from audit.inspections.queries.plans import province_name
from audit.kernel import clock
from audit.kernel.access import Actor
from audit.kernel.database import db
from audit.kernel.errors import Conflict, Invalid
from audit.kernel.i18n import _
from audit.kernel.journal.services import record
from audit.kernel.placeholders import put
from audit.kernel.revisions import unchanged_since
from audit.kernel.text import tidy
from audit.programme.adapters.data_files import review_templates
from audit.programme.domain.programmes import years_text
from audit.programme.domain.reviews import template_on
from audit.programme.models import ClosingReview, Programme
from audit.programme.queries.programmes import get_programme, get_review
from audit.programme.services import hooks
from audit.programme.services.guards import must_edit

LONGEST = 20_000
LONGEST_OUTLINE = 50_000
MOST_CLAUSES = 20
_NEEDED = ("title", "purpose", "requirements", "objects", "form", "contents", "methods", "funding")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewValues:
    """Every text of the plan of a review; clauses have ``title`` and ``paragraphs``, milestones also
    ``lead`` and ``until``."""

    title: str
    data_from: date
    data_to: date
    introduction: str
    legal_bases: list[str]
    purpose: str
    requirements: str
    objects: str
    form: str
    contents: str
    methods: str
    milestones: list[dict[str, Any]]
    funding: str
    duties: list[dict[str, Any]]
    request: str
    agency_outline: str = ""
    commune_outline: str = ""

    def cleaned(self) -> ReviewValues:
        """The same, tidied; :class:`Invalid` names the wrong field."""
        words = {
            field.name: tidy(value)
            for field in fields(self)
            if isinstance(value := getattr(self, field.name), str)
        }
        words["title"] = " ".join(words["title"].split())
        for name in _NEEDED:
            if not words[name]:
                raise Invalid("field_missing", _("Chưa nhập nội dung này."), name)
        for name, text in words.items():
            longest = 500 if name == "title" else LONGEST_OUTLINE if name.endswith("outline") else LONGEST
            if len(text) > longest:
                raise Invalid("too_long", _("Nội dung quá dài (tối đa %(n)s ký tự).", n=longest), name)
        if self.data_to < self.data_from:
            raise Invalid("bad_period", _("Ngày cuối không được trước ngày đầu."), "data_to")
        for name in ("milestones", "duties"):
            _check_clauses(name, getattr(self, name))
        return ReviewValues(**asdict(self) | words)


def _check_clauses(name: str, clauses: list[dict[str, Any]]) -> None:
    if not clauses:
        raise Invalid("field_missing", _("Chưa nhập nội dung này."), name)
    if len(clauses) > MOST_CLAUSES:
        raise Invalid("too_many", _("Có quá %(n)s mục.", n=MOST_CLAUSES), name)
    if any(not clause["title"].strip() for clause in clauses):
        raise Invalid("field_missing", _("Có mục chưa ghi tên."), name)


def begin_review(*, actor: Actor, programme_id: int, department_name: str) -> ClosingReview:
    """A review of a programme with the wording of its day; it counts from the first day of the programme
    through 30 June of its last year, as the reviews of 2025 did."""
    must_edit(actor)
    programme = get_programme(actor, programme_id)
    template = template_on(review_templates(), date(programme.last_year, 12, 31))
    if template is None:
        raise Conflict("no_template", _("Chưa có mẫu kế hoạch tổng kết cho giai đoạn này."))
    first, last = date(programme.first_year, 1, 1), date(programme.last_year, 6, 30)
    words = _words(actor, programme, department_name) | {
        "first_day": f"{first:%d/%m/%Y}",
        "last_day": f"{last.day:02}/{last.month}/{last.year}",
    }
    values: dict[str, Any] = {name: put(text, words) for name, text in template.texts.items()}
    checked = ReviewValues(**values, data_from=first, data_to=last).cleaned()
    review = ClosingReview(
        **asdict(checked),
        programme_id=programme.id,
        created_by_id=actor.id,
        created_at=clock.now(),
        revision=1,
    )
    db.session.add(review)
    db.session.flush()
    _journal(actor, review, "created", {"programme": programme.id, "title": review.title})
    return review


def update_review(*, actor: Actor, review_id: int, revision: int, values: ReviewValues) -> ClosingReview:
    """Write the texts of a review; :class:`Conflict` when it changed since ``revision``."""
    must_edit(actor)
    checked = asdict(values.cleaned())
    review = get_review(actor, review_id, lock=True)
    unchanged_since(review, revision)
    changed = [name for name, value in checked.items() if getattr(review, name) != value]
    for name in changed:
        setattr(review, name, checked[name])
    review.revision += 1
    _journal(actor, review, "updated", {"fields": changed})
    return review


def delete_review(*, actor: Actor, review_id: int, revision: int) -> int:
    """Throw a review away; the programme it was of. :class:`Conflict` once a document was made of it."""
    must_edit(actor)
    review = get_review(actor, review_id, lock=True)
    unchanged_since(review, revision)
    if hooks.has_documents(review.programme, review):
        raise Conflict(
            "review_has_documents",
            _("Kế hoạch tổng kết đã có văn bản nên không xóa được; hãy xóa dự thảo văn bản trước."),
        )
    programme_id = review.programme_id
    _journal(actor, review, "deleted", {"title": review.title})
    db.session.delete(review)
    db.session.flush()
    return programme_id


def _words(actor: Actor, programme: Programme, department_name: str) -> dict[str, str]:
    name = province_name(actor.province_code, clock.today())
    inner = name[:1].lower() + name[1:]
    number = f" số {programme.number}/{programme.symbol}" if programme.number else ""
    return {
        "province": inner,
        "place": programme.place,
        "department": department_name,
        "agency": programme.agency,
        "years": years_text(programme.first_year, programme.last_year),
        "year": str(programme.last_year),
        "programme": f"Kế hoạch{number} {programme.title[:1].lower()}{programme.title[1:]}",
    }


def _journal(actor: Actor, review: ClosingReview, what: str, details: dict[str, object]) -> None:
    record(
        actor=actor,
        action=f"closing_review.{what}",
        subject="closing_review",
        subject_id=review.id,
        details=details,
    )
