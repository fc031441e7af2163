#!/usr/bin/env node
/** `sipcharts <command>`: what the command line offers. */
import { Command } from 'commander';
import { conformance } from './conformance.ts';
import { diagram, formatNames } from './diagram.ts';
import { serve } from './serve.ts';

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

// Exit codes: 0 success, 2 usage or local error (commander's own usage errors are 1).
program.exitOverride();
try {
  await program.parseAsync();
} catch (error) {
  const code = error instanceof Error && 'exitCode' in error ? Number(error.exitCode) : 2;
  if (!(error instanceof Error && 'code' in error && String(error.code).startsWith('commander.'))) {
    process.stderr.write(`sipcharts: ${error instanceof Error ? error.message : String(error)}\n`);
  }
  process.exitCode = code === 1 ? 2 : code;
}
