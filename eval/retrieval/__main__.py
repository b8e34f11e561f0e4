"""`python -m eval.retrieval`."""

from eval.retrieval.run import main

main()
