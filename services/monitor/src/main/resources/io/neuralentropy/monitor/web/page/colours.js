// A run keeps its colour: found from its id, moved on where another run has it, remembered by the browser.

export const SLOTS = 10;

const KEY = 'neural-entropy.colours';
const MOST_REMEMBERED = 500;

export class Colours {
  #slots = new Map(read());

  /** Gives each run that has none yet a colour that none of the others shows, while there are enough. */
  assign(ids) {
    const fresh = ids.filter((id) => !this.#slots.has(id));
    if (fresh.length === 0) {
      return;
    }
    const taken = new Set(ids.filter((id) => this.#slots.has(id)).map((id) => this.#slots.get(id)));
    for (const id of fresh) {
      const slot = firstFree(hash(id) % SLOTS, taken);
      this.#slots.set(id, slot);
      taken.add(slot);
    }
    write([...this.#slots].slice(-MOST_REMEMBERED));
  }

  slot(id) {
    return this.#slots.get(id) ?? hash(id) % SLOTS;
  }
}

function firstFree(preferred, taken) {
  for (let i = 0; i < SLOTS; i++) {
    const slot = (preferred + i) % SLOTS;
    if (!taken.has(slot)) {
      return slot;
    }
  }
  return preferred;
}

/** FNV-1a. */
function hash(text) {
  let h = 0x811c9dc5;
  for (const c of text) {
    h = Math.imul(h ^ c.codePointAt(0), 0x01000193);
  }
  return h >>> 0;
}

function read() {
  try {
    const stored = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return stored.filter(([id, slot]) => typeof id === 'string' && Number.isInteger(slot) && slot >= 0 && slot < SLOTS);
  } catch {
    return []; // no storage, or not ours: colours are then found anew
  }
}

function write(entries) {
  try {
    localStorage.setItem(KEY, JSON.stringify(entries));
  } catch {
    // private windows have no storage: colours last as long as the page
  }
}
