"""What the first draft of any document takes over from its plan and from the standing texts of its day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from audit.inspections.models.plans import InspectionPlan
from audit.kernel import clock
from reports.domain.standing_texts import TextKind, closest, joined_recipients
from reports.domain.wording import DocumentKind, issuing_symbol, one_line_authority
from reports.models import StandingText
from reports.queries.standing_texts import in_force

# Signed by both sides at the unit, or sent to the guests alone: the plan's recipients do not get them.
_OF_THEIR_OWN = (DocumentKind.MINUTES, DocumentKind.CHECKLIST_ANNEX, DocumentKind.INVITATION)


@dataclass(frozen=True)
class FirstValues:
    """First values of a document of ``kind``; what stands in the plan is used where no text is in force."""

    plan: InspectionPlan
    kind: DocumentKind
    texts: Sequence[StandingText]

    def common(self) -> dict[str, object]:
        """Fields every kind has; the number is given later."""
        return {
            "province_code": self.plan.province_code,
            "kind": self.kind,
            "plan_id": self.plan.id,
            "symbol": self._symbol()[:60],
            "year": clock.today().year,
            "place": self.plan.place,
            "number": "",
            "general_remarks": "\n".join(text.text for text in self._of(TextKind.SENTENCE)),
            "recipients": self._recipients(),
        }

    def signer(self) -> dict[str, str]:
        """Who signs this kind of document by a standing text; else who signs the plan; else who signs all.

        A plan is signed by whoever is written in it. Whoever drafts may write another name.
        """
        standing = self._of(TextKind.SIGNER)
        own = next((text for text in standing if text.document_kind), None)
        any_kind = next((text for text in standing if not text.document_kind), None)
        of_plan = self.plan if self.plan.signer_name or self.plan.signer_position else None
        first = of_plan or own if self.kind is DocumentKind.PLAN else own or of_plan
        chosen = first or any_kind or self.plan
        return {
            "signer_authority": one_line_authority(chosen.signer_authority),
            "signer_position": chosen.signer_position,
            "signer_name": chosen.signer_name,
        }

    def signs_as_plan(self) -> bool:
        """Whether the signer is the one written in the plan."""
        return self.signer() == {
            "signer_authority": one_line_authority(self.plan.signer_authority),
            "signer_position": self.plan.signer_position,
            "signer_name": self.plan.signer_name,
        }

    def _symbol(self) -> str:
        found = closest(self._of(TextKind.SYMBOL), self.plan.agency)
        return found.text if found else issuing_symbol(self.plan.symbol, self.kind, self.plan.kind)

    def _recipients(self) -> list[str]:
        standing = [text.text for text in self._of(TextKind.RECIPIENT)]
        if self.kind is DocumentKind.PLAN and self.plan.recipients:
            return list(self.plan.recipients)
        return joined_recipients(standing, () if self.kind in _OF_THEIR_OWN else self.plan.recipients)

    def _of(self, kind: TextKind) -> list[StandingText]:
        return [text for text in self.texts if text.kind == kind]


def first_values(plan: InspectionPlan, kind: DocumentKind, on: date | None = None) -> FirstValues:
    """The first values as of the document's day, which is today unless it is known already."""
    day = on or clock.today()
    texts = in_force(plan.province_code, document_kind=kind, inspection_kind=plan.kind, on=day)
    return FirstValues(plan, kind, texts)
