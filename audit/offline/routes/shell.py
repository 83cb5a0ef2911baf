"""The tablet's application as files: its page, manifest and service worker; none of them holds data."""

from __future__ import annotations

import json

from flask import Blueprint, Response, abort, jsonify, render_template, request, url_for
from markupsafe import Markup

from audit.kernel.guards import public
from audit.kernel.i18n import _
from audit.offline.routes.shell_files import (
    FONTS,
    KERNEL,
    digest_of,
    font_names,
    script,
    script_names,
    sprite,
    style,
)
from audit.offline.routes.shell_words import words

blueprint = Blueprint(
    "offline_shell",
    __name__,
    url_prefix="/tablet",
    template_folder="../templates",
    static_folder="../static",
    static_url_path="/static",
)

# Weights of the letters that the door is written in: the page asks for them before its style does.
AT_THE_DOOR = (400, 600)
# Stricter than the pages: nothing is framed, posted or loaded but the application's own files.
CONTENT_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
COLOURS = {"ink": "#0c3541", "paper": "#f6f2ea"}


@blueprint.get("/")
@public
def show() -> Response:
    """The one page; what it shows comes from the tablet's own store after the PIN."""
    response = Response(_page(), mimetype="text/html")
    response.headers["Content-Security-Policy"] = CONTENT_POLICY
    return response


def _page() -> str:
    said = {name: str(text) for name, text in words().items()}
    spoken = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    # In single quotes, so that the many double ones of JSON stay one byte each.
    spoken = Markup(spoken.replace("&", "&amp;").replace("'", "&#39;").replace("<", "&lt;"))
    return render_template(
        "offline/shell.html", words=said, spoken=spoken, version=_version(), fonts=font_names(*AT_THE_DOOR)
    )


@blueprint.get("/manifest.webmanifest")
@public
def manifest() -> Response:
    """How the tablet installs the application."""
    sizes = ("192x192", "512x512")
    icons = [
        {
            "src": url_for(".static", filename=f"offline/icon-{size.partition('x')[0]}{suffix}.png"),
            "sizes": size,
            "type": "image/png",
            "purpose": purpose,
        }
        for size in sizes
        for suffix, purpose in (("", "any"), ("-maskable", "maskable"))
    ]
    response = jsonify(
        id="/tablet/",
        name=str(_("Thực Địa – kiểm tra tại cơ sở")),
        short_name="Thực Địa",
        description=str(_("Ghi phiếu kiểm tra, ảnh và biên bản khi không có mạng.")),
        lang="vi",
        dir="ltr",
        start_url=url_for(".show"),
        scope=url_for(".show"),
        display="standalone",
        orientation="any",
        theme_color=COLOURS["ink"],
        background_color=COLOURS["paper"],
        icons=icons,
    )
    response.mimetype = "application/manifest+json"
    return response


@blueprint.get("/app/<path:name>")
@public
def file(name: str) -> Response:
    """A script, the stylesheet or the icons, as the service worker keeps them."""
    found = _made(name)
    if found is None:
        abort(404)
    response = Response(found[0], mimetype=found[1])
    response.set_etag(digest_of(found[0]))
    response.headers["Cache-Control"] = "no-cache"
    return response.make_conditional(request)  # type: ignore[return-value]


def _made(name: str) -> tuple[bytes, str] | None:
    if name == "tablet.css":
        return style(url_for("static", filename=FONTS)), "text/css"
    if name == "icons.svg":
        return sprite(), "image/svg+xml"
    return (script(name), "text/javascript") if name in script_names() else None


def _version() -> str:
    """The version a tablet says it runs: 12 hex digits over the scripts."""
    return digest_of("".join(digest_of(script(name)) for name in script_names()).encode())[:12]


@blueprint.get("/sw.js")
@public
def worker() -> Response:
    """The service worker with the list of what it keeps; another list is another cache."""
    kept = {url_for(".show"): digest_of(_page().encode())}
    for name in ("tablet.css", "icons.svg", *script_names()):
        made = _made(name)
        kept[url_for(".file", name=name)] = digest_of(made[0] if made else b"")
    for name in ("logo.svg", *font_names()):
        kept[url_for("static", filename=name)] = digest_of((KERNEL / name).read_bytes())
    version = digest_of("\n".join(f"{address} {digest}" for address, digest in kept.items()).encode())[:16]
    text = render_template("offline/sw.js", files=kept, version=version, shell=url_for(".show"))
    response = Response(text, mimetype="text/javascript")
    response.headers["Service-Worker-Allowed"] = url_for(".show")
    return response
