import {PassThrough, Writable} from 'node:stream';
import type {Command} from '../../source/commands/command.js';
import {findCommand} from '../../source/commands/index.js';
import {runCommand} from '../../source/commands/run.js';
import {fixture} from './fixtures.js';

class Collected extends Writable {
	text = '';

	override _write(chunk: Uint8Array, _encoding: BufferEncoding, done: () => void): void {
		this.text += Buffer.from(chunk).toString();
		done();
	}
}

export type Ran = {readonly code: number; readonly output: string; readonly errors: string};

type Options = {
	/** Cells of a line, as if a person looked at the output. */
	readonly columns?: number;
	readonly input?: Uint8Array;
};

/** Runs a subcommand as the command line does, in this process. */
export async function run(argv: readonly string[], options?: Options): Promise<Ran> {
	const {command, rest} = (await findCommand(argv))!;
	return runOf(command, rest, options);
}

/** Runs a subcommand that need not be one of the program's. */
export async function runOf(command: Command, argv: readonly string[], {columns, input = new Uint8Array(0)}: Options = {}): Promise<Ran> {
	const [output, errors] = [new Collected(), new Collected()];
	const standardInput = new PassThrough();
	standardInput.end(input);
	const code = await runCommand(command, argv, {input: standardInput, output, columns, errors, isWatched: false}, 'unicode');
	return {code, output: output.text, errors: errors.text};
}

/** Runs a subcommand on a shipped checkpoint that must be read without complaint, and parses the JSON that it prints. */
export async function runJson<T>(argv: readonly string[], name: string): Promise<T> {
	const {code, output, errors} = await run([...argv, '--format', 'json', fixture(name)]);
	if (code !== 0 || errors !== '') {
		throw new Error(`exit code ${code}: ${errors}`);
	}

	return JSON.parse(output) as T;
}
