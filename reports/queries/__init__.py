"""Reading documents and composing their contents from the database."""
