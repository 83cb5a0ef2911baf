"""Thực Địa: plans, visits, findings and the floor they stand on."""
