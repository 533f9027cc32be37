import {spawnSync} from 'node:child_process';
import fs from 'node:fs';
import type {Ran} from './command.js';
import {temporaryFolder} from './fixtures.js';
import {programFile} from './pty.js';

export type ProgramOptions = {
	readonly input?: string | Uint8Array;
	readonly cwd?: string;
	/** Beside the environment of the tests. */
	readonly env?: Readonly<Record<string, string>>;
	/** As a user who is not the superuser, whom nothing is refused. */
	readonly asAnybody?: boolean;
};

/** Runs the built program without a terminal, and fails where it leaves a file behind. */
export function program(argv: readonly string[], options: ProgramOptions = {}): Ran {
	const {code, output, errors} = programBytes(argv, options);
	return {code, output: output.toString(), errors};
}

/** The same where what is written is no text. */
export function programBytes(argv: readonly string[], {input = '', cwd, env, asAnybody = false}: ProgramOptions = {}): {code: number; output: Buffer; errors: string} {
	const folder = temporaryFolder();
	const user = asAnybody && process.getuid!() === 0 ? {uid: 65_534, gid: 65_534} : {};
	fs.chownSync(folder, user.uid ?? process.getuid!(), user.gid ?? process.getgid!());
	const {status, signal, stdout, stderr} = spawnSync(process.execPath, [programFile, ...argv], {...user, input, cwd, env: {...process.env, ...env, TMPDIR: folder}, maxBuffer: 1e9});
	const left = fs.readdirSync(folder);
	if (status === null || left.length > 0) {
		throw new Error(`ended by ${signal}; left behind: ${left.join(', ')}`);
	}

	return {code: status, output: stdout, errors: stderr.toString()};
}

/** What the built program prints of something that can be read without complaint. */
export function printed(...argv: string[]): string {
	const {code, output, errors} = program(argv);
	if (code !== 0 || errors !== '') {
		throw new Error(`exit code ${code}: ${errors}`);
	}

	return output;
}
