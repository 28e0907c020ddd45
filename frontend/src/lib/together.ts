interface Batch<K, V> {
  keys: K[]
  answer: Promise<ReadonlyMap<K, V>>
}

/** Puts what is asked one by one at the same moment into one question. */
export class Together<K, V> {
  #batch: Batch<K, V> | null = null

  /** most: how much one question may hold. */
  constructor(
    private readonly load: (keys: K[]) => Promise<ReadonlyMap<K, V>>,
    private readonly most: number,
  ) {}

  /** null where the answer has none. Fails as the question does. */
  async ask(key: K): Promise<V | null> {
    const open = this.#batch
    const batch = open && open.keys.length < this.most ? open : this.#begin()
    batch.keys.push(key)
    return (await batch.answer).get(key) ?? null
  }

  #begin(): Batch<K, V> {
    const keys: K[] = []
    const answer = Promise.resolve().then(() => {
      if (this.#batch === batch) this.#batch = null
      return this.load([...new Set(keys)])
    })
    const batch = { keys, answer }
    this.#batch = batch
    return batch
  }
}
