"""A small TCP proxy between tablet and server that does harm exactly where it is told to.

It reads only as much HTTP as it needs to know where a request begins and ends; every request travels on a
connection of its own, so that a cut hurts one request. A *plan* decides for each request what happens.
"""

from __future__ import annotations

import re
import select
import socket
import struct
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

_LENGTH = re.compile(rb"\r\ncontent-length:\s*(\d+)", re.I)
_CONNECTION = re.compile(rb"\r\n(?:connection|keep-alive):[^\r]*", re.I)
_STATUS = re.compile(rb"HTTP/1\.[01] (\d{3})")
_PATIENCE = 60.0
_TLS_HELLO = 0x16


@dataclass(frozen=True, slots=True)
class Request:
    """A request as the proxy sees it: ``number`` counts from 0, ``size`` in bytes with its head."""

    number: int
    method: str
    path: str
    size: int
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Harm:
    """What happens to one request; nothing by default. Bytes count from the beginning of head or status line.

    ``answer``: reply these bytes, the server hears nothing. ``hang``: seconds of silence, then the cut.
    ``delay``: seconds before the request goes on. ``rate``: bytes a second, both ways.
    ``cut_request``: after so many bytes of the request both connections are reset.
    ``cut_reply``: so many bytes of the server's reply arrive, then the reset.
    ``reply_instead``: the server does its work, then these bytes come instead of its reply.
    ``strike_request`` / ``strike_reply``: the server dies ``strike_after`` seconds after so many bytes of
    the request went to it, or when so many of its reply came; nothing of the reply reaches the client.
    ``edit``: what becomes of the body of the server's reply on its way.
    ``repeat``: the same request reaches the server so many more times.
    """

    answer: bytes | None = None
    hang: float | None = None
    delay: float = 0.0
    rate: float | None = None
    cut_request: int | None = None
    cut_reply: int | None = None
    reply_instead: bytes | None = None
    strike_request: int | None = None
    strike_reply: int | None = None
    strike_after: float = 0.0
    repeat: int = 0
    edit: Callable[[bytes], bytes] | None = None


Plan = Callable[[Request], Harm]
NO_HARM = Harm()


def no_harm(_request: Request) -> Harm:
    """Every request passes."""
    return NO_HARM


class Cut(Exception):
    """This request ends here, for both sides."""


@dataclass
class Proxy:
    """Listens on ``port`` of 127.0.0.1 and passes requests on to what ``upstream`` says at that moment.

    ``statuses`` are those of the server's own replies, ``requests`` every request seen since ``forget``. What
    came before that and is still on its way reaches no server any more: the next one knows the same tablets
    and sessions.
    """

    upstream: Callable[[], int]
    strike: Callable[[], None]
    plan: Plan = no_harm
    statuses: list[tuple[int, str]] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=256)
        self.port = int(self._listener.getsockname()[1])
        self._lock = threading.Lock()
        self._count = self._age = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def follow(self, plan: Plan = no_harm) -> None:
        """Follow another plan from now on; requests count from 0 again."""
        with self._lock:
            self.plan, self._count = plan, 0

    def forget(self) -> None:
        """Forget what was seen, let nothing of it through, and do no harm."""
        self.follow()
        with self._lock:
            self.statuses, self.requests = [], []
            self._age += 1

    def close(self) -> None:
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _address = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        client.settimeout(_PATIENCE)
        try:
            self._pass_on(client)
        except (Cut, OSError):
            _reset(client)
        finally:
            client.close()

    def _pass_on(self, client: socket.socket) -> None:
        head, rest = _head(client)
        if not head:
            return
        found = _LENGTH.search(head)
        length = int(found[1]) if found else 0
        method, path, _version = head.split(b"\r\n", 1)[0].decode("latin-1").split(" ", 2)
        head = _CONNECTION.sub(b"", head).rstrip(b"\r\n") + b"\r\nConnection: close\r\n\r\n"
        body = b"" if method == "PUT" else rest + _read(client, length - len(rest))
        rest = body or rest
        with self._lock:
            request = Request(self._count, method, path, len(head) + length, body)
            self._count, age = self._count + 1, self._age
            self.requests.append(request)
            harm = self.plan(request)
        if harm.delay:
            time.sleep(harm.delay)
        if harm.answer is not None:
            _read(client, length - len(rest))
            client.sendall(harm.answer)
            return
        if harm.hang is not None:
            time.sleep(harm.hang)
            raise Cut
        whole = head + rest + _read(client, length - len(rest))
        for _n in range(harm.repeat):
            self._relay(whole, None, harm, age)
        self._relay(whole, client, harm, age)

    def _relay(self, whole: bytes, client: socket.socket | None, harm: Harm, age: int) -> None:
        """One request to the server and its reply to the client, if there is one to hear it."""
        if age != self._age:
            raise Cut
        with socket.create_connection(("127.0.0.1", self.upstream()), timeout=_PATIENCE) as server:
            stop = min(x for x in (harm.cut_request, harm.strike_request, len(whole)) if x is not None)
            _send(server, whole[:stop], harm.rate, client)
            if harm.strike_request is not None:
                time.sleep(harm.strike_after)
                self.strike()
                raise Cut
            if harm.cut_request is not None:
                _reset(server)
                raise Cut
            reply = self._reply(server, harm)
        with self._lock:
            if age != self._age:
                raise Cut
            status = _STATUS.match(reply)
            self.statuses.append(
                (int(status[1]) if status else 0, whole.split(b"\r\n", 1)[0].decode("latin-1"))
            )
        if client is None:
            return
        if harm.reply_instead is not None:
            client.sendall(harm.reply_instead)
        elif harm.cut_reply is not None:
            client.sendall(reply[: harm.cut_reply])
            raise Cut
        else:
            _send(client, reply if harm.edit is None else _edited(reply, harm.edit), harm.rate)

    def _reply(self, server: socket.socket, harm: Harm) -> bytes:
        """The server's whole reply; it ends where the server closes."""
        reply = bytearray()
        while True:
            part = server.recv(65536)
            if part and harm.strike_reply is not None and len(reply) + len(part) > harm.strike_reply:
                self.strike()
                raise Cut
            if not part:
                break
            reply += part
        if not _is_whole(reply):
            raise Cut  # the server died while it answered
        return bytes(reply)


def _edited(reply: bytes, edit: Callable[[bytes], bytes]) -> bytes:
    head, _separator, body = reply.partition(b"\r\n\r\n")
    body = edit(body)
    return _LENGTH.sub(f"\r\nContent-Length: {len(body)}".encode(), head) + b"\r\n\r\n" + body


def _is_whole(reply: bytes | bytearray) -> bool:
    head, separator, body = bytes(reply).partition(b"\r\n\r\n")
    found = _LENGTH.search(head)
    return bool(separator) and (found is None or len(body) >= int(found[1]))


def _head(client: socket.socket) -> tuple[bytes, bytes]:
    """The head of a request with its empty line, and what came of the body with it."""
    data = bytearray()
    while b"\r\n\r\n" not in data:
        part = client.recv(65536)
        if not part:
            return b"", b""
        if part[0] == _TLS_HELLO and not data:
            raise Cut  # somebody speaks TLS to a server that does not
        data += part
    end = data.index(b"\r\n\r\n") + 4
    return bytes(data[:end]), bytes(data[end:])


def _read(client: socket.socket, count: int) -> bytes:
    data = bytearray()
    while len(data) < count:
        part = client.recv(min(65536, count - len(data)))
        if not part:
            raise Cut
        data += part
    return bytes(data)


def _send(to: socket.socket, data: bytes, rate: float | None, sender: socket.socket | None = None) -> None:
    """Send at so many bytes a second; on such a line a ``sender`` who gave up has not sent the rest."""
    if rate is None:
        to.sendall(data)
        return
    step = max(1, int(rate / 50))
    for start in range(0, len(data), step):
        if sender is not None and _has_left(sender):
            raise Cut
        to.sendall(data[start : start + step])
        time.sleep(step / rate)


def _has_left(client: socket.socket) -> bool:
    poll = select.poll()
    poll.register(client, select.POLLRDHUP | select.POLLHUP | select.POLLERR)
    return bool(poll.poll(0))


def _reset(connection: socket.socket) -> None:
    """Close with a reset, as a network that goes away looks from the other end."""
    with suppress(OSError):
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.close()


def reply(status: int, body: bytes = b"", kind: str = "text/html; charset=utf-8", **headers: str) -> bytes:
    """A reply that no server of ours made; header names are written with ``_`` for ``-``."""
    lines = [f"HTTP/1.1 {status} Injected", f"Content-Length: {len(body)}", "Connection: close"]
    if body:
        lines.append(f"Content-Type: {kind}")
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + (body if status not in (204, 304) else b"")
