import type {Fact} from './fact.js';
import {processFacts} from './process-facts.js';
import {listed} from './rows.js';
import type {ProcessView} from './view.js';

/** What there is to know about a process, one fact a row. */
export const overview: ProcessView<Fact> = {
	name: 'overview',
	title: 'Overview',
	summary: 'What the process is and may do: files, credentials, capabilities, namespaces, limits.',
	columns: [
		{name: 'name', title: 'Fact', type: 'text', min: 18, value: ({name}) => name},
		{name: 'value', title: 'Value', type: 'text', min: 24, value: ({value}) => value},
	],
	rows: process => listed(processFacts(process)),
};
