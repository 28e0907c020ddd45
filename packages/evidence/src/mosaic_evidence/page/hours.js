// The proofs of the hourly chain in hours.json, as in mosaic_evidence/hours.py.
const HOURS = 'hours.json';
const HOURS_FORMAT = 'mosaic-hours/1';
const HEAD_TEXTS = ['before', 'camera', 'format', 'hour', 'key', 'merkle_root', 'newest'];
const HEAD_NUMBERS = ['number', 'segments'];
const SEGMENT_TEXTS = ['path', 'sha256', 'start'];
const SEGMENT_NUMBERS = ['duration_ms', 'size'];
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const NO_HOURS = `it is no ${HOURS_FORMAT}`;

async function checkHours(contents, report, add) {
  const told = report.fingerprint ? report.manifest?.contents : null;
  if (!isObject(told) || !Object.hasOwn(told, 'hours')) return;
  if (!isObject(told.hours) || told.hours.path !== HOURS) {
    add('bad-proof', HOURS, `the manifest does not call it ${HOURS}`);
  } else if (report.files.some(({ path, ok }) => path === HOURS && ok)) {
    const camera = isObject(report.manifest.camera) ? report.manifest.camera.id : null;
    const fault = await faultOfHours(contents.get(HOURS).whole, String(camera));
    if (fault) add('bad-proof', HOURS, fault);
  }
}

async function faultOfHours(bytes, camera) {
  try {
    const document = parsed(bytes);
    if (Object.keys(document).join() !== 'format,hours,keys' || document.format !== HOURS_FORMAT) return NO_HOURS;
    if (!Array.isArray(document.keys) || !Array.isArray(document.hours)) return NO_HOURS;
    const known = new Map(document.keys.map(base64).map((key) => [hex(sha256(key)), key]));
    for (const hour of document.hours) {
      const fault = await faultOfHour(hour, known, camera);
      if (fault) return fault;
    }
  } catch {
    return NO_HOURS;
  }
  return '';
}

async function faultOfHour(hour, known, camera) {
  const content = UTF8.encode(hour.head);
  if (typeof hour.signature !== 'string' || !BASE64.test(hour.signature)) return 'a signature is no base64';
  const signature = Uint8Array.from(atob(hour.signature), (character) => character.charCodeAt(0));
  const head = parsed(content);
  if (!hasForm(head, HEAD_TEXTS, HEAD_NUMBERS) || head.format !== 'mosaic-hour/1') return NO_HOURS;
  const key = known.get(head.key);
  // null: this browser cannot tell, which the verdict says of the whole package.
  if (!key || (await isSigned(key, signature, content)) === false) {
    return `the head of ${head.hour} is not signed by a listed key`;
  }
  if (head.camera !== camera) return `the head of ${head.hour} is of another camera`;
  for (const { segment, index, path } of hour.segments) {
    if (!hasForm(segment, SEGMENT_TEXTS, SEGMENT_NUMBERS)) return NO_HOURS;
    const leaf = sha256(joined(0, UTF8.encode(canonical(segment))));
    if (!merkleProves(leaf, index, head.segments, path.map(unhex), unhex(head.merkle_root))) {
      return `${segment.path} is not in the hour that was sealed`;
    }
  }
  return '';
}

function hasForm(value, texts, numbers) {
  return (
    isObject(value) &&
    Object.keys(value).sort().join() === [...texts, ...numbers].sort().join() &&
    texts.every((name) => typeof value[name] === 'string') &&
    numbers.every((name) => Number.isSafeInteger(value[name]))
  );
}

function unhex(given) {
  if (!/^([0-9a-f]{2})*$/.test(given)) return new Uint8Array();
  return Uint8Array.from(given.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}
