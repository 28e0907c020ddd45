import { Volume2, VolumeX } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/ui/button'
import type { TileSound } from '../hooks/use-tile-sound'

/** Lets a tile be heard, and how loud. */
export function SoundControl({ sound }: { sound: TileSound }) {
  const { t } = useTranslation()
  const { on, volume, toggle, setVolume } = sound
  if (!toggle) return null
  const label = t(on ? 'tile.sound.mute' : 'tile.sound.hear')
  const Icon = on ? Volume2 : VolumeX
  return (
    <>
      {on && (
        <span className="flex h-7 items-center rounded-md bg-black/55 px-2">
          <input
            type="range"
            aria-label={t('tile.sound.volume')}
            min={0.05}
            max={1}
            step={0.05}
            value={volume}
            onChange={(event) => setVolume(event.target.valueAsNumber)}
            className="h-1 w-20 accent-white"
          />
        </span>
      )}
      <Button
        variant="overlay"
        size="iconSm"
        aria-pressed={on}
        aria-label={label}
        title={label}
        onClick={toggle}
      >
        <Icon aria-hidden />
      </Button>
    </>
  )
}
