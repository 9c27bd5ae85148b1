import type { Answered, ClientName } from './exchange.ts';

type Sign = (answered: Answered, userAgent: string) => boolean;

/**
 * What gives an identity provider away, most certain first. Okta names itself in its User-Agent ("Okta SCIM Client
 * 1.0.0"). Microsoft Entra ID does not reliably, but it is alone in appending its parameter to every address and in
 * writing PATCH operations with capitals.
 */
const signs: readonly (readonly [ClientName, Sign])[] = [
  ['okta', (_answered, userAgent) => /\bokta\b/i.test(userAgent)],
  ['entra', (_answered, userAgent) => /\b(?:microsoft|azure|entra)\b/i.test(userAgent)],
  ['entra', ({ path }) => path.includes('aadOptscim062020')],
  ['entra', ({ tolerances }) => tolerances.some(({ name }) => name === 'capitalizedOperation')],
];

/** The identity provider that sent a request, by its User-Agent and the shape of what it sends. */
export function recognizeClient(answered: Answered, userAgent: string): ClientName {
  return signs.find(([, sign]) => sign(answered, userAgent))?.[0] ?? 'other';
}
