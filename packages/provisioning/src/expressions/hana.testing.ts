import type { AttributeType, ProfileSchemas } from './attribute-type.ts';
import type { EvaluationContext } from './evaluate-expression.ts';
import type { Value } from './value.ts';

/** One user with everything that expressions ask for: something, an empty string, and nothing. */
const attributes: Readonly<Record<string, readonly [AttributeType, Value]>> = {
  'user.login': ['string', 'hana.mori@example.test'],
  'user.email': ['string', 'h.mori@corp.test'],
  'user.firstName': ['string', 'Hana'],
  'user.lastName': ['string', 'Mori'],
  'user.middleName': ['string', null],
  'user.nickName': ['string', ''],
  'user.department': ['string', 'Sales East'],
  'user.countryCode': ['string', 'JP'],
  'user.employeeNumber': ['string', '000451'],
  'user.rare': ['string', '𠮷野 花'],
  'user.level': ['integer', 7],
  'user.rate': ['number', 0.5],
  'user.noLevel': ['integer', null],
  'user.manager': ['boolean', true],
  'user.remote': ['boolean', null],
  'user.services': ['string-array', ['kintone', 'garoon']],
  'user.noServices': ['string-array', null],
  'appuser.userName': ['string', 'hana'],
  'org.name': ['string', 'Example Inc.'],
  'org.subDomain': ['string', 'example'],
};

export const hanaSchemas: ProfileSchemas = new Map(
  ['user', 'appuser', 'org'].map((profile) => [
    profile,
    new Map(
      Object.entries(attributes)
        .filter(([name]) => name.startsWith(`${profile}.`))
        .map(([name, [type]]) => [name.slice(profile.length + 1), type]),
    ),
  ]),
);

export const hana: EvaluationContext = {
  attribute: (profile, attribute) => attributes[`${profile}.${attribute}`]?.[1] ?? null,
  now: Date.UTC(2026, 2, 31, 15, 30, 5, 42),
  userId: '0199-hana',
  userStatus: 'ACTIVE',
  groups: [
    { id: '0199-sales', name: 'Sales East' },
    { id: '0199-all', name: 'Everyone' },
  ],
};
