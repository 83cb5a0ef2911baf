"""What the map shows, read within the reach of the person who asks."""
