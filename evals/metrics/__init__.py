"""One metric a module. Each is a pure function over plain values and gives 0..1 unless it says otherwise.

None means that the metric does not apply to the case, and is left out of means; no evidence and no answer score 0.
Beside every precision stands the share of cases that it could be computed on, so that refusing everything cannot win.
"""
