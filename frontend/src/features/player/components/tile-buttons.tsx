import {
  Camera as CameraIcon,
  History,
  Maximize2,
  Minimize2,
  RotateCw,
  type LucideIcon,
} from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/ui/button'
import type { TileSound } from '../hooks/use-tile-sound'
import { SoundControl } from './sound-control'

interface TileButtonsProps {
  maximised: boolean
  sound: TileSound
  onToggleMaximised: () => void
  /** Each is null where there is nothing to it. */
  onRetry: (() => void) | null
  onBack: (() => void) | null
  onSnapshot: (() => void) | null
}

/** What can be done with a tile; there while the pointer or the focus is on it. */
export function TileButtons(props: TileButtonsProps) {
  const { t } = useTranslation()
  const { maximised, sound, onToggleMaximised, onRetry, onBack, onSnapshot } = props
  return (
    <div
      onDoubleClick={(event) => event.stopPropagation()}
      className="absolute right-2 bottom-2 flex gap-1 opacity-0 transition-opacity group-focus-within:opacity-100 group-hover:opacity-100"
    >
      {onRetry && <TileButton label={t('tile.retry')} icon={RotateCw} onClick={onRetry} />}
      <SoundControl sound={sound} />
      {onBack && <TileButton label={t('tile.back')} icon={History} onClick={onBack} />}
      {onSnapshot && (
        <TileButton label={t('tile.snapshot')} icon={CameraIcon} onClick={onSnapshot} />
      )}
      <TileButton
        label={t(maximised ? 'tile.restore' : 'tile.maximise')}
        icon={maximised ? Minimize2 : Maximize2}
        onClick={onToggleMaximised}
      />
    </div>
  )
}

interface TileButtonProps {
  label: string
  icon: LucideIcon
  onClick: () => void
}

function TileButton({ label, icon: Icon, onClick }: TileButtonProps) {
  return (
    <Button variant="overlay" size="iconSm" aria-label={label} title={label} onClick={onClick}>
      <Icon aria-hidden />
    </Button>
  )
}
