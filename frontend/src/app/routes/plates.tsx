import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { camerasQuery } from '@/api/cameras'
import { useMay } from '@/api/me'
import { ForbiddenState } from '@/components/page-state'
import { plateQuery } from '@/features/reads/api/plates'
import { SearchForm } from '@/features/reads/components/search-form'
import { SearchResults } from '@/features/reads/components/search-results'
import type { SearchState } from '@/features/reads/lib/search-state'
import { OpenRead } from '../open-read'

const route = getRouteApi('/signed-in/plates')

export default function PlatesRoute() {
  const { t } = useTranslation()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const queries = useQueryClient()
  const maySearch = useMay('search')
  const cameras = useQuery({ ...camerasQuery, enabled: maySearch }).data ?? []
  if (!maySearch) return <ForbiddenState />

  const change = (patch: Partial<SearchState>, replace = true) =>
    void navigate({ search: (before) => ({ ...before, ...patch }), replace })
  return (
    <div className="flex h-full flex-col">
      <h1 className="sr-only">{t('search.title')}</h1>
      <SearchForm search={search} cameras={cameras} onChange={change} />
      <div className="min-h-0 flex-1 overflow-auto">
        <SearchResults
          search={search}
          onOpen={(read) => {
            queries.setQueryData(plateQuery(read.id).queryKey, read)
            change({ read: read.id }, false)
          }}
        />
      </div>
      {search.read && <OpenRead readId={search.read} onClose={() => change({ read: undefined })} />}
    </div>
  )
}
