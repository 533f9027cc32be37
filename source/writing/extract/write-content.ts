import {withNewFile} from '../../archive/new-file.js';
import {writeWhole, type Target} from '../../archive/whole-file.js';
import {Breath} from '../../forensics/breath.js';
import {writeSegments, type SegmentsWritten} from '../../forensics/extract/write-segments.js';
import {isLost} from '../../memory/presence.js';
import type {SegmentSpace} from '../../memory/segment-space.js';
import type {ShowStep} from '../../views/step.js';

/**
Writes a content to a new file, which has its name when it is whole. Holes stay holes; where bytes are missing, and at its end where that is missing, there are zeros or nothing. What `show` throws gives it up.

@throws {InputError} when it can't be read or written, when the file is there already or would be in the checkpoint
*/
export async function writeContent(target: Omit<Target, 'replaces'>, space: SegmentSpace, show: ShowStep): Promise<SegmentsWritten> {
	return writeWhole(target, async temporary => withNewFile(temporary, async fd => {
		const breath = new Breath();
		const steps = writeSegments(fd, space.segments(0n, BigInt(space.size)));
		let done = 0;
		let step = steps.next();
		for (; step.done !== true; step = steps.next()) {
			done += step.value;
			if (breath.isDue) {
				show({doing: 'copying', done, total: space.size});
				await breath.take();
			}
		}

		return {...step.value, missing: step.value.missing + lostIn(space)};
	}));
}

function lostIn(space: SegmentSpace): number {
	return Array.from(space.runs(0n, BigInt(space.size))).reduce((sum, {start, end, presence}) => sum + (isLost(presence) ? Number(end - start) : 0), 0);
}
