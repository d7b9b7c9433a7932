/** A port whose calls are written down instead of made; a call that a test does not name throws. */
export function recordingPort<T extends object>(answers: { [K in keyof T]?: T[K] } = {}): { port: T; calls: unknown[][] } {
  const calls: unknown[][] = [];
  const port = new Proxy(answers, {
    get: (named, name: string) => async (...args: unknown[]) => {
      calls.push([name, ...args]);
      const answer = (named as { [name: string]: ((...a: unknown[]) => unknown) | undefined })[name];
      if (!answer) throw new Error(`no such call was expected: ${name}(${JSON.stringify(args)})`);
      return answer(...args);
    },
  }) as T;
  return { port, calls };
}
