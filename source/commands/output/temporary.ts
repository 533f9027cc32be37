import {randomUUID} from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

const signals = ['SIGHUP', 'SIGINT', 'SIGTERM'] as const;

/** Runs `make` with a name beside `output` that nothing has. What it still has when `make` is done, or when a signal ends the program, is removed. */
export async function withTemporary<T>(output: string, make: (temporary: string) => Promise<T>): Promise<T> {
	const temporary = path.join(path.dirname(path.resolve(output)), `.cryoscope-${randomUUID()}`);
	const remove = () => {
		fs.rmSync(temporary, {recursive: true, force: true});
	};

	const leave = (signal: NodeJS.Signals) => {
		remove();
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
		remove();
		ignore();
	}
}
