"""Rules of programmes, tasks and reviews, without a database."""
