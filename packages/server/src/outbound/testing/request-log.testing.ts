/** One request as a target saw it. */
export interface LoggedRequest {
  readonly method: string;
  /** With the query, decoded. */
  readonly path: string;
  readonly body: unknown;
}

/** One write, sent alone or in bulk. */
interface Written {
  readonly method: string;
  readonly path: string;
  readonly data: unknown;
}

/** What a target was sent, for proofs of what was not. */
export class RequestLog {
  #requests: LoggedRequest[] = [];

  add(method: string, url: string, body: unknown): void {
    this.#requests.push({ method, path: decodeURIComponent(url), body });
  }

  /** `METHOD /path?query` in order, but for ServiceProviderConfig, which is read once in a while. */
  lines(): string[] {
    return this.#requests
      .filter(({ path }) => !path.endsWith('/ServiceProviderConfig'))
      .map(({ method, path }) => `${method} ${path}`);
  }

  /** Those that could change something. */
  writes(): LoggedRequest[] {
    return this.#requests.filter(({ method }) => method !== 'GET');
  }

  /** The same, taken out of the bulk requests in which several may have gone together. */
  written(): Written[] {
    return this.writes().flatMap(({ method, path, body }) =>
      path.endsWith('/Bulk')
        ? [...(body as { Operations: readonly Written[] }).Operations]
        : [{ method, path, data: body }],
    );
  }

  clear(): void {
    this.#requests = [];
  }
}
