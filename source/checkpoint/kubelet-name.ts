import {parseTime} from './rfc3339.js';

/** What the name of an archive that a kubelet asked for says. */
export type KubeletName = {
	readonly pod: string;
	/** Namespace and container joined by `-`, as the name has them. */
	readonly rest: string;
	/** Both are known only where `rest` has one `-`: either may hold more. */
	readonly namespace?: string;
	readonly container?: string;
	/** Milliseconds since 1970, to the second. */
	readonly time?: number;
};

// A pod's name has no underscore, so the first one ends it (kubelet: checkpoint-<pod>_<namespace>-<container>-<time>.tar).
const pattern = /^checkpoint-(?<pod>[^_]+)_(?<rest>.+)-(?<time>\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:Z|[+\-]\d{2}:\d{2}))\.tar(?:\.[0-9a-z]+)?$/v;

/** Reads the name of an archive in `/var/lib/kubelet/checkpoints`; undefined for any other name. */
export function parseKubeletName(file: string): KubeletName | undefined {
	const parsed = pattern.exec(file)?.groups as {pod: string; rest: string; time: string} | undefined;
	if (parsed === undefined) {
		return undefined;
	}

	const {pod, rest} = parsed;
	const parts = rest.split('-');
	const time = parseTime(parsed.time);
	return {
		pod,
		rest,
		...(parts.length === 2 && {namespace: parts[0]!, container: parts[1]!}),
		...(time !== undefined && !Number.isNaN(time) && {time}),
	};
}
