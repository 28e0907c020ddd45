import { useQuery } from '@tanstack/react-query'
import { KeyRound } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/ui/button'
import { departureOf, providersQuery } from '../api/providers'

/** A way to each provider. Nothing while they are not known: the password works without them. */
export function ProviderLinks({ wanted }: { wanted: string }) {
  const { t } = useTranslation()
  const { data } = useQuery(providersQuery)
  if (!data?.items.length) return null
  return (
    <div className="space-y-2 border-t border-line pt-4">
      {data.items.map(({ slug, name, start }) => (
        <Button key={slug} asChild className="w-full">
          <a href={departureOf(start, wanted)}>
            <KeyRound aria-hidden />
            <span className="truncate">{t('login.by', { name })}</span>
          </a>
        </Button>
      ))}
    </div>
  )
}
