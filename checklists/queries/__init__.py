"""Reads of instruments, indicators and filled-in sheets."""
