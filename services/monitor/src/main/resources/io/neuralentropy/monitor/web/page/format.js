// Numbers for people. What is unknown is a dash; infinities travel as text, as in events.

export const UNKNOWN = '–';

const grouped = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** A number of the API, or NaN where it is left out. */
export function known(value) {
  return value === undefined || value === null ? NaN : Number(value);
}

export function count(value) {
  return Number.isFinite(value) ? grouped.format(value) : UNKNOWN;
}

/** To some significant digits, without a tail of zeros that says nothing. */
export function number(value, digits = 4) {
  const x = known(value);
  if (Number.isNaN(x)) {
    return UNKNOWN;
  }
  if (!Number.isFinite(x)) {
    return x > 0 ? '∞' : '−∞';
  }
  const size = Math.abs(x);
  if (size !== 0 && (size >= 1e7 || size < 1e-3)) {
    return minus(x.toExponential(digits - 1).replace('e+', 'e'));
  }
  return fixed(x, decimals(size, digits));
}

/** A value and its error: the error to two digits, the value to the same place. */
export function estimate(value, error, scale = 1) {
  const x = known(value) * scale;
  const e = known(error) * scale;
  if (!Number.isFinite(x) || !Number.isFinite(e) || e <= 0) {
    return { value: number(x), error: '' };
  }
  if (Math.abs(x) >= 1e7 || e < 1e-5) {
    return { value: number(x), error: number(e, 2) };
  }
  const places = decimals(e, 2);
  return { value: fixed(x, places), error: fixed(e, places) };
}

export function duration(seconds) {
  const s = known(seconds);
  if (!Number.isFinite(s)) {
    return UNKNOWN;
  }
  if (s < 59.5) {
    return `${Math.round(s)} s`;
  }
  if (s < 3600) {
    return `${Math.floor(s / 60)} min ${String(Math.floor(s % 60)).padStart(2, '0')} s`;
  }
  if (s < 86400) {
    return `${Math.floor(s / 3600)} h ${String(Math.floor((s % 3600) / 60)).padStart(2, '0')} min`;
  }
  return `${Math.floor(s / 86400)} d ${Math.floor((s % 86400) / 3600)} h`;
}

export function clock(date) {
  return date.toLocaleTimeString('en-GB');
}

function decimals(size, digits) {
  const magnitude = size === 0 ? 0 : Math.floor(Math.log10(size));
  return Math.min(8, Math.max(0, digits - 1 - magnitude));
}

function fixed(x, places) {
  return minus(x.toLocaleString('en', { minimumFractionDigits: places, maximumFractionDigits: places }));
}

function minus(text) {
  return text.replace('-', '−');
}
