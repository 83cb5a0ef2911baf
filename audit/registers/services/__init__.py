"""Use cases that change the registers."""
