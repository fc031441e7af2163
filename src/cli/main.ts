#!/usr/bin/env node
/** `sipcharts <command>`: what the command line offers. */
import { Command } from 'commander';
import { conformance } from './conformance.ts';
import { diagram, formatNames } from './diagram.ts';
import { replayFile } from './replay.ts';
import { exportFormatNames, exportTrace } from './export.ts';
import { serve } from './serve.ts';
import { TraceError } from '../trace/parse.ts';

const program = new Command('sipcharts').description('SIP as statecharts').showHelpAfterError();

program
  .command('serve', { isDefault: true })
  .description('answer every call: INVITE with a valid SDP answer, BYE, OPTIONS')
  .option('--host <address>', 'address to listen on', '127.0.0.1')
  .option('--port <port>', 'port for UDP and TCP', '5060')
  .option('--advertise <address>', 'what Via and Contact say, when it is not the address we listen on')
  .option('--longest-call <seconds>', 'BYE after this long', '14400')
  .option('--json', 'one JSON object a line on standard output', false)
  .option(
    '--trace <file>',
    'write everything that happens to a file, one JSON object a line, without credentials and keys'
  )
  .option(
    '--record <file>',
    'keep the last calls, and write them to this file on SIGUSR2 and at the end, as --trace does; for `replay`'
  )
  .option('--record-calls <number>', 'how many calls are kept', '1000')
  .option('--pcap <file>', 'write every message to a packet capture')
  .option('--hep <host:port>', 'send every message to a capture server (Homer), HEP v3 over UDP')
  .option('--hep-id <number>', 'who we are to the capture server', '2001')
  .option('--hep-key <text>', 'what the capture server knows us by; sent in the clear')
  .option('--keep-secrets', 'leave credentials and media keys in --pcap and --hep', false)
  .option('--metrics <[host:]port>', 'answer GET /metrics for Prometheus, on 127.0.0.1 unless a host is given')
  .option('--metrics-detail <detail>', 'counters, or trace: more of them, at twice the CPU of a call', 'counters')
  .option(
    '--inspect [where]',
    'see it in a browser: [host:]port, 127.0.0.1:8060 unless given; or stately[,[host:]port]'
  )
  .option('--stately-url <url>', 'with --inspect=stately: the page of the Stately inspector')
  .option('--stately-select <which>', 'with --inspect=stately: call=<Call-ID>, chart=<id>, newest=<number>')
  .option('--test-numbers', 'refuse calls to the user `busy`, let those to `ring` ring', false)
  .action(serve);

program
  .command('conformance')
  .description('hold a SIP server against the RFC, clause by clause; exit 1 when a scenario fails')
  .option('--target <transport:address:port...>', 'udp:127.0.0.1:5060, tcp:127.0.0.1:5060; may be given again')
  .option('--only <text>', 'only scenarios whose clause or name contains this')
  .option('--quick', 'leave out what takes longer than 8 s', false)
  .option('--answering <user>', 'a user who takes calls; any name unless given')
  .option('--refusing <user>', 'a user who refuses calls; unless given, calls are made that no server may take')
  .option('--ringing <user>', 'a user who lets it ring; scenarios that need one are left out unless it is given')
  .option('--list', 'say what there is, and run nothing', false)
  .option('--json', 'one JSON object a line on standard output', false)
  .action(conformance);

program
  .command('diagram')
  .description('draw a machine: one of ours by name, or any XState 5 machine as ./file.js#export')
  .argument('[machine]', 'its name, as --list says it')
  .option('--format <format>', formatNames.join(', '), 'svg')
  .option('--theme <theme>', 'of an SVG: auto (as the reader has it set), light or dark', 'auto')
  .option('--out <file>', 'write to this file and not to standard output')
  .option('--list', 'say what there is, and draw nothing', false)
  .action(diagram);

program
  .command('replay')
  .description(
    'replay what --trace or --record wrote, and say where this version does something else; exit 1 when it does'
  )
  .argument('<trace>', 'the file')
  .option('--call <Call-ID>', 'of all its calls only this one')
  .option('--engine <engine>', 'who runs the charts: compiled or interpreted', 'compiled')
  .option('--to-test <file>', 'write a test that replays it, and the recording beside it')
  .option('--json', 'one JSON object on standard output', false)
  .action(replayFile);

program
  .command('export')
  .description(
    'write a trace file as what others read: a packet capture for Wireshark and sngrep, or the ladder of a call'
  )
  .argument('<trace>', 'a file that `serve --trace` wrote')
  .requiredOption('--format <format>', exportFormatNames.join(', '))
  .option('--call <Call-ID>', 'whose ladder, when there is more than one call')
  .option('--out <file>', 'write to this file and not to standard output')
  .option('--keep-secrets', 'leave credentials and media keys in, where the trace has them', false)
  .action(exportTrace);

// Exit codes: 0 success, 2 usage or local error (commander's own usage errors are 1), 5 a file that is not what it has to be.
program.exitOverride();
try {
  await program.parseAsync();
} catch (error) {
  const code = error instanceof Error && 'exitCode' in error ? Number(error.exitCode) : 2;
  if (!(error instanceof Error && 'code' in error && String(error.code).startsWith('commander.'))) {
    process.stderr.write(`sipcharts: ${error instanceof Error ? error.message : String(error)}\n`);
  }
  process.exitCode = error instanceof TraceError ? 5 : code === 1 ? 2 : code;
}
