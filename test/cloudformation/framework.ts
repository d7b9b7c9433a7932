/** What the functions of the Provider framework reach of the world. */
export interface Ports {
  invoke(functionArn: string, payload: string): Promise<{ payload: string; error?: string }>;
  startExecution(request: { stateMachineArn: string; name?: string; input: string }): Promise<unknown>;
  put(path: string, body: string): void;
  /** Waits until the function can be invoked. */
  waitUntilActive(functionArn: string): Promise<void>;
}

/** The modules that the framework's asset requires and that would leave this process. */
export function frameworkModules(ports: Ports): Record<string, unknown> {
  class Lambda {
    public async invoke({ FunctionName, Payload }: { FunctionName: string; Payload: string }) {
      const { payload, error } = await ports.invoke(FunctionName, Payload);
      return { StatusCode: 200, Payload: Buffer.from(payload), FunctionError: error };
    }
  }
  class SFN {
    public startExecution = ports.startExecution;
  }
  const waitUntilFunctionActiveV2 = async (_: unknown, { FunctionName }: { FunctionName: string }) => {
    await ports.waitUntilActive(FunctionName);
    return { state: 'SUCCESS' };
  };
  return {
    '@aws-sdk/client-lambda': { Lambda, waitUntilFunctionActiveV2 },
    '@aws-sdk/client-sfn': { SFN },
    'https': { request: (options: { path: string }, answered: (response: unknown) => void) => putRequest(ports, options.path, answered) },
  };
}

/** Always answered 200: after an error the framework would wait for seconds of real time. */
function putRequest(ports: Ports, path: string, answered: (response: unknown) => void) {
  let body = '';
  return {
    on: () => undefined,
    write: (chunk: string) => { body += chunk; },
    end: () => {
      ports.put(path, body);
      answered({ statusCode: 200, resume: () => undefined });
    },
  };
}
