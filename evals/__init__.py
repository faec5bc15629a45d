"""Evaluation of answers: ours, or those of any other system, offline and repeatable.

`rows` and `cases` read, `metrics/` measures, `runner` asks, `scoring` and `grounding` judge what others answered,
`stats` compares, `report` and `gate` tell.
"""
