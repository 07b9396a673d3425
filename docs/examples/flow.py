"""Flow matching: x = (1 - t) x0 + t eps, t ~ U(0, 1), a network that predicts the velocity u = eps - x0."""

import math

import toy
from meter import Meter

KAPPA = 1.0


def throw(rng, scale):
    t = rng.uniform(1e-5, 1 - 1e-5)
    alpha, sigma = 1 - t, t
    x0, eps = toy.data_point(rng), toy.noise(rng)
    x = [alpha * a + sigma * e for a, e in zip(x0, eps)]
    u = [scale * (a - b) / t for a, b in zip(x, toy.denoised(x, alpha, sigma))]  # the network

    g = sigma / (sigma**2 + KAPPA**2 * alpha**2)
    eps_hat = [a + (1 - t) * o for a, o in zip(x, u)]
    d = [g * a - b for a, b in zip(x, eps_hat)]
    d_seen = [g * a - e for a, e in zip(x, eps)]
    weight = 2 / (t * (1 - t))
    loss = sum((e - a - o) ** 2 for a, e, o in zip(x0, eps, u)) / toy.D
    return 2 * math.log((1 - t) / t), weight, toy.dot(d, d), toy.dot(d, d_seen), loss


toy.train(
    "flow",
    lambda: Meter(-8.0, 9.0),
    throw,
    objective="velocity",
    process={"name": "rectified-flow", "kappa": KAPPA},
)
