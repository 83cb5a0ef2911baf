"""Tables of plans, teams and visits."""
