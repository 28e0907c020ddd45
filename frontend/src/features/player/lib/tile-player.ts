import type { PlaybackReport, ViewerSession } from '@/api/types'
import { backoff } from '@/lib/backoff'
import { sendPlaybackReports } from '../api/playback-reports'
import { Feed, makeVideo } from './feed'
import { PlaybackReporter } from './playback-reports'
import { sessionFailure } from './session-failure'
import { playsHevc } from './plays-hevc'
import {
  initialState,
  step,
  type Effect,
  type PlayerEvent,
  type PlayerState,
} from './player-machine'
import type { Read, Transport, Wanted } from './stream-rule'
import { TileSession, type TileSessionOptions } from './tile-session'
import { reportOf, type TileView } from './tile-view'
import { dress, undress } from './video-dataset'
import { makeOffer, type WhepOffer } from './whep-client'

export interface TilePlayerOptions extends Omit<TileSessionOptions, 'playsHevc'> {
  cameraId: string
  /** Holds the video element, which the player makes and changes. */
  stage: HTMLElement
  /** Called before a picture that was shown goes away. */
  keepPicture: (video: HTMLVideoElement) => void
  onChange: (view: TileView) => void
  forced: Transport | null
  wanted: Wanted
  /** The stream runs already as far as known: others have a picture before WebRTC. */
  runs: boolean
}

const WATCH_MS = 250

/** One for all tiles of the page. */
const playbackReporter = new PlaybackReporter(sendPlaybackReports)

/** Plays one camera on one stage from construction to `destroy`; the only owner of what is on it. */
export class TilePlayer {
  #state: PlayerState = initialState
  #video = makeVideo()
  #feed: Feed | null = null
  #next: Feed | null = null
  readonly #session: TileSession
  #askingNext: AbortController | null = null
  /** What was shown failed before the next one had its session. */
  #awaited = false
  #offer: WhepOffer | null = null
  #retry: ReturnType<typeof setTimeout> | undefined
  #delayMs: number | null = null
  #firstFrameMs: number | null = null
  #volume: number | null = null
  #firstFrameTold = false
  readonly #begunAt = performance.now()
  readonly #endReports: () => void
  readonly #watch: ReturnType<typeof setInterval>

  constructor(private readonly options: TilePlayerOptions) {
    const { forced, wanted, stage } = options
    this.#session = new TileSession({
      ...options,
      // A browser that could not play it after all is believed the next time.
      playsHevc: () => playsHevc() && !this.#state.hlsFault,
    })
    stage.replaceChildren(this.#video)
    this.#watch = setInterval(() => this.#look(), WATCH_MS)
    this.#endReports = playbackReporter.add(() => this.#report())
    document.addEventListener('visibilitychange', this.#onVisibility)
    this.#apply({ type: 'start', at: performance.now(), forced, wanted })
  }

  /** The element that shows the picture now. */
  get video(): HTMLVideoElement {
    return this.#video
  }

  /** What should be read from now on; what is shown stays until that has a picture. */
  want(wanted: Wanted): void {
    this.#apply({ type: 'wanted', at: performance.now(), wanted })
  }

  /** How loud it is heard, null for not at all. There is sound once what is wanted has it. */
  hear(volume: number | null): void {
    this.#volume = volume
    this.#sound()
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
    this.#session.stop()
    this.#discardOffer()
    this.#apply({ type: 'stop' })
  }

  readonly #onVisibility = () => {
    if (!document.hidden) this.#apply({ type: 'visible', at: performance.now() })
  }

  #look(): void {
    if (document.hidden) return
    const at = performance.now()
    if (this.#next?.moved()) this.#apply({ type: 'next-picture', at })
    const delayMs = this.#feed?.delayMs() ?? null
    if (this.#feed?.moved()) {
      // Of a picture that stays, the age tells; a delay that grew with it would count that twice.
      this.#delayMs = delayMs
      this.#firstFrameMs ??= at - this.#begunAt
      this.#apply({ type: 'picture', at })
    }
    // With pictures too: where they come all the time nothing else would ask what is due.
    this.#apply({ type: 'tick', at })
    if (this.#feed?.badLink()) this.#apply({ type: 'bad-link', at })
  }

  #apply(event: PlayerEvent): void {
    const [next, effects] = step(this.#state, event)
    this.#state = next
    for (const effect of effects) this.#run(effect)
    const view = this.#view()
    dress(this.#video, this.options.cameraId, view)
    this.options.onChange(view)
  }

  #run(effect: Effect): void {
    switch (effect.type) {
      case 'request-session':
        void this.#requestSession(effect)
        return
      case 'open':
        this.#open(effect.transport, effect.headStart ?? false)
        return
      case 'open-next':
        void this.#openNext(effect)
        return
      case 'show-next':
        this.#showNext()
        return
      case 'close-next':
        this.#closeNext()
        return
      case 'close':
        this.#close()
        return
      case 'retry-later': {
        clearTimeout(this.#retry)
        const waitMs = Math.max(effect.leastMs, backoff(effect.attempt))
        this.#retry = setTimeout(() => this.retry(), waitMs)
      }
    }
  }

  async #requestSession(asked: Omit<Read, 'sound'>): Promise<void> {
    this.#session.stop()
    this.#discardOffer()
    if (asked.transport === 'webrtc' && !this.options.runs) {
      this.#offer = makeOffer(false)
    }
    try {
      const renewed = await this.#session.renew(asked)
      if (!renewed) return
      const { session, reencoded } = renewed
      const hlsReady = session.hls_ready
      this.#apply({ type: 'session', at: performance.now(), hlsReady, reencoded })
    } catch (error) {
      this.#apply({ type: 'failed', at: performance.now(), ...sessionFailure(error) })
    }
  }

  #open(transport: Transport, headStart: boolean): void {
    const session = this.#session.granted
    if (!session) return
    const { stream, sound } = this.#state
    const read = { transport, stream, sound }
    this.#feed = this.#newFeed(this.#video, read, session, headStart)
  }

  async #openNext(read: Read): Promise<void> {
    const asking = new AbortController()
    this.#askingNext = asking
    try {
      const session = await this.#session.goodFor(read, asking.signal)
      if (!session || asking.signal.aborted) return
      if (this.#awaited) this.#feed = this.#newFeed(this.#video, read, session)
      else this.#next = this.#newFeed(makeVideo(), read, session)
    } catch (error) {
      const type = this.#awaited ? 'failed' : 'next-failed'
      this.#apply({ type, at: performance.now(), ...sessionFailure(error) })
    }
  }

  #newFeed(video: HTMLVideoElement, read: Read, session: ViewerSession, headStart = false): Feed {
    const feed = new Feed({
      video,
      read,
      session,
      headStart,
      offer: this.#offerFor(read),
      onPicture: () => this.#look(),
      onFailed: (failure) => {
        const at = performance.now()
        if (this.#feed === feed) this.#apply({ type: 'failed', at, ...failure })
        else if (this.#next === feed) this.#apply({ type: 'next-failed', at, ...failure })
      },
    })
    return feed
  }

  #showNext(): void {
    const shown = this.#feed
    this.#feed = this.#next
    this.#next = null
    this.#awaited = this.#feed === null
    const hasPicture = this.#feed && this.#feed.video.readyState >= this.#video.HAVE_CURRENT_DATA
    if (!hasPicture && this.#state.lastPictureAt !== null) this.options.keepPicture(this.#video)
    if (this.#feed) {
      undress(this.#video)
      // In one step: the page never paints the stage without a picture.
      this.#video.replaceWith(this.#feed.video)
      // What comes is silent until what goes is: it is never heard twice.
      this.#video.muted = true
      this.#video = this.#feed.video
      this.#sound()
      this.#delayMs = this.#feed.delayMs()
    }
    if (hasPicture) this.#firstFrameMs ??= performance.now() - this.#begunAt
    shown?.close()
  }

  #sound(): void {
    this.#video.muted = this.#volume === null
    if (this.#volume !== null) this.#video.volume = this.#volume
  }

  /** The one made beforehand, where it is of use. */
  #offerFor({ transport, sound }: Read): WhepOffer | null {
    if (transport !== 'webrtc') return null
    if (sound) this.#discardOffer()
    return this.#takeOffer()
  }

  #takeOffer(): WhepOffer | null {
    const offer = this.#offer
    this.#offer = null
    return offer
  }

  #discardOffer(): void {
    this.#takeOffer()?.connection.close()
  }

  #closeNext(): void {
    this.#askingNext?.abort()
    this.#awaited = false
    this.#next?.close()
    this.#next = null
  }

  #close(): void {
    this.#discardOffer()
    this.#closeNext()
    if (!this.#feed) return
    if (this.#state.lastPictureAt !== null) this.options.keepPicture(this.#video)
    this.#feed.close()
    this.#feed = null
  }

  #view(): TileView {
    const { status, transport, stream, failure, detail, webrtcFault, lastPictureAt } = this.#state
    return {
      status,
      transport,
      stream,
      failure,
      detail,
      webrtcFault: webrtcFault?.failure ?? null,
      pictureAgeMs: lastPictureAt === null ? null : performance.now() - lastPictureAt,
      delayMs: this.#delayMs,
      firstFrameMs: this.#firstFrameMs,
      sound: this.#feed?.what.sound ?? false,
      transcoded: this.#feed?.transcoded ?? null,
    }
  }

  #report(): PlaybackReport | null {
    const { cameraId } = this.options
    const view = this.#view()
    const report = reportOf(cameraId, view, this.#firstFrameTold ? null : view.firstFrameMs)
    this.#firstFrameTold ||= typeof report?.first_frame_ms === 'number'
    return report
  }
}
