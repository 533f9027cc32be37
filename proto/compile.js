/**
Compiles the wire schema once, at build time, to what the program loads: `descriptor.json` for protobufjs, and `messages.ts` with one type for each message.

`string` fields become `bytes` marked `text`: CRIU writes whatever bytes a name has, and decoding them as UTF-8 would lose those that aren't.
*/
import fs from 'node:fs';
import {createRequire} from 'node:module';
import path from 'node:path';
import protobuf from 'protobufjs';

const here = import.meta.dirname;
const output = path.join(here, '..', 'source', 'criu', 'schema');

const root = new protobuf.Root();
root.resolvePath = (_, target) => path.join(target.startsWith('google/') ? path.dirname(createRequire(import.meta.url).resolve('protobufjs')) : here, target);
root.loadSync(fs.readdirSync(here).filter(name => name.endsWith('.proto')).sort(), {keepCase: true});
root.resolveAll();

const numbers = {
	uint32: 'number', int32: 'number', sint32: 'number', fixed32: 'number', sfixed32: 'number', float: 'number', double: 'number',
	uint64: 'bigint', int64: 'bigint', sint64: 'bigint', fixed64: 'bigint', sfixed64: 'bigint',
	bool: 'boolean', bytes: 'Uint8Array', string: 'Untrusted',
};

const typeOf = field => field.resolvedType instanceof protobuf.Enum ? 'number' : (field.resolvedType?.name ?? numbers[field.type]);

function declaration(type) {
	const lines = type.fieldsArray.map(field => {
		const value = field.repeated ? `ReadonlyArray<${typeOf(field)}>` : typeOf(field);
		return `\treadonly ${field.name}${field.required || field.repeated ? '' : '?'}: ${value};`;
	});
	return `export type ${type.name} = {\n${[...lines, '\treadonly $unknown?: readonly Uint8Array[];'].join('\n')}\n};\n`;
}

const types = root.nestedArray.filter(item => item instanceof protobuf.Type && item.name !== 'CRIU_Opts');
const messages = [
	'// Made from proto/ by proto/compile.js.\nimport type {Untrusted} from \'../../text/untrusted.js\';\n',
	...types.map(type => declaration(type)),
	`/** Every message by its name on the wire. */\nexport type Messages = {\n${types.map(type => `\t${type.name}: ${type.name};`).join('\n')}\n};\n`,
].join('\n');

for (const type of types) {
	for (const field of type.fieldsArray) {
		if (field.type === 'string') {
			field.type = 'bytes';
			field.setOption('text', true);
		}
	}
}

fs.mkdirSync(output, {recursive: true});
fs.writeFileSync(path.join(output, 'descriptor.json'), JSON.stringify({nested: Object.fromEntries([...types, ...root.nestedArray.filter(item => item instanceof protobuf.Enum)].map(item => [item.name, item.toJSON()]))}));
fs.writeFileSync(path.join(output, 'messages.ts'), messages);
