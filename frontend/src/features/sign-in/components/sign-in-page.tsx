import { zodResolver } from '@hookform/resolvers/zod'
import { LogIn } from 'lucide-react'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import * as z from 'zod/mini'
import { ProblemError } from '@/api/problem'
import { session } from '@/api/session'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { failureText } from '../lib/failure-text'
import type { ProviderRefusal } from '../lib/provider-return'
import { CodeField } from './code-field'
import { FailureNote } from './failure-note'
import { ProviderLinks } from './provider-links'
import { SecondFactorSetup } from './second-factor-setup'
import { PANEL, SignInFrame } from './sign-in-frame'

const schema = z.object({
  username: z.string().check(z.minLength(1)),
  password: z.string().check(z.minLength(1)),
})
type Credentials = z.infer<typeof schema>

interface SignInPageProps {
  /** Whether the person was signed in before and is asked again. */
  expired: boolean
  /** What came of a try by a provider. */
  failure: ProviderRefusal | undefined
  /** The own path to be led to. */
  wanted: string
  onSignedIn: () => void
}

export function SignInPage({ expired, failure: refusal, wanted, onSignedIn }: SignInPageProps) {
  const { t } = useTranslation()
  const [failure, setFailure] = useState<string | null>(
    refusal ? t(`login.failure.${refusal}`) : null,
  )
  const [step, setStep] = useState<'password' | 'code' | 'setup'>('password')
  const [code, setCode] = useState('')
  const { register, handleSubmit, formState, setFocus, getValues } = useForm<Credentials>({
    resolver: zodResolver(schema),
    defaultValues: { username: '', password: '' },
  })

  const submit = handleSubmit(async ({ username, password }) => {
    setFailure(null)
    try {
      await session.signIn({ username, password, ...(step === 'code' ? { code } : {}) })
      onSignedIn()
    } catch (error) {
      const asked = error instanceof ProblemError ? error.code : null
      if (asked === 'second-factor-required') {
        setStep('setup')
      } else if (asked === 'code-required' && step === 'password') {
        setStep('code')
      } else {
        setFailure(failureText(t, error))
        if (step === 'password') setFocus('password', { shouldSelect: true })
      }
    }
  })
  const required = (field: keyof Credentials) =>
    formState.errors[field] ? t('login.required') : undefined

  return (
    <SignInFrame>
      {step === 'setup' ? (
        <div className={PANEL}>
          <h1 className="text-sm font-semibold">{t('secondFactor.title')}</h1>
          <p className="text-xs text-ink-soft">{t('secondFactor.demanded')}</p>
          <SecondFactorSetup credentials={getValues()} onDone={() => setStep('code')} />
        </div>
      ) : (
        <form onSubmit={(event) => void submit(event)} noValidate className={PANEL}>
          <h1 className="text-sm font-semibold">{t('login.title')}</h1>
          {expired && !failure && <p className="text-xs text-ink-soft">{t('login.expired')}</p>}
          {failure && <FailureNote text={failure} />}
          <div className={step === 'code' ? 'hidden' : 'space-y-4'}>
            <Field label={t('login.username')} error={required('username')}>
              {(control) => (
                <Input
                  {...control}
                  {...register('username')}
                  autoComplete="username"
                  autoCapitalize="none"
                  spellCheck={false}
                  // eslint-disable-next-line jsx-a11y/no-autofocus -- the page has no other purpose
                  autoFocus
                />
              )}
            </Field>
            <Field label={t('login.password')} error={required('password')}>
              {(control) => (
                <Input
                  {...control}
                  {...register('password')}
                  type="password"
                  autoComplete="current-password"
                />
              )}
            </Field>
          </div>
          {step === 'code' && (
            <CodeField value={code} onChange={setCode} hint={t('secondFactor.codeHint')} />
          )}
          <Button
            type="submit"
            variant="primary"
            className="w-full"
            disabled={formState.isSubmitting}
          >
            <LogIn aria-hidden />
            {t(formState.isSubmitting ? 'login.submitting' : 'login.submit')}
          </Button>
          {step === 'password' && <ProviderLinks wanted={wanted} />}
        </form>
      )}
    </SignInFrame>
  )
}
