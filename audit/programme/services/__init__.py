"""Writing programmes, tasks and reviews."""
