import type Hls from 'hls.js'
import type {
  ErrorData,
  HlsConfig,
  LoaderCallbacks,
  LoaderConfiguration,
  LoaderContext,
  PlaylistLoaderConstructor,
} from 'hls.js'
import { serverClock } from '@/lib/server-clock'
import { startingAtKeyFrame } from './newest-key-frame'
import type { MediaRead, ReadFailure } from './media-read'

interface Options {
  video: HTMLVideoElement
  url: string
  token: string
  sound: boolean
}

/** Further behind than this, catching up by speed takes too long: jump to the live edge. */
const JUMP_BEHIND_MS = 8000

/** Plays by LL-HLS with hls.js, which is loaded when first needed; its light build knows no sound beside the picture. */
export function openHlsRead({ video, url, token, sound }: Options): MediaRead {
  let closed = false
  let hls: Hls | null = null

  const failed = new Promise<ReadFailure>((resolve) => {
    const run = async () => {
      const { default: HlsPlayer } = await (sound ? import('hls.js') : import('hls.js/light'))
      if (closed) return
      if (!HlsPlayer.isSupported()) {
        resolve({ failure: 'unsupported', detail: 'This browser has no Media Source Extensions.' })
        return
      }
      hls = new HlsPlayer({
        lowLatencyMode: true,
        // fMP4 needs no remuxing to speak of, and a worker from a blob: would need a wider content policy.
        enableWorker: false,
        backBufferLength: 8,
        maxBufferLength: 12,
        maxLiveSyncPlaybackRate: 1.5,
        // By default each stall puts a whole second between the picture and the live edge, for good.
        liveSyncOnStallIncrease: 0.25,
        // Retries are the tile's: it asks for a new session, which the player here cannot.
        manifestLoadPolicy: policy(15_000),
        playlistLoadPolicy: policy(10_000),
        fragLoadPolicy: policy(10_000),
        pLoader: firstAtKeyFrame(HlsPlayer.DefaultConfig.loader),
        xhrSetup: (request) => request.setRequestHeader('authorization', `Bearer ${token}`),
      })
      hls.on(HlsPlayer.Events.ERROR, (_, error) => {
        if (!error.fatal || closed) return
        if (error.type === HlsPlayer.ErrorTypes.MEDIA_ERROR && !isCodecError(error)) {
          hls?.recoverMediaError()
          return
        }
        resolve(failureOf(error))
      })
      hls.loadSource(url)
      hls.attachMedia(video)
      video.play().catch(() => undefined)
    }
    run().catch((error: unknown) => {
      resolve({ failure: 'unreachable', detail: String(error) })
    })
  })

  return {
    failed,
    delayMs: () => {
      const at = hls?.playingDate
      if (!at) return null
      const behind = Math.max(0, serverClock.serverNow() - at.getTime())
      const edge = hls?.liveSyncPosition
      if (behind > JUMP_BEHIND_MS && edge && edge - video.currentTime > 2) video.currentTime = edge
      return behind
    },
    close: () => {
      closed = true
      hls?.destroy()
      hls = null
    },
  }
}

/** Loads playlists; the first of the stream says where its newest key frame is. */
function firstAtKeyFrame(Loader: HlsConfig['loader']): PlaylistLoaderConstructor {
  let told = false
  return class extends Loader {
    override load(
      context: LoaderContext,
      config: LoaderConfiguration,
      callbacks: LoaderCallbacks<LoaderContext>,
    ): void {
      super.load(context, config, {
        ...callbacks,
        onSuccess: (response, ...rest) => {
          if (
            !told &&
            // A playlist of sound has a key frame everywhere.
            !('type' in context && context.type === 'audioTrack') &&
            typeof response.data === 'string' &&
            response.data.includes('#EXT-X-PART:')
          ) {
            told = true
            response.data = startingAtKeyFrame(response.data)
          }
          callbacks.onSuccess(response, ...rest)
        },
      })
    }
  } as PlaylistLoaderConstructor
}

function policy(timeoutMs: number) {
  const retry = { maxNumRetry: 1, retryDelayMs: 300, maxRetryDelayMs: 300 }
  return {
    default: {
      maxTimeToFirstByteMs: timeoutMs,
      maxLoadTimeMs: timeoutMs * 2,
      timeoutRetry: retry,
      errorRetry: retry,
    },
  }
}

function isCodecError(error: ErrorData): boolean {
  return [
    'manifestIncompatibleCodecsError',
    'bufferAddCodecError',
    'bufferIncompatibleCodecsError',
  ].includes(error.details)
}

function failureOf(error: ErrorData): ReadFailure {
  if (isCodecError(error)) {
    return { failure: 'unsupported', detail: 'This browser cannot play the camera’s codec.' }
  }
  const status = error.response?.code ?? 0
  const detail = `${error.details}${status ? ` (${status})` : ''}`
  if (status === 401 || status === 403) return { failure: 'unauthorised', detail }
  if (status === 404 || status === 400) return { failure: 'not-found', detail }
  if (status === 0 || status >= 500) return { failure: 'unreachable', detail }
  return { failure: 'ended', detail }
}
