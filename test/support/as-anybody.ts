import {execFileSync} from 'node:child_process';

/**
Asks a question of a source module as a user who is not the superuser, whom nothing is refused: in a process of its own that stops being root once the module is loaded. `script` is the body of an async function with `module` in its scope; what it returns is handed over as JSON.

`path` is relative to `source`, such as `archive/open.js`.
*/
export function asAnybody(path: string, script: string): unknown {
	const url = new URL(`../../source/${path}`, import.meta.url).href;
	const program = `
		const module = await import(${JSON.stringify(url)});
		if (process.getuid() === 0) {
			process.setgroups([]);
			process.setgid(65534);
			process.setuid(65534);
		}

		console.log(JSON.stringify(await (async () => { ${script} })()));
	`;
	return JSON.parse(execFileSync(process.execPath, ['--input-type=module', '-e', program], {encoding: 'utf8'}));
}
