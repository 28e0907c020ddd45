import { expect, test } from 'vitest'
import {
  addressesOf,
  fromNewestKeyFrame,
  livePlaylistOf,
  variantOf,
} from '@/features/player/lib/live-playlist'

/** As MediaMTX 1.20 tells it, three segments of which the last one is being made. */
const PLAYLIST = `#EXTM3U
#EXT-X-VERSION:10
#EXT-X-TARGETDURATION:1
#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=0.50000,CAN-SKIP-UNTIL=6.00000
#EXT-X-PART-INF:PART-TARGET=0.20000
#EXT-X-MEDIA-SEQUENCE:7
#EXT-X-MAP:URI="a_init.mp4?session=s"
#EXTINF:1.00000,
a_seg7.mp4?session=s
#EXT-X-PROGRAM-DATE-TIME:2026-11-26T01:02:42.144Z
#EXT-X-PART:DURATION=0.40000,URI="a_part10.mp4?session=s",INDEPENDENT=YES
#EXT-X-PART:DURATION=0.60000,URI="a_part11.mp4?session=s"
#EXTINF:1.00000,
a_seg8.mp4?session=s
#EXT-X-PART:DURATION=0.20000,URI="a_part12.mp4?session=s",INDEPENDENT=YES
#EXT-X-PRELOAD-HINT:TYPE=PART,URI="a_part13.mp4?session=s"
`

test('the parts, when their pictures were new, and what comes next', () => {
  const told = livePlaylistOf(PLAYLIST)
  expect(told?.init).toBe('a_init.mp4?session=s')
  expect(told?.next).toEqual({ segment: 9, part: 1 })
  expect(
    told?.parts.map(({ uri, isKey, at }) => [uri.slice(2, 8), isKey, at?.toISOString()]),
  ).toEqual([
    ['part10', true, '2026-11-26T01:02:42.144Z'],
    ['part11', false, '2026-11-26T01:02:42.544Z'],
    ['part12', true, '2026-11-26T01:02:43.144Z'],
  ])
})

test('a whole segment is fetched as one, what is being made by its parts', () => {
  const { parts = [] } = livePlaylistOf(PLAYLIST) ?? {}
  const from = fromNewestKeyFrame(parts)
  expect(from.map(({ uri }) => uri.slice(2, 8))).toEqual(['part10', 'part11', 'part12'])
  expect(addressesOf(from)).toEqual(['a_seg8.mp4?session=s', 'a_part12.mp4?session=s'])
  expect(addressesOf(parts.slice(1))).toEqual(['a_part11.mp4?session=s', 'a_part12.mp4?session=s'])
  expect(addressesOf(parts.slice(2))).toEqual(['a_part12.mp4?session=s'])
})

test('what is no LL-HLS playlist is none', () => {
  for (const text of [
    '',
    '#EXTM3U\n#EXTINF:1,\nseg0.ts\n',
    PLAYLIST.replace(/#EXT-X-MAP.*/, ''),
    PLAYLIST.replaceAll('DURATION=', 'LENGTH='),
    '<!doctype html>',
  ]) {
    expect(livePlaylistOf(text)).toBeNull()
  }
})

test('the first variant with its video codec alone', () => {
  const main = (codecs: string) =>
    `#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1,CODECS="${codecs}",AUDIO="audio"\nvideo1.m3u8?session=s\n`
  expect(variantOf(main('avc1.4d401f,mp4a.40.2'))).toEqual({
    uri: 'video1.m3u8?session=s',
    codecs: 'avc1.4d401f',
  })
  expect(variantOf(main('mp4a.40.2'))).toBeNull()
  expect(variantOf('#EXTM3U\n')).toBeNull()
})
