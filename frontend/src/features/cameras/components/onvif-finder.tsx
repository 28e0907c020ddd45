import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemError } from '@/api/problem'
import type { OnvifDescription } from '@/api/types'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { probeOnvif } from '../api/onvif'
import { profileLabel, proposed, streamUrl, type OnvifAccount } from '../lib/onvif-streams'

export interface FoundStreams {
  account: OnvifAccount
  main: string
  sub: string | null
}

const NONE = 'none'
const CLOCK_TOLERANCE_S = 5

/** Asks a camera by ONVIF for its streams and gives those that are chosen, the largest and the smallest to begin with. */
export function OnvifFinder({ onChosen }: { onChosen: (found: FoundStreams) => void }) {
  const { t } = useTranslation()
  const [account, setAccount] = useState({ service_url: '', username: '', password: '' })
  const [chosen, setChosen] = useState({ main: '', sub: '' })
  const choose = (camera: OnvifDescription, asked: OnvifAccount, tokens: typeof chosen) => {
    setChosen(tokens)
    const uriOf = (token: string) => camera.profiles.find((one) => one.token === token)?.uri
    const [main, sub] = [uriOf(tokens.main), uriOf(tokens.sub)]
    if (main)
      onChosen({
        account: asked,
        main: streamUrl(main, asked),
        sub: sub ? streamUrl(sub, asked) : null,
      })
  }
  const find = useMutation({
    mutationFn: probeOnvif,
    onSuccess: (camera, asked) => choose(camera, asked, proposed(camera.profiles)),
  })
  const camera = find.data
  const field = (name: keyof OnvifAccount, type = 'text') => (
    <Field label={t(`cameras.onvif.${name}`)}>
      {(props) => (
        <Input
          {...props}
          type={type}
          autoComplete="off"
          spellCheck={false}
          value={account[name]}
          onChange={(event) => setAccount({ ...account, [name]: event.target.value })}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return
            event.preventDefault() // it would save the camera
            if (account.service_url.trim()) find.mutate(account)
          }}
        />
      )}
    </Field>
  )
  const streams = camera?.profiles.filter(({ uri }) => uri) ?? []
  const options = streams.map((one) => ({ value: one.token, label: profileLabel(one) }))
  const offset = camera?.clock_offset_s ?? 0
  return (
    <fieldset className="space-y-3 rounded-md border p-3">
      <legend className="px-1 text-xs font-medium text-ink-soft">{t('cameras.onvif.title')}</legend>
      {field('service_url')}
      <div className="grid grid-cols-2 gap-3">
        {field('username')}
        {field('password', 'password')}
      </div>
      <Button
        size="sm"
        disabled={!account.service_url.trim() || find.isPending}
        onClick={() => find.mutate(account)}
      >
        {t(find.isPending ? 'cameras.onvif.finding' : 'cameras.onvif.find')}
      </Button>
      {find.error && (
        <p role="alert" className="text-xs text-alarm">
          {find.error instanceof ProblemError
            ? (find.error.errors[0]?.detail ?? find.error.detail)
            : t('error.unreachable')}
        </p>
      )}
      {camera && find.variables && (
        <div className="space-y-2" role="status">
          <p className="text-xs text-ink-soft">
            {[camera.manufacturer, camera.model].filter(Boolean).join(' ')}
            {Math.abs(offset) > CLOCK_TOLERANCE_S &&
              ` · ${t('cameras.onvif.clock', { seconds: Math.round(Math.abs(offset)) })}`}
          </p>
          {streams.length === 0 ? (
            <p className="text-xs text-alarm">{t('cameras.onvif.noStreams')}</p>
          ) : (
            <>
              <Select
                label={t('cameras.onvif.main')}
                value={chosen.main}
                options={options}
                onChange={(main) => choose(camera, find.variables, { ...chosen, main })}
                className="w-full"
              />
              <Select
                label={t('cameras.onvif.sub')}
                value={chosen.sub || NONE}
                options={[{ value: NONE, label: t('cameras.onvif.noSub') }, ...options]}
                onChange={(sub) =>
                  choose(camera, find.variables, { ...chosen, sub: sub === NONE ? '' : sub })
                }
                className="w-full"
              />
            </>
          )}
        </div>
      )}
    </fieldset>
  )
}
