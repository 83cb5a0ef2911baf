"""Outlines of documents: from a content to the blocks it is made of, a module a kind."""
