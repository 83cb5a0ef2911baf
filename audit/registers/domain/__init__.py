"""Rules of the registers, without Flask, database or clock."""
