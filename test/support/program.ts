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
export function program(argv: readonly string[], options: ProgramOptions = {}, file = programFile): Ran {
	return ranIn([process.execPath, file, ...argv], options);
}

/** Runs a script of a shell, in which `cryoscope` is the built program, with the arguments `$1` and so on. */
export function shell(script: string, argv: readonly string[] = [], options: ProgramOptions = {}): Ran {
	return ranIn(['/bin/sh', '-c', `cryoscope() { '${process.execPath}' '${programFile}' "$@"; }; ${script}`, 'sh', ...argv], options);
}

/** What the built program prints of something that can be read without complaint. */
export function printed(...argv: string[]): string {
	const {code, output, errors} = program(argv);
	if (code !== 0 || errors !== '') {
		throw new Error(`exit code ${code}: ${errors}`);
	}

	return output;
}

function ranIn([command, ...argv]: readonly [string, ...string[]], {input = '', cwd, env, asAnybody = false}: ProgramOptions): Ran {
	const folder = temporaryFolder();
	const user = asAnybody && process.getuid!() === 0 ? {uid: 65_534, gid: 65_534} : {};
	fs.chownSync(folder, user.uid ?? process.getuid!(), user.gid ?? process.getgid!());
	const {status, signal, stdout, stderr} = spawnSync(command, argv, {...user, input, cwd, env: {...process.env, ...env, TMPDIR: folder}, encoding: 'utf8', maxBuffer: 1e9});
	const left = fs.readdirSync(folder);
	if (status === null || left.length > 0) {
		throw new Error(`ended by ${signal}; left behind: ${left.join(', ')}`);
	}

	return {code: status, output: stdout, errors: stderr};
}
