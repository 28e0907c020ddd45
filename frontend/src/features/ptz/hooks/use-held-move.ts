import { useCallback, useEffect, useRef } from 'react'
import { move, stop } from '../api/ptz'
import { HeldMove } from '../lib/held-move'
import { directionOf, velocityOf, type Direction } from '../lib/velocity'

interface Holding {
  start: (direction: Direction) => void
  stop: () => void
}

/** Moves a camera while a button or an arrow key is held; lets go when the page is left or hidden. */
export function useHeldMove(
  cameraId: string,
  /** Null while it is not known whether the camera can be moved: no key does then. */
  zoom: { now: number | null } | null,
  failed: (error: unknown) => void,
): Holding {
  const latest = useRef({ zoom, failed })
  useEffect(() => {
    latest.current = { zoom, failed }
  })
  const held = useRef<HeldMove | null>(null)
  useEffect(() => {
    const made = new HeldMove(
      { move: (velocity) => move(cameraId, velocity), stop: () => stop(cameraId) },
      (error) => latest.current.failed(error),
    )
    held.current = made
    return () => made.stop()
  }, [cameraId])
  const start = useCallback((direction: Direction) => {
    held.current?.start(velocityOf(direction, latest.current.zoom?.now ?? null))
  }, [])
  const release = useCallback(() => held.current?.stop(), [])

  const listening = zoom !== null
  useEffect(() => {
    if (!listening) return
    let key: string | null = null
    const down = (event: KeyboardEvent) => {
      const direction = directionOf(event.key)
      if (!direction || event.ctrlKey || event.altKey || event.metaKey || typing(event)) return
      event.preventDefault()
      if (event.repeat) return
      key = event.key
      start(direction)
    }
    const up = (event: KeyboardEvent) => {
      if (event.key !== key) return
      key = null
      release()
    }
    const hidden = () => {
      if (document.hidden) release()
    }
    addEventListener('keydown', down)
    addEventListener('keyup', up)
    addEventListener('blur', release)
    document.addEventListener('visibilitychange', hidden)
    return () => {
      removeEventListener('keydown', down)
      removeEventListener('keyup', up)
      removeEventListener('blur', release)
      document.removeEventListener('visibilitychange', hidden)
      release()
    }
  }, [listening, start, release])
  return { start, stop: release }
}

/** Arrows in a field or a list belong to it. */
function typing({ target }: KeyboardEvent): boolean {
  return (
    target instanceof Element &&
    target.closest(
      'input, textarea, select, [role="listbox"], [role="combobox"], [role="dialog"]',
    ) !== null
  )
}
