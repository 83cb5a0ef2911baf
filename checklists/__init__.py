"""What is asked and what was answered: indicators, instruments and submissions."""
