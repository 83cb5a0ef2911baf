"""Suggestions of the checklist become drafts with lasting keys."""

from __future__ import annotations

from dataclasses import replace

from audit.findings.domain.drafts import drafts, untouched
from audit.findings.domain.states import FindingState, RecommendationState
from audit.findings.domain.wording import (
    FINDING_STATES,
    FINDING_TONES,
    KINDS,
    RECOMMENDATION_STATES,
    RECOMMENDATION_TONES,
    SEVERITIES,
    SEVERITY_TONES,
)
from checklists.domain.kinds import FindingKind, Severity
from checklists.domain.suggestions import Suggestion

ONE = Suggestion(
    item_code="ls1_02",
    kind=FindingKind.SHORTCOMING,
    severity=Severity.HIGH,
    condition="Chưa có kế hoạch.",
    criterion="Có kế hoạch",
    legal_basis="Quyết định số 29",
    recommendation="Ban hành kế hoạch.",
    note="",
)


def test_a_draft_carries_condition_criterion_basis_and_what_to_ask() -> None:
    (draft,) = drafts([ONE])
    assert draft.key == "ls1_02:shortcoming"
    assert (draft.condition, draft.criterion) == ("Chưa có kế hoạch.", "Có kế hoạch")
    assert (draft.legal_basis, draft.recommendation) == ("Quyết định số 29", "Ban hành kế hoạch.")
    assert draft.severity is Severity.HIGH


def test_what_the_inspector_noted_follows_on_its_own_line() -> None:
    (draft,) = drafts([replace(ONE, note="  Đang soạn thảo. ")])
    assert draft.condition == "Chưa có kế hoạch.\nĐang soạn thảo."


def test_two_drafts_of_one_item_and_kind_have_different_lasting_keys() -> None:
    keys = [draft.key for draft in drafts([ONE, ONE, replace(ONE, kind=FindingKind.STRENGTH, severity=None)])]
    assert keys == ["ls1_02:shortcoming", "ls1_02:shortcoming:2", "ls1_02:strength"]


def test_a_shortcoming_without_severity_is_medium_and_a_strength_never_has_one() -> None:
    assert drafts([replace(ONE, severity=None)])[0].severity is Severity.MEDIUM
    assert drafts([replace(ONE, kind=FindingKind.STRENGTH)])[0].severity is None


def test_only_a_suggestion_nobody_changed_is_untouched() -> None:
    assert untouched(FindingState.SUGGESTED, 1)
    assert not untouched(FindingState.SUGGESTED, 2)
    assert not untouched(FindingState.CONFIRMED, 1)


def test_every_state_kind_and_severity_has_its_words_and_its_tone() -> None:
    assert set(KINDS) == set(FindingKind)
    assert set(SEVERITIES) == set(SEVERITY_TONES) == set(Severity)
    assert set(FINDING_STATES) == set(FINDING_TONES) == set(FindingState)
    assert set(RECOMMENDATION_STATES) == set(RECOMMENDATION_TONES) == set(RecommendationState)
