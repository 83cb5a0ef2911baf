"""How far a sheet is filled in and what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from checklists.domain.items import Answer, Answers, ItemSpec
from checklists.domain.kinds import AnswerStatus, AnswerType
from checklists.domain.measures import number_of
from checklists.domain.visibility import asked


@dataclass(frozen=True, slots=True)
class Progress:
    """Counts of the items asked; `done` is answered, not applicable and not observed together."""

    total: int
    answered: int
    not_applicable: int
    not_observed: int
    missing: int
    missing_required: tuple[str, ...]
    missing_notes: tuple[str, ...]
    conflicts: tuple[str, ...]

    @property
    def done(self) -> int:
        return self.answered + self.not_applicable + self.not_observed

    @property
    def complete(self) -> bool:
        """Nothing required is missing and nothing is undecided."""
        return not (self.missing_required or self.missing_notes or self.conflicts)


def needs_note(item: ItemSpec, answer: Answer) -> bool:
    """True when the form says "ghi rõ" and the answer is Có or above 0 but the note is empty."""
    if not item.options.get("note_required") or answer.status is not AnswerStatus.ANSWERED or answer.note:
        return False
    if item.answer_type is AnswerType.YES_NO:
        return bool(answer.value)
    number = number_of(item, answer.value)
    return number is not None and number > 0


def _count(items: Iterable[ItemSpec], answers: Answers) -> Progress:
    tally = {status: 0 for status in AnswerStatus}
    required, notes, conflicts = [], [], []
    for item in items:
        answer = answers.get(item.code) or Answer(AnswerStatus.CLEARED)
        tally[answer.status] += 1
        if answer.status is AnswerStatus.CLEARED and item.required:
            required.append(item.code)
        if needs_note(item, answer):
            notes.append(item.code)
        if answer.conflict:
            conflicts.append(item.code)
    return Progress(
        total=sum(tally.values()),
        answered=tally[AnswerStatus.ANSWERED],
        not_applicable=tally[AnswerStatus.NOT_APPLICABLE],
        not_observed=tally[AnswerStatus.NOT_OBSERVED],
        missing=tally[AnswerStatus.CLEARED],
        missing_required=tuple(required),
        missing_notes=tuple(notes),
        conflicts=tuple(conflicts),
    )


def progress(items: Sequence[ItemSpec], answers: Answers, subject_type: str | None = None) -> Progress:
    """Progress over all items that are asked."""
    return _count(asked(items, answers, subject_type), answers)


def progress_by_section(
    items: Sequence[ItemSpec], answers: Answers, subject_type: str | None = None
) -> dict[str, Progress]:
    """Progress for each section that asks something, by section code, in order."""
    groups: dict[str, list[ItemSpec]] = {}
    for item in asked(items, answers, subject_type):
        groups.setdefault(item.section_code, []).append(item)
    return {code: _count(group, answers) for code, group in groups.items()}
