import type { ArchivePlayer, Going, TileView } from './archive-player'
import { PlaybackClock } from './playback-clock'
import { advanced, type PageState } from './playback-state'

/** Often enough that drift is taken off before it is seen. */
const TICK_MS = 50
const TELL_MS = 95

export interface PlaybackView extends PageState {
  atMs: number
  tiles: Readonly<Record<string, TileView>>
  /** Cameras that show the live picture until the recording has one, so that nothing is black in between. */
  stillLive: ReadonlySet<string>
}

/**
 * Keeps the players of the page on one clock.
 *
 * The clock is held while one that should show a picture has none, so that all go on together. React reads snapshots.
 */
export class PlaybackEngine {
  #clock: PlaybackClock
  #state: PageState
  #stillLive: ReadonlySet<string> = new Set()
  #players = new Map<string, ArchivePlayer>()
  #listeners = new Set<() => void>()
  #view: PlaybackView
  #toldAt = -Infinity
  #timer: ReturnType<typeof setInterval> | null = null

  constructor(
    atMs: number,
    private readonly serverNow: () => number,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.#clock = new PlaybackClock(atMs, now)
    this.#state = { mode: 'archive', wanted: 'playing', rate: 1, waiting: true, waitingSince: null }
    this.#view = { ...this.#state, atMs, tiles: {}, stillLive: new Set() }
  }

  get view(): PlaybackView {
    return this.#view
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    this.#timer ??= setInterval(() => this.tick(), TICK_MS)
    return () => {
      this.#listeners.delete(listener)
      if (this.#listeners.size > 0 || this.#timer === null) return
      clearInterval(this.#timer)
      this.#timer = null
    }
  }

  attach(cameraId: string, player: ArchivePlayer): () => void {
    this.#players.set(cameraId, player)
    return () => {
      if (this.#players.get(cameraId) === player) this.#players.delete(cameraId)
      player.close()
    }
  }

  seek(atMs: number): void {
    const latest = this.serverNow()
    this.#clock.seek(Math.min(atMs, latest))
    this.#state = { ...this.#state, mode: 'archive', waitingSince: null }
    this.#toldAt = -Infinity
    this.tick()
  }

  play(): void {
    this.#state = { ...this.#state, wanted: 'playing' }
    this.tick()
  }

  pause(): void {
    this.#state = { ...this.#state, wanted: 'paused' }
    this.tick()
  }

  toggle(): void {
    if (this.#state.mode === 'live') this.seek(this.serverNow())
    if (this.#state.wanted === 'playing') this.pause()
    else this.play()
  }

  setRate(rate: number): void {
    this.#state = { ...this.#state, rate }
    this.#clock.setRate(rate)
    this.tick()
  }

  /** One picture on (1) or back (-1), by the first camera that shows one. */
  step(direction: 1 | -1): void {
    this.#state = { ...this.#state, wanted: 'paused', mode: 'archive' }
    const shown = [...this.#players.values()].find(({ view }) => view.shownMs !== null)
    const from = shown?.view.shownMs ?? this.#clock.atMs
    const frameMs = shown?.frameMs ?? 40
    // A quarter into the picture, where rounding cannot land on its neighbour.
    this.seek(from + frameMs * (direction + 0.25))
  }

  goLive(): void {
    this.#state = { ...this.#state, mode: 'live', wanted: 'playing', rate: 1 }
    this.#clock.setRate(1)
    this.tick()
  }

  /** From live or from anywhere to that much before now, playing. */
  goBack(byMs: number): void {
    this.#state = { ...this.#state, wanted: 'playing' }
    this.seek(this.serverNow() - byMs)
  }

  tick(): void {
    const nowMs = this.serverNow()
    if (this.#state.mode === 'live') {
      this.#clock.hold()
      this.#clock.seek(nowMs)
    } else if (this.#clock.atMs > nowMs) {
      this.#clock.seek(nowMs)
    }
    const atMs = this.#clock.atMs
    const going: Going =
      this.#state.wanted === 'paused' ? 'paused' : this.#state.waiting ? 'held' : 'running'
    const tiles: Record<string, TileView> = {}
    for (const [cameraId, player] of this.#players) {
      tiles[cameraId] =
        this.#state.mode === 'live' ? player.view : player.follow(atMs, this.#state.rate, going)
    }
    this.#stillLive = this.#stillLiveOf(tiles)
    this.#state = advanced(this.#state, Object.values(tiles), {
      now: this.now(),
      behindLiveMs: nowMs - atMs,
    })
    if (this.#state.rate !== this.#clock.rate) this.#clock.setRate(this.#state.rate)
    const shouldRun =
      this.#state.mode === 'archive' && this.#state.wanted === 'playing' && !this.#state.waiting
    if (shouldRun) this.#clock.run()
    else this.#clock.hold()
    this.#publish(atMs, tiles)
  }

  #stillLiveOf(tiles: Record<string, TileView>): ReadonlySet<string> {
    if (this.#state.mode === 'live') return new Set(this.#players.keys())
    const left = [...this.#stillLive].filter((cameraId) => {
      const state = tiles[cameraId]?.state
      return state === 'loading' || state === 'edge'
    })
    return left.length === this.#stillLive.size ? this.#stillLive : new Set(left)
  }

  /** What somebody did is told at once, what merely goes on ten times a second. */
  #publish(atMs: number, tiles: Record<string, TileView>): void {
    const { mode, wanted, rate } = this.#view
    const same = mode === this.#state.mode && wanted === this.#state.wanted
    const now = this.now()
    if (same && rate === this.#state.rate && now - this.#toldAt < TELL_MS) return
    this.#toldAt = now
    this.#view = { ...this.#state, atMs, tiles, stillLive: this.#stillLive }
    for (const listener of this.#listeners) listener()
  }
}
