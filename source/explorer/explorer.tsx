import {useState, type ReactNode} from 'react';
import {openCheckpoint, type Checkpoint} from '../checkpoint/checkpoint.js';
import {findNodeCheckpoints} from '../checkpoint/node-checkpoints.js';
import type {RootFolder} from '../forensics/root-folder.js';
import type {YaraRules} from '../forensics/findings/yara/yara-rules.js';
import {setTerminalCharset} from '../text/printable.js';
import {findingsBy} from '../views/findings.js';
import {changesAgainst} from '../views/saved-files.js';
import {App} from './app.js';
import type {OpenedBookmarks} from './bookmarks/use-bookmarks.js';
import type {Opening} from './begin-opening.js';
import {ActionRouter} from './input/action-router.js';
import {RouterProvider, useRouterInput} from './input/use-actions.js';
import {panesWith} from './panes/index.js';
import {StartList} from './start/start-list.js';
import type {Capabilities} from './terminal/capabilities.js';
import {runInTerminal} from './terminal/run.js';
import type {Terminal} from './terminal/terminal.js';
import {createTheme, ThemeProvider} from './theme.js';

export type ExplorerOptions = {
	/** Report the mouse from the start. */
	readonly mouse: boolean;
	readonly capabilities: Capabilities;
	/** Bookmarks to begin with. */
	readonly bookmarks?: OpenedBookmarks | undefined;
	/** What else to look for. */
	readonly yara?: YaraRules | undefined;
	/** The root file system of the image. */
	readonly rootFolder?: RootFolder | undefined;
};

/**
Explores a checkpoint until it is left; returns the exit code.

@throws {InputError} when there is no checkpoint, after the terminal has been restored
*/
export async function explore(opening: Opening, options: ExplorerOptions): Promise<number> {
	const theme = prepare(options.capabilities);
	const shown = shownBy(options);
	const checkpoint = await opening.checkpoint;
	await opening.showable;
	return runInTerminal(terminal => {
		checkpoint.whenReady().catch(terminal.fail);
		return <Root theme={theme}><App checkpoint={checkpoint} terminal={terminal} {...shown}/></Root>;
	}, options);
}

/** Lists the checkpoints of this node and explores the one that is chosen; returns the exit code. */
export async function exploreNode(options: ExplorerOptions): Promise<number> {
	const theme = prepare(options.capabilities);
	const shown = shownBy(options);
	const checkpoints = findNodeCheckpoints();
	return runInTerminal(terminal => <Root theme={theme}><Start checkpoints={checkpoints} terminal={terminal} shown={shown}/></Root>, options);
}

function prepare(capabilities: Capabilities) {
	setTerminalCharset(capabilities.charset);
	return createTheme(capabilities);
}

/** What the explorer of a checkpoint is given besides that. */
function shownBy({bookmarks, yara, rootFolder}: ExplorerOptions) {
	const views = {findings: findingsBy([], yara), changes: changesAgainst(rootFolder)};
	return {bookmarks, rootFolder, views, panes: panesWith(views)};
}

type StartProps = {
	readonly checkpoints: ReturnType<typeof findNodeCheckpoints>;
	readonly terminal: Terminal;
	readonly shown: ReturnType<typeof shownBy>;
};

function Start({checkpoints, terminal, shown}: StartProps) {
	const [chosen, setChosen] = useState<Checkpoint>();
	return chosen ? <App checkpoint={chosen} terminal={terminal} {...shown}/> : <StartList checkpoints={checkpoints} terminal={terminal} open={openCheckpoint} onOpened={setChosen}/>;
}

/** What every part of the screen needs: its look, and the keys. */
export function Root({theme, children}: {readonly theme: ReturnType<typeof createTheme>; readonly children: ReactNode}) {
	const [router] = useState(() => new ActionRouter());
	useRouterInput(router);
	return <ThemeProvider value={theme}><RouterProvider value={router}>{children}</RouterProvider></ThemeProvider>;
}
