"""Random choices that are the same on every Python: they use `random.Random.random()` and nothing else.

Only that method promises the same sequence for the same seed in every version.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import TypeVar

T = TypeVar("T")


def source(*seed: object) -> random.Random:
    """A source of its own for each seed and purpose."""
    return random.Random("/".join(map(str, seed)))


def between(rng: random.Random, low: int, high: int) -> int:
    """A whole number from `low` to `high`, both included."""
    return low + int(rng.random() * (high - low + 1))


def pick(rng: random.Random, things: Sequence[T]) -> T:
    """One of the things."""
    return things[int(rng.random() * len(things))]


def chance(rng: random.Random, probability: float) -> bool:
    """True with the probability given."""
    return rng.random() < probability


def shuffled(rng: random.Random, things: Sequence[T]) -> list[T]:
    """The things in another order."""
    return [thing for _, _, thing in sorted((rng.random(), i, thing) for i, thing in enumerate(things))]


def weighted(rng: random.Random, weights: Mapping[T, float]) -> T:
    """One of the keys, each with the weight given."""
    rest = rng.random() * sum(weights.values())
    for thing, weight in weights.items():
        rest -= weight
        if rest < 0:
            return thing
    return next(iter(weights))


def shares(rng: random.Random, number: int, weights: Sequence[float]) -> list[int]:
    """A number cut into as many whole parts as there are weights."""
    drawn = [weight * rng.random() for weight in weights]
    whole = sum(drawn) or 1.0
    parts = [int(number * part / whole) for part in drawn]
    parts[drawn.index(max(drawn))] += number - sum(parts)
    return parts
