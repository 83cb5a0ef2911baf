"""What was found: frozen contents of official documents, and their drawing as PDF."""
