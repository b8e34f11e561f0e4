"""The widget and its demo page in a real browser."""
