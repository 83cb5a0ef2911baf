"""Words of the map and the assembly of its data."""
