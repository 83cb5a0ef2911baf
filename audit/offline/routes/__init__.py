"""The API of the tablets, and the pages about them."""
