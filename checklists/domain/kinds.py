"""Names of the kinds and states that instruments, answers and findings are made of."""

from enum import StrEnum


class InstrumentKind(StrEnum):
    CHECKLIST = "checklist"
    STATISTICAL_FORM = "statistical_form"


class SubjectKind(StrEnum):
    """What one filled-in sheet is about."""

    UNIT = "unit"
    ESTABLISHMENT = "establishment"
    AGENCY = "agency"


class VersionState(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    RETIRED = "retired"


class SubmissionState(StrEnum):
    DRAFT = "draft"
    COMPLETED = "completed"


class AnswerType(StrEnum):
    YES_NO = "yes_no"
    RATING = "rating"
    COUNT = "count"
    COUNT_PAIR = "count_pair"
    COUNT_CHOICE = "count_choice"
    MONEY = "money"
    PERCENT = "percent"
    TEXT = "text"
    CHOICES = "choices"
    DOCUMENTS = "documents"
    DATES = "dates"
    DATE = "date"
    MONTH = "month"
    HEADING = "heading"


class AnswerStatus(StrEnum):
    ANSWERED = "answered"
    NOT_APPLICABLE = "not_applicable"
    NOT_OBSERVED = "not_observed"
    CLEARED = "cleared"


class Rating(StrEnum):
    GOOD = "good"
    FAIR = "fair"
    POOR = "poor"


class FindingKind(StrEnum):
    STRENGTH = "strength"
    SHORTCOMING = "shortcoming"


class Severity(StrEnum):
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
