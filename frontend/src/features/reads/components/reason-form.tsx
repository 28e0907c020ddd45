import { FileQuestion } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { PageState } from '@/components/page-state'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'

const LONGEST = 500

/** What a search shows where the site wants to know why; the reason goes into the audit log. */
export function ReasonForm({ onGiven }: { onGiven: (reason: string) => void }) {
  const { t } = useTranslation()
  const [reason, setReason] = useState('')
  const given = reason.trim()
  return (
    <PageState icon={FileQuestion} title={t('search.reasonTitle')} text={t('search.reasonText')}>
      <form
        className="flex w-full max-w-md items-end gap-3 text-left"
        onSubmit={(event) => {
          event.preventDefault()
          if (given) onGiven(given)
        }}
      >
        <Field label={t('search.reason')} className="flex-1">
          {({ id }) => (
            <Input
              id={id}
              value={reason}
              maxLength={LONGEST}
              placeholder={t('search.reasonPlaceholder')}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
        <Button type="submit" disabled={!given}>
          {t('search.reasonSearch')}
        </Button>
      </form>
    </PageState>
  )
}
