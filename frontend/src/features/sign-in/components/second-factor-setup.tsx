import { useQuery } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/ui/button'
import { Spinner } from '@/components/ui/spinner'
import { beginSecondFactor, confirmSecondFactor, type PasswordOnly } from '../api/second-factor'
import { failureText } from '../lib/failure-text'
import { CodeField } from './code-field'
import { FailureNote } from './failure-note'

interface SecondFactorSetupProps {
  credentials: PasswordOnly
  onDone: () => void
}

/** Shows the secret, takes a first code, shows the recovery codes once. */
export function SecondFactorSetup({ credentials, onDone }: SecondFactorSetupProps) {
  const { t } = useTranslation()
  const [code, setCode] = useState('')
  const [failure, setFailure] = useState<string | null>(null)
  const [recoveryCodes, setRecoveryCodes] = useState<string[] | null>(null)
  const begun = useQuery({
    queryKey: ['second-factor-setup', credentials.username],
    queryFn: () => beginSecondFactor(credentials),
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
  })

  if (recoveryCodes) return <RecoveryCodes codes={recoveryCodes} onDone={onDone} />
  if (begun.error) return <FailureNote text={failureText(t, begun.error)} />
  if (!begun.data) return <Spinner />
  const confirm = async (event: FormEvent) => {
    event.preventDefault()
    setFailure(null)
    try {
      setRecoveryCodes(await confirmSecondFactor({ ...credentials, code }))
    } catch (error) {
      setFailure(failureText(t, error))
    }
  }
  return (
    <form onSubmit={(event) => void confirm(event)} className="space-y-4">
      <p className="text-xs text-ink-soft">{t('secondFactor.scan')}</p>
      <img
        src={`data:image/svg+xml;utf8,${encodeURIComponent(begun.data.qr_svg)}`}
        alt={t('secondFactor.picture')}
        className="mx-auto size-44 rounded-md bg-white p-2"
      />
      <p className="text-xs text-ink-soft">
        {t('secondFactor.secret')}{' '}
        <code className="break-all text-ink" data-testid="second-factor-secret">
          {begun.data.secret}
        </code>
      </p>
      {failure && <FailureNote text={failure} />}
      <CodeField value={code} onChange={setCode} />
      <Button type="submit" variant="primary" className="w-full">
        {t('secondFactor.confirm')}
      </Button>
    </form>
  )
}

function RecoveryCodes({ codes, onDone }: { codes: string[]; onDone: () => void }) {
  const { t } = useTranslation()
  return (
    <div className="space-y-4">
      <p className="text-xs text-ink-soft">{t('secondFactor.recoveryCodes')}</p>
      <ul className="grid grid-cols-2 gap-1 rounded-md border border-line p-3 font-mono text-xs">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <Button variant="primary" className="w-full" onClick={onDone}>
        {t('secondFactor.kept')}
      </Button>
    </div>
  )
}
