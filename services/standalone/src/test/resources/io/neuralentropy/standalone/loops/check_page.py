"""Runs the Python of docs/other-loops.md: check_page.py PAGE EXAMPLES DIRECTORY. Prints the events that it sends, key and value."""

import json
import math
import pathlib
import re
import sys
import types

page, examples, directory = map(pathlib.Path, sys.argv[1:])
sys.path.insert(0, str(examples))
from meter import Meter, trapezoid_cells  # noqa: E402

blocks = re.findall(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
assert len(blocks) >= 7, blocks
code = {}
for block in blocks:
    exec(block, code)

# each kind of output of a network that predicts the noise .7: all say so
x0_hat, eps, sigma_data = -0.3, 0.7, 0.5
for alpha, sigma, dalpha, dsigma in [(0.8, 0.6, -0.5, 0.4), (0.6, 0.4, -1, 1), (0.3, 0.7, 1, -1), (1, 0.75, 0, 1)]:
    x = alpha * x0_hat + sigma * eps
    root = math.hypot(sigma, sigma_data)
    outputs = {"eps": eps, "score": -eps / sigma, "x0": x0_hat, "u": dalpha * x0_hat + dsigma * eps}
    if abs(alpha**2 + sigma**2 - 1) < 1e-12:
        outputs["v"] = alpha * eps - sigma * x0_hat
    if alpha == 1:
        outputs["F"] = (x0_hat - sigma_data**2 / root**2 * x) / (sigma * sigma_data / root)
    for kind, out in outputs.items():
        said = code["predicted_noise"](kind, x, out, alpha, sigma, sigma_data, dalpha, dsigma)
        assert abs(said - eps) < 1e-12, (kind, alpha, said)

# what the page says of the straight path and of EDM's numbers
t, u = 0.4, eps - x0_hat
assert abs((1 - t) * x0_hat + t * eps + (1 - t) * u - eps) < 1e-12
assert abs(t * x0_hat + (1 - t) * eps - t * -u - eps) < 1e-12


# the weights of the table: their mean over the law of times is the length of the range
def mean_weight(weight, steps=200_000):
    return sum(weight((i + 0.5) / steps) for i in range(steps)) / steps


def within(low, high, log_snr, weight):
    return weight if low <= log_snr <= high else 0.0


flow = mean_weight(lambda t: within(-8, 9, 2 * math.log((1 - t) / t), 2 / (t * (1 - t))))
cosine = mean_weight(
    lambda t: within(-8, 9, -2 * math.log(math.tan(math.pi * t / 2)), 2 * math.pi / math.sin(math.pi * t))
)
beta = lambda t: 0.1 + 15.9 * t  # noqa: E731
lost = lambda t: -math.expm1(-0.1 * t - 7.95 * t * t)  # noqa: E731
vp = mean_weight(lambda t: within(-6, 6, math.log((1 - lost(t)) / lost(t)), beta(t) / lost(t)))
density = lambda z: math.exp(-z * z / 2) / math.sqrt(2 * math.pi)  # noqa: E731
m, s, r = 0.3, 1.1, 3.0


def of_normal(low, high, log_snr, weight):
    """The same over z ~ N(0, 1)."""
    return 20 * mean_weight(lambda at: density(20 * at - 10) * within(low, high, log_snr(20 * at - 10), weight(20 * at - 10)))


edm = of_normal(-4.8, 9, lambda z: -2 * (-1.2 + 1.2 * z), lambda z: 2 * 1.2 / density(z))
shifted = of_normal(-6, 4, lambda z: -2 * (m + s * z) - 2 * math.log(r), lambda z: 2 * s / density(z))
for found, length in [(flow, 17), (cosine, 17), (vp, 12), (edm, 13.8), (shifted, 10)]:
    assert abs(found - length) < 2e-3 * length, (found, length)
# SD3's shift of t, as the schedulers write it
t = 1 / (1 + math.exp(-(m + s * 0.5)))
t = r * t / (1 + (r - 1) * t)
assert abs(2 * math.log((1 - t) / t) - (-2 * (m + s * 0.5) - 2 * math.log(r))) < 1e-12
grid = [3.0, 1.0, 0.0, -4.0]
assert trapezoid_cells(grid) == [1.0, 1.5, 2.5, 2.0]

# outside the range a throw adds nothing; a first step is weights alone; several throws of a point are averaged
meter = Meter(-8, 9)
first = meter.step([(0.0, 17.0, 4.0, 3.0), (20.0, 17.0, 4.0, 3.0)])
assert first["neuralEntropy"] == {"mean": 17.0, "count": 2, "variance": 578.0}, first
assert first["learnedEntropy"]["mean"] == 8.5, first
assert Meter(-8, 9).step([(0.0, 17.0, 4.0, 3.0)] * 4, per_point=2)["neuralEntropy"]["count"] == 2
assert math.isnan(meter.step([(0.0, 17.0, math.nan, 3.0)] * 2)["neuralEntropy"]["mean"])
assert math.isfinite(meter.step([(0.0, 17.0, 4.0, 3.0)] * 2)["neuralEntropy"]["mean"]), "one bad step is no more than that"


# sending: a stand-in for confluent_kafka
class Producer:
    full = False

    def __init__(self, config):
        assert config["partitioner"] == "murmur2_random"

    def produce(self, topic, key, value):
        if self.full:
            raise BufferError
        print(key + "\t" + topic + "\t" + value)

    def poll(self, timeout):
        assert timeout == 0

    def flush(self, timeout):
        return 0


sys.modules["confluent_kafka"] = types.SimpleNamespace(Producer=Producer)
assert [code["next_attempt"](directory) for _ in range(3)] == [0, 1, 2]
throws = [(0.0, 17.0, 4.0, 3.0), (1.0, 17.0, 5.0, 3.0)]


def loop():
    fields = code["accumulated"](meter, [0, 1, 2, 3], lambda batch: (batch, throws))
    assert fields["loss"] == 1.5 and fields["samples"] == 8, fields
    assert fields["neuralEntropy"]["count"] == 8, fields
    yield 1, fields
    for fields in code["every"](3, meter, [(step, 0.5, throws) for step in range(4, 11)]):
        yield fields.pop("step"), fields
    raise FloatingPointError("loss is NaN")


try:
    code["training"](code["Events"]("page", attempt=2, rank=1), loop())
    raise AssertionError("the failure is hidden")
except FloatingPointError:
    pass
Producer.full = True
events = code["Events"]("page")
events.emit("step", step=1)
assert events.lost == 1
