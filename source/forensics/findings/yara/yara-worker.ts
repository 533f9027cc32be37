import {parentPort, workerData} from 'node:worker_threads';
import {compileRules, loadEngine, RefusedRules, type CompiledRules} from './engine.js';
import type {YaraNews, YaraSource, YaraStart, YaraTask} from './model.js';
import {scanSegments} from './scan-segments.js';

function compile(): CompiledRules | undefined {
	try {
		const compiled = compileRules(workerData as readonly YaraSource[]);
		parentPort!.postMessage({type: 'compiled', warnings: compiled.warnings} satisfies YaraStart);
		return compiled;
	} catch (error) {
		if (!(error instanceof RefusedRules)) {
			throw error;
		}

		parentPort!.postMessage({type: 'refused', file: error.file, errors: error.errors} satisfies YaraStart);
		return undefined;
	}
}

await loadEngine();
const rules = compile();
if (rules !== undefined) {
	parentPort!.on('message', (task: YaraTask) => {
		void scanSegments(task, rules, (news: YaraNews) => {
			parentPort!.postMessage(news);
		});
	});
}
