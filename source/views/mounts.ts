import {join} from '../checkpoint/compose.js';
import type {ConfiguredMount, Mount, MountTable} from '../checkpoint/mounts.js';
import type {Untrusted} from '../text/untrusted.js';
import type {Document} from './document.js';
import {listed} from './rows.js';
import type {ContainerView} from './view.js';

/** What was mounted in the container. */
export const mounts: ContainerView<Mount> = {
	name: 'mounts',
	title: 'Mounts',
	summary: 'Mounts of the container: where from, writable or not, what is the host\'s, what nobody configured.',
	columns: [
		{name: 'destination', title: 'Destination', type: 'text', min: 16, isPath: true, value: ({destination}) => destination},
		{name: 'type', title: 'Type', type: 'text', min: 5, value: ({type}) => type},
		{name: 'writable', title: 'Writable', type: 'flag', value: ({isWritable}) => isWritable},
		{name: 'bind', title: 'Bind of', type: 'text', min: 4, value: ({bind}) => bind},
		{name: 'source', title: 'Source', type: 'text', min: 16, isPath: true, value: ({source}) => source},
		{name: 'origin', title: 'Configured', type: 'text', min: 10, value: ({origin}) => origin, text: ({origin, found}) => found === undefined ? 'but not mounted' : origin},
		{name: 'deleted', title: 'Deleted', type: 'flag', shown: 'if-filled', value: ({found}) => found?.isDeleted},
		{name: 'shared', title: 'Shared', type: 'number', shown: 'if-filled', value: ({found}) => found?.shared},
		{name: 'master', title: 'Master', type: 'number', shown: 'if-filled', value: ({found}) => found?.master},
		{name: 'unbindable', title: 'Unbindable', type: 'flag', shown: 'if-filled', value: ({found}) => found?.isUnbindable},
		{
			name: 'options', title: 'Options', type: 'text', min: 20,
			value: ({options}) => optionsText(options),
			json: ({options}) => options,
		},
		{name: 'file_system', title: 'File system', type: 'text', shown: 'never', value: ({found}) => found?.fileSystem},
		{name: 'device', title: 'Device', type: 'text', shown: 'never', value: ({found}) => found?.device},
		{name: 'device_source', title: 'Device source', type: 'text', shown: 'never', value: ({found}) => found?.source},
		{name: 'root', title: 'Root', type: 'text', shown: 'never', value: ({found}) => found?.root},
		{name: 'external', title: 'External', type: 'text', shown: 'never', value: ({found}) => found?.external},
		{name: 'mounted', title: 'Mounted', type: 'flag', shown: 'never', value: ({found}) => found !== undefined},
		{name: 'mount_id', title: 'ID', type: 'number', shown: 'never', value: ({found}) => found?.id},
		{name: 'parent_id', title: 'Parent', type: 'number', shown: 'never', value: ({found}) => found?.parentId},
		{name: 'namespace', title: 'Namespace', type: 'number', shown: 'never', value: ({found}) => found?.namespace},
		{
			name: 'configured', title: 'As configured', type: 'text', shown: 'never',
			value: ({configured}) => configured && optionsText(configured.options),
			json: ({configured}) => configured && asConfigured(configured),
		},
	],
	rows: ({container}) => listed(container.mounts.mounts),
	problems: ({container}) => container.mounts.problems.map(({message}) => message),
	notes: ({container}) => whyNotFound(container.mounts),
};

function whyNotFound({mounts: all, problems}: MountTable): string[] {
	if (problems.length > 0 || all.some(({found}) => found !== undefined)) {
		return [];
	}

	const reason = all.length === 0 ? 'The processes had the host\'s mounts, of which CRIU keeps no list.' : 'CRIU has no list of the mounts: these are as they were configured.';
	return [reason];
}

function optionsText(options: readonly Untrusted[]): Untrusted | undefined {
	return options.length === 0 ? undefined : join(options, ',');
}

function asConfigured({destination, type, source, options}: ConfiguredMount): Document {
	return {destination, type: type ?? null, source: source ?? null, options};
}
