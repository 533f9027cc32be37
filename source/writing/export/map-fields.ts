const ofFile = ['checkpoint', 'pid', 'name', 'format', 'page_size', 'byte_order', 'start', 'end', 'size', 'stretches'] as const;
const ofStretch = ['address', 'length', 'offset', 'content', 'presence', 'reason', 'protection', 'kind', 'backing', 'backing_offset'] as const;

/** The fields of a map, and then those of each of its stretches. */
export const mapFields = [...ofFile, ...ofStretch] as const;
