"""What a WSGI server loads: ``wsgi:app``; run as a script it serves, and office work goes before packets."""

import os
import sys

from audit.app import create_app
from audit.kernel.serving import serve
from audit.offline.wiring import SLOW_PATHS, UNATTENDED

THREADS = 8

app = create_app()

if __name__ == "__main__":
    serve(
        app,
        host="127.0.0.1",
        port=int(os.environ.get("PORT", "5000")),
        threads=THREADS,
        slow_paths=SLOW_PATHS,
        unattended=UNATTENDED,
        beside=(sys.executable, "-m", "flask", "--app", "wsgi:app", "jobs", "work"),
    )
