"""Pages of plans, teams, visits and their checklists."""
