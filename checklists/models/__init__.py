"""Tables of indicators, instruments and submissions."""
