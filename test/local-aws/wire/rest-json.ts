import { json } from './json';
import type { Protocol, WireRequest } from './protocol';
import type { Model, Reference } from '../model';
import { ServiceError } from '../service';

/** REST with JSON: the operation stands in method and path, members in the query or the body. As far as requests without a body go. */
export function restJson(): Protocol {
  const { refusal } = json();
  return {
    operationOf: (request, { operations }) => {
      const { pathname } = urlOf(request);
      return Object.keys(operations).find((name) => operations[name].http.method === request.method && operations[name].http.requestUri === pathname);
    },
    parse: (request, model, operation) => {
      const known = new Map(Object.entries(membersOf(model, model.operations[operation].input)).map(([name, { locationName = name }]) => [locationName, name]));
      // What the model does not know keeps its name: validation refuses it.
      return Object.fromEntries([...urlOf(request).searchParams].map(([name, value]) => [known.get(name) ?? name, value]));
    },
    reply: (_model, _operation, output) => ({ status: 200, headers: { 'content-type': CONTENT_TYPE }, body: JSON.stringify(output ?? {}) }),
    error: ({ code, message, status }) => ({
      status, headers: { 'content-type': CONTENT_TYPE, 'x-amzn-errortype': code }, body: JSON.stringify({ message }),
    }),
    refusal: (violations) => new ServiceError('InvalidRequestException', refusal(violations).message),
    throttled: () => new ServiceError('CallRateLimitExceededException', 'Rate exceeded', 429),
    denied: (operation) => new ServiceError('ForbiddenException', `User is not authorized to perform: ${operation}`, 403),
  };
}

const CONTENT_TYPE = 'application/json';

function urlOf({ path }: WireRequest): URL {
  return new URL(path, 'http://localhost');
}

function membersOf(model: Model, input: Reference | undefined): { readonly [name: string]: Reference } {
  return (input && model.shapes[input.shape].members) ?? {};
}
