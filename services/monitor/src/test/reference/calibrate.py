"""Writes how good the rule in numpy is, for docs/detectors.md: python calibrate.py FOLDER_OF_THE_REFERENCE > specified.tsv.

FOLDER_OF_THE_REFERENCE holds detector.py and shapes.py. Per shape over RUNS runs of each seed, as Calibration.java counts:
runs, called saturated before the truth, detected, then value and standard error (bootstrap) of: median and p90 of the delay
(steps), changes of state per run, median and p90 of the reaction (steps from a change to what it should cause). Takes half an hour.
"""
import sys, warnings
import numpy as np

sys.path.insert(0, sys.argv[1])
import shapes
from detector import ABSORBING, DECLINING, SATURATED, WARMING, Params, run_saturation

RUNS, SEEDS, DELTA, PARAMS = 200, (101, 102, 103, 104), .03, Params()
NAMES = {"exp": "EXP", "exp_pareto": "EXP_PARETO", "exp_ar": "EXP_WANDER", "hill": "HILL", "paper_d3": "PAPER_D3",
         "spike_exp": "SPIKE_EXP", "constant": "CONSTANT", "constant_ar": "CONSTANT_WANDER", "log_immaterial": "LOG_IMMATERIAL",
         "lrdrop": "LR_DROP", "log": "LOG", "log_ar": "LOG_WANDER", "log_pareto": "LOG_PARETO", "power": "POWER",
         "linear": "LINEAR", "spike_grow": "SPIKE_GROW", "noise100_grow": "NOISE_GROW", "paper_d9": "PAPER_D9",
         "paper_d6": "PAPER_D6", "edge": "EDGE", "edge_ar": "EDGE_WANDER", "noise100": "NOISE", "collapse": "COLLAPSE"}


def judge(shape, run, looks, states):
    """Early, detected, delay, changes, reaction of one run; NaN where there is none."""
    changes = [(WARMING, states[0], looks[0])] + [(states[i - 1], states[i], looks[i]) for i in range(1, len(looks))]
    changes = [c for c in changes if c[0] != c[1]]
    count = sum(not (a == WARMING and b == ABSORBING) for a, b, _ in changes)
    said = lambda state, after: next((float(t) for _, b, t in changes if b == state and t > after), np.nan)
    first, truth = said(SATURATED, 0), run.saturated_from(DELTA)
    if shape in shapes.GROWING or shape.startswith("edge"):
        return first > 0, False, np.nan, count, np.nan
    counts = first > 0 and not (shape in ("lrdrop", "collapse") and first > run.change)
    early = counts and (truth is None or first < truth)
    reaction = np.nan
    if shape == "collapse":
        reaction = said(DECLINING, run.change) - run.change
    elif shape == "lrdrop" and counts:
        reaction = said(ABSORBING, run.change) - run.change
    return early, counts and not early, first - truth if counts and not early else np.nan, count, reaction


def quantile(values, share):
    values = np.sort(values)
    return values[min(len(values) - 1, int(share * len(values)))]


def with_error(values, statistic):
    values = np.asarray(values, float)
    values = values[~np.isnan(values)]
    if len(values) < 10:
        return np.nan, np.nan
    rng = np.random.default_rng(1)
    return statistic(values), np.std([statistic(rng.choice(values, len(values))) for _ in range(400)])


def row(judged):
    early, detected, delay, changes, reaction = map(np.array, zip(*judged))
    cells = [len(judged), early.sum(), detected.sum()]
    for values in delay, changes, reaction:
        for statistic in [np.mean] if values is changes else [lambda v: quantile(v, .5), lambda v: quantile(v, .9)]:
            cells += with_error(values, statistic)
    return "\t".join(f"{v:.6g}" for v in cells).replace("nan", "NaN")


print("# shape runs early detected median ± p90 ± changes ± reaction-median ± reaction-p90 ±".replace(" ", "\t").replace("#\t", "# "))
for shape, name in NAMES.items():
    judged = []
    for seed in SEEDS:
        drawn = [(r, x) for r, x, _ in shapes.runs(shape, RUNS, DELTA, seed)]
        looks, states = run_saturation(np.array([x for _, x in drawn]), PARAMS)
        judged += [judge(shape, r, looks, s) for (r, _), s in zip(drawn, states)]
    print(name + "\t" + row(judged), flush=True)
