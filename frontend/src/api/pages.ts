export interface Page<T> {
  items: T[]
  next_cursor: string | null
}

export interface PageWish {
  limit: number
  cursor?: string
}

/** Everything that a list has, asked for page by page, in the order of names. */
export async function allByName<T extends { name: string }>(
  fetchPage: (wish: PageWish) => Promise<Page<T>>,
): Promise<T[]> {
  const items: T[] = []
  let wish: PageWish | null = { limit: 200 }
  while (wish) {
    const page: Page<T> = await fetchPage(wish)
    items.push(...page.items)
    wish = page.next_cursor ? { limit: 200, cursor: page.next_cursor } : null
  }
  return items.sort((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }))
}
