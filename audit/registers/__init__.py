"""Registers: administrative units with their dates and lineage, agencies, establishments."""
