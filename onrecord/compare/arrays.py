"""Small steps over arrays of numbers that comparing needs and numpy lacks, or is slow at."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Ints = TypeVar("Ints", NDArray[np.int32], NDArray[np.int64])


def ranges(starts: Numbers, sizes: Numbers) -> Numbers:
    """Give the numbers of each range, one after the other: from each start so many."""
    ends = np.cumsum(sizes)
    total = int(ends[-1]) if len(ends) else 0
    return np.repeat(starts - ends + sizes, sizes) + np.arange(total)


def distinct(ascending: Ints) -> Ints:
    """Give each number once; `np.unique` takes several times as long."""
    return ascending[np.append(True, ascending[1:] != ascending[:-1])] if len(ascending) else ascending
