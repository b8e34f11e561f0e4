"""How well the right passage is found: five ways side by side, and BM25 as the yardstick."""
