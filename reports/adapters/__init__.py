"""One outside library each: here, the drawing of documents."""
