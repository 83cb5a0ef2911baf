"""The faults, by what they attack; importing this package registers them."""

from tests.faults.cases import (  # noqa: F401
    application,
    decisions,
    device,
    kills,
    network,
    people,
    restore,
    sending,
    together,
    uploads,
)
