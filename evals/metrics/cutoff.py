"""The k of the metrics at k."""


def checked(k: int) -> int:
    """k itself. Raises ValueError where it is below 1."""
    if k < 1:
        raise ValueError(f"k is {k}, and must be at least 1")
    return k
