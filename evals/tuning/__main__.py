"""`python -m evals.tuning`."""

from evals.tuning.strength import main

main()
