// Ties the page together: the store tells that something changed, at most one drawing per frame follows.

import { Charts } from './charts.js';
import { Colours } from './colours.js';
import { Evaluations } from './evaluations.js';
import * as format from './format.js';
import { Store } from './store.js';
import { Table } from './table.js';

const element = (id) => document.getElementById(id);

const colours = new Colours();
const charts = new Charts();
const evaluations = new Evaluations();
const store = new Store(selectionInAddress(), schedule);
const table = new Table(pick, pickAll);
let scheduled = false;

store.refresh();
setInterval(() => store.connection === 'lost' && showConnection(), 1000);

function pick(id, on) {
  store.select(id, on);
  rememberSelection();
}

function pickAll(on) {
  store.runs.forEach((run) => store.select(run.run, on));
  rememberSelection();
}

function schedule() {
  if (!scheduled) {
    scheduled = true;
    requestAnimationFrame(draw);
  }
}

function draw() {
  scheduled = false;
  const { runs, selected, curves, details } = store;
  const known = runs.length > 0;
  showConnection();
  element('empty').hidden = known || store.updated === null;
  element('runs').hidden = !known;
  element('charts').hidden = !known;
  if (known) {
    colours.assign(runs.map((run) => run.run));
    table.update(runs, selected, colours);
    const chosen = runs.filter((run) => selected.has(run.run));
    evaluations.update(chosen, details);
    charts.update(chosen, curves, colours);
  }
}

function showConnection() {
  const { connection, updated, notReady } = store;
  const state = element('connection');
  state.dataset.state = connection === 'live' && notReady ? 'not-ready' : connection;
  state.textContent = { connecting: 'connecting …', live: notReady ? 'not ready' : 'live', lost: 'connection lost' }[connection];
  state.title = updated ? `last answer ${format.clock(updated)}` : '';
  banner('lost', connection === 'lost' ? lossText() : null);
  banner('not-ready', connection === 'live' && notReady ? `The monitor is not ready: ${notReady}` : null);
  document.body.classList.toggle('stale', connection === 'lost');
}

function lossText() {
  const wait = Math.max(0, Math.ceil((store.retryAt - Date.now()) / 1000));
  const since = store.updated ? `What you see is from ${format.clock(store.updated)}. ` : '';
  return `Connection to the monitor lost. ${since}${wait > 0 ? `Next attempt in ${wait} s.` : 'Trying again …'}`;
}

function banner(id, text) {
  element(id).hidden = text === null;
  if (element(id).textContent !== (text ?? '')) {
    element(id).textContent = text ?? '';
  }
}

/** The selection is part of the address, so that a comparison can be sent to somebody. */
function selectionInAddress() {
  const ids = new URLSearchParams(location.hash.slice(1)).get('runs');
  return ids ? ids.split(',').filter((id) => /^[A-Za-z0-9._-]{1,128}$/.test(id)) : [];
}

function rememberSelection() {
  const ids = [...store.selected].join(',');
  history.replaceState(null, '', ids ? `#runs=${ids}` : location.pathname);
}
