import { useSyncExternalStore } from 'react'
import type { PlaybackEngine, PlaybackView } from '../lib/playback-engine'

/** A part of what the engine tells; renders again only when that part is another. */
export function usePlayback<T>(engine: PlaybackEngine, select: (view: PlaybackView) => T): T {
  return useSyncExternalStore(engine.subscribe, () => select(engine.view))
}
