import {
  ArrowDown,
  ArrowDownLeft,
  ArrowDownRight,
  ArrowLeft,
  ArrowRight,
  ArrowUp,
  ArrowUpLeft,
  ArrowUpRight,
  Crosshair,
  ZoomIn,
  ZoomOut,
  type LucideIcon,
} from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/ui/button'
import type { Direction } from '../lib/velocity'

const ICONS: Record<Direction, LucideIcon> = {
  upLeft: ArrowUpLeft,
  up: ArrowUp,
  upRight: ArrowUpRight,
  left: ArrowLeft,
  right: ArrowRight,
  downLeft: ArrowDownLeft,
  down: ArrowDown,
  downRight: ArrowDownRight,
  in: ZoomIn,
  out: ZoomOut,
}
const UPPER = ['upLeft', 'up', 'upRight'] as const
const LOWER = ['downLeft', 'down', 'downRight'] as const

interface PtzPadProps {
  turns: boolean
  zooms: boolean
  disabled: boolean
  onStart: (direction: Direction) => void
  onStop: () => void
  /** Null where the camera cannot. */
  centring: boolean | null
  onCentring: (on: boolean) => void
}

/** Buttons that move the camera while they are held. */
export function PtzPad(props: PtzPadProps) {
  const { turns, zooms, disabled, onStart, onStop, centring, onCentring } = props
  const { t } = useTranslation()
  const hold = (direction: Direction) => {
    const Icon = ICONS[direction]
    const start = () => onStart(direction)
    return (
      <Button
        key={direction}
        variant="overlay"
        size="icon"
        disabled={disabled}
        aria-label={t(`ptz.${direction}`)}
        title={t(`ptz.${direction}`)}
        onPointerDown={(event) => {
          if (event.button !== 0) return
          event.currentTarget.setPointerCapture(event.pointerId)
          start()
        }}
        onPointerUp={onStop}
        onPointerCancel={onStop}
        onLostPointerCapture={onStop}
        onContextMenu={(event) => event.preventDefault()}
        onKeyDown={(event) => {
          if ((event.key === 'Enter' || event.key === ' ') && !event.repeat) start()
        }}
        onKeyUp={(event) => {
          if (event.key === 'Enter' || event.key === ' ') onStop()
        }}
        onBlur={onStop}
      >
        <Icon aria-hidden />
      </Button>
    )
  }
  return (
    <div className="flex items-center gap-2">
      {turns && (
        <div className="grid touch-none grid-cols-3 gap-1">
          {UPPER.map(hold)}
          {hold('left')}
          {centring === null ? (
            <span />
          ) : (
            <Button
              variant="overlay"
              size="icon"
              disabled={disabled}
              aria-pressed={centring}
              aria-label={t('ptz.centring')}
              title={t('ptz.centring')}
              className={centring ? 'bg-accent text-accent-ink' : undefined}
              onClick={() => onCentring(!centring)}
            >
              <Crosshair aria-hidden />
            </Button>
          )}
          {hold('right')}
          {LOWER.map(hold)}
        </div>
      )}
      {zooms && (
        <div className="flex touch-none flex-col gap-1">
          {hold('in')}
          {hold('out')}
        </div>
      )}
    </div>
  )
}
