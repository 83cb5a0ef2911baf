"""Tables of tasks as they come from the clipboard: read row by row, refused by the row that is wrong."""

from __future__ import annotations

import pytest

from audit.kernel.errors import Invalid
from audit.programme.domain.tasks import MOST_TASKS, TaskKind, TaskRow, kind_of, read_table

HEADING = "STT\tNhiệm vụ và giải pháp chủ yếu\tCơ quan chủ trì\tCơ quan phối hợp\tThời gian\tSản phẩm"
TABLE = f"""{HEADING}
1\tHoàn thiện thể chế\t\t\t\t
1.1\tXây dựng kế hoạch\tSở Y tế\tCác sở, ngành\tHằng năm\tKế hoạch
1.5\tLồng ghép nhiệm vụ:\t\t\t\t

-\tVới cấp tỉnh\tSở Tài chính\tSở Y tế\tHằng năm\tNội dung lồng ghép
II.\tTruyền thông\t\t\t\t
"""


def test_a_table_is_read_with_its_groups_tasks_and_parts() -> None:
    rows = read_table(TABLE)
    assert [(row.kind, row.number) for row in rows] == [
        (TaskKind.GROUP, "1"),
        (TaskKind.TASK, "1.1"),
        (TaskKind.TASK, "1.5"),
        (TaskKind.PART, "-"),
        (TaskKind.GROUP, "II."),
    ]
    assert rows[1] == TaskRow(
        TaskKind.TASK, "1.1", "Xây dựng kế hoạch", "Sở Y tế", "Các sở, ngành", "Hằng năm", "Kế hoạch"
    )


def test_a_cell_of_several_lines_stays_one_cell() -> None:
    rows = read_table('1.1\t"Tuyên truyền\ntrên báo ""Lạng Sơn"""\tSở Y tế\t\t\t')
    assert rows[0].text == 'Tuyên truyền trên báo "Lạng Sơn"'


def test_empty_cells_at_the_left_of_a_row_are_cells() -> None:
    rows = read_table("1.1\tKế hoạch\tSở Y tế\n\tVới cấp xã\tUBND cấp xã")
    assert (rows[1].kind, rows[1].number, rows[1].lead) == (TaskKind.PART, "-", "UBND cấp xã")


@pytest.mark.parametrize(
    ("table", "code", "said"),
    [
        ("không có cột nào", "no_table", "các cột"),
        (HEADING, "no_table", "không có nhiệm vụ"),
        ("1.1\tKế hoạch\na.1\tKhác\t", "bad_number", "Dòng 2"),
        ("1.1\t\tSở Y tế", "field_missing", "Dòng 1"),
        ("1\tNhóm\tSở Y tế", "group_with_work", "Dòng 1"),
        ("1.1\ta\tb\tc\td\te\tf", "bad_row", "Dòng 1"),
        ("-\tMột phần\tSở Y tế", "part_alone", "thứ 1"),
        ("1\tNhóm\n-\tMột phần\tSở Y tế", "part_alone", "thứ 2"),
        ("1.1\t" + "a" * 2001, "too_long", "Dòng 1"),
        ('1.1\t"không đóng\tSở Y tế' + "a" * 140_000, "no_table", "Không đọc được"),
        ("1.1\tKế hoạch\n" * (MOST_TASKS + 1), "too_many", str(MOST_TASKS)),
    ],
)
def test_a_wrong_table_is_refused_by_the_row_that_is_wrong(table: str, code: str, said: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_table(table)
    assert refused.value.code == code
    assert said in str(refused.value.message) and refused.value.field == "table"


@pytest.mark.parametrize("number", ["1.1.1", "12.3.", "2", "1.", "IV", "IV.", "-", "+", "", "–"])
def test_numbers_as_they_are_printed_say_what_a_row_is(number: str) -> None:
    assert kind_of(number) in TaskKind


@pytest.mark.parametrize("number", ["a)", "1,1", "mười", "1..2", "=1+1", "<b>"])
def test_only_numbers_are_numbers(number: str) -> None:
    with pytest.raises(Invalid):
        kind_of(number)


def test_invisible_letters_and_line_ends_do_not_reach_a_row() -> None:
    row = TaskRow(TaskKind.TASK, " 1.1 ", "a\u202eb\u0000\r\n c").cleaned()
    assert (row.number, row.text) == ("1.1", "ab c")
