import { useTranslation } from 'react-i18next'
import type { CameraTimeline } from '../api/recordings'
import { instantAt, spanOf, type TimeScale } from '../lib/time-scale'
import { lengthWord, pictureTime } from '../lib/words'
import { Filmstrip } from './filmstrip'

interface TimelineHoverProps {
  scale: TimeScale
  row: CameraTimeline
  name: string
  x: number
}

const WIDTH = 580

/** Above the pointer: the instant, what there is of the camera and why not, and pictures where there are some. */
export function TimelineHover({ scale, row, name, x }: TimelineHoverProps) {
  const { t } = useTranslation()
  const atMs = instantAt(scale, x)
  const span = row.spans.find((each) => Date.parse(each.from) <= atMs && atMs < Date.parse(each.to))
  const state = span?.kind ?? 'unknown'
  const causes = span?.parts?.map(({ cause }) => cause) ?? [span?.cause]
  const reason = [...new Set(causes)]
    .flatMap((cause) => (cause ? [t(`playback.cause.${cause}`)] : []))
    .join(', ')
  const stepMs = Math.max(1000, 2 ** Math.round(Math.log2(spanOf(scale) / 40)))
  const left = Math.max(4, Math.min(scale.width - WIDTH - 4, x - WIDTH / 2))
  return (
    <div
      role="status"
      data-testid="timeline-hover"
      className="pointer-events-none absolute bottom-full z-20 mb-1 rounded-md border border-line-strong/60 bg-panel p-1.5 text-xs shadow-lg shadow-black/30"
      style={{ left, width: WIDTH }}
    >
      <p className="flex gap-2 px-0.5">
        <span className="font-mono tabular-nums">{pictureTime(atMs)}</span>
        <span className="truncate font-medium">{name}</span>
        <span className="ml-auto text-ink-soft">
          {t(`playback.state.${state}`)}
          {reason && `: ${reason}`}
          {span &&
            state !== 'recorded' &&
            ` (${lengthWord(Date.parse(span.to) - Date.parse(span.from))})`}
        </span>
      </p>
      {(state === 'recorded' || state === 'mixed') && (
        <div className="mt-1 flex justify-center">
          <Filmstrip camera={row.camera} atMs={atMs} stepMs={stepMs} />
        </div>
      )}
    </div>
  )
}
