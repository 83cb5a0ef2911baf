"""What may go wrong, with a stable code and words a civil servant understands."""

from __future__ import annotations


class DomainError(Exception):
    """A rule said no. ``code`` is stable; ``message`` is for the screen; ``field`` names the form field."""

    status = 400

    def __init__(self, code: str, message: str, field: str | None = None, **details: object) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.field = field
        self.details = details

    def __str__(self) -> str:
        return f"{self.code}: {self.message}"


class Invalid(DomainError):
    """What was typed or sent cannot be accepted."""

    status = 422


class Forbidden(DomainError):
    """The person may not do this at all."""

    status = 403


class NotFound(DomainError):
    """It does not exist, or it lies outside the person's area: the same answer for both."""

    status = 404


class Conflict(DomainError):
    """It was right when the person saw it, but somebody else was faster."""

    status = 409
