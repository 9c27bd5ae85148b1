import { iso31661, type ISO31661AssignedEntry } from 'iso-3166/1.js';
import { ValueError, type FunctionDefinition } from '../function-definition.ts';
import { bits, numberType, stringType, withNull } from '../type.ts';
import { textOf, type Value } from '../value.ts';

const numeric = { name: 'value', kinds: bits.string | bits.number };
const [least, greatest] = [-2_147_483_648, 2_147_483_647];

/** Null for an empty string; throws {@link ValueError} for text that is no number. */
function toNumber(value: Value | undefined): number | null {
  if (typeof value === 'number') return value;
  const text = textOf(value ?? null).trim();
  if (text === '') return null;
  const number = /^[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (Math.abs(number) <= Number.MAX_SAFE_INTEGER) return number === 0 ? 0 : number;
  const short = text.slice(0, 40);
  throw new ValueError(`“${short}” is not a number.`, { found: short });
}

function country(form: string, part: 'alpha2' | 'alpha3' | 'numeric' | 'name', gives: string): FunctionDefinition {
  return {
    name: `Iso3166Convert.to${part.charAt(0).toUpperCase()}${part.slice(1)}`,
    parameters: [{ name: 'country', kinds: bits.string }],
    returns: withNull(stringType),
    summary: `The ${form} of a country (ISO 3166-1), given by any of its codes or its name; null where there is none.`,
    example: { call: `Iso3166Convert.to${part.charAt(0).toUpperCase()}${part.slice(1)}("IND")`, gives },
    run: ([given]) => findCountry(textOf(given ?? null))?.[part] ?? null,
  };
}

function findCountry(given: string): ISO31661AssignedEntry | undefined {
  const wanted = given.trim().toUpperCase();
  return iso31661.find(
    ({ alpha2, alpha3, numeric, name }) =>
      wanted === alpha2 || wanted === alpha3 || wanted === numeric || wanted === name.toUpperCase(),
  );
}

/** From one kind of value or code to another. */
export const convertFunctions: readonly FunctionDefinition[] = [
  {
    name: 'Convert.toInt',
    parameters: [numeric],
    returns: withNull(numberType),
    summary: 'The whole number nearest to the value, −2147483648 to 2147483647. Null for an empty string.',
    example: { call: 'Convert.toInt("1234.6")', gives: '1235' },
    run: ([value]) => {
      const number = toNumber(value);
      if (number === null) return null;
      const whole = Math.round(number);
      if (whole >= least && whole <= greatest) return whole === 0 ? 0 : whole;
      throw new ValueError(`${number} is beyond what a whole number may be here.`, { found: String(number) });
    },
  },
  {
    name: 'Convert.toNum',
    parameters: [numeric],
    returns: withNull(numberType),
    summary: 'The value as a number with its decimals. Null for an empty string.',
    example: { call: 'Convert.toNum("1234.56")', gives: '1234.56' },
    run: ([value]) => toNumber(value),
  },
  country('two-letter code', 'alpha2', '"IN"'),
  country('three-letter code', 'alpha3', '"IND"'),
  country('numeric code', 'numeric', '"356"'),
  country('name', 'name', '"India"'),
];
