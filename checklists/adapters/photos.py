"""Photos: refused unless they are one, then drawn anew so that nothing of the camera's notes remains."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass

from audit.kernel.errors import Invalid
from audit.kernel.i18n import _

MAX_BYTES = 12 * 1024 * 1024
MAX_PIXELS = 50_000_000
MAX_SIDE = 1600
QUALITY = 82
FORMATS = ("JPEG", "PNG", "WEBP")
_MAGIC = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")


@dataclass(frozen=True, slots=True)
class Photo:
    """A JPEG without any metadata, at most 1600 pixels on its longer side, the right way up."""

    data: bytes
    width: int
    height: int
    media_type: str = "image/jpeg"


def _looks_like_photo(data: bytes) -> bool:
    return data.startswith(_MAGIC) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP")


def publishable(data: bytes) -> Photo:
    """The copy that may be shown of an uploaded photo (JPEG, PNG or WebP, at most 12 MB, 50 million pixels).

    Size in bytes and pixels is checked before a pixel is decoded. Raises Invalid: ``photo_empty``,
    ``photo_too_large``, ``photo_wrong_type``, ``photo_too_many_pixels``, ``photo_damaged``.
    """
    if not data:
        raise Invalid("photo_empty", _("Tệp ảnh trống; hãy chụp hoặc chọn lại."), "photo")
    if len(data) > MAX_BYTES:
        raise Invalid(
            "photo_too_large",
            _("Ảnh quá lớn, tối đa %(limit)s MB.", limit=MAX_BYTES // 1024 // 1024),
            "photo",
        )
    if not _looks_like_photo(data):
        raise Invalid("photo_wrong_type", _("Chỉ nhận ảnh JPEG, PNG hoặc WebP."), "photo")

    from PIL import Image, ImageOps

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=FORMATS) as image:
                if image.width * image.height > MAX_PIXELS:
                    raise Image.DecompressionBombError
                if image.format == "JPEG":
                    image.draft("RGB", (MAX_SIDE, MAX_SIDE))
                image.load()
                upright = ImageOps.exif_transpose(image)
                upright.thumbnail((MAX_SIDE, MAX_SIDE))
                return _encode(upright)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Invalid(
            "photo_too_many_pixels", _("Ảnh có quá nhiều điểm ảnh; hãy chọn ảnh nhỏ hơn."), "photo"
        ) from None
    except Invalid:
        raise
    except Exception:  # decoders fail in many ways on hostile bytes; all of them mean the same here
        raise Invalid("photo_damaged", _("Tệp ảnh bị hỏng hoặc không phải ảnh."), "photo") from None


def _encode(image: object) -> Photo:
    """Pixels alone, on white where they were transparent, as a fresh JPEG."""
    from PIL import Image

    assert isinstance(image, Image.Image)
    rgba = image.convert("RGBA")
    canvas = Image.new("RGB", rgba.size, "white")
    canvas.paste(rgba, mask=rgba.getchannel("A"))
    out = io.BytesIO()
    canvas.save(out, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return Photo(out.getvalue(), canvas.width, canvas.height)
