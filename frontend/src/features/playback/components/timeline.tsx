import { useQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { serverClock } from '@/lib/server-clock'
import { useTheme } from '@/lib/theme'
import { timelineQuery, type CameraTimeline } from '../api/recordings'
import { usePlayback } from '../hooks/use-playback'
import type { PlaybackEngine } from '../lib/playback-engine'
import {
  askedSpan,
  resolutionS,
  centredOn,
  instantAt,
  panned,
  spanOf,
  zoomed,
  type TimeScale,
} from '../lib/time-scale'
import { AXIS_PX, drawTimeline, ROW_PX, type Palette } from '../lib/timeline-drawing'
import { tickWord, wholeTime, zoneAt } from '../lib/words'
import { TimelineHover } from './timeline-hover'

interface TimelineProps {
  engine: PlaybackEngine
  cameras: readonly { id: string; name: string }[]
  /** The stretch that is shown; the page zooms it too. */
  view: { startMs: number; endMs: number }
  onView: (view: { startMs: number; endMs: number }) => void
}

/** Further than this the pointer was dragged, not clicked. */
const DRAG_PX = 4
const NONE: readonly CameraTimeline[] = []

/** What was recorded of each camera; wheel zooms, drag moves, click goes there. */
export function Timeline({ engine, cameras, view, onView }: TimelineProps) {
  const { t } = useTranslation()
  const box = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const [width, setWidth] = useState(0)
  const [hover, setHover] = useState<{ x: number; row: number } | null>(null)
  const { theme } = useTheme()
  const atMs = usePlayback(engine, (each) => each.atMs)
  const scale: TimeScale = useMemo(() => ({ ...view, width }), [view, width])
  const asked = askedSpan(scale)
  const ids = useMemo(() => cameras.map(({ id }) => id), [cameras])
  const { data } = useQuery(timelineQuery(ids, asked.fromMs, asked.toMs, resolutionS(scale)))
  const rows = useMemo(() => rowsOf(ids, data ?? NONE), [ids, data])
  const height = AXIS_PX + Math.max(1, rows.length) * ROW_PX

  useEffect(() => {
    const element = box.current
    if (!element) return
    const observer = new ResizeObserver(() => setWidth(element.clientWidth))
    observer.observe(element)
    return () => observer.disconnect()
  }, [])

  useLayoutEffect(() => {
    const element = canvas.current
    const context = element?.getContext('2d')
    if (!element || !context || width === 0) return
    const ratio = window.devicePixelRatio || 1
    const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)]
    if (element.width !== wide) element.width = wide
    if (element.height !== high) element.height = high
    context.setTransform(ratio, 0, 0, ratio, 0, 0)
    const zoneMs = zoneAt(scale.startMs)
    const scene = {
      scale,
      rows,
      atMs,
      nowMs: serverClock.serverNow(),
      hoverMs: hover ? instantAt(scale, hover.x) : null,
      zoneMs,
      labels: (at: number) => tickWord(at, spanOf(scale), zoneMs),
      palette: paletteOf(element, theme),
    }
    drawTimeline(context, scene, height)
  }, [scale, rows, atMs, hover, theme, width, height])

  const change = useCallback(
    ({ startMs, endMs }: TimeScale) => onView({ startMs, endMs }),
    [onView],
  )
  useWheel(canvas, scale, change)

  const drag = useRef<{ x: number; scale: TimeScale; moved: boolean } | null>(null)
  const xIn = (event: React.PointerEvent) =>
    event.clientX - event.currentTarget.getBoundingClientRect().left
  const latest = serverClock.serverNow()
  const hovered = hover ? rows[hover.row] : undefined
  return (
    <div className="flex border-t bg-panel">
      <ul
        className="w-32 shrink-0 overflow-hidden border-r text-xs text-ink-soft"
        style={{ paddingTop: AXIS_PX }}
      >
        {cameras.map(({ id, name }) => (
          <li
            key={id}
            className="truncate px-2"
            style={{ height: ROW_PX, lineHeight: `${ROW_PX}px` }}
          >
            {name}
          </li>
        ))}
      </ul>
      <div ref={box} className="relative min-w-0 flex-1">
        {hover && hovered && (
          <TimelineHover
            scale={scale}
            row={hovered}
            name={cameras[hover.row]?.name ?? ''}
            x={hover.x}
          />
        )}
        <canvas
          ref={canvas}
          data-testid="timeline"
          role="slider"
          tabIndex={0}
          aria-label={t('playback.timeline')}
          aria-valuemin={Math.round(view.startMs)}
          aria-valuemax={Math.round(Math.max(view.endMs, latest))}
          aria-valuenow={Math.round(atMs)}
          aria-valuetext={wholeTime(atMs)}
          style={{ width: '100%', height }}
          className="block cursor-crosshair touch-none"
          onPointerDown={(event) => {
            if (event.button !== 0) return
            event.currentTarget.setPointerCapture(event.pointerId)
            drag.current = { x: xIn(event), scale, moved: false }
          }}
          onPointerMove={(event) => {
            const x = xIn(event)
            const row = Math.floor((event.nativeEvent.offsetY - AXIS_PX) / ROW_PX)
            setHover({ x, row: Math.max(0, Math.min(rows.length - 1, row)) })
            const held = drag.current
            if (!held) return
            if (Math.abs(x - held.x) > DRAG_PX) held.moved = true
            if (held.moved) change(panned(held.scale, held.x - x))
          }}
          onPointerUp={(event) => {
            const held = drag.current
            drag.current = null
            if (held && !held.moved) engine.seek(instantAt(scale, xIn(event)))
          }}
          onPointerCancel={() => (drag.current = null)}
          onPointerLeave={() => setHover(null)}
          onDoubleClick={() => change(centredOn(scale, atMs))}
        />
      </div>
    </div>
  )
}

function rowsOf(ids: readonly string[], data: readonly CameraTimeline[]): CameraTimeline[] {
  return ids.map((id) => data.find(({ camera }) => camera === id) ?? { camera: id, spans: [] })
}

/** Not React's: its wheel listeners cannot keep the page from scrolling. */
function useWheel(
  canvas: React.RefObject<HTMLCanvasElement | null>,
  scale: TimeScale,
  change: (scale: TimeScale) => void,
): void {
  useEffect(() => {
    const element = canvas.current
    if (!element) return
    const turn = (event: WheelEvent) => {
      event.preventDefault()
      if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
        change(panned(scale, event.deltaX || event.deltaY))
      } else {
        const x = event.clientX - element.getBoundingClientRect().left
        change(zoomed(scale, x, 1.0018 ** event.deltaY))
      }
    }
    element.addEventListener('wheel', turn, { passive: false })
    return () => element.removeEventListener('wheel', turn)
  }, [canvas, scale, change])
}

const palettes = new Map<string, Palette>()

function paletteOf(element: HTMLElement, theme: string): Palette {
  const known = palettes.get(theme)
  if (known) return known
  const style = getComputedStyle(element)
  const colour = (name: string) => style.getPropertyValue(name).trim()
  const palette = {
    recorded: colour('--live'),
    missing: colour('--alarm'),
    skipped: colour('--ink-faint'),
    line: colour('--line'),
    ink: colour('--ink-soft'),
    inkFaint: colour('--ink-faint'),
    accent: colour('--accent'),
    ground: colour('--panel'),
  }
  palettes.set(theme, palette)
  return palette
}
