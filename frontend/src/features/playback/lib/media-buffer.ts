import { bytesOf } from '@/lib/base64'
import { updated } from '@/lib/source-buffer'
import { keyOf, type Fragment, type RecordedFile } from './archive-map'
import { showOnlyTrack } from './video-only'

/** Media Source counts from a day well before what is played first, so that one can go back from there. */
const BASE_BEFORE_MS = 100 * 86_400_000
const DURATION_S = 200 * 86_400
/** What is kept behind the picture: stepping back needs it. */
const KEEP_BEHIND_S = 25
const EVICT_BEHIND_S = 60
const KEEP_AHEAD_S = 240

export type BufferFault = 'unsupported' | 'codec' | 'decoding'

/**
 * A video element whose clock is the wall's, less a constant: recorded bytes lie in it at the time they were recorded.
 *
 * Owns the element's source. One append at a time.
 */
export class MediaBuffer {
  readonly #source: MediaSource
  readonly #url: string
  readonly #baseMs: number
  readonly #open: Promise<void>
  #buffer: SourceBuffer | null = null
  #file: RecordedFile | null = null
  #held = new Map<string, Fragment>()
  #last: Fragment | null = null
  #closed = false

  /** Raises TypeError where the browser has no Media Source. */
  constructor(
    private readonly video: HTMLVideoElement,
    firstMs: number,
  ) {
    this.#baseMs = firstMs - BASE_BEFORE_MS
    this.#source = new MediaSource()
    this.#url = URL.createObjectURL(this.#source)
    this.#open = new Promise((resolve) => {
      this.#source.addEventListener('sourceopen', () => resolve(), { once: true })
    })
    video.src = this.#url
  }

  secondsAt(atMs: number): number {
    return (atMs - this.#baseMs) / 1000
  }

  instantAt(seconds: number): number {
    return this.#baseMs + seconds * 1000
  }

  /** Whether the instant can be held here at all. */
  spans(atMs: number): boolean {
    const at = this.secondsAt(atMs)
    return at > 3600 && at < DURATION_S - 3600
  }

  holds(fragment: Fragment): boolean {
    return this.#held.has(keyOf(fragment))
  }

  /** Lets it be loaded again: a browser short of memory drops what it likes. */
  forget(fragment: Fragment): void {
    this.#held.delete(keyOf(fragment))
    this.#last = null
  }

  /** Whether the decoder can go on with it from what it was given last, without a key frame. */
  goesOnWith({ file, offset }: Fragment): boolean {
    const last = this.#last
    return last !== null && last.file === file && last.offset + last.bytes === offset
  }

  /** The stretch of the buffer around a second of it. */
  rangeAt(seconds: number): { start: number; end: number } | null {
    const { buffered } = this.video
    for (let each = 0; each < buffered.length; each += 1) {
      const [start, end] = [buffered.start(each), buffered.end(each)]
      if (start <= seconds + 0.001 && seconds < end) return { start, end }
    }
    return null
  }

  /** Puts fragments that follow each other in one file where they belong. Raises BufferError. */
  async append(fragments: readonly Fragment[], bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    const file = fragments[0]?.file
    if (!file) return
    const buffer = await this.#prepared(file)
    if (!buffer) return
    showOnlyTrack(bytes, file.track)
    await this.#do(buffer, () => buffer.appendBuffer(bytes))
    for (const fragment of fragments) this.#held.set(keyOf(fragment), fragment)
    this.#last = fragments.at(-1) ?? null
  }

  /** Lets go what lies far from where the picture is. */
  async tidy(atMs: number): Promise<void> {
    const at = this.secondsAt(atMs)
    const first = this.video.buffered.length > 0 ? this.video.buffered.start(0) : at
    const last =
      this.video.buffered.length > 0 ? this.video.buffered.end(this.video.buffered.length - 1) : at
    if (first < at - EVICT_BEHIND_S) await this.remove(0, at - KEEP_BEHIND_S)
    if (last > at + KEEP_AHEAD_S) await this.remove(at + KEEP_AHEAD_S / 2, DURATION_S)
  }

  async remove(fromS: number, toS: number): Promise<void> {
    const buffer = this.#buffer
    if (!buffer || this.#closed || toS <= fromS) return
    await this.#do(buffer, () => buffer.remove(Math.max(0, fromS), toS))
    this.#last = null
    for (const [key, fragment] of this.#held) {
      const [from, to] = [this.secondsAt(fragment.fromMs), this.secondsAt(fragment.toMs)]
      if (to > fromS && from < toS) this.#held.delete(key)
    }
  }

  close(): void {
    this.#closed = true
    this.video.removeAttribute('src')
    this.video.load()
    URL.revokeObjectURL(this.#url)
  }

  async #prepared(file: RecordedFile): Promise<SourceBuffer | null> {
    await this.#open
    if (this.#closed) return null
    if (file === this.#file && this.#buffer) return this.#buffer
    const type = `video/mp4; codecs="${file.codec}"`
    if (!file.codec || !MediaSource.isTypeSupported(type))
      throw new BufferError('codec', file.codec)
    if (!this.#buffer) {
      this.#source.duration = DURATION_S
      this.#buffer = this.#source.addSourceBuffer(type)
    } else if (this.#file && this.#file.codec !== file.codec) {
      this.#buffer.changeType(type)
    }
    const buffer = this.#buffer
    buffer.timestampOffset = this.secondsAt(file.startsMs)
    const init = bytesOf(file.init)
    showOnlyTrack(init, file.track)
    this.#file = null
    await this.#do(buffer, () => buffer.appendBuffer(init))
    this.#file = file
    return buffer
  }

  async #do(buffer: SourceBuffer, act: () => void): Promise<void> {
    if (this.#closed) return
    await updated(buffer, act, () => new BufferError('decoding'))
  }
}

export class BufferError extends Error {
  constructor(
    readonly fault: BufferFault,
    readonly codec = '',
  ) {
    super(fault)
    this.name = 'BufferError'
  }
}
