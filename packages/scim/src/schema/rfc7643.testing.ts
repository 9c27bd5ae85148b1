/**
 * The characteristics that RFC 7643 §8.7.1 and §8.7.2 list, one attribute a line: the path, then whatever differs from
 * the defaults of §2.2. `of:` are canonical values, `to:` reference types.
 */
export const rfcCharacteristics: Readonly<Record<string, string>> = {
  'urn:ietf:params:scim:schemas:core:2.0:User': `
userName required unique:server
name complex
name.formatted
name.familyName
name.givenName
name.middleName
name.honorificPrefix
name.honorificSuffix
displayName
nickName
profileUrl reference to:external
title
userType
preferredLanguage
locale
timezone
active boolean
password writeOnly never
emails complex multiValued
emails.value
emails.display
emails.type of:work,home,other
emails.primary boolean
phoneNumbers complex multiValued
phoneNumbers.value
phoneNumbers.display
phoneNumbers.type of:work,home,mobile,fax,pager,other
phoneNumbers.primary boolean
ims complex multiValued
ims.value
ims.display
ims.type of:aim,gtalk,icq,xmpp,msn,skype,qq,yahoo
ims.primary boolean
photos complex multiValued
photos.value reference to:external
photos.display
photos.type of:photo,thumbnail
photos.primary boolean
addresses complex multiValued
addresses.formatted
addresses.streetAddress
addresses.locality
addresses.region
addresses.postalCode
addresses.country
addresses.type of:work,home,other
groups complex multiValued readOnly
groups.value readOnly
groups.$ref reference readOnly to:User,Group
groups.display readOnly
groups.type readOnly of:direct,indirect
entitlements complex multiValued
entitlements.value
entitlements.display
entitlements.type
entitlements.primary boolean
roles complex multiValued
roles.value
roles.display
roles.type
roles.primary boolean
x509Certificates complex multiValued
x509Certificates.value binary
x509Certificates.display
x509Certificates.type
x509Certificates.primary boolean
`,
  'urn:ietf:params:scim:schemas:core:2.0:Group': `
displayName
members complex multiValued
members.value immutable
members.$ref reference immutable to:User,Group
members.type immutable of:User,Group
`,
  'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': `
employeeNumber
costCenter
organization
division
department
manager complex
manager.value
manager.$ref reference to:User
manager.displayName readOnly
`,
  'urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig': `
documentationUri reference readOnly to:external
patch complex required readOnly
patch.supported boolean required readOnly
bulk complex required readOnly
bulk.supported boolean required readOnly
bulk.maxOperations integer required readOnly
bulk.maxPayloadSize integer required readOnly
filter complex required readOnly
filter.supported boolean required readOnly
filter.maxResults integer required readOnly
changePassword complex required readOnly
changePassword.supported boolean required readOnly
sort complex required readOnly
sort.supported boolean required readOnly
authenticationSchemes complex multiValued required readOnly
authenticationSchemes.name required readOnly
authenticationSchemes.description required readOnly
authenticationSchemes.specUri reference readOnly to:external
authenticationSchemes.documentationUri reference readOnly to:external
`,
  'urn:ietf:params:scim:schemas:core:2.0:ResourceType': `
id readOnly
name required readOnly
description readOnly
endpoint reference required readOnly to:uri
schema reference required caseExact readOnly to:uri
schemaExtensions complex required readOnly
schemaExtensions.schema reference required caseExact readOnly to:uri
schemaExtensions.required boolean required readOnly
`,
  'urn:ietf:params:scim:schemas:core:2.0:Schema': `
id required readOnly
name required readOnly
description readOnly
attributes complex multiValued required readOnly
attributes.name required caseExact readOnly
attributes.type required readOnly of:string,complex,boolean,decimal,integer,dateTime,reference
attributes.multiValued boolean required readOnly
attributes.description caseExact readOnly
attributes.required boolean readOnly
attributes.canonicalValues multiValued caseExact readOnly
attributes.caseExact boolean readOnly
attributes.mutability caseExact readOnly of:readOnly,readWrite,immutable,writeOnly
attributes.returned caseExact readOnly of:always,never,default,request
attributes.uniqueness caseExact readOnly of:none,server,global
attributes.referenceTypes multiValued caseExact readOnly
attributes.subAttributes complex multiValued readOnly
attributes.subAttributes.name required caseExact readOnly
attributes.subAttributes.type required readOnly of:string,complex,boolean,decimal,integer,dateTime,reference
attributes.subAttributes.multiValued boolean required readOnly
attributes.subAttributes.description caseExact readOnly
attributes.subAttributes.required boolean readOnly
attributes.subAttributes.canonicalValues multiValued caseExact readOnly
attributes.subAttributes.caseExact boolean readOnly
attributes.subAttributes.mutability caseExact readOnly of:readOnly,readWrite,immutable,writeOnly
attributes.subAttributes.returned caseExact readOnly of:always,never,default,request
attributes.subAttributes.uniqueness caseExact readOnly of:none,server,global
attributes.subAttributes.referenceTypes caseExact readOnly
`,
};
