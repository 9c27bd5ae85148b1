import type { EditDefinitions } from '../custom-types/change-definitions.ts';
import { DirectoryError } from '../directory-error.ts';
import { defaultServices, type Service } from './services.ts';

const mostServices = 50;

/** A code is the name of an attribute (RFC 7643 §2.1) that no mapping has to escape. */
const codePattern = /^[a-z][a-z0-9_]{0,63}$/;
/** The list itself, compared as attribute names are, and names that are no data in JavaScript. */
const reserved = new Set(['availableservices', 'constructor', 'prototype']);

function find(services: readonly Service[], code: string): Service {
  const found = services.find((one) => one.code === code);
  if (found === undefined) throw new DirectoryError('not_found', 'There is no such service.');
  return found;
}

/** Adds a service at the end. Throws DirectoryError `code_taken`, `invalid_request` or `limit_reached`. */
export function addService(service: Required<Service>): EditDefinitions {
  return (current) => {
    const services = current.services ?? defaultServices;
    if (!codePattern.test(service.code) || reserved.has(service.code))
      throw new DirectoryError(
        'invalid_request',
        'A code is of lower-case letters, digits and "_", begins with a letter and has at most 64 characters.',
        'code',
      );
    if (services.some(({ code }) => code === service.code))
      throw new DirectoryError('code_taken', `There is a service with the code ${service.code} already.`, 'code');
    if (services.length >= mostServices)
      throw new DirectoryError('limit_reached', `An organization has at most ${mostServices} services.`);
    return { ...current, services: [...services, { code: service.code, name: service.name }] };
  };
}

/** Gives a service a name, the same in every language. Throws DirectoryError `not_found`. */
export function renameService(code: string, name: string): EditDefinitions {
  return (current) => {
    const services = current.services ?? defaultServices;
    if (find(services, code).name === name) return current;
    return { ...current, services: services.map((one) => (one.code === code ? { code, name } : one)) };
  };
}

/** Throws DirectoryError `not_found`. Whether somebody has it is seen where it is taken. */
export function removeService(code: string): EditDefinitions {
  return (current) => {
    const services = current.services ?? defaultServices;
    find(services, code);
    return { ...current, services: services.filter((one) => one.code !== code) };
  };
}
