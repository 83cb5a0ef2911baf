"""What a new decision calls a team, and its title before anybody has edited it."""

from __future__ import annotations

from typing import Final

TEAM_NOUNS: Final = {"management": "Đoàn kiểm tra", "establishment": "Đội kiểm tra liên ngành"}


def decision_title(plan_kind: str, subject: str, team: str) -> str:
    """``Về việc thành lập Đoàn kiểm tra công tác …``; ``team`` is the team's own name when a plan has
    several.

    ``subject`` is the plan's title as it continues a sentence ("kiểm tra công tác …").
    """
    noun = "Đội" if plan_kind == "establishment" else "Đoàn"
    if team:
        return f"Về việc thành lập {team} để {subject}"[:500]
    return f"Về việc thành lập {noun} {subject}"[:500]
