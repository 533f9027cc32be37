import {patternModeAfter, type PatternMode} from '../../search/pattern.js';
import type {SearchScope} from '../../views/search/scope.js';
import {edit, textField, type TextField, type TextFieldAction} from '../components/text-field.js';
import type {Searched} from '../hex/search-history.js';

/** What is searched for in the whole checkpoint. */
export type WideQuery = Searched & {readonly scope: SearchScope};

/** A question that is being typed, or is not. */
export type SearchPrompt = {
	readonly isTyping: boolean;
	readonly field: TextField;
	readonly mode: PatternMode;
	readonly scope: SearchScope;
};

type SearchPromptAction =
	| {readonly type: 'open' | 'close' | 'next-mode' | 'toggle-scope'}
	| {readonly type: 'edit'; readonly edit: TextFieldAction}
	| {readonly type: 'recall'; readonly searched: Searched};

/** The prompt for a search like the last one, or like a first one. */
export function promptFor(last: WideQuery | undefined): SearchPrompt {
	return {isTyping: false, field: textField(last?.text), mode: last?.mode ?? 'text', scope: last?.scope ?? 'everything'};
}

export function promptReducer(state: SearchPrompt, action: SearchPromptAction): SearchPrompt {
	switch (action.type) {
		case 'open': {
			return {...state, isTyping: true, field: textField()};
		}

		case 'close': {
			return {...state, isTyping: false};
		}

		case 'next-mode': {
			return {...state, mode: patternModeAfter(state.mode)};
		}

		case 'toggle-scope': {
			return {...state, scope: state.scope === 'memory' ? 'everything' : 'memory'};
		}

		case 'edit': {
			return {...state, field: edit(state.field, action.edit)};
		}

		case 'recall': {
			return {...state, field: textField(action.searched.text), mode: action.searched.mode};
		}
	}
}
