import type { CameraTimeline } from '../api/recordings'
import { ticksOf, xOf, type TimeScale } from './time-scale'

export const ROW_PX = 24
export const AXIS_PX = 24

export interface Palette {
  recorded: string
  missing: string
  skipped: string
  line: string
  ink: string
  inkFaint: string
  accent: string
  ground: string
}

export interface Scene {
  scale: TimeScale
  rows: readonly CameraTimeline[]
  atMs: number
  nowMs: number
  hoverMs: number | null
  /** What local time is ahead of UTC. */
  zoneMs: number
  labels: (atMs: number, major: boolean) => string
  palette: Palette
}

/** Draws a timeline: hours above, a row for each camera below. Colours are never the only difference. */
export function drawTimeline(
  context: CanvasRenderingContext2D,
  scene: Scene,
  height: number,
): void {
  const { scale, palette } = scene
  context.fillStyle = palette.ground
  context.fillRect(0, 0, scale.width, height)
  drawAxis(context, scene, height)
  scene.rows.forEach(({ spans }, row) => {
    const top = AXIS_PX + row * ROW_PX + 3
    for (const span of spans) {
      const from = xOf(scale, Date.parse(span.from))
      const to = xOf(scale, Date.parse(span.to))
      if (to < 0 || from > scale.width) continue
      const left = Math.max(0, from)
      const wide = Math.max(1, Math.min(scale.width, to) - left)
      const high = ROW_PX - 6
      if (span.kind === 'recorded') {
        context.fillStyle = palette.recorded
        context.fillRect(left, top, wide, high)
      } else if (span.kind === 'mixed') {
        // Both at once: nothing that is missing looks recorded, and the other way round.
        const has = (kind: string) => span.parts?.some((part) => part.kind === kind)
        const missing = has('missing')
        if (missing || has('skipped')) drawHatch(context, scene, { left, wide, top }, !!missing)
        context.fillStyle = palette.recorded
        if (has('recorded')) context.fillRect(left, top, wide, high / 2)
      } else {
        drawHatch(context, scene, { left, wide, top }, span.kind === 'missing')
      }
    }
  })
  drawMark(context, xOf(scale, scene.nowMs), height, palette.inkFaint, [3, 3])
  if (scene.hoverMs !== null) {
    drawMark(context, xOf(scale, scene.hoverMs), height, palette.ink, [1, 2])
  }
  const x = xOf(scale, scene.atMs)
  drawMark(context, x, height, palette.accent, [])
  context.fillStyle = palette.accent
  context.beginPath()
  context.moveTo(x - 6, 0)
  context.lineTo(x + 6, 0)
  context.lineTo(x, 8)
  context.fill()
}

function drawAxis(context: CanvasRenderingContext2D, scene: Scene, height: number): void {
  const { scale, palette, zoneMs, labels } = scene
  context.font = '10.5px "Inter Variable", system-ui, sans-serif'
  context.textBaseline = 'middle'
  for (const { atMs, x, major } of ticksOf(scale, zoneMs, 84)) {
    context.fillStyle = palette.line
    context.fillRect(Math.round(x), major ? 0 : AXIS_PX - 6, 1, major ? height : 6)
    context.fillStyle = major ? palette.ink : palette.inkFaint
    context.fillText(labels(atMs, major), Math.round(x) + 4, AXIS_PX / 2)
  }
}

/** Missing: crossed lines in a frame. Left out on purpose: few slanted lines, half as high. */
function drawHatch(
  context: CanvasRenderingContext2D,
  { palette }: Scene,
  { left, wide, top }: { left: number; wide: number; top: number },
  missing: boolean,
): void {
  const high = missing ? ROW_PX - 6 : (ROW_PX - 6) / 2
  const from = missing ? top : top + high / 2
  context.save()
  context.beginPath()
  context.rect(left, from, wide, high)
  context.clip()
  context.strokeStyle = missing ? palette.missing : palette.skipped
  context.lineWidth = 1
  const step = missing ? 6 : 9
  context.beginPath()
  for (let x = Math.floor((left - high) / step) * step; x < left + wide + high; x += step) {
    context.moveTo(x, from + high)
    context.lineTo(x + high, from)
    if (missing) {
      context.moveTo(x, from)
      context.lineTo(x + high, from + high)
    }
  }
  context.stroke()
  if (missing) context.strokeRect(left + 0.5, from + 0.5, Math.max(0, wide - 1), high - 1)
  context.restore()
}

function drawMark(
  context: CanvasRenderingContext2D,
  x: number,
  height: number,
  colour: string,
  dashes: number[],
): void {
  context.save()
  context.strokeStyle = colour
  context.lineWidth = dashes.length > 0 ? 1 : 2
  context.setLineDash(dashes)
  context.beginPath()
  context.moveTo(x, 0)
  context.lineTo(x, height)
  context.stroke()
  context.restore()
}
