"""Proofs, records and receipts of tablets: pure functions, the same as in the tablet's JavaScript."""
