import { useEffect, type RefObject } from 'react'
import { serverClock } from '@/lib/server-clock'
import { fetchMap, fetchMedia } from '../api/recordings'
import { ArchivePlayer } from '../lib/archive-player'
import type { PlaybackEngine } from '../lib/playback-engine'

/** Has the camera's recordings played on the element while it is there. */
export function useArchivePlayer(
  engine: PlaybackEngine,
  cameraId: string,
  video: RefObject<HTMLVideoElement | null>,
): void {
  useEffect(() => {
    const element = video.current
    if (!element) return
    const player = new ArchivePlayer(
      element,
      {
        map: (fromMs, toMs, signal) => fetchMap(cameraId, fromMs, toMs, signal),
        media: (file, offset, bytes, signal) => fetchMedia(cameraId, file, offset, bytes, signal),
      },
      () => serverClock.serverNow(),
    )
    return engine.attach(cameraId, player)
  }, [engine, cameraId, video])
}
