"""Pages of findings and recommendations."""
