"""What a WSGI server loads: ``wsgi:app``; run as a script it serves, and office work goes before packets."""

import os

from audit.app import create_app
from audit.kernel.serving import serve

THREADS = 8
# Each takes as long as hundreds of answers, and tablets come home together.
SLOW = ("/tablet/api/exchange", "/tablet/api/packet")

app = create_app()

if __name__ == "__main__":
    serve(app, host="127.0.0.1", port=int(os.environ.get("PORT", "5000")), threads=THREADS, slow_paths=SLOW)
