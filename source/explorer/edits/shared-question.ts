import {counted, listed} from '../../checkpoint/compose.js';
import {placeText, sharedPatches, unknownSharers, type EditPlan} from '../../writing/edit/plan.js';

/** What a person has to know before others are given what was typed; undefined where it concerns no one else. */
export function sharedQuestion(plan: EditPlan): string | undefined {
	const unknown = unknownSharers(plan).map(text => `${text}.`);
	const shared = sharedText(plan);
	return shared === undefined && unknown.length === 0 ? undefined : [...unknown, shared ?? 'Go on?'].join(' ');
}

function sharedText(plan: EditPlan): string | undefined {
	const shared = sharedPatches(plan);
	if (shared.length === 0) {
		return undefined;
	}

	const size = shared.reduce((sum, {patch}) => sum + patch.after.length, 0);
	const places = shared.flatMap(({others}) => others.map(place => placeText(place)));
	const readers = places.length === 0 ? 'others may read too' : `${listed(places).toString()} ${places.length === 1 ? 'reads' : 'read'} too`;
	return `${counted(size, 'byte')} of shared memory, which ${readers}: changed for all that share it?`;
}
