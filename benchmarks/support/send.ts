import type { LoadRequest, Target } from './load.ts';

/** One request outside of any load; gives the answer. */
export async function send<T>(
  { host, port, basePath, headers }: Target,
  { method, path, body }: LoadRequest,
): Promise<T> {
  const answer = await fetch(`http://${host}:${port}${basePath}${path}`, {
    method,
    headers: { ...headers, 'content-type': 'application/scim+json' },
    ...(body === undefined ? {} : { body }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text.slice(0, 500)}`);
  return (text === '' ? undefined : JSON.parse(text)) as T;
}
