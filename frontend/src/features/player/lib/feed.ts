import type { ViewerSession } from '@/api/types'
import { openHeadStart } from './head-start'
import { openHlsRead } from './hls-read'
import type { MediaRead, ReadFailure } from './media-read'
import type { Read } from './stream-rule'
import { openWebrtcRead } from './webrtc-read'
import type { WhepOffer } from './whep-client'

const CLASS = 'absolute inset-0 h-full w-full object-contain'

export function makeVideo(): HTMLVideoElement {
  const video = document.createElement('video')
  video.muted = true
  video.playsInline = true
  video.disablePictureInPicture = true
  video.className = CLASS
  return video
}

interface FeedOptions {
  video: HTMLVideoElement
  read: Read
  session: ViewerSession
  /** Only until another read has a picture. */
  headStart: boolean
  offer: WhepOffer | null
  /** A first picture may be there: look now rather than with the next tick. */
  onPicture: () => void
  onFailed: (failure: ReadFailure) => void
}

/** One read and the video element that it feeds. Whoever opened it closes it. */
export class Feed {
  readonly video: HTMLVideoElement
  readonly what: Read
  readonly transcoded: ViewerSession['transcoded']
  readonly #read: MediaRead
  #frames: number
  #callback: number | null = null
  #presented = 0
  #closed = false

  constructor({ video, read, session, headStart, offer, onPicture, onFailed }: FeedOptions) {
    this.video = video
    this.what = read
    this.transcoded = session.transcoded
    this.#frames = video.getVideoPlaybackQuality().totalVideoFrames
    const { token, whep_url, hls_url } = session
    this.#read =
      read.transport === 'webrtc'
        ? openWebrtcRead({ video, url: whep_url, token, offer, sound: read.sound })
        : headStart
          ? openHeadStart({ video, url: hls_url, token })
          : openHlsRead({ video, url: hls_url, token, sound: read.sound })
    if ('requestVideoFrameCallback' in video) {
      this.#callback = video.requestVideoFrameCallback(() => {
        this.#presented = 1
        if (!this.#closed) onPicture()
      })
    }
    void this.#read.failed.then((failure) => {
      if (!this.#closed) onFailed(failure)
    })
  }

  /** Whether there is a new picture since it was asked last. */
  moved(): boolean {
    const frames = this.video.getVideoPlaybackQuality().totalVideoFrames
    const moved = (frames !== this.#frames && frames > 0) || this.#presented > 0
    this.#frames = frames
    this.#presented = 0
    return moved && this.video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA
  }

  delayMs(): number | null {
    return this.#read.delayMs()
  }

  badLink(): boolean {
    return this.#read.badLink?.() ?? false
  }

  close(): void {
    this.#closed = true
    if (this.#callback !== null) this.video.cancelVideoFrameCallback(this.#callback)
    this.#read.close()
  }
}
