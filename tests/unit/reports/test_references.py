"""Each kind of document is drawn byte by byte as the reference file that was looked at."""

from __future__ import annotations

import pytest

from reports.domain.wording import DocumentKind
from tests.unit.reports.kinds import finished
from tests.unit.reports.preflight import needs_qpdf
from tests.unit.reports.references import FOLDER, REFERENCES, laid_open, reference


@needs_qpdf
@pytest.mark.parametrize("kind", list(REFERENCES))
def test_a_document_is_drawn_as_its_reference(kind: str) -> None:
    drawn, kept = laid_open(finished(REFERENCES[kind])), laid_open(reference(kind))
    if drawn != kept:
        at = next((n for n, (one, other) in enumerate(zip(drawn, kept, strict=False)) if one != other), -1)
        near = slice(max(0, at - 80), at + 80)
        pytest.fail(
            f"byte {at}: {drawn[near]!r} instead of {kept[near]!r}; "
            "if that is meant, look at the file and run python -m tests.unit.reports.references"
        )


def test_there_is_a_reference_of_each_kind_and_no_other() -> None:
    assert {path.stem for path in FOLDER.glob("*.pdf")} == {str(kind) for kind in DocumentKind}


@needs_qpdf
def test_a_moved_letter_is_noticed() -> None:
    kept = reference("plan")
    assert laid_open(kept) == laid_open(kept) != laid_open(reference("minutes"))
