import { LogIn } from 'lucide-react'
import { useEffect, useEffectEvent, useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemError } from '@/api/problem'
import { session } from '@/api/session'
import { Button } from '@/components/ui/button'
import { Spinner } from '@/components/ui/spinner'
import { failureText } from '../lib/failure-text'
import type { ReturnStep } from '../lib/provider-return'
import { CodeField } from './code-field'
import { FailureNote } from './failure-note'
import { PANEL, SignInFrame } from './sign-in-frame'

interface ProviderReturnProps {
  step: ReturnStep
  /** `wanted`: the own path, where the server tells it. */
  onSignedIn: (wanted?: string) => void
  /** There is nothing to go on with: it took too long, or was finished before. */
  onOver: () => void
}

/** Somebody comes back from a provider: takes the session up, or asks for the code that is still missing. */
export function ProviderReturn({ step, ...rest }: ProviderReturnProps) {
  const { t } = useTranslation()
  return (
    <SignInFrame>
      <div className={PANEL}>
        <h1 className="text-sm font-semibold">{t('login.title')}</h1>
        {step === 'code' ? <Code {...rest} /> : <Resumption {...rest} />}
      </div>
    </SignInFrame>
  )
}

type StepProps = Omit<ProviderReturnProps, 'step'>

function Resumption({ onSignedIn, onOver }: StepProps) {
  const { t } = useTranslation()
  const [failure, setFailure] = useState<string | null>(null)
  const [tries, setTries] = useState(0)
  const ended = useEffectEvent((signedIn: boolean) => (signedIn ? onSignedIn() : onOver()))
  const failed = useEffectEvent((error: unknown) => setFailure(failureText(t, error)))

  useEffect(() => {
    let here = true
    session.resume().then(
      (signedIn) => here && ended(signedIn),
      (error) => here && failed(error),
    )
    return () => {
      here = false
    }
  }, [tries])

  if (failure === null) {
    return (
      <p className="flex items-center gap-2 text-xs text-ink-soft" role="status">
        <Spinner /> {t('login.returning')}
      </p>
    )
  }
  const again = () => {
    setFailure(null)
    setTries(tries + 1)
  }
  return (
    <>
      <FailureNote text={failure} />
      <Button className="w-full" onClick={again}>
        {t('app.retry')}
      </Button>
    </>
  )
}

function Code({ onSignedIn, onOver }: StepProps) {
  const { t } = useTranslation()
  const [code, setCode] = useState('')
  const [failure, setFailure] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setFailure(null)
    try {
      onSignedIn(await session.finishByCode(code))
    } catch (error) {
      if (error instanceof ProblemError && error.code === 'unauthenticated') onOver()
      else setFailure(failureText(t, error))
    } finally {
      setBusy(false)
    }
  }

  return (
    <form className="space-y-4" onSubmit={(event) => void submit(event)}>
      <p className="text-xs text-ink-soft">{t('login.codeWanted')}</p>
      {failure && <FailureNote text={failure} />}
      <CodeField value={code} onChange={setCode} hint={t('secondFactor.codeHint')} />
      <Button type="submit" variant="primary" className="w-full" disabled={busy}>
        <LogIn aria-hidden />
        {t(busy ? 'login.submitting' : 'login.submit')}
      </Button>
    </form>
  )
}
