import type { LoadRequest } from './load.ts';

/** The user with this number: about 1 KB, as identity providers send it. */
export function userBody(index: number): Record<string, unknown> {
  return {
    schemas: [
      'urn:ietf:params:scim:schemas:core:2.0:User',
      'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User',
    ],
    externalId: externalIdOf(index),
    userName: userNameOf(index),
    name: { familyName: `Family ${index}`, givenName: 'Given', formatted: `Given Family ${index}` },
    displayName: `Given Family ${index}`,
    emails: [
      { value: userNameOf(index), type: 'work', primary: true },
      { value: `private.${index}@home.example`, type: 'home' },
    ],
    phoneNumbers: [{ value: '+81 3 0000 0000', type: 'work' }],
    addresses: [
      { type: 'work', streetAddress: '1 Example Street', locality: 'Tokyo', postalCode: '100-0001', country: 'JP' },
    ],
    title: 'Engineer',
    preferredLanguage: 'ja-JP',
    locale: 'ja-JP',
    timezone: 'Asia/Tokyo',
    active: true,
    'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': {
      employeeNumber: String(index),
      department: 'Development',
      division: 'Products',
      organization: 'Acme',
      costCenter: '4130',
    },
  };
}

export function userNameOf(index: number): string {
  return `person.${index}@acme.example`;
}

export function externalIdOf(index: number): string {
  return `00u${String(index).padStart(17, '0')}`;
}

export function createUser(index: number): LoadRequest {
  return { method: 'POST', path: '/Users', body: JSON.stringify(userBody(index)) };
}
