import { isBadLink, withSample, type LinkSample } from './link-quality'
import type { MediaRead, ReadFailure } from './media-read'
import { WebrtcDelay } from './webrtc-delay'
import { openWhep, WhepError, type WhepOffer } from './whep-client'

interface Options {
  video: HTMLVideoElement
  url: string
  token: string
  /** Made while the session was asked for; the read closes it. */
  offer: WhepOffer | null
  sound: boolean
}

/** Plays by WHEP. The failure promise also tells that it did not come about. */
export function openWebrtcRead({ video, url, token, offer, sound }: Options): MediaRead {
  const aborted = new AbortController()
  const delay = new WebrtcDelay(video)
  let halfTripMs = 0
  let jitterBufferMs: number | null = null
  let link: LinkSample[] = []
  let end: () => void = () => undefined

  const failed = new Promise<ReadFailure>((resolve) => {
    const run = async () => {
      const read = await openWhep({
        url,
        token,
        signal: aborted.signal,
        sound,
        ...(offer && { offer }),
      })
      const timer = setInterval(() => {
        void read.statistics().then((statistics) => {
          if (!statistics) return
          halfTripMs = statistics.roundTripMs / 2
          jitterBufferMs = statistics.jitterBufferMs
          // A hidden page decodes as it likes; that says nothing of the network.
          link = document.hidden ? [] : withSample(link, { at: performance.now(), ...statistics })
        })
      }, 2000)
      end = () => {
        clearInterval(timer)
        read.close()
        if (video.srcObject === read.stream) video.srcObject = null
      }
      if (aborted.signal.aborted) {
        end()
        return
      }
      video.srcObject = read.stream
      // Muted video may always start; a rejection only means that it was taken away again.
      video.play().catch(() => undefined)
      await read.ended
      if (!aborted.signal.aborted) resolve({ failure: 'ended', detail: 'The connection ended.' })
    }
    run().catch((error: unknown) => {
      if (aborted.signal.aborted) return
      resolve(
        error instanceof WhepError
          ? { failure: error.failure, detail: error.detail }
          : { failure: 'connection', detail: String(error) },
      )
    })
  })

  return {
    failed,
    delayMs: () => {
      // The buffer alone where the browser tells nothing of single frames.
      const sinceArrivalMs = delay.sinceArrivalMs ?? jitterBufferMs
      return sinceArrivalMs === null ? null : sinceArrivalMs + halfTripMs
    },
    badLink: () => isBadLink(link),
    close: () => {
      delay.close()
      aborted.abort()
      end()
    },
  }
}
