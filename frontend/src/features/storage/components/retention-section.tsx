import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { camerasQuery } from '@/api/cameras'
import { ErrorState } from '@/components/page-state'
import { Skeleton } from '@/components/ui/skeleton'
import { retentionQuery } from '../api/retention'
import { RetentionFields } from './retention-fields'
import { Section } from './section'

/** How long recordings are kept: days and gigabytes of each camera, gigabytes of all. */
export function RetentionSection() {
  const { t } = useTranslation()
  const retention = useQuery(retentionQuery)
  const cameras = useQuery(camerasQuery)
  const failed = [retention, cameras].find((query) => query.error && !query.data)
  return (
    <Section title={t('storage.retention')} text={t('storage.retentionText')}>
      {failed && <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />}
      {!failed && !(retention.data && cameras.data) && <Skeleton className="h-40" />}
      {retention.data && cameras.data && (
        <RetentionFields retention={retention.data} cameras={cameras.data} />
      )}
    </Section>
  )
}
