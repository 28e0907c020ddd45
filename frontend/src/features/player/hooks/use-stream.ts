import { useLayoutEffect, useState, type RefObject } from 'react'
import type { Camera } from '@/api/types'
import { streamFor, type StreamName } from '../lib/stream-rule'

/** Which of the camera's streams a tile of this size should read. */
export function useStream(
  camera: Camera,
  stage: RefObject<HTMLElement | null>,
  maximised: boolean,
): StreamName {
  const [stream, setStream] = useState<StreamName | null>(null)
  // One that fails is no use; the main one is judged for itself.
  const hasSub = camera.sub_url !== null && camera.state.sub?.state !== 'error'
  const mainWidthPx = widthOf(camera.state.tracks)
  const subWidthPx = widthOf(camera.state.sub?.tracks ?? [])

  useLayoutEffect(() => {
    const element = stage.current
    if (!element) return
    const measure = () => {
      const width = element.clientWidth
      const widthPx = width > 0 ? width * devicePixelRatio : null
      setStream((now) => streamFor({ widthPx, hasSub, mainWidthPx, subWidthPx, maximised, now }))
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [stage, hasSub, mainWidthPx, subWidthPx, maximised])

  return stream ?? (hasSub && !maximised ? 'sub' : 'main')
}

function widthOf(tracks: readonly { width?: number | null }[]): number | null {
  return tracks.find(({ width }) => width)?.width ?? null
}
