// What the page knows, and the one loop that asks the monitor for it.

const PERIOD = 1000;
const CURVE_PERIOD = 2000;
const DETAILS_PERIOD = 5000;
const HIDDEN_PERIOD = 15000;
const READY_PERIOD = 5000;
const LONGEST_RETRY = 8000;
const TIMEOUT = 10000;
const MOST_SELECTED_UNASKED = 8;

export class Store {
  runs = [];
  /** Run id → its curve as the API gives it. */
  curves = new Map();
  /** Run id → the run whole, as the API gives it. */
  details = new Map();
  selected = new Set();
  /** connecting | live | lost */
  connection = 'connecting';
  /** When the monitor last answered. */
  updated = null;
  /** When the next attempt is due while the connection is lost. */
  retryAt = null;
  /** Why the monitor is not ready; null while it is. */
  notReady = null;

  #fetched = new Map();
  #detailed = new Map();
  #seen = new Set();
  #choosesUnasked;
  #onChange;
  #timer = null;
  #busy = false;
  #again = false;
  #failures = 0;
  #readyAskedAt = -Infinity;

  /** With a selection given, further runs are not selected unasked. */
  constructor(selection, onChange) {
    this.#choosesUnasked = selection.length === 0;
    selection.forEach((id) => this.selected.add(id));
    this.#onChange = onChange;
    document.addEventListener('visibilitychange', () => document.hidden || this.refresh());
    window.addEventListener('online', () => this.refresh());
  }

  select(id, on) {
    if (on) {
      this.selected.add(id);
    } else {
      this.selected.delete(id);
    }
    this.#onChange();
    this.refresh();
  }

  /** Asks at once; while a question is open, once more after it. */
  refresh() {
    clearTimeout(this.#timer);
    if (this.#busy) {
      this.#again = true;
    } else {
      this.#poll();
    }
  }

  async #poll() {
    this.#busy = true;
    this.#again = false;
    try {
      await this.#load();
      this.#failures = 0;
      this.connection = 'live';
      this.retryAt = null;
      this.updated = new Date();
    } catch (e) {
      this.#failures++;
      this.connection = 'lost';
      this.#readyAskedAt = -Infinity;
      console.info(`no answer from the monitor: ${e.message}`);
    }
    this.#busy = false;
    const wait = this.#again ? 0 : this.#pause();
    this.retryAt = this.connection === 'lost' ? new Date(Date.now() + wait) : null;
    this.#timer = setTimeout(() => this.#poll(), wait);
    this.#onChange();
  }

  #pause() {
    const period = document.hidden ? HIDDEN_PERIOD : PERIOD;
    return this.#failures === 0 ? period : Math.max(period, Math.min(LONGEST_RETRY, PERIOD * 2 ** (this.#failures - 1)));
  }

  async #load() {
    const runs = await getList('/api/runs');
    this.runs = runs.sort(byInterest);
    this.#chooseNew();
    for (const run of runs) {
      await this.#loadCurve(run);
      await this.#loadDetails(run);
    }
    this.#forget(new Set(runs.map((run) => run.run)));
    await this.#askReady();
  }

  /** Curves are long: one is fetched only while it is shown, only when its run has moved, and not at every turn. */
  async #loadCurve(run) {
    const version = `${run.attempt}/${run.receivedSteps}/${run.startTime}/${run.totalEntropy}`;
    const fetched = this.#fetched.get(run.run) ?? { version: null, at: -Infinity };
    const due = performance.now() - fetched.at >= CURVE_PERIOD;
    if (!this.selected.has(run.run) || fetched.version === version || !due) {
      return;
    }
    const curve = await get(`/api/runs/${encodeURIComponent(run.run)}/curve`);
    if (curve !== null) {
      this.curves.set(run.run, curve);
      this.#fetched.set(run.run, { version, at: performance.now() });
    }
  }

  /** Likewise, of runs that are shown. */
  async #loadDetails(run) {
    const version = `${run.attempt}/${run.lastEventTime}/${run.receivedSteps}`;
    const detailed = this.#detailed.get(run.run) ?? { version: null, at: -Infinity };
    const due = performance.now() - detailed.at >= DETAILS_PERIOD;
    if (!this.selected.has(run.run) || detailed.version === version || !due) {
      return;
    }
    const details = await get(`/api/runs/${encodeURIComponent(run.run)}`);
    if (details !== null) {
      this.details.set(run.run, details);
      this.#detailed.set(run.run, { version, at: performance.now() });
    }
  }

  #chooseNew() {
    for (const { run } of this.runs) {
      if (this.#choosesUnasked && !this.#seen.has(run) && this.selected.size < MOST_SELECTED_UNASKED) {
        this.selected.add(run);
      }
      this.#seen.add(run);
    }
  }

  #forget(present) {
    for (const id of this.curves.keys()) {
      if (!present.has(id)) {
        this.curves.delete(id);
        this.#fetched.delete(id);
      }
    }
    for (const id of this.details.keys()) {
      if (!present.has(id)) {
        this.details.delete(id);
        this.#detailed.delete(id);
      }
    }
  }

  async #askReady() {
    if (performance.now() - this.#readyAskedAt < READY_PERIOD) {
      return;
    }
    const response = await fetch('/readyz', { signal: AbortSignal.timeout(TIMEOUT) });
    const answer = await response.json();
    this.notReady = answer.ready ? null : (answer.cause ?? answer.error ?? 'no cause given');
    this.#readyAskedAt = performance.now();
  }
}

/** The answer's JSON; null where there is no such thing. */
async function get(path) {
  const response = await ask(path);
  return response.status === 404 ? null : response.json();
}

/** A list whole: long ones come in parts, each saying where it goes on. */
async function getList(path) {
  const list = [];
  for (let next = path; next; ) {
    const response = await ask(next);
    list.push(...(await response.json()));
    next = /<([^>]+)>; rel="next"/.exec(response.headers.get('Link') ?? '')?.[1];
  }
  return list;
}

async function ask(path) {
  const response = await fetch(path, { signal: AbortSignal.timeout(TIMEOUT) });
  if (!response.ok && response.status !== 404) {
    throw new Error(`${path}: status ${response.status}`);
  }
  return response;
}

/** Running ones first, then the latest started; ids keep equals in place. */
function byInterest(a, b) {
  return (b.status === 'running') - (a.status === 'running')
    || (b.startTime ?? 0) - (a.startTime ?? 0)
    || (a.run < b.run ? -1 : 1);
}
