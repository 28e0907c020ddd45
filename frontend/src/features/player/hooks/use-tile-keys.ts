import { useEffect, useRef, type RefObject } from 'react'
import { isForTile, tileOfKeys } from '../lib/tile-keys'

/** Does what a key says while this tile is the one that keys are for. Keys are lower case; null: not here. */
export function useTileKeys(
  tile: RefObject<HTMLElement | null>,
  keys: Readonly<Record<string, (() => void) | null>>,
): void {
  const latest = useRef(keys)
  useEffect(() => {
    latest.current = keys
  })
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const act = latest.current[event.key.toLowerCase()]
      if (!act || event.repeat || !isForTile(event)) return
      if (tile.current !== tileOfKeys(document)) return
      event.preventDefault()
      act()
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [tile])
}
