"""Rules of plans, teams and visits, without a database."""
