import { useCallback, useEffect, useRef, useState, type RefObject } from 'react'
import { createViewerSession } from '../api/viewer-sessions'
import type { Transport } from '../lib/player-machine'
import { TilePlayer, type TileView } from '../lib/tile-player'

const CONNECTING: TileView = {
  status: 'connecting',
  transport: null,
  failure: null,
  detail: null,
  webrtcFault: null,
  pictureAgeMs: null,
  delayMs: null,
  firstFrameMs: null,
}

interface Options {
  cameraId: string
  video: RefObject<HTMLVideoElement | null>
  /** Where the last picture is kept while there is no stream. */
  kept: RefObject<HTMLCanvasElement | null>
  forced: Transport | null
}

/** Owns the player of one tile: made when the camera appears, destroyed when it changes or goes. */
export function useTilePlayer({ cameraId, video, kept, forced }: Options) {
  const [view, setView] = useState(CONNECTING)
  const player = useRef<TilePlayer | null>(null)

  useEffect(() => {
    if (!video.current) return
    const owned = new TilePlayer({
      cameraId,
      video: video.current,
      requestSession: (signal) => createViewerSession(cameraId, signal),
      keepPicture: (shown) => keep(shown, kept.current),
      onChange: (next) => setView((before) => (sameView(before, next) ? before : next)),
      forced,
    })
    player.current = owned
    return () => {
      player.current = null
      owned.destroy()
      setView(CONNECTING)
    }
  }, [cameraId, forced, video, kept])

  return { view, retry: useCallback(() => player.current?.retry(), []) }
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
    a.failure === b.failure &&
    a.detail === b.detail &&
    a.webrtcFault === b.webrtcFault &&
    shown(a.pictureAgeMs, 1000) === shown(b.pictureAgeMs, 1000) &&
    shown(a.delayMs, 100) === shown(b.delayMs, 100) &&
    a.firstFrameMs === b.firstFrameMs
  )
}
