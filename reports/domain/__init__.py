"""Contents of official documents as frozen values, with their dates and numbering; no outside library."""
