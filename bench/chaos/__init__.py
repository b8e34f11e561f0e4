"""`make chaos`: every fault at every dependency, then kills of every part, and what became of each message."""
