import { getRouteApi, useRouter } from '@tanstack/react-router'
import { ProviderReturn } from '@/features/sign-in/components/provider-return'
import { SignInPage } from '@/features/sign-in/components/sign-in-page'

const route = getRouteApi('/login')

export default function LoginRoute() {
  const { from, step, failure } = route.useSearch()
  const router = useRouter()
  const navigate = route.useNavigate()
  const lead = (wanted = from ?? '/mosaics') => {
    // The admin's pages are not the console's.
    if (wanted.startsWith('/admin/')) window.location.assign(wanted)
    else router.history.replace(wanted)
  }
  if (step) {
    return (
      <ProviderReturn
        key={step}
        step={step}
        onSignedIn={lead}
        onOver={() => void navigate({ search: { from, failure: 'expired' }, replace: true })}
      />
    )
  }
  return (
    <SignInPage
      expired={from !== undefined && from !== '/mosaics' && !failure}
      failure={failure}
      wanted={from ?? '/mosaics'}
      onSignedIn={() => lead()}
    />
  )
}
