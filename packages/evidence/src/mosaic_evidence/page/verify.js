// Verifies a package, as mosaic_evidence/verify.py does; the findings have the same codes and paths.
const FORMAT = 'mosaic-evidence/1';
const SEALS = ['manifest.json', 'manifest.sig', 'public-key.pem'];
const SAFE_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]*(\/[A-Za-z0-9][A-Za-z0-9._-]*)*$/;
const MAX_NAME = 200;
const MAX_SEAL_BYTES = 64 << 20;
// Larger files are hashed in pieces by our own SHA-256, because WebCrypto wants them whole in memory.
const WHOLE_BYTES = 64 << 20;
const PIECE_BYTES = 8 << 20;
const SPKI = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];

// expected: fingerprint of the key that must have signed, or ''. told(done, all): bytes that were read.
async function verify(blob, { expected = '', wholeBytes = WHOLE_BYTES, told = () => {} } = {}) {
  const found = new Map();
  const report = { ok: false, fingerprint: '', unchecked: '', manifest: null, files: [], findings: [], entries: [] };
  const add = (code, path, detail) => {
    const key = `${code}\n${path}`;
    if (!found.has(key)) found.set(key, { code, path, detail });
  };
  const entries = await entriesOf(blob, add);
  checkNames(entries, add);
  const contents = new Map();
  let done = 0;
  for (const entry of entries) {
    const content = await contentOf(blob, entry, wholeBytes, add, (bytes) => told((done += bytes), blob.size));
    contents.set(entry.name, content);
  }
  await checkManifest(contents, report, add, expected);
  checkFiles(entries, contents, report, add, found);
  await checkHours(contents, report, add);
  report.entries = entries;
  report.findings = [...found.values()];
  report.ok = report.findings.length === 0 && report.fingerprint !== '' && report.unchecked === '';
  return report;
}

function checkNames(entries, add) {
  const seen = new Set();
  for (const { name } of entries) {
    if (name.length > MAX_NAME || !SAFE_NAME.test(name)) {
      add('unsafe-name', name, 'such a name could leave its folder');
    }
    if (seen.has(name)) add('duplicate-name', name, 'there are several files of this name');
    seen.add(name);
  }
}

async function contentOf(blob, entry, wholeBytes, add, told) {
  const start = dataOffset(entry);
  let kept = SEALS.includes(entry.name) || entry.name === HOURS;
  if (kept && entry.size > MAX_SEAL_BYTES) {
    add('too-large', entry.name, 'it is larger than any of ours');
    kept = false;
  }
  if (kept || entry.size <= wholeBytes) {
    const bytes = await read(blob, start, entry.size);
    told(bytes.length);
    const crypt = globalThis.crypto?.subtle;
    const digest = crypt ? new Uint8Array(await crypt.digest('SHA-256', bytes)) : sha256(bytes);
    const crcWell = crc32(bytes) === entry.crc && bytes.length === entry.size;
    return { sha256: hex(digest), crcWell, whole: kept ? bytes : new Uint8Array() };
  }
  const hash = new Sha256();
  let crc = 0;
  for (let at = 0; at < entry.size; at += PIECE_BYTES) {
    const piece = await read(blob, start + at, Math.min(PIECE_BYTES, entry.size - at));
    hash.update(piece);
    crc = crc32(piece, crc);
    told(piece.length);
  }
  return { sha256: hex(hash.digest()), crcWell: crc === entry.crc, whole: new Uint8Array() };
}

async function checkManifest(contents, report, add, expected) {
  for (const name of SEALS) if (!contents.has(name)) add('missing-file', name, 'it is not in the package');
  const manifest = contents.get('manifest.json');
  if (!manifest) return;
  let key;
  try {
    [report.manifest, key] = readManifest(manifest.whole);
  } catch (error) {
    if (manifest.crcWell) add('bad-manifest', 'manifest.json', error.message);
    else add('changed-manifest', 'manifest.json', `it was changed: ${error.message}`);
    return;
  }
  const pem = contents.get('public-key.pem');
  if (pem && !same(pem.whole, UTF8.encode(pemOf(key)))) {
    add('changed-file', 'public-key.pem', 'it is not the key that the manifest names');
  }
  const signature = contents.get('manifest.sig');
  if (!signature) return;
  const signed = await isSigned(key, signature.whole, manifest.whole);
  if (signed === null) {
    report.unchecked = 'this browser cannot check Ed25519 signatures (Chromium 137, Firefox 129 or Safari 17 can)';
  } else if (!signed && !signature.crcWell) {
    add('changed-file', 'manifest.sig', 'the signature was changed');
  } else if (!signed) {
    add('changed-manifest', 'manifest.json', 'it was changed: the signature is not of this manifest');
  }
  if (signed === false) return;
  report.fingerprint = hex(sha256(key));
  if (expected && report.fingerprint !== expected) {
    add('wrong-key', '', `it is signed by key ${report.fingerprint}, not by the expected one`);
  }
}

// The document and the 32 bytes of its key.
function readManifest(bytes) {
  const document = parsed(bytes);
  if (!isObject(document) || document.format !== FORMAT) throw new Error(`it is no ${FORMAT}`);
  if (!Array.isArray(document.files) || !document.files.every(isFile)) throw new Error('its list of files is none');
  const { key } = document;
  if (!isObject(key) || typeof key.public !== 'string') throw new Error('it names no key');
  const raw = base64(key.public);
  if (key.fingerprint !== hex(sha256(raw)) || key.algorithm !== 'Ed25519') {
    throw new Error('the fingerprint is not that of the key');
  }
  const leaves = document.files.map((file) => UTF8.encode(canonical(file)));
  if (document.merkle_root !== hex(merkleRoot(leaves))) throw new Error('the Merkle root is not that of the files');
  return [document, raw];
}

function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isFile(entry) {
  return (
    isObject(entry) &&
    Object.keys(entry).sort().join() === 'path,sha256,size' &&
    typeof entry.path === 'string' &&
    typeof entry.sha256 === 'string' &&
    [...entry.sha256].length === 64 &&
    Number.isSafeInteger(entry.size) &&
    entry.size >= 0
  );
}

function base64(given) {
  let raw = '';
  try {
    raw = atob(given);
  } catch {
    throw new Error('the public key is no base64');
  }
  if (raw.length !== 32 || btoa(raw) !== given) throw new Error('the public key is not 32 bytes in base64');
  return Uint8Array.from(raw, (character) => character.charCodeAt(0));
}

function pemOf(key) {
  const body = btoa(String.fromCharCode(...SPKI, ...key));
  return `-----BEGIN PUBLIC KEY-----\n${body}\n-----END PUBLIC KEY-----\n`;
}

// null where the browser cannot tell.
async function isSigned(raw, signature, message) {
  try {
    const key = await crypto.subtle.importKey('raw', raw, { name: 'Ed25519' }, false, ['verify']);
    return await crypto.subtle.verify({ name: 'Ed25519' }, key, signature, message);
  } catch (error) {
    return error?.name === 'DataError' ? false : null;
  }
}

function checkFiles(entries, contents, report, add, found) {
  const wanted = new Map((report.manifest?.files ?? []).map((file) => [file.path, file]));
  const names = new Set(entries.map((entry) => entry.name));
  for (const path of wanted.keys()) {
    if (!names.has(path)) add('missing-file', path, 'the manifest names it, and it is not in the package');
  }
  for (const entry of entries) {
    const content = contents.get(entry.name);
    const told = !report.fingerprint || [...found.values()].some(({ path }) => path === entry.name);
    if (!SEALS.includes(entry.name)) {
      checkFile(entry, content, wanted.get(entry.name), report, add);
    } else if (!content.crcWell && !told) {
      add('archive-header', entry.name, "the ZIP's CRC of this file was changed");
    }
  }
  const order = [...wanted.keys(), ...SEALS].join('\n');
  if (found.size === 0 && entries.map((entry) => entry.name).join('\n') !== order) {
    add('archive-order', '', 'the files are not in the order of the manifest');
  }
}

function checkFile(entry, content, wanted, report, add) {
  let well = content.crcWell;
  if (wanted) {
    well = wanted.sha256 === content.sha256 && wanted.size === entry.size;
    if (!well) add('changed-file', entry.name, 'its SHA-256 is not that of the manifest');
    else if (!content.crcWell) add('archive-header', entry.name, "the ZIP's CRC of this file was changed");
  } else if (report.manifest) {
    add('extra-file', entry.name, 'the manifest does not name it');
    well = false;
  } else if (!well) {
    add('changed-file', entry.name, 'it was changed after the ZIP was written');
  }
  const { name, size } = entry;
  report.files.push({ path: name, size, sha256: content.sha256, ok: well && report.fingerprint !== '' });
}
