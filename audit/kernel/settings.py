"""Settings come from the environment, once, and refuse what would be unsafe in production."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

PRODUCTION = "production"
DEVELOPMENT = "development"
TESTING = "testing"
# Printed on paper as a code to scan: short, and nothing but a host with an optional port and path.
_ADDRESS = re.compile(r"https?://[A-Za-z0-9.-]{1,80}(:\d{1,5})?(/[A-Za-z0-9/_-]{0,40})?\Z")


class SettingsError(RuntimeError):
    """The environment asks for something unsafe or impossible; the process must not start."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything a process needs to know before it starts.

    ``data_dir`` holds the SQLite file and the evidence store; ``secret_key`` signs sessions;
    ``province_code`` is the province a single-province installation works for; ``public_address`` is how
    the outside reaches it ("https://thucdia.example.vn", no slash at the end), "" when it cannot;
    ``signing_identities`` is the file that names the keys documents are signed with, ``signing_trust_roots``
    the folder of certificates that signers are traced to; None leaves both out.
    """

    mode: str
    secret_key: str
    database_url: str
    data_dir: Path
    province_code: str
    department_name: str
    secure_cookies: bool
    proxy_hops: int
    session_idle_minutes: int
    session_hours: int
    max_upload_bytes: int
    sign_in_limit: str
    public_address: str
    signing_identities: Path | None
    signing_trust_roots: Path | None

    @property
    def production(self) -> bool:
        return self.mode == PRODUCTION

    def flask_config(self) -> dict[str, object]:
        """These settings as Flask and its extensions name them."""
        return {
            "SETTINGS": self,
            "SECRET_KEY": self.secret_key,
            "TESTING": self.mode == TESTING,
            "SQLALCHEMY_DATABASE_URI": self.database_url,
            "MIGRATIONS": str(ROOT / "migrations"),
            "MAX_CONTENT_LENGTH": self.max_upload_bytes,
            "MAX_FORM_MEMORY_SIZE": 4 * 1024 * 1024,
            "SESSION_COOKIE_NAME": "__Host-session" if self.secure_cookies else "session",
            "SESSION_COOKIE_SECURE": self.secure_cookies,
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "SESSION_IDLE_MINUTES": self.session_idle_minutes,
            "SESSION_HOURS": self.session_hours,
            "WTF_CSRF_TIME_LIMIT": None,
            "WTF_CSRF_SSL_STRICT": self.secure_cookies,
            "RATELIMIT_STORAGE_URI": "memory://",
            "RATELIMIT_HEADERS_ENABLED": False,
            "SIGN_IN_LIMIT": self.sign_in_limit,
        }


def from_environ(environ: Mapping[str, str]) -> Settings:
    """Read settings; raise :class:`SettingsError` rather than start unsafely.

    Production needs SECRET_KEY (at least 32 characters) and refuses FLASK_DEBUG.
    """
    mode = environ.get("THUC_DIA_MODE", PRODUCTION)
    if mode not in (PRODUCTION, DEVELOPMENT, TESTING):
        raise SettingsError(f"THUC_DIA_MODE must be production, development or testing, not {mode!r}")
    secret = environ.get("SECRET_KEY", "")
    if mode == PRODUCTION:
        if len(secret) < 32:
            raise SettingsError("production needs SECRET_KEY with at least 32 characters")
        if environ.get("FLASK_DEBUG", "0").lower() not in ("", "0", "false", "no"):
            raise SettingsError("production refuses FLASK_DEBUG")
    data_dir = Path(environ.get("DATA_DIR", str(ROOT / "var"))).resolve()
    url = environ.get("DATABASE_URL") or f"sqlite:///{data_dir / 'thuc-dia.sqlite3'}"
    # Hosting platforms still hand out the scheme that SQLAlchemy dropped.
    url = url.replace("postgres://", "postgresql://", 1) if url.startswith("postgres://") else url
    return Settings(
        mode=mode,
        secret_key=secret or secrets.token_urlsafe(48),
        database_url=url,
        data_dir=data_dir,
        province_code=environ.get("PROVINCE", "20"),
        department_name=environ.get("DEPARTMENT_NAME", "Sở Y tế"),
        secure_cookies=_flag(environ.get("SECURE_COOKIES"), default=mode == PRODUCTION),
        proxy_hops=_number(environ, "PROXY_HOPS", 0),
        session_idle_minutes=_number(environ, "SESSION_IDLE_MINUTES", 30),
        session_hours=_number(environ, "SESSION_HOURS", 12),
        max_upload_bytes=_number(environ, "MAX_UPLOAD_MB", 24) * 1024 * 1024,
        sign_in_limit=environ.get("SIGN_IN_LIMIT", "20 per minute"),
        public_address=_address(environ.get("PUBLIC_ADDRESS", "")),
        signing_identities=_path(environ, "SIGNING_IDENTITIES"),
        signing_trust_roots=_path(environ, "SIGNING_TRUST_ROOTS"),
    )


def _address(text: str) -> str:
    address = text.strip().rstrip("/")
    if address and not _ADDRESS.match(address):
        raise SettingsError("PUBLIC_ADDRESS must look like https://thucdia.example.vn")
    return address


def _path(environ: Mapping[str, str], name: str) -> Path | None:
    """Looked at when it is used: a token or a disk that is away must not keep the office from working."""
    text = environ.get(name, "").strip()
    return Path(text).resolve() if text else None


def _number(environ: Mapping[str, str], name: str, default: int) -> int:
    try:
        value = int(environ.get(name, default))
    except ValueError as error:
        raise SettingsError(f"{name} must be a whole number") from error
    if value < 0:
        raise SettingsError(f"{name} must not be negative")
    return value


def _flag(value: str | None, *, default: bool) -> bool:
    return default if value is None else value.lower() in ("1", "true", "yes", "on")
