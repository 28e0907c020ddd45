/** Which tile a key is for, when several are on the page. */

const TILE = 'section[data-tile]'

/** The one with the focus, else the one under the pointer, else the only one that is in sight. */
export function tileOfKeys(page: Document): Element | null {
  const focused = page.activeElement?.closest(TILE)
  if (focused) return focused
  // A covered tile plays on behind the maximised one, and is not meant.
  const shown = [...page.querySelectorAll(TILE)].filter((tile) => tile.checkVisibility(VISIBLE))
  return shown.find((tile) => tile.matches(':hover')) ?? (shown.length === 1 ? shown[0]! : null)
}

const VISIBLE = { visibilityProperty: true }

/** Fields, lists and dialogs have keys of their own. */
export function isForTile(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return false
  const { target } = event
  return !(target instanceof Element && target.closest(FIELDS))
}

const FIELDS =
  'input:not([type="range"]), textarea, select, [contenteditable="true"], [role="listbox"], [role="combobox"], [role="menu"], [role="dialog"]'
