"""One outside library or data package each."""
