import { useQuery, useQueryClient } from '@tanstack/react-query'
import { LogOut, ShieldCheck } from 'lucide-react'
import { useState, type FormEvent, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { meQuery } from '@/api/me'
import { ErrorState } from '@/components/page-state'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { disableSecondFactor, secondFactorQuery, signOutEverywhere } from '../api/second-factor'
import { failureText } from '../lib/failure-text'
import { CodeField } from './code-field'
import { FailureNote } from './failure-note'
import { SecondFactorSetup } from './second-factor-setup'

/** What somebody may do about their own account. */
export function AccountPage() {
  const { t } = useTranslation()
  const me = useQuery(meQuery)
  const factor = useQuery(secondFactorQuery)
  const [failure, setFailure] = useState<string | null>(null)
  const everywhere = () => {
    setFailure(null)
    signOutEverywhere().catch((error: unknown) => setFailure(failureText(t, error)))
  }

  if (factor.error) {
    return <ErrorState error={factor.error} onRetry={() => void factor.refetch()} />
  }
  if (!me.data || !factor.data) return null
  return (
    <div className="h-full overflow-y-auto p-6">
      <div className="mx-auto max-w-md space-y-6">
        <h1 className="text-lg font-semibold">{t('app.account', { name: me.data.username })}</h1>
        <Section title={t('secondFactor.title')}>
          {factor.data.enabled ? (
            <Disable
              username={me.data.username}
              codesLeft={factor.data.recovery_codes_left}
              demanded={factor.data.demanded}
            />
          ) : !factor.data.password ? (
            <p className="text-xs text-ink-soft">{t('secondFactor.byProvider')}</p>
          ) : (
            <Enable username={me.data.username} />
          )}
        </Section>
        <Section title={t('secondFactor.devices')}>
          <p className="text-xs text-ink-soft">{t('secondFactor.everywhereHint')}</p>
          {failure && <FailureNote text={failure} />}
          <Button onClick={everywhere}>
            <LogOut aria-hidden />
            {t('secondFactor.everywhere')}
          </Button>
        </Section>
      </div>
    </div>
  )
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="space-y-4 rounded-lg border border-line bg-panel p-5">
      <h2 className="text-sm font-semibold">{title}</h2>
      {children}
    </section>
  )
}

function Enable({ username }: { username: string }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const [password, setPassword] = useState('')
  const [begun, setBegun] = useState(false)
  if (begun) {
    return (
      <SecondFactorSetup
        credentials={{ username, password }}
        onDone={() => void queries.invalidateQueries(secondFactorQuery)}
      />
    )
  }
  const begin = (event: FormEvent) => {
    event.preventDefault()
    setBegun(true)
  }
  return (
    <form onSubmit={begin} className="space-y-4">
      <p className="text-xs text-ink-soft">{t('secondFactor.off')}</p>
      <PasswordField value={password} onChange={setPassword} />
      <Button type="submit" variant="primary">
        <ShieldCheck aria-hidden />
        {t('secondFactor.enable')}
      </Button>
    </form>
  )
}

interface DisableProps {
  username: string
  codesLeft: number
  demanded: boolean
}

function Disable({ username, codesLeft, demanded }: DisableProps) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const [failure, setFailure] = useState<string | null>(null)
  const disable = async (event: FormEvent) => {
    event.preventDefault()
    setFailure(null)
    try {
      await disableSecondFactor({ username, password, code })
      await queries.invalidateQueries(secondFactorQuery)
    } catch (error) {
      setFailure(failureText(t, error))
    }
  }
  return (
    <form onSubmit={(event) => void disable(event)} className="space-y-4">
      <p className="text-xs text-ink-soft">{t('secondFactor.on', { count: codesLeft })}</p>
      {demanded && <p className="text-xs text-ink-soft">{t('secondFactor.demanded')}</p>}
      {failure && <FailureNote text={failure} />}
      <PasswordField value={password} onChange={setPassword} />
      <CodeField value={code} onChange={setCode} hint={t('secondFactor.codeHint')} />
      <Button type="submit">{t('secondFactor.disable')}</Button>
    </form>
  )
}

function PasswordField({ value, onChange }: { value: string; onChange: (text: string) => void }) {
  const { t } = useTranslation()
  return (
    <Field label={t('login.password')}>
      {(control) => (
        <Input
          {...control}
          type="password"
          autoComplete="current-password"
          required
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  )
}
