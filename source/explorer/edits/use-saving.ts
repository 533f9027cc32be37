import {useRef} from 'react';
import {InputError, PendingError} from '../../archive/byte-source.js';
import type {Checkpoint} from '../../checkpoint/checkpoint.js';
import {Untrusted} from '../../text/untrusted.js';
import {planEdits} from '../../writing/edit/plan.js';
import type {Handlers} from '../input/action-router.js';
import type {Services} from '../pane.js';
import {copyWritable} from './copy-writable.js';
import {editsToMake} from './edits.js';
import {useKeptEdits} from './kept-edits.js';
import {sharedQuestion} from './shared-question.js';

type Options = {
	readonly checkpoint: Checkpoint;
	readonly services: Services;
	/** Asks a question that is answered with yes or no. */
	readonly ask: (question: string, onAgree: () => void) => void;
};

/** Has what was typed over saved, while something is not: asks first whether others are to have it too, where they read the bytes. */
export function useSaving({checkpoint, services, ask}: Options): Handlers {
	const kept = useKeptEdits(services);
	const isPlanning = useRef(false);
	const save = async () => {
		const {edits} = kept;
		isPlanning.current = true;
		services.say('looking for what else reads these bytes');
		try {
			const plan = await planEdits(checkpoint, editsToMake(edits), Untrusted.from(checkpoint.archive.path).toString());
			services.say('');
			const offer = () => {
				services.offer([copyWritable(plan, () => {
					kept.saved(edits);
				})]);
			};

			const question = sharedQuestion(plan);
			if (question === undefined) {
				offer();
			} else {
				ask(question, offer);
			}
		} catch (error) {
			if (!(error instanceof InputError || error instanceof PendingError)) {
				throw error;
			}

			services.say(error.message, 'danger');
		} finally {
			isPlanning.current = false;
		}
	};

	return {
		...!kept.isSaved && {
			'save-edits'() {
				if (!isPlanning.current) {
					void save();
				}
			},
		},
	};
}
