// @vitest-environment jsdom
import { expect, test, vi } from 'vitest'

vi.hoisted(() => vi.stubGlobal('BroadcastChannel', class extends EventTarget {}))
const { Prewarming } = await import('@/api/prewarm')

test('a camera is asked for once while its path stays open, and many at a time at most', () => {
  let now = 0
  const opened: string[][] = []
  const open = (cameras: string[]) => Promise.resolve(opened.push(cameras))
  const prewarming = new Prewarming(open, () => now)
  prewarming.ask(['a', 'b', 'a'])
  prewarming.ask(['b', 'c'])
  prewarming.ask(['a', 'b', 'c'])
  prewarming.ask([])
  expect(opened).toEqual([['a', 'b'], ['c']])
  now = 8000
  prewarming.ask(['a'])
  expect(opened.at(-1)).toEqual(['a'])
  prewarming.ask(Array.from({ length: 100 }, (_, n) => `wall-${n}`))
  expect(opened.at(-1)).toHaveLength(64)
})
