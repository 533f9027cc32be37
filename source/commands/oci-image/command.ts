import {defineCommand, type Options} from '../command.js';

export const buildOptions = {
	format: {value: 'FORMAT', choices: ['auto', 'dir', 'archive'], help: 'a layout as a directory or as one tar; auto goes by whether OUTPUT ends in .tar'},
	name: {short: 'n', value: 'NAME', help: 'the name that the image has when it is loaded'},
	annotation: {short: 'a', value: 'KEY=VALUE', isRepeatable: true, help: 'another annotation, or another value for one; may be given several times'},
} as const satisfies Options;

export const buildCommand = defineCommand({
	name: 'build', summary: 'Write an OCI image that holds the checkpoint, for podman load, skopeo and registries.',
	operands: {usage: 'FILE OUTPUT', least: 2, most: 2, completes: 'file'},
	options: buildOptions,
	notes: [
		'The layer is the archive as it is; a directory is packed, and what is compressed with xz',
		'or bzip2 is stored plain. Annotations say what the checkpoint says of its container and',
		'host. Only a whole checkpoint is taken, OUTPUT must not exist, and only you can read it:',
		'it holds the memory of processes.',
	].join('\n'),
	examples: [
		['build --name localhost/web:frozen checkpoint.tar web.tar', 'an image for podman load -i web.tar'],
		['build checkpoint.tar web', 'then skopeo copy oci:web docker://registry/web:frozen'],
	],
	load: async () => (await import('./build.js')).build,
});
