"""Reads pages as a browser would: their forms with what stands in them, and whatever could run."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

TEXT_INPUTS = ("text", "search", "")


@dataclass
class Form:
    """A form of a page; ``values`` holds what a browser sends, ``texts`` the fields a person types in."""

    action: str
    method: str
    values: dict[str, list[str]] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    wrong: set[str] = field(default_factory=set)
    files: list[str] = field(default_factory=list)
    # What a box sends when it is ticked, for groups of boxes of which none is; how long a text may be.
    boxes: dict[str, list[str]] = field(default_factory=dict)
    rooms: dict[str, int] = field(default_factory=dict)

    @property
    def signature(self) -> tuple[str, ...]:
        return (self.method, *sorted(self.texts), *sorted(self.files))


class PageReader(HTMLParser):
    """Forms of a page, its visible text, and tags or attributes that would run a script."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self.running: list[str] = []
        self.words: list[str] = []
        self._form: Form | None = None
        self._area: str | None = None
        self._select: str | None = None
        self._chosen = self._required = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._look(tag, given)
        if tag == "form":
            self._form = Form(given.get("action", ""), given.get("method", "get").lower())
            self.forms.append(self._form)
        form, name = self._form, given.get("name", "")
        if form is None:
            return
        if tag == "textarea" and name:
            self._area = name
            form.texts.append(name)
            form.values[name] = [""]
        elif tag == "select" and name:
            self._select, self._chosen, self._required = name, False, "required" in given
            form.values.setdefault(name, [])
        elif tag == "option" and self._select:
            value = given.get("value", "")
            if "selected" in given:
                form.values[self._select] = [value]
                self._chosen = True
            elif not form.values[self._select] or (
                self._required and not self._chosen and form.values[self._select] == [""]
            ):
                form.values[self._select] = [value]
        elif tag == "input" and name:
            self._input(form, name, given)
        if given.get("maxlength", "").isdecimal():
            form.rooms[name] = int(given["maxlength"])
        if name and given.get("aria-invalid") == "true":
            form.wrong.add(name)

    def _input(self, form: Form, name: str, given: dict[str, str]) -> None:
        kind = given.get("type", "")
        if kind == "file":
            form.files.append(name)
        elif kind in ("checkbox", "radio"):
            if "checked" in given or (kind == "radio" and name not in form.values):
                held = form.values.setdefault(name, [])
                value = given.get("value", "y")
                form.values[name] = [value] if kind == "radio" else [*held, value]
            else:
                form.boxes.setdefault(name, [given.get("value", "y")])
        elif name == "_ask":
            pass  # The script of the page asks, and leaves the question out when the person agrees.
        elif kind not in ("submit", "button", "image", "reset"):
            form.values[name] = [given.get("value", "")]
            if kind in TEXT_INPUTS:
                form.texts.append(name)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "textarea":
            self._area = None
        elif tag == "select":
            self._select = None

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        if self._form is not None and self._area:
            held = self._form.values[self._area][0] + data
            self._form.values[self._area] = [held.removeprefix("\n")]

    def _look(self, tag: str, given: dict[str, str]) -> None:
        secret = given.get("name") == "csrf_token" or "nonce" in given
        for name, value in given.items():
            if not secret:
                self.words.append(value)
            handler = name.startswith("on")
            address = name in ("href", "src", "action", "formaction", "xlink:href", "data", "srcdoc")
            if handler or (address and value.strip().lower().startswith(("javascript:", "data:text"))):
                self.running.append(f"<{tag} {name}={value}>")
        runs = given.get("type", "") in ("", "text/javascript", "module")
        if tag == "script" and runs and not given.get("src") and "nonce" not in given:
            self.running.append("<script> within the page")
        if tag == "img" and given.get("src") == "x":
            self.running.append("<img src=x>")

    @property
    def text(self) -> str:
        return " ".join(self.words)


def read(page: str) -> PageReader:
    reader = PageReader()
    reader.feed(page)
    reader.close()
    return reader
