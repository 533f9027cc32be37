import pty from '@lydell/node-pty';
import {peakMemory} from './program.js';
import type {Contender} from './question.js';

export type ScreenOptions = {
	readonly name: string;
	readonly command: readonly [string, ...string[]];
	/** What the terminal has been sent when the screen is there. */
	readonly sign: RegExp;
	readonly most?: number | undefined;
};

const patience = 60_000;

/** As in a user's terminal, whatever this one is. */
export function terminalEnvironment(): Record<string, string | undefined> {
	const kept = ['PATH', 'HOME', 'TMPDIR'].filter(name => process.env[name] !== undefined);
	return {...Object.fromEntries(kept.map(name => [name, process.env[name]])), TERM: 'xterm-256color', LANG: 'C.UTF-8', NODE_ENV: 'production'};
}

/** A contender that draws on a terminal: its figure is the time from its start until `sign` has been written. It is ended then. */
export function firstScreen({name, command, sign, most}: ScreenOptions): Contender {
	const [file, ...args] = command;
	return {
		name,
		most,
		async run() {
			const start = performance.now();
			const child = pty.spawn(file, args, {cols: 120, rows: 40, env: terminalEnvironment()});
			const exited = new Promise<void>(resolve => {
				child.onExit(() => {
					resolve();
				});
			});
			let written = '';
			const {promise, resolve, reject} = Promise.withResolvers<number>();
			child.onData(data => {
				written += data;
				if (sign.test(written)) {
					resolve(performance.now() - start);
				}
			});
			const fail = () => {
				reject(new Error(`${name} has not drawn ${sign.source}, but ${JSON.stringify(written.slice(-500))}`));
			};

			const timer = setTimeout(fail, patience);
			void exited.then(fail);
			try {
				return {value: await promise, memory: peakMemory(child.pid)};
			} finally {
				clearTimeout(timer);
				child.kill('SIGKILL');
				await exited;
			}
		},
	};
}
