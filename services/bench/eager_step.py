"""The same training step in PyTorch eager, for scale: batch 32 x 10, D = 9, 1,317,129 parameters, Adam, fp32.

    pip install torch
    python services/bench/eager_step.py THREADS
"""

import math
import statistics
import sys
import time

import torch
from torch import nn

DIMENSION, POINTS, THROWS, FREQUENCIES = 9, 32, 10, 256
KAPPA, BETA_MIN, BETA_MAX, EPSILON = 0.1, 0.1, 16.0, 1e-5


class Mlp(nn.Module):
    """The paper's MLP core, as in io.neuralentropy.trainer.network.Mlp."""

    def __init__(self):
        super().__init__()
        self.register_buffer("time_frequencies", 2 * math.pi * 0.1 * torch.randn(1, FREQUENCIES))
        self.register_buffer("data_frequencies", 2 * math.pi * 0.1 * torch.randn(DIMENSION, FREQUENCIES))
        self.time = nn.Linear(512, 512)
        self.data = nn.Linear(512, 512)
        self.of_time = nn.ModuleList([nn.Linear(512, 512), nn.Linear(512, 256)])
        self.hidden = nn.ModuleList([nn.Linear(512, 512), nn.Linear(512, 256)])
        self.norm = nn.ModuleList([nn.LayerNorm(512), nn.LayerNorm(256)])
        self.out = nn.Linear(256, DIMENSION)

    def forward(self, y, s):
        t = torch.sigmoid(self.time(features(s @ self.time_frequencies)))
        h = torch.sigmoid(self.data(features(y @ self.data_frequencies)))
        for hidden, of_time, norm in zip(self.hidden, self.of_time, self.norm):
            h = torch.sigmoid(norm(hidden(h) + of_time(t)))
        return self.out(h)


def features(angles):
    return torch.cat([angles.sin(), angles.cos()], 1)


def main(threads, blocks=10, steps=50):
    torch.set_num_threads(threads)
    torch.manual_seed(0)
    data = torch.randn(8192, DIMENSION)
    network = Mlp()
    adam = torch.optim.Adam(network.parameters(), 1e-4)

    def step():
        x = data[torch.randint(0, len(data), (POINTS,))].repeat_interleave(THROWS, 0)
        s = EPSILON + (1 - EPSILON) * torch.rand(POINTS * THROWS, 1)
        mu = torch.exp(-BETA_MIN * s / 2 - (BETA_MAX - BETA_MIN) * s * s / 4)
        sigma = KAPPA * torch.sqrt(1 - mu * mu)
        z = torch.randn_like(x)
        y = mu * x + sigma * z
        loss = (((network(y, s) - y / KAPPA**2) * sigma + z) ** 2).sum(1).mean()
        adam.zero_grad()
        loss.backward()
        adam.step()
        return loss.item()

    for _ in range(2 * steps):
        step()
    times = []
    for _ in range(blocks):
        start = time.perf_counter()
        for _ in range(steps):
            step()
        times.append((time.perf_counter() - start) / steps * 1e3)
    print(
        f"PyTorch {torch.__version__} eager, {threads} thread(s):"
        f" {statistics.median(times):.1f} ({min(times):.1f}-{max(times):.1f}) ms/step"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]))
