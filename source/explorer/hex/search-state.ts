import {compilePattern, patternModeAfter, type PatternMode} from '../../search/pattern.js';
import type {EarlyPrompt} from '../components/early-prompt.js';
import {edit, textField, type TextField, type TextFieldAction} from '../components/text-field.js';
import type {Searched} from './search-history.js';

type Scope = 'process' | 'region';

export type Query = {
	readonly text: string;
	readonly mode: PatternMode;
	readonly scope: Scope;
	/** Where the search began: the first match is looked for from here, and giving up returns here. */
	readonly origin: bigint;
	/** Which way from there the matches lie that are asked for. */
	readonly direction: 1 | -1;
	/** It came with the place that was gone to, and is given up with it. */
	readonly isBrought?: boolean;
};

/** A search, and whether it is being typed. */
export type SearchState = {
	readonly isTyping: boolean;
	readonly field: TextField;
	readonly query: Query | undefined;
};

type SearchAction =
	| {readonly type: 'open'; readonly origin: bigint; readonly mode: PatternMode}
	| {readonly type: 'edit'; readonly edit: TextFieldAction}
	| {readonly type: 'recall'; readonly searched: Searched}
	| {readonly type: 'next-mode' | 'toggle-scope' | 'accept' | 'close'}
	| {readonly type: 'repeat'; readonly query: Query};

export function searchReducer(state: SearchState, action: SearchAction): SearchState {
	const {query} = state;
	switch (action.type) {
		case 'open': {
			return {isTyping: true, field: textField(), query: {text: '', mode: action.mode, scope: 'process', origin: action.origin, direction: 1}};
		}

		case 'edit': {
			const field = edit(state.field, action.edit);
			return query === undefined ? state : {...state, field, query: field.text === query.text ? query : {...query, text: field.text}};
		}

		case 'recall': {
			const {text, mode} = action.searched;
			return query === undefined ? state : {...state, field: textField(text), query: {...query, text, mode}};
		}

		case 'next-mode': {
			return query === undefined ? state : {...state, query: {...query, mode: patternModeAfter(query.mode)}};
		}

		case 'toggle-scope': {
			return query === undefined ? state : {...state, query: {...query, scope: query.scope === 'process' ? 'region' : 'process'}};
		}

		case 'accept': {
			return {...state, isTyping: false};
		}

		case 'close': {
			return searchOf(undefined);
		}

		case 'repeat': {
			return searchOf(action.query);
		}
	}
}

/** A search that was accepted; without a query, none. */
export function searchOf(query: Query | undefined): SearchState {
	return {isTyping: false, field: textField(query?.text), query};
}

/** Goes on with what was typed before there was memory to search; what is no pattern cannot have been accepted. */
export function searchOfEarly({field, isTyping, origin}: EarlyPrompt & {readonly origin: bigint}, mode: PatternMode): SearchState {
	const isAccepted = !isTyping && compilePattern(field.text, mode).error === undefined;
	return {isTyping: !isAccepted, field, query: {text: field.text, mode, scope: 'process', origin, direction: 1}};
}
