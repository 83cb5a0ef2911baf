"""Setting of official documents as Word files with python-docx, in the form of the PDF."""
