import { useEffect } from 'react'
import { BACK_MS } from '../lib/back'
import { nextSpeed } from '../lib/playback-state'
import type { PlaybackEngine } from '../lib/playback-engine'

export const JUMP_MS = 10_000

interface Actions {
  onZoom: (factor: number) => void
  /** To where the next (1) or the last (-1) recording begins. */
  onRecording: (direction: 1 | -1) => void
}

/** The keys of the page, wherever the focus is but in a field. */
export function usePlaybackKeys(engine: PlaybackEngine, { onZoom, onRecording }: Actions): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.altKey || event.metaKey || isTyped(event)) return
      const act = actionOf(engine, event, { onZoom, onRecording })
      if (!act) return
      event.preventDefault()
      act()
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [engine, onZoom, onRecording])
}

function actionOf(
  engine: PlaybackEngine,
  { key, ctrlKey }: KeyboardEvent,
  { onZoom, onRecording }: Actions,
): (() => void) | null {
  const { atMs, rate } = engine.view
  if (ctrlKey) {
    if (key === 'ArrowLeft') return () => onRecording(-1)
    if (key === 'ArrowRight') return () => onRecording(1)
    return null
  }
  switch (key) {
    case ' ':
      return () => engine.toggle()
    case 'ArrowLeft':
      return () => engine.seek(atMs - JUMP_MS)
    case 'ArrowRight':
      return () => engine.seek(atMs + JUMP_MS)
    case 'ArrowUp':
      return () => engine.setRate(nextSpeed(rate, 1))
    case 'ArrowDown':
      return () => engine.setRate(nextSpeed(rate, -1))
    case ',':
      return () => engine.step(-1)
    case '.':
      return () => engine.step(1)
    case 'l':
    case 'L':
      return () => engine.goLive()
    case 'b':
    case 'B':
      return () => engine.goBack(BACK_MS)
    case '+':
    case '=':
      return () => onZoom(0.5)
    case '-':
      return () => onZoom(2)
    default:
      return null
  }
}

/** Fields, menus and buttons have keys of their own. */
function isTyped({ target, key }: KeyboardEvent): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (
    target.isContentEditable ||
    target.closest('input, select, textarea, [role="menu"], [role="listbox"]')
  ) {
    return true
  }
  return (key === ' ' || key === 'Enter') && target.closest('button, a, [role="combobox"]') !== null
}
