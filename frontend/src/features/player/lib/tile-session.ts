import type { ViewerSession } from '@/api/types'
import { serverClock } from '@/lib/server-clock'
import type { SessionWish } from '../api/viewer-sessions'
import type { Read, Transport } from './stream-rule'

export interface TileSessionOptions {
  /** Asks streaming for a viewer session. */
  requestSession: (wish: SessionWish, signal: AbortSignal) => Promise<ViewerSession>
  /** Whether the camera may be transcoded: the session then depends on the transport. */
  transcodable: () => boolean
  /** By LL-HLS, as far as is known by now. */
  playsHevc: () => boolean
}

type Asked = Omit<Read, 'sound'>

interface Renewed {
  session: ViewerSession
  /** What the server makes of the stream is no longer what it was, or was not before. */
  reencoded: boolean
}

/** A session is used for a second read if it is good for so much longer. */
const LEFT_MS = 10_000

/** The right of one tile to read its camera: what was granted last. */
export class TileSession {
  #granted: ViewerSession | null = null
  /** By which transport it was going to be read. */
  #for: Transport | null = null
  #asking: AbortController | null = null

  constructor(private readonly options: TileSessionOptions) {}

  get granted(): ViewerSession | null {
    return this.#granted
  }

  /** A new one; null where that is not wanted any more. Throws as the request does. */
  async renew(asked: Asked): Promise<Renewed | null> {
    this.stop()
    const asking = new AbortController()
    this.#asking = asking
    const before = this.#granted
    const session = await this.#request(asked, asking.signal)
    if (!session) return null
    const reencoded = before !== null && !before.transcoded !== !session.transcoded
    return { session, reencoded }
  }

  /** The one at hand while it is good, else a new one; null once aborted. Throws as the request does. */
  async goodFor(asked: Asked, signal: AbortSignal): Promise<ViewerSession | null> {
    const known = this.#granted
    const leftMs = known ? Date.parse(known.expires_at) - serverClock.serverNow() : 0
    const fits = !this.options.transcodable() || this.#for === asked.transport
    if (known?.stream === asked.stream && leftMs > LEFT_MS && fits) return known
    return this.#request(asked, signal)
  }

  /** What was asked for by `renew` is not wanted any more. */
  stop(): void {
    this.#asking?.abort()
  }

  async #request(asked: Asked, signal: AbortSignal): Promise<ViewerSession | null> {
    const { requestSession, playsHevc } = this.options
    const { transport, stream } = asked
    try {
      const session = await requestSession({ transport, stream, playsHevc: playsHevc() }, signal)
      if (signal.aborted) return null
      this.#granted = session
      this.#for = transport
      return session
    } catch (error) {
      if (signal.aborted) return null
      throw error
    }
  }
}
