"""Pages of documents, a blueprint a file."""
