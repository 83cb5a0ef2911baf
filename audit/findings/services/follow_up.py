"""Following recommendations: progress and completion reported, verified, returned or withdrawn."""

from __future__ import annotations

from audit.findings.domain.states import RecommendationState, check_recommendation_move
from audit.findings.models import FollowUp, Recommendation
from audit.findings.queries.scope import may_answer, only_answers
from audit.findings.services.guards import check_texts, workable_recommendation
from audit.kernel import clock
from audit.kernel.access import Actor, Permission
from audit.kernel.errors import Forbidden
from audit.kernel.i18n import _
from audit.kernel.journal.services import record
from audit.kernel.text import nfc


def change_state(
    *,
    actor: Actor,
    recommendation_id: int,
    revision: int,
    state: RecommendationState,
    note: str,
    personal_data_confirmed: bool = False,
) -> Recommendation:
    """Take the next step with a note of what was done; the step stays in the recommendation's history.

    The people of a commune report on what is addressed to their commune; only those who follow
    recommendations up verify, return, reopen or undo (permission FOLLOW_UP).
    """
    recommendation = workable_recommendation(actor, recommendation_id, revision)
    if not may_answer(actor, recommendation):
        raise Forbidden("not_permitted", _("Anh/chị không có quyền thực hiện việc này."))
    note = nfc(note).strip()
    before = RecommendationState(recommendation.state)
    check_recommendation_move(
        before,
        state,
        note=note,
        may_verify=actor.may(Permission.FOLLOW_UP),
        only_answers=only_answers(actor),
    )
    warned = check_texts({"note": note}, confirmed=personal_data_confirmed)
    now = clock.now()
    recommendation.state = state
    recommendation.updated_at = now
    recommendation.revision += 1
    recommendation.steps.append(FollowUp(state=state, note=note, author_name=actor.full_name, at=now))
    record(
        actor=actor,
        action=f"recommendation.{state}",
        subject="recommendation",
        subject_id=recommendation.id,
        details={
            "visit_id": recommendation.visit_id,
            "before": before,
            "note": note,
            **({"warned": warned} if warned else {}),
        },
    )
    return recommendation


def withdraw(*, actor: Actor, recommendation_id: int, revision: int, reason: str) -> Recommendation:
    """Take a recommendation back, with the reason."""
    return change_state(
        actor=actor,
        recommendation_id=recommendation_id,
        revision=revision,
        state=RecommendationState.WITHDRAWN,
        note=reason,
    )
