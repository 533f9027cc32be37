import {charsetOf} from '../../text/charset.js';
import type {Charset} from '../../text/printable.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** What the terminal is taken to be able to do. */
export type Capabilities = {
	readonly charset: Charset;
	/** False: nothing but bold, dim, inverse and underline. */
	readonly color: boolean;
};

/** Reads the environment as other terminal programs do. */
export function detectCapabilities(environment: Environment): Capabilities {
	return {charset: charsetOf(environment), color: detectColor(environment)};
}

// https://no-color.org: any value but the empty one.
function detectColor(environment: Environment): boolean {
	return !isSet(environment.NO_COLOR) && environment.FORCE_COLOR !== '0' && !/^vt\d|-m(?:ono)?$/.test(environment.TERM ?? '');
}

function isSet(value: string | undefined): boolean {
	return value !== undefined && value !== '';
}

/** Why the explorer can't be drawn here, as the end of a sentence; undefined when it can. */
export function whyNotInteractive(environment: Environment, isInputTerminal: boolean, isOutputTerminal: boolean): string | undefined {
	if (!isInputTerminal || !isOutputTerminal) {
		const stream = isInputTerminal ? 'output' : 'input';
		return `its standard ${stream} is not a terminal`;
	}

	return environment.TERM === 'dumb' ? 'TERM=dumb cannot move the cursor' : undefined;
}
