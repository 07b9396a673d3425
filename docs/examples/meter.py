"""Neural entropies of a training batch, for any diffusion or flow loop. Plain Python: copy it, it needs nothing.

What a throw of data point, noise and time brings (docs/other-loops.md says how to get it from your network's output):

    log_snr   lambda = ln(alpha^2 / sigma^2)
    weight    1 / (density of lambda in your sampling of times); of a grid of time steps trapezoid_cells / probability
    square    ||d||^2, d = eps_eq - eps_hat, summed over all numbers of the data point
    cross     d . d_seen, d_seen = eps_eq - eps
"""

import math


def trapezoid_cells(log_snrs):
    """Of a grid of time steps, such as DDPM's, the width of lambda that each stands for; its weight is cell / probability."""
    order = sorted(range(len(log_snrs)), key=log_snrs.__getitem__)
    ends = [log_snrs[order[0]]]
    ends += [(log_snrs[i] + log_snrs[j]) / 2 for i, j in zip(order, order[1:])]
    ends += [log_snrs[order[-1]]]
    cells = [0.0] * len(log_snrs)
    for place, i in enumerate(order):
        cells[i] = ends[place + 1] - ends[place]
    return cells


def moments(values):
    """The form of neuralEntropy and learnedEntropy in an event: one value per data point."""
    count = len(values)
    mean = sum(values) / count
    found = {"mean": mean, "count": count}
    variance = sum((value - mean) ** 2 for value in values) / (count - 1) if count > 1 else math.nan
    if math.isfinite(variance):
        found["variance"] = variance
    return found


class Course:
    """How a rate goes along lambda, as past steps showed it: running means in bins, straight lines between their centres."""

    def __init__(self, low, high, grid=None, bins=48, memory=30):
        self.low, self.width, self.bins, self.memory = low, (high - low) / bins, bins, memory
        self.seen = [0] * bins
        self.level = [0.0] * bins
        # what each bin's level counts in the integral: over a grid by the same sum as the throws' mean
        self.share = [self.width] * bins
        if grid is not None:
            self.share = [0.0] * bins
            for log_snr, cell in grid:
                bin, part = self.place(log_snr)
                self.share[bin] += cell * (1 - part)
                self.share[min(bin + 1, bins - 1)] += cell * part

    def place(self, log_snr):
        at = min(max((log_snr - self.low) / self.width - 0.5, 0.0), self.bins - 1.0)
        return int(at), at - int(at)

    def at(self, log_snr):
        bin, part = self.place(log_snr)
        return self.level[bin] * (1 - part) + self.level[min(bin + 1, self.bins - 1)] * part

    def integral(self):
        return sum(share * level for share, level in zip(self.share, self.level))

    def learn(self, log_snr, rate):
        if math.isfinite(rate):
            bin = min(max(int((log_snr - self.low) / self.width), 0), self.bins - 1)
            self.seen[bin] = min(self.seen[bin] + 1, self.memory)
            self.level[bin] += (rate - self.level[bin]) / self.seen[bin]


class Meter:
    """S_NN and S_lin over a range of log-SNR, right on average at every batch size. One per process and rank.

    low, high   the range: logSnrRange of run.started
    grid        [(lambda, cell)] of all time steps inside it, where times are discrete
    """

    def __init__(self, low, high, grid=None):
        self.low, self.high = low, high
        self.neural = Course(low, high, grid)
        self.learned = Course(low, high, grid)

    def step(self, throws, per_point=1):
        """Fields of a step's event from [(log_snr, weight, square, cross)]; per_point throws in a row share a data point."""
        throws = [(l, w if self.low <= l <= self.high else 0.0, square, cross) for l, w, square, cross in throws]
        neural = [(l, w, square / 2) for l, w, square, cross in throws]
        learned = [(l, w, cross - square / 2) for l, w, square, cross in throws]
        return {
            "neuralEntropy": self._entropy(self.neural, neural, per_point),
            "learnedEntropy": self._entropy(self.learned, learned, per_point),
        }

    @staticmethod
    def _entropy(course, throws, per_point):
        # the course is of earlier steps alone, so that the mean is right whatever it is; it only makes it quieter
        known = course.integral()
        values = [known + w * (rate - course.at(l)) if w else known for l, w, rate in throws]
        points = [sum(values[i : i + per_point]) / per_point for i in range(0, len(values), per_point)]
        for l, w, rate in throws:
            if w:
                course.learn(l, rate)
        return moments(points)
