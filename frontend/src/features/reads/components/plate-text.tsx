import { useTranslation } from 'react-i18next'
import type { PlateRead } from '@/api/types'
import { Tooltip } from '@/components/ui/tooltip'
import { cn } from '@/lib/cn'
import { formatShare } from '@/lib/format'
import { glyphsOf } from '../lib/glyphs'

interface PlateTextProps {
  read: Pick<PlateRead, 'text' | 'candidates'>
  className?: string
}

/** A plate's text; glyphs that could be others are marked and tell which. */
export function PlateText({ read, className }: PlateTextProps) {
  const { t } = useTranslation()
  return (
    <span className={cn('font-mono font-semibold tracking-wide whitespace-pre', className)}>
      <span className="sr-only">{read.text}</span>
      <span aria-hidden>
        {glyphsOf(read.text, read.candidates).map(({ character, alternatives }, index) => {
          if (alternatives.length === 0) return <span key={index}>{character}</span>
          const others = alternatives
            .map(([text, probability]) => `${text} ${formatShare(probability)}`)
            .join(', ')
          return (
            <Tooltip key={index} label={t('reads.unsure', { alternatives: others })}>
              <span className="text-warn underline decoration-dotted underline-offset-4">
                {character}
              </span>
            </Tooltip>
          )
        })}
      </span>
    </span>
  )
}
