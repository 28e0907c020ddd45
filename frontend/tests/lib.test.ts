import { describe, expect, test } from 'vitest'
import { ProblemError, problemOf } from '@/api/problem'
import { changeOf, formOf, placeErrors } from '@/features/cameras/lib/camera-form'
import {
  arrangedTiles,
  automaticTiles,
  layoutFrom,
  pageCount,
  placesOf,
} from '@/features/mosaics/lib/layouts'
import { ageOf, freshnessOf } from '@/features/player/lib/freshness'
import { fileName } from '@/features/player/lib/save-picture'
import { backoff } from '@/lib/backoff'
import { formatAge, formatShare } from '@/lib/format'
import { ServerClock } from '@/lib/server-clock'
import type { Camera } from '@/api/types'

describe('the server clock', () => {
  test('narrows the offset with each answer', () => {
    const clock = new ServerClock(() => 0)
    const server = 5_000
    for (let ours = 0; ours < 3000; ours += 170) {
      const header = new Date(Math.floor((ours + server) / 1000) * 1000).toUTCString()
      clock.observe(header, ours, ours + 10)
    }
    expect(Math.abs(clock.offsetMs - server)).toBeLessThan(120)
  })

  test('starts anew when a clock was set', () => {
    const clock = new ServerClock(() => 0)
    clock.observe(new Date(0).toUTCString(), 0, 0)
    clock.observe(new Date(3_600_000).toUTCString(), 0, 0)
    expect(clock.offsetMs).toBe(3_600_500)
  })

  test('takes no notice of a missing header', () => {
    const clock = new ServerClock(() => 7)
    clock.observe(null, 0, 0)
    expect(clock.serverNow()).toBe(7)
  })
})

describe('freshness', () => {
  test('counts the delay and the time since the last picture', () => {
    expect(ageOf({ pictureAgeMs: 200, delayMs: 1500 })).toBe(1700)
    expect(ageOf({ pictureAgeMs: null, delayMs: 1500 })).toBeNull()
  })

  test.each([
    [null, 'fresh'],
    [3000, 'fresh'],
    [3001, 'late'],
    [10_001, 'stale'],
  ] as const)('%s ms is %s', (age, expected) => {
    expect(freshnessOf(age)).toBe(expected)
  })
})

describe('layouts', () => {
  test('an unknown one becomes 2x2', () => {
    expect(layoutFrom('7x7')).toBe('2x2')
    expect(layoutFrom('1+5')).toBe('1+5')
  })

  test('cameras fill pages in order', () => {
    expect(automaticTiles([1, 2, 3, 4, 5], '2x2', 1)).toEqual([5, null, null, null])
    expect(pageCount(5, '2x2')).toBe(2)
    expect(pageCount(0, '2x2')).toBe(1)
  })

  test('arranged tiles and their places say the same', () => {
    const cameras = new Map([['a', { id: 'a' }]])
    const places = [
      { position: 2, camera_id: 'a' },
      { position: 3, camera_id: 'gone' },
    ]
    const tiles = arrangedTiles(places, cameras, '2x2')
    expect(tiles).toEqual([null, null, { id: 'a' }, null])
    expect(placesOf(tiles)).toEqual([{ position: 2, camera_id: 'a' }])
  })
})

describe('the camera form', () => {
  const camera = {
    name: 'Gate',
    source_url: 'rtsp://10.0.0.1/a',
    enabled: true,
    ai: { enabled: true, classes: [], read_plates: false },
    live: { transcode: 'when_needed' },
    group: 'g',
    recording: {
      mode: 'continuous',
      otherwise: 'off',
      retention_days: 9,
      schedule: null,
      events: { before_s: 7, after_s: 8, labels: ['car'], zones: [] },
    },
  } as unknown as Camera

  test('leaves an untouched address out, so that its credentials stay', () => {
    expect(changeOf(formOf(camera), camera)).toEqual({
      name: 'Gate',
      enabled: true,
      group: 'g',
      recording: { mode: 'continuous', schedule: null, otherwise: 'off' },
      ai: { enabled: true, read_plates: false },
      live: { transcode: 'when_needed' },
    })
    const moved = { ...formOf(camera), source_url: 'rtsp://10.0.0.2/a' }
    expect(changeOf(moved, camera).source_url).toBe('rtsp://10.0.0.2/a')
  })

  test('places what the server refuses at its fields', () => {
    const problem = new ProblemError(400, 'invalid-input', 'Not acceptable.', [
      { pointer: '/source_url', code: 'address-refused', detail: 'Refused network.' },
      { pointer: '/ai/read_plates', code: 'x', detail: 'No.' },
      { pointer: '/elsewhere', code: 'x', detail: 'Other.' },
    ])
    expect(placeErrors(problem)).toEqual({
      fields: [
        ['source_url', 'Refused network.'],
        ['read_plates', 'No.'],
      ],
      rest: 'Other.',
    })
    expect(placeErrors(new ProblemError(412, 'precondition-failed', 'Changed.')).rest).toBe(
      'Changed.',
    )
  })
})

describe('problems', () => {
  test('are read from their document', async () => {
    const body = { code: 'conflict', detail: 'Taken.', request_id: 'r-1', errors: null }
    const response = new Response(JSON.stringify(body), {
      status: 409,
      headers: { 'content-type': 'application/problem+json' },
    })
    expect(await problemOf(response)).toMatchObject({
      status: 409,
      code: 'conflict',
      detail: 'Taken.',
      requestId: 'r-1',
      errors: [],
    })
  })

  test('a proxy’s page is a problem too', async () => {
    const problem = await problemOf(new Response('<html>', { status: 503 }))
    expect(problem).toMatchObject({ status: 503, code: 'http-503' })
  })
})

test('backoff doubles, stays under its ceiling and is jittered', () => {
  expect(backoff(0, { random: () => 1 })).toBe(500)
  expect(backoff(3, { random: () => 1 })).toBe(4000)
  expect(backoff(30, { random: () => 1 })).toBe(15_000)
  expect(backoff(3, { random: () => 0 })).toBe(2000)
})

test('shares never round up to certainty', () => {
  expect(formatShare(0.999)).toBe('99 %')
  expect(formatShare(1)).toBe('100 %')
})

test.each([
  [4.4, '4 s'],
  [100, '2 min'],
  [7200, '2 h'],
  [200_000, '2 d'],
])('%d s is %s', (seconds, text) => {
  expect(formatAge(seconds)).toBe(text)
})

test('a snapshot is named after camera and time', () => {
  expect(fileName('Gate 1 / Süd', new Date('2026-01-02T03:04:05Z'))).toBe(
    'Gate-1-Süd_2026-01-02T03-04-05Z.jpg',
  )
})
