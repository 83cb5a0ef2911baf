"""Rules of answering and indicators: pure functions without database, web or clock."""
