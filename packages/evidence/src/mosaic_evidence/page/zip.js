// Reads the ZIP of a package strictly, as mosaic_evidence/zip_reader.py does: headers are made again and compared.
const FULL16 = 0xffff;
const FULL32 = 0xffffffff;
const MAX_DIRECTORY_BYTES = 64 << 20;
const MAX_FILES = 100000;
const DATE = 0x21;
const MADE_BY = (3 << 8) | 45;

class Damaged extends Error {
  constructor(code, path, detail) {
    super(detail);
    this.finding = [code, path, detail];
  }
}

// Little endian; each field is [width in bytes, value].
function packed(fields, ...tails) {
  const size = fields.reduce((sum, [width]) => sum + width, 0);
  const out = new Uint8Array(size + tails.reduce((sum, tail) => sum + tail.length, 0));
  let at = 0;
  for (const [width, value] of fields) {
    let left = value;
    for (let i = 0; i < width; i++) {
      out[at++] = left % 256;
      left = Math.floor(left / 256);
    }
  }
  for (const tail of tails) {
    out.set(tail, at);
    at += tail.length;
  }
  return out;
}

function zip64(numbers) {
  if (numbers.length === 0) return new Uint8Array();
  return packed([[2, 1], [2, 8 * numbers.length], ...numbers.map((number) => [8, number])]);
}

function localHeader({ name, size, crc }) {
  const bytes = UTF8.encode(name);
  const extra = zip64(size >= FULL32 ? [size, size] : []);
  const short = Math.min(size, FULL32);
  const fields = [
    [4, 0x04034b50], [2, extra.length ? 45 : 10], [2, 0], [2, 0], [2, 0], [2, DATE],
    [4, crc], [4, short], [4, short], [2, bytes.length], [2, extra.length],
  ];
  return packed(fields, bytes, extra);
}

function centralHeader({ name, size, crc, offset }) {
  const bytes = UTF8.encode(name);
  const extra = zip64([...(size >= FULL32 ? [size, size] : []), ...(offset >= FULL32 ? [offset] : [])]);
  const short = Math.min(size, FULL32);
  const fields = [
    [4, 0x02014b50], [2, MADE_BY], [2, extra.length ? 45 : 10], [2, 0], [2, 0], [2, 0], [2, DATE],
    [4, crc], [4, short], [4, short], [2, bytes.length], [2, extra.length], [2, 0], [2, 0], [2, 0],
    [4, 0o100644 * 65536], [4, Math.min(offset, FULL32)],
  ];
  return packed(fields, bytes, extra);
}

function endRecords(count, start, length) {
  const counted = Math.min(count, FULL16);
  const size = Math.min(length, FULL32);
  const offset = Math.min(start, FULL32);
  const end = packed([
    [4, 0x06054b50], [2, 0], [2, 0], [2, counted], [2, counted], [4, size], [4, offset], [2, 0],
  ]);
  if (counted < FULL16 && size < FULL32 && offset < FULL32) return end;
  const large = packed([
    [4, 0x06064b50], [8, 44], [2, MADE_BY], [2, 45], [4, 0], [4, 0],
    [8, count], [8, count], [8, length], [8, start],
  ]);
  return packed([], large, packed([[4, 0x07064b50], [4, 0], [8, start + length], [4, 1]]), end);
}

function same(one, other) {
  return one.length === other.length && one.every((byte, i) => byte === other[i]);
}

async function read(blob, at, length) {
  if (at < 0 || length <= 0 || at >= blob.size) return new Uint8Array();
  return new Uint8Array(await blob.slice(at, Math.min(at + length, blob.size)).arrayBuffer());
}

const dataOffset = (entry) => entry.offset + localHeader(entry).length;
const endOf = (entry) => dataOffset(entry) + entry.size;
const view = (bytes) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const long = (bytes, at) => Number(view(bytes).getBigUint64(at, true));

function nameOf(bytes, broken) {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw broken;
  }
}

// The files of the archive, contiguous from its first byte; `add` is told what is wrong.
async function entriesOf(blob, add) {
  let entries;
  try {
    entries = await directory(blob);
  } catch (error) {
    if (!(error instanceof Damaged)) throw error;
    add(...error.finding);
    return followed(blob, add);
  }
  for (const entry of entries) {
    const header = localHeader(entry);
    if (!same(await read(blob, entry.offset, header.length), header)) {
      add('archive-header', entry.name, 'the ZIP header before this file is not as the directory says');
    }
  }
  return entries;
}

async function directory(blob) {
  const { count, start, length } = await endOfArchive(blob);
  if (length > MAX_DIRECTORY_BYTES || count > MAX_FILES) {
    throw new Damaged('too-large', '', 'the ZIP has more files than any of ours');
  }
  const content = await read(blob, start, length);
  const entries = [];
  let at = 0;
  let expected = 0;
  for (let i = 0; i < count; i++) {
    const [entry, next] = record(content, at);
    if (entry.offset !== expected) {
      throw new Damaged('archive-directory', entry.name, 'the file is not where the one before it ends');
    }
    expected = endOf(entry);
    at = next;
    entries.push(entry);
  }
  if (at !== length || expected !== start) {
    throw new Damaged('archive-directory', '', 'there are bytes that belong to no file of the directory');
  }
  return entries;
}

async function endOfArchive(blob) {
  const end = await read(blob, blob.size - 22, 22);
  if (end.length < 22 || view(end).getUint32(0, true) !== 0x06054b50) {
    throw new Damaged(
      'archive-end',
      '',
      'the ZIP does not end as it was written: it is cut off, something was added behind it, or its last bytes were changed (or this is no ZIP)',
    );
  }
  let count = view(end).getUint16(10, true);
  let length = view(end).getUint32(12, true);
  let start = view(end).getUint32(16, true);
  if (count === FULL16 || length === FULL32 || start === FULL32) {
    const large = await read(blob, blob.size - 22 - 20 - 56, 56);
    if (large.length === 56 && view(large).getUint32(0, true) === 0x06064b50) {
      [count, length, start] = [32, 40, 48].map((at) => long(large, at));
    }
  }
  const records = endRecords(count, start, length);
  const whole = start + length + records.length === blob.size;
  if (!whole || !same(await read(blob, blob.size - records.length, records.length), records)) {
    throw new Damaged('archive-end', '', 'the end of the ZIP does not fit what lies before it');
  }
  return { count, start, length };
}

// The entry at that place of the directory, and where the next one begins.
function record(content, at) {
  const broken = new Damaged('archive-directory', '', `the ZIP directory is damaged at its byte ${at}`);
  if (at + 46 > content.length || view(content).getUint32(at, true) !== 0x02014b50) throw broken;
  const fixed = view(content);
  const nameLength = fixed.getUint16(at + 28, true);
  const extraLength = fixed.getUint16(at + 30, true);
  const name = nameOf(content.subarray(at + 46, at + 46 + nameLength), broken);
  const extra = content.subarray(at + 50 + nameLength, Math.max(at + 50 + nameLength, at + 46 + nameLength + extraLength));
  const large = [];
  for (let i = 0; i + 8 <= extra.length; i += 8) large.push(long(extra, i));
  let size = fixed.getUint32(at + 20, true);
  let offset = fixed.getUint32(at + 42, true);
  if (size === FULL32 && large.length > 1) [size] = large.splice(0, 2);
  if (offset === FULL32 && large.length > 0) [offset] = large;
  if (((fixed.getUint32(at + 38, true) >>> 16) & 0o170000) === 0o120000) {
    throw new Damaged('unsafe-name', name, 'it is a symbolic link');
  }
  const entry = { name, size, crc: fixed.getUint32(at + 16, true), offset };
  const bytes = centralHeader(entry);
  if (!same(content.subarray(at, at + bytes.length), bytes)) {
    throw new Damaged('archive-directory', name, 'its record in the ZIP directory is not as it was written');
  }
  return [entry, at + bytes.length];
}

// What the local headers tell, up to the first that cannot be theirs.
async function followed(blob, add) {
  const entries = [];
  let at = 0;
  while (entries.length < MAX_FILES) {
    const fixed = await read(blob, at, 30);
    if (fixed.length < 30 || view(fixed).getUint32(0, true) !== 0x04034b50) return entries;
    const nameLength = view(fixed).getUint16(26, true);
    const rest = await read(blob, at + 30, nameLength + 20);
    let size = view(fixed).getUint32(18, true);
    if (size === FULL32 && rest.length === nameLength + 20) size = long(rest, nameLength + 4);
    const damaged = new Damaged('archive-header', '', `the ZIP is damaged at byte ${at}`);
    let entry;
    try {
      const name = nameOf(rest.subarray(0, nameLength), damaged);
      entry = { name, size, crc: view(fixed).getUint32(14, true), offset: at };
    } catch {
      add(...damaged.finding);
      return entries;
    }
    const header = localHeader(entry);
    if (!same(packed([], fixed, rest.subarray(0, header.length - 30)), header)) {
      add(...damaged.finding);
      return entries;
    }
    if (endOf(entry) > blob.size) {
      add('changed-file', entry.name, 'the ZIP ends within this file');
      return entries;
    }
    entries.push(entry);
    at = endOf(entry);
  }
  return entries;
}
