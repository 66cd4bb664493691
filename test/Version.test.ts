import { expect, it } from "@effect/vitest"
import manifest from "../package.json" with { type: "json" }
import { VERSION } from "../src/Version.ts"

it("the version is that of package.json", () => {
  expect(VERSION).toBe(manifest.version)
})
