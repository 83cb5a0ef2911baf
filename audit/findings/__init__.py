"""Strengths, shortcomings, causes, recommendations and their follow-up."""
