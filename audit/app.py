"""The composition root: it may import everything, and nothing but wsgi.py imports it."""

from __future__ import annotations

import importlib
import os
from typing import Any

import click
from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter

from audit.accounts import session
from audit.accounts.routes import sign_in, users
from audit.findings import wiring as findings_wiring
from audit.findings.routes import asking, findings, phrases, recommendations, work
from audit.home import menu
from audit.home import routes as home
from audit.inspections.routes import booking, checklist, plans, teams, visit_steps, visits
from audit.inspections.routes import units as plan_units
from audit.kernel import consent, database, error_pages, formats, headers, i18n, limits, navigation
from audit.kernel.jobs import routes as jobs
from audit.kernel.journal import routes as journal
from audit.kernel.settings import Settings, from_environ
from audit.offline import wiring as offline_wiring
from audit.offline.routes import api as tablet_api
from audit.offline.routes import board as tablet_board
from audit.offline.routes import bundle as tablet_bundle
from audit.offline.routes import conflicts as tablet_conflicts
from audit.offline.routes import packet as tablet_packet
from audit.offline.routes import records as tablet_records
from audit.offline.routes import shell as tablet_shell
from audit.offline.routes import signed_minutes
from audit.programme.routes import programmes, reviews, tasks
from audit.registers.queries.area_names import RegisterPlaces
from audit.registers.routes import agencies, establishments, units
from checklists.routes import instruments, unit_reports
from maps import routes as maps
from reports import wiring as reports_wiring
from reports.routes import checking as document_check
from reports.routes import copies as document_copies
from reports.routes import documents, standing_texts
from reports.routes import register as document_register
from reports.routes import replacing as document_replacing
from reports.routes import signatures as document_signatures
from reports.routes import steps as document_steps

# In this order: the database before those who use it, packages below before those that hook into them.
EXTENSIONS = (
    database,
    i18n,
    headers,
    formats,
    navigation,
    limits,
    error_pages,
    session,
    consent,
    findings_wiring,
    offline_wiring,
    reports_wiring,
    menu,
)
VIEWS = (
    home,
    sign_in,
    users,
    journal,
    jobs,
    units,
    agencies,
    establishments,
    instruments,
    unit_reports,
    plans,
    plan_units,
    teams,
    visits,
    booking,
    visit_steps,
    checklist,
    findings,
    work,
    recommendations,
    asking,
    phrases,
    tablet_api,
    tablet_packet,
    tablet_bundle,
    tablet_board,
    tablet_shell,
    tablet_conflicts,
    tablet_records,
    signed_minutes,
    programmes,
    tasks,
    reviews,
    maps,
    documents,
    document_replacing,
    document_steps,
    document_copies,
    document_signatures,
    document_check,
    document_register,
    standing_texts,
)
# Groups of commands, by module and with their help; a web process never loads them.
COMMANDS = {
    "db": ("audit.kernel.migrations", "Cấu trúc cơ sở dữ liệu."),
    "journal": ("audit.kernel.journal.cli", "Nhật ký hệ thống."),
    "jobs": ("audit.kernel.jobs.cli", "Việc chạy nền."),
    "accounts": ("audit.accounts.cli", "Tài khoản người dùng."),
    "registers": ("audit.registers.cli", "Danh mục đơn vị hành chính, cơ quan, cơ sở kinh doanh dịch vụ."),
    "checklists": ("checklists.cli", "Biểu mẫu và bộ chỉ số."),
    "offline": ("audit.offline.cli", "Máy tính bảng làm việc không có mạng."),
    "reports": ("reports.cli", "Văn bản kế hoạch, biên bản, báo cáo kết quả kiểm tra."),
    "demo": ("audit.demo.cli", "Dữ liệu minh họa."),
}


class _Commands(click.Command):
    """Stands for a group of commands until one of them is asked for, then lets the real group answer."""

    def __init__(self, app: Flask, name: str, module: str, words: str) -> None:
        super().__init__(name, help=words)
        self.app = app
        self.module = module

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        module = importlib.import_module(self.module)
        if hasattr(module, "attach"):
            module.attach(self.app)
        group: click.Group = module.group
        return group.make_context(info_name, args, parent, **extra)


class _Identifier(IntegerConverter):
    """A whole number in an address, no larger than a key of the database can be: others are not found."""

    def __init__(self, url_map: object, **options: object) -> None:
        super().__init__(url_map, **{"max": 2**31 - 1, **options})  # type: ignore[arg-type]


def create_app(settings: Settings | None = None) -> Flask:
    """Build the application; with no settings they are read from the environment."""
    settings = settings or from_environ(os.environ)
    app = Flask(
        "audit",
        root_path=os.path.dirname(__file__),
        static_folder="kernel/static",
        template_folder="kernel/templates",
    )
    app.config.from_mapping(settings.flask_config())
    app.url_map.converters["int"] = _Identifier
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    if settings.proxy_hops:
        hops = settings.proxy_hops
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    for extension in EXTENSIONS:
        extension.init_app(app)
    # The accounts stand below the registers: the roof tells them the names of areas.
    app.extensions["places"] = RegisterPlaces()
    for view in VIEWS:
        app.register_blueprint(view.blueprint)
    for name, (module, words) in COMMANDS.items():
        app.cli.add_command(_Commands(app, name, module, words))
    return app
