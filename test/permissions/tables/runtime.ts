import { Table } from '../demand';

/*
 * What Lambda does in the name of a function, and what the framework and the state machine do; each action is an operation of its own.
 */

const row = (why: string) => ({ why, demands: (input: { action: string; resource: string }) => [input] });

export const RUNTIME: Table = {
  'logs:CreateLogStream': row('writes the logs of the function'),
  'logs:PutLogEvents': row('writes the logs of the function'),
  'lambda:InvokeFunction': row('calls the next function'),
  'lambda:GetFunction': row('waits for a function that could not be called'),
  'states:StartExecution': row('starts to wait'),
};
