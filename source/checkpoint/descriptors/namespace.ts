import type {ns_file_entry} from '../../criu/schema/messages.js';
import {namespaceKinds} from '../namespaces.js';
import type {Resolution, Scope} from './resolution.js';

/** A descriptor of a namespace: what setns(2) takes. */
export function resolveNamespace(file: ns_file_entry, {namespaces}: Scope): Resolution {
	const kind = namespaceKinds.find(({cloneFlag}) => cloneFlag === file.ns_cflag >>> 0);
	const own = kind !== undefined && namespaces[kind.field] === file.ns_id;
	return {
		type: 'namespace',
		target: `${kind?.name ?? `namespace 0x${file.ns_cflag.toString(16)}`}:[${file.ns_id}]`,
		details: [own ? 'the one that the process is in' : 'another one than the process is in'],
		flags: file.flags,
	};
}
