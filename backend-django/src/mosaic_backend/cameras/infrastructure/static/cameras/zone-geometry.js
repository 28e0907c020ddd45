// What a zone's polygon must be: the rules of domain/zones.py, told while one draws.
export const KINDS = ['include', 'exclude', 'plate']
export const FEWEST = 3
export const MOST = 64
export const MOST_ZONES = 32

/** A share of the picture, from 0 to 1, to a ten-thousandth. */
export const share = (value) => Math.round(Math.min(1, Math.max(0, value)) * 10000) / 10000

/** The zones that a text holds, or null where it holds something else. */
export function zonesIn(text) {
  let given
  try {
    given = JSON.parse(text.trim() || '[]')
  } catch {
    return null
  }
  if (!Array.isArray(given)) return null
  const zones = given.map((zone) => ({
    name: String(zone?.name ?? ''),
    kind: zone?.kind,
    polygon: Array.isArray(zone?.polygon) ? zone.polygon : [],
  }))
  const isCorner = (corner) =>
    Array.isArray(corner) && corner.length === 2 && corner.every((part) => Number.isFinite(part))
  const good = zones.every((zone) => KINDS.includes(zone.kind) && zone.polygon.every(isCorner))
  return good ? zones : null
}

/** One line a zone. */
export const textOf = (zones) =>
  zones.length === 0
    ? '[]'
    : `[\n${zones.map((zone) => `  ${JSON.stringify(zone)}`).join(',\n')}\n]`

/** What is wrong with a zone, in words; '' where nothing is. */
export function faultOf({ name, polygon }) {
  if (name.trim() === '') return 'It needs a name.'
  if (polygon.length < FEWEST || polygon.length > MOST)
    return `A zone has ${FEWEST} to ${MOST} corners.`
  if (new Set(polygon.map(String)).size !== polygon.length) return 'Two corners are in one place.'
  if (crosses(polygon)) return 'Its sides cross or touch.'
  return ''
}

function crosses(polygon) {
  const sides = polygon.map((corner, at) => [corner, polygon[(at + 1) % polygon.length]])
  for (let one = 0; one < sides.length; one++) {
    for (let other = one + 1; other < sides.length; other++) {
      const next = other === one + 1 || (one === 0 && other === sides.length - 1)
      if (next ? doublesBack(sides[one], sides[other]) : meet(...sides[one], ...sides[other]))
        return true
    }
  }
  return false
}

function doublesBack(one, other) {
  const [a, shared, b] =
    one[1] === other[0] ? [one[0], one[1], other[1]] : [other[0], other[1], one[1]]
  if (turn(shared, a, b) !== 0) return false
  return (a[0] - shared[0]) * (b[0] - shared[0]) + (a[1] - shared[1]) * (b[1] - shared[1]) > 0
}

function meet(a, b, c, d) {
  for (const axis of [0, 1]) {
    if (Math.max(a[axis], b[axis]) < Math.min(c[axis], d[axis])) return false
    if (Math.max(c[axis], d[axis]) < Math.min(a[axis], b[axis])) return false
  }
  return turn(a, b, c) * turn(a, b, d) <= 0 && turn(c, d, a) * turn(c, d, b) <= 0
}

function turn(a, b, c) {
  const cross = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
  return Math.abs(cross) < 1e-12 ? 0 : Math.sign(cross)
}
