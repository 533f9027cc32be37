import path from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import pty from '@lydell/node-pty';
import type {ExecutionContext} from 'ava';
import xterm from '@xterm/headless';
import {projectRoot} from './fixtures.js';

export type LaunchOptions = {
	readonly columns?: number;
	readonly rows?: number;
	readonly cwd?: string;
	/** Added to a small environment of its own; undefined takes a variable away. */
	readonly env?: Readonly<Record<string, string | undefined>>;
	/** What is run in the pseudo-terminal; without it, the built program with `args`. */
	readonly command?: readonly [string, ...string[]];
};

export type Cell = {
	readonly text: string;
	readonly bold: boolean;
	readonly dim: boolean;
	readonly inverse: boolean;
	readonly underline: boolean;
	/** No colour of its own, in front or behind. */
	readonly isDefaultColor: boolean;
};

/** A program in a pseudo-terminal, and the screen it draws. */
export type Session = {
	readonly pid: number;
	/** The rows of the screen, without blanks at their ends. */
	screen(): string[];
	cells(row: number): Cell[];
	/** Waits until the screen holds `text`, or fulfils a condition; fails with the screen in the message. */
	waitFor(wanted: string | RegExp | ((screen: string) => boolean)): Promise<string>;
	/** Waits until a question about the screen is answered with `wanted`; fails with the last answer in the message. */
	waitUntil<T>(question: () => T, wanted: T): Promise<void>;
	/** Waits until nothing has been written for a while. */
	settle(): Promise<string>;
	/** Sends keys, in one write. */
	send(keys: string): void;
	resize(columns: number, rows: number): void;
	signal(name: string): void;
	/** Settles when the program has ended. */
	readonly exited: Promise<{readonly exitCode: number; readonly signal: number}>;
	/** Bytes written to the terminal since the last call. */
	takeBytes(): number;
	/** Everything that was written. */
	written(): string;
	readonly isAlternateScreen: boolean;
	/** Bracketed paste, mouse reports and application keys are all off, and the cursor is shown. */
	readonly areModesRestored: boolean;
};

export const programFile = path.join(projectRoot, 'build', 'source', 'cli.js');

const patience = 20_000;

/** Runs the built program in a pseudo-terminal of its own; what still runs when the test ends is ended. */
export function launch(t: ExecutionContext, args: readonly string[], {columns = 80, rows = 24, cwd = projectRoot, env = {}, command}: LaunchOptions = {}): Session {
	const terminal = new xterm.Terminal({cols: columns, rows, allowProposedApi: true, scrollback: 0});
	const [file, ...rest] = command ?? [process.execPath, programFile, ...args];
	const environment = {PATH: process.env.PATH, HOME: process.env.HOME, TERM: 'xterm-256color', LANG: 'C.UTF-8', ...env};
	const child = pty.spawn(file, rest, {name: environment.TERM ?? 'xterm-256color', cols: columns, rows, cwd, env: Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined))});
	let bytes = 0;
	let written = '';
	let lastWrite = Date.now();
	let ended = false;
	child.onData(data => {
		bytes += Buffer.byteLength(data);
		written += data;
		lastWrite = Date.now();
		terminal.write(data);
	});
	// Answers to what a program may ask of its terminal.
	terminal.onData(data => {
		if (!ended) {
			child.write(data);
		}
	});
	const exited = new Promise<{exitCode: number; signal: number}>(resolve => {
		child.onExit(({exitCode, signal = 0}) => {
			ended = true;
			// What was written last may come after the news of the end.
			setTimeout(() => {
				terminal.write('', () => {
					resolve({exitCode, signal});
				});
			}, 100);
		});
	});

	t.teardown(() => {
		if (!ended) {
			child.kill('SIGKILL');
		}
	});

	const drawn = async () => new Promise<void>(resolve => {
		terminal.write('', resolve);
	});
	const line = (row: number) => terminal.buffer.active.getLine(terminal.buffer.active.viewportY + row);
	const screen = () => Array.from({length: terminal.rows}, (_, row) => (line(row)?.translateToString(true, 0, terminal.cols) ?? '').trimEnd());

	return {
		pid: child.pid,
		screen,
		cells(row) {
			const found = line(row);
			return Array.from({length: terminal.cols}, (_, column) => {
				const cell = found?.getCell(column);
				return {
					text: cell?.getChars() ?? '',
					bold: Boolean(cell?.isBold()),
					dim: Boolean(cell?.isDim()),
					inverse: Boolean(cell?.isInverse()),
					underline: Boolean(cell?.isUnderline()),
					isDefaultColor: (cell?.isFgDefault() ?? true) && (cell?.isBgDefault() ?? true),
				};
			});
		},
		async waitFor(wanted) {
			const isThere = typeof wanted === 'string' ? (text: string) => text.includes(wanted) : wanted instanceof RegExp ? (text: string) => wanted.test(text) : wanted;
			const start = Date.now();
			for (;;) {
				await drawn();
				const text = screen().join('\n');
				if (isThere(text)) {
					return text;
				}

				if (Date.now() - start > patience) {
					throw new Error(`waited in vain for ${String(wanted)}${ended ? ', and the program has ended' : ''}; the screen is:\n${text}`);
				}

				await delay(15);
			}
		},
		async waitUntil(question, wanted) {
			const start = Date.now();
			for (;;) {
				await drawn();
				const answer = question();
				if (answer === wanted) {
					return;
				}

				if (Date.now() - start > patience) {
					throw new Error(`waited in vain for ${String(wanted)}, the last answer was ${String(answer)}; the screen is:\n${screen().join('\n')}`);
				}

				await delay(15);
			}
		},
		async settle() {
			do {
				await delay(60);
			} while (Date.now() - lastWrite < 250);

			await drawn();
			return screen().join('\n');
		},
		send(keys) {
			child.write(keys);
		},
		resize(newColumns, newRows) {
			terminal.resize(newColumns, newRows);
			child.resize(newColumns, newRows);
		},
		signal(name) {
			child.kill(name);
		},
		exited,
		takeBytes() {
			const taken = bytes;
			bytes = 0;
			return taken;
		},
		written: () => written,
		get isAlternateScreen() {
			return terminal.buffer.active.type === 'alternate';
		},
		get areModesRestored() {
			const {bracketedPasteMode, mouseTrackingMode, applicationCursorKeysMode} = terminal.modes;
			return !bracketedPasteMode && mouseTrackingMode === 'none' && !applicationCursorKeysMode && written.lastIndexOf('\u001B[?25h') >= written.lastIndexOf('\u001B[?25l');
		},
	};
}

