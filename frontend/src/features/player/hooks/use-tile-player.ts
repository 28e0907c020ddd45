import { useCallback, useEffect, useRef, useState, type RefObject } from 'react'
import { createViewerSession } from '../api/viewer-sessions'
import type { Transport, Wanted } from '../lib/stream-rule'
import { TilePlayer } from '../lib/tile-player'
import type { TileView } from '../lib/tile-view'

const CONNECTING: TileView = {
  status: 'connecting',
  transport: null,
  stream: 'main',
  failure: null,
  detail: null,
  webrtcFault: null,
  pictureAgeMs: null,
  delayMs: null,
  firstFrameMs: null,
  sound: false,
  transcoded: null,
}

interface Options {
  cameraId: string
  /** Holds the video, which the player makes. */
  stage: RefObject<HTMLElement | null>
  /** Where the last picture is kept while there is no stream. */
  kept: RefObject<HTMLCanvasElement | null>
  forced: Transport | null
  wanted: Wanted
  /** How loud it is heard, null for not at all. */
  volume: number | null
  /** Whether the stream runs already, as far as is known. */
  runs: boolean
  /** Whether the camera may be transcoded. */
  transcodable: boolean
}

/** Owns the player of one tile: made when the camera appears, destroyed when it changes or goes. */
export function useTilePlayer(options: Options) {
  const { cameraId, stage, kept, forced, wanted, volume, runs, transcodable } = options
  const [view, setView] = useState(CONNECTING)
  const player = useRef<TilePlayer | null>(null)
  const newest = useRef(wanted)
  const loudness = useRef(volume)
  const known = useRef({ runs, transcodable })

  useEffect(() => {
    known.current = { runs, transcodable }
  }, [runs, transcodable])

  useEffect(() => {
    if (!stage.current) return
    const owned = new TilePlayer({
      cameraId,
      stage: stage.current,
      requestSession: (wish, signal) => createViewerSession(cameraId, wish, signal),
      transcodable: () => known.current.transcodable,
      keepPicture: (shown) => keep(shown, kept.current),
      onChange: (next) => setView((before) => (sameView(before, next) ? before : next)),
      forced,
      wanted: newest.current,
      runs: known.current.runs,
    })
    player.current = owned
    owned.hear(loudness.current)
    return () => {
      player.current = null
      owned.destroy()
      setView(CONNECTING)
    }
  }, [cameraId, forced, stage, kept])

  const { transport, stream, sound, maximised } = wanted
  useEffect(() => {
    newest.current = { transport, stream, sound, maximised }
    player.current?.want(newest.current)
  }, [transport, stream, sound, maximised])

  useEffect(() => {
    loudness.current = volume
    player.current?.hear(volume)
  }, [volume])

  return {
    view,
    retry: useCallback(() => player.current?.retry(), []),
    /** The element that shows the picture now. */
    video: useCallback(() => player.current?.video ?? null, []),
  }
}

function keep(video: HTMLVideoElement, canvas: HTMLCanvasElement | null): void {
  // Without a picture of its own the video would wipe out the one that is kept.
  if (!canvas || !video.videoWidth || video.readyState < video.HAVE_CURRENT_DATA) return
  canvas.width = Math.min(960, video.videoWidth)
  canvas.height = Math.round((canvas.width * video.videoHeight) / video.videoWidth)
  canvas.getContext('2d')?.drawImage(video, 0, 0, canvas.width, canvas.height)
}

/** Whether a viewer would see no difference: numbers are compared as they are shown. */
function sameView(a: TileView, b: TileView): boolean {
  const shown = (ms: number | null, unit: number) => (ms === null ? null : Math.round(ms / unit))
  return (
    a.status === b.status &&
    a.transport === b.transport &&
    a.stream === b.stream &&
    a.failure === b.failure &&
    a.detail === b.detail &&
    a.webrtcFault === b.webrtcFault &&
    shown(a.pictureAgeMs, 1000) === shown(b.pictureAgeMs, 1000) &&
    shown(a.delayMs, 100) === shown(b.delayMs, 100) &&
    a.firstFrameMs === b.firstFrameMs &&
    a.sound === b.sound &&
    a.transcoded?.codec === b.transcoded?.codec &&
    a.transcoded?.cause === b.transcoded?.cause
  )
}
