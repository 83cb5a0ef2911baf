"""What a WSGI server loads: ``wsgi:app``."""

from audit.app import create_app

app = create_app()
