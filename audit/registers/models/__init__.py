"""Tables of the registers."""
