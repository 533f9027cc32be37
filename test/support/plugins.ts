import {spawnSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import {scratchFolder} from './archives.js';
import {programFile} from './pty.js';

/** A folder with these files in it, each a shell script that may be run. */
export function folderOf(scripts: Readonly<Record<string, string>>): string {
	const folder = scratchFolder();
	for (const [name, script] of Object.entries(scripts)) {
		fs.writeFileSync(path.join(folder, name), `#!/bin/sh\n${script}\n`, {mode: 0o755});
	}

	return folder;
}

export const systemPath = '/usr/bin:/bin';

/** Runs the built program with these folders in front on the PATH. */
export function run(folders: readonly string[], argv: readonly string[], {cwd = scratchFolder(), input = ''} = {}) {
	const {status, signal, stdout, stderr} = spawnSync(process.execPath, [programFile, ...argv], {encoding: 'utf8', cwd, input, env: {PATH: [...folders, systemPath].join(':')}});
	return {code: status ?? signal, output: stdout, errors: stderr};
}
