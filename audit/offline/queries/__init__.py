"""Reads: devices, the ledger, receipts."""
