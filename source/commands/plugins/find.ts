import fs from 'node:fs';
import path from 'node:path';

const prefix = 'cryoscope-';

/** A program that adds a subcommand. */
export type Plugin = {readonly name: string; readonly path: string};

/**
The plugin of this name: the first executable file `cryoscope-NAME` in a folder of `searchPath`, which is written as PATH is.

Only absolute folders count: the current one may be evidence.
*/
export function findPlugin(name: string, searchPath: string | undefined): Plugin | undefined {
	if (name === '' || name.startsWith('-') || name.includes('/')) {
		return undefined;
	}

	const file = foldersOf(searchPath).map(folder => path.join(folder, prefix + name)).find(file => isExecutable(file));
	return file === undefined ? undefined : {name, path: file};
}

/** Every plugin that can be run, by name; those with a name of `taken` never are. Looks at the files, and runs none. */
export function listPlugins(searchPath: string | undefined, taken: ReadonlySet<string>): Plugin[] {
	const names = new Set(foldersOf(searchPath).flatMap(folder => filesOf(folder)).filter(file => file.startsWith(prefix)).map(file => file.slice(prefix.length)));
	return [...names].filter(name => !taken.has(name)).sort().map(name => findPlugin(name, searchPath)).filter(plugin => plugin !== undefined);
}

function foldersOf(searchPath = ''): string[] {
	return searchPath.split(path.delimiter).filter(folder => path.isAbsolute(folder));
}

function filesOf(folder: string): string[] {
	try {
		return fs.readdirSync(folder);
	} catch {
		// A folder of PATH need not be there.
		return [];
	}
}

/** Whether it is a file that this user may run. */
export function isExecutable(file: string): boolean {
	try {
		fs.accessSync(file, fs.constants.X_OK);
		return fs.statSync(file).isFile();
	} catch {
		return false;
	}
}
