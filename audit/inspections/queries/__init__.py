"""Reads of plans, teams and visits."""
