import type {Untrusted} from '../../text/untrusted.js';
import {unfoldJson, type JsonPart} from '../../views/unfold-json.js';
import type {TreeNode} from '../output/tree-text.js';

type Part = {readonly name: string; readonly value: string; readonly parts: Part[]};

/** An annotation: `key: value`; where the value is JSON, the key with what the JSON holds below it. */
export function annotationNode(key: Untrusted, value: Untrusted): TreeNode {
	const parts = unfoldJson(value);
	if (parts === undefined) {
		return {text: `${key.toString()}: ${value.toString()}`};
	}

	const nested = nest(parts);
	return {text: key.toString(), children: key.equals('io.kubernetes.cri-o.Volumes') ? nested.map(part => volumeNode(part)) : nested.map(part => partNode(part))};
}

function nest(flat: readonly JsonPart[]): Part[] {
	const top: Part[] = [];
	const lists = [top];
	for (const {name, value, depth} of flat) {
		const part = {name: name.toString(), value: value.toString(), parts: []};
		lists[depth]!.push(part);
		lists[depth + 1] = part.parts;
	}

	return top;
}

function partNode({name, value, parts}: Part): TreeNode {
	return {text: `${name}: ${value}`.trimEnd(), children: parts.map(part => partNode(part))};
}

// The names that checkpointctl gives them.
const volumeFacts: ReadonlyMap<string, string> = new Map([
	['host_path', 'host path'], ['readonly', 'read-only'], ['selinux_relabel', 'selinux relabel'], ['recursive_read_only', 'recursive read-only'],
]);

/** A mount of CRI-O's: one branch for each path in the container. */
function volumeNode(part: Part): TreeNode {
	const path = part.parts.find(({name}) => name === 'container_path');
	if (path === undefined) {
		return partNode(part);
	}

	return {
		text: path.value,
		children: part.parts.filter(fact => fact !== path).map(fact => partNode({...fact, name: volumeFacts.get(fact.name) ?? fact.name})),
	};
}
