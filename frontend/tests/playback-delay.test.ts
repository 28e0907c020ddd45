import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { ageOf, freshnessOf } from '@/features/player/lib/freshness'
import { PlaybackReporter } from '@/features/player/lib/playback-reports'
import { observeFrame, type RtpClock } from '@/features/player/lib/rtp-delay'

/** By how much each frame is late; times in milliseconds. */
function latenesses(frames: { sent: number; received: number }[], firstStamp = 0): number[] {
  let clock: RtpClock | null = null
  return frames.map(({ sent, received }) => {
    const timestamp = (firstStamp + sent * 90) % 2 ** 32
    let late: number
    ;[clock, late] = observeFrame(clock, { timestamp, receivedAt: received })
    return Math.round(late)
  })
}

const steady = (count: number, delay: (n: number) => number) =>
  Array.from({ length: count }, (_, n) => ({ sent: n * 40, received: n * 40 + delay(n) }))

describe('how late a frame is by its time stamp', () => {
  test('is nothing while frames arrive as they are sent', () => {
    expect(new Set(latenesses(steady(100, () => 30)))).toEqual(new Set([0]))
  })

  test('grows with what piles up on the way, and goes when it is caught up', () => {
    const slow = steady(300, (n) => 30 + n * 40)
    expect(latenesses(slow).at(-1)).toBeGreaterThan(11_900)
    const last = slow.at(-1) ?? { sent: 0, received: 0 }
    const caughtUp = { sent: last.received + 40, received: last.received + 70 }
    expect(latenesses([...slow, caughtUp]).at(-1)).toBeLessThan(10)
  })

  test('is a pause’s length after a pause that loses nothing', () => {
    expect(
      latenesses([
        { sent: 0, received: 0 },
        { sent: 40, received: 12_040 },
      ]),
    ).toEqual([0, 11_999])
  })

  test('does not come from a time stamp that wraps, nor from a clock that was set', () => {
    expect(
      Math.max(
        ...latenesses(
          steady(100, () => 30),
          2 ** 32 - 90_000,
        ),
      ),
    ).toBe(0)
    const set = [...steady(5, () => 30), { sent: -60_000, received: 300 }]
    expect(latenesses(set).at(-1)).toBe(0)
    const ahead = [...steady(5, () => 30), { sent: 60_000, received: 300 }]
    expect(latenesses(ahead).at(-1)).toBe(0)
  })

  test('is not made of clocks that drift apart', () => {
    const hour = Array.from({ length: 3600 }, (_, n) => ({
      sent: n * 1000,
      received: n * 1000 * 1.00005,
    }))
    expect(Math.max(...latenesses(hour))).toBe(0)
  })
})

test('a picture that came late is as old as one that stays', () => {
  const freshness = (pictureAgeMs: number, delayMs: number | null) =>
    freshnessOf(ageOf({ pictureAgeMs, delayMs }))
  expect(freshness(200, 300)).toBe('fresh')
  expect(freshness(3100, null)).toBe('late')
  expect(freshness(100, 3100)).toBe('late')
  expect(freshness(0, 12_000)).toBe('stale')
  expect(freshness(6000, 5000)).toBe('stale')
})

describe('reports', () => {
  const report = (name: string) => ({
    camera_id: name,
    transport: 'webrtc' as const,
    stalled: false,
  })
  beforeEach(() => {
    vi.useFakeTimers()
    vi.stubGlobal('document', { hidden: false })
  })
  afterEach(() => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })

  test('are one request for all tiles that have something to tell', () => {
    const send = vi.fn(() => Promise.resolve())
    const reporter = new PlaybackReporter(send)
    reporter.add(() => report('a'))
    reporter.add(() => null)
    const away = reporter.add(() => report('b'))
    vi.advanceTimersByTime(10_000)
    expect(send.mock.calls).toEqual([[[report('a'), report('b')]]])
    away()
    vi.advanceTimersByTime(10_000)
    expect(send).toHaveBeenLastCalledWith([report('a')])
  })

  test('end with the last tile, and a page that is hidden tells none', () => {
    const send = vi.fn(() => Promise.resolve())
    const reporter = new PlaybackReporter(send)
    const away = reporter.add(() => report('a'))
    vi.stubGlobal('document', { hidden: true })
    vi.advanceTimersByTime(20_000)
    expect(send).not.toHaveBeenCalled()
    vi.stubGlobal('document', { hidden: false })
    away()
    vi.advanceTimersByTime(20_000)
    expect(send).not.toHaveBeenCalled()
    expect(vi.getTimerCount()).toBe(0)
  })

  test('that are lost do no harm', async () => {
    const reporter = new PlaybackReporter(() => Promise.reject(new Error('429')))
    reporter.add(() => report('a'))
    reporter.tell()
    await vi.advanceTimersByTimeAsync(0)
  })
})
