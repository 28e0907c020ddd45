import { useLayoutEffect, useRef } from 'react'
import type { Poster } from '../hooks/use-poster'

/** What the analysis saw last, behind the word on why there is no video yet. */
export function PosterPicture({ poster }: { poster: Poster }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const { picture, tookMs } = poster
  useLayoutEffect(() => {
    const element = canvas.current
    if (!element) return
    element.width = picture.width
    element.height = picture.height
    element.getContext('2d')?.drawImage(picture, 0, 0)
    return () => {
      // At once, not when the element is collected.
      element.width = 0
    }
  }, [picture])
  return (
    <canvas
      ref={canvas}
      aria-hidden
      data-poster-ms={Math.round(tookMs)}
      className="absolute inset-0 h-full w-full object-contain opacity-60"
    />
  )
}
