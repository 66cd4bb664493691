import * as Schema from "effect/Schema"

/** The JSON Schema (2020-12) of what a file may say, derived from the schema that reads it. */
export const jsonSchema = (schema: Schema.Constraint): string => {
  const { schema: root, definitions } = Schema.toJsonSchemaDocument(schema)
  return `${JSON.stringify({ $schema: "https://json-schema.org/draft/2020-12/schema", ...root, $defs: definitions }, null, 2)}\n`
}
