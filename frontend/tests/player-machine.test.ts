import { describe, expect, test } from 'vitest'
import {
  initialState,
  step,
  type Effect,
  type PlayerEvent,
  type PlayerState,
} from '@/features/player/lib/player-machine'

function play(events: PlayerEvent[], from: PlayerState = initialState) {
  let state = from
  let effects: Effect[] = []
  for (const event of events) [state, effects] = step(state, event)
  return { state, effects }
}

const started: PlayerEvent[] = [
  { type: 'start', at: 0, forced: null },
  { type: 'session', at: 100 },
]
const failed = (failure: Extract<PlayerEvent, { type: 'failed' }>['failure'], at: number) =>
  ({ type: 'failed', at, failure, detail: 'why' }) as const

describe('starting', () => {
  test('asks for a session, then opens WebRTC', () => {
    expect(play(started.slice(0, 1)).effects).toEqual([
      { type: 'request-session', transport: 'webrtc' },
    ])
    const { state, effects } = play(started)
    expect(effects).toEqual([{ type: 'open', transport: 'webrtc' }])
    expect(state.status).toBe('connecting')
  })

  test('plays with the first picture', () => {
    const { state } = play([...started, { type: 'picture', at: 600 }])
    expect(state).toMatchObject({ status: 'playing', transport: 'webrtc', lastPictureAt: 600 })
  })

  test('takes the forced transport', () => {
    const { effects } = play([
      { type: 'start', at: 0, forced: 'll-hls' },
      { type: 'session', at: 1 },
    ])
    expect(effects).toEqual([{ type: 'open', transport: 'll-hls' }])
  })

  test('a picture that comes after the end changes nothing', () => {
    const { state } = play([...started, failed('not-found', 200), { type: 'picture', at: 300 }])
    expect(state.status).toBe('offline')
  })
})

describe('a session that does not come', () => {
  test('is given up and asked for again', () => {
    const asked = started.slice(0, 1)
    expect(play([...asked, { type: 'tick', at: 15_000 }]).effects).toEqual([])
    const { state, effects } = play([...asked, { type: 'tick', at: 15_100 }])
    expect(state).toMatchObject({ phase: 'waiting', status: 'offline', failure: 'unreachable' })
    expect(effects).toContainEqual({ type: 'retry-later', attempt: 0, leastMs: 0 })
  })
})

describe('falling back to LL-HLS', () => {
  test.each(['refused-format', 'connection', 'unsupported'] as const)('on %s', (failure) => {
    const { state, effects } = play([...started, failed(failure, 4100)])
    expect(effects).toEqual([{ type: 'close' }, { type: 'open', transport: 'll-hls' }])
    expect(state).toMatchObject({ status: 'connecting', webrtcFault: { failure, at: 4100 } })
  })

  test('when WebRTC connects and shows nothing', () => {
    expect(play([...started, { type: 'tick', at: 6000 }]).effects).toEqual([])
    expect(play([...started, { type: 'tick', at: 6200 }]).effects).toContainEqual({
      type: 'open',
      transport: 'll-hls',
    })
  })

  test('when WebRTC ends before its first picture', () => {
    const { state, effects } = play([...started, failed('ended', 900)])
    expect(effects).toEqual([{ type: 'close' }, { type: 'open', transport: 'll-hls' }])
    expect(state.webrtcFault).toEqual({ failure: 'no-picture', at: 900 })
  })

  test('not where WebRTC has shown pictures before: then the camera sends none', () => {
    const { state, effects } = play([
      ...started,
      { type: 'picture', at: 600 },
      { type: 'tick', at: 11_000 },
      { type: 'retry', at: 12_000 },
      { type: 'session', at: 12_100 },
      { type: 'tick', at: 18_200 },
    ])
    expect(effects).toContainEqual({ type: 'close' })
    expect(effects).not.toContainEqual({ type: 'open', transport: 'll-hls' })
    expect(state).toMatchObject({ status: 'offline', failure: 'no-picture', webrtcFault: null })
  })

  test('a hidden page is no reason', () => {
    const events: PlayerEvent[] = [
      { type: 'visible', at: 60_000 },
      { type: 'tick', at: 61_000 },
    ]
    expect(play([...started, ...events]).effects).toEqual([])
  })

  test('not where a transport is forced', () => {
    const forced = play([
      { type: 'start', at: 0, forced: 'webrtc' },
      { type: 'session', at: 1 },
      failed('connection', 4000),
    ])
    expect(forced.state.status).toBe('offline')
  })

  test('a format is remembered for good, a lost connection for a minute', () => {
    const again = (failure: 'refused-format' | 'connection', at: number) =>
      play([
        ...started,
        failed(failure, 4000),
        failed('ended', 5000),
        { type: 'retry', at },
        { type: 'session', at },
      ]).effects
    expect(again('refused-format', 999_999)).toEqual([{ type: 'open', transport: 'll-hls' }])
    expect(again('connection', 30_000)).toEqual([{ type: 'open', transport: 'll-hls' }])
    expect(again('connection', 70_000)).toEqual([{ type: 'open', transport: 'webrtc' }])
  })
})

describe('stalling', () => {
  const playing = play([...started, { type: 'picture', at: 1000 }]).state

  test('is said after three seconds and mended by the next picture', () => {
    expect(play([{ type: 'tick', at: 3900 }], playing).state.status).toBe('playing')
    const stalled = play([{ type: 'tick', at: 4100 }], playing).state
    expect(stalled.status).toBe('stalled')
    expect(play([{ type: 'picture', at: 4200 }], stalled).state.status).toBe('playing')
  })

  test('rebuilds after ten seconds and keeps the time of the last picture', () => {
    const { state, effects } = play([{ type: 'tick', at: 11_100 }], playing)
    expect(effects).toEqual([{ type: 'close' }, { type: 'retry-later', attempt: 0, leastMs: 0 }])
    expect(state.lastPictureAt).toBe(1000)
    expect(state.status).not.toBe('playing')
  })

  test('is not counted while the page is hidden', () => {
    const { state } = play(
      [
        { type: 'visible', at: 50_000 },
        { type: 'tick', at: 52_000 },
      ],
      playing,
    )
    expect(state.status).toBe('playing')
  })
})

describe('failing', () => {
  test('no permission is said at once and tried again patiently', () => {
    const { state, effects } = play([...started.slice(0, 1), failed('unauthorised', 50)])
    expect(state.status).toBe('unauthorised')
    expect(effects).toContainEqual({ type: 'retry-later', attempt: 0, leastMs: 30_000 })
  })

  test('a refused stream token asks for new ones before it is called a lack of permission', () => {
    const round = (at: number): PlayerEvent[] => [
      failed('unauthorised', at),
      { type: 'retry', at: at + 1 },
      { type: 'session', at: at + 2 },
    ]
    const twice = play([...started, ...round(1000), ...round(2000)]).state
    expect(twice.status).toBe('connecting')
    expect(play([failed('unauthorised', 3000)], twice).state.status).toBe('unauthorised')
  })

  test('a camera without a stream is offline, and waits grow until it has played a while', () => {
    const first = play([...started, failed('not-found', 1000)])
    expect(first.state.status).toBe('offline')
    const again: PlayerEvent[] = [
      { type: 'retry', at: 2000 },
      { type: 'session', at: 2100 },
      failed('not-found', 3000),
    ]
    const second = play(again, first.state)
    expect(second.effects).toContainEqual({ type: 'retry-later', attempt: 1, leastMs: 0 })
    const back: PlayerEvent[] = [
      { type: 'retry', at: 4000 },
      { type: 'session', at: 4100 },
      { type: 'picture', at: 5000 },
      { type: 'picture', at: 15_500 },
      { type: 'tick', at: 15_600 },
    ]
    expect(play(back, second.state).state.attempt).toBe(0)
  })

  test('what the browser cannot play is called so', () => {
    const { state } = play([...started, failed('refused-format', 500), failed('unsupported', 900)])
    expect(state.status).toBe('unsupported')
  })

  test('a second failure while it waits does not ask twice', () => {
    expect(play([...started, failed('not-found', 10), failed('not-found', 11)]).effects).toEqual([])
  })
})

test('stopping closes', () => {
  expect(play([...started, { type: 'stop' }]).effects).toEqual([{ type: 'close' }])
})
