import {args} from '../../views/args.js';
import {contents} from '../../views/contents.js';
import {env} from '../../views/env.js';
import {files} from '../../views/files.js';
import {findings, type FindingsView} from '../../views/findings.js';
import {history} from '../../views/history.js';
import {images} from '../../views/images.js';
import {maps} from '../../views/maps.js';
import {metadata} from '../../views/metadata.js';
import {mounts} from '../../views/mounts.js';
import {network} from '../../views/network.js';
import {overview} from '../../views/overview.js';
import {processes} from '../../views/processes.js';
import {changes, tmpfs, type ChangesView} from '../../views/saved-files.js';
import {secrets} from '../../views/secrets.js';
import {netstat, sockets} from '../../views/sockets.js';
import {strings} from '../../views/strings.js';
import {threads} from '../../views/threads.js';
import {BookmarksPane, bookmarksTab} from '../bookmarks/bookmarks-pane.js';
import {HexPane} from '../hex/hex-pane.js';
import type {AskedViews, Pane, Subject} from '../pane.js';
import {SearchPane, searchTab} from '../search/search-pane.js';
import {framed} from './framed.js';
import {memoryPane} from './memory-pane.js';
import {containerPane, processPane} from './view-panes.js';

const findingsPane = (view: FindingsView) => containerPane({title: 'Findings', short: 'Finds'}, view);
const changesPane = (view: ChangesView) => containerPane({title: 'Changes', short: 'Chngs'}, view);

/** The tabs of the main area, in order: the first nine have a digit. */
export const panes: Readonly<Record<Subject, readonly Pane[]>> = {
	process: [
		processPane({title: 'Overview', short: 'Over'}, overview),
		processPane({title: 'Args', short: 'Args'}, args),
		processPane({title: 'Env', short: 'Env'}, env),
		processPane({title: 'Files', short: 'Files'}, files),
		processPane({title: 'Sockets', short: 'Socks'}, sockets),
		processPane({title: 'Maps', short: 'Maps'}, maps),
		processPane({title: 'Threads', short: 'Thrd'}, threads),
		{id: 'hex', title: 'Hex', short: 'Hex', Component: framed(HexPane)},
		memoryPane({title: 'History', short: 'Hist'}, history),
		memoryPane({title: 'Secrets', short: 'Secr'}, secrets),
		memoryPane({title: 'Strings', short: 'Strs'}, strings),
	],
	container: [
		containerPane({title: 'Metadata', short: 'Meta'}, metadata),
		containerPane({title: 'Processes', short: 'Proc'}, processes),
		containerPane({title: 'Netstat', short: 'Net'}, netstat),
		containerPane({title: 'Network', short: 'Netwk'}, network),
		containerPane({title: 'Mounts', short: 'Mnts'}, mounts),
		changesPane(changes),
		containerPane({title: 'Tmpfs', short: 'Tmpfs'}, tmpfs),
		containerPane({title: 'Contents', short: 'Cont'}, contents),
		findingsPane(findings),
		containerPane({title: 'Images', short: 'Imgs'}, images),
		{id: searchTab, title: 'Search', short: 'Srch', Component: SearchPane},
		{id: bookmarksTab, title: 'Bookmarks', short: 'Marks', Component: BookmarksPane},
	],
};

/** The tabs, with these views in the place of their own. */
export function panesWith({findings: found, changes: changed}: AskedViews): typeof panes {
	const asked = [findingsPane(found), changesPane(changed)];
	return {...panes, container: panes.container.map(pane => asked.find(({id}) => id === pane.id) ?? pane)};
}
