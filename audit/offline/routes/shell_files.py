"""What the tablet keeps to open without a network: scripts, one stylesheet, icons and fonts."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import audit
import checklists
from audit.offline.domain.compact import rules_for, sections, sprite_of, tight, without_comments

KERNEL = Path(audit.__file__).parent / "kernel" / "static"
FOLDERS = {
    "offline": Path(__file__).parents[1] / "static" / "offline",
    "checklists": Path(checklists.__file__).parent / "static" / "checklists",
}
SHEET_TEMPLATES = Path(checklists.__file__).parent / "templates" / "checklists"
FONTS = "vendor/be-vietnam-pro"

# The sheet without what belongs to its page alone.
SHEET = ("sheet.js", "controls.js", "dom.js", "ids.js", "numbers.js", "rules.js", "steps.js", "photos.js")
# Of the tablet's own folder, what only tests run.
NOT_TAKEN = frozenset({"memory_store.js"})
# Of the product's look, what the tablet's screens are made of; tablet.css lays the ground below it.
LOOK = frozenset(
    {
        "Be Vietnam Pro, latin and Vietnamese letters",
        "tokens",
        "ground",
        "buttons",
        "states",
        "panels, facts, numbers",
        "forms",
        "a question before something that cannot be undone",
    }
)
# Icons are named as a text of their own in scripts (tags and classes are not), and by the macro in the sheet.
_QUOTED = re.compile(r'(?<![hs]\()(?<!class: )"([a-z0-9-]+)"(?!:)')
_WORD = re.compile(r"[A-Za-z][\w-]*")
_GIVEN = re.compile(r'\bclass(?:: |=)["`]([^"`]*)["`]')
_DRAWN = re.compile(r'icon\("([a-z0-9-]+)"\)')


def digest_of(data: bytes) -> str:
    """SHA-256 in lower-case hex, as the service worker checks it."""
    return hashlib.sha256(data).hexdigest()


def script_names() -> list[str]:
    """The scripts as ``folder/name``, in a fixed order."""
    own = sorted(path.name for path in FOLDERS["offline"].glob("*.js") if path.name not in NOT_TAKEN)
    return [f"offline/{name}" for name in own] + [f"checklists/{name}" for name in SHEET]


def script(name: str) -> bytes:
    """A script by its ``folder/name``; it must be one of :func:`script_names`."""
    folder, _slash, file = name.partition("/")
    return without_comments((FOLDERS[folder] / file).read_text("utf-8")).encode()


def style(fonts_at: str) -> bytes:
    """What is used of the product's look, the sheet and the tablet's own; fonts lie at ``fonts_at``."""
    look = sections((KERNEL / "app.css").read_text("utf-8"), LOOK)
    used = rules_for(look, _classes(_sources()))
    sheet = (FOLDERS["checklists"] / "sheet.css").read_text("utf-8")
    own = (FOLDERS["offline"] / "tablet.css").read_text("utf-8")
    whole = "\n".join((used.replace(f'url("{FONTS}', f'url("{fonts_at}'), sheet, own))
    return tight(without_comments(whole)).encode()


def _classes(source: str) -> frozenset[str]:
    """The classes that scripts and templates give to elements; of one put together, its beginning."""
    return frozenset(_WORD.findall(" ".join(_GIVEN.findall(source))))


def _sources() -> str:
    """All text that may name a class or an icon: the scripts, the page and the templates of the sheet."""
    scripts = [FOLDERS[folder] / file for folder, file in (name.split("/") for name in script_names())]
    templates = [SHEET_TEMPLATES / name for name in ("sheet.html", "controls.html")]
    shell = Path(__file__).parents[1] / "templates" / "offline" / "shell.html"
    return "\n".join(path.read_text("utf-8") for path in (*scripts, *templates, shell))


def font_names(*weights: int) -> list[str]:
    """The fonts by their names in the product's static folder; those of some weights, or all."""
    names = [f"{FONTS}/{path.name}" for path in sorted((KERNEL / FONTS).glob("*.woff2"))]
    return [name for name in names if not weights or any(f"-{weight}-" in name for weight in weights)]


def sprite() -> bytes:
    """The icons that the tablet's scripts name or the sheet draws, as one SVG of symbols."""
    sources = _sources()
    wanted = frozenset(_QUOTED.findall(sources)) | frozenset(_DRAWN.findall(sources))
    return sprite_of((KERNEL / "icons.svg").read_text("utf-8"), wanted).encode()
