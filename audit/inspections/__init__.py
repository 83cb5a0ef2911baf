"""Plans, teams, chosen units and visits."""
