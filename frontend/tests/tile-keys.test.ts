// @vitest-environment jsdom
import { backFrom } from '@/features/playback/lib/back'
import { isForTile, tileOfKeys } from '@/features/player/lib/tile-keys'
import { beforeEach, describe, expect, test } from 'vitest'

/** A tile with a button; `shown` as the browser would tell it, which jsdom cannot. */
function tile(shown = true): HTMLElement {
  const section = document.createElement('section')
  section.dataset.tile = ''
  section.append(document.createElement('button'))
  section.checkVisibility = () => shown
  document.body.append(section)
  return section
}

beforeEach(() => document.body.replaceChildren())

describe('the tile that keys are for', () => {
  test('is the one with the focus', () => {
    tile()
    const second = tile()
    second.querySelector('button')?.focus()
    expect(tileOfKeys(document)).toBe(second)
  })

  test('is the only one in sight where none has the focus', () => {
    tile(false)
    const shown = tile()
    expect(tileOfKeys(document)).toBe(shown)
  })

  test('is none where several could be meant', () => {
    tile()
    tile()
    expect(tileOfKeys(document)).toBeNull()
  })
})

test('keys that are typed, or have a modifier, are not for a tile', () => {
  const field = document.createElement('input')
  document.body.append(field)
  const heard: boolean[] = []
  addEventListener('keydown', (event) => heard.push(isForTile(event)))
  const press = (target: EventTarget, init: KeyboardEventInit) =>
    target.dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, key: 'b', ...init }))
  press(document.body, {})
  press(field, {})
  press(document.body, { ctrlKey: true })
  expect(heard).toEqual([true, false, false])
})

test('half a minute back is told as an address of the playback page', () => {
  expect(backFrom('c', Date.parse('2026-11-20T08:30:00.250Z'))).toEqual({
    cameras: 'c',
    at: '2026-11-20T08:29:30.250Z',
  })
})
