"""Settings refuse to start unsafely."""

from __future__ import annotations

import pytest

from audit.kernel.settings import SettingsError, from_environ

KEY = "k" * 40


def test_production_is_the_mode_when_none_is_named() -> None:
    assert from_environ({"SECRET_KEY": KEY}).production


@pytest.mark.parametrize("key", ["", "short", "x" * 31])
def test_production_refuses_a_missing_or_short_secret(key: str) -> None:
    with pytest.raises(SettingsError, match="SECRET_KEY"):
        from_environ({"SECRET_KEY": key})


@pytest.mark.parametrize("debug", ["1", "true", "yes"])
def test_production_refuses_debug(debug: str) -> None:
    with pytest.raises(SettingsError, match="FLASK_DEBUG"):
        from_environ({"SECRET_KEY": KEY, "FLASK_DEBUG": debug})


def test_production_cookies_are_secure_and_bound_to_the_host() -> None:
    config = from_environ({"SECRET_KEY": KEY}).flask_config()
    assert config["SESSION_COOKIE_SECURE"] is True
    assert config["SESSION_COOKIE_NAME"] == "__Host-session"
    assert config["SESSION_COOKIE_HTTPONLY"] is True


def test_a_mode_nobody_knows_is_refused() -> None:
    with pytest.raises(SettingsError, match="THUC_DIA_MODE"):
        from_environ({"THUC_DIA_MODE": "staging", "SECRET_KEY": KEY})


@pytest.mark.parametrize("value", ["many", "-1", "1.5"])
def test_a_number_that_is_none_is_refused(value: str) -> None:
    with pytest.raises(SettingsError, match="MAX_UPLOAD_MB"):
        from_environ({"SECRET_KEY": KEY, "MAX_UPLOAD_MB": value})


def test_the_old_scheme_of_postgresql_addresses_is_understood() -> None:
    settings = from_environ({"SECRET_KEY": KEY, "DATABASE_URL": "postgres://u@h/db"})
    assert settings.database_url == "postgresql://u@h/db"
