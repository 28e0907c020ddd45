// Draws a camera's zones on its picture. The text field stays what is sent; without this script it is edited by hand.
import {
  FEWEST,
  KINDS,
  MOST,
  MOST_ZONES,
  faultOf,
  share,
  textOf,
  zonesIn,
} from './zone-geometry.js'
import { ZonePicture } from './zone-picture.js'

const BUTTON =
  'border border-base-200 bg-white cursor-pointer font-medium px-3 py-2 rounded-default shadow-xs text-important text-sm dark:bg-transparent dark:border-base-700'
const FIELD =
  'border border-base-200 bg-white px-3 py-2 rounded-default shadow-xs text-font-default-light text-sm dark:bg-base-900 dark:border-base-700 dark:text-font-default-dark'
const WORDS = {
  include: 'Look only here',
  exclude: 'Never look here',
  plate: 'Read plates only here',
}
const IDLE =
  'Choose a zone to change it: drag its corners, or focus one and use the arrow keys (with Shift: further); Insert adds a corner after it, Delete takes it away.'
const DRAWING =
  'Click the corners one by one. Click the first again, or press Enter, to close the zone; Backspace takes back a corner, Escape gives up.'

function made(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties)
  element.append(...children)
  return element
}

class ZoneEditor {
  constructor(field) {
    this.field = field
    this.zones = zonesIn(field.value) ?? []
    this.past = []
    this.selected = -1
    this.draft = null
    this.build()
    this.picture = new ZonePicture(this.svg, this)
    field.addEventListener('input', () => this.readField())
    this.showPicture()
    this.show()
  }

  build() {
    const { picture, probe } = this.field.dataset
    this.hint = made('p', { className: 'zone-hint text-sm' })
    this.hint.setAttribute('role', 'status')
    this.kind = this.kindField(KINDS[0], 'Kind of the new zone')
    this.undoButton = this.button('Undo', () => this.undo())
    this.probeButton = this.button('Take a new snapshot', () => void this.probe(probe))
    this.image = made('img', { alt: '', className: 'zone-image', hidden: true })
    this.image.addEventListener('load', () => this.pictureCame())
    this.image.addEventListener('error', () => this.pictureIsMissing())
    this.svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
    this.list = made('ul', { className: 'zone-list' })
    const bar = made(
      'div',
      { className: 'zone-bar' },
      this.kind,
      this.button('Draw a zone', () => this.begin()),
      this.button('Add a rectangle', () => this.addRectangle()),
      this.undoButton,
    )
    if (picture) bar.append(this.probeButton)
    const text = made(
      'details',
      { className: 'zone-text' },
      made('summary', { textContent: 'As JSON' }),
    )
    const editor = made(
      'div',
      { className: 'zone-editor' },
      bar,
      this.hint,
      made('div', { className: 'zone-picture' }, this.image, this.svg),
      this.list,
      text,
    )
    this.field.before(editor)
    text.append(this.field)
    text.open = zonesIn(this.field.value) === null
  }

  button(label, act) {
    const button = made('button', { type: 'button', className: BUTTON, textContent: label })
    button.addEventListener('click', act)
    return button
  }

  kindField(kind, label) {
    const options = KINDS.map((name) => made('option', { value: name, textContent: WORDS[name] }))
    const field = made('select', { className: FIELD }, ...options)
    field.value = kind
    field.ariaLabel = label
    return field
  }

  // the picture

  showPicture() {
    const { picture } = this.field.dataset
    if (picture) this.image.src = `${picture}?${Date.now()}`
    else this.say('Once the camera is saved, zones can be drawn on its picture.')
  }

  pictureCame() {
    this.image.hidden = false
    this.picture.resize(this.image.naturalWidth, this.image.naturalHeight)
    this.say(IDLE)
  }

  pictureIsMissing() {
    this.image.hidden = true
    this.say('There is no picture of the camera yet: take a snapshot, or draw without one.')
  }

  async probe(address) {
    this.probeButton.disabled = true
    this.say('The camera is asked for a picture; this takes up to fifteen seconds.')
    try {
      const token = document.querySelector('[name=csrfmiddlewaretoken]').value
      const answer = await fetch(address, { method: 'POST', headers: { 'X-CSRFToken': token } })
      const told = answer.ok
        ? await answer.json()
        : { snapshot: false, detail: `It failed (${answer.status}).` }
      if (told.snapshot) this.showPicture()
      else this.say(told.detail)
    } catch {
      this.say('The server does not answer.')
    } finally {
      this.probeButton.disabled = false
    }
  }

  // what is done to zones; each change can be undone

  begin() {
    if (!this.roomForAnother()) return
    this.draft = { kind: this.kind.value, polygon: [] }
    this.say(DRAWING)
    this.show()
    this.svg.focus()
  }

  addRectangle() {
    if (!this.roomForAnother()) return
    const [low, high] = [0.3, 0.7]
    const polygon = [
      [low, low],
      [high, low],
      [high, high],
      [low, high],
    ]
    this.add(this.kind.value, polygon)
    this.picture.focusOn(this.selected, 0)
  }

  roomForAnother() {
    if (this.zones.length >= MOST_ZONES) this.say(`A camera has ${MOST_ZONES} zones at most.`)
    return this.zones.length < MOST_ZONES
  }

  add(kind, polygon) {
    const names = new Set(this.zones.map(({ name }) => name))
    let number = this.zones.length + 1
    while (names.has(`Zone ${number}`)) number++
    this.change(() => this.zones.push({ name: `Zone ${number}`, kind, polygon }))
    this.select(this.zones.length - 1)
  }

  /** Takes a corner of the zone that is being drawn. */
  drawTo(corner) {
    if (this.draft.polygon.length < MOST) this.draft.polygon.push(corner)
    this.show()
  }

  takeBack() {
    this.draft.polygon.pop()
    this.show()
  }

  finish() {
    const { kind, polygon } = this.draft
    if (polygon.length < FEWEST) return this.say(`A zone has ${FEWEST} corners or more.`)
    this.draft = null
    this.say(IDLE)
    this.add(kind, polygon)
  }

  giveUp() {
    this.draft = null
    this.say(IDLE)
    this.show()
  }

  moveCorner(zone, at, [x, y]) {
    this.zones[zone].polygon[at] = [share(x), share(y)]
  }

  moveZone(zone, [dx, dy]) {
    const { polygon } = this.zones[zone]
    const within = (delta, axis) => {
      const values = polygon.map((corner) => corner[axis])
      return Math.min(1 - Math.max(...values), Math.max(-Math.min(...values), delta))
    }
    const [stepX, stepY] = [within(dx, 0), within(dy, 1)]
    this.zones[zone].polygon = polygon.map(([x, y]) => [share(x + stepX), share(y + stepY)])
  }

  insertCorner(zone, after) {
    const { polygon } = this.zones[zone]
    if (polygon.length >= MOST) return
    const [a, b] = [polygon[after], polygon[(after + 1) % polygon.length]]
    polygon.splice(after + 1, 0, [share((a[0] + b[0]) / 2), share((a[1] + b[1]) / 2)])
  }

  removeCorner(zone, at) {
    const { polygon } = this.zones[zone]
    if (polygon.length <= FEWEST) return this.say(`A zone has ${FEWEST} corners or more.`)
    polygon.splice(at, 1)
  }

  removeZone(zone) {
    this.change(() => this.zones.splice(zone, 1))
    this.select(-1)
  }

  select(zone) {
    this.selected = zone
    this.show()
  }

  /** Remembers what was, so that it can come back. */
  remember() {
    this.past.push(JSON.stringify(this.zones))
  }

  change(act) {
    this.remember()
    act()
    if (this.past.at(-1) === JSON.stringify(this.zones)) this.past.pop()
    else this.write()
    this.show()
  }

  undo() {
    const before = this.past.pop()
    if (before === undefined) return
    this.zones = JSON.parse(before)
    if (this.selected >= this.zones.length) this.selected = -1
    this.write()
    this.show()
  }

  write() {
    this.field.value = textOf(this.zones)
  }

  readField() {
    const zones = zonesIn(this.field.value)
    if (zones === null) return this.say('The JSON is no list of zones, so it is not drawn.')
    this.remember()
    this.zones = zones
    this.selected = -1
    this.say(IDLE)
    this.show()
  }

  // what is seen

  say(words) {
    this.hint.textContent = words
  }

  show() {
    this.picture.show()
    this.undoButton.disabled = this.past.length === 0
    this.list.replaceChildren(...this.zones.map((zone, at) => this.item(zone, at)))
  }

  item(zone, at) {
    const name = made('input', { type: 'text', maxLength: 64, value: zone.name, className: FIELD })
    name.ariaLabel = `Name of zone ${at + 1}`
    name.addEventListener('keydown', (event) => {
      if (event.key === 'Enter') event.preventDefault()
    })
    name.addEventListener('change', () => this.change(() => (zone.name = name.value)))
    name.addEventListener('focus', () => this.mark(at))
    const kind = this.kindField(zone.kind, `Kind of ${zone.name}`)
    kind.addEventListener('change', () => this.change(() => (zone.kind = kind.value)))
    const remove = this.button('Delete', () => this.removeZone(at))
    remove.ariaLabel = `Delete ${zone.name}`
    const fault = made('span', { className: 'text-red-600 text-sm', textContent: faultOf(zone) })
    const item = made(
      'li',
      { className: 'zone-item' },
      made('span', { className: `zone-swatch zone-${zone.kind}` }),
      name,
      kind,
      remove,
      fault,
    )
    item.toggleAttribute('data-selected', at === this.selected)
    return item
  }

  /** Selects without making the list anew, which would take the focus. */
  mark(zone) {
    this.selected = zone
    for (const [at, item] of [...this.list.children].entries())
      item.toggleAttribute('data-selected', at === zone)
    this.picture.show()
  }
}

for (const field of document.querySelectorAll('textarea[data-zone-editor]')) new ZoneEditor(field)
