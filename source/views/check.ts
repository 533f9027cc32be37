import type {Finding} from '../checkpoint/check/finding.js';
import type {View} from './view.js';

/** What is wrong with the checkpoint, and what restoring it takes. */
export const checkView: View<Finding> = {
	name: 'check',
	title: 'Check',
	summary: 'Whether the checkpoint is whole: what is missing, damaged or leads nowhere, and what restore will need.',
	columns: [
		{name: 'severity', title: 'Severity', type: 'text', value: ({severity}) => severity},
		{name: 'file', title: 'File', type: 'text', min: 16, max: 48, isPath: true, value: ({file}) => file},
		{name: 'offset', title: 'Offset', type: 'number', shown: 'if-filled', value: ({offset}) => offset},
		{name: 'finding', title: 'Finding', type: 'text', min: 24, value: ({text}) => text},
		{name: 'check', title: 'Check', type: 'text', shown: 'never', value: ({check: name}) => name},
		{name: 'pid', title: 'PID', type: 'pid', shown: 'never', value: ({pid}) => pid},
	],
};
