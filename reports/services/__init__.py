"""Use cases of official documents: draft, edit, issue, withdraw, draw again."""
