"""Shape and field messages of the forms about tablets."""
