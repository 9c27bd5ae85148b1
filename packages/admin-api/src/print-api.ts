import { problemCodes } from './problem.ts';
import { referenceEntries } from './reference.ts';
import { scopes } from './scope.ts';

const introduction = `# Admin API

<!-- Made by \`npm run generate\` from the contract in packages/admin-api. -->

Everything that the console does. A server answers at \`/api/v1/openapi.json\` with the OpenAPI 3.1 document of its
version, and at \`/api/reference\` with the same for people.

- **Signing in**: \`Authorization: Bearer\` with an API key of the organization (console: _Security_, _API keys_). A key has
  scopes; \`…:write\` includes \`…:read\`. What belongs to another organization does not exist: 404.
- **Lists** are paged by keyset: pass the \`next\` of one page as the \`cursor\` of the following.
- **Creations** may carry an \`Idempotency-Key\`: the same request under the same key is done once and gets the same
  answer for a day, also when both arrive at the same moment. Another request under the key is a 422.
- **Refusals** are problem documents (RFC 9457) with a \`code\` that never changes its meaning, and the \`correlationId\` of
  the log.`;

function table(rows: readonly string[]): string[] {
  return ['| Route | What it does | Needs |', '| --- | --- | --- |', ...rows, ''];
}

/** The reference page `docs/api.md`. */
export function printApiPage(): string {
  const parts = [...referenceEntries()].flatMap(([part, entries]) => [
    `## ${part}`,
    '',
    ...table(
      entries.map(({ method, path, summary, needs }) => `| \`${method} ${path}\` | ${summary} | \`${needs}\` |`),
    ),
  ]);
  const list = (words: readonly string[]): string => words.map((word) => `\`${word}\``).join(', ');
  return [
    introduction,
    '',
    `Scopes: ${list(scopes)}.`,
    '',
    `Codes of problems: ${list(problemCodes)}.`,
    '',
    ...parts,
  ].join('\n');
}
