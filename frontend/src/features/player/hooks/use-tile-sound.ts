import { useCallback, useEffect, useId, useMemo } from 'react'
import { create } from 'zustand'
import type { Camera } from '@/api/types'
import { soundOf, type Sound } from '../lib/sound-rule'
import type { StreamName } from '../lib/stream-rule'

const KEY = 'mosaic.volume'
const FIRST_VOLUME = 0.8

/** Which tile is heard, one at most, and how loud; the loudness is remembered in this browser. */
const useHeard = create<{ tile: string | null; volume: number }>(() => ({
  tile: null,
  volume: rememberedVolume(localStorage.getItem(KEY)),
}))

export function rememberedVolume(kept: string | null): number {
  const volume = Number(kept ?? FIRST_VOLUME)
  return volume > 0 && volume <= 1 ? volume : FIRST_VOLUME
}

export interface TileSound {
  /** Of each stream, null where it has none. */
  sounds: Readonly<Record<StreamName, Sound | null>>
  on: boolean
  volume: number
  /** null: the camera has no sound. */
  toggle: (() => void) | null
  setVolume: (volume: number) => void
}

/** A tile is silent until somebody wants to hear it, which silences the one that was heard. */
export function useTileSound(camera: Camera): TileSound {
  const id = useId()
  const { main, sub } = { main: camera.state.tracks, sub: camera.state.sub?.tracks }
  const sounds = useMemo(() => ({ main: soundOf(main), sub: soundOf(sub ?? []) }), [main, sub])
  const on = useHeard(({ tile }) => tile === id)
  const volume = useHeard((heard) => heard.volume)
  const toggle = useCallback(
    () => useHeard.setState(({ tile }) => ({ tile: tile === id ? null : id })),
    [id],
  )
  useEffect(
    () => () => useHeard.setState(({ tile }) => ({ tile: tile === id ? null : tile })),
    [id, camera.id],
  )
  const has = sounds.main !== null || sounds.sub !== null
  // One that is on can be switched off also while its camera is gone, and its tracks with it.
  return { sounds, on, volume, toggle: has || on ? toggle : null, setVolume }
}

function setVolume(volume: number): void {
  localStorage.setItem(KEY, String(volume))
  useHeard.setState({ volume })
}
