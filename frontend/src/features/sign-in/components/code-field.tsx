import { useTranslation } from 'react-i18next'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'

interface CodeFieldProps {
  hint?: string
  value: string
  onChange: (code: string) => void
}

export function CodeField({ hint, value, onChange }: CodeFieldProps) {
  const { t } = useTranslation()
  return (
    <Field label={t('secondFactor.code')} hint={hint}>
      {(control) => (
        <Input
          {...control}
          name="code"
          value={value}
          onChange={(event) => onChange(event.target.value)}
          autoComplete="one-time-code"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={32}
          required
          // eslint-disable-next-line jsx-a11y/no-autofocus -- nothing else is asked at this step
          autoFocus
        />
      )}
    </Field>
  )
}
