import { expect, test } from 'vitest'
import {
  profileLabel,
  proposed,
  streamUrl,
  type Profile,
} from '@/features/cameras/lib/onvif-streams'

const ACCOUNT = {
  service_url: 'http://10.0.0.9:8080/onvif',
  username: 'me@site',
  password: 'a:b/c',
}

function profile(token: string, width: number, uri: string | null = `rtsp://10.0.0.9/${token}`) {
  const size = { width, height: (width * 9) / 16, fps: 25 }
  return { token, name: token, codec: 'H264', uri, ...size } satisfies Profile
}

test('the largest stream is proposed as the main one and the smallest beside it', () => {
  const profiles = [profile('mid', 1280), profile('none', 3840, null), profile('big', 1920)]
  expect(proposed([...profiles, profile('small', 640)])).toEqual({ main: 'big', sub: 'small' })
  expect(proposed([profile('only', 640)])).toEqual({ main: 'only', sub: '' })
  expect(proposed([])).toEqual({ main: '', sub: '' })
})

test('the account goes into an address of the same host, and to no other', () => {
  expect(streamUrl('rtsp://10.0.0.9:554/main?x=1', ACCOUNT)).toBe(
    'rtsp://me%40site:a%3Ab%2Fc@10.0.0.9:554/main?x=1',
  )
  expect(streamUrl('rtsp://10.6.6.6/main', ACCOUNT)).toBe('rtsp://10.6.6.6/main')
  expect(streamUrl('rtsp://10.0.0.9/main', { ...ACCOUNT, username: '' })).toBe(
    'rtsp://10.0.0.9/main',
  )
  const bare = { ...ACCOUNT, service_url: '10.0.0.9' }
  expect(streamUrl('rtsp://10.0.0.9/main', bare)).toContain('@10.0.0.9/main')
})

test('a profile is told by what tells it from others', () => {
  expect(profileLabel(profile('main', 1920))).toBe('main · H264 · 1920×1080 · 25 fps')
})
