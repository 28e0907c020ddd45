import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import { camerasQuery } from '@/api/cameras'
import { forecastQuery } from '@/api/forecast'
import type { Retention } from '@/api/types'
import { retentionQuery, saveRetention } from '../api/retention'
import type { RetentionWish } from '../lib/retention-form'

interface Told {
  onSaved: () => void
  onFailed: (error: Error, wish: RetentionWish) => void
}

/** Saves days and limits. Where some of it failed, what is shown is what the server has then. */
export function useRetentionSave(present: Retention, { onSaved, onFailed }: Told) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (wish: RetentionWish) => saveRetention(wish, present),
    onSettled: async (_, error, wish) => {
      const keys = [retentionQuery.queryKey, camerasQuery.queryKey, forecastQuery.queryKey]
      await Promise.all(keys.map((queryKey) => queries.invalidateQueries({ queryKey })))
      if (error) {
        onFailed(error, wish)
        return
      }
      onSaved()
      toast.success(t('storage.saved'))
    },
  })
}
