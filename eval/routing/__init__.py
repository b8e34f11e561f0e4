"""Routing: labelled messages, training of the local stage, and its score on messages that it never saw."""
