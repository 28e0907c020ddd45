import { describe, expect, test } from 'vitest'
import { isBadLink, withSample, type LinkSample } from '@/features/player/lib/link-quality'
import { streamFor, transportBy } from '@/features/player/lib/stream-rule'

describe('which stream', () => {
  const tile = {
    widthPx: 480,
    hasSub: true,
    mainWidthPx: 1920,
    subWidthPx: null,
    maximised: false,
    now: null,
  }

  test.each([
    ['the second one for a small tile', {}, 'sub'],
    ['the main one where there is no second', { hasSub: false }, 'main'],
    ['the main one for a large tile', { widthPx: 641 }, 'main'],
    ['the main one when maximised', { maximised: true }, 'main'],
    ['the main one where it is hardly larger', { mainWidthPx: 800 }, 'main'],
    ['a second one that is large enough', { widthPx: 790, subWidthPx: 640 }, 'sub'],
    ['not one that would be blown up', { widthPx: 480, subWidthPx: 352 }, 'main'],
    ['what is read while the tile has no size', { widthPx: null, now: 'main' as const }, 'main'],
    ['the second one before anything is known', { widthPx: null }, 'sub'],
  ])('%s', (_, patch, stream) => {
    expect(streamFor({ ...tile, ...patch })).toBe(stream)
  })

  test('does not change to and fro at the edge', () => {
    const at = (widthPx: number, now: 'main' | 'sub') => streamFor({ ...tile, widthPx, now })
    expect(at(660, 'sub')).toBe('sub')
    expect(at(660, 'main')).toBe('main')
    expect(at(800, 'sub')).toBe('main')
  })
})

test('WebRTC for up to four tiles and for the large one, LL-HLS for a wall', () => {
  expect(transportBy({ tiles: 4, large: false })).toBe('webrtc')
  expect(transportBy({ tiles: 5, large: false })).toBe('ll-hls')
  expect(transportBy({ tiles: 16, large: true })).toBe('webrtc')
})

describe('a link', () => {
  const samples = (seconds: number, each: (n: number) => Partial<LinkSample>) =>
    Array.from({ length: seconds / 2 + 1 }, (_, n) => ({
      at: n * 2000,
      packetsReceived: n * 200,
      packetsLost: 0,
      framesDecoded: n * 50,
      framesDropped: 0,
      frozenMs: 0,
      ...each(n),
    })).reduce<LinkSample[]>(withSample, [])

  test('that loses nothing is good', () => {
    expect(isBadLink(samples(60, () => ({})))).toBe(false)
  })

  test('that loses for long is bad, for a moment not', () => {
    expect(isBadLink(samples(30, (n) => ({ packetsLost: n * 20 })))).toBe(true)
    expect(isBadLink(samples(6, (n) => ({ packetsLost: n * 20 })))).toBe(false)
    expect(isBadLink(samples(30, (n) => ({ packetsLost: n > 13 ? 100 : 0 })))).toBe(false)
  })

  test('on which the picture stands for a third of the time is bad', () => {
    expect(isBadLink(samples(30, (n) => ({ frozenMs: n * 800 })))).toBe(true)
    expect(isBadLink(samples(30, (n) => ({ frozenMs: n * 400 })))).toBe(false)
  })

  test('is not to blame for a browser that drops what it decoded', () => {
    const busy = samples(30, (n) => ({ frozenMs: n * 800, framesDropped: n * 10 }))
    expect(isBadLink(busy)).toBe(false)
  })
})
