import { zodResolver } from '@hookform/resolvers/zod'
import { LayoutGrid, LogIn } from 'lucide-react'
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
import { CodeField } from './code-field'
import { FailureNote } from './failure-note'
import { SecondFactorSetup } from './second-factor-setup'

const schema = z.object({
  username: z.string().check(z.minLength(1)),
  password: z.string().check(z.minLength(1)),
})
type Credentials = z.infer<typeof schema>

const PANEL = 'space-y-4 rounded-lg border border-line bg-panel p-5 shadow-xl shadow-black/10'

interface SignInPageProps {
  /** Whether the person was signed in before and is asked again. */
  expired: boolean
  onSignedIn: () => void
}

export function SignInPage({ expired, onSignedIn }: SignInPageProps) {
  const { t } = useTranslation()
  const [failure, setFailure] = useState<string | null>(null)
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
    <main className="grid h-full place-items-center overflow-y-auto bg-canvas p-6">
      <div className="w-full max-w-80">
        <div className="mb-6 flex items-center gap-3">
          <span className="grid size-10 place-items-center rounded-lg bg-accent text-accent-ink">
            <LayoutGrid className="size-5" aria-hidden />
          </span>
          <div>
            <p className="text-lg leading-tight font-semibold tracking-tight">{t('app.name')}</p>
            <p className="text-xs text-ink-faint">{t('login.subtitle')}</p>
          </div>
        </div>
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
          </form>
        )}
      </div>
    </main>
  )
}
