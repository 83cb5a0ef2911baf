"""The floor: settings, database, access, errors, clock, journal, files."""
