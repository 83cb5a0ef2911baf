"""Readers of the package's own data files."""
