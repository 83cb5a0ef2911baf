"""Forms of programmes, tasks and reviews."""
