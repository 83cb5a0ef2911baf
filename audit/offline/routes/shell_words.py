"""The words of the tablet's frame, its doors, its readiness and its list of visits."""

from __future__ import annotations

from audit.kernel.i18n import _
from audit.offline.routes.shell_words_work import WORK

# By the name the scripts use; places to fill stand in braces.
FRAME = (
    # --- frame
    {
        "title": _("Máy tính bảng"),
        "skip": _("Chuyển đến nội dung chính"),
        "no_script": _("Trình duyệt này đang tắt JavaScript nên không làm việc ngoại tuyến được."),
        "back": _("Quay lại"),
        "go_back": _("Quay lại"),
        "again": _("Lưu lại"),
        "try_again": _("Thử lại"),
        "understood": _("Đã rõ"),
        "sign_in": _("Đăng nhập"),
        "lock": _("Khóa màn hình"),
        "visits_short": _("Buổi kiểm tra"),
        "ready_short": _("Sẵn sàng"),
        "log_short": _("Nhật ký gửi"),
        "bar_saving": _("Đang lưu…"),
        "saving": _("Đang lưu…"),
        "kept": _("Đã lưu trên máy"),
        "sent_item": _("Đã gửi"),
        "unsent": _("{n} chưa gửi"),
        "all_sent": _("Không còn gì chờ gửi"),
        "online": _("Có mạng"),
        "offline": _("Không có mạng"),
        "update_offer": _("Có bản mới – cập nhật"),
        "update_do": _("Cập nhật"),
        "update_waits": _("Còn {n} mục chưa gửi. Gửi xong rồi cập nhật để không lỡ việc đang làm."),
        "not_here": _("Không có trên máy này"),
        "not_here_why": _("Buổi kiểm tra này chưa được tải về máy, hoặc đã hết hạn giữ trên máy."),
        "revoked_title": _("Máy này đã bị thu hồi"),
        "revoked_why": _("Dữ liệu của anh/chị trên máy này đã được xóa theo lệnh của máy chủ."),
    },
    # --- check of the browser
    {
        "check_title": _("Trình duyệt này chưa dùng được ngoài thực địa"),
        "check_lead": _("Để không mất việc đã làm, ứng dụng chỉ mở khi máy giữ được dữ liệu chắc chắn."),
        "insecure_title": _("Kết nối không an toàn"),
        "insecure_why": _("Mở ứng dụng bằng địa chỉ bắt đầu bằng https://."),
        "no_crypto_title": _("Trình duyệt không mã hóa được"),
        "no_crypto_why": _("Cập nhật trình duyệt rồi mở lại. Nên dùng Chrome trên Android."),
        "no_worker_title": _("Trình duyệt không mở được ứng dụng khi mất mạng"),
        "no_worker_why": _("Cập nhật trình duyệt, không dùng cửa sổ ẩn danh. Nên dùng Chrome trên Android."),
        "no_store_title": _("Trình duyệt không cho lưu dữ liệu"),
        "no_store_why": _("Bật “Cookie và dữ liệu trang web” cho trang này, không dùng cửa sổ ẩn danh."),
        "private_window_title": _("Đang dùng cửa sổ ẩn danh"),
        "private_window_why": _("Cửa sổ ẩn danh xóa hết dữ liệu khi đóng. Mở bằng cửa sổ thường."),
    },
    # --- enrolling and opening
    {
        "enrol_title": _("Đăng ký máy tính bảng"),
        "enrol_lead": _("Mỗi người đăng ký một lần trên mỗi máy, khi có mạng."),
        "enrol_for": _("Đăng ký cho {name}. Sau đó mở bằng mã PIN, không cần mạng."),
        "enrol_sign_in": _("Cần đăng nhập trước"),
        "enrol_sign_in_why": _("Đăng nhập bằng tài khoản của anh/chị, sau đó đặt tên máy và mã PIN."),
        "enrol_no_network": _("Chưa kết nối được máy chủ"),
        "enrol_no_network_why": _("Lần đăng ký đầu tiên cần có mạng."),
        "enrol_already": _("{name} đã đăng ký trên máy này"),
        "enrol_already_why": _(
            "Quay lại và mở bằng mã PIN. Người khác muốn đăng ký thì đăng nhập bằng tài khoản của mình trước."
        ),
        "enrol_back": _("Về danh sách người đã đăng ký"),
        "enrol_do": _("Đăng ký"),
        "enrol_failed": _("Chưa đăng ký được. Kiểm tra mạng rồi thử lại."),
        "enrol_other": _("Đăng ký người khác"),
        "enrolled_on": _("Đăng ký ngày {day}"),
        "doubt_title": _("Trình duyệt chưa cam kết giữ dữ liệu"),
        "doubt_why": _(
            "Nếu đây là cửa sổ ẩn danh, hãy đóng lại và mở bằng cửa sổ thường: đóng cửa sổ ẩn danh là mất hết"
            " việc đã ghi."
        ),
        "doubt_install": _(
            "Nên cài ứng dụng (menu → Cài đặt ứng dụng hoặc Thêm vào màn hình chính; Safari: Chia sẻ → Thêm "
            "vào MH chính) và đăng ký từ màn hình chính."
        ),
        "not_private": _("Tôi đã kiểm tra: đây không phải cửa sổ ẩn danh"),
        "not_private_missing": _("Xác nhận đây không phải cửa sổ ẩn danh trước khi đăng ký."),
        "tablet_name": _("Tên máy"),
        "tablet_name_help": _("Ghi như trên nhãn dán của máy để trưởng đoàn nhận ra."),
        "tablet_example": _("Máy tính bảng số 3"),
        "tablet_name_missing": _("Nhập tên máy."),
        "pin": _("Mã PIN"),
        "pin_new": _("Mã PIN gồm 6 chữ số"),
        "pin_again": _("Nhập lại mã PIN"),
        "pin_help": _(
            "Mã PIN khóa dữ liệu trên máy. Nếu quên, chỉ anh/chị đặt lại được, khi có mạng và đăng nhập "
            "bằng tài khoản của mình."
        ),
        "pin_digits": _("Mã PIN phải gồm đúng 6 chữ số."),
        "pin_easy": _("Mã PIN này quá dễ đoán, hãy chọn mã khác."),
        "pin_differs": _("Hai lần nhập mã PIN không giống nhau."),
        "pin_wrong": _("Mã PIN chưa đúng."),
        "pin_wrong_wait": _("Mã PIN chưa đúng. Chờ {time} rồi thử lại; dữ liệu vẫn còn nguyên."),
        "pin_wait": _("Chờ {time} rồi thử lại; dữ liệu vẫn còn nguyên."),
        "seconds": _("{n} giây"),
        "minutes_long": _("{n} phút"),
        "vault_gone": _("Dữ liệu của người này không còn trên máy."),
        "unlock_title": _("Mở khóa"),
        "unlock_lead": _("Nhập mã PIN để mở việc của anh/chị."),
        "unlock_choose": _("Chọn tên anh/chị rồi nhập mã PIN."),
        "open": _("Mở"),
    },
    # --- a forgotten PIN
    {
        "pin_forgotten": _("Quên mã PIN"),
        "forgot_title": _("Đặt lại mã PIN"),
        "forgot_lead": _(
            "Cần có mạng và đăng nhập bằng tài khoản của {name}. Dữ liệu trên máy được giữ nguyên."
        ),
        "forgot_back": _("Về màn hình mở khóa"),
        "forgot_sign_in_why": _("Đăng nhập xong, bấm “Quên mã PIN” lần nữa."),
        "forgot_no_network_why": _("Hãy thử lại ở nơi có mạng."),
        "forgot_other": _("Đang đăng nhập bằng tài khoản của {name}"),
        "forgot_other_why": _("Đăng xuất, rồi đăng nhập bằng tài khoản của {name}."),
        "forgot_account": _("Mở trang tài khoản"),
        "forgot_none": _("Máy này chưa có khóa dự phòng của anh/chị"),
        "forgot_none_why": _(
            "Chỉ mã PIN cũ mở được dữ liệu. Hãy cố nhớ lại: nhập sai chỉ phải chờ, không mất dữ liệu. "
            "Mở được rồi, khi có mạng máy sẽ tự nhận khóa dự phòng."
        ),
        "forgot_do": _("Đặt mã PIN mới và mở"),
        "forgot_failed": _("Chưa đặt lại được mã PIN. Kiểm tra mạng rồi thử lại."),
    },
    # --- ready for the field
    {
        "ready_title": _("Sẵn sàng đi thực địa"),
        "ready_lead": _(
            "Tải việc về máy khi còn mạng, rồi xem máy đã mở được mọi thứ khi không có mạng chưa."
        ),
        "ready_again": _("Kiểm tra trước khi đi thực địa"),
        "ready_take": _("Tải về và kiểm tra"),
        "ready_yes": _("Máy đã sẵn sàng"),
        "ready_yes_why": _("Có thể tắt máy, ra khỏi vùng có mạng và mở lại bằng mã PIN."),
        "ready_no": _("Máy chưa sẵn sàng"),
        "ready_no_why": _("Bấm “Tải về và kiểm tra” khi có mạng, xem các mục bên dưới."),
        "ready_failed": _("Chưa tải về được"),
        "ready_shell": _("Ứng dụng trên máy"),
        "ready_shell_good": _("Đã đọc lại và đối chiếu {n} tệp, đủ để mở khi không có mạng."),
        "ready_shell_bad": _("Chưa lưu đủ. Giữ trang này mở khi có mạng, rồi kiểm tra lại."),
        "ready_bundle": _("Buổi kiểm tra, biểu mẫu, địa bàn"),
        "ready_bundle_good": _("Đã mở thử {n} buổi kiểm tra và {forms} biểu mẫu từ bộ nhớ của máy."),
        "ready_bundle_none": _("Chưa có buổi kiểm tra nào trên máy."),
        "ready_bundle_broken": _("Không mở được: {names}."),
        "ready_since": _("Lần tải gần nhất"),
        "ready_since_good": _("Lúc {when}, dùng được đến {until}."),
        "ready_since_stale": _("Lúc {when}, đã hết hạn lúc {until}. Tải lại khi có mạng."),
        "ready_never": _("Chưa tải lần nào."),
        "ready_persisted": _("Cam kết giữ dữ liệu"),
        "ready_persisted_good": _("Trình duyệt cam kết không tự xóa dữ liệu của ứng dụng."),
        "ready_persisted_bad": _(
            "Trình duyệt chưa cam kết. Cài ứng dụng vào màn hình chính (menu → Cài đặt ứng dụng) và "
            "không dùng cửa sổ ẩn danh."
        ),
        "ready_room": _("Chỗ trống"),
        "ready_room_trying": _("Đang ghi thử {size} vào bộ nhớ của máy…"),
        "ready_room_good": _("Đã ghi thử {size} lúc {when} rồi xóa. Ứng dụng đang dùng {used}."),
        "ready_room_none": _(
            "Ghi thử {size} lúc {when} không được vì máy hết chỗ: hãy dọn bớt ảnh, ứng dụng rồi kiểm tra lại."
        ),
        "ready_room_bad": _(
            "Trình duyệt ước tính chỉ còn {free}: hãy dọn bớt ảnh, ứng dụng trên máy trước khi đi."
        ),
        "ready_room_guess": _("Trình duyệt không ghi thử được, ước tính còn {free}."),
        "ready_room_unknown": _("Trình duyệt không ghi thử được và không cho biết chỗ trống."),
        "ready_room_never": _("Chưa ghi thử. Bấm “Tải về và kiểm tra”."),
    },
)


def words() -> dict[str, str]:
    """All words of the tablet's screens, in the language of the request once they are made into text."""
    return {name: text for group in (*FRAME, *WORK) for name, text in group.items()}
