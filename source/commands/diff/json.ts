import type {Process} from '../../checkpoint/process.js';
import type {Doubt} from '../../views/diff/both.js';
import type {Both, Difference, Pair} from '../../views/diff/difference.js';
import type {MappingPair} from '../../views/diff/maps.js';
import type {ReplaceableDifference} from '../../views/diff/replaceable.js';
import {isSameContainer, type SideFacts} from '../../views/diff/side-facts.js';
import type {Json, JsonObject} from '../../writing/json.js';
import {jsonText} from '../../writing/json-text.js';
import {jsonOf} from '../output/record.js';
import {memoryJson} from './memory-json.js';
import {environmentJson, fileJson, itemJson, changedFileJson, mappingJson, mountJson, object, processJson, socketJson} from './rows-json.js';
import type {Shown} from './shown.js';
import {sizeChange, summaryLines} from './summary.js';

/**
The comparison as JSON, with what checkpointctl has under its names.
@yields text
*/
export function * diffJson(shown: Shown): Generator<string> {
	yield * jsonText(document(shown), 2);
	yield '\n';
}

function document(shown: Shown): JsonObject {
	const {sides: {a, b}, difference, options} = shown;
	const {processes, files, sockets, maps, memory, mounts, rootfs, metadata, doubts} = difference;
	const isAll = options['show-unchanged'];
	const process = (row: Process) => processJson(row, options);
	return object({
		container_id: jsonOf(a.id ?? b.id, 'text'),
		container_name: jsonOf(a.name ?? b.name, 'text'),
		image: jsonOf(a.image ?? b.image, 'text'),
		is_same_container: isSameContainer(a, b) ?? null,
		checkpoint_a: sideJson(a),
		checkpoint_b: sideJson(b),
		process_changes: processes && changesJson(processes, process, true, pair => environmentJson(pair)),
		file_changes: files && replaceableJson(files, fileJson),
		memory_changes: {...growthJson(shown.sides), ...memory && {processes: memoryJson(memory, shown.checkpoints)}},
		socket_changes: sockets && replaceableJson(sockets, socketJson),
		map_changes: maps && changesJson(maps, mappingJson, isAll, pair => mergedJson(pair)),
		mount_changes: mounts && changesJson(mounts, mountJson, isAll),
		rootfs_changes: rootfs && changesJson(rootfs, changedFileJson, isAll),
		metadata_changes: metadata && changesJson(metadata, itemJson, isAll),
		problems: doubts.map(doubt => doubtJson(doubt)),
		summary: summaryLines(shown).join('\n'),
	});
}

function sideJson({path, engine, id, name, image, created, checkpointed, written, size, pages}: SideFacts): JsonObject {
	return {
		created: jsonOf(created, 'time'),
		total_size: size ?? null,
		path: jsonOf(path, 'text'),
		engine: engine ?? null,
		container_id: jsonOf(id, 'text'),
		container_name: jsonOf(name, 'text'),
		image: jsonOf(image, 'text'),
		checkpointed: jsonOf(checkpointed, 'time'),
		images_written: jsonOf(written, 'time'),
		pages_size: pages ?? null,
	};
}

function growthJson(sides: Both<SideFacts>): JsonObject {
	const bytes = sizeChange(sides);
	return {size_change_bytes: bytes ?? null, size_change_mb: bytes === undefined ? null : bytes / 1024 / 1024};
}

// A list of what did not change may be long: where checkpointctl has none, it is only counted.
function changesJson<T, P extends Pair<T>>(difference: Difference<T, P>, row: (thing: T) => JsonObject, isAll: boolean, more: (pair: P) => JsonObject = () => ({})): JsonObject {
	const {added, removed, changed, unknown, unchanged} = difference;
	return object({
		added: added.map(thing => row(thing)),
		removed: removed.map(thing => row(thing)),
		modified: changed.map(pair => ({...row(pair.after), ...pairJson(pair), ...more(pair)})),
		unknown: unknown.map(pair => ({...row(pair.after), ...pairJson(pair)})),
		unchanged: isAll ? unchanged.map(({after}) => row(after)) : undefined,
		unchanged_count: unchanged.length,
	});
}

function replaceableJson<T>(difference: ReplaceableDifference<T>, row: (thing: T) => JsonObject): JsonObject {
	return {...changesJson(difference, row, true), replaced: difference.replaced.map(pair => ({...row(pair.after), before: row(pair.before)}))};
}

function pairJson<T>({changes, unknown}: Pair<T>): JsonObject {
	return object({
		// What changed in an environment is told variable by variable.
		changes: changes.filter(({field}) => field.name !== 'environment').map(({field, before, after}) => ({field: field.name, before: jsonOf(before, field.type), after: jsonOf(after, field.type)})),
		unknown_fields: unknown.length === 0 ? undefined : unknown.map(({field, side, error}) => ({field: field.name, checkpoint: side, reason: error.message})),
	});
}

function mergedJson({from}: MappingPair): JsonObject {
	return from.length === 1 ? {} : {merged_from: from.map(mapping => mappingJson(mapping))};
}

function doubtJson({side, pids, error}: Doubt): Json {
	return {checkpoint: side, pids, message: error.message};
}
