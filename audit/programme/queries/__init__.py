"""Reads of programmes, tasks and reviews."""
