// Canonical JSON, byte for byte as mosaic_evidence/canonical.py makes it.
const MAX_DEPTH = 32;
const UTF8 = new TextEncoder();

function canonical(value, depth = 0) {
  if (depth > MAX_DEPTH) throw new Error(`it is nested more than ${MAX_DEPTH} deep`);
  if (Array.isArray(value)) return `[${value.map((item) => canonical(item, depth + 1)).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const keys = Object.keys(value).sort(); // by UTF-16 code units
    return `{${keys.map((key) => `${text(key)}:${canonical(value[key], depth + 1)}`).join(',')}}`;
  }
  if (typeof value === 'string') return text(value);
  if (value === null || typeof value === 'boolean' || Number.isSafeInteger(value)) return JSON.stringify(value);
  throw new Error('a number has no canonical form here');
}

function text(value) {
  if (/[\ud800-\udfff]/u.test(value)) throw new Error('a text holds half a surrogate pair');
  return JSON.stringify(value);
}

// The document of these bytes; throws unless they are its canonical form.
function parsed(bytes) {
  let given;
  let document;
  try {
    given = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    document = JSON.parse(given);
  } catch {
    throw new Error('it is no JSON of whole numbers');
  }
  if (canonical(document) !== given) throw new Error('it is not in canonical form');
  return document;
}
