import {args} from '../../views/args.js';
import {env} from '../../views/env.js';
import {files} from '../../views/files.js';
import {maps} from '../../views/maps.js';
import {metadata} from '../../views/metadata.js';
import {overview} from '../../views/overview.js';
import {processes} from '../../views/processes.js';
import {netstat, sockets} from '../../views/sockets.js';
import {threads} from '../../views/threads.js';
import {HexPane} from '../hex/hex-pane.js';
import type {Pane, Subject} from '../pane.js';
import {containerPane, processPane} from './view-panes.js';

/** The tabs of the main area, in order: the first nine have a digit. */
export const panes: Readonly<Record<Subject, readonly Pane[]>> = {
	process: [
		processPane({id: 'overview', title: 'Overview', short: 'Over'}, overview),
		processPane({id: 'args', title: 'Args', short: 'Args'}, args),
		processPane({id: 'env', title: 'Env', short: 'Env'}, env),
		processPane({id: 'files', title: 'Files', short: 'Files'}, files),
		processPane({id: 'sockets', title: 'Sockets', short: 'Socks'}, sockets),
		processPane({id: 'maps', title: 'Maps', short: 'Maps'}, maps),
		processPane({id: 'threads', title: 'Threads', short: 'Thrd'}, threads),
		{id: 'hex', title: 'Hex', short: 'Hex', Component: HexPane},
	],
	container: [
		containerPane({id: 'metadata', title: 'Metadata', short: 'Meta'}, metadata),
		containerPane({id: 'processes', title: 'Processes', short: 'Proc'}, processes),
		containerPane({id: 'netstat', title: 'Netstat', short: 'Net'}, netstat),
	],
};
