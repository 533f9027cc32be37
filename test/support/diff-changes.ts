type Row = Readonly<Record<string, unknown>>;
type Change = {readonly field: string; readonly before: unknown; readonly after: unknown};
type Changes = Readonly<Record<'added' | 'removed' | 'modified' | 'unknown' | 'replaced', readonly Row[] | undefined>>;

/** The JSON of `diff`. */
export type DiffDocument = Readonly<Record<string, unknown>> & {
	readonly problems: ReadonlyArray<{readonly checkpoint: string; readonly pids: readonly number[]; readonly message: string}>;
	readonly summary: string;
};

// What tells one row of a section from another.
const names: Readonly<Record<string, (row: Row) => string>> = {
	process_changes: ({pid, command}) => `process ${text(pid)} ${text(command)}`,
	file_changes: ({pid, fd, path}) => `file ${text(pid)} ${text(fd)} ${text(path)}`,
	socket_changes: ({pid, number, kind, local, remote}) => `socket ${text(pid)} ${text(number)} ${text(kind)} ${text(local)}${remote === null ? '' : ` ${text(remote)}`}`,
	map_changes: ({pid, start, end, protection, name}) => `mapping ${text(pid)} ${text(start)}-${text(end)} ${text(protection)}${name === null ? '' : ` ${text(name)}`}`,
	mount_changes: ({destination, source}) => `mount ${text(destination)} ${text(source)}`,
	rootfs_changes: ({path, kind}) => `path ${text(path)} ${text(kind)}`,
	metadata_changes: ({group, name, value}) => `${text(group)} ${text(name)} ${text(value)}`,
};

/** Everything that is said to differ, a line each. */
export function changesIn(document: DiffDocument): string[] {
	return Object.entries(names).flatMap(([section, name]) => {
		const {added = [], removed = [], modified = [], unknown = [], replaced = []} = (document[section] ?? {}) as Changes;
		return [
			...added.map(row => `+ ${name(row)}`),
			...removed.map(row => `- ${name(row)}`),
			...modified.flatMap(row => pairLines(row).map(line => `~ ${name(row)}: ${line}`)),
			...unknown.flatMap(row => pairLines(row).map(line => `? ${name(row)}: ${line}`)),
			...replaced.map(row => `~ ${name(row)}: was ${name(row.before as Row)}`),
		];
	});
}

function pairLines(row: Row): string[] {
	const {added = [], removed = [], modified = []} = (row.environment_changes ?? {}) as Changes;
	return [
		...(row.changes as readonly Change[]).map(({field, before, after}) => `${field} ${text(before)} -> ${text(after)}`),
		...added.map(variable => `environment +${text(variable.name)}=${text(variable.value)}`),
		...removed.map(variable => `environment -${text(variable.name)}=${text(variable.value)}`),
		...modified.map(variable => `environment ${text(variable.name)} ${text(variable.before)} -> ${text(variable.value)}`),
		...((row.unknown_fields ?? []) as readonly Row[]).map(({field, checkpoint, reason}) => `${text(field)} in ${text(checkpoint)}: ${text(reason)}`),
	];
}

function text(value: unknown): string {
	return typeof value === 'string' ? value : JSON.stringify(value);
}
