"""The folded text by which findings and recommendations are searched."""

from __future__ import annotations

from audit.findings.models import Finding, Recommendation
from audit.kernel.text import search_key


def finding_key(finding: Finding) -> str:
    """Everything a person may have typed into a finding, without marks."""
    parts = (finding.condition, finding.criterion, finding.legal_basis, finding.cause, finding.effect)
    return search_key(" ".join(part for part in parts if part))


def recommendation_key(recommendation: Recommendation) -> str:
    """Text and addressee of a recommendation, without marks."""
    return search_key(f"{recommendation.text} {recommendation.addressee}")
