import {useState} from 'react';
import type {Checkpoint} from '../checkpoint/checkpoint.js';
import {setTerminalCharset} from '../text/printable.js';
import {App} from './app.js';
import {ActionRouter} from './input/action-router.js';
import {RouterProvider, useRouterInput} from './input/use-actions.js';
import {detectCapabilities} from './terminal/capabilities.js';
import {runInTerminal} from './terminal/run.js';
import {createTheme, ThemeProvider} from './theme.js';

export type ExplorerOptions = {readonly mouse: boolean};

/** Explores an open checkpoint in the terminal until it is left; returns the exit code. */
export async function explore(checkpoint: Checkpoint, options: ExplorerOptions): Promise<number> {
	const capabilities = detectCapabilities(process.env);
	setTerminalCharset(capabilities.charset);
	const theme = createTheme(capabilities);
	return runInTerminal(terminal => (
		<ThemeProvider value={theme}>
			<Keys>
				<App checkpoint={checkpoint} terminal={terminal}/>
			</Keys>
		</ThemeProvider>
	), options);
}

/** Hands every key to whichever part of the screen it is meant for. */
export function Keys({children}: {readonly children: React.ReactNode}) {
	const [router] = useState(() => new ActionRouter());
	useRouterInput(router);
	return <RouterProvider value={router}>{children}</RouterProvider>;
}

export {type Terminal} from './terminal/terminal.js';
