import type { FunctionDefinition } from '../function-definition.ts';
import { arrayFunctions } from './array-functions.ts';
import { convertFunctions } from './convert-functions.ts';
import { groupFunctions } from './group-functions.ts';
import { relatedFunctions } from './related-functions.ts';
import { stringFunctions } from './string-functions.ts';
import { timeFunctions } from './time-functions.ts';

/** The spellings of before that still work. */
const oldNames: Readonly<Record<string, string>> = {
  substring: 'String.substring',
  substringAfter: 'String.substringAfter',
  substringBefore: 'String.substringBefore',
  toLowerCase: 'String.toLowerCase',
  toUpperCase: 'String.toUpperCase',
};

const ofToday = [
  ...stringFunctions,
  ...arrayFunctions,
  ...convertFunctions,
  ...timeFunctions,
  ...groupFunctions,
  ...relatedFunctions,
];

const oldSpellings = Object.entries(oldNames).flatMap(([name, replacedBy]): FunctionDefinition[] =>
  ofToday
    .filter((one) => one.name === replacedBy)
    .map((one) => ({
      ...one,
      name,
      replacedBy,
      example: { ...one.example, call: one.example.call.replace(replacedBy, name) },
    })),
);

/** Every function that an expression may call, and nothing else can be called. In the order of the manual. */
export const oktaFunctions: ReadonlyMap<string, FunctionDefinition> = new Map(
  [...ofToday, ...oldSpellings].map((one) => [one.name, one]),
);

/** Names that Okta knows and mappings here do not, and why. The last is a guess at what was meant. */
export const unsupportedFunctions: readonly (readonly [RegExp, string])[] = [
  [
    /^Groups\.(?:contains|startsWith|endsWith)$/,
    'It filters the groups of a sign-in token. In mappings, use user.getGroups or isMemberOfGroupName and its like.',
  ],
  [/^[a-z]\w*(?:\.\w+)+\.\w+$/, 'Functions cannot be called on a value: write String.toUpperCase(user.firstName).'],
];
