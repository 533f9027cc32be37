import {Untrusted} from '../../text/untrusted.js';
import type {Column} from '../../views/view.js';
import type {Run} from '../command.js';
import {commandNames} from '../index.js';
import {rowsText} from '../output/rows.js';
import {complain, print} from '../terminal.js';
import type {formatOption} from '../view-options.js';
import {listPlugins, type Plugin} from './find.js';

const columns: ReadonlyArray<Column<Plugin>> = [
	{name: 'name', title: 'Name', type: 'text', min: 8, value: ({name}) => Untrusted.from(name)},
	{name: 'path', title: 'Path', type: 'text', min: 20, isPath: true, value: ({path}) => Untrusted.from(path)},
];

/** Lists the plugins on the PATH. */
export const list: Run<typeof formatOption> = async ({options: {format}, terminal}) => {
	const plugins = listPlugins(process.env.PATH, new Set(commandNames.map(name => name.split(' ', 1)[0]!)));
	if (plugins.length === 0) {
		complain(terminal, 'no plugins: there is no executable cryoscope-NAME on the PATH');
	}

	if (format !== 'table' || plugins.length > 0) {
		await print(terminal.output, rowsText(columns, plugins, {format, columns: terminal.columns}));
	}

	return 0;
};
