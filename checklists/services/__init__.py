"""One use case a function: publishing, answering, attaching."""
