"""Pages of programmes, tasks and reviews."""
