import { Video } from 'lucide-react'
import { useEffect, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Camera } from '@/api/types'
import { cn } from '@/lib/cn'
import { SHAPES, type Layout } from '../lib/layouts'

interface MosaicGridProps {
  layout: Layout
  cameras: readonly (Camera | null)[]
  tile: (camera: Camera, maximised: boolean, toggle: () => void) => ReactNode
}

/** Lays tiles out; one of them can take the whole place until Esc. */
export function MosaicGrid({ layout, cameras, tile }: MosaicGridProps) {
  const { t } = useTranslation()
  const [maximised, setMaximised] = useState<string | null>(null)
  const { columns, rows, wideFirst } = SHAPES[layout]

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') setMaximised(null)
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [])

  return (
    <div
      data-testid="mosaic"
      className="relative grid h-full min-h-0 w-full gap-px bg-line"
      style={{
        gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`,
        gridTemplateRows: `repeat(${rows}, minmax(0, 1fr))`,
      }}
    >
      {cameras.map((camera, index) => {
        const isMaximised = camera !== null && camera.id === maximised
        return (
          <div
            key={camera?.id ?? `empty-${index}`}
            className={cn(
              'min-h-0 min-w-0 bg-scene',
              wideFirst && index === 0 && 'col-span-2 row-span-2',
              isMaximised && 'absolute inset-0 z-10',
              // Covered tiles play on, so that coming back is instant, but are out of reach.
              maximised && !isMaximised && 'invisible',
            )}
          >
            {camera ? (
              tile(camera, isMaximised, () => setMaximised(isMaximised ? null : camera.id))
            ) : (
              <div className="grid h-full place-items-center text-white/60">
                <span className="flex flex-col items-center gap-1.5 text-xs">
                  <Video className="size-5" aria-hidden />
                  {t('mosaic.emptyTile')}
                </span>
              </div>
            )}
          </div>
        )
      })}
    </div>
  )
}
