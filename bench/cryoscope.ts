import path from 'node:path';
import {projectRoot} from './inputs/inputs.js';

/** The built program as a command line. */
export function cryoscope(...args: readonly string[]): readonly [string, ...string[]] {
	return [process.execPath, path.join(projectRoot, 'build', 'bundle', 'cli.js'), ...args];
}
