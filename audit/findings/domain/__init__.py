"""Rules of findings and recommendations: states, severity, deadlines, wording."""
