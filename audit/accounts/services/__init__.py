"""What can be done with accounts: one function a use case."""
