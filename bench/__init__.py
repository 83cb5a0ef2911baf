"""Measurements against a limit taken in the same run; each prints rows of figures."""
