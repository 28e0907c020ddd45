// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { providersQuery } from '@/features/sign-in/api/providers'
import { SignInPage } from '@/features/sign-in/components/sign-in-page'
import { REFUSALS, type ProviderRefusal } from '@/features/sign-in/lib/provider-return'
import '@/i18n'
import { en } from '@/i18n/en'

afterEach(cleanup)

const KEYCLOAK = { slug: 'kc', name: 'Keycloak', start: '/api/v1/auth/oidc/kc/start' }

function show(items: (typeof KEYCLOAK)[], failure?: ProviderRefusal) {
  const client = new QueryClient()
  client.setQueryData(providersQuery.queryKey, { items })
  render(
    <QueryClientProvider client={client}>
      <SignInPage
        expired={false}
        failure={failure}
        wanted="/plates?text=A%26B"
        onSignedIn={() => undefined}
      />
    </QueryClientProvider>,
  )
}

test('each provider has a link that remembers where one wanted to go', () => {
  show([KEYCLOAK, { slug: 'b', name: 'B & C', start: '/api/v1/auth/oidc/b/start' }])
  const link = screen.getByRole('link', { name: 'Sign in with Keycloak' })
  const address = new URL(link.getAttribute('href') ?? '', 'http://console')
  expect(address.pathname).toBe('/api/v1/auth/oidc/kc/start')
  expect(address.searchParams.get('next')).toBe('/plates?text=A%26B')
  expect(screen.getByRole('link', { name: 'Sign in with B & C' })).toBeDefined()
})

test('without providers the page is as it was', () => {
  show([])
  expect(screen.queryByRole('link')).toBeNull()
  expect(screen.queryByRole('alert')).toBeNull()
  expect(screen.getByLabelText('Password')).toBeDefined()
})

test.each(REFUSALS)('that a provider did not let somebody in is said: %s', (refusal) => {
  show([KEYCLOAK], refusal)
  expect(screen.getByRole('alert').textContent).toBe(en.login.failure[refusal])
})
