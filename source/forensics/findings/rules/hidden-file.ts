import {compose} from '../../../checkpoint/compose.js';
import type {SavedFile} from '../../../checkpoint/saved-files/saved-file.js';
import type {FileClue} from '../finding.js';
import type {FileRule} from '../rule.js';

// Names that a list of files shows as if they were not there, or as something else.
const disguised = /^(?:\.{3,}|\.+\s.*|\s+)$/sv;

// Where names that begin with a point are not expected, in contrast to homes and the like.
const systemFolders: ReadonlySet<string> = new Set(['/', '/bin', '/sbin', '/lib', '/lib64', '/usr', '/usr/bin', '/usr/sbin', '/usr/lib', '/usr/lib64', '/usr/share', '/usr/local', '/usr/local/bin', '/usr/local/sbin', '/usr/local/lib', '/boot', '/dev', '/var', '/var/lib', '/var/log', '/var/run', '/run']);
const openFolders: ReadonlySet<string> = new Set(['/tmp', '/var/tmp', '/dev/shm']);

// Of engines, X11, PostgreSQL, Java, .NET, Chromium; and of libgcrypt and build ids.
const ordinary = /^\/(?:\.dockerenv|(?:var\/)?run\/\.containerenv|tmp\/\.(?:X11|ICE|XIM|font|Test)-unix|tmp\/\.X\d+-lock|(?:tmp|dev\/shm)\/\.(?:s\.PGSQL\.\d+(?:\.lock)?|java_pid\d+|attach_pid\d+|dotnet|(?:com\.google\.Chrome|org\.chromium\.Chromium)\..*)|usr\/lib(?:64)?\/\.(?:build-id|.*\.hmac)|\.autorelabel)$/v;

/** Files and folders that are not to be seen. */
export const hiddenFile: FileRule = {
	name: 'hidden-file',
	looksFor: 'hidden files and folders where none are expected',
	* inFiles(files) {
		const told = new Set<string>();
		for (const file of files) {
			const found = firstHidden(file.path.toKey());
			if (found !== undefined && !told.has(found.path)) {
				told.add(found.path);
				yield clue(file, found);
			}
		}
	},
};

type Hidden = {readonly path: string; readonly kind: 'disguised' | 'system' | 'open'};

/** The outermost part of a path that is hidden. */
function firstHidden(key: string): Hidden | undefined {
	for (let start = 0; start !== -1; start = key.indexOf('/', start + 1)) {
		const end = key.indexOf('/', start + 1);
		const name = key.slice(start + 1, end === -1 ? undefined : end);
		const path = key.slice(0, end === -1 ? undefined : end);
		if (disguised.test(name)) {
			return {path, kind: 'disguised'};
		}

		const folder = start === 0 ? '/' : key.slice(0, start);
		const isPlaced = name.startsWith('.') && name.length > 1 && key.startsWith('/') && !ordinary.test(path);
		if (isPlaced && (systemFolders.has(folder) || openFolders.has(folder))) {
			return {path, kind: openFolders.has(folder) ? 'open' : 'system'};
		}
	}

	return undefined;
}

function clue(file: SavedFile, {kind}: Hidden): FileClue {
	switch (kind) {
		case 'open': {
			return {severity: 'notice', evidence: file.path, why: 'Everybody may write there, and a list of files does not show it; some programs keep their own there too.', file};
		}

		case 'system': {
			return {severity: 'danger', evidence: file.path, why: 'A list of files does not show it, and nothing that belongs there is called so.', file};
		}

		case 'disguised': {
			// A blank at its end would not be seen.
			return {severity: 'danger', evidence: compose('"', file.path, '"'), why: 'Its name is made to be overlooked in a list of files.', file};
		}
	}
}
