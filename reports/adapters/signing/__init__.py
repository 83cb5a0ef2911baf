"""Digital signatures in PDF files, through pyHanko: written, and read without a network."""
