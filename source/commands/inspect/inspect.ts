import {Untrusted} from '../../text/untrusted.js';
import {inspect as inspectCheckpoint, type Parts} from '../../views/inspection/inspection.js';
import {withCheckpoints} from '../open.js';
import {documentJson} from '../output/document-json.js';
import type {Json} from '../../writing/json.js';
import {jsonText} from '../../writing/json-text.js';
import {treeText} from '../output/tree-text.js';
import {print, type Terminal} from '../terminal.js';
import {inspectionTree} from './tree.js';

/** Tells about the checkpoints at `paths`: a tree of each, or one JSON list of all; returns the exit code. */
export async function inspect(paths: readonly string[], parts: Parts, format: 'tree' | 'json', terminal: Terminal): Promise<number> {
	const documents: Json[] = [];
	const code = await withCheckpoints(paths, terminal, async (checkpoint, path) => {
		const inspection = inspectCheckpoint(checkpoint, parts);
		if (format === 'json') {
			documents.push(documentJson(inspection));
		} else {
			await print(terminal.output, [`\nDisplaying container checkpoint tree view from ${Untrusted.from(path).toString()}\n\n`, ...treeText(inspectionTree(inspection), terminal.columns), '\n']);
		}

		return inspection.problems ?? [];
	});
	if (documents.length > 0) {
		await print(terminal.output, jsonText(documents, 2));
		await print(terminal.output, ['\n']);
	}

	return code;
}
