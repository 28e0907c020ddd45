import type { Velocity } from './held-move'

export type Direction =
  'up' | 'down' | 'left' | 'right' | 'upLeft' | 'upRight' | 'downLeft' | 'downRight' | 'in' | 'out'

const WAYS: Record<Direction, readonly [number, number, number]> = {
  up: [0, 1, 0],
  down: [0, -1, 0],
  left: [-1, 0, 0],
  right: [1, 0, 0],
  upLeft: [-1, 1, 0],
  upRight: [1, 1, 0],
  downLeft: [-1, -1, 0],
  downRight: [1, -1, 0],
  in: [0, 0, 1],
  out: [0, 0, -1],
}

const KEYS: Readonly<Record<string, Direction>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
  '+': 'in',
  '=': 'in',
  '-': 'out',
}

export function directionOf(key: string): Direction | null {
  return KEYS[key] ?? null
}

/** Half of the camera's speed, and a fifth of that fully zoomed in, where the same turn moves the picture more. */
export function velocityOf(direction: Direction, zoom: number | null): Velocity {
  const [pan, tilt, along] = WAYS[direction]
  const turning = 0.5 * (1 - 0.8 * Math.min(1, Math.max(0, zoom ?? 0)))
  return { pan: pan * turning, tilt: tilt * turning, zoom: along * 0.5 }
}
