import { NodeHttpHandler } from '@smithy/node-http-handler';

/**
 * The way to the wire for an SDK client that runs in jest's sandbox. There the SDK cannot load its own handler (a dynamic import),
 * and does not know an error of Node's network as an Error (it comes from outside the sandbox), so that its name and code would be lost.
 */
export class SandboxHttpHandler extends NodeHttpHandler {
  public async handle(...request: Parameters<NodeHttpHandler['handle']>): ReturnType<NodeHttpHandler['handle']> {
    return super.handle(...request).catch(({ name, message, code }) => { throw Object.assign(new Error(message), { name, code }); });
  }
}
