/**
 * The first seconds of a stream that runs already: plays from its newest key frame while WebRTC waits for the next one.
 *
 * A general player asks for one part after the other and showed its first picture of four tiles after a second; here all
 * that is needed is known after two playlists, is fetched at once and appended as one.
 */
import { serverClock } from '@/lib/server-clock'
import { updated } from '@/lib/source-buffer'
import {
  addressesOf,
  fromNewestKeyFrame,
  livePlaylistOf,
  variantOf,
  type Part,
} from './live-playlist'
import type { MediaRead, ReadFailure } from './media-read'

interface Options {
  video: HTMLVideoElement
  url: string
  token: string
}

/** So much is kept behind the picture. */
const KEPT_S = 6
/** Further behind the newest part than this, the rest is passed over. */
const MOST_BEHIND_S = 3

class HeadStartError extends Error {
  constructor(
    readonly failure: ReadFailure['failure'],
    detail: string,
  ) {
    super(detail)
  }
}

export function openHeadStart({ video, url, token }: Options): MediaRead {
  const aborted = new AbortController()
  const { signal } = aborted
  /** When a picture at this place of the element's time was new. */
  let anchor: { at: Date; place: number } | null = null
  let release: () => void = () => undefined

  const fetched = async (uri: string) => {
    const headers = { authorization: `Bearer ${token}` }
    const response = await fetch(uri, { headers, signal, cache: 'no-store' })
    if (!response.ok) throw new HeadStartError('ended', `status ${response.status}`)
    return response
  }
  const text = async (uri: string) => (await fetched(uri)).text()
  const bytes = async (uri: string) => (await fetched(uri)).arrayBuffer()

  const run = async () => {
    if (typeof MediaSource === 'undefined') throw new HeadStartError('ended', 'no Media Source')
    const source = new MediaSource()
    const opened = new Promise((resolve) => {
      source.addEventListener('sourceopen', resolve, { once: true })
    })
    const address = URL.createObjectURL(source)
    release = () => {
      URL.revokeObjectURL(address)
      video.removeAttribute('src')
      video.load()
    }
    video.src = address
    const variant = variantOf(await text(url))
    if (!variant) throw new HeadStartError('ended', 'no video')
    const type = `video/mp4; codecs="${variant.codecs}"`
    if (!MediaSource.isTypeSupported(type)) throw new HeadStartError('unsupported', variant.codecs)
    const playlistUrl = new URL(variant.uri, url).href
    let playlist = livePlaylistOf(await text(playlistUrl))
    let parts = fromNewestKeyFrame(playlist?.parts ?? [])
    if (!playlist || parts.length === 0) throw new HeadStartError('ended', 'no key frame')

    const of = (uris: string[]) =>
      Promise.all(uris.map((uri) => bytes(new URL(uri, playlistUrl).href)))
    const [beginning] = await Promise.all([of([playlist.init, ...addressesOf(parts)]), opened])
    const buffer = source.addSourceBuffer(type)
    await append(buffer, joined(beginning))
    const place = buffer.buffered.length > 0 ? buffer.buffered.start(0) : 0
    const at = parts[0]?.at ?? null
    anchor = at && { at, place }
    video.currentTime = place
    video.play().catch(() => undefined)

    for (;;) {
      const { segment, part } = playlist.next
      const asked = new URL(playlistUrl)
      asked.searchParams.set('_HLS_msn', String(segment))
      asked.searchParams.set('_HLS_part', String(part))
      playlist = livePlaylistOf(await text(asked.href))
      parts = after(parts.at(-1), playlist?.parts ?? [])
      if (!playlist || parts.length === 0) throw new HeadStartError('ended', 'fell behind')
      await append(buffer, joined(await of(addressesOf(parts))))
      await tidy(buffer, video)
    }
  }

  const failed = new Promise<ReadFailure>((resolve) => {
    run().catch((error: unknown) => {
      if (signal.aborted) return
      const told = error instanceof HeadStartError ? error.failure : 'unreachable'
      resolve({ failure: told, detail: error instanceof Error ? error.message : String(error) })
    })
  })

  return {
    failed,
    delayMs: () => {
      if (!anchor || video.readyState < video.HAVE_CURRENT_DATA) return null
      const shownAt = anchor.at.getTime() + (video.currentTime - anchor.place) * 1000
      return Math.max(0, serverClock.serverNow() - shownAt)
    },
    close: () => {
      aborted.abort()
      release()
    },
  }
}

/** Those that follow the one that was had last; none where the playlist has lost it. */
function after(last: Part | undefined, parts: Part[]): Part[] {
  const index = parts.findIndex(({ uri }) => uri === last?.uri)
  return index < 0 ? [] : parts.slice(index + 1)
}

function joined(buffers: ArrayBuffer[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(buffers.reduce((sum, { byteLength }) => sum + byteLength, 0))
  let offset = 0
  for (const each of buffers) {
    whole.set(new Uint8Array(each), offset)
    offset += each.byteLength
  }
  return whole
}

function append(buffer: SourceBuffer, data: Uint8Array<ArrayBuffer>): Promise<void> {
  return updated(buffer, () => buffer.appendBuffer(data), refused)
}

/** Drops what is long past, and goes on at the newest where the picture fell behind. */
async function tidy(buffer: SourceBuffer, video: HTMLVideoElement): Promise<void> {
  const { buffered } = buffer
  if (buffered.length === 0) return
  const end = buffered.end(buffered.length - 1)
  if (end - video.currentTime > MOST_BEHIND_S) video.currentTime = end - 0.5
  const keptFrom = video.currentTime - KEPT_S
  if (buffered.start(0) >= keptFrom - KEPT_S) return
  await updated(buffer, () => buffer.remove(0, keptFrom), refused)
}

function refused(): Error {
  return new HeadStartError('ended', 'the browser refused the data')
}
