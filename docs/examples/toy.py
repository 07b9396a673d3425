"""What the three loops share: Gaussian data, whose best network is known, and the events of a run."""

import argparse
import json
import math
import random
import time

D = 16
MEAN = [0.3 * (-1) ** k for k in range(D)]
VARIANCE = [0.5 / (k + 1) ** 2 for k in range(D)]


def data_point(rng):
    return [rng.gauss(m, math.sqrt(v)) for m, v in zip(MEAN, VARIANCE)]


def noise(rng):
    return [rng.gauss(0, 1) for _ in range(D)]


def denoised(x, alpha, sigma):
    """E[x0 | x] for x = alpha x0 + sigma eps: what the best network knows."""
    return [
        m + alpha * v / (alpha**2 * v + sigma**2) * (a - alpha * m) for a, m, v in zip(x, MEAN, VARIANCE)
    ]


def dot(a, b):
    return sum(map(lambda x, y: x * y, a, b))


def train(name, meter, throw, **about):
    """Runs of the best network, its output times a scale: one event a step, JSON lines on standard output."""
    options = argparse.ArgumentParser()
    options.add_argument("--steps", type=int, default=1024)
    options.add_argument("--batch", type=int, default=64)
    options.add_argument("--scale", type=float, default=1.0)
    options.add_argument("--first-scale", type=float, help="in the first step; on a straight line from there to --scale")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--runs", type=int, default=1, help="with seeds from --seed on")
    options = options.parse_args()
    first = options.scale if options.first_scale is None else options.first_scale
    for seed in range(options.seed, options.seed + options.runs):
        rng = random.Random(seed)
        measured = meter()

        def emit(type, **fields):
            now = int(time.time() * 1000)
            print(json.dumps({"schema": 1, "type": type, "run": f"{name}-s{seed}", "time": now, **fields}))

        emit(
            "run.started",
            logSnrRange=[measured.low, measured.high],
            dimension=D,
            batchSize=options.batch,
            plannedSteps=options.steps,
            follow="learned",
            **about,
        )
        for step in range(1, options.steps + 1):
            scale = first + (options.scale - first) * (step - 1) / max(1, options.steps - 1)
            throws = [throw(rng, scale) for _ in range(options.batch)]
            loss = sum(t[-1] for t in throws) / options.batch
            emit("step", step=step, samples=options.batch, loss=loss, **measured.step([t[:-1] for t in throws]))
        emit("run.finished", status="completed", step=options.steps)
