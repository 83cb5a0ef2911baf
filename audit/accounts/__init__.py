"""People: their accounts, roles, areas, passwords and sign-in."""
