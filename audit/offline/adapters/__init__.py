"""Outside libraries and files: sealed packets, compressed data, pieces of photos on disk."""
