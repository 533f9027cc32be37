import {attempt} from '../../archive/attempt.js';
import type {Process} from '../../checkpoint/process.js';
import type {Untrusted} from '../../text/untrusted.js';

/** Shells, by the names of their programs: whether the history that each keeps is one that is looked for. */
const shells: ReadonlyMap<string, boolean> = new Map([
	['bash', true],
	['rbash', true],
	['sh', true],
	['zsh', true],
	['busybox', true],
	['ash', true],
	['dash', false],
	['ksh', false],
	['mksh', false],
	['fish', false],
	['tcsh', false],
	['csh', false],
]);

export type ShellName = {
	readonly name: string;
	/** Its history is one that is looked for. */
	readonly isLookedFor: boolean;
};

/** The shell that a process is by the name of its program, of its first argument (`-bash` where one logged in), or of the task; undefined where none of them is a shell's. */
export function shellName(process: Process): ShellName | undefined {
	const questions = [() => process.exe?.path, () => process.argv.strings[0], () => process.comm];
	for (const question of questions) {
		const answer = attempt(question);
		const name = answer.state === 'ready' && answer.value !== undefined ? baseName(answer.value) : '';
		const isLookedFor = shells.get(name);
		if (isLookedFor !== undefined) {
			return {name, isLookedFor};
		}
	}

	return undefined;
}

function baseName(path: Untrusted): string {
	return path.toKey().replace(/^.*\//s, '').replace(/^-/, '');
}
