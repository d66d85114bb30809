"""The reader's network under torch, to be trained: what ``index.reader.network`` computes with NumPy, padded to one length."""

from __future__ import annotations

import math
from typing import cast

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from index.reader.network import HEADS, LOG_LENGTH, QUESTION_PLACES, WINDOW
from index.reader.shapes import SHAPES

WIDTH, INNER, LAYERS, SMALL, DROPPED = 256, 1024, 4, 64, 0.1
_NEVER = -1e4


class Block(nn.Module):  # type: ignore[misc]
    """One layer: attention among all tokens, then each token by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.n1, self.n2 = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH)
        self.qkv, self.o = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
        self.a, self.b = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)

    def forward(self, hidden: Tensor, mask: Tensor | None, turn: tuple[Tensor, Tensor], rate: float) -> Tensor:
        """Shapes: ``hidden`` (rows, tokens, width), ``mask`` (rows, 1, 1, tokens) true where there is a token. ``rate`` is the
        share of what a layer adds that is dropped."""
        rows, tokens, _ = hidden.shape
        mixed = self.qkv(self.n1(hidden)).view(rows, tokens, 3, HEADS, WIDTH // HEADS)
        queries, keys, values = mixed.permute(2, 0, 3, 1, 4)
        met = _attended(_turned(queries, turn), _turned(keys, turn), values, mask)
        met = self.o(met.transpose(1, 2).reshape(rows, tokens, WIDTH))
        hidden = hidden + functional.dropout(met, rate)
        inner = functional.gelu(self.a(self.n2(hidden)), approximate="tanh")
        return cast(Tensor, hidden + functional.dropout(self.b(inner), rate))


class ReaderModel(nn.Module):  # type: ignore[misc]
    """The whole network. Rows are the question's places, then the window's; token 0 is padding."""

    def __init__(self, table: NDArray[np.float32]) -> None:
        super().__init__()
        rows = torch.from_numpy(table)
        length = rows.norm(dim=1).clamp_min(1e-6)
        self.register_buffer("unit", rows / length[:, None])
        self.register_buffer("length", torch.log(length) - LOG_LENGTH)
        self.small = nn.Embedding(len(table), SMALL)
        self.mask = nn.Parameter(torch.randn(WIDTH) * 0.05)
        self.inp = nn.Linear(table.shape[1] + 1 + SMALL + 3, WIDTH)
        self.shape, self.seg = nn.Embedding(SHAPES, WIDTH), nn.Embedding(2, WIDTH)
        nn.init.normal_(self.shape.weight, std=0.05)
        nn.init.normal_(self.seg.weight, std=0.05)
        self.blocks = nn.ModuleList(Block() for _ in range(LAYERS))
        self.n = nn.LayerNorm(WIDTH)
        self.dropped = DROPPED
        self.out = nn.Linear(WIDTH, 2)
        self.words = nn.Linear(WIDTH, len(table))
        half = WIDTH // HEADS // 2
        places = torch.arange(QUESTION_PLACES + WINDOW).float()[:, None]
        angles = places * torch.exp(-math.log(1e4) * torch.arange(half).float() / half)
        self.register_buffer("cosine", angles.cos())
        self.register_buffer("sine", angles.sin())

    def spans(self, tokens: Tensor, shapes: Tensor, split: int = QUESTION_PLACES) -> Tensor:
        """Log-odds that the answer begins and ends at each place of the window, shape (rows, n, 2), n ``WINDOW`` or less.

        ``split`` is how many places of the question are there: those behind the longest one may be left out.
        """
        valid = tokens > 0
        unit = self.unit[tokens]
        both = valid[:, :split, None] & valid[:, None, split:]
        same = (tokens[:, :split, None] == tokens[:, None, split:]) & both
        like = torch.bmm(unit[:, :split], unit[:, split:].transpose(1, 2)).clamp_min(0) * both
        exact = torch.cat([same.any(2), same.any(1)], 1).float()
        near = torch.cat([like.amax(2), like.amax(1)], 1)
        sides = (torch.arange(tokens.shape[1], device=tokens.device) >= split).long()
        hidden = self._entered(tokens, shapes, exact, near) + self.seg(sides)
        hidden = self._through(hidden, valid[:, None, None, :], split)
        return cast(Tensor, self.out(hidden[:, split:]).float())

    def missing(self, tokens: Tensor, shapes: Tensor, hidden_at: Tensor) -> Tensor:
        """What stands at the places ``hidden_at`` (rows, tokens) of plain text: log-odds over all units for each."""
        none = torch.zeros_like(tokens, dtype=torch.float32)
        entered = self._entered(tokens, shapes, none, none)
        entered = torch.where(hidden_at[..., None], self.mask.to(entered.dtype), entered)
        sides = torch.ones(tokens.shape[1], dtype=torch.long, device=tokens.device)
        return cast(Tensor, self.words(self._through(entered + self.seg(sides), None)[hidden_at]).float())

    def _entered(self, tokens: Tensor, shapes: Tensor, exact: Tensor, near: Tensor) -> Tensor:
        seen = [exact[..., None], near[..., None], near[..., None] ** 3]
        told = torch.cat([self.unit[tokens], self.length[tokens][..., None], self.small(tokens), *seen], -1)
        return cast(Tensor, self.inp(told) + self.shape(shapes))

    def _through(self, hidden: Tensor, mask: Tensor | None, split: int = QUESTION_PLACES) -> Tensor:
        rate = self.dropped if self.training else 0.0
        hidden = functional.dropout(hidden, rate)
        rest = slice(QUESTION_PLACES, QUESTION_PLACES + hidden.shape[1] - split)
        turn = (torch.cat([self.cosine[:split], self.cosine[rest]]), torch.cat([self.sine[:split], self.sine[rest]]))
        for block in self.blocks:
            hidden = block(hidden, mask, turn, rate)
        return cast(Tensor, self.n(hidden))


def span_loss(logits: Tensor, begins: Tensor, ends: Tensor, valid: Tensor, group: Tensor) -> Tensor:
    """How surprised the network is: the windows of one ``group`` (rows,) share one answer, and "nowhere" has log-odds 0.

    Shapes: ``logits`` (rows, n, 2), the others (rows, n).
    """
    start, end = (logits[..., side].masked_fill(~valid, _NEVER) for side in (0, 1))
    count = int(group.max()) + 1
    everything = _by_group(torch.logsumexp(start, 1), group, count, floor=0.0)
    right = _by_group(torch.logsumexp(start.masked_fill(~begins, _NEVER), 1), group, count, floor=_NEVER)
    held = torch.zeros(count, device=start.device).index_add(0, group, begins.any(1).float()) > 0
    loss = (everything - torch.where(held, right, torch.zeros_like(right))).mean()
    ending = ends.any(1)
    if bool(ending.any()):
        missed = torch.logsumexp(end, 1) - torch.logsumexp(end.masked_fill(~ends, _NEVER), 1)
        loss = loss + 0.5 * missed[ending].mean()
    return loss


def _by_group(values: Tensor, group: Tensor, count: int, floor: float) -> Tensor:
    """The logarithm of the summed exponentials of each group's values and ``floor``."""
    floors = torch.full((count,), floor, device=values.device)
    top = floors.scatter_reduce(0, group, values.detach(), "amax")
    total = torch.exp(floors - top).index_add(0, group, torch.exp(values - top[group]))
    return top + torch.log(total)


def _attended(queries: Tensor, keys: Tensor, values: Tensor, mask: Tensor | None) -> Tensor:
    """Attention, of which nothing is dropped. On a CPU it is spelt out: training there is a fifth quicker than by the fused one,
    which takes a third of a step."""
    if queries.device.type != "cpu":
        return functional.scaled_dot_product_attention(queries, keys, values, attn_mask=mask)
    met = torch.matmul(queries * queries.shape[-1] ** -0.5, keys.transpose(-1, -2)).float()
    if mask is not None:
        met = met.masked_fill(~mask, _NEVER)
    return torch.matmul(torch.softmax(met, -1).to(values.dtype), values)


def _turned(heads: Tensor, turn: tuple[Tensor, Tensor]) -> Tensor:
    cosine, sine = turn
    first, second = heads.chunk(2, -1)
    return torch.cat([first * cosine - second * sine, second * cosine + first * sine], -1).to(heads.dtype)
