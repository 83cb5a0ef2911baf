"""Shapes of what is typed about findings and recommendations."""
