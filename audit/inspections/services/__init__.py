"""Use cases of plans, teams and visits."""
