"""Use cases that write findings and recommendations."""
