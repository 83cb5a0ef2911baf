"""Faults injected between a real tablet and a real server: `python -m tests.faults`."""
