import {
  ChevronLeft,
  ChevronRight,
  Expand,
  Grid2x2,
  Grid3x3,
  LayoutGrid,
  LayoutPanelLeft,
  PanelRight,
  Save,
  Square,
} from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/ui/button'
import { Select } from '@/components/ui/select'
import { Tooltip } from '@/components/ui/tooltip'
import { LAYOUTS, type Layout } from '../lib/layouts'

const ICONS = {
  '1': Square,
  '2x2': Grid2x2,
  '1+5': LayoutPanelLeft,
  '3x3': Grid3x3,
  '4x4': LayoutGrid,
}
const NAMES = { '1': 'one', '2x2': 'four', '1+5': 'six', '3x3': 'nine', '4x4': 'sixteen' } as const
const AUTOMATIC = 'automatic'

interface Paging {
  label: string
  onPrevious?: () => void
  onNext?: () => void
  /** Another page may be chosen next: forward (1) or back (-1). */
  onHighlight: (step: 1 | -1) => void
}

interface MosaicBarProps {
  mosaics: readonly { id: string; name: string }[]
  mosaicId: string | null
  onMosaic: (id: string | null) => void
  /** One may be chosen next. */
  onMosaicHighlight: (id: string) => void
  layout: Layout
  onLayout: (layout: Layout) => void
  /** Which of the automatic mosaic's pages; null where there is one page only. */
  paging: Paging | null
  onSave: (() => void) | null
  reads: { shown: boolean; toggle: () => void } | null
  onFullscreen: () => void
}

export function MosaicBar(props: MosaicBarProps) {
  const { t } = useTranslation()
  const { mosaics, mosaicId, layout, paging, reads, onSave } = props
  return (
    <div className="flex h-11 shrink-0 items-center gap-2 border-b bg-panel px-3">
      <Select
        label={t('mosaic.choose')}
        className="w-48"
        value={mosaicId ?? AUTOMATIC}
        onHighlight={props.onMosaicHighlight}
        onChange={(value) => props.onMosaic(value === AUTOMATIC ? null : value)}
        options={[
          { value: AUTOMATIC, label: t('mosaic.automatic') },
          ...mosaics.map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
      <div
        role="group"
        aria-label={t('mosaic.layout')}
        className="flex items-center rounded-md border p-0.5"
      >
        {LAYOUTS.map((name) => {
          const Icon = ICONS[name]
          const label = t(`mosaic.layouts.${NAMES[name]}`)
          return (
            <Tooltip key={name} label={label}>
              <Button
                variant="ghost"
                size="iconSm"
                className="size-6.5"
                aria-label={label}
                aria-pressed={layout === name}
                data-active={layout === name}
                onClick={() => props.onLayout(name)}
              >
                <Icon />
              </Button>
            </Tooltip>
          )
        })}
      </div>
      {paging && (
        <div className="flex items-center gap-1 text-xs text-ink-soft tabular-nums">
          <Button
            variant="ghost"
            size="iconSm"
            aria-label={t('mosaic.previous')}
            disabled={!paging.onPrevious}
            onClick={paging.onPrevious}
            onPointerEnter={() => paging.onHighlight(-1)}
            onFocus={() => paging.onHighlight(-1)}
          >
            <ChevronLeft />
          </Button>
          {paging.label}
          <Button
            variant="ghost"
            size="iconSm"
            aria-label={t('mosaic.next')}
            disabled={!paging.onNext}
            onClick={paging.onNext}
            onPointerEnter={() => paging.onHighlight(1)}
            onFocus={() => paging.onHighlight(1)}
          >
            <ChevronRight />
          </Button>
        </div>
      )}
      <div className="ml-auto flex items-center gap-1">
        {onSave && (
          <Tooltip label={t('mosaic.saveAs')}>
            <Button variant="ghost" size="icon" aria-label={t('mosaic.saveAs')} onClick={onSave}>
              <Save />
            </Button>
          </Tooltip>
        )}
        <Tooltip label={t('mosaic.fullscreen')}>
          <Button
            variant="ghost"
            size="icon"
            aria-label={t('mosaic.fullscreen')}
            onClick={props.onFullscreen}
          >
            <Expand />
          </Button>
        </Tooltip>
        {reads && (
          <Tooltip label={t(reads.shown ? 'mosaic.hideReads' : 'mosaic.showReads')}>
            <Button
              variant="ghost"
              size="icon"
              aria-label={t(reads.shown ? 'mosaic.hideReads' : 'mosaic.showReads')}
              aria-pressed={reads.shown}
              data-active={reads.shown}
              onClick={reads.toggle}
            >
              <PanelRight />
            </Button>
          </Tooltip>
        )}
      </div>
    </div>
  )
}
