import { basePath, openApiDocument, problemCodes, referenceEntries, scopes } from '@lockstep/admin-api';
import type { FastifyInstance } from 'fastify';

const style = `
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
body { max-width: 70rem; margin: 0 auto; padding: 1rem; }
code { font: 0.92em ui-monospace, monospace; overflow-wrap: anywhere; }
h2 { margin: 2.2rem 0 0.4rem; font-size: 1.15rem; }
article { padding: 0.6rem 0; border-top: 1px solid color-mix(in srgb, currentColor 20%, transparent); }
h3 { margin: 0; font-size: 1rem; font-weight: 600; }
p { margin: 0.2rem 0; }
pre { overflow-x: auto; padding: 0.6rem; background: color-mix(in srgb, currentColor 7%, transparent); }
summary { cursor: pointer; }`;

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

interface OperationParts {
  readonly parameters?: unknown;
  readonly requestBody?: unknown;
  readonly responses?: unknown;
}

function details(operation: OperationParts | undefined): string {
  const { parameters, requestBody, responses } = operation ?? {};
  return escaped(JSON.stringify({ parameters, requestBody, responses }, undefined, 2));
}

/** The reference as a page without scripts, so that it shows under the policy of every other answer. */
function printReference(): string {
  const { paths } = openApiDocument() as { paths: Record<string, Record<string, OperationParts>> };
  const operationOf = (method: string, path: string): OperationParts | undefined =>
    paths[path.slice(basePath.length).replaceAll(/:([a-z]+)/gi, '{$1}')]?.[method.toLowerCase()];
  const list = (words: readonly string[]): string => words.map((word) => `<code>${word}</code>`).join(', ');
  const parts = [...referenceEntries()].map(([part, entries]) => {
    const articles = entries.map(
      ({ id, method, path, summary, needs }) => `<article id="${id}">
<h3><code>${method} ${escaped(path)}</code></h3>
<p>${escaped(summary)}. Needs <code>${needs}</code>.</p>
<details><summary>Parameters, body and answers</summary><pre tabindex="0">${details(operationOf(method, path))}</pre></details>
</article>`,
    );
    return `<section><h2>${part}</h2>${articles.join('\n')}</section>`;
  });
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Admin API · Lockstep</title><style>${style}</style></head>
<body><main>
<h1>Admin API</h1>
<p>The same as OpenAPI 3.1: <a href="${basePath}/openapi.json">${basePath}/openapi.json</a>.</p>
<p>Scopes of API keys: ${list(scopes)}.</p>
<p>Codes of problems: ${list(problemCodes)}.</p>
${parts.join('\n')}
</main></body>
</html>
`;
}

/** Made when it is first asked for, and kept: a few megabytes that most servers never need. */
function onDemand(print: () => string): () => string {
  let text: string | undefined;
  return () => (text ??= print());
}

/** The contract for machines and for people; both are the same for everybody, so nobody has to sign in. */
export function addReference(server: FastifyInstance): void {
  const document = onDemand(() => JSON.stringify(openApiDocument()));
  const page = onDemand(printReference);
  server.get(`${basePath}/openapi.json`, async (_request, reply) =>
    reply.type('application/json; charset=utf-8').send(document()),
  );
  server.get('/api/reference', async (_request, reply) => reply.type('text/html; charset=utf-8').send(page()));
}
