import {attempt} from '../../archive/attempt.js';
import {join} from '../../checkpoint/compose.js';
import type {Descriptor, ProcessStrings} from '../../checkpoint/model.js';
import type {Mount} from '../../checkpoint/mounts.js';
import type {Process} from '../../checkpoint/process.js';
import type {Untrusted} from '../../text/untrusted.js';
import type {OfProcess} from '../../views/diff/both.js';
import type {ChangedFile} from '../../views/diff/changed-files.js';
import type {Pair} from '../../views/diff/difference.js';
import {mappingFields, type Mapping} from '../../views/diff/maps.js';
import type {Item} from '../../views/diff/metadata.js';
import {mountFields} from '../../views/diff/mounts.js';
import {compareVariables, variableOf, type Variable} from '../../views/diff/variables.js';
import {descriptorFields, socketFields} from '../../views/document-fields.js';
import {cell} from '../../views/rows.js';
import type {OpenSocket} from '../../views/sockets.js';
import type {Cell} from '../../views/view.js';
import {withoutRemains} from '../../views/args.js';
import {textOf} from '../../writing/byte-text.js';
import type {Json, JsonObject} from '../../writing/json.js';
import {jsonOf, record} from '../output/record.js';
import type {Shown} from './shown.js';

/** The fields that there are: one that is undefined is left out. */
export function object(fields: Readonly<Record<string, Json | undefined>>): JsonObject {
	return Object.fromEntries(Object.entries(fields).filter((field): field is [string, Json] => field[1] !== undefined));
}

export function processJson(process: Process, options: Shown['options']): JsonObject {
	const argv = strings(() => process.argv);
	return object({
		pid: process.pid,
		command: jsonOf(cell(() => process.comm), 'text'),
		cmdline: argv === undefined || argv.length === 0 ? undefined : textOf(join(argv, ' ').bytes),
		environment_variables: options['ps-tree-env'] ? variablesJson(strings(() => process.environ) ?? []) : undefined,
		arguments: argv?.map(({bytes}) => textOf(bytes)),
		ppid: process.ppid ?? null,
		state: jsonOf(cell(() => process.state), 'text'),
	});
}

/** What became of the variables of a process; nothing where its environment did not change. */
export function environmentJson({before, after, changes}: Pair<Process>): JsonObject {
	if (changes.every(({field}) => field.name !== 'environment')) {
		return {};
	}

	const {added, removed, changed} = compareVariables(before.environ.strings, after.environ.strings);
	const variable = ({name, value}: Variable) => ({name: textOf(name.bytes), value: jsonOf(value, 'text')});
	return {
		environment_changes: {
			added: added.map(one => variable(one)),
			removed: removed.map(one => variable(one)),
			modified: changed.map(pair => ({...variable(pair.after), before: jsonOf(pair.before.value, 'text')})),
		},
	};
}

/** A descriptor as checkpointctl has it, and more. */
export function fileJson({process: {pid}, row}: OfProcess<Descriptor>): JsonObject {
	const {flags, ...fields} = descriptorFields(row);
	return {
		path: textOf(row.target.bytes),
		pid,
		number: row.fd,
		flags,
		...fieldsJson(fields),
		detail: jsonOf(row.ownDetail, 'text'),
	};
}

/** A socket as checkpointctl has it, and more. */
export function socketJson({process: {pid}, row: {fd, socket}}: OfProcess<OpenSocket>): JsonObject {
	const {protocol, state, remote, addresses} = socket;
	const {type, ...fields} = socketFields(socket);
	return object({
		pid,
		protocol: type,
		type,
		address: fields.family === 'unix' ? textOf(fields.local.bytes) : undefined,
		state,
		source: addresses?.local.address,
		src_port: addresses?.local.port,
		...remote && {dest: addresses?.remote.address, dst_port: addresses?.remote.port},
		number: fd,
		kind: protocol,
		...fieldsJson(fields),
	});
}

export function mappingJson(mapping: Mapping): JsonObject {
	return {pid: mapping.process.pid, ...record(Object.values(mappingFields), mapping)};
}

export function mountJson(mount: Mount): JsonObject {
	return {...record(mountFields, mount), options: mount.options.map(({bytes}) => textOf(bytes))};
}

export function changedFileJson({path, kind, member, sha256}: ChangedFile): JsonObject {
	return object({
		path: textOf(path.bytes),
		kind,
		size: member?.size,
		mode: member?.mode.toString(8).padStart(4, '0'),
		uid: member?.uid,
		gid: member?.gid,
		mtime: member && jsonOf(Math.round(member.mtime * 1000), 'time'),
		target: member?.target && textOf(member.target.bytes),
		sha256,
	});
}

export function itemJson({group, name, value, type}: Item): JsonObject {
	return {group, name: jsonOf(name, 'text'), value: jsonOf(value, type)};
}

function strings(question: () => ProcessStrings): readonly Untrusted[] | undefined {
	const found = attempt(() => withoutRemains(question()));
	return found.state === 'ready' ? found.value : undefined;
}

// An object can hold a name once: the first is the one that getenv(3) finds.
function variablesJson(environment: readonly Untrusted[]): JsonObject {
	return Object.fromEntries(environment.map(string => variableOf(string)).toReversed().map(({name, value}) => [textOf(name.bytes), value === undefined ? '' : textOf(value.bytes)]));
}

function fieldsJson(fields: Readonly<Record<string, Cell>>): JsonObject {
	return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, jsonOf(value, 'text')]));
}
