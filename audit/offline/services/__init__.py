"""One use case a function: enrolling, exchanging, receiving photos, deciding on what was parked."""
