import {spawn} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

const signals = ['SIGHUP', 'SIGINT', 'SIGTERM'] as const;

/** Runs `make` with a name beside `output` that nothing has. What it still has when `make` is done, or when the program ends in whatever way, is removed. */
export async function withTemporary<T>(output: string, make: (temporary: string) => Promise<T>): Promise<T> {
	const temporary = path.join(path.dirname(path.resolve(output)), `.cryoscope-${crypto.randomUUID()}`);
	const release = removeAtDeath(temporary);
	const leave = (signal: NodeJS.Signals) => {
		fs.rmSync(temporary, {recursive: true, force: true});
		release();
		ignore();
		process.kill(process.pid, signal);
	};

	const ignore = () => {
		for (const signal of signals) {
			process.off(signal, leave);
		}
	};

	for (const signal of signals) {
		process.on(signal, leave);
	}

	try {
		return await make(temporary);
	} finally {
		try {
			// There may be a million files in it, and a screen that waits.
			await fs.promises.rm(temporary, {recursive: true, force: true});
			// Where that fails, the shell is left to try it again.
			release();
		} finally {
			ignore();
		}
	}
}

/**
Has `file` removed when this program ends without a chance to do it, as by SIGKILL: a shell waits for the end of a pipe that only this program holds. Node can't give a file its name at the end (linkat of a descriptor), and a directory could not be had so. Where no shell can be run, the file stays.

@returns what sends the shell away
*/
function removeAtDeath(file: string): () => void {
	try {
		// In a session of its own, what ends the program's group does not reach it.
		const shell = spawn('/bin/sh', ['-c', 'read -r _ || exec rm -rf -- "$1"', 'sh', file], {cwd: '/', detached: true, stdio: ['pipe', 'ignore', 'ignore']});
		for (const part of [shell, shell.stdin]) {
			part.on('error', () => undefined);
		}

		shell.unref();
		return () => {
			shell.stdin.end('\n');
		};
	} catch {
		return () => undefined;
	}
}
