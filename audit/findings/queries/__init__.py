"""Reads of findings and recommendations, scoped to what a person may see."""
