"""Writes what the Java detectors are compared with: python generate.py FOLDER_OF_THE_REFERENCE OUT.

FOLDER_OF_THE_REFERENCE holds detector.py and shapes.py, the rule in numpy. OUT gets
  saturation.jsonl.gz  per run: shape, steps, bucket means (null: not finite) and the changes of state, [step, state]
  divergence.jsonl     per run: the parameters of a signal that Lcg noise makes in both languages, and when it diverged
"""
import gzip, json, math, sys
import numpy as np

sys.path.insert(0, sys.argv[1])
import shapes
from detector import NAMES, Params, bucket_edges, run_divergence, run_saturation

OUT, RUNS, SEED, DELTA = sys.argv[2], 3, 19, .03


def saturation():
    with gzip.GzipFile(f"{OUT}/saturation.jsonl.gz", "wb", mtime=0) as f:
        for shape in shapes.ALL:
            for i, (r, x, _) in enumerate(shapes.runs(shape, RUNS, DELTA, SEED)):
                with np.errstate(all="ignore"):
                    looks, S = run_saturation(x[None], Params(delta=DELTA))
                    e = bucket_edges(r.steps, 32)
                    n = np.diff(np.concatenate([e, [r.steps + 1]]))
                    y = np.add.reduceat(x, e - 1) / n
                s = S[0]
                keep = np.flatnonzero(np.concatenate([[True], np.diff(s) != 0]))
                line = {"shape": shape, "run": i, "steps": r.steps,
                        "means": [float(v) if math.isfinite(v) else None for v in y],
                        "states": [[int(looks[k]), NAMES[s[k]]] for k in keep]}
                f.write((json.dumps(line, separators=(",", ":")) + "\n").encode())


def lcg(n, seed):
    """Uniform in (-1, 1): s <- 1664525 s + 1013904223 mod 2^32."""
    out, s = np.empty(n), seed
    for i in range(n):
        s = (1664525 * s + 1013904223) % 2 ** 32
        out[i] = (s + .5) / 2 ** 31 - 1
    return out


def divergence():
    T = 20000
    t = np.arange(1, T + 1, dtype=float)
    with open(f"{OUT}/divergence.jsonl", "w") as f:
        for seed, (at, factor, memory, on_loss, noise) in enumerate([
                (5000, 3, 0, True, .1), (9000, 1.6, 0, True, .1), (9000, 1.4, 0, True, .1), (12000, 8, 0, False, .3),
                (12000, 2.5, 0, False, .3), (700, 4, 0, True, .1), (5000, 4, 100, True, .1), (5000, 4, 600, True, .1),
                (15000, 6, 200, True, .2), (15000, 6, 1000, True, .2), (5000, 3, 0, True, 1.5), (8000, 20, 400, False, .2),
                (3000, 1e6, 150, True, .1), (16000, 5, 900, False, .3)], 1):
            jump = np.where(t >= at, (factor - 1) * (np.exp(-np.maximum(t - at, 0) / memory) if memory else 1), 0)
            loss = (2 + 1 / np.sqrt(t)) * (1 + noise * lcg(T, seed)) * (1 + jump * on_loss)
            entropy = 50 * (1 - np.exp(-t / 2000)) * (1 + noise * lcg(T, seed + 1000)) * (1 + jump * (not on_loss))
            f.write(json.dumps({"seed": seed, "steps": T, "at": at, "factor": factor, "memory": memory, "onLoss": on_loss,
                                "noise": noise, "divergedAt": int(run_divergence(entropy[None], loss[None])[0])}) + "\n")


saturation()
divergence()
