"""The journal: every change, by whom, in a hash chain that shows when it was altered."""
