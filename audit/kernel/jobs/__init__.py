"""Long work in a process of its own: queued in the database, its progress seen by who asked for it."""
