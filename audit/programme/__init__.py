"""The programme of several years: its tasks (nhiệm vụ, giải pháp) and the review that closes it."""
