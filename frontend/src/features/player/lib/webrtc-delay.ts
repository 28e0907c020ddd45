import { observeFrame, type RtpClock } from './rtp-delay'

/**
 * How far a WebRTC picture is behind: from its last packet to the screen, half a round trip, and what piled up on the way.
 *
 * Left out: what was before the media server, which sends on at once and tells no time of the picture. Its sender
 * reports hold its clock, but browsers give frames no NTP time without sound to keep in step with.
 */
export class WebrtcDelay {
  #clock: RtpClock | null = null
  #lateMs = 0
  #toScreenMs: number | null = null
  #callback: number | null = null

  constructor(private readonly video: HTMLVideoElement) {
    this.#next()
  }

  /** null until a frame told; then half a round trip is added by whoever knows it. */
  get sinceArrivalMs(): number | null {
    return this.#toScreenMs === null ? null : this.#toScreenMs + this.#lateMs
  }

  close(): void {
    if (this.#callback !== null) this.video.cancelVideoFrameCallback(this.#callback)
  }

  #next(): void {
    if (!('requestVideoFrameCallback' in this.video)) return
    this.#callback = this.video.requestVideoFrameCallback((now, frame) => {
      this.#take(now, frame)
      this.#next()
    })
  }

  #take(now: number, frame: VideoFrameCallbackMetadata): void {
    const { receiveTime, rtpTimestamp, expectedDisplayTime } = frame
    if (receiveTime === undefined || rtpTimestamp === undefined) return
    this.#toScreenMs = Math.max(0, Math.max(now, expectedDisplayTime) - receiveTime)
    const seen = { timestamp: rtpTimestamp, receivedAt: receiveTime }
    ;[this.#clock, this.#lateMs] = observeFrame(this.#clock, seen)
  }
}
