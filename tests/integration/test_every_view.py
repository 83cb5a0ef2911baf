"""Walks the URL map: every view says who may enter, and strangers are kept out of all but the public ones."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from audit.kernel.access import Permission


def _rules(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if not rule.endpoint.endswith("static")]


def _address(rule: Rule) -> str:
    """The rule with something in each place: the first choice of an ``any(…)``, else 1."""
    chosen = re.sub(r"<any\((?:\"|')?(\w+)[^>]*>", r"\1", rule.rule)
    chosen = re.sub(r"<uuid:[^>]+>", "00000000-0000-4000-8000-000000000000", chosen)
    return re.sub(r"<[^>]+>", "1", chosen)


def test_every_view_declares_its_permission_or_that_it_is_public(app: Flask) -> None:
    silent = [
        rule.endpoint
        for rule in _rules(app)
        if not (
            getattr(app.view_functions[rule.endpoint], "access", None) == "public"
            or isinstance(getattr(app.view_functions[rule.endpoint], "access", None), Permission)
        )
    ]
    assert silent == []


def test_a_stranger_is_shown_nothing_but_public_pages(app: Flask, client: FlaskClient) -> None:
    open_doors = []
    for rule in _rules(app):
        if app.view_functions[rule.endpoint].access == "public":
            continue
        for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
            answer = client.open(_address(rule), method=method)
            away = answer.status_code in (302, 303) and "/sign-in" in answer.headers.get("Location", "")
            if not away and answer.status_code not in (400, 401, 403):
                open_doors.append((method, rule.rule, answer.status_code))
    assert open_doors == []


def test_every_change_without_a_token_is_refused(app: Flask, client: FlaskClient) -> None:
    accepted = []
    for rule in _rules(app):
        for method in sorted(rule.methods & {"POST", "PUT", "PATCH", "DELETE"}):
            answer = client.open(_address(rule), method=method, data={})
            if answer.status_code not in (400, 401, 403, 302):
                accepted.append((method, rule.rule, answer.status_code))
    assert accepted == []


@pytest.mark.parametrize("header", ["Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy"])
def test_answers_carry_the_strict_headers(client: FlaskClient, header: str) -> None:
    answer = client.get("/sign-in")
    assert answer.status_code == 200
    assert header in answer.headers


def test_the_policy_allows_no_inline_script_and_no_outside_host(client: FlaskClient) -> None:
    policy = client.get("/sign-in").headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "*" not in policy
