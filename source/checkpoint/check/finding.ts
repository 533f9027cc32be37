import type {InputError} from '../../archive/byte-source.js';
import type {Part} from '../compose.js';

/**
What a finding means:
- `broken`: restore will fail, or a part of what was frozen is lost or can't be read
- `needs`: restore will need it
- `note`: neither, but worth knowing
*/
export const severities = ['broken', 'needs', 'note'] as const;
export type Severity = (typeof severities)[number];

/** What a rule found. */
export type Observation = {
	readonly severity: Severity;
	/** The file that it was found in, with its path in the archive. */
	readonly file: Part;
	/** Bytes from the start of the file, where it has a place in it. */
	readonly offset?: number | undefined;
	/** The process that it is about. */
	readonly pid?: number | undefined;
	/** What is wrong, or needed, and why. */
	readonly text: Part;
};

export type Finding = Observation & {
	/** Name of the rule. */
	readonly check: string;
};

type Where = Pick<Observation, 'offset' | 'pid'>;

export function broken(file: Part, text: Part, where: Where = {}): Observation {
	return {severity: 'broken', file, text, ...where};
}

export function needs(file: Part, text: Part, where: Where = {}): Observation {
	return {severity: 'needs', file, text, ...where};
}

export function note(file: Part, text: Part, where: Where = {}): Observation {
	return {severity: 'note', file, text, ...where};
}

/** Damage that was met while reading; `folder` is what stands before the name of a file that is not in the archive itself. */
export function damage({file, reason, offset}: InputError, folder = ''): Observation {
	return broken(folder + file, reason, {offset});
}
