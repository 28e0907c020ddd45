import type { LucideIcon } from 'lucide-react'
import { CloudOff, Compass, Lock, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemError, UnreachableError } from '@/api/problem'
import { Button } from './ui/button'

interface PageStateProps {
  icon: LucideIcon
  title: string
  text?: string
  children?: ReactNode
}

/** What a page shows in place of content: nothing there, not allowed, not reachable. */
export function PageState({ icon: Icon, title, text, children }: PageStateProps) {
  return (
    <div className="flex h-full min-h-64 flex-col items-center justify-center gap-3 p-8 text-center">
      <div className="rounded-full border border-line bg-panel p-4">
        <Icon className="size-6 text-ink-faint" aria-hidden />
      </div>
      <h2 className="text-base font-semibold">{title}</h2>
      {text && <p className="max-w-sm text-ink-soft">{text}</p>}
      {children}
    </div>
  )
}

export function ForbiddenState() {
  const { t } = useTranslation()
  return <PageState icon={Lock} title={t('error.forbiddenTitle')} text={t('error.forbidden')} />
}

export function NotFoundState() {
  const { t } = useTranslation()
  return <PageState icon={Compass} title={t('error.notFoundTitle')} text={t('error.notFound')} />
}

/** The page's answer to an error of the API; unknown ones are said plainly, with the request's reference. */
export function ErrorState({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { t } = useTranslation()
  if (error instanceof ProblemError && error.status === 403) return <ForbiddenState />
  if (error instanceof ProblemError && error.status === 404) return <NotFoundState />
  const offline = error instanceof UnreachableError
  const reference = error instanceof ProblemError ? error.requestId : null
  return (
    <PageState
      icon={offline ? CloudOff : TriangleAlert}
      title={offline ? t('connection.offline') : t('error.unexpectedTitle')}
      text={offline ? t('error.unreachable') : error instanceof Error ? error.message : ''}
    >
      {reference && (
        <p className="font-mono text-xs text-ink-faint">
          {t('error.reference', { id: reference })}
        </p>
      )}
      {onRetry && <Button onClick={onRetry}>{t('app.retry')}</Button>}
    </PageState>
  )
}
