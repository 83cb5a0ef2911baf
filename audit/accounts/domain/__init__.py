"""Rules of accounts, without Flask, database or clock."""
