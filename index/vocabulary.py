"""Sorted strings in one block of bytes: found by bisection, nothing unpacked when a file is opened."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

_REMEMBERED = 20_000
"""Words looked up lately whose numbers are kept."""


class Vocabulary:
    """Distinct strings in the order of their UTF-8 bytes; the number of a string is its place in it."""

    def __init__(self, block: NDArray[np.uint8], offsets: NDArray[np.uint32]) -> None:
        self._block = block
        self._offsets = offsets
        self._found: dict[str, int] = {}

    @staticmethod
    def pack(words: Sequence[str]) -> tuple[NDArray[np.uint8], NDArray[np.uint32]]:
        """The block and the offsets of ``words``, which are distinct and sorted by their UTF-8 bytes."""
        encoded = [word.encode("utf-8", "surrogatepass") for word in words]
        offsets = np.zeros(len(encoded) + 1, np.uint32)
        np.cumsum([len(word) for word in encoded], out=offsets[1:])
        return np.frombuffer(b"".join(encoded), np.uint8), offsets

    def __len__(self) -> int:
        return len(self._offsets) - 1

    def __getitem__(self, index: int) -> str:
        return self._bytes(index).decode("utf-8", "surrogatepass")

    def __iter__(self) -> Iterator[str]:
        block = self._block.tobytes()
        offsets = self._offsets.tolist()
        for begin, end in pairwise(offsets):
            yield block[begin:end].decode("utf-8", "surrogatepass")

    def __contains__(self, word: str) -> bool:
        return self.find(word) >= 0

    def find(self, word: str) -> int:
        """The number of ``word``, or -1."""
        found = self._found.get(word)
        if found is None:
            if len(self._found) >= _REMEMBERED:  # a question asks for each of its words several times
                self._found = {}
            found = self._found[word] = self._bisected(word)
        return found

    def _bisected(self, word: str) -> int:
        wanted = word.encode("utf-8", "surrogatepass")
        low, high = 0, len(self)
        while low < high:
            middle = (low + high) // 2
            if self._bytes(middle) < wanted:
                low = middle + 1
            else:
                high = middle
        return low if low < len(self) and self._bytes(low) == wanted else -1

    def _bytes(self, index: int) -> bytes:
        return self._block[self._offsets[index] : self._offsets[index + 1]].tobytes()
