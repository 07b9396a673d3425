"""DDPM: 1,000 time steps, beta from 1e-4 to 0.02, a network that predicts the noise."""

import math

import toy
from meter import Meter, trapezoid_cells

T = 1000
KAPPA = 1.0

log_alpha_bar = 0.0
ALPHA_BAR = []
for i in range(T):
    log_alpha_bar += math.log1p(-(1e-4 + (0.02 - 1e-4) * i / (T - 1)))
    ALPHA_BAR.append(math.exp(log_alpha_bar))
LOG_SNR = [math.log(a / (1 - a)) for a in ALPHA_BAR]
CELL = trapezoid_cells(LOG_SNR)


def throw(rng, scale):
    t = rng.randrange(T)
    alpha, sigma = math.sqrt(ALPHA_BAR[t]), math.sqrt(1 - ALPHA_BAR[t])
    x0, eps = toy.data_point(rng), toy.noise(rng)
    x = [alpha * a + sigma * e for a, e in zip(x0, eps)]
    eps_hat = [scale * (a - alpha * b) / sigma for a, b in zip(x, toy.denoised(x, alpha, sigma))]  # the network

    g = sigma / (sigma**2 + KAPPA**2 * alpha**2)
    d = [g * a - b for a, b in zip(x, eps_hat)]
    d_seen = [g * a - e for a, e in zip(x, eps)]
    loss = sum((b - e) ** 2 for b, e in zip(eps_hat, eps)) / toy.D
    return LOG_SNR[t], CELL[t] * T, toy.dot(d, d), toy.dot(d, d_seen), loss


toy.train(
    "ddpm",
    lambda: Meter(min(LOG_SNR), max(LOG_SNR), list(zip(LOG_SNR, CELL))),
    throw,
    objective="noise-prediction",
    process={"name": "ddpm-linear", "kappa": KAPPA},
)
