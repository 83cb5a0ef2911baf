"""The macros every page is made of, and what no template may contain under the content policy."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask import Flask, render_template_string
from wtforms import BooleanField, FieldList, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from audit.kernel.forms import DateField, Form, choices
from audit.kernel.paging import Page

ROOT = Path(__file__).resolve().parents[3]
STATIC = ROOT / "audit" / "kernel" / "static"
TEMPLATES = [
    path
    for package in ("audit", "checklists", "maps", "reports")
    for path in sorted((ROOT / package).rglob("templates/**/*.html"))
]
VOID = {"input", "meta", "link", "img", "br", "hr", "use", "col", "source", "wbr", "area"}


class Outline(HTMLParser):
    """Checks that tags nest, and collects ids, what refers to them, and attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.refers: list[str] = []
        self.names: set[str] = set()
        self.feed(text)
        assert self.open == [], f"left open: {self.open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)
        for name, value in attrs:
            self.names.add(name)
            if name == "id":
                self.ids.append(value or "")
            elif name in ("for", "aria-describedby", "aria-labelledby"):
                self.refers += (value or "").split()
            elif name == "href" and (value or "").startswith("#"):
                self.refers.append((value or "")[1:])

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open and self.open.pop() == tag, f"</{tag}> closes nothing"


class Sample(Form):
    name = StringField("Tên", [InputRequired(), Length(max=5)], description="Tên đầy đủ")
    note = TextAreaField("Ghi chú", [Optional()])
    day = DateField("Ngày", [Optional()])
    kind = SelectField("Loại", choices=choices([("a", "Loại A")], blank="Chọn"))
    answer = RadioField("Trả lời", [InputRequired()], choices=choices([("yes", "Có"), ("no", "Không")]))
    sure = BooleanField("Đã kiểm tra")
    names = FieldList(StringField("Thành viên", [InputRequired()]), min_entries=2)


def _render(app: Flask, text: str, **values: object) -> Outline:
    imports = "".join(f'{{% import "{name}.html" as {name} %}}' for name in ("ui", "forms", "tables"))
    html = render_template_string(imports + text, **values)
    outline = Outline(html)
    assert len(outline.ids) == len(set(outline.ids)), "an id is used twice"
    assert set(outline.refers) <= set(outline.ids), set(outline.refers) - set(outline.ids)
    assert not {name for name in outline.names if name == "style" or name.startswith("on")}
    return outline


FORM = """{% call forms.form(form, submit="Lưu", cancel="/") %}{% call forms.fieldset("Chung") %}
{% call forms.row(2) %}{{ forms.field(form.name) }}{{ forms.field(form.note) }}{% endcall %}{% endcall %}
{{ forms.field(form.day) }}{{ forms.field(form.kind) }}{{ forms.field(form.answer, touch=true) }}
{{ forms.field(form.sure) }}{% for f in form.names %}{{ forms.field(f) }}{% endfor %}{% endcall %}"""


def test_a_form_ties_labels_help_errors_and_summary_to_the_fields(app: Flask) -> None:
    with app.test_request_context("/", method="POST", data={"name": "dài quá năm", "day": "31/2/2025"}):
        form = Sample(meta={"csrf": False})
        assert not form.validate()
        outline = _render(app, FORM, form=form)
        html = render_template_string('{% import "forms.html" as forms %}' + FORM, form=form)
    assert {"name-help", "name-error", "day-error", "answer-error", "names-0-error"} <= set(outline.ids)
    assert 'aria-describedby="name-help name-error"' in html
    assert "Không được dài quá 5 ký tự." in html
    assert "Ngày chưa đúng" in html
    assert "(không bắt buộc)" in html
    assert '<a href="#answer-0">' in html


def test_a_form_without_errors_has_no_summary(app: Flask) -> None:
    with app.test_request_context("/"):
        outline = _render(app, FORM, form=Sample(meta={"csrf": False}))
        assert "role" not in outline.names


@pytest.mark.parametrize(
    "text",
    [
        '{{ ui.badge("Quá hạn", "bad") }}{{ ui.icon("map", "Bản đồ") }}{{ ui.count(3) }}',
        '{{ ui.breadcrumb([("Kế hoạch", "/")]) }}{{ ui.link_button("Thêm", "/", "plus-lg") }}',
        '{{ ui.post_button("Xóa", "/x", "trash", style="danger", confirm="Xóa?", fields={"a": "1"}) }}',
        '{% call ui.menu("Việc khác") %}<a href="/">x</a>{% endcall %}',
        '{% call ui.card("Nhận xét", "flag", more=("Xem hết", "/")) %}<p>x</p>{% endcall %}',
        '{{ ui.empty_state("Chưa có kế hoạch", "Sẽ hiện ở đây.", action=("Lập kế hoạch", "/")) }}',
        '{{ ui.alert("warn", "Sắp hết hạn", "Còn 3 ngày") }}{{ ui.stat("Quá hạn", 4, "x", href="/") }}',
        '{{ ui.definitions([("Số", "12"), ("Ngày", none)], columns=2) }}{{ ui.progress(3, 41, "Xong") }}',
        '{{ ui.timeline([{"when": "hôm nay", "title": "Gửi", "who": "A", "tone": "good"}]) }}',
        '{{ ui.steps([("Dự thảo", "done"), ("Phê duyệt", "now"), ("Kết thúc", "next")], "Trạng thái") }}',
        '{{ ui.tabs([("Chung", "/", true, none), ("Đoàn", "/b", false, 2)], "Phần") }}',
        '{% call ui.section_header("A", "x") %}<a href="/">a</a>{% endcall %}{{ ui.section_header("B") }}',
        '{% call tables.filters(reset="/") %}{{ tables.search(value="x") }}'
        '{{ tables.choice("s", "Loại", [("a", "A")], "a") }}{{ tables.date("d", "Từ ngày") }}'
        '{{ tables.check("late", "Quá hạn", true) }}{% endcall %}{{ tables.exports([("Excel", "/x")]) }}',
        '{{ ui.language_switch("vi") }}',
    ],
)
def test_each_piece_is_whole_and_keeps_the_content_policy(app: Flask, text: str) -> None:
    with app.test_request_context("/sign-in?sort=name"):
        _render(app, text)


TABLE = """{% call tables.table("Danh sách", [{"label": "Tên", "sort": "name"},
{"label": "Số", "numeric": true}, {"label": "Thao tác", "hide": true}]) %}
<tr><th scope="row">A</th><td data-label="Số">1</td><td></td></tr>
{% endcall %}{{ tables.pager(page, 120) }}"""


def test_sorting_and_paging_keep_the_other_filters(app: Flask) -> None:
    page: Page[int] = Page(items=[1], next="abc", previous=None, limit=50)
    with app.test_request_context("/sign-in?q=đồng&sort=name&cursor=zzz"):
        _render(app, TABLE, page=page)
        html = render_template_string('{% import "tables.html" as tables %}' + TABLE, page=page)
    links = re.findall(r'href="([^"]*sign-in[^"]*)"', html)
    assert len(links) == 2
    assert all("q=%C4%91%E1%BB%93ng" in link for link in links)
    assert "sort=-name" in links[0] and "cursor" not in links[0]
    assert "cursor=abc" in links[1]
    assert 'aria-sort="ascending"' in html


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_template_breaks_the_content_policy(path: Path) -> None:
    text = re.sub(r"\{#.*?#\}|\{%.*?%\}", "", path.read_text(encoding="utf-8"), flags=re.S)
    plain = re.sub(r"\{\{.*?\}\}", "", text, flags=re.S)
    assert not re.search(r"<[^>]*\sstyle\s*=", plain), "an inline style"
    assert not re.search(r"<[^>]*\son[a-z]+\s*=", plain), "an inline handler"
    assert not re.search(r"<style\b", text), "a style element"
    for tag in re.findall(r"<script\b[^>]*>", text):
        assert "src=" in tag or 'type="application/json"' in tag, "an inline script"
    assert not re.search(r"""(?:src|href)\s*=\s*["'](?:https?:)?//""", text), "an outside host"


def test_every_icon_that_is_named_is_in_the_sprite() -> None:
    drawn = set(re.findall(r'<symbol id="([^"]+)"', (STATIC / "icons.svg").read_text(encoding="utf-8")))
    named = {
        (name, str(path.relative_to(ROOT)))
        for path in TEMPLATES
        for name in re.findall(r'\bicon(?:_name)?\s*[=(]\s*"([^"]+)"', path.read_text(encoding="utf-8"))
    }
    assert {(name, path) for name, path in named if name not in drawn} == set()


def test_what_the_stylesheet_and_the_documents_load_is_there() -> None:
    css = (STATIC / "app.css").read_text(encoding="utf-8")
    named = set(re.findall(r'url\("([^"]+)"\)', css))
    base = (ROOT / "audit" / "kernel" / "templates" / "document.html").read_text(encoding="utf-8")
    named |= set(re.findall(r"filename='([^']+)'", base))
    assert named and all((STATIC / name).is_file() for name in named)
    assert "http" not in re.sub(r"/\*.*?\*/", "", css, flags=re.S)
