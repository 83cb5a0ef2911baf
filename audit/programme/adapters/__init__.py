"""The package's data files."""
