import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { EVERY_MS, HeldMove, type Velocity } from '@/features/ptz/lib/held-move'
import { withChange } from '@/features/ptz/lib/imaging'
import { pointInPicture } from '@/features/ptz/lib/picture-point'
import { directionOf, velocityOf } from '@/features/ptz/lib/velocity'

const LEFT = { pan: -1, tilt: 0, zoom: 0 }
const UP = { pan: 0, tilt: 1, zoom: 0 }

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function camera() {
  const said: string[] = []
  const answers: (() => void)[] = []
  return {
    said,
    answer: async () => {
      answers.shift()?.()
      await vi.advanceTimersByTimeAsync(0)
    },
    move: (velocity: Velocity) => {
      said.push(`move ${velocity.pan} ${velocity.tilt}`)
      return new Promise<void>((resolve) => answers.push(resolve))
    },
    stop: () => {
      said.push('stop')
      return Promise.resolve()
    },
  }
}

test('a held button is said again and again, and stops when it is let go', async () => {
  const told = camera()
  const held = new HeldMove(told, () => undefined)
  held.start(LEFT)
  await told.answer()
  await vi.advanceTimersByTimeAsync(EVERY_MS)
  await told.answer()
  expect(told.said).toEqual(['move -1 0', 'move -1 0'])
  held.stop()
  await vi.advanceTimersByTimeAsync(0)
  expect(told.said.at(-1)).toBe('stop')
  await vi.advanceTimersByTimeAsync(10 * EVERY_MS)
  expect(told.said).toHaveLength(3)
})

test('letting go waits for the move that is on its way, so that the stop comes last', async () => {
  const told = camera()
  const held = new HeldMove(told, () => undefined)
  held.start(LEFT)
  held.stop()
  await vi.advanceTimersByTimeAsync(10 * EVERY_MS)
  expect(told.said).toEqual(['move -1 0'])
  await told.answer()
  expect(told.said).toEqual(['move -1 0', 'stop'])
})

test('another direction is said at once', async () => {
  const told = camera()
  const held = new HeldMove(told, () => undefined)
  held.start(LEFT)
  await told.answer()
  held.start(UP)
  await vi.advanceTimersByTimeAsync(0)
  expect(told.said).toEqual(['move -1 0', 'move 0 1'])
})

test('a refusal is told once and nothing is sent until the button is pressed again', async () => {
  const failed = vi.fn()
  const move = vi.fn(() => Promise.reject(new Error('held by somebody else')))
  const held = new HeldMove({ move, stop: () => Promise.resolve() }, failed)
  held.start(LEFT)
  await vi.advanceTimersByTimeAsync(10 * EVERY_MS)
  expect(move).toHaveBeenCalledTimes(1)
  expect(failed).toHaveBeenCalledTimes(1)
  held.start(LEFT)
  await vi.advanceTimersByTimeAsync(0)
  expect(move).toHaveBeenCalledTimes(2)
})

test('turning is slower the further one is zoomed in', () => {
  expect(velocityOf('left', 0)).toEqual({ pan: -0.5, tilt: 0, zoom: 0 })
  expect(velocityOf('left', 1).pan).toBeCloseTo(-0.1)
  expect(velocityOf('in', 1).zoom).toBe(0.5)
  expect([directionOf('ArrowUp'), directionOf('a')]).toEqual(['up', null])
})

test('a click is a share of the picture, not of the bars beside it', () => {
  const wide = { width: 200, height: 100 }
  expect(pointInPicture(wide, { width: 100, height: 100 }, { x: 100, y: 50 })).toEqual({
    x: 0.5,
    y: 0.5,
  })
  expect(pointInPicture(wide, { width: 100, height: 100 }, { x: 50, y: 0 })).toEqual({ x: 0, y: 0 })
  expect(pointInPicture(wide, { width: 100, height: 100 }, { x: 10, y: 50 })).toBeNull()
  expect(pointInPicture(wide, { width: 0, height: 0 }, { x: 10, y: 50 })).toBeNull()
})

test('of a change to the picture is shown what is changed, and nothing that the camera has not', () => {
  const brightness = { value: 50, min: 0, max: 100 }
  const imaging = {
    levels: { brightness },
    focus: 'auto',
    focus_modes: ['auto', 'manual'],
    ir_cut: null,
    ir_cut_modes: [],
  }
  expect(withChange(imaging, { brightness: 70, contrast: 10, focus: 'manual' })).toEqual({
    ...imaging,
    levels: { brightness: { ...brightness, value: 70 } },
    focus: 'manual',
  })
})
