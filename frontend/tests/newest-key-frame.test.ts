import { expect, test } from 'vitest'
import { startingAtKeyFrame } from '@/features/player/lib/newest-key-frame'

const playlist = (...parts: [seconds: number, isKey: boolean][]) =>
  [
    '#EXTM3U',
    '#EXT-X-PART-INF:PART-TARGET=0.2',
    '#EXT-X-MAP:URI="init.mp4"',
    ...parts.map(
      ([seconds, isKey], n) =>
        `#EXT-X-PART:DURATION=${seconds},URI="part${n}.mp4"${isKey ? ',INDEPENDENT=YES' : ''}`,
    ),
    '#EXT-X-PRELOAD-HINT:TYPE=PART,URI="next.mp4"',
    '',
  ].join('\n')
const start = (text: string) => /TIME-OFFSET=(-?[\d.]+)/.exec(startingAtKeyFrame(text))?.[1]

test('an LL-HLS playlist is played from its newest key frame', () => {
  const text = playlist([0.2, true], [0.2, false], [0.2, true], [0.2, false], [0.2, false])
  expect(start(text)).toBe('-0.60000')
  expect(startingAtKeyFrame(text)).toContain('PRECISE=YES\n')
})

test('not from one at the very end, which a pause would follow', () => {
  const text = playlist([0.2, true], [0.2, false], [0.2, false], [0.2, true])
  expect(start(text)).toBe('-0.80000')
})

test('as it is where no part is told to begin with a key frame', () => {
  const text = playlist([0.2, false], [0.2, false])
  expect(startingAtKeyFrame(text)).toBe(text)
})
