import {spawn} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import {isExecutable} from '../source/commands/plugins/find.js';
import type {Contender, Sample} from './question.js';

export type ProgramOptions = {
	readonly name: string;
	readonly command: readonly [string, ...string[]];
	/** Time until this has been printed, not until the end. */
	readonly until?: string | undefined;
	/** What the output says in a few words; without it, the output is thrown away unread. */
	readonly answer?: ((output: string) => string) | undefined;
	readonly most?: number | undefined;
	/** Exit codes of a right answer; 0 where nothing is said. */
	readonly exitCodes?: readonly number[];
	/** Called after each run, outside of the measured time. */
	readonly after?: () => void;
};

// How often the memory is looked at, in milliseconds. The kernel keeps the peak, so that only the very last moments can be missed.
const lookEvery = 5;

/** A contender that is a program, run anew for each answer; undefined where it is not installed. */
export function program({name, command, until, answer, most, exitCodes = [0], after}: ProgramOptions): Contender | undefined {
	if (findTool(command[0]) === undefined) {
		return undefined;
	}

	return {
		name,
		most,
		async run() {
			const {exitCode, complaint, ...sample} = await runOnce(command, {until, answer});
			after?.();
			if (!exitCodes.includes(exitCode)) {
				throw new Error(`${name} ended with ${exitCode}: ${complaint}`);
			}

			return sample;
		},
	};
}

/** The file of a program on the PATH, or of one that is named by its path. */
export function findTool(name: string): string | undefined {
	const candidates = name.includes(path.sep) ? [name] : (process.env.PATH ?? '').split(path.delimiter).map(folder => path.join(folder, name));
	return candidates.find(file => isExecutable(file));
}

// The output goes through a pipe: some tools look for less when they are to write to /dev/null.
async function runOnce([file, ...args]: readonly [string, ...string[]], {until, answer}: Pick<ProgramOptions, 'until' | 'answer'>): Promise<Sample & {readonly exitCode: number; readonly complaint: string}> {
	const start = performance.now();
	const child = spawn(file, args, {stdio: ['ignore', 'pipe', 'pipe'], env: {...process.env, LC_ALL: 'C'}});
	let memory: number | undefined;
	const timer = setInterval(() => {
		memory = peakMemory(child.pid!) ?? memory;
	}, lookEvery);
	let value: number | undefined;
	const output: Uint8Array[] = [];
	let complaint = '';
	child.stdout.on('data', (bytes: Uint8Array) => {
		if (answer) {
			output.push(bytes);
		}

		if (until !== undefined && Buffer.from(bytes).includes(until)) {
			value ??= performance.now() - start;
		}
	});
	child.stderr.setEncoding('utf8').on('data', (text: string) => {
		complaint = (complaint + text).slice(-2000);
	});
	const {promise, resolve, reject} = Promise.withResolvers<number>();
	child.on('error', reject);
	child.on('exit', () => {
		value ??= performance.now() - start;
	});
	child.on('close', code => {
		resolve(code ?? -1);
	});
	try {
		const exitCode = await promise;
		return {value: value!, memory, answer: answer?.(Buffer.concat(output).toString('latin1')), exitCode, complaint};
	} finally {
		clearInterval(timer);
	}
}

/** The most memory that a running process has had resident, in bytes, as the kernel counts it; undefined where that can't be known. */
export function peakMemory(pid: number): number | undefined {
	try {
		const kilobytes = /^VmHWM:\s*(?<kilobytes>\d+) kB$/m.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))?.groups?.kilobytes;
		return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
	} catch {
		return undefined;
	}
}
