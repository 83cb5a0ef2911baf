"""The tablet's application as files: what the worker keeps, how much, and what it leaves alone."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from audit.offline.domain.compact import rules_for, sections, sprite_of, without_comments
from audit.offline.routes.shell_files import FOLDERS, SHEET, script, script_names
from audit.offline.routes.shell_words import words

BUDGET = 80_000  # bytes of code and styles, compressed file by file
SAID = re.compile(r'\bt\("([a-z_]+)"')


def listed(client: FlaskClient) -> dict[str, str]:
    text = client.get("/tablet/sw.js").get_data(as_text=True)
    found = re.search(r"^const FILES = (.*);$", text, re.MULTILINE)
    assert found is not None
    files: dict[str, str] = json.loads(found[1])
    return files


def test_the_worker_keeps_what_the_server_really_serves(client: FlaskClient) -> None:
    files = listed(client)
    assert len(files) > 40
    for address, digest in files.items():
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert hashlib.sha256(answer.data).hexdigest() == digest, address


def test_code_and_styles_stay_within_the_budget(
    client: FlaskClient, capsys: pytest.CaptureFixture[str]
) -> None:
    sizes = {
        address: len(gzip.compress(client.get(address).data, 9))
        for address in (*listed(client), "/tablet/sw.js")
        if not address.endswith(".woff2")
    }
    code = sum(size for address, size in sizes.items() if address.endswith((".js", ".css")))
    with capsys.disabled():
        print(
            f"\ncode and styles {code:,} bytes of {BUDGET:,}; with page, words, icons {sum(sizes.values()):,}"
        )
    assert code <= BUDGET


def test_every_module_that_is_imported_is_kept(client: FlaskClient) -> None:
    kept = set(script_names())
    for name in script_names():
        for wanted in re.findall(
            r'^(?:import|export) .*?from "(\.[^"]+)"', script(name).decode(), re.MULTILINE
        ):
            path = (Path("/") / name).parent / wanted
            assert str(path.resolve().relative_to("/")) in kept, f"{name} imports {wanted}"


def test_another_page_is_another_version(client: FlaskClient) -> None:
    vietnamese = client.get("/tablet/sw.js").data
    assert client.get("/tablet/sw.js").data == vietnamese
    with client.session_transaction() as session:
        session["language"] = "en"
    english = client.get("/tablet/sw.js").data
    version = re.compile(rb'PREFIX \+ "([0-9a-f]{16})"')
    assert version.findall(english) != version.findall(vietnamese)


def test_the_worker_leaves_writes_and_the_api_alone(client: FlaskClient) -> None:
    text = client.get("/tablet/sw.js").get_data(as_text=True)
    assert 'if (request.method !== "GET") return;' in text
    assert not [address for address in listed(client) if "/api/" in address]
    assert client.get("/tablet/sw.js").headers["Service-Worker-Allowed"] == "/tablet/"


def test_the_page_holds_no_data_and_a_strict_policy(client: FlaskClient) -> None:
    answer = client.get("/tablet/")
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert "unsafe" not in policy
    html = answer.get_data(as_text=True)
    assert "csrf_token" not in html
    assert not re.search(r"<script(?![^>]* src=)|<style|\son[a-z]+=|\sstyle=", html)


def test_the_manifest_installs_the_application_with_icons_that_exist(client: FlaskClient) -> None:
    manifest = client.get("/tablet/manifest.webmanifest").get_json(force=True)
    assert (manifest["start_url"], manifest["scope"], manifest["lang"]) == ("/tablet/", "/tablet/", "vi")
    assert {(icon["sizes"], icon["purpose"]) for icon in manifest["icons"]} == {
        (size, purpose) for size in ("192x192", "512x512") for purpose in ("any", "maskable")
    }
    for icon in manifest["icons"]:
        data = client.get(icon["src"]).data
        assert data.startswith(b"\x89PNG")
        assert f"{int.from_bytes(data[16:20])}x{int.from_bytes(data[20:24])}" == icon["sizes"]


@pytest.mark.parametrize("name", ["offline/memory_store.js", "offline/../app.css", "checklists/page.js", "x"])
def test_files_that_are_not_taken_along_are_not_found(client: FlaskClient, name: str) -> None:
    assert client.get(f"/tablet/app/{name}").status_code == 404


def test_every_word_the_scripts_say_is_there_and_none_is_left_over(app: Flask) -> None:
    source = "\n".join(path.read_text("utf-8") for path in FOLDERS["offline"].glob("*.js"))
    known = set(words())
    assert set(SAID.findall(source)) <= known
    spoken = set(re.findall(r"[a-z]+(?:_[a-z]+)*", source))
    begun = tuple(re.findall(r"\bt\(`([a-z]+_)\$\{", source))
    ended = ("_title", "_why", "_short")
    on_the_page = {"title", "skip", "no_script", "not_applicable", "not_observed"}
    left = {word for word in known - spoken - on_the_page if not word.startswith(begun)}
    assert {word for word in left if not word.endswith(ended)} == set()


@pytest.mark.skipif(shutil.which("node") is None, reason="Node is not installed (Debian package: nodejs)")
def test_scripts_without_their_comments_still_are_scripts(tmp_path: Path) -> None:
    for name in script_names():
        path = tmp_path / f"{name.replace('/', '-')}.mjs"
        path.write_bytes(script(name))
        done = subprocess.run(["node", "--check", str(path)], capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{name}: {done.stderr}"


def test_no_text_of_a_script_runs_over_several_lines() -> None:
    for folder, names in (
        ("offline", [p.name for p in FOLDERS["offline"].glob("*.js")]),
        ("checklists", SHEET),
    ):
        for name in names:
            for line in (FOLDERS[folder] / name).read_text("utf-8").splitlines():
                code = line.strip()
                if not code.startswith(("//", "*", "/*")):
                    assert code.count("`") % 2 == 0, f"{name}: {line}"


def test_comments_go_and_code_stays() -> None:
    text = (
        '// why\nconst a = "http://x"; // two\n/** long\n * words\n */\n  call(a); // "kept"\n\n/* one */\n'
    )
    assert without_comments(text) == 'const a = "http://x";\ncall(a); // "kept"\n'


def test_a_style_is_cut_to_its_sections_and_the_classes_in_use() -> None:
    style = "/* ---- one ---- */\n.a { b: c }\n.d--x { e: f }\n/* ---- two ---- */\n.g { h: i }\n"
    one = sections(style, frozenset({"one"}))
    assert one == ".a { b: c }\n.d--x { e: f }"
    assert rules_for(one, frozenset({"d"})) == ".d--x { e: f }"
    with pytest.raises(LookupError):
        sections(style, frozenset({"three"}))


def test_a_sprite_holds_the_icons_asked_for_alone() -> None:
    symbols = '<symbol id="a"><path d="M1.23456 2"/></symbol><symbol id="b"><path/></symbol>'
    found = sprite_of(symbols, frozenset({"a"}))
    assert (
        found == '<svg xmlns="http://www.w3.org/2000/svg"><symbol id="a"><path d="M1.23 2"/></symbol></svg>'
    )
