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
  'appuser.title': ['string', 'Buyer'],
  'appuser.emails.work.value': ['string', 'h.mori@corp.test'],
  'app.name': ['string', 'Zendesk Japan'],
  'app.domain': ['string', 'example.zendesk.test'],
  'zendesk.userName': ['string', 'mori'],
  'zendesk.role': ['string', null],
  'zendesk_app.domain': ['string', 'support.zendesk.test'],
  'org.name': ['string', 'Example Inc.'],
  'org.subDomain': ['string', 'example'],
};

/** Of Hana's manager, by profile and attribute. */
const ken: Readonly<Record<string, Value>> = {
  'user.firstName': 'Ken',
  'user.lastName': 'Sato',
  'user.email': 'k.sato@corp.test',
  'user.nickName': '',
  'user.level': 12,
  'user.services': ['mailwise'],
  'zendesk.userName': 'ken',
};

export const hanaSchemas: ProfileSchemas = new Map(
  ['user', 'appuser', 'org', 'app', 'zendesk', 'zendesk_app'].map((profile) => [
    profile,
    new Map(
      Object.entries(attributes)
        .filter(([name]) => name.startsWith(`${profile}.`))
        .map(([name, [type]]) => [name.slice(profile.length + 1), type]),
    ),
  ]),
);

export const hana: EvaluationContext = {
  attribute: (profile, attribute, of) =>
    of === 'manager' ? (ken[`${profile}.${attribute}`] ?? null) : (attributes[`${profile}.${attribute}`]?.[1] ?? null),
  now: Date.UTC(2026, 2, 31, 15, 30, 5, 42),
  userId: '0199-hana',
  userStatus: 'ACTIVE',
  managerId: '0199-ken',
  managerHasAccount: (application) => application === 'zendesk',
  groups: [
    { id: '0199-sales', name: 'Sales East' },
    { id: '0199-all', name: 'Everyone' },
  ],
};
