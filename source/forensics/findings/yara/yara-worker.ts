import {parentPort, workerData} from 'node:worker_threads';
import {compileRules, loadEngine, RefusedRules} from './engine.js';
import type {YaraNews, YaraSource, YaraStart, YaraTask} from './model.js';
import {scanSegments, type Scan} from './scan-segments.js';

function compile(): Scan | undefined {
	try {
		const {scan, warnings} = compileRules(workerData as readonly YaraSource[]);
		parentPort!.postMessage({type: 'compiled', warnings} satisfies YaraStart);
		return scan;
	} catch (error) {
		if (!(error instanceof RefusedRules)) {
			throw error;
		}

		parentPort!.postMessage({type: 'refused', file: error.file, errors: error.errors} satisfies YaraStart);
		return undefined;
	}
}

await loadEngine();
const scan = compile();
if (scan !== undefined) {
	parentPort!.on('message', (task: YaraTask) => {
		void scanSegments(task, scan, (news: YaraNews) => {
			parentPort!.postMessage(news);
		});
	});
}
