// The zones as SVG over the picture, with what mouse, finger and keys do to them. Coordinates are shares of the picture.
import { faultOf, share } from './zone-geometry.js'

const STEP = 0.005
const FAR = 0.05
const NEAR_PX = 12
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }

function shape(tag, attributes) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag)
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
  return element
}

const percent = (value) => `${(value * 100).toFixed(1)} %`

export class ZonePicture {
  constructor(svg, editor) {
    this.svg = svg
    this.editor = editor
    this.width = 1600
    this.height = 900
    this.drag = null
    this.pointer = null
    svg.setAttribute('tabindex', '-1')
    svg.setAttribute('role', 'group')
    svg.setAttribute('aria-label', 'Zones on the picture')
    svg.addEventListener('pointerdown', (event) => this.down(event))
    svg.addEventListener('pointermove', (event) => this.move(event))
    svg.addEventListener('pointerup', () => this.up())
    svg.addEventListener('pointercancel', () => this.up())
    svg.addEventListener('keydown', (event) => this.key(event))
    svg.addEventListener('focusin', (event) => this.focused(event))
    new ResizeObserver(() => this.show()).observe(svg)
  }

  /** width, height: of the picture, in its pixels. */
  resize(width, height) {
    Object.assign(this, { width, height })
    this.show()
  }

  /** corner: null for the zone as a whole. */
  focusOn(zone, corner) {
    const part = corner === null ? '[data-whole]' : `[data-corner="${corner}"]`
    this.svg.querySelector(`[data-zone="${zone}"]${part}`)?.focus()
  }

  show() {
    const { zones, selected, draft } = this.editor
    const focus = this.focusedPlace()
    this.svg.setAttribute('viewBox', `0 0 ${this.width} ${this.height}`)
    this.svg.style.aspectRatio = `${this.width} / ${this.height}`
    this.svg.classList.toggle('zone-drawing', draft !== null)
    // The selected one comes last, so that it lies on top.
    const order = [...zones.keys()].sort((a, b) => Number(a === selected) - Number(b === selected))
    const shapes = order.flatMap((at) => this.zoneShapes(zones[at], at, at === selected))
    this.svg.replaceChildren(...shapes, ...(draft ? this.draftShapes(draft) : []))
    if (focus) this.svg.querySelector(focus)?.focus()
  }

  zoneShapes(zone, at, isSelected) {
    const polygon = shape('polygon', {
      points: this.points(zone.polygon),
      class: `zone-shape zone-${zone.kind}${faultOf(zone) ? ' zone-faulty' : ''}`,
      tabindex: '0',
      role: 'button',
      'aria-label': `${zone.name}, ${zone.polygon.length} corners`,
      'aria-pressed': String(isSelected),
      'data-zone': at,
      'data-whole': '',
    })
    const label = shape('text', {
      ...this.place(centre(zone.polygon)),
      class: 'zone-label',
      'font-size': 14 * this.pixel(),
    })
    label.textContent = zone.name
    return isSelected && !this.editor.draft
      ? [polygon, label, ...this.middles(zone, at), ...this.corners(zone, at)]
      : [polygon, label]
  }

  corners(zone, at) {
    return zone.polygon.map(([x, y], number) =>
      this.dot([x, y], 7, {
        class: 'zone-corner',
        tabindex: '0',
        role: 'button',
        'aria-label': `Corner ${number + 1} of ${zone.name}: ${percent(x)} from the left, ${percent(y)} from the top`,
        'data-zone': at,
        'data-corner': number,
      }),
    )
  }

  middles(zone, at) {
    return zone.polygon.map((a, number) => {
      const b = zone.polygon[(number + 1) % zone.polygon.length]
      const middle = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]
      return this.dot(middle, 4.5, { class: 'zone-middle', 'data-zone': at, 'data-middle': number })
    })
  }

  draftShapes({ kind, polygon }) {
    const line = this.pointer ? [...polygon, this.pointer] : polygon
    return [
      shape('polyline', { points: this.points(line), class: `zone-shape zone-draft zone-${kind}` }),
      ...polygon.map((corner) => this.dot(corner, 6, { class: 'zone-corner' })),
    ]
  }

  dot(corner, radius, attributes) {
    const { x, y } = this.place(corner)
    return shape('circle', { cx: x, cy: y, r: radius * this.pixel(), ...attributes })
  }

  place([x, y]) {
    return { x: x * this.width, y: y * this.height }
  }

  points(polygon) {
    return polygon.map(([x, y]) => `${x * this.width},${y * this.height}`).join(' ')
  }

  /** How long a pixel of the screen is in the picture's pixels. */
  pixel() {
    return this.width / (this.svg.clientWidth || this.width)
  }

  // what is done with them

  at(event) {
    const box = this.svg.getBoundingClientRect()
    return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height]
  }

  down(event) {
    if (event.button !== 0) return
    const corner = this.at(event).map(share)
    if (this.editor.draft) return this.drawAt(event, corner)
    const { zone, corner: at, middle } = event.target.dataset
    if (zone === undefined) return this.editor.select(-1)
    event.preventDefault()
    const number = Number(zone)
    this.editor.remember()
    if (middle !== undefined) this.editor.insertCorner(number, Number(middle))
    const held = middle === undefined ? at : Number(middle) + 1
    this.drag = {
      zone: number,
      corner: held === undefined ? null : Number(held),
      from: this.at(event),
      moved: middle !== undefined,
    }
    this.svg.setPointerCapture(event.pointerId)
    this.editor.select(number)
    this.focusOn(number, this.drag.corner)
  }

  drawAt(event, corner) {
    event.preventDefault()
    this.svg.focus()
    const first = this.editor.draft.polygon[0]
    if (first && this.editor.draft.polygon.length > 2 && this.isNear(first, corner)) {
      this.pointer = null
      return this.editor.finish()
    }
    // The second click of a double click closes the zone, and is no corner of its own.
    const last = this.editor.draft.polygon.at(-1)
    if (event.detail > 1 && last && this.isNear(last, corner)) return this.editor.finish()
    this.editor.drawTo(corner)
  }

  isNear(a, b) {
    const { width, height } = this.svg.getBoundingClientRect()
    return Math.hypot((a[0] - b[0]) * width, (a[1] - b[1]) * height) < NEAR_PX
  }

  move(event) {
    if (this.editor.draft) {
      this.pointer = this.at(event).map(share)
      return this.show()
    }
    if (!this.drag) return
    const to = this.at(event)
    const { zone, corner, from } = this.drag
    if (corner !== null) this.editor.moveCorner(zone, corner, to)
    else this.editor.moveZone(zone, [to[0] - from[0], to[1] - from[1]])
    Object.assign(this.drag, { from: to, moved: true })
    this.show()
  }

  up() {
    if (!this.drag) return
    const { moved } = this.drag
    this.drag = null
    if (!moved) this.editor.past.pop()
    this.editor.write()
    this.editor.show()
  }

  key(event) {
    const handled = this.editor.draft ? this.draftKey(event) : this.zoneKey(event)
    if (handled) event.preventDefault()
  }

  draftKey({ key }) {
    if (key === 'Enter') this.editor.finish()
    else if (key === 'Escape') this.editor.giveUp()
    else if (key === 'Backspace') this.editor.takeBack()
    else return false
    return true
  }

  zoneKey({ key, shiftKey, target }) {
    const { editor } = this
    const [zone, corner] = [Number(target.dataset.zone), target.dataset.corner]
    if (target.dataset.zone === undefined) return false
    const arrow = ARROWS[key]?.map((part) => part * (shiftKey ? FAR : STEP))
    if (corner === undefined) {
      if (arrow) editor.change(() => editor.moveZone(zone, arrow))
      else if (key === 'Delete') editor.removeZone(zone)
      else if (key === 'Enter' || key === ' ') editor.select(zone)
      else return false
      return true
    }
    const at = Number(corner)
    if (arrow) {
      const [x, y] = editor.zones[zone].polygon[at]
      editor.change(() => editor.moveCorner(zone, at, [x + arrow[0], y + arrow[1]]))
    } else if (key === 'Delete' || key === 'Backspace') {
      editor.change(() => editor.removeCorner(zone, at))
      this.focusOn(zone, Math.min(at, editor.zones[zone].polygon.length - 1))
    } else if (key === 'Insert' || key === 'Enter' || key === '+') {
      editor.change(() => editor.insertCorner(zone, at))
      this.focusOn(zone, at + 1)
    } else return false
    return true
  }

  focused({ target }) {
    const zone = Number(target.dataset.zone)
    if (target.dataset.zone !== undefined && zone !== this.editor.selected) this.editor.mark(zone)
  }

  focusedPlace() {
    const { zone, corner } = document.activeElement?.dataset ?? {}
    if (zone === undefined || !this.svg.contains(document.activeElement)) return null
    return corner === undefined
      ? `[data-zone="${zone}"][data-whole]`
      : `[data-zone="${zone}"][data-corner="${corner}"]`
  }
}

/** The middle of the corners: where a name may stand. */
function centre(polygon) {
  const sum = polygon.reduce(([x, y], corner) => [x + corner[0], y + corner[1]], [0, 0])
  return sum.map((total) => total / Math.max(1, polygon.length))
}
