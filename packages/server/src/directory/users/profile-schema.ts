import { defineSchema, type SchemaDefinition } from '@lockstep/scim';

/** Our extension of the SCIM User: what the cybozu.com User API knows of a person and RFC 7643 has no place for. */
export const profileSchema: SchemaDefinition = defineSchema({
  id: 'urn:lockstep:params:scim:schemas:extension:profile:2.0:User',
  name: 'ProfileUser',
  description: 'Further profile of the user',
  attributes: [
    { name: 'surnameReading', description: 'How the surname is read' },
    { name: 'givenNameReading', description: 'How the given name is read' },
    { name: 'localName', description: 'Display name in another language' },
    { name: 'localNameLocale', description: 'The language of localName, as a language tag' },
    { name: 'extensionNumber', description: 'Extension of the telephone' },
    { name: 'callto', description: 'Name in a calling application' },
    { name: 'birthDate', description: 'Date of birth, YYYY-MM-DD' },
    { name: 'joinDate', description: 'Date of joining the organization, YYYY-MM-DD' },
    { name: 'sortOrder', type: 'integer', description: 'Place in lists: smaller numbers come first' },
    { name: 'description', description: 'Notes about the user' },
  ],
});
