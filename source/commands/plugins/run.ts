import {spawn} from 'node:child_process';
import {constants} from 'node:os';
import {isatty} from 'node:tty';
import {systemComplaint} from '../../archive/open-file.js';
import {Untrusted} from '../../text/untrusted.js';
import {complain} from '../terminal.js';
import type {Plugin} from './find.js';

// The terminal sends the first two to the plugin itself.
const keyboardSignals: readonly NodeJS.Signals[] = ['SIGINT', 'SIGQUIT'];
const otherSignals: readonly NodeJS.Signals[] = ['SIGHUP', 'SIGTERM', 'SIGUSR1', 'SIGUSR2'];

/** What a shell says of a program that it found and could not run. */
const notRun = 126;

/**
Runs a plugin in this program's place: with its streams, its signals and the arguments `argv`. Returns the plugin's exit code, and ends as it does when a signal ended it.
*/
export async function runPlugin({path}: Plugin, argv: readonly string[]): Promise<number> {
	const {promise, resolve} = Promise.withResolvers<{readonly code: number | null; readonly signal: NodeJS.Signals | null}>();
	// Asked of the descriptor: opening the streams here would take them from the plugin.
	const isAtTerminal = [0, 1, 2].some(fd => isatty(fd));
	const passOn = (signal: NodeJS.Signals) => {
		if (!isAtTerminal || !keyboardSignals.includes(signal)) {
			child.kill(signal);
		}
	};

	const signals = [...keyboardSignals, ...otherSignals];
	// Before the plugin runs: one that comes at once must not end this program alone.
	for (const signal of signals) {
		process.on(signal, passOn);
	}

	const child = spawn(path, argv, {stdio: 'inherit'});
	child.on('error', error => {
		complain({errors: process.stderr}, systemComplaint(Untrusted.from(path).toString(), error).message);
		resolve({code: notRun, signal: null});
	});
	child.on('exit', (code, signal) => {
		resolve({code, signal});
	});
	const {code, signal} = await promise;
	for (const handled of signals) {
		process.off(handled, passOn);
	}

	if (signal === null) {
		return code ?? notRun;
	}

	process.kill(process.pid, signal);
	// What is ignored from the start, as with nohup, doesn't end it.
	return 128 + constants.signals[signal];
}
