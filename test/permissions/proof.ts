import { holdAgainstDocument, SERVICE_ROLES } from './documented';
import { unexplained, unused, wide, Wide } from './excess';
import { keyOf } from './grants';
import { Judged, describe } from './ledger';

/** What is wrong with the rights, line by line; nothing if they are exact. */
export interface Proof {
  readonly faults: readonly string[];
  readonly wide: readonly Wide[];
  readonly figures: string;
}

export async function prove(judged: Judged): Promise<Proof> {
  const all = await wide(judged);
  const idle = unused(judged);
  const ofLambda = judged.entries.filter(({ usedBy }) => !Object.keys(usedBy).length).length - idle.length;
  const bare = unexplained(all);
  const statements = new Set(judged.entries.map(({ grant: { kind, holder, statement, condition } }) => [kind, holder, ...statement, condition].join()));
  const departures = SERVICE_ROLES.flatMap((role) => holdAgainstDocument(role).departures.map((departure) => `${role.title}: ${departure}`));
  return {
    wide: all,
    faults: [
      ...new Set(judged.denials.map((denial) => `denied: ${describe(denial)}`)),
      ...idle.map((grant) => `used by nothing: ${keyOf(grant)}`),
      ...bare.map(({ grant, narrower }) => `wide without a reason beside the statement: ${keyOf(grant)} ${narrower.join(', ')}`),
      ...departures.map((departure) => `not as documented: ${departure}`),
    ],
    figures: [
      `calls judged: ${judged.calls}, demands on IAM: ${judged.demands}, denied: ${judged.denials.length}`,
      `statements: ${statements.size}, rights (action x resource x condition): ${judged.entries.length}, used by Lambda itself alone: ${ofLambda}, used by nothing: ${idle.length}`,
      `rights on '*' or on all of a type: ${all.length}; of these could be narrower: ${all.filter(({ narrower }) => narrower.length).length}, unexplained: ${bare.length}`,
    ].join('\n'),
  };
}
