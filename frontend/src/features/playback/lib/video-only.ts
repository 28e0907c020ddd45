const HIDDEN = new TextEncoder().encode('free')
const MOVIE = new Set(['moov', 'mvex', 'moof'])

/**
 * Hides all tracks but one from whoever parses the boxes, in place: a browser refuses a file with sound of a codec that it
 * does not know (G.711, as cameras send), though its pictures are fine.
 */
export function showOnlyTrack(boxes: Uint8Array, track: number): void {
  const view = new DataView(boxes.buffer, boxes.byteOffset, boxes.byteLength)
  walk(view, 0, boxes.byteLength, (kind, start, end) => {
    const of =
      kind === 'trak'
        ? trackOf(view, start, end, 'tkhd')
        : kind === 'traf'
          ? trackOf(view, start, end, 'tfhd')
          : kind === 'trex'
            ? view.getUint32(start + 12)
            : track
    if (of !== track) boxes.set(HIDDEN, start + 4)
    return MOVIE.has(kind)
  })
}

/** What `tkhd` or `tfhd` in the box says. */
function trackOf(view: DataView, start: number, end: number, named: string): number {
  let found = 0
  walk(view, start + 8, end, (kind, at) => {
    if (kind === named) {
      const wide = named === 'tkhd' && view.getUint8(at + 8) === 1
      found = view.getUint32(at + (named === 'tfhd' ? 12 : wide ? 28 : 20))
    }
    return false
  })
  return found
}

/** Visits boxes; goes into those of which `visit` says so. */
function walk(
  view: DataView,
  start: number,
  end: number,
  visit: (kind: string, start: number, end: number) => boolean,
): void {
  let at = start
  while (at + 8 <= end) {
    let size = view.getUint32(at)
    if (size === 1 && at + 16 <= end) size = Number(view.getBigUint64(at + 8))
    if (size < 8 || at + size > end) return
    const kind = String.fromCharCode(...[4, 5, 6, 7].map((each) => view.getUint8(at + each)))
    if (visit(kind, at, at + size)) walk(view, at + 8, at + size, visit)
    at += size
  }
}
