"""Reads of the registers, scoped and paged."""
