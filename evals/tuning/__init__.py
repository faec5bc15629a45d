"""Questions for tuning alone, with small invented libraries of their own, and the fit of what was tuned on them.

Nothing here is counted in a reported figure (README.md says what there is).
"""
