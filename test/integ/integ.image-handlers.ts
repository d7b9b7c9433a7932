import { synthesize } from './stacks';
import { HANDLERS } from '../support/samples';

/* The templates of the functions as a company runs them: in a VPC, with keys, logs, a boundary and rights of its own. */
synthesize({
  Handlers: HANDLERS['functions under the rules of a company'],
  HandlersWithLogGroup: HANDLERS['functions with a log group and a boundary of the user\'s'],
});
