/** `sipcharts conformance`: holds a SIP server on a socket against the RFC, clause by clause. */
import { type Result, runConformance } from '../testing/conformance/conformance.ts';
import { formatList, formatReport, resultToJson } from '../testing/conformance/report.ts';
import type { Line } from '../testing/conformance/run.ts';
import type { Behaviour, ScenarioTransport } from '../testing/conformance/scenario.ts';
import { scenarios } from '../testing/conformance/scenarios.ts';
import { isIpv4, isIpv6, withoutBrackets } from '../syntax/host.ts';
import type { Address } from '../transaction/flow.ts';
import { nodeClock } from '../transport/node-clock.ts';
import { nodeEntropy } from '../transport/node-entropy.ts';
import { openTcpLine, openUdpLine } from './line.ts';

/** The options of `conformance`, as written on the command line. */
export interface ConformanceCommandOptions {
  readonly target?: readonly string[];
  readonly json: boolean;
  readonly list: boolean;
  readonly quick: boolean;
  readonly only?: string;
  readonly answering?: string;
  readonly refusing?: string;
  readonly ringing?: string;
}

/** What `--quick` still runs, ms. */
const quick = 8000;

const lines: Readonly<Record<ScenarioTransport, (target: Address) => Promise<Line>>> = {
  UDP: openUdpLine,
  TCP: openTcpLine
};

interface Target extends Address {
  readonly transport: ScenarioTransport;
}

/** `udp:127.0.0.1:5060`, `tcp:[::1]:5060`. */
function readTarget(text: string): Target {
  const parts = /^(udp|tcp):(.+):(\d{1,5})$/i.exec(text);
  const host = withoutBrackets(parts?.[2] ?? '');
  const port = Number(parts?.[3] ?? 0);
  if (parts === null || !(isIpv4(host) || isIpv6(host)) || port < 1 || port > 65535)
    throw new Error(`--target takes udp:<address>:<port> or tcp:<address>:<port>, not ${JSON.stringify(text)}`);
  return { transport: parts[1]?.toUpperCase() === 'TCP' ? 'TCP' : 'UDP', host, port };
}

/** Runs the scenarios against each target; the exit code is 1 when one of them failed. */
export async function conformance(options: ConformanceCommandOptions): Promise<void> {
  if (options.list) {
    process.stdout.write(formatList(scenarios));
    return;
  }
  const targets = (options.target ?? []).map(readTarget);
  if (targets.length === 0) throw new Error('--target is missing: udp:<address>:<port> or tcp:<address>:<port>');
  const users: Partial<Record<Behaviour, string>> = {
    ...(options.answering !== undefined && { answering: options.answering }),
    ...(options.refusing !== undefined && { refusing: options.refusing }),
    ...(options.ringing !== undefined && { ringing: options.ringing })
  };
  const entropy = nodeEntropy();
  const runs = targets.map(
    async ({ transport, ...target }): Promise<readonly Result[]> =>
      runConformance(scenarios, {
        target,
        transport,
        open: async () => lines[transport](target),
        clock: nodeClock,
        entropy,
        users,
        ...(options.only !== undefined && { only: options.only }),
        ...(options.quick && { longest: quick })
      })
  );
  const results = (await Promise.all(runs)).flat();
  if (results.length === 0) throw new Error(`no scenario is meant by ${JSON.stringify(options.only ?? '')}`);
  const written = options.json
    ? `${results.map((result) => JSON.stringify(resultToJson(result))).join('\n')}\n`
    : formatReport(results);
  process.stdout.write(written);
  process.exitCode = results.some(({ outcome }) => outcome.verdict === 'failed') ? 1 : 0;
}
