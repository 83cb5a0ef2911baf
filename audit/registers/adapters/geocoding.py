"""geopy without any network: distances, and a geocoder over our own table of units."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Place:
    """A named point, degrees."""

    name: str
    latitude: float
    longitude: float
    code: str


Forward = Callable[[str], Sequence[Place]]
Reverse = Callable[[float, float], Place | None]


def geocoder(forward: Forward, reverse: Reverse) -> Any:
    """A geopy ``Geocoder`` whose answers come from the two functions given, never from outside.

    ``geocode(query, exactly_one=True)`` and ``reverse(point, exactly_one=True)`` answer as geopy's own do:
    a ``Location``, a list of them, or None; ``location.raw["code"]`` is the unit's code.
    """
    from geopy.geocoders.base import Geocoder
    from geopy.location import Location

    def as_location(place: Place) -> Location:
        return Location(place.name, (place.latitude, place.longitude, 0.0), {"code": place.code})

    class RegisterGeocoder(Geocoder):  # type: ignore[misc]
        def geocode(self, query: str, *, exactly_one: bool = True) -> Any:
            found = [as_location(place) for place in forward(query)]
            return (found[0] if exactly_one else found) if found else None

        def reverse(self, query: Any, *, exactly_one: bool = True) -> Any:
            latitude, longitude = self._coerce_point_to_string(query).split(",")
            place = reverse(float(latitude), float(longitude))
            if place is None:
                return None
            return as_location(place) if exactly_one else [as_location(place)]

    return RegisterGeocoder(scheme="https", user_agent="thuc-dia")


def rank_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Kilometres on a sphere between two points (latitude, longitude): quick, for ranking."""
    from geopy.distance import great_circle

    return float(great_circle(a, b).km)


def printed_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Kilometres on the WGS 84 ellipsoid between two points (latitude, longitude): exact, for print."""
    from geopy.distance import geodesic

    return float(geodesic(a, b).km)
