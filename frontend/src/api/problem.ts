/** One field that the server refused; `pointer` is a JSON pointer into the body or a parameter's name. */
export interface FieldProblem {
  pointer: string
  code: string
  detail: string
}

/** An answer that is an error (RFC 9457). `code` is stable, `detail` is for people. */
export class ProblemError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string,
    readonly errors: readonly FieldProblem[] = [],
    readonly requestId: string | null = null,
  ) {
    super(detail)
    this.name = 'ProblemError'
  }
}

/** The server did not answer at all. */
export class UnreachableError extends Error {
  constructor(options?: ErrorOptions) {
    super('The server does not answer.', options)
    this.name = 'UnreachableError'
  }
}

interface ProblemBody {
  code?: string
  title?: string
  detail?: string
  request_id?: string | null
  errors?: FieldProblem[] | null
}

/** Reads the problem out of an answer whose body nobody has read yet. */
export async function problemOf(response: Response): Promise<ProblemError> {
  return problemFrom(response, await response.json().catch(() => null))
}

/** The problem of an answer with its parsed body; bodies of another kind (a proxy's page) become a plain one. */
export function problemFrom(response: Response, parsed: unknown): ProblemError {
  const body = (typeof parsed === 'object' && parsed !== null ? parsed : {}) as ProblemBody
  return new ProblemError(
    response.status,
    body.code ?? `http-${response.status}`,
    body.detail ?? body.title ?? `The server answered ${response.status}.`,
    body.errors ?? [],
    body.request_id ?? response.headers.get('x-request-id'),
  )
}
