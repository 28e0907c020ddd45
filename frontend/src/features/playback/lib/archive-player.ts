import { ProblemError } from '@/api/problem'
import type { PlaybackMap } from '../api/recordings'
import { ArchiveMap, type Fragment, type Gap, type Place } from './archive-map'
import { correctionOf } from './drift'
import { BufferError, MediaBuffer } from './media-buffer'

/** What one tile shows of the recordings. */
export interface TileView {
  state: 'loading' | 'playing' | 'gap' | 'edge' | 'failed'
  /** Of the picture that is on the screen; null: there is none. */
  shownMs: number | null
  /** The picture before the clock: positive. Null where nothing plays. */
  driftMs: number | null
  /** Of a tile that plays: whether the element has the picture that it should show. */
  ready: boolean
  gap: Gap | null
  failure: 'codec' | 'unsupported' | 'forbidden' | 'unreachable' | 'decoding' | null
  codec: string
}

/** held: the clock stands until all tiles are where it is. */
export type Going = 'paused' | 'held' | 'running'

export interface ArchiveSource {
  map: (fromMs: number, toMs: number, signal: AbortSignal) => Promise<PlaybackMap>
  media: (
    file: string,
    offset: number,
    bytes: number,
    signal: AbortSignal,
  ) => Promise<Uint8Array<ArrayBuffer>>
}

/** Around a place that was jumped to, enough for its picture and a while; later more at once. */
const FIRST_ASK_MS = { before: 4000, after: 15_000 }
const NEXT_ASK_MS = 300_000
const LEAST_AHEAD_MS = 8000
const MOST_AHEAD_MS = 60_000
const MOST_BYTES = 4 << 20
const MOST_TOGETHER = 12
const EDGE_ASK_MS = 700
const RETRY_MS = 2000
const SEEK_APART_MS = 600
const LOST_MS = 600
const NEARLY_MS = 1500
const CAUGHT_UP_S = 0.015
const AHEAD_S = 0.05

/**
 * Plays one camera's recordings on a video element, following a clock that is not its own.
 *
 * `follow` is called many times a second; it decides, and loads in the background.
 */
export class ArchivePlayer {
  view: TileView = {
    state: 'loading',
    shownMs: null,
    driftMs: null,
    ready: false,
    gap: null,
    failure: null,
    codec: '',
  }
  #map = new ArchiveMap()
  #buffer: MediaBuffer | null = null
  #place: Place = { kind: 'unknown' }
  #aim = { atMs: 0, rate: 1 }
  #going: Going = 'paused'
  #jump = 0
  #mapping = false
  #mappedAt = -Infinity
  #loading = false
  #failedAt = -Infinity
  #seekedAt = -Infinity
  #lostSince = Infinity
  #aborted = new AbortController()
  #closed = false

  constructor(
    private readonly video: HTMLVideoElement,
    private readonly source: ArchiveSource,
    private readonly serverNow: () => number,
  ) {
    video.muted = true
    video.playsInline = true
    this.#watchPictures()
  }

  /** How long a picture lasts where the player is. */
  get frameMs(): number {
    return this.#place.kind === 'recorded' ? this.#place.fragment.file.frameMs : 40
  }

  follow(atMs: number, rate: number, going: Going): TileView {
    if (this.#closed) return this.view
    if (Math.abs(atMs - this.#aim.atMs) > 1500 * Math.max(1, rate)) this.#jumped()
    this.#aim = { atMs, rate }
    this.#going = going
    this.#place = this.#map.at(atMs, this.serverNow())
    this.#askMap()
    void this.#load()
    this.#show(going)
    return this.view
  }

  close(): void {
    this.#closed = true
    this.#aborted.abort()
    this.#buffer?.close()
    this.#buffer = null
  }

  #jumped(): void {
    this.#jump += 1
    this.#aborted.abort()
    this.#aborted = new AbortController()
    this.#failedAt = -Infinity
    this.#mappedAt = -Infinity
  }

  #show(going: Going): void {
    const { atMs, rate } = this.#aim
    const place = this.#place
    if (this.view.failure && this.view.failure !== 'unreachable') {
      this.#tell({ state: 'failed', driftMs: null, gap: null })
      return
    }
    if (place.kind !== 'recorded') {
      this.video.pause()
      const state = place.kind === 'unknown' ? 'loading' : place.kind
      const gap = place.kind === 'gap' ? place.gap : null
      this.#tell({ state, driftMs: null, gap, ...(gap ? { shownMs: null } : {}) })
      return
    }
    const buffer = this.#buffer
    const wanted = buffer?.secondsAt(atMs) ?? 0
    const range = buffer?.rangeAt(wanted) ?? null
    if (range) this.#lostSince = Infinity
    if (!buffer || (!range && !this.#isSeam(buffer, place.fragment))) {
      this.video.pause()
      const failed = this.view.failure === 'unreachable'
      this.#tell({ state: failed ? 'failed' : 'loading', driftMs: null, gap: null })
      return
    }
    const driftS = this.video.currentTime - wanted
    if (range) this.#steer(wanted, driftS, rate, going, range)
    const ready = this.video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA && !this.video.seeking
    this.#tell({
      state: ready || this.#showsNearly(atMs) ? 'playing' : 'loading',
      driftMs: ready ? driftS * 1000 : null,
      ready,
      gap: null,
      failure: null,
    })
  }

  /** Whether what is on the screen is nearly what should be: an older picture counts as none. */
  #showsNearly(atMs: number): boolean {
    const { shownMs } = this.view
    return shownMs !== null && Math.abs(shownMs - atMs) < NEARLY_MS * Math.max(1, this.#aim.rate)
  }

  /**
   * Whether the buffer has all there is: between two files a few pictures may be missing. What it should have and has not
   * is loaded again after a while.
   */
  #isSeam(buffer: MediaBuffer, fragment: Fragment): boolean {
    if (!buffer.holds(fragment)) return false
    if (this.#aim.atMs < fragment.fromMs) return true
    const now = performance.now()
    this.#lostSince = Math.min(this.#lostSince, now)
    if (now - this.#lostSince > LOST_MS) {
      this.#lostSince = Infinity
      buffer.forget(fragment)
    }
    return true
  }

  #steer(
    wanted: number,
    driftS: number,
    rate: number,
    going: Going,
    range: { start: number; end: number },
  ): void {
    const { video } = this
    const elsewhere = video.currentTime < range.start - 0.001 || video.currentTime >= range.end
    if (going === 'paused') {
      if (!video.paused) video.pause()
      if (!video.seeking && (elsewhere || Math.abs(driftS) > 0.002)) video.currentTime = wanted
      return
    }
    if (going === 'held' && !elsewhere && driftS > -CAUGHT_UP_S) {
      if (!video.paused) video.pause()
      return
    }
    const { playbackRate, seek } = correctionOf(driftS, rate)
    if (driftS > AHEAD_S * Math.max(1, rate) && !seek && !elsewhere) {
      // Standing lets the clock catch up sooner than going slower, and costs no decoding.
      if (!video.paused) video.pause()
      return
    }
    if (video.playbackRate !== playbackRate) video.playbackRate = playbackRate
    if (video.paused) void video.play().catch(() => undefined)
    const now = performance.now()
    if ((seek || elsewhere) && !video.seeking && now - this.#seekedAt > SEEK_APART_MS) {
      this.#seekedAt = now
      video.currentTime = Math.min(wanted + 0.04 * rate, range.end - 0.001)
    }
  }

  #askMap(): void {
    const { atMs, rate } = this.#aim
    const now = performance.now()
    const known = this.#map.knownUntil(atMs)
    const wantedMs = atMs + this.#aheadMs(rate)
    const atEdge = Math.max(known, atMs) > this.serverNow() - 20_000
    if (this.#mapping || known > wantedMs) return
    if (now - this.#failedAt < RETRY_MS || (atEdge && now - this.#mappedAt < EDGE_ASK_MS)) return
    const fresh = known <= atMs
    const fromMs = fresh ? atMs - FIRST_ASK_MS.before : known - 1000
    const toMs = fromMs + (fresh ? FIRST_ASK_MS.before + FIRST_ASK_MS.after : NEXT_ASK_MS)
    const jump = this.#jump
    this.#mapping = true
    this.#mappedAt = now
    this.source
      .map(fromMs, toMs, this.#aborted.signal)
      .then((map) => {
        if (this.#closed) return
        this.#map.add(map)
        if (this.view.failure === 'unreachable') this.#tell({ failure: null })
        // Not only with the next tick: somebody waits for the picture.
        this.#place = this.#map.at(this.#aim.atMs, this.serverNow())
        void this.#load()
      })
      .catch((error: unknown) => {
        if (jump === this.#jump) this.#fail(error)
      })
      .finally(() => {
        this.#mapping = false
      })
  }

  /** Loads what is needed next, until nothing is; one at a time. */
  async #load(): Promise<void> {
    if (this.#loading || performance.now() - this.#failedAt < RETRY_MS) return
    this.#loading = true
    try {
      for (;;) {
        const wanted = this.#closed ? [] : this.#wanted()
        const [first, last] = [wanted[0], wanted.at(-1)]
        if (!first || !last) return
        const jump = this.#jump
        const bytes = last.offset + last.bytes - first.offset
        const media = await this.source.media(
          first.file.name,
          first.offset,
          bytes,
          this.#aborted.signal,
        )
        if (this.#closed) return
        if (jump !== this.#jump && !this.#stillWanted(wanted)) continue
        this.#buffer ??= new MediaBuffer(this.video, this.#aim.atMs)
        await this.#buffer.append(wanted, media)
        this.#show(this.#going)
        await this.#buffer.tidy(this.#aim.atMs)
      }
    } catch (error) {
      await this.#recover(error)
    } finally {
      this.#loading = false
    }
  }

  #stillWanted(fragments: readonly Fragment[]): boolean {
    const leading = this.#map.leadingTo(this.#aim.atMs)
    return fragments.some((each) => leading.includes(each))
  }

  /** First what leads to the picture, then what follows; of one file and in one piece. */
  #wanted(): Fragment[] {
    const { atMs, rate } = this.#aim
    const buffer = this.#buffer
    if (buffer && !buffer.spans(atMs)) {
      buffer.close()
      this.#buffer = null
      return this.#wanted()
    }
    const held = (each: Fragment) => buffer?.holds(each) ?? false
    if (this.#place.kind === 'recorded') {
      const leading = this.#map.leadingTo(atMs)
      const last = leading.at(-1)
      if (last && !held(last)) return buffer?.goesOnWith(last) ? [last] : leading
    }
    const [first, ...later] = this.#map
      .between(atMs, atMs + this.#aheadMs(rate))
      .filter((each) => !held(each))
    if (!first) return []
    const piece = buffer?.goesOnWith(first) ? [first] : this.#map.leadingTo(first.fromMs)
    let bytes = 0
    for (const each of later) {
      const before = piece.at(-1)
      if (!before || each.file !== before.file || each.offset !== before.offset + before.bytes)
        break
      bytes += each.bytes
      if (bytes > MOST_BYTES || piece.length >= MOST_TOGETHER) break
      piece.push(each)
    }
    return piece
  }

  #aheadMs(rate: number): number {
    return Math.min(MOST_AHEAD_MS, Math.max(LEAST_AHEAD_MS, 5000 * rate))
  }

  async #recover(error: unknown): Promise<void> {
    if (error instanceof DOMException && error.name === 'QuotaExceededError' && this.#buffer) {
      const at = this.#buffer.secondsAt(this.#aim.atMs)
      await this.#buffer.remove(0, at - 2).catch(() => undefined)
      await this.#buffer.remove(at + 20, Infinity).catch(() => undefined)
      this.#failedAt = performance.now()
      return
    }
    this.#fail(error)
  }

  #fail(error: unknown): void {
    if (this.#closed || (error instanceof DOMException && error.name === 'AbortError')) return
    this.#failedAt = performance.now()
    if (error instanceof BufferError) {
      this.#tell({ failure: error.fault, codec: error.codec })
    } else if (error instanceof ProblemError && [401, 403, 404].includes(error.status)) {
      // A file that retention has just let go is 404 too: ask where the pictures are now.
      if (this.#place.kind === 'recorded') this.#map = new ArchiveMap()
      else this.#tell({ failure: 'forbidden' })
    } else {
      this.#tell({ failure: typeof MediaSource === 'undefined' ? 'unsupported' : 'unreachable' })
    }
  }

  /** Which picture is on the screen, as the browser tells. */
  #watchPictures(): void {
    if (!('requestVideoFrameCallback' in this.video)) return
    this.video.requestVideoFrameCallback((_, { mediaTime }) => {
      if (this.#closed) return
      if (this.#buffer) this.#tell({ shownMs: this.#buffer.instantAt(mediaTime) })
      this.#watchPictures()
    })
  }

  #tell(change: Partial<TileView>): void {
    const before = this.view
    for (const [name, value] of Object.entries(change)) {
      if (before[name as keyof TileView] !== value) {
        this.view = { ...before, ...change }
        return
      }
    }
  }
}
