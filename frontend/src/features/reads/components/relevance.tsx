import { useTranslation } from 'react-i18next'
import { gradeOf, type Grade } from '../lib/relevance'

const BARS: Record<Grade, number> = { best: 4, close: 3, possible: 2, remote: 1 }

/** How well a read fits beside the best one found: a score of its own says nothing to a reader. */
export function Relevance({ score, best }: { score: number; best: number }) {
  const { t } = useTranslation()
  const grade = gradeOf(score, best)
  return (
    <span className="inline-flex items-center gap-2" data-grade={grade}>
      <span className="flex items-end gap-0.5" aria-hidden>
        {[1, 2, 3, 4].map((bar) => (
          <span
            key={bar}
            className={
              bar <= BARS[grade] ? 'w-1 rounded-sm bg-accent' : 'w-1 rounded-sm bg-line-strong'
            }
            style={{ height: `${bar * 3 + 2}px` }}
          />
        ))}
      </span>
      {t(`reads.relevance.${grade}`)}
    </span>
  )
}
