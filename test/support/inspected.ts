import {run, runJson} from './command.js';

/** A process of `inspect --format json`. */
export type InspectedProcess = {
	pid: number; ppid?: number; command: string | null; cmdline?: string; task_state?: string;
	environment_variables?: Record<string, string>; environment?: string[]; environment_overwritten?: true;
	arguments?: string[]; arguments_overwritten?: true;
	threads?: Array<{tid: number; name: string}>; orphan?: true; exit_code?: number;
	children?: InspectedProcess[];
};

export type OpenFile = {type: string; fd: string; path: string; id?: number; deleted?: true; flags?: string[]; detail?: string};

export type OpenSocket = {fd: number; protocol?: string; data: Record<string, string | number>};

/** A checkpoint of `inspect --format json`, as far as the tests look at it. */
export type Inspected = {
	container_name: string | null; created: string | null; checkpointed?: string; engine: string;
	ip?: string; addresses?: string[];
	networks?: Array<{name: string; interfaces: Record<string, {ip?: string; mac?: string; gateway?: string; addresses: string[]; gateways: string[]}>}>;
	checkpoint_size: Record<string, number>;
	statistics?: Record<string, number>;
	metadata?: {pod_name?: string; kubernetes_namespace?: string; annotations?: Record<string, string>};
	process_tree?: InspectedProcess; other_process_trees?: InspectedProcess[];
	file_descriptors?: Array<{pid: number; open_files?: OpenFile[]}>;
	sockets?: Array<{pid: number; open_sockets: OpenSocket[]}>;
	mounts?: Array<{destination: string; type: string; source: string; options: string[]}>;
	problems?: string[];
};

/** What `inspect --all` says of a shipped checkpoint that can be read without complaint. */
export async function inspectedFixture(name: string): Promise<Inspected> {
	const [document] = await runJson<Inspected[]>(['inspect', '--all'], name);
	return document!;
}

/** What `inspect` says of a checkpoint, with the complaints. */
export async function inspected(options: readonly string[], file: string): Promise<{code: number; errors: string; document: Inspected}> {
	const {code, output, errors} = await run(['inspect', '--format', 'json', ...options, file]);
	return {code, errors, document: (JSON.parse(output) as Inspected[])[0]!};
}

/** Every process of a document, parents before children. */
export function allProcesses({process_tree: first, other_process_trees: others = []}: Inspected): InspectedProcess[] {
	const below = (process: InspectedProcess): InspectedProcess[] => [process, ...(process.children ?? []).flatMap(child => below(child))];
	return [...first === undefined ? [] : [first], ...others].flatMap(process => below(process));
}

/** The tree that `inspect` prints of a checkpoint that can be read without complaint. */
export async function inspectedTree(options: readonly string[], file: string): Promise<string> {
	const {code, output, errors} = await run(['inspect', ...options, file]);
	if (code !== 0) {
		throw new Error(errors);
	}

	return output;
}
