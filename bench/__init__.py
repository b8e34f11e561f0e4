"""Figures: measured on the real stack, all of one table in one run."""
