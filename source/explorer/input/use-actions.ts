import {createContext, use, useLayoutEffect, useRef, useSyncExternalStore} from 'react';
import {useInput, usePaste} from 'ink';
import type {KeyContext} from '../keymap.js';
import {ActionRouter, type Handlers, type Layer, type Level} from './action-router.js';

const RouterContext = createContext<ActionRouter>(new ActionRouter());

export const RouterProvider = RouterContext.Provider;

/** Feeds the terminal's keys to `router`. Used once, at the root: no other component reads a key. */
export function useRouterInput(router: ActionRouter): void {
	useInput((input, key) => {
		router.press(input, key);
	});
	usePaste(text => {
		router.paste(text);
	});
}

export type UseActionsOptions = {
	/** @default true */
	readonly isActive?: boolean;
	/** @default 'pane' */
	readonly level?: Level;
	/** Keeps what it does not know from the parts below. */
	readonly modal?: boolean;
	/** Takes typed characters and pastes; with it, every printable key is text. */
	readonly onText?: (text: string) => void;
};

/**
Answers to the keys of `contexts` with `handlers`, named by action, while active. An action without a handler passes on to the next part outwards and is not shown in the footer or the help.
*/
export function useActions(contexts: readonly KeyContext[], handlers: Handlers, {isActive = true, level = 'pane', modal = false, onText}: UseActionsOptions = {}): void {
	const router = use(RouterContext);
	const latest = useRef({handlers, onText});
	useLayoutEffect(() => {
		latest.current = {handlers, onText};
	});

	const contextNames = contexts.join(' ');
	useLayoutEffect(() => {
		if (!isActive) {
			return;
		}

		const layer: Layer = {
			level,
			contexts: contextNames.split(' ') as KeyContext[],
			modal,
			handlers: () => latest.current.handlers,
			text: () => latest.current.onText,
		};
		return router.add(layer);
	}, [router, contextNames, isActive, level, modal]);

	const names = Object.keys(handlers).join(' ');
	useLayoutEffect(() => {
		router.changed();
	}, [router, names]);
}

/** Calls `listener` before each key or paste that does something. */
export function useBeforeEach(listener: () => void): void {
	const router = use(RouterContext);
	const latest = useRef(listener);
	useLayoutEffect(() => {
		latest.current = listener;
	});
	useLayoutEffect(() => router.beforeEach(() => {
		latest.current();
	}), [router]);
}

/** The router; renders again when the parts that listen change. */
export function useRouter(): ActionRouter {
	const router = use(RouterContext);
	useSyncExternalStore(router.subscribe, () => router.layers);
	return router;
}
