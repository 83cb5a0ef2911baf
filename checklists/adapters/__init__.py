"""One outside library each: photos, data files."""
