"""The tablet's door: work done without a network comes in whole, once, and nothing of it is ever lost."""
