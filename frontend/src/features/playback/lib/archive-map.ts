import type { Cause, GapKind, PlaybackMap } from '../api/recordings'

export interface RecordedFile {
  name: string
  startsMs: number
  codec: string
  track: number
  frameMs: number
  init: string
}

/** Bytes of a file that a player takes whole, at their wall time. */
export interface Fragment {
  file: RecordedFile
  offset: number
  bytes: number
  fromMs: number
  toMs: number
  /** Of the first picture in it that stands for itself. */
  keyMs: number | null
}

export interface Gap {
  fromMs: number
  toMs: number
  kind: GapKind
  cause: Cause
}

export type Place =
  | { kind: 'recorded'; fragment: Fragment }
  | { kind: 'gap'; gap: Gap }
  /** Nobody has asked yet. */
  | { kind: 'unknown' }
  /** Not recorded yet: what is written now comes a second later. */
  | { kind: 'edge' }

/** Where one file follows another, this much may be missing between their pictures. */
export const SEAM_MS = 500
/** Hours of it; who watches all day need not keep the morning. */
export const MOST_FRAGMENTS = 20_000
/** The ledger tells of a gap only some seconds after it began. */
const LEDGER_BEHIND_MS = 15_000

/** What is known of where one camera's pictures are; it grows as stretches are asked for. */
export class ArchiveMap {
  #fragments: Fragment[] = []
  #files = new Map<string, RecordedFile>()
  #gaps: Gap[] = []
  #known: { fromMs: number; toMs: number }[] = []

  /** Takes in an answer; what it does not say yet, because it is being recorded, stays unknown. */
  add(map: PlaybackMap): void {
    if (this.#fragments.length > MOST_FRAGMENTS) this.#forget()
    const fromMs = Date.parse(map.from)
    const nowMs = Date.parse(map.now)
    const merged = new Map(this.#fragments.map((each) => [keyOf(each), each]))
    let endMs = fromMs
    for (const told of map.files) {
      const file = this.#fileOf(told)
      for (const each of told.fragments) {
        const fragment = {
          file,
          offset: each.offset,
          bytes: each.bytes,
          fromMs: file.startsMs + each.start_s * 1000,
          toMs: file.startsMs + each.end_s * 1000,
          keyMs: each.key_s === null ? null : file.startsMs + each.key_s * 1000,
        }
        merged.set(keyOf(fragment), fragment)
        endMs = Math.max(endMs, fragment.toMs)
      }
    }
    this.#fragments = [...merged.values()].sort((a, b) => a.fromMs - b.fromMs)
    const gaps = map.gaps.map(({ from, to, kind, cause }) => ({
      fromMs: Date.parse(from),
      toMs: Date.parse(to),
      kind,
      cause,
    }))
    for (const gap of gaps) endMs = Math.max(endMs, gap.toMs)
    const settledMs = Math.max(endMs, nowMs - LEDGER_BEHIND_MS)
    const toMs = Math.min(Date.parse(map.to), settledMs)
    const kept = this.#gaps.flatMap((each) => outside(each, fromMs, toMs, gaps))
    this.#gaps = [...kept, ...gaps].sort((a, b) => a.fromMs - b.fromMs)
    if (toMs > fromMs) this.#known = joined([...this.#known, { fromMs, toMs }])
  }

  /** What is at an instant; `nowMs` by the server's clock. */
  at(atMs: number, nowMs: number): Place {
    const index = this.#before(atMs)
    const fragment = this.#fragments[index]
    const next = this.#fragments[index + 1]
    if (fragment && atMs < fragment.toMs) return { kind: 'recorded', fragment }
    if (fragment && next && next.fromMs - fragment.toMs <= SEAM_MS) {
      return { kind: 'recorded', fragment: next }
    }
    if (this.knownUntil(atMs) <= atMs) {
      return { kind: atMs > nowMs - LEDGER_BEHIND_MS ? 'edge' : 'unknown' }
    }
    const gap = this.#gaps.find((each) => each.fromMs <= atMs && atMs < each.toMs)
    if (gap) return { kind: 'gap', gap }
    // The index has footage there and the disk does not, or nobody watched: said as what it is.
    const fromMs = fragment?.toMs ?? atMs
    const untold = {
      fromMs,
      toMs: next?.fromMs ?? atMs,
      kind: 'missing',
      cause: 'unknown',
    } as const
    return { kind: 'gap', gap: untold }
  }

  /** Up to where everything from the instant on is known; the instant itself where nothing is. */
  knownUntil(atMs: number): number {
    const span = this.#known.find((each) => each.fromMs <= atMs && atMs < each.toMs)
    return span?.toMs ?? atMs
  }

  /** Those that a decoder needs to show the instant: from the key frame on, in one file. */
  leadingTo(atMs: number): Fragment[] {
    let index = this.#before(atMs)
    const current = this.#fragments[index]
    const next = this.#fragments[index + 1]
    if (next && (!current || atMs >= current.toMs) && next.fromMs - atMs <= SEAM_MS) index += 1
    const last = this.#fragments[index]
    if (!last) return []
    let first = index
    for (let at = index; at >= 0; at -= 1) {
      const each = this.#fragments[at]
      if (!each || each.file !== last.file) break
      first = at
      if (each.keyMs !== null && each.keyMs <= atMs) break
    }
    return this.#fragments.slice(first, index + 1)
  }

  /** Those that show something between two instants. */
  between(fromMs: number, toMs: number): Fragment[] {
    return this.#fragments.filter((each) => each.toMs > fromMs && each.fromMs < toMs)
  }

  #forget(): void {
    this.#fragments = []
    this.#files.clear()
    this.#gaps = []
    this.#known = []
  }

  #fileOf(told: PlaybackMap['files'][number]): RecordedFile {
    const known = this.#files.get(told.name)
    if (known) return known
    const file = {
      name: told.name,
      startsMs: Date.parse(told.starts_at),
      codec: told.codec,
      track: told.track,
      frameMs: told.frame_s * 1000,
      init: told.init,
    }
    this.#files.set(told.name, file)
    return file
  }

  /** The last one that begins at or before the instant; -1: none does. */
  #before(atMs: number): number {
    let low = 0
    let high = this.#fragments.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#fragments[middle]?.fromMs ?? Infinity) <= atMs) low = middle + 1
      else high = middle
    }
    return low - 1
  }
}

/** What an answer about a stretch of time leaves of a gap that was known before: whole gaps are told anew. */
function outside(gap: Gap, fromMs: number, toMs: number, told: readonly Gap[]): Gap[] {
  if (told.some((each) => each.fromMs < gap.toMs && gap.fromMs < each.toMs)) return []
  const before = { ...gap, toMs: Math.min(gap.toMs, fromMs) }
  const after = { ...gap, fromMs: Math.max(gap.fromMs, toMs) }
  return [before, after].filter((each) => each.fromMs < each.toMs)
}

export function keyOf({ file, offset }: Pick<Fragment, 'file' | 'offset'>): string {
  return `${file.name}/${offset}`
}

function joined(spans: { fromMs: number; toMs: number }[]): { fromMs: number; toMs: number }[] {
  const out: { fromMs: number; toMs: number }[] = []
  for (const span of spans.sort((a, b) => a.fromMs - b.fromMs)) {
    const last = out.at(-1)
    if (last && span.fromMs <= last.toMs) last.toMs = Math.max(last.toMs, span.toMs)
    else out.push({ ...span })
  }
  return out
}
