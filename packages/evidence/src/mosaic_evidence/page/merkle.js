// The Merkle tree of RFC 6962, as in mosaic_evidence/merkle.py.
function joined(prefix, ...parts) {
  const out = new Uint8Array(1 + parts.reduce((sum, part) => sum + part.length, 0));
  out[0] = prefix;
  let at = 1;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

function merkleRoot(contents) {
  let level = contents.map((content) => sha256(joined(0, content)));
  if (level.length === 0) return sha256(new Uint8Array());
  while (level.length > 1) {
    const next = [];
    for (let i = 0; i + 1 < level.length; i += 2) next.push(sha256(joined(1, level[i], level[i + 1])));
    if (level.length % 2 === 1) next.push(level[level.length - 1]);
    level = next;
  }
  return level[0];
}

// Whether the path (hashes, nearest first) leads from the leaf at index of count to that root.
function merkleProves(leaf, index, count, path, root) {
  if (!Number.isSafeInteger(index) || index < 0 || index >= count) return false;
  const steps = [...path];
  let found = leaf;
  for (let width = count; width > 1; width = Math.ceil(width / 2)) {
    if ((index ^ 1) < width) {
      const beside = steps.shift();
      if (!beside) return false;
      found = sha256(index & 1 ? joined(1, beside, found) : joined(1, found, beside));
    }
    index >>= 1;
  }
  return steps.length === 0 && same(found, root);
}
