"""A sheet to write on, and people who write."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from audit.kernel.access import SYSTEM, Actor, Role, ScopeKind
from audit.kernel.database import transaction
from checklists.models.submissions import Submission
from checklists.queries.instruments import current_version
from checklists.queries.sheets import submission_by_id
from checklists.services.submissions import open_submission


@pytest.fixture
def an() -> Actor:
    return Actor(1, "an", "Nguyễn Thị An", Role.INSPECTOR, ScopeKind.PROVINCE, "20", "20")


@pytest.fixture
def binh() -> Actor:
    return Actor(2, "binh", "Trần Văn Bình", Role.TEAM_LEAD, ScopeKind.PROVINCE, "20", "20")


@pytest.fixture
def open_sheet(app: Flask) -> Callable[..., Submission]:
    """Opens a sheet of the management checklist, or of another instrument."""

    def opened(code: str = "kiem_tra_quan_ly", subject_type: str | None = None) -> Submission:
        with transaction():
            submission = open_submission(
                version=current_version(code), actor=SYSTEM, subject_type_code=subject_type
            )
            identifier = submission.id
        return submission_by_id(identifier)

    return opened


@pytest.fixture
def submission(open_sheet: Callable[..., Submission]) -> Submission:
    return open_sheet()
