"""The test vectors of docs/offline-vectors.json hold for the server's code."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from audit.offline.adapters.packets import open_packet
from audit.offline.domain.proofs import derive_keys, proof_of, seal_of, secret_text
from audit.offline.domain.receipts import Held, receipt_of
from audit.offline.domain.records import digest_of, read_record
from tests.unit.offline.make_vectors import vectors

FILE = Path(__file__).resolve().parents[3] / "docs" / "offline-vectors.json"
VECTORS: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))


def test_the_file_is_what_its_script_writes() -> None:
    made = vectors()
    for packet in made["packets"]:
        for compressed in ("gzip", "data", "file"):  # differ with the version of zlib
            packet.pop(compressed)
    kept = json.loads(FILE.read_text(encoding="utf-8"))
    for packet in kept["packets"]:
        for compressed in ("gzip", "data", "file"):
            packet.pop(compressed)
    assert made == kept


@pytest.mark.parametrize("vector", VECTORS["keys"])
def test_keys_are_derived_from_the_secret(vector: dict[str, str]) -> None:
    secret = bytes.fromhex(vector["secret_hex"])
    keys = derive_keys(secret)
    assert (keys.request.hex(), keys.packet.hex()) == (vector["request"], vector["packet"])
    assert secret_text(secret) == vector["secret"]


@pytest.mark.parametrize("vector", VECTORS["proofs"])
def test_proofs_are_those_of_the_vectors(vector: dict[str, str]) -> None:
    proof = proof_of(
        bytes.fromhex(vector["key"]),
        method=vector["method"],
        path=vector["path"],
        nonce=vector["nonce"],
        body=vector["body"].encode(),
    )
    assert proof == vector["proof"]


@pytest.mark.parametrize("vector", VECTORS["seals"])
def test_seals_are_those_of_the_vectors(vector: dict[str, Any]) -> None:
    key = bytes.fromhex(vector["key"])
    assert (
        seal_of(key, nonce=vector["nonce"], status=vector["status"], body=vector["body"].encode())
        == (vector["seal"])
    )


@pytest.mark.parametrize("vector", VECTORS["records"])
def test_digests_are_those_of_the_vectors_and_every_record_is_read(vector: dict[str, str]) -> None:
    said = json.loads(vector["text"])
    record = read_record(vector["text"], device=said["device"])
    assert record.digest == digest_of(vector["text"]) == vector["digest"]
    assert (record.id, record.kind, record.visit, record.sequence) == (
        said["id"],
        said["kind"],
        said["visit"],
        said["sequence"],
    )
    assert record.problem is None


@pytest.mark.parametrize("vector", VECTORS["receipts"])
def test_receipts_are_those_of_the_vectors(vector: dict[str, Any]) -> None:
    records = [Held(**record) for record in vector["records"]]
    media = [(medium["sha256"], medium["size"]) for medium in vector["media"]]
    assert receipt_of(vector["visit"], records, media) == vector["receipt"]


def test_the_packet_of_the_vectors_opens() -> None:
    for vector in json.loads(FILE.read_text(encoding="utf-8"))["packets"]:
        key = bytes.fromhex(vector["key"])
        packet = open_packet(vector["file"].encode(), {vector["device"]: key}.get)
        plain = json.loads(vector["plain"])
        assert packet.records == plain["records"]
        assert [(name, base64.b64encode(data).decode()) for name, data in packet.media] == [
            (medium["sha256"], medium["data"]) for medium in plain["media"]
        ]
