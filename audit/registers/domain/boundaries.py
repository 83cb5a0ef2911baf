"""Checks of an imported boundary file before any geometry library sees it: shape, depth, numbers, frame."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import Any

from audit.kernel.errors import Invalid
from audit.kernel.i18n import _
from audit.registers.domain.establishments import in_vietnam

MAX_BYTES = 200 * 1024 * 1024
MAX_FEATURES = 20_000
MAX_POINTS = 8_000_000
_DEPTH = 12  # a MultiPolygon in a FeatureCollection is 9 brackets deep


@dataclass(frozen=True, slots=True)
class Outline:
    """One feature that may be imported: the unit's code, its geometry and the area (km²) it claims."""

    code: str
    geometry: dict[str, Any]
    area_km2: float | None


def parse(data: bytes, filename: str) -> list[Outline]:
    """The features of a GeoJSON FeatureCollection; :class:`Invalid` names the file and what is wrong."""

    def refuse(code: str, message: str) -> Invalid:
        return Invalid(code, f"{filename}: {message}", "file")

    if len(data) > MAX_BYTES:
        raise refuse("file_too_large", _("tệp lớn quá %(n)s MB", n=MAX_BYTES // 1024 // 1024))
    if _depth(data) > _DEPTH:
        raise refuse("too_deep", _("dữ liệu lồng nhau quá sâu"))
    try:
        content = json.loads(data.decode("utf-8-sig"), parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise refuse("not_geojson", _("không phải GeoJSON hợp lệ (UTF-8)")) from error
    features = content.get("features") if isinstance(content, dict) else None
    if not isinstance(features, list) or content.get("type") != "FeatureCollection":
        raise refuse("not_geojson", _("không phải một FeatureCollection"))
    if not features or len(features) > MAX_FEATURES:
        raise refuse("bad_count", _("không có vùng nào hoặc có quá %(n)s vùng", n=MAX_FEATURES))
    outlines: list[Outline] = []
    seen: set[str] = set()
    points = 0
    for number, feature in enumerate(features, start=1):
        try:
            outline, size = _outline(feature)
        except _Wrong as error:
            raise refuse(error.code, _("vùng thứ %(n)s: %(what)s", n=number, what=error.message)) from error
        points += size
        if points > MAX_POINTS:
            raise refuse("too_many_points", _("có quá %(n)s điểm", n=MAX_POINTS))
        if outline.code in seen:
            raise refuse("doubled_code", _("mã %(code)s có hai lần", code=outline.code))
        seen.add(outline.code)
        outlines.append(outline)
    return outlines


class _Wrong(Exception):
    def __init__(self, code: str, message: str) -> None:
        super().__init__(code)
        self.code, self.message = code, message


def _no_constant(name: str) -> float:
    raise ValueError(name)


def _depth(data: bytes) -> int:
    """How deep brackets nest; counted without building anything (brackets in texts only raise the count)."""
    depth = deepest = 0
    for byte in data.translate(None, bytes(b for b in range(256) if b not in b"[]{}")):
        if byte in b"[{":
            depth += 1
            deepest = max(deepest, depth)
        else:
            depth -= 1
    return deepest


def _outline(feature: Any) -> tuple[Outline, int]:
    if not isinstance(feature, dict) or not isinstance(feature.get("properties"), dict):
        raise _Wrong("bad_feature", _("không đúng cấu trúc Feature"))
    properties, geometry = feature["properties"], feature.get("geometry")
    code = properties.get("code")
    if not isinstance(code, str) or not code.isascii() or not code.isdigit() or len(code) not in (2, 3, 5):
        raise _Wrong("bad_code", _("thiếu mã đơn vị hành chính (thuộc tính code)"))
    if not isinstance(geometry, dict) or geometry.get("type") not in ("Polygon", "MultiPolygon"):
        raise _Wrong("bad_geometry", _("chỉ nhận Polygon hoặc MultiPolygon"))
    polygons = geometry.get("coordinates")
    if geometry["type"] == "Polygon":
        polygons = [polygons]
    size = _check_polygons(polygons)
    area = properties.get("area_km2")
    known = isinstance(area, int | float) and not isinstance(area, bool) and math.isfinite(area) and area > 0
    return Outline(
        code, {"type": "MultiPolygon", "coordinates": polygons}, float(area) if known else None
    ), size


def _check_polygons(polygons: Any) -> int:
    size = 0
    if not isinstance(polygons, list) or not polygons:
        raise _Wrong("bad_geometry", _("tọa độ không đúng cấu trúc"))
    for polygon in polygons:
        if not isinstance(polygon, list) or not polygon:
            raise _Wrong("bad_geometry", _("tọa độ không đúng cấu trúc"))
        for ring in polygon:
            if not isinstance(ring, list) or len(ring) < 4:
                raise _Wrong("bad_geometry", _("đường bao có ít hơn 4 điểm"))
            size += len(ring)
            for point in ring:
                _check_point(point)
    return size


def _check_point(point: Any) -> None:
    if not isinstance(point, list) or len(point) not in (2, 3):
        raise _Wrong("bad_geometry", _("tọa độ không đúng cấu trúc"))
    longitude, latitude = point[0], point[1]
    if type(longitude) not in (int, float) or type(latitude) not in (int, float):
        raise _Wrong("bad_number", _("tọa độ không phải là số"))
    if in_vietnam(latitude, longitude):
        return
    if in_vietnam(longitude, latitude):
        raise _Wrong("swapped", _("vĩ độ và kinh độ bị đổi chỗ; GeoJSON ghi kinh độ trước"))
    raise _Wrong("outside", _("có điểm nằm ngoài Việt Nam"))
