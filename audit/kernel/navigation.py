"""The main menu: the roof registers items, each page shows those that the signed-in person may use."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from flask import Flask, current_app, g, request, url_for

from audit.kernel.access import Actor, Permission

_KEY = "thuc_dia_navigation"


@dataclass(frozen=True, slots=True)
class NavItem:
    """One line of the menu; ``icon`` is a name in ``static/icons.svg``, one ``section`` stands together.

    The line is marked as current on its own page and, unless another line matches exactly, on every page of
    the blueprints named in ``covers``, or else of its own blueprint.
    """

    label: str
    endpoint: str
    icon: str
    permission: Permission
    section: str = ""
    covers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NavLink:
    """A line as a template shows it."""

    label: str
    url: str
    icon: str
    current: bool


@dataclass(slots=True)
class NavSection:
    """Lines under one heading; ``label`` is empty for the lines on top."""

    label: str
    links: list[NavLink] = field(default_factory=list)


def register(app: Flask, items: Iterable[NavItem]) -> None:
    """Add lines to the menu, in order of appearance; called by the roof after its blueprints."""
    app.extensions[_KEY].extend(items)


def sections(actor: Actor | None) -> list[NavSection]:
    """The menu of this person on this page; empty for a stranger.

    A line whose page does not exist in this installation is left out.
    """
    if actor is None:
        return []
    items: list[NavItem] = [
        item
        for item in current_app.extensions[_KEY]
        if item.endpoint in current_app.view_functions and actor.may(item.permission)
    ]
    here = _current(items)
    found: dict[str, NavSection] = {}
    for item in items:
        label = str(item.section)
        section = found.setdefault(label, NavSection(label))
        link = NavLink(str(item.label), url_for(item.endpoint), item.icon, item is here)
        section.links.append(link)
    return list(found.values())


def _current(items: list[NavItem]) -> NavItem | None:
    for item in items:
        if item.endpoint == request.endpoint:
            return item
    for item in items:
        if request.blueprint in item.covers:
            return item
    for item in items:
        if request.blueprint and request.blueprint == item.endpoint.rpartition(".")[0]:
            return item
    return None


def init_app(app: Flask) -> None:
    app.extensions[_KEY] = []

    @app.context_processor
    def navigation() -> dict[str, list[NavSection]]:
        return {"navigation": sections(g.get("actor"))}
