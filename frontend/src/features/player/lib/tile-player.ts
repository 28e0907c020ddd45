import { ProblemError } from '@/api/problem'
import type { PlaybackReport, ViewerSession } from '@/api/types'
import { backoff } from '@/lib/backoff'
import { sendPlaybackReports } from '../api/playback-reports'
import { ageOf } from './freshness'
import { openHlsRead } from './hls-read'
import type { MediaRead, ReadFailure } from './media-read'
import { PlaybackReporter } from './playback-reports'
import {
  initialState,
  step,
  type Effect,
  type Failure,
  type PlayerEvent,
  type PlayerState,
  type TileStatus,
  type Transport,
} from './player-machine'
import { openWebrtcRead } from './webrtc-read'
import { makeOffer, type WhepOffer } from './whep-client'

export interface TileView {
  status: TileStatus
  transport: Transport | null
  failure: Failure | null
  detail: string | null
  /** Why WebRTC is not used, when it is not. */
  webrtcFault: Failure | null
  /** Milliseconds since the newest picture was shown, null when there was none yet. */
  pictureAgeMs: number | null
  /** How far the newest picture was behind when it was shown, null when unknown. */
  delayMs: number | null
  /** From opening the tile to its first picture of video, null until then. */
  firstFrameMs: number | null
}

export interface TilePlayerOptions {
  cameraId: string
  video: HTMLVideoElement
  /** Asks streaming for a viewer session. */
  requestSession: (signal: AbortSignal) => Promise<ViewerSession>
  /** Called before a picture that was shown goes away. */
  keepPicture: (video: HTMLVideoElement) => void
  onChange: (view: TileView) => void
  forced: Transport | null
}

const WATCH_MS = 250

/** One for all tiles of the page. */
const playbackReporter = new PlaybackReporter(sendPlaybackReports)

/** Plays one camera in one video element from construction to `destroy`; the only owner of both. */
export class TilePlayer {
  #state: PlayerState = initialState
  #read: MediaRead | null = null
  #session: ViewerSession | null = null
  #asking: AbortController | null = null
  #offer: WhepOffer | null = null
  #retry: ReturnType<typeof setTimeout> | undefined
  #frames = 0
  #delayMs: number | null = null
  #firstFrameMs: number | null = null
  #firstFrameTold = false
  readonly #begunAt = performance.now()
  readonly #endReports: () => void
  readonly #watch: ReturnType<typeof setInterval>

  constructor(private readonly options: TilePlayerOptions) {
    this.#watch = setInterval(() => this.#look(), WATCH_MS)
    this.#endReports = playbackReporter.add(() => this.#report())
    document.addEventListener('visibilitychange', this.#onVisibility)
    this.#apply({ type: 'start', at: performance.now(), forced: options.forced })
  }

  /** Tries at once if it is waiting. */
  retry(): void {
    clearTimeout(this.#retry)
    this.#apply({ type: 'retry', at: performance.now() })
  }

  destroy(): void {
    clearInterval(this.#watch)
    this.#endReports()
    document.removeEventListener('visibilitychange', this.#onVisibility)
    clearTimeout(this.#retry)
    this.#asking?.abort()
    this.#discardOffer()
    this.#apply({ type: 'stop' })
  }

  readonly #onVisibility = () => {
    if (!document.hidden) this.#apply({ type: 'visible', at: performance.now() })
  }

  #look(): void {
    if (document.hidden) return
    const frames = this.options.video.getVideoPlaybackQuality().totalVideoFrames
    const moved = frames !== this.#frames && this.options.video.readyState >= 2
    this.#frames = frames
    const at = performance.now()
    const delayMs = this.#read?.delayMs() ?? null
    if (moved && frames > 0) {
      // Of a picture that stays, the age tells; a delay that grew with it would count that twice.
      this.#delayMs = delayMs
      this.#firstFrameMs ??= at - this.#begunAt
      this.#apply({ type: 'picture', at })
    } else this.#apply({ type: 'tick', at })
  }

  #apply(event: PlayerEvent): void {
    const [next, effects] = step(this.#state, event)
    this.#state = next
    for (const effect of effects) this.#run(effect)
    this.options.onChange(this.#view())
  }

  #run(effect: Effect): void {
    if (effect.type === 'request-session') void this.#requestSession(effect.transport)
    else if (effect.type === 'open') this.#open(effect.transport)
    else if (effect.type === 'close') this.#close()
    else {
      clearTimeout(this.#retry)
      const waitMs = Math.max(effect.leastMs, backoff(effect.attempt))
      this.#retry = setTimeout(() => this.retry(), waitMs)
    }
  }

  async #requestSession(transport: Transport): Promise<void> {
    this.#asking?.abort()
    this.#discardOffer()
    if (transport === 'webrtc') this.#offer = makeOffer()
    const asking = new AbortController()
    this.#asking = asking
    try {
      this.#session = await this.options.requestSession(asking.signal)
      if (!asking.signal.aborted) this.#apply({ type: 'session', at: performance.now() })
    } catch (error) {
      if (asking.signal.aborted) return
      this.#apply({ type: 'failed', at: performance.now(), ...sessionFailure(error) })
    }
  }

  #open(transport: Transport): void {
    if (!this.#session) return
    const { video } = this.options
    const { whep_url, hls_url, token } = this.#session
    this.#frames = video.getVideoPlaybackQuality().totalVideoFrames
    const read =
      transport === 'webrtc'
        ? openWebrtcRead({ video, url: whep_url, token, offer: this.#takeOffer() })
        : openHlsRead({ video, url: hls_url, token })
    this.#read = read
    void read.failed.then((failure) => {
      if (this.#read === read) this.#apply({ type: 'failed', at: performance.now(), ...failure })
    })
  }

  #takeOffer(): WhepOffer | null {
    const offer = this.#offer
    this.#offer = null
    return offer
  }

  #discardOffer(): void {
    this.#takeOffer()?.connection.close()
  }

  #close(): void {
    this.#discardOffer()
    if (!this.#read) return
    if (this.#state.lastPictureAt !== null) this.options.keepPicture(this.options.video)
    this.#read.close()
    this.#read = null
  }

  #view(): TileView {
    const { status, transport, failure, detail, webrtcFault, lastPictureAt } = this.#state
    return {
      status,
      transport,
      failure,
      detail,
      webrtcFault: webrtcFault?.failure ?? null,
      pictureAgeMs: lastPictureAt === null ? null : performance.now() - lastPictureAt,
      delayMs: this.#delayMs,
      firstFrameMs: this.#firstFrameMs,
    }
  }

  #report(): PlaybackReport | null {
    const view = this.#view()
    const ageMs = ageOf(view)
    if (view.transport === null || ageMs === null) return null
    const first = this.#firstFrameTold ? null : view.firstFrameMs
    this.#firstFrameTold ||= first !== null
    return {
      camera_id: this.options.cameraId,
      transport: view.transport,
      delay_ms: view.delayMs === null ? null : Math.round(ageMs),
      stalled: view.status !== 'playing',
      first_frame_ms: first === null ? null : Math.round(first),
    }
  }
}

function sessionFailure(error: unknown): ReadFailure {
  if (!(error instanceof ProblemError)) return { failure: 'unreachable', detail: String(error) }
  const { status, code, detail } = error
  if (status === 401 || status === 403) return { failure: 'unauthorised', detail }
  if (status === 404) return { failure: 'not-found', detail }
  if (status === 409 || code === 'camera-disabled') return { failure: 'disabled', detail }
  return { failure: 'unreachable', detail }
}
