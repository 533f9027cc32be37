import fs from 'node:fs';
import {setTimeout as delay} from 'node:timers/promises';
import pty from '@lydell/node-pty';
import {median} from './compare.js';
import {peakMemory} from './program.js';
import type {Contender} from './question.js';
import {terminalEnvironment} from './screen.js';

export type HeldKeyOptions = {
	readonly name: string;
	readonly command: readonly [string, ...string[]];
	readonly columns: number;
	readonly rows: number;
	/** Keys that lead to where the key is held, each sent when all is quiet. */
	readonly before: readonly string[];
	readonly key: string;
	/** What is counted of each frame: milliseconds of the main thread, or bytes written. */
	readonly figure: 'time' | 'bytes';
};

const presses = 60;

// How long nothing may happen before all is taken to be done, in milliseconds.
const quiet = 60;

const patience = 60_000;

/**
A contender whose figure is the median cost of a frame when a key is pressed again and again, each time when the last frame has been drawn. The time is that of the main thread on a processor, as the kernel counts it, so that other work on the machine is not in it; undefined where no kernel tells it.
*/
export function heldKey({name, command, columns, rows, before, key, figure}: HeldKeyOptions): Contender | undefined {
	if (mainThreadTime(process.pid) === undefined) {
		return undefined;
	}

	const [file, ...args] = command;
	return {
		name,
		async run() {
			const child = pty.spawn(file, args, {cols: columns, rows, env: terminalEnvironment()});
			const exited = new Promise<void>(resolve => {
				child.onExit(() => {
					resolve();
				});
			});
			let bytes = 0;
			child.onData(data => {
				bytes += Buffer.byteLength(data);
			});
			const look = () => ({time: mainThreadTime(child.pid) ?? 0, bytes});
			const press = async (keys: string) => {
				const start = look();
				child.write(keys);
				await settled(look, start.bytes);
				const end = look();
				return end[figure] - start[figure];
			};

			try {
				await settled(look, 0);
				for (const keys of before) {
					await press(keys);
				}

				const costs: number[] = [];
				for (let count = 0; count < presses; count++) {
					costs.push(await press(key));
				}

				return {value: median(costs), memory: peakMemory(child.pid)};
			} finally {
				child.kill('SIGKILL');
				await exited;
			}
		},
	};
}

// Until something has been written after the first `written` bytes, and nothing more happens.
async function settled(look: () => {readonly time: number; readonly bytes: number}, written: number): Promise<void> {
	const start = performance.now();
	let last = look();
	for (;;) {
		await delay(quiet);
		const now = look();
		if (now.bytes > written && now.bytes === last.bytes && now.time - last.time < 1) {
			return;
		}

		if (performance.now() - start > patience) {
			throw new Error('nothing was drawn');
		}

		last = now;
	}
}

/** Milliseconds that the main thread of a process has been on a processor; undefined where that can't be known. */
function mainThreadTime(pid: number): number | undefined {
	try {
		return Number(fs.readFileSync(`/proc/${pid}/task/${pid}/schedstat`, 'utf8').split(' ', 1)[0]) / 1e6;
	} catch {
		return undefined;
	}
}
