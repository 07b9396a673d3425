"""EDM: ln sigma ~ N(-1.2, 1.2^2), a network F behind the preconditioning x_hat = c_skip x + c_out F."""

import math

import toy
from meter import Meter

P_MEAN, P_STD = -1.2, 1.2
SIGMA_DATA = 0.5
KAPPA = SIGMA_DATA
# lambda = -2 ln sigma ~ N(-2 P_MEAN, (2 P_STD)^2): three standard deviations of it, within [-8, 9]
LOW, HIGH = max(-8.0, -2 * P_MEAN - 6 * P_STD), min(9.0, -2 * P_MEAN + 6 * P_STD)


def throw(rng, scale):
    z = rng.gauss(0, 1)
    sigma = math.exp(P_MEAN + P_STD * z)
    x0, eps = toy.data_point(rng), toy.noise(rng)
    x = [a + sigma * e for a, e in zip(x0, eps)]
    root = math.sqrt(sigma**2 + SIGMA_DATA**2)
    c_skip, c_out = SIGMA_DATA**2 / root**2, sigma * SIGMA_DATA / root
    f = [scale * (b - c_skip * a) / c_out for a, b in zip(x, toy.denoised(x, 1.0, sigma))]  # the network

    d = [SIGMA_DATA / root * o for o in f]  # where KAPPA = SIGMA_DATA
    g = sigma / (sigma**2 + KAPPA**2)
    d_seen = [g * a - e for a, e in zip(x, eps)]
    weight = 2 * P_STD * math.sqrt(2 * math.pi) * math.exp(z * z / 2)
    loss = sum(((a - c_skip * b) / c_out - o) ** 2 for a, b, o in zip(x0, x, f)) / toy.D
    return -2 * math.log(sigma), weight, toy.dot(d, d), toy.dot(d, d_seen), loss


toy.train(
    "edm",
    lambda: Meter(LOW, HIGH),
    throw,
    objective="edm",
    process={"name": "edm", "kappa": KAPPA, "sigmaData": SIGMA_DATA, "pMean": P_MEAN, "pStd": P_STD},
)
