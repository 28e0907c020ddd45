import { LoaderCircle } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { cn } from '@/lib/cn'

export function Spinner({ className }: { className?: string }) {
  const { t } = useTranslation()
  return (
    <span role="status" aria-label={t('app.loading')} className="inline-flex">
      <LoaderCircle className={cn('size-5 animate-spin text-ink-faint', className)} />
    </span>
  )
}
