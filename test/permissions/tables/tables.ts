import { APPSTREAM } from './appstream';
import { CLOUDFORMATION } from './cloudformation';
import { EC2 } from './ec2';
import { RUNTIME } from './runtime';
import { WORKSPACES } from './workspaces';
import type { Call } from '../../local-aws/call';
import { Account, Demand, Row, Table } from '../demand';

const TABLES: { readonly [service: string]: Table } = { appstream: APPSTREAM, cloudformation: CLOUDFORMATION, ec2: EC2, workspaces: WORKSPACES };

/** What a call needs. An operation that no table knows is an error: nobody would know what it needs. */
export function demandsOf({ service, operation, input }: Pick<Call, 'service' | 'operation' | 'input'>, account: Account): readonly Demand[] {
  const row = TABLES[service]?.[operation];
  if (!row) throw new Error(`test/permissions/tables do not say what ${service}:${operation} needs of its caller`);
  return row.demands(input, account);
}

/** The row of an operation, such as `ec2:ImportImage`. */
export function rowOf(name: string): Row {
  const [service, operation] = name.split(':');
  return TABLES[service]?.[operation] ?? RUNTIME[name];
}
